// SPDX-License-Identifier: MIT
package xe.watch;

import xe.kernel.Errno;

/**
 * A record read from a notification pipe.
 */
public sealed interface Notification {

    /** Every byte of the record. */
    RecordBytes raw();

    /** The id that the subscription was made with. */
    default int watchId() {
        return raw().watchId();
    }

    /**
     * {@code struct drm_xe_watch_notification_vm_err}: a VM's rebind worker failed (24 bytes).
     *
     * @param vmId the VM in the file that was subscribed
     * @param errorCode the negative errno
     * @param timestampNs CLOCK_MONOTONIC when the error was found
     */
    record VmErr(RecordBytes raw, int vmId, int errorCode, long timestampNs) implements Notification {
        /** The smallest record of this kind. */
        public static final int SIZE = 24;

        public Errno errno() {
            return Errno.of(-errorCode);
        }

        @Override
        public String toString() {
            return "VM_ERR{watch_id=" + watchId() + ", vm_id=" + Integer.toUnsignedString(vmId) + ", error_code="
                    + errorCode + ", timestamp_ns=" + Long.toUnsignedString(timestampNs) + "}";
        }
    }

    /** Records before this one were dropped because the queue was full; carries no watch id. */
    record Loss(RecordBytes raw) implements Notification {
        @Override
        public String toString() {
            return "LOSS{}";
        }
    }

    /** What was watched is gone; no more records with this watch id follow. */
    record Removal(RecordBytes raw) implements Notification {
        @Override
        public String toString() {
            return "REMOVAL{watch_id=" + watchId() + "}";
        }
    }

    /**
     * {@code struct key_notification}: something happened to a watched key (16 bytes).
     *
     * @param keyId the key's serial number
     * @param aux depends on the subtype
     */
    record KeyEvent(RecordBytes raw, int subtype, int keyId, int aux) implements Notification {
        public static final int SIZE = 16;

        @Override
        public String toString() {
            return "KEY{watch_id=" + watchId() + ", subtype=" + subtype + ", key_id=" + keyId + ", aux=" + aux + "}";
        }
    }

    /** A record of a type or subtype that this reader does not know, or too short for it. */
    record Unknown(RecordBytes raw) implements Notification {
        @Override
        public String toString() {
            return "unknown record {type=" + raw.type() + ", subtype=" + raw.subtype() + ", watch_id=" + watchId()
                    + ", bytes " + raw + "}";
        }
    }
}
