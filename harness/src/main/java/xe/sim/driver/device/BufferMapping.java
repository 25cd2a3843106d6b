// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import xe.kernel.Abi;
import xe.sim.os.OpenFile;

/**
 * What one mapping of a buffer refers to: the buffer, which stays valid after GEM_CLOSE (MMP-009), and the file it was
 * mapped through, which is not released before the last munmap (LIF-006).
 */
final class BufferMapping extends OpenFile {
    private final XeFile file;
    private final BufferObject buffer;

    /** Takes over the caller's reference to {@code buffer}. */
    BufferMapping(XeFile file, BufferObject buffer) {
        super(Abi.O_RDWR);
        this.file = file;
        this.buffer = buffer;
        file.get();
    }

    @Override
    protected void release() {
        buffer.put();
        file.put();
    }
}
