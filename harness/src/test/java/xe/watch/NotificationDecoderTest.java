// SPDX-License-Identifier: MIT
package xe.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import xe.kernel.Errno;

class NotificationDecoderTest {
    private static final String VM_ERR = "02 00 00 00 18 07 00 00 05 00 00 00 f4 ff ff ff 94 73 52 3c 00 00 00 00";
    private static final String LOSS = "00 00 00 01 08 00 00 00";
    private static final String REMOVAL = "00 00 00 00 08 2a 00 00";

    private static List<Notification> decode(String hex) {
        return NotificationDecoder.decode(HexFormat.ofDelimiter(" ").parseHex(hex));
    }

    @Test
    void vmErrOfTheKernelDecodes() {
        assertThat(decode(VM_ERR)).singleElement().isInstanceOfSatisfying(Notification.VmErr.class, err -> {
            assertThat(err.watchId()).isEqualTo(7);
            assertThat(err.vmId()).isEqualTo(5);
            assertThat(err.errno()).isEqualTo(Errno.ENOMEM);
            assertThat(err.timestampNs()).isEqualTo(0x3c527394L);
            assertThat(err).hasToString("VM_ERR{watch_id=7, vm_id=5, error_code=-12, timestamp_ns=1012036500}");
        });
    }

    @Test
    void recordsAreSteppedThroughByTheirLength() {
        assertThat(decode(String.join(" ", REMOVAL, VM_ERR, LOSS)))
                .extracting(Object::getClass)
                .containsExactly(Notification.Removal.class, Notification.VmErr.class, Notification.Loss.class);
    }

    @Test
    void longerRecordOfAKnownKindDecodes() {
        String longer = VM_ERR.replace("18 07", "20 07") + " 01 02 03 04 05 06 07 08";

        assertThat(decode(longer + " " + LOSS)).hasSize(2).first().isInstanceOf(Notification.VmErr.class);
    }

    @Test
    void keyEventDecodes() {
        assertThat(decode("01 00 00 05 10 03 00 00 39 30 00 00 02 00 00 00"))
                .singleElement()
                .hasToString("KEY{watch_id=3, subtype=5, key_id=12345, aux=2}");
    }

    @Test
    void vmErrThatIsTooShortIsUnknown() {
        assertThat(decode("02 00 00 00 10 07 00 00 05 00 00 00 f4 ff ff ff"))
                .singleElement()
                .isInstanceOf(Notification.Unknown.class);
    }

    @Test
    void lengthBelowTheHeaderIsRefused() {
        assertThatThrownBy(() -> decode("00 00 00 00 07 00 00 00"))
                .isInstanceOf(NotificationException.class)
                .hasMessage("expected a record length of 8 or more, got 7 in record 00 00 00 00 07 00 00 00");
    }

    @Test
    void lengthBeyondWhatWasReadIsRefused() {
        assertThatThrownBy(() -> decode("02 00 00 00 18 07 00 00"))
                .isInstanceOf(NotificationException.class)
                .hasMessage(
                        "expected a record length of at most the 8 bytes read, got 24 in record 02 00 00 00 18 07 00 00");
    }

    @Test
    void bytesBehindTheLastRecordAreRefused() {
        assertThatThrownBy(() -> decode(LOSS + " 00 00"))
                .hasMessage("expected whole records, got 2 bytes after the last one");
    }
}
