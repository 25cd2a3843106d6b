// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import static org.assertj.core.api.Assertions.assertThat;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOSPC;
import static xe.uapi.DrmXeDeviceQuery.DRM_IOCTL_XE_DEVICE_QUERY;
import static xe.uapi.DrmXeDeviceQuery.DRM_XE_DEVICE_QUERY_MEM_REGIONS;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceQueryTest {
    /** Sizes by QRY-020, QRY-030, QRY-040, QRY-050, QRY-070, QRY-081, QRY-090, QRY-100. */
    @ParameterizedTest
    @CsvSource({
        "TGL, 0, 168", "TGL, 1, 96", "TGL, 2, 48", "TGL, 3, 104", "TGL, 4, 0", "TGL, 5, 80", "TGL, 6, 40",
        "BMG, 0, 232", "BMG, 1, 184", "BMG, 2, 48", "BMG, 3, 200", "BMG, 4, 24", "BMG, 5, 160", "BMG, 7, 32",
        "PTL, 5, 144", "BMG, 8, 352", "BMG, 9, 8", "BMG, 10, 136"
    })
    void sizeIsAskedForWithSizeZero(String profile, int query, int size) {
        try (Client client = new Client(profile)) {
            assertThat(client.call(DRM_IOCTL_XE_DEVICE_QUERY, args -> args.set("query", query))
                            .getInt("size"))
                    .isEqualTo(size);
            assertThat(client.tryCall(
                            DRM_IOCTL_XE_DEVICE_QUERY,
                            args -> args.set("query", query).set("size", size + 1)))
                    .isEqualTo(EINVAL.negated());
            if (size != 0 && query < 9) {
                long expected = query == DRM_XE_DEVICE_QUERY_MEM_REGIONS ? ENOSPC.negated() : EFAULT.negated();
                assertThat(client.tryCall(
                                DRM_IOCTL_XE_DEVICE_QUERY,
                                args -> args.set("query", query).set("size", size)))
                        .isEqualTo(expected);
            }
        }
    }
}
