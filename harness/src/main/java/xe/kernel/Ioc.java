// SPDX-License-Identifier: MIT
package xe.kernel;

/**
 * Request numbers as asm-generic/ioctl.h composes them: direction, size, type byte and number.
 */
public final class Ioc {
    /** No argument is copied. */
    public static final int NONE = 0;
    /** User space writes, the kernel reads. */
    public static final int WRITE = 1;
    /** The kernel writes, user space reads. */
    public static final int READ = 2;
    /** Both ways. */
    public static final int READ_WRITE = READ | WRITE;

    public static final int MAX_SIZE = (1 << 14) - 1;

    private Ioc() {}

    public static int request(int direction, int type, int number, int size) {
        return direction << 30 | size << 16 | type << 8 | number;
    }

    public static int direction(int request) {
        return request >>> 30;
    }

    public static int size(int request) {
        return request >>> 16 & MAX_SIZE;
    }

    public static int type(int request) {
        return request >>> 8 & 0xff;
    }

    public static int number(int request) {
        return request & 0xff;
    }

    /** The same command with another size field. */
    public static int withSize(int request, int size) {
        return request(direction(request), type(request), number(request), size);
    }

    /** The same command with other direction bits. */
    public static int withDirection(int request, int direction) {
        return request(direction, type(request), number(request), size(request));
    }
}
