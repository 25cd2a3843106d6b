// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENODEV;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.Bo;
import xe.drm.DrmFile;
import xe.drm.Feature;
import xe.junit.Requires;
import xe.rules.Rule;
import xe.uapi.DrmXeGemCreate;
import xe.uapi.Outcome;

/** GEM_CREATE: the property that an extension sets, and the handle. */
class GemCreateExtensionTest {
    private static final int SIZE = 65536;
    private static final int PXP_TYPE = DrmXeGemCreate.DRM_XE_GEM_CREATE_SET_PROPERTY_PXP_TYPE;

    private static Outcome create(DrmFile file, long... propertiesAndValues) {
        try (Chain chain = Chain.of(file, propertiesAndValues)) {
            return file.tryCreateBo(SIZE, request -> request.set("extensions", chain.address()));
        }
    }

    @ParameterizedTest(name = "property {0}")
    @ValueSource(ints = {1, 2, 3, 7, 8, 16, 0x100, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff})
    @Rule("GEM-030")
    void anUnknownPropertyGivesEinval(int property, DrmFile file) {
        assertThat(create(file, property, 0)).failsWith(EINVAL);
        assertThat(create(file, PXP_TYPE, 0)).succeeds();
    }

    @Test
    @Rule("GEM-031")
    void noProtectedContentCanBeAskedForEverywhere(DrmFile file) {
        assertThat(create(file, PXP_TYPE, 0)).succeeds();
    }

    @ParameterizedTest(name = "type {0}")
    @ValueSource(longs = {2, 3, 0xf, 0x100, 0x1_0000_0000L, 0x1_0000_0001L, Long.MIN_VALUE, -1})
    @Rule("GEM-032")
    void anUnknownTypeOfProtectedContentGivesEinval(long type, DrmFile file) {
        assertThat(create(file, PXP_TYPE, type)).failsWith(EINVAL);
        assertThat(create(file, PXP_TYPE, 0)).succeeds();
    }

    @Test
    @Requires(Feature.NO_PXP)
    @Rule("GEM-033")
    void protectedContentThatIsAbsentGivesEnodev(DrmFile file) {
        assertThat(create(file, PXP_TYPE, 1)).failsWith(ENODEV);
    }

    @Test
    @Rule("GEM-040")
    void theLowestFreeHandleIsGiven(DrmFile file) {
        Bo first = file.createBo(SIZE);
        assertEqual("the first handle", 1, first.handle());
        assertEqual("the second handle", 2, file.createBo(SIZE).handle());
        assertEqual("the third handle", 3, file.createBo(SIZE).handle());

        first.close();
        assertEqual(
                "the handle after the first was freed", 1, file.createBo(SIZE).handle());
        assertEqual("the next handle", 4, file.createBo(SIZE).handle());
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource({"pad[0], 1", "placement, 0", "flags, 16", "size, 0", "size, 4097", "cpu_caching, 3", "vm_id, 9"})
    @Rule("GEM-042")
    void aRefusedRequestHasNoHandle(String field, long value, DrmFile file) {
        Outcome refused = file.tryCreateBo(SIZE, request -> request.set(field, value));

        assertEqual("whether it failed", true, refused.failed());
        assertThat(refused).leaves("handle", 0);
        assertEqual("the next handle", 1, file.createBo(SIZE).handle());
    }
}
