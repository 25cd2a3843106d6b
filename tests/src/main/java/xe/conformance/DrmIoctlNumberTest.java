// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EACCES;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOTTY;
import static xe.uapi.DrmXeVmCreate.DRM_IOCTL_XE_VM_CREATE;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.Feature;
import xe.junit.Requires;
import xe.kernel.Ioc;
import xe.kernel.NativeMemory;
import xe.rules.Rule;
import xe.uapi.DrmXeVmCreate;
import xe.uapi.Ioctl;

/** How the DRM core finds the handler of an ioctl by its type and number, and who may call it. */
class DrmIoctlNumberTest {
    private static final int VM_CREATE = DRM_IOCTL_XE_VM_CREATE.request();
    private static final int VM_CREATE_SIZE = DrmXeVmCreate.STRUCT.size();

    @ParameterizedTest(name = "type 0x{0}")
    @ValueSource(strings = {"00", "57", "63", "65", "ff"})
    @Rule("CORE-004")
    void anotherTypeByteGivesEnotty(String type, DrmFile file) {
        int request = Ioc.request(Ioc.READ_WRITE, Integer.parseInt(type, 16), Ioc.number(VM_CREATE), VM_CREATE_SIZE);

        assertThat(file.tryIoctl(request, 0)).failsWith(ENOTTY);
        assertThat(file.tryCreateVm(0)).succeedsWith("vm_id", 1);
    }

    @ParameterizedTest(name = "nr 0x{0}")
    @ValueSource(strings = {"52", "5f", "80", "9f"})
    @Rule("CORE-005")
    void aDriverNumberPastTheTableGivesEinval(String number, DrmFile file) {
        assertThat(file.tryIoctl(drm(Integer.parseInt(number, 16)), 0)).failsWith(EINVAL);
        assertThat(file.tryIoctl(DRM_IOCTL_XE_VM_CREATE.request(), 0)).failsWith(EFAULT);
    }

    @ParameterizedTest(name = "nr 0x{0}")
    @ValueSource(strings = {"f0", "f7", "ff"})
    @Rule("CORE-006")
    void aCoreNumberPastTheTableGivesEinval(String number, DrmFile file) {
        assertThat(file.tryIoctl(drm(Integer.parseInt(number, 16)), 0)).failsWith(EINVAL);
    }

    @Test
    @Rule("CORE-007")
    void aHoleInTheTableGivesEinval(DrmFile file) {
        assertThat(file.tryIoctl(drm(0x21), 0)).failsWith(EINVAL);
    }

    static Stream<String> numbersPastTheDriversTable() {
        return IntStream.range(0x52, 0xa0).mapToObj(Integer::toHexString);
    }

    @ParameterizedTest(name = "nr 0x{0}")
    @MethodSource("numbersPastTheDriversTable")
    @Rule("CORE-008")
    @Requires(Feature.VM_RESTART)
    void theTableEndsAfterTheSeries(String number, DrmFile file) {
        assertThat(file.tryIoctl(drm(Integer.parseInt(number, 16)), 0)).failsWith(EINVAL);
    }

    @ParameterizedTest(name = "nr 0x{0}")
    @ValueSource(strings = {"50", "51"})
    @Rule("CORE-008")
    @Requires(Feature.STOCK)
    void theTableEndsAfterVmGetProperty(String number, DrmFile file) {
        assertThat(file.tryIoctl(drm(Integer.parseInt(number, 16)), 0)).failsWith(EINVAL);
    }

    private static int drm(int number) {
        return Ioc.request(Ioc.READ_WRITE, Ioctl.DRM_TYPE, number, 8);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"GET_UNIQUE, 01, 16", "GEM_FLINK, 0a, 8", "SET_MASTER, 1e, 0", "MODE_GETRESOURCES, a0, 64"})
    @Rule("CORE-028")
    void aCoreIoctlThatIsNotForRenderNodesGivesEacces(String name, String number, int size, DrmFile file) {
        int request =
                Ioc.request(size == 0 ? Ioc.NONE : Ioc.READ_WRITE, Ioctl.DRM_TYPE, Integer.parseInt(number, 16), size);
        try (NativeMemory argument = NativeMemory.allocate(file.kernel(), Math.max(size, 1))) {
            assertThat(file.tryIoctl(request, argument.address())).failsWith(EACCES);
        }
    }
}
