// SPDX-License-Identifier: MIT
package xe.junit;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.platform.engine.support.store.Namespace;
import org.junit.platform.engine.support.store.NamespacedHierarchicalStore;

/**
 * How many checks of a run waited in vain. From the {@link #MOST}th on, the rest of the class of each is skipped. Safe for several
 * threads.
 */
public final class VainWaits {
    /** As many as a run takes without skipping. */
    public static final int MOST = 10;

    private final Set<String> classes;
    private int checks;

    /** None yet. */
    public VainWaits() {
        this(0, List.of());
    }

    /**
     * @param checks that waited in vain so far
     * @param classes whose rest is skipped
     */
    public VainWaits(int checks, Collection<String> classes) {
        this.checks = checks;
        this.classes = new TreeSet<>(classes);
    }

    /** Has the checks of a JUnit session counted, and skipped, by this. */
    public void countIn(NamespacedHierarchicalStore<Namespace> session) {
        session.put(Namespace.create(XeExtension.class), VainWaits.class, this);
    }

    /** Takes note of a check that waited in vain. */
    public synchronized void add(String className) {
        checks++;
        if (checks >= MOST) {
            classes.add(className);
        }
    }

    /** Why what is left of a class is skipped; empty if it isn't. */
    public synchronized Optional<String> skips(String className) {
        return classes.contains(className)
                ? Optional.of("TIMEOUT: another check of this class waited in vain, and in the run %d or more did"
                        .formatted(MOST))
                : Optional.empty();
    }

    /** How many checks waited in vain. */
    public synchronized int checks() {
        return checks;
    }

    /** The classes whose rest is skipped. */
    public synchronized List<String> classes() {
        return List.copyOf(classes);
    }
}
