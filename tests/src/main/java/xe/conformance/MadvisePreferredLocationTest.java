// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOENT;
import static xe.kernel.Errno.ENOLINK;
import static xe.uapi.DrmXeMadvise.DRM_XE_MIGRATE_ONLY_SYSTEM_PAGES;
import static xe.uapi.DrmXeMadvise.DRM_XE_PREFERRED_LOC_DEFAULT_DEVICE;
import static xe.uapi.DrmXeMadvise.DRM_XE_PREFERRED_LOC_DEFAULT_SYSTEM;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.Feature;
import xe.junit.Requires;
import xe.kernel.Abi;
import xe.kernel.Kernel;
import xe.rules.Rule;
import xe.uapi.CField;
import xe.uapi.DrmXeMadvise;
import xe.uapi.Outcome;
import xe.watch.Epoll;
import xe.watch.Fd;

/** MADVISE with the place that memory of the process should be in. */
class MadvisePreferredLocationTest {
    private static final String FD = "preferred_mem_loc.devmem_fd";
    private static final String POLICY = "preferred_mem_loc.migration_policy";
    private static final String INSTANCE = "preferred_mem_loc.region_instance";
    private static final long FD_MASK = 0xffffffffL;

    static Stream<GoodRequest.SlotValue> reserved() {
        return GoodRequest.nonZero(DrmXeMadvise.STRUCT, CField.Zero.SOMETIMES, "preferred_mem_loc");
    }

    private static Stream<Integer> bitsOf16(int first) {
        return Stream.concat(IntStream.range(first, Short.SIZE).mapToObj(bit -> 1 << bit), Stream.of(0xffff));
    }

    static Stream<Arguments> instances() {
        return Stream.of(DRM_XE_PREFERRED_LOC_DEFAULT_DEVICE, DRM_XE_PREFERRED_LOC_DEFAULT_SYSTEM)
                .flatMap(fd -> bitsOf16(0).map(instance -> Arguments.of(fd, instance)));
    }

    static Stream<Integer> unknownPolicies() {
        return bitsOf16(1);
    }

    private static GoodRequest anywhere(DrmFile file) {
        return Mapped.of(MappingKind.NULL, file).advice(Advice.PREFERRED_LOC);
    }

    private static Outcome tryLocation(Mapped mapped, int fd, int policy, int instance) {
        return mapped.vm()
                .tryMadvise(
                        Mapped.ADDRESS,
                        Mapped.SIZE,
                        request -> Advice.PREFERRED_LOC
                                .fill(request, 0)
                                .set(FD, fd)
                                .set(POLICY, policy)
                                .set(INSTANCE, instance));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {-2, -3, -9, -100, -4095, -4096, -65536, Integer.MIN_VALUE, Integer.MIN_VALUE + 1})
    @Rule("MAD-020")
    void aNegativeDescriptorButMinusOneGivesEinval(int fd, DrmFile file) {
        anywhere(file).refuses(FD, fd);
    }

    @ParameterizedTest(name = "descriptor {0}, region {1}")
    @MethodSource("instances")
    @Rule("MAD-021")
    void aRegionWithoutADescriptorGivesEinval(int fd, int instance, DrmFile file) {
        try (Mapped mapped = Mapped.of(MappingKind.NULL, file)) {
            assertThat(tryLocation(mapped, fd, 0, instance)).failsWith(EINVAL);
            assertThat(tryLocation(mapped, fd, 0, 0)).succeeds();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unknownPolicies")
    @Rule("MAD-022")
    void anUnknownMigrationPolicyGivesEinval(int policy, DrmFile file) {
        anywhere(file).refuses(POLICY, policy);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reserved")
    @Rule("MAD-023")
    void everyBitOfReservedGivesEinval(GoodRequest.SlotValue wrong, DrmFile file) {
        anywhere(file).refuses(wrong);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {700, 0x7fff, 0x7fffffff})
    @Rule("MAD-024")
    void aDescriptorThatIsNotOpenGivesEnoent(int fd, DrmFile file) {
        GoodRequest anywhere = anywhere(file);

        assertThat(anywhere.with(FD, fd)).failsWith(ENOENT);
        assertThat(anywhere.send()).succeeds();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"null device", "regular file", "eventfd", "epoll"})
    @Rule("MAD-024")
    void aDescriptorOfAnythingElseGivesEnoent(String kind, DrmFile file, Kernel kernel) {
        try (Fd other = open(kind, kernel)) {
            assertThat(anywhere(file).with(FD, other.number())).failsWith(ENOENT);
        }
    }

    private static Fd open(String kind, Kernel kernel) {
        return switch (kind) {
            case "null device" -> Fd.open(kernel, "/dev/null", Abi.O_RDWR);
            case "regular file" -> Fd.open(kernel, RegularFile.PATH, Abi.O_RDONLY);
            case "eventfd" -> new Fd(kernel, kind, kernel.eventfd2(0, 0).intOrThrow(kind));
            default -> Epoll.instance(kernel);
        };
    }

    /** No device has more than two tiles. */
    @ParameterizedTest(name = "region {0}")
    @ValueSource(ints = {0, 3, 4, 0x100, 0x8000, 0xffff})
    @Rule("MAD-026")
    void aRegionThatNoDeviceHasGivesEnoent(int instance, DrmFile file) {
        try (Mapped mapped = Mapped.of(MappingKind.NULL, file)) {
            assertThat(tryLocation(mapped, file.fd(), 0, instance)).failsWith(ENOENT);
            assertThat(tryLocation(mapped, 0, 0, 0)).succeeds();
        }
    }

    @ParameterizedTest(name = "region {0}")
    @ValueSource(ints = {1, 2})
    @Rule("MAD-026")
    @Requires(Feature.INTEGRATED)
    void anIntegratedDeviceHasNoRegionOfItsOwn(int instance, DrmFile file) {
        try (Mapped mapped = Mapped.of(MappingKind.NULL, file)) {
            assertThat(tryLocation(mapped, file.fd(), 0, instance)).failsWith(ENOENT);
        }
    }

    @Test
    @Rule("MAD-047")
    @Requires(Feature.DISCRETE)
    void memoryOfTheDeviceGivesEnolinkOutsideFaultMode(DrmFile file) {
        try (Mapped mapped = Mapped.of(MappingKind.NULL, file)) {
            assertThat(tryLocation(mapped, file.fd(), 0, 1)).failsWith(ENOLINK);
            assertThat(tryLocation(mapped, 0, 0, 0)).succeeds();
        }
    }

    static Stream<Arguments> onOtherKinds() {
        return Stream.of(MappingKind.BUFFER, MappingKind.USERPTR, MappingKind.NULL)
                .flatMap(kind -> Stream.of(-1, 0)
                        .flatMap(fd -> Stream.of(0, DRM_XE_MIGRATE_ONLY_SYSTEM_PAGES)
                                .map(policy -> Arguments.of(kind, fd, policy))));
    }

    @ParameterizedTest(name = "{0}, descriptor {1}, policy {2}")
    @MethodSource("onOtherKinds")
    @Rule("MAD-028")
    void onlyAMirrorTakesALocation(MappingKind kind, int fd, int policy, DrmFile file) {
        try (Mapped mapped = Mapped.of(kind, file)) {
            assertThat(tryLocation(mapped, fd, policy, 0)).succeeds();

            mapped.shows(FD, 0);
            mapped.shows(POLICY, 0);
        }
    }

    @ParameterizedTest(name = "descriptor {0}, policy {1}")
    @CsvSource({"-1, 0", "-1, 1", "0, 1", "0, 0"})
    @Rule({"MAD-029", "VMQ-020"})
    @Requires(Feature.CPU_ADDR_MIRROR)
    void aMirrorShowsItsLocation(int fd, int policy, DrmFile file) {
        try (Mapped mapped = Mapped.of(MappingKind.CPU_MIRROR, file)) {
            assertThat(tryLocation(mapped, fd, policy, 0)).succeeds();

            mapped.shows(FD, fd & FD_MASK);
            mapped.shows(POLICY, policy);
        }
    }

    @Test
    @Rule("MAD-029")
    @Requires({Feature.CPU_ADDR_MIRROR, Feature.DISCRETE})
    void aMirrorCanPreferTheMemoryOfItsDevice(DrmFile file) {
        try (Mapped mapped = Mapped.of(MappingKind.CPU_MIRROR, file)) {
            assertThat(tryLocation(mapped, file.fd(), 1, 1)).succeeds();
            mapped.shows(FD, file.fd());
            mapped.shows(POLICY, 1);

            assertThat(tryLocation(mapped, DRM_XE_PREFERRED_LOC_DEFAULT_SYSTEM, 0, 0))
                    .succeeds();
            mapped.shows(FD, FD_MASK);
            mapped.shows(POLICY, 0);
        }
    }
}
