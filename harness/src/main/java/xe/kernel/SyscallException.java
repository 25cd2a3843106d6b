// SPDX-License-Identifier: MIT
package xe.kernel;

/**
 * A call that set-up depends on failed: the check is broken, the contract under test is not.
 */
public final class SyscallException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Errno errno;

    public SyscallException(String call, Errno errno) {
        super(call + ": " + errno);
        this.errno = errno;
    }

    public Errno errno() {
        return errno;
    }
}
