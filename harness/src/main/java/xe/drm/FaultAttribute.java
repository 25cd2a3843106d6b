// SPDX-License-Identifier: MIT
package xe.drm;

import java.util.LinkedHashMap;
import java.util.Map;
import xe.uapi.Outcome;

/**
 * A fault attribute of debugfs: a directory with {@code probability}, {@code interval}, {@code times}, {@code space} and more
 * (section 7.1). Old values are saved before the first change and come back with {@link #restore}.
 */
public final class FaultAttribute {
    private final PseudoFile directory;
    private final Map<String, String> saved = new LinkedHashMap<>();

    FaultAttribute(PseudoFile directory) {
        this.directory = directory;
    }

    public PseudoFile directory() {
        return directory;
    }

    /** What the file {@code name} says. */
    public String get(String name) {
        return directory.child(name).readOrThrow();
    }

    public void set(String name, String value) {
        trySet(name, value).orThrow();
    }

    /** Writes to the file {@code name}: EINVAL for what it cannot parse. */
    public Outcome trySet(String name, String value) {
        save(name);
        if (name.equals("probability")) {
            save("times"); // failures use it up
        }
        return directory.child(name).tryWrite(value);
    }

    private void save(String name) {
        if (!saved.containsKey(name)) {
            directory.child(name).read().ifPresent(old -> saved.put(name, old));
        }
    }

    /**
     * Makes the next {@code times} calls fail, silently, whoever makes them; -1 for every call.
     *
     * <p>Probability comes last, so that nothing fails before the rest is set (FLT-030).
     */
    public void failNext(int times) {
        set("probability", "0");
        set("verbose", "0");
        set("interval", "1");
        set("space", "0");
        if (directory.child("task-filter").exists()) {
            set("task-filter", "N");
        }
        set("times", Integer.toString(times));
        set("probability", "100");
    }

    /** How many failures are left; -1 for no end. */
    public int timesLeft() {
        return Integer.parseInt(get("times"));
    }

    /** Stops failing and brings the saved values back, whatever the outcome. */
    public void restore() {
        if (saved.isEmpty()) {
            return;
        }
        directory.child("probability").tryWrite("0").ignore();
        saved.forEach((name, value) -> {
            if (!name.equals("probability")) {
                directory.child(name).tryWrite(value).ignore();
            }
        });
        directory
                .child("probability")
                .tryWrite(saved.getOrDefault("probability", "0"))
                .ignore();
        saved.clear();
    }
}
