// SPDX-License-Identifier: MIT
package xe.junit;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import xe.kernel.Errno;
import xe.watch.Notification;

/**
 * Asserts on one record of a notification pipe. Each method returns the record as what it is.
 */
public final class NotificationAssert {
    private static final String RECORD = "notification";

    private final Notification notification;

    NotificationAssert(Notification notification) {
        this.notification = notification;
    }

    /** A VM error with these values; any time stamp. */
    @CanIgnoreReturnValue
    public Notification.VmErr isVmErr(int watchId, int vmId, Errno error) {
        if (notification instanceof Notification.VmErr err
                && err.watchId() == watchId
                && err.vmId() == vmId
                && err.errorCode() == error.negated()) {
            return err;
        }
        throw violation("VM_ERR{watch_id=" + watchId + ", vm_id=" + Integer.toUnsignedString(vmId) + ", error_code="
                + error.negated() + "}");
    }

    /** A loss record. */
    @CanIgnoreReturnValue
    public Notification.Loss isLoss() {
        if (notification instanceof Notification.Loss loss) {
            return loss;
        }
        throw violation("LOSS{}");
    }

    /** A removal record with this watch id. */
    @CanIgnoreReturnValue
    public Notification.Removal isRemoval(int watchId) {
        if (notification instanceof Notification.Removal removal && removal.watchId() == watchId) {
            return removal;
        }
        throw violation("REMOVAL{watch_id=" + watchId + "}");
    }

    /** A key event with these values; any {@code aux}. */
    @CanIgnoreReturnValue
    public Notification.KeyEvent isKeyEvent(int watchId, int subtype, int keyId) {
        if (notification instanceof Notification.KeyEvent event
                && event.watchId() == watchId
                && event.subtype() == subtype
                && event.keyId() == keyId) {
            return event;
        }
        throw violation("KEY{watch_id=" + watchId + ", subtype=" + subtype + ", key_id=" + keyId + "}");
    }

    private ContractViolation violation(String expected) {
        return new ContractViolation(RECORD, expected, notification.toString());
    }
}
