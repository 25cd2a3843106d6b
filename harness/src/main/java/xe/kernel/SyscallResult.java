// SPDX-License-Identifier: MIT
package xe.kernel;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

/**
 * What a system call returned, in the kernel's own convention: a value from 0 up, or a negated errno.
 *
 * @param raw the value, or -1 to -4095 for an errno
 */
public record SyscallResult(long raw) {
    private static final long MAX_ERRNO = 4095;

    public static final SyscallResult OK = new SyscallResult(0);

    /** A result that carries {@code errno}. */
    public static SyscallResult failure(Errno errno) {
        return new SyscallResult(errno.negated());
    }

    public boolean failed() {
        return raw < 0 && raw >= -MAX_ERRNO;
    }

    /** The errno, or {@link Errno#OK} where the call succeeded. */
    public Errno errno() {
        return failed() ? Errno.of((int) -raw) : Errno.OK;
    }

    /**
     * The value of a call that must have succeeded, as set-up calls must.
     *
     * @param call what was called, for the message
     * @throws SyscallException if the call failed
     */
    @CanIgnoreReturnValue
    public long orThrow(String call) {
        if (failed()) {
            throw new SyscallException(call, errno());
        }
        return raw;
    }

    /** {@link #orThrow} for results that fit an int: descriptors, ids, byte counts of small reads. */
    @CanIgnoreReturnValue
    public int intOrThrow(String call) {
        return Math.toIntExact(orThrow(call));
    }

    /** States that the outcome does not matter here: closing and cleaning up after a failure. */
    public void ignore() {}

    @Override
    public String toString() {
        return failed() ? errno().toString() : Long.toString(raw);
    }
}
