// SPDX-License-Identifier: MIT
package xe.uapi;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import xe.kernel.Errno;
import xe.kernel.Ioc;
import xe.kernel.SyscallException;
import xe.kernel.SyscallResult;

/**
 * What one call under test did: the call in words, its result, and the request before and after.
 */
public final class Outcome {
    private final String name;
    private final SyscallResult result;
    private final @Nullable CStruct type;
    private final int request;
    private final byte[] sent;
    private final byte[] received;

    private Outcome(
            String name, SyscallResult result, @Nullable CStruct type, int request, byte[] sent, byte[] received) {
        this.name = name;
        this.result = result;
        this.type = type;
        this.request = request;
        this.sent = sent;
        this.received = received;
    }

    /** The outcome of a call without a struct. */
    public static Outcome of(String call, SyscallResult result) {
        return new Outcome(call, result, null, 0, new byte[0], new byte[0]);
    }

    /**
     * The outcome of an ioctl.
     *
     * @param request the request number that was used, which may differ from the usual one
     * @param sent the struct's bytes before the call
     * @param received and after it
     */
    public static Outcome of(Ioctl ioctl, int request, SyscallResult result, byte[] sent, byte[] received) {
        String name = request == ioctl.request()
                ? ioctl.shortName()
                : ioctl.shortName() + "[0x" + Integer.toHexString(request) + "]";
        return new Outcome(name, result, ioctl.struct(), request, sent, received);
    }

    /** The call with the request's non-zero fields, such as {@code VM_RESTART{vm_id=1, pad=1}}. */
    public String call() {
        CStruct struct = type;
        if (struct == null) {
            return name;
        }
        String fields = new StructView(struct, MemorySegment.ofArray(sent)).toString();
        return name + fields.substring(fields.indexOf('{'));
    }

    public SyscallResult result() {
        return result;
    }

    /** The errno, {@link Errno#OK} where the call succeeded. */
    public Errno errno() {
        return result.errno();
    }

    public boolean failed() {
        return result.failed();
    }

    /**
     * The value of a call that must have succeeded for the check to go on.
     *
     * @throws SyscallException if it failed: the check is broken, not the contract
     */
    @CanIgnoreReturnValue
    public long orThrow() {
        return result.failed() ? result.orThrow(call()) : result.raw();
    }

    /** The struct as the kernel got it. */
    public StructView request() {
        return view(sent);
    }

    /** The struct as the kernel left it. */
    public StructView answer() {
        return view(received);
    }

    private StructView view(byte[] bytes) {
        CStruct struct = type;
        if (struct == null) {
            throw new IllegalStateException(name + " has no struct");
        }
        return new StructView(struct, MemorySegment.ofArray(bytes).asReadOnly());
    }

    /** The request's bytes before the call; empty without a struct. */
    public byte[] sent() {
        return sent.clone();
    }

    /** The request's bytes after the call; empty without a struct. */
    public byte[] received() {
        return received.clone();
    }

    /** Whether the kernel changed bytes of a request that it may only read. */
    public boolean wroteToReadOnlyRequest() {
        return (Ioc.direction(request) & Ioc.READ) == 0 && !Arrays.equals(sent, received);
    }

    /** States that the outcome does not matter here. */
    public void ignore() {}

    @Override
    public String toString() {
        return call() + " = " + result;
    }
}
