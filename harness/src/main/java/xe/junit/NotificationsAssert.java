// SPDX-License-Identifier: MIT
package xe.junit;

import java.util.List;
import xe.watch.Notification;

/**
 * Asserts on the records that were in a pipe.
 */
public final class NotificationsAssert {
    private static final String RECORDS = "notifications";

    private final List<Notification> notifications;

    NotificationsAssert(List<Notification> notifications) {
        this.notifications = notifications;
    }

    public void isEmpty() {
        hasSize(0);
    }

    /** This many records of any kind. */
    public void hasSize(int size) {
        if (notifications.size() != size) {
            throw new ContractViolation(
                    RECORDS,
                    size == 0 ? "none" : Integer.toString(size),
                    notifications.isEmpty() ? "none" : notifications.size() + ": " + notifications);
        }
    }
}
