// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import xe.uapi.CField;
import xe.uapi.CStruct;
import xe.uapi.StructView;

/** What DEVICE_QUERY answered. */
final class Answer {
    private final byte[] bytes;

    Answer(byte[] bytes) {
        this.bytes = bytes;
    }

    /** All of it. */
    byte[] bytes() {
        return bytes.clone();
    }

    int size() {
        return bytes.length;
    }

    StructView at(long offset, CStruct type) {
        return new StructView(type, MemorySegment.ofArray(bytes).asSlice(offset, type.size()));
    }

    /** What follows the header: as many entries as fit, whatever the header counts. */
    List<StructView> entries(CStruct header, CStruct entry) {
        List<StructView> entries = new ArrayList<>();
        for (int at = header.size(); at + entry.size() <= bytes.length; at += entry.size()) {
            entries.add(at(at, entry));
        }
        return entries;
    }

    /** Every slot that the kernel writes as zero is zero. */
    static void assertPadsAreZero(StructView struct) {
        struct.type()
                .slots(CField.Zero.WRITTEN)
                .forEach(slot -> assertEqual(slot + " of " + struct, 0, struct.get(slot)));
    }
}
