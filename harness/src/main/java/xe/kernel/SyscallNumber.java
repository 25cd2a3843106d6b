// SPDX-License-Identifier: MIT
package xe.kernel;

/**
 * Numbers of the system calls that libc does not wrap as they are.
 */
enum SyscallNumber {
    ADD_KEY(248, 217),
    KEYCTL(250, 219),
    CAPGET(125, 90),
    CAPSET(126, 91),
    /** libc answers this one from the vDSO, where a bad address ends the process. */
    CLOCK_GETTIME(228, 113);

    private final int x86;
    private final int generic;

    SyscallNumber(int x86, int generic) {
        this.x86 = x86;
        this.generic = generic;
    }

    /** The number on the running machine. */
    long number() {
        String arch = System.getProperty("os.arch");
        return switch (arch) {
            case "amd64", "x86_64" -> x86;
            case "aarch64", "riscv64" -> generic;
            default ->
                throw new UnsupportedOperationException(
                        name() + ": system call numbers are known for x86-64, arm64 and riscv64, this is " + arch);
        };
    }
}
