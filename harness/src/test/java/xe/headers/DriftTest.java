// SPDX-License-Identifier: MIT
package xe.headers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Changes planted in the header of the fixtures, which a compiler found to be the kernel's. */
class DriftTest {
    private static final String DRIVER = text("drm/xe_drm.h");
    private static final String SERIES = text("series.h");

    private static String text(String file) {
        String path = "/fixtures/uapi/include/" + file;
        try (InputStream stream = Objects.requireNonNull(DriftTest.class.getResourceAsStream(path), path)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(path, e);
        }
    }

    private static List<String> drift(String driver, String series) {
        Map<String, String> files = new LinkedHashMap<>(Map.of("xe_drm.h", driver));
        if (!series.isEmpty()) {
            files.put("series.h", series);
        }
        return new Drift(Headers.read(files))
                .differences().stream()
                        .map(difference -> difference.kind().word() + " " + difference.text())
                        .toList();
    }

    private static String replaced(String text, String old, String planted) {
        assertThat(text).contains(old);
        return text.replace(old, planted);
    }

    @Test
    void theHeaderThatTheSuiteWasBuiltForHasNoDrift() {
        assertThat(drift(DRIVER, SERIES)).isEmpty();
    }

    @Test
    void aHeaderWithoutTheSeriesIsComparedWithoutIt() {
        assertThat(drift(DRIVER, "")).isEmpty();
        assertThat(new Drift(Headers.read(Map.of("xe_drm.h", DRIVER))).notCompared())
                .containsExactly("xe_drm.h of the series of 2026-06-12", "xe_drm_events.h of the series of 2026-06-12");
    }

    @Test
    void aHeaderWithHalfOfTheSeriesHasDrift() {
        assertThat(drift(DRIVER, replaced(SERIES, "#define DRM_XE_VM_CREATE_FLAG_RESTARTABLE (1 << 4)\n", "")))
                .containsExactly("missing flag DRM_XE_VM_CREATE_FLAG_RESTARTABLE");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            new flag DRM_XE_GEM_CREATE_FLAG_NEW = 16 \
            | #define DRM_XE_GEM_CREATE_FLAG_SCANOUT (1 << 1) | #define DRM_XE_GEM_CREATE_FLAG_SCANOUT (1 << 1)~#define DRM_XE_GEM_CREATE_FLAG_NEW (1 << 4)
            changed flag DRM_XE_GEM_CREATE_FLAG_SCANOUT = 16, was 2 \
            | #define DRM_XE_GEM_CREATE_FLAG_SCANOUT (1 << 1) | #define DRM_XE_GEM_CREATE_FLAG_SCANOUT (1 << 4)
            missing constant DRM_XE_GEM_CPU_CACHING_WC \
            | #define DRM_XE_GEM_CPU_CACHING_WC 2 | ``
            changed constant DRM_XE_RAS_ERR_SEV_MAX = 3, was 2 \
            | DRM_XE_RAS_ERR_SEV_MAX = 2 | DRM_XE_RAS_ERR_SEV_MAX = 3
            changed table DRM_XE_RAS_ERROR_SEVERITY_NAMES: {0=errors, 1=uncorrectable-errors}, was {0=correctable-errors, 1=uncorrectable-errors} \
            | "correctable-errors" | "errors"
            """)
    void aPlantedConstantIsFound(String difference, String old, String planted) {
        assertThat(drift(replaced(DRIVER, old, planted == null ? "" : planted.replace('~', '\n')), SERIES))
                .containsExactly(difference);
    }

    @Test
    void aFieldAtTheEndIsNewAndMakesTheStructAndItsIoctlLarger() {
        String text = replaced(DRIVER, "struct drm_xe_vm_destroy {\n", "struct drm_xe_vm_destroy {\n\t__u64 first;\n");

        assertThat(drift(text, SERIES))
                .containsExactly(
                        "changed ioctl DRM_IOCTL_XE_VM_DESTROY: 0x40206444 (number 0x44, write, 32 bytes, struct"
                                + " drm_xe_vm_destroy), was 0x40186444 (number 0x44, write, 24 bytes, struct"
                                + " drm_xe_vm_destroy)",
                        "changed struct drm_xe_vm_destroy: 32 bytes, was 24",
                        "new struct drm_xe_vm_destroy: field first at 0, __u64",
                        "changed struct drm_xe_vm_destroy: field vm_id at 8, __u32, was at 0, __u32",
                        "changed struct drm_xe_vm_destroy: field pad at 12, __u32, was at 4, __u32",
                        "changed struct drm_xe_vm_destroy: field reserved at 16, __u64[2], was at 8, __u64[2]");
    }

    @Test
    void aFieldOutOfReservedRoomKeepsTheSize() {
        String old =
                "struct drm_xe_vm_create {\n\t__u64 extensions;\n\t__u32 flags;\n\t__u32 vm_id;\n\t__u64 reserved[2];";
        String text = replaced(DRIVER, old, old.replace("reserved[2]", "limit;\n\t__u32 pad2;\n\t__s32 reserved"));

        assertThat(drift(text, SERIES))
                .containsExactly(
                        "new struct drm_xe_vm_create: field limit at 16, __u64",
                        "new struct drm_xe_vm_create: field pad2 at 24, __u32, must be zero",
                        "changed struct drm_xe_vm_create: field reserved at 28, __s32, was at 16, __u64[2]");
    }

    @Test
    void aRenamedStructIsFoundByItsFields() {
        assertThat(drift(replaced(DRIVER, "drm_xe_gem_mmap_offset", "drm_xe_gem_mmap"), SERIES))
                .contains(
                        "missing struct drm_xe_gem_mmap_offset; struct drm_xe_gem_mmap has the same fields",
                        "new struct drm_xe_gem_mmap: 40 bytes, 5 fields");
    }

    @Test
    void aNewIoctlIsFound() {
        String planted = "#define DRM_IOCTL_XE_VM_PAUSE _IOW('d', 0x52, struct drm_xe_vm_restart)\n\n#endif\n";

        assertThat(drift(DRIVER, replaced(SERIES, "\n#endif\n", planted)))
                .containsExactly("new ioctl DRM_IOCTL_XE_VM_PAUSE: 0x40186452 (number 0x52, write, 24 bytes, struct"
                        + " drm_xe_vm_restart)");
    }

    @Test
    void aFieldThatNoDescriptionCallsZeroIsFoundByItsComment() {
        String text = replaced(
                DRIVER,
                "struct drm_xe_query_pxp_status {\n\t__u32 status;\n",
                "struct drm_xe_query_pxp_status {\n\t/** @status: must be zero */\n\t__u32 status;\n");

        assertThat(drift(text, SERIES)).containsExactly("must be zero struct drm_xe_query_pxp_status: field status");
    }
}
