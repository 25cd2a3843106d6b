// SPDX-License-Identifier: MIT
package xe.sim.pipe;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static xe.kernel.Errno.EBADSLT;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.EKEYREVOKED;
import static xe.kernel.Errno.ENODEV;
import static xe.kernel.Errno.ENOENT;
import static xe.kernel.Errno.ENOKEY;
import static xe.kernel.Errno.ENOTDIR;
import static xe.kernel.Errno.EOPNOTSUPP;

import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import xe.kernel.Abi;
import xe.sim.os.Machine;
import xe.sim.os.OpenFile;

/**
 * The process's keys and keyrings, as far as they serve as a source of notifications without a GPU.
 */
public final class Keys {
    private static final int UPDATED = 1;
    private static final int LINKED = 2;
    private static final int UNLINKED = 3;
    private static final int CLEARED = 4;
    private static final int REVOKED = 5;
    private static final int INVALIDATED = 6;
    private static final int KEYCTL_CLEAR = 7;
    private static final int KEYCTL_LINK = 8;
    private static final int KEYCTL_INVALIDATE = 21;
    private static final int LOWEST_SPECIAL = -5;
    private static final int MAX_PAYLOAD = 32767;
    private static final int FIRST_SERIAL = 0x1000_0001;

    private static final class Key {
        private final int serial;
        private final String type;
        private final String description;
        private final Set<Key> links = new LinkedHashSet<>();
        private final WatchList watchers;
        private int holders;
        private boolean watched;
        private boolean revoked;

        Key(Machine machine, int serial, String type, String description) {
            this.serial = serial;
            this.type = type;
            this.description = description;
            this.watchers = new WatchList(machine, serial);
        }

        boolean keyring() {
            return type.equals("keyring");
        }
    }

    private final Machine machine;
    private final boolean notifications;
    private final Map<Integer, Key> keys = new HashMap<>();
    private final Map<Integer, Key> special = new HashMap<>();
    private int nextSerial = FIRST_SERIAL;

    /** @param notifications whether the kernel was built with KEY_NOTIFICATIONS */
    public Keys(Machine machine, boolean notifications) {
        this.machine = machine;
        this.notifications = notifications;
    }

    /** add_key(2). */
    public synchronized long addKey(String type, String description, long payload, long length, int keyring) {
        if (!List.of("user", "logon", "keyring").contains(type)) {
            return ENODEV.negated();
        }
        if (length > MAX_PAYLOAD || (length == 0) != type.equals("keyring")) {
            return EINVAL.negated();
        }
        if (machine.memory().bytes(payload, (int) length) == null) {
            return EFAULT.negated();
        }
        Key ring = find(keyring);
        if (ring == null) {
            return ENOKEY.negated();
        }
        if (!ring.keyring()) {
            return ENOTDIR.negated();
        }
        for (Key key : ring.links) {
            if (key.type.equals(type) && key.description.equals(description) && !key.keyring()) {
                key.revoked = false;
                notify(key, UPDATED, 0);
                return key.serial;
            }
        }
        Key key = create(type, description);
        link(ring, key);
        return key.serial;
    }

    /** keyctl(2): the operations that make events, and KEYCTL_WATCH_KEY. */
    public synchronized long control(int operation, long arg2, long arg3, long arg4) {
        if (operation == Abi.KEYCTL_WATCH_KEY) {
            return notifications ? watch((int) arg2, (int) arg3, (int) arg4) : EOPNOTSUPP.negated();
        }
        Key key = find((int) arg2);
        return switch (operation) {
            case Abi.KEYCTL_GET_KEYRING_ID -> key == null ? ENOKEY.negated() : key.serial;
            case Abi.KEYCTL_UPDATE -> update(key, arg3, arg4);
            case Abi.KEYCTL_REVOKE -> revoke(key);
            case KEYCTL_CLEAR -> clear(key);
            case KEYCTL_LINK -> linkInto(find((int) arg3), key);
            case Abi.KEYCTL_UNLINK -> unlink(find((int) arg3), key);
            case KEYCTL_INVALIDATE -> invalidate(key);
            default -> EOPNOTSUPP.negated();
        };
    }

    private long watch(int id, int fd, int watchId) {
        if (watchId < -1 || watchId > 0xff) {
            return EINVAL.negated();
        }
        Key key = find(id);
        if (key == null || key.revoked) {
            return key == null ? ENOKEY.negated() : EKEYREVOKED.negated();
        }
        OpenFile file = machine.files().get(fd);
        try {
            WatchQueue queue = WatchQueue.of(file);
            if (queue == null) {
                return EINVAL.negated();
            }
            if (watchId == -1) {
                return key.watched ? key.watchers.remove(queue) : EBADSLT.negated();
            }
            key.watched = true;
            return key.watchers.add(queue, watchId);
        } finally {
            if (file != null) {
                file.put();
            }
        }
    }

    private long update(@Nullable Key key, long payload, long length) {
        if (key == null || key.revoked) {
            return key == null ? ENOKEY.negated() : EKEYREVOKED.negated();
        }
        if (key.keyring()) {
            return EOPNOTSUPP.negated();
        }
        if (length <= 0 || length > MAX_PAYLOAD) {
            return EINVAL.negated();
        }
        if (machine.memory().bytes(payload, (int) length) == null) {
            return EFAULT.negated();
        }
        notify(key, UPDATED, 0);
        return 0;
    }

    private long revoke(@Nullable Key key) {
        if (key == null || key.revoked) {
            return key == null ? ENOKEY.negated() : EKEYREVOKED.negated();
        }
        key.revoked = true;
        notify(key, REVOKED, 0);
        return 0;
    }

    private long invalidate(@Nullable Key key) {
        if (key == null) {
            return ENOKEY.negated();
        }
        notify(key, INVALIDATED, 0);
        for (Key ring : List.copyOf(keys.values())) {
            if (ring.links.remove(key)) {
                key.holders--;
            }
        }
        destroyIfUnused(key);
        return 0;
    }

    private long clear(@Nullable Key ring) {
        if (ring == null || !ring.keyring()) {
            return ring == null ? ENOKEY.negated() : ENOTDIR.negated();
        }
        List<Key> held = List.copyOf(ring.links);
        ring.links.clear();
        notify(ring, CLEARED, 0);
        for (Key key : held) {
            key.holders--;
            destroyIfUnused(key);
        }
        return 0;
    }

    private long linkInto(@Nullable Key ring, @Nullable Key key) {
        if (ring == null || key == null) {
            return ENOKEY.negated();
        }
        if (!ring.keyring()) {
            return ENOTDIR.negated();
        }
        link(ring, key);
        return 0;
    }

    private long unlink(@Nullable Key ring, @Nullable Key key) {
        if (ring == null || key == null) {
            return ENOKEY.negated();
        }
        if (!ring.keyring()) {
            return ENOTDIR.negated();
        }
        if (!ring.links.remove(key)) {
            return ENOENT.negated();
        }
        notify(ring, UNLINKED, key.serial);
        key.holders--;
        destroyIfUnused(key);
        return 0;
    }

    private void link(Key ring, Key key) {
        if (ring.links.add(key)) {
            key.holders++;
        }
        notify(ring, LINKED, key.serial);
    }

    private void destroyIfUnused(Key key) {
        if (key.holders == 0 && !special.containsValue(key)) {
            keys.remove(key.serial);
            key.watchers.remove();
        }
    }

    private void notify(Key key, int subtype, int aux) {
        byte[] payload = new byte[2 * Integer.BYTES];
        MemorySegment bytes = MemorySegment.ofArray(payload);
        bytes.set(JAVA_INT_UNALIGNED, 0, key.serial);
        bytes.set(JAVA_INT_UNALIGNED, Integer.BYTES, aux);
        key.watchers.post(WatchRecord.TYPE_KEY_NOTIFY, subtype, payload);
    }

    private @Nullable Key find(int id) {
        if (id >= LOWEST_SPECIAL && id < 0) {
            return special.computeIfAbsent(id, made -> create("keyring", "_special" + made));
        }
        return keys.get(id);
    }

    private Key create(String type, String description) {
        Key key = new Key(machine, nextSerial++, type, description);
        keys.put(key.serial, key);
        return key;
    }
}
