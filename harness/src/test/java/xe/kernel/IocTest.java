// SPDX-License-Identifier: MIT
package xe.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IocTest {
    /** DRM_IOCTL_XE_VM_CREATE: the top bit makes the Java int negative. */
    private static final int VM_CREATE = 0xc0206443;

    @Test
    void partsComposeARequest() {
        assertThat(Ioc.request(Ioc.READ_WRITE, 'd', 0x43, 32)).isEqualTo(VM_CREATE);
        assertThat(Ioc.request(Ioc.NONE, 'W', 0x60, 0)).isEqualTo(0x5760);
    }

    @Test
    void aRequestFallsIntoItsParts() {
        assertThat(Ioc.direction(VM_CREATE)).isEqualTo(Ioc.READ_WRITE);
        assertThat(Ioc.size(VM_CREATE)).isEqualTo(32);
        assertThat(Ioc.type(VM_CREATE)).isEqualTo('d');
        assertThat(Ioc.number(VM_CREATE)).isEqualTo(0x43);
    }

    @Test
    void onePartChangesAlone() {
        assertThat(Ioc.withSize(VM_CREATE, Ioc.MAX_SIZE)).isEqualTo(0xffff6443);
        assertThat(Ioc.withDirection(VM_CREATE, Ioc.WRITE)).isEqualTo(0x40206443);
    }
}
