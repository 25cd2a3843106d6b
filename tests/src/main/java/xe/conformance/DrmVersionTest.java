// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EFAULT;
import static xe.uapi.DrmVersion.DRM_IOCTL_VERSION;

import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.kernel.NativeMemory;
import xe.rules.Rule;
import xe.uapi.Outcome;

/** DRM_IOCTL_VERSION: what the driver calls itself, and how its strings are copied. */
class DrmVersionTest {
    private static final int ROOM = 64;

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource({"name, xe", "date, 0", "desc, Intel Xe2 Graphics"})
    @Rule("CORE-031")
    void theStringsAreThoseOfXe(String field, String text, DrmFile file) {
        try (NativeMemory string = NativeMemory.allocate(file.kernel(), ROOM)) {
            Outcome version = ask(file, field, string.address(), ROOM);

            assertThat(version).succeedsWith(field + "_len", text.length());
            byte[] bytes = string.segment().asSlice(0, text.length()).toArray(ValueLayout.JAVA_BYTE);
            assertEqual(field, text, new String(bytes, StandardCharsets.US_ASCII));
        }
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource({"version_major, 1", "version_minor, 1", "version_patchlevel, 0"})
    @Rule("CORE-031")
    void theNumbersAreThoseOfXe(String field, int number, DrmFile file) {
        assertThat(file.ioctl(DRM_IOCTL_VERSION, request -> {})).succeedsWith(field, number);
    }

    @ParameterizedTest(name = "{0} with room for {1}")
    @CsvSource({"name, 0", "name, 1", "name, 2", "name, 3", "desc, 5", "desc, 18", "desc, 19"})
    @Rule("CORE-032")
    void atMostTheCallersLengthIsWrittenAndNoTerminator(String field, int room, DrmFile file) {
        String text = field.equals("name") ? "xe" : "Intel Xe2 Graphics";
        byte untouched = 0x5a;
        try (NativeMemory string = NativeMemory.allocate(file.kernel(), ROOM)) {
            string.segment().fill(untouched);
            assertThat(ask(file, field, string.address(), room)).succeedsWith(field + "_len", text.length());

            int copied = Math.min(room, text.length());
            for (int i = 0; i < ROOM; i++) {
                byte expected = i < copied ? (byte) text.charAt(i) : untouched;
                assertEqual(
                        "byte " + i + " of " + field, expected, string.segment().get(ValueLayout.JAVA_BYTE, i));
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"name", "date", "desc"})
    @Rule("CORE-033")
    void aNullStringIsLeftOut(String field, DrmFile file) {
        Outcome version = ask(file, field, 0, ROOM);

        assertThat(version).succeedsWith("version_major", 1);
        assertThat(version).leaves(field, 0);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"name", "date", "desc"})
    @Rule("CORE-034")
    void aBadStringPointerGivesEfault(String field, DrmFile file) {
        try (NativeMemory string = NativeMemory.allocate(file.kernel(), ROOM)) {
            assertThat(ask(file, field, string.address(), ROOM)).succeeds();
            string.makeReadOnly();
            assertThat(ask(file, field, string.address(), ROOM)).failsWith(EFAULT);
        }
    }

    @Test
    @Rule("CORE-034")
    void stringsBeforeTheBadOneAreWritten(DrmFile file) {
        try (NativeMemory name = NativeMemory.allocate(file.kernel(), ROOM)) {
            Outcome version = file.ioctl(
                    DRM_IOCTL_VERSION,
                    request -> request.set("name", name.address())
                            .set("name_len", ROOM)
                            .set("desc", 1)
                            .set("desc_len", ROOM));

            assertThat(version).failsWith(EFAULT);
            assertEqual("first byte of name", (byte) 'x', name.segment().get(ValueLayout.JAVA_BYTE, 0));
        }
    }

    private static Outcome ask(DrmFile file, String field, long address, int room) {
        return file.ioctl(
                DRM_IOCTL_VERSION, request -> request.set(field, address).set(field + "_len", room));
    }
}
