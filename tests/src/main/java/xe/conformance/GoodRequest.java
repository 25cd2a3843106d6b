// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EINVAL;

import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import xe.drm.DrmFile;
import xe.kernel.Errno;
import xe.uapi.CField;
import xe.uapi.CStruct;
import xe.uapi.Ioctl;
import xe.uapi.Outcome;
import xe.uapi.StructView;

/**
 * A request that succeeds, to be sent again with one field changed: then nothing but that field can be what the kernel refuses.
 */
record GoodRequest(DrmFile file, Ioctl ioctl, Consumer<StructView> fill) {
    /** The slots of a field that must be zero, one by one; {@code field} may be the beginning of several names. */
    static Stream<String> slots(CStruct struct, String field) {
        return struct.slots(CField.Zero.REQUIRED).stream().filter(slot -> slot.startsWith(field));
    }

    /** A slot and a value that it should not have. */
    record SlotValue(String slot, long value) {
        @Override
        public String toString() {
            return slot + " = 0x" + Long.toHexString(value);
        }
    }

    /** Every slot whose field has this {@code zero} and begins so, with every single bit and all of them together. */
    static Stream<SlotValue> nonZero(CStruct struct, CField.Zero zero, String field) {
        return struct.slots(zero).stream()
                .filter(slot -> slot.startsWith(field))
                .flatMap(slot -> struct.nonZeroValues(slot).mapToObj(value -> new SlotValue(slot, value)));
    }

    /** The bits of a 32-bit field from {@code first} on, each as a flag. */
    static Stream<Integer> flagsFrom(int first) {
        return IntStream.range(first, Integer.SIZE).mapToObj(bit -> 1 << bit);
    }

    /** The request with more fields set, which has to be as good. */
    GoodRequest and(Consumer<StructView> change) {
        return new GoodRequest(file, ioctl, fill.andThen(change));
    }

    Outcome send() {
        return file.ioctl(ioctl, fill);
    }

    Outcome with(String field, long value) {
        return file.ioctl(ioctl, request -> {
            fill.accept(request);
            request.set(field, value);
        });
    }

    /** Every single bit of the slot and all of them together give EINVAL; zero succeeds. */
    void needsZeroIn(String slot) {
        ioctl.struct()
                .nonZeroValues(slot)
                .forEach(value -> assertThat(with(slot, value)).failsWith(EINVAL));

        assertThat(send()).succeeds();
    }

    void refuses(SlotValue wrong) {
        refuses(wrong.slot, wrong.value);
    }

    /** This value gives EINVAL; the one of the good request succeeds. */
    void refuses(String field, long value) {
        refuses(field, value, EINVAL);
    }

    /** This value gives {@code errno}; the one of the good request succeeds. */
    void refuses(String field, long value, Errno errno) {
        assertThat(with(field, value)).failsWith(errno);

        assertThat(send()).succeeds();
    }
}
