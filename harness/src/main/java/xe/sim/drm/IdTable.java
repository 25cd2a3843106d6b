// SPDX-License-Identifier: MIT
package xe.sim.drm;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A table that hands out the lowest free number from 1 ({@code xa_alloc} with XA_FLAGS_ALLOC1, {@code idr_alloc} from 1).
 */
public final class IdTable<T> {
    private final NavigableMap<Integer, T> entries = new TreeMap<>();
    private final BitSet retired = new BitSet();
    private int highest;

    /** Stores {@code value} under the lowest free id and returns the id. */
    public int add(T value) {
        return add(value, 1);
    }

    /** Stores {@code value} under the lowest free id from {@code first} on. */
    public synchronized int add(T value, int first) {
        int id = first;
        while (entries.containsKey(id) || retired.get(id)) {
            id++;
        }
        put(id, value);
        return id;
    }

    /** Stores {@code value} under an id that was never handed out before, even if a lower one is free. */
    public synchronized int addLast(T value) {
        return add(value, highest + 1);
    }

    /** Stores {@code value} under {@code id}, whatever was there. */
    public synchronized void put(int id, T value) {
        entries.put(id, value);
        highest = Math.max(highest, id);
    }

    public synchronized @Nullable T get(int id) {
        return entries.get(id);
    }

    /** The lowest id under which {@code value} is stored; 0 if there is none. */
    public synchronized int idOf(T value) {
        return idOf(value::equals);
    }

    /** The lowest id of a value for which that holds; 0 if there is none. */
    public synchronized int idOf(Predicate<T> condition) {
        for (Map.Entry<Integer, T> entry : entries.entrySet()) {
            if (condition.test(entry.getValue())) {
                return entry.getKey();
            }
        }
        return 0;
    }

    /** Frees the id; null if it is not in use. */
    @CanIgnoreReturnValue
    public synchronized @Nullable T remove(int id) {
        return entries.remove(id);
    }

    /** Takes the value out and never hands out its id again. */
    public synchronized @Nullable T retire(int id) {
        T value = entries.remove(id);
        if (value != null) {
            retired.set(id);
        }
        return value;
    }

    /** Whether the id was ever handed out. */
    public synchronized boolean used(int id) {
        return id > 0 && id <= highest;
    }

    /** Empties the table. */
    public synchronized List<T> removeAll() {
        List<T> all = values();
        entries.clear();
        return all;
    }

    /** What is stored now, by id. */
    public synchronized List<T> values() {
        return List.copyOf(entries.values());
    }
}
