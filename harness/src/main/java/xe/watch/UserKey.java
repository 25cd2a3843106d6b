// SPDX-License-Identifier: MIT
package xe.watch;

import xe.kernel.Abi;
import xe.kernel.Kernel;
import xe.kernel.NativeMemory;
import xe.uapi.Outcome;

/**
 * A key of type {@code user} in the process keyring: a source of records that needs no device (CONFIG_KEY_NOTIFICATIONS).
 *
 * <p>Only the thread that made the key may {@link #touch} it, as keyrings belong to threads' credentials.
 */
public final class UserKey implements AutoCloseable {
    private static final long UNWATCH = -1;

    private final Kernel kernel;
    private final int serial;
    private final NativeMemory payload;

    private UserKey(Kernel kernel, int serial, NativeMemory payload) {
        this.kernel = kernel;
        this.serial = serial;
        this.payload = payload;
    }

    /** @param description names the key; another one of the same name would be this one */
    public static UserKey create(Kernel kernel, String description) {
        NativeMemory payload = NativeMemory.allocate(kernel, 1);
        int serial = kernel.addKey("user", description, payload.address(), 1, Abi.KEY_SPEC_PROCESS_KEYRING)
                .intOrThrow("add_key(user, " + description + ")");
        return new UserKey(kernel, serial, payload);
    }

    public int serial() {
        return serial;
    }

    public void watch(NotificationPipe pipe, int watchId) {
        tryWatch(pipe, watchId).orThrow();
    }

    /** KEYCTL_WATCH_KEY: EBUSY if {@code pipe} watches this key already. */
    public Outcome tryWatch(NotificationPipe pipe, int watchId) {
        return keyctl("KEYCTL_WATCH_KEY(watch_id " + watchId + ")", Abi.KEYCTL_WATCH_KEY, pipe.anEnd(), watchId);
    }

    /** Ends the watch, which posts a removal record of 16 bytes. */
    public void unwatch(NotificationPipe pipe) {
        keyctl("KEYCTL_WATCH_KEY(watch_id -1)", Abi.KEYCTL_WATCH_KEY, pipe.anEnd(), UNWATCH)
                .orThrow();
    }

    /** Updates the key, which posts one record of 16 bytes: type 1, subtype 1 (NOTIFY_KEY_UPDATED), aux 0. */
    public void touch() {
        keyctl("KEYCTL_UPDATE", Abi.KEYCTL_UPDATE, payload.address(), 1).orThrow();
    }

    /** {@link #touch()} a number of times. */
    public void touch(int times) {
        for (int i = 0; i < times; i++) {
            touch();
        }
    }

    /** Posts one record of subtype 5 (NOTIFY_KEY_REVOKED); the key can then no longer be touched. */
    public void revoke() {
        keyctl("KEYCTL_REVOKE", Abi.KEYCTL_REVOKE, 0, 0).orThrow();
    }

    private Outcome keyctl(String call, int operation, long arg3, long arg4) {
        return Outcome.of(call, kernel.keyctl(operation, serial, arg3, arg4, 0));
    }

    /** Takes the key out of the process keyring, which ends its life. */
    @Override
    public void close() {
        kernel.keyctl(Abi.KEYCTL_UNLINK, serial, Abi.KEY_SPEC_PROCESS_KEYRING, 0, 0)
                .ignore();
        payload.close();
    }
}
