// SPDX-License-Identifier: MIT
package xe.sim.gpu;

/** Pages that read zero and drop what is written. */
enum ZeroPages implements GpuPages {
    ZERO;

    @Override
    public long read(long offset, int bytes) {
        return 0;
    }

    @Override
    public void write(long offset, int bytes, long value) {}
}
