// SPDX-License-Identifier: MIT
package xe.sim.gpu;

import org.jspecify.annotations.Nullable;
import xe.drm.Mi;

/**
 * Where one job stands, and the commands that move it on. One step is one command; a step that faults changes nothing.
 *
 * <p>Encodings: {@link Mi}. Bits that only choose caching or engines are not looked at.
 */
final class Execution {
    /** What a step did. */
    enum Step {
        /** The next command may follow at once. */
        NEXT,
        /** A jump, the second without an arbitration point between them: a loop that cannot be preempted, it seems. */
        JUMP,
        /** A point where the streamer may switch to another context. */
        ARBITRATION,
        /** A semaphore is not satisfied: the same command comes again; the streamer may switch. */
        WAIT,
        /** The batches and the stores are done. */
        DONE,
        /** A command that the model does not know. */
        HANG
    }

    private static final long FIRST_PAUSE_NANOS = 2_000;
    private static final long LONGEST_PAUSE_NANOS = 200_000;
    private static final int OPCODE = 0x3f << 23;
    private static final int COMPARE = 1 << 21;
    private static final int STORE_QWORD = 1 << 21;
    private static final int ATOMIC_FORM = 0x3f << 23 | 3 << 19 | 1 << 18 | 0xff << 8 | 0xff;

    private final GpuAddressSpace space;
    private final GpuJob job;
    private int batch;
    private int stored;
    private boolean inBatch;
    private long pc;
    private @Nullable Long returnTo;
    private boolean arbitration = true;
    private boolean jumped;
    private long pause;

    Execution(GpuAddressSpace space, GpuJob job) {
        this.space = space;
        this.job = job;
    }

    /** Whether the batch has jumped since the last call: it may be a loop that polls. */
    boolean takeJumped() {
        boolean was = jumped;
        jumped = false;
        return was;
    }

    /** Nanoseconds to wait before the next command: 0 unless the batch polls, then longer every time. */
    long pause(boolean polls) {
        pause = polls ? Math.min(Math.max(FIRST_PAUSE_NANOS, pause * 2), LONGEST_PAUSE_NANOS) : 0;
        return pause;
    }

    Step step() throws GpuFaultException {
        if (inBatch) {
            return command(dword(0));
        }
        if (batch < job.batches().size()) {
            pc = job.batches().get(batch);
            inBatch = true;
            return Step.ARBITRATION;
        }
        if (stored < job.stores().size()) {
            GpuJob.Store store = job.stores().get(stored);
            space.write(store.address(), Long.BYTES, store.value());
            stored++;
            return Step.NEXT;
        }
        return Step.DONE;
    }

    private Step command(int header) throws GpuFaultException {
        if (header >>> 29 != 0) {
            return Step.HANG;
        }
        return switch (header & OPCODE) {
            case Mi.NOOP -> advance(1, Step.NEXT);
            case Mi.ARB_ON_OFF -> {
                arbitration = (header & 1) != 0;
                yield advance(1, Step.NEXT);
            }
            case Mi.ARB_CHECK -> advance(1, arbitration ? Step.ARBITRATION : Step.NEXT);
            case Mi.STORE_DATA_IMM_DWORD & OPCODE -> store(header);
            case Mi.SEMAPHORE_WAIT_POLL & OPCODE -> semaphore(header);
            case Mi.COND_BATCH_BUFFER_END & OPCODE -> conditionalEnd(header);
            case Mi.BATCH_BUFFER_START & OPCODE -> jump(header);
            case Mi.BATCH_BUFFER_END -> end();
            case Mi.ATOMIC_INC_DWORD & OPCODE -> increment(header);
            default -> Step.HANG;
        };
    }

    private Step store(int header) throws GpuFaultException {
        int words = length(header) - 3;
        long address = address(1);
        if (words < 1) {
            return Step.HANG;
        }
        if ((header & STORE_QWORD) != 0 && words % 2 == 0) {
            for (int i = 0; i < words; i += 2) {
                long value = (dword(3 + i) & 0xffff_ffffL) | (long) dword(4 + i) << 32;
                space.write((address & ~7L) + 4L * i, Long.BYTES, value);
            }
        } else {
            for (int i = 0; i < words; i++) {
                space.write((address & ~3L) + 4L * i, Integer.BYTES, dword(3 + i));
            }
        }
        return advance(length(header), Step.NEXT);
    }

    private Step semaphore(int header) throws GpuFaultException {
        int memory = (int) space.read(address(2) & ~3L, Integer.BYTES);
        if (holds(header, memory, dword(1))) {
            return advance(length(header), Step.NEXT);
        }
        return Step.WAIT;
    }

    private Step conditionalEnd(int header) throws GpuFaultException {
        int memory = (int) space.read(address(2) & ~3L, Integer.BYTES);
        if ((header & COMPARE) == 0 || holds(header, memory, dword(1))) {
            return advance(length(header), Step.NEXT);
        }
        return end();
    }

    private Step jump(int header) throws GpuFaultException {
        long target = address(1) & ~3L;
        if ((header & Mi.SECOND_LEVEL) != 0) {
            if (returnTo != null) {
                return Step.HANG; // there is no third level
            }
            returnTo = pc + 4L * length(header);
        }
        pc = target;
        Step step = jumped ? Step.JUMP : Step.NEXT;
        jumped = true;
        return step;
    }

    private Step end() {
        if (returnTo != null) {
            pc = returnTo;
            returnTo = null;
            return Step.NEXT;
        }
        inBatch = false;
        arbitration = true;
        batch++;
        return Step.ARBITRATION;
    }

    private Step increment(int header) throws GpuFaultException {
        if ((header & ATOMIC_FORM) != Mi.ATOMIC_INC_DWORD) {
            return Step.HANG;
        }
        space.add(address(1) & ~3L, 1);
        return advance(length(header), Step.NEXT);
    }

    /** Memory compared with data, unsigned. */
    private static boolean holds(int header, int memory, int data) {
        int order = Integer.compareUnsigned(memory, data);
        return switch (header >>> 12 & 7) {
            case 0 -> order > 0;
            case 1 -> order >= 0;
            case 2 -> order < 0;
            case 3 -> order <= 0;
            case 4 -> order == 0;
            case 5 -> order != 0;
            default -> false;
        };
    }

    private static int length(int header) {
        return (header & 0xff) + 2;
    }

    private Step advance(int dwords, Step step) {
        pc += 4L * dwords;
        return step;
    }

    private int dword(int index) throws GpuFaultException {
        return (int) space.read(pc + 4L * index, Integer.BYTES);
    }

    private long address(int index) throws GpuFaultException {
        return (dword(index) & 0xffff_ffffL) | (long) dword(index + 1) << 32;
    }
}
