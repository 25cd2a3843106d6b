// SPDX-License-Identifier: MIT
package xe.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The kernel's own search for memory that nothing points to any more (kmemleak, which needs CONFIG_DEBUG_KMEMLEAK and root). It names
 * no block before the block is {@link #AGE} old and two scans have found it unchanged.
 */
public final class KernelLeaks {
    /** When it searches. */
    public enum When {
        /** After each check, which takes some seconds each. */
        CHECK,
        /** After the last check. */
        RUN
    }

    /** MSECS_MIN_AGE of mm/kmemleak.c, and a second more. */
    private static final Duration AGE = Duration.ofSeconds(6);

    private static final String FILE = "sys/kernel/debug/kmemleak";
    private static final String HEAD = "unreferenced object";

    private final Path file;
    private final When when;
    private final Set<String> known = new HashSet<>();

    /** @param root of the file system */
    public KernelLeaks(Path root, When when) {
        this.file = root.resolve(FILE);
        this.when = when;
        if (missing().isEmpty()) {
            added();
        }
    }

    /** Why this kernel or user can't search. */
    Optional<String> missing() {
        if (!Files.exists(file)) {
            return Optional.of("no /" + FILE);
        }
        try {
            Files.readString(file);
            scan();
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("/%s: %s".formatted(FILE, e.getMessage()));
        }
    }

    When when() {
        return when;
    }

    /**
     * What has leaked since this was last asked, as the kernel says it.
     *
     * @param ends waits so long for the end of this process to begin, and whether it has
     */
    Optional<String> search(Predicate<Duration> ends) {
        if (ends.test(AGE)) {
            return Optional.empty();
        }
        try {
            scan();
            scan();
        } catch (IOException e) {
            return Optional.of("the search failed: " + e.getMessage());
        }
        List<String> added = added();
        return added.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", added));
    }

    private void scan() throws IOException {
        Files.writeString(file, "scan", StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    private List<String> added() {
        List<String> added = new ArrayList<>();
        try {
            for (String object : Files.readString(file).split("(?m)^(?=" + HEAD + ")")) {
                String head = object.lines().findFirst().orElse("");
                if (head.startsWith(HEAD) && known.add(head)) {
                    added.add(object.stripTrailing());
                }
            }
        } catch (IOException e) {
            added.add("the result can't be read: " + e.getMessage());
        }
        return added;
    }
}
