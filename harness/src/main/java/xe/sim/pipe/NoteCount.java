// SPDX-License-Identifier: MIT
package xe.sim.pipe;

import xe.sim.os.Machine;

/**
 * The argument of SET_SIZE: how many records a notification pipe is to hold.
 */
record NoteCount(Machine machine, long notes) {
    static final int NOTES_PER_PAGE = 32;

    private static final int MAX_NOTES = 512;
    private static final int MAX_NOTES_OF_DEFECT = 544;
    private static final int HALF_OF_NOTES = 256;

    /** NP-014: the kernel's parameter has 32 bits. */
    static NoteCount of(Machine machine, long argument) {
        return new NoteCount(
                machine, machine.has(PipeDefect.NP_014_ARGUMENT_HAS_64_BITS) ? argument : argument & 0xffffffffL);
    }

    boolean inRange() {
        if (notes == 0) {
            return machine.has(PipeDefect.NP_010_ZERO_ACCEPTED);
        }
        if (notes > HALF_OF_NOTES && notes <= MAX_NOTES) {
            return !machine.has(PipeDefect.NP_011_LARGE_SIZE_REFUSED);
        }
        return notes > 0
                && notes <= (machine.has(PipeDefect.NP_012_TOO_LARGE_ACCEPTED) ? MAX_NOTES_OF_DEFECT : MAX_NOTES);
    }

    /** Pages that hold the records. */
    int pages() {
        return ((int) notes + NOTES_PER_PAGE - 1) / NOTES_PER_PAGE;
    }

    /** Records that fit: as many as the pages hold (NP-013). */
    int slots() {
        if (machine.has(PipeDefect.NP_025_ARGUMENT_IN_PAGES)) {
            return (int) notes * NOTES_PER_PAGE;
        }
        return machine.has(PipeDefect.NP_013_CAPACITY_NOT_ROUNDED) ? (int) notes : pages() * NOTES_PER_PAGE;
    }
}
