// SPDX-License-Identifier: MIT
package xe.sim.os;

/**
 * The calling process's mappings ({@code struct mm_struct}): real memory, with the driver told before a range goes away.
 */
public final class AddressSpace {
    /** Told of ranges that are about to be unmapped or remapped, as a userptr's interval notifier is. */
    @FunctionalInterface
    public interface Notifier {
        /** Runs before the pages go. May wait for the GPU to stop using them. */
        void invalidate(long start, long end);
    }

    public void addNotifier(Notifier notifier) {
        throw new UnsupportedOperationException();
    }

    public void removeNotifier(Notifier notifier) {
        throw new UnsupportedOperationException();
    }

    public long mmap(long address, long length, int protection, int flags, long offset) {
        throw new UnsupportedOperationException();
    }

    /** Maps part of a shared buffer into the process; {@code owner} is kept referenced until the last byte is unmapped. */
    public long mmapShared(
            OpenFile owner, SharedMemory buffer, long address, long length, int protection, int flags, long offset) {
        throw new UnsupportedOperationException();
    }

    public long munmap(long address, long length) {
        throw new UnsupportedOperationException();
    }

    public long mprotect(long address, long length, int protection) {
        throw new UnsupportedOperationException();
    }
}
