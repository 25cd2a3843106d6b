// SPDX-License-Identifier: MIT
package xe.sim.drm;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table that hands out the lowest free number from 1 ({@code xa_alloc} with XA_FLAGS_ALLOC1, {@code idr_alloc} from 1).
 */
public final class IdTable<T> {
    private final List<@Nullable T> entries = new ArrayList<>();

    /** Stores {@code value} under the lowest free id and returns the id. */
    public synchronized int add(T value) {
        int free = entries.indexOf(null);
        if (free < 0) {
            entries.add(value);
            return entries.size();
        }
        entries.set(free, value);
        return free + 1;
    }

    /** Stores {@code value} under an id that was never handed out before, even if a lower one is free. */
    public synchronized int addLast(T value) {
        entries.add(value);
        return entries.size();
    }

    /** Stores {@code value} under {@code id}, whatever was there. */
    public synchronized void put(int id, T value) {
        while (entries.size() < id) {
            entries.add(null);
        }
        entries.set(id - 1, value);
    }

    public synchronized @Nullable T get(int id) {
        return id > 0 && id <= entries.size() ? entries.get(id - 1) : null;
    }

    /** Frees the id; null if it is not in use. */
    public synchronized @Nullable T remove(int id) {
        T value = get(id);
        if (value != null) {
            entries.set(id - 1, null);
        }
        return value;
    }

    /** Empties the table. */
    public synchronized List<T> removeAll() {
        List<T> all = values();
        entries.clear();
        return all;
    }

    /** What is stored now, by id. */
    public synchronized List<T> values() {
        List<T> all = new ArrayList<>();
        for (T entry : entries) {
            if (entry != null) {
                all.add(entry);
            }
        }
        return all;
    }
}
