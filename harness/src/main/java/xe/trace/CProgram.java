// SPDX-License-Identifier: MIT
package xe.trace;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import xe.kernel.SyscallResult;
import xe.uapi.Ioctl;

/**
 * A C program that makes recorded calls again, up to the one that a failure is about, and judges it.
 */
final class CProgram {
    private static final Pattern NUMBER = Pattern.compile("\\((\\d+)\\)");
    private static final int CAN_NOT_BE_LEFT_OUT = 1000;

    private final List<Recorder.Call> calls;
    private final int underTest;
    private final CCalls body = new CCalls();
    private final String expected;
    private final String actual;

    /**
     * @param subject how the failure's text calls the call under test, such as {@code VM_RESTART{...}}
     * @param expected in the words of the failure
     */
    CProgram(List<Recorder.Call> calls, String subject, String expected, String actual) {
        this.calls = calls;
        this.expected = expected;
        this.actual = actual;
        this.underTest = underTest(subject);
    }

    /** The call that the failure is about: the last of its name with its result; -1 if none is it. */
    private int underTest(String subject) {
        if (!actual.equals("success") && !NUMBER.matcher(actual).find()) {
            return -1;
        }
        for (int i = calls.size() - 1; i >= 0; i--) {
            Recorder.Call call = calls.get(i);
            Ioctl ioctl = call.ioctl();
            boolean named = ioctl == null ? subject.startsWith(call.method()) : subject.startsWith(ioctl.shortName());
            if (named && word(call.result()).equals(actual)) {
                return i;
            }
        }
        return -1;
    }

    private static String word(SyscallResult result) {
        return result.failed() ? result.errno().toString() : result.raw() == 0 ? "success" : result.toString();
    }

    String text() {
        int last = underTest >= 0 ? underTest : calls.size() - 1;
        for (int i = first(); i <= last; i++) {
            body.add(calls.get(i));
        }
        return """
                #define _GNU_SOURCE
                #include <errno.h>
                #include <fcntl.h>
                #include <stdint.h>
                #include <stdio.h>
                #include <stdlib.h>
                #include <string.h>
                #include <sys/mman.h>
                #include <sys/syscall.h>
                #include <unistd.h>

                %s
                #define UNUSED __attribute__((unused))

                static UNUSED char *m[%d]; /* mappings */
                static UNUSED long fd[%d];
                static UNUSED uint64_t v[%d]; /* ids that the kernel gave */
                static int differs;

                #define AT(i, offset) ((long)(m[i] + (offset)))

                /* Memory with a guard page behind it. */
                static UNUSED char *block(size_t size)
                {
                \tchar *memory = mmap(NULL, size + 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

                \tif (memory == MAP_FAILED || mprotect(memory + size, 4096, PROT_NONE)) {
                \t\tperror("mmap");
                \t\texit(2);
                \t}
                \treturn memory;
                }

                static UNUSED void put(long to, const void *bytes, size_t size, size_t zeros)
                {
                \tmemcpy((void *)to, bytes, size);
                \tmemset((char *)to + size, 0, zeros);
                }

                static UNUSED void point(long at, long to)
                {
                \tmemcpy((void *)at, &to, sizeof(to));
                }

                static UNUSED uint64_t field(long at, size_t size)
                {
                \tuint64_t value = 0;

                \tmemcpy(&value, (void *)at, size);
                \treturn value;
                }

                /* Makes the call; what succeeded in the run has to succeed here. */
                static long step(const char *call, long result, long then)
                {
                \tlong now = result == -1 ? -errno : result;

                \tif (now < 0)
                \t\tprintf("%%s = -1 (%%s)\\n", call, strerror(-now));
                \telse
                \t\tprintf("%%s = %%ld\\n", call, now);
                \tif (then >= 0 && now < 0) {
                \t\tprintf("this call has to succeed for the rest to mean anything\\n");
                \t\texit(2);
                \t}
                \tdiffers |= then < 0 && now != then;
                \treturn now;
                }

                int main(int argc, char **argv)
                {
                \tconst char *node = argc > 1 ? argv[1] : "%s";
                \tlong last = 0;

                \t(void)node;
                \talarm(30);
                %s
                %s}
                """.formatted(
                        body.structs(),
                        Math.max(1, body.mappings()),
                        Math.max(1, body.descriptors()),
                        Math.max(1, body.values()),
                        node(),
                        body.text(),
                        verdict());
    }

    /** Where the check itself begins: what looked for the device before it left nothing behind. */
    private int first() {
        int left = 0;
        for (int i = 0; i < calls.size(); i++) {
            Recorder.Call call = calls.get(i);
            if (isNode(call)) {
                return left == 0 ? i : 0;
            }
            left += switch (call.method()) {
                case "open", "mmap" -> 1;
                case "close", "munmap" -> -1;
                case "mprotect", "getdents64", "readlink", "read" -> 0;
                default -> CAN_NOT_BE_LEFT_OUT;
            };
        }
        return 0;
    }

    private static boolean isNode(Recorder.Call call) {
        return call.method().equals("open") && ((String) call.argument(0)).startsWith(CCalls.DEVICES);
    }

    private String node() {
        return calls.stream()
                .filter(CProgram::isNode)
                .map(call -> (String) call.argument(0))
                .findFirst()
                .orElse("");
    }

    private String verdict() {
        String words = "\tprintf(\"expected: %%s\\n\", %s);\n".formatted(CCalls.quoted(expected));
        if (underTest < 0) {
            return words
                    + "\tprintf(\"in the run: %%s\\n\", %s);\n".formatted(CCalls.quoted(actual))
                    + "\tprintf(\"actual: %s\\n\", differs ? \"other results than in the run\" : \"as in the run\");\n"
                    + "\t(void)last;\n\treturn !differs;\n";
        }
        StringBuilder good = new StringBuilder();
        if (expected.contains("success") || expected.contains("Success") || expected.startsWith("OK")) {
            good.append("last >= 0");
        }
        for (Matcher number = NUMBER.matcher(expected); number.find(); ) {
            good.append(good.isEmpty() ? "" : " || ").append("last == -").append(number.group(1));
        }
        if (good.isEmpty()) {
            good.append(expected.matches("-?\\d+") ? "last == " + expected : "last >= 0");
        }
        return words
                + "\tprintf(\"actual: %s\\n\", last < 0 ? strerror(-last) : \"success\");\n"
                + "\treturn !(%s);\n".formatted(good);
    }
}
