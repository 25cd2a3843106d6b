// SPDX-License-Identifier: MIT
package xe.sim.os;

/**
 * The kernel log, read by user space through /dev/kmsg.
 */
public final class KernelLog {
    public static final int ERR = 3;
    public static final int WARNING = 4;
    public static final int NOTICE = 5;
    public static final int INFO = 6;
    public static final int DEBUG = 7;

    public void printk(int level, String text) {
        throw new UnsupportedOperationException();
    }
}
