// SPDX-License-Identifier: MIT
package xe.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders that the writers own. */
public final class Folders {
    private Folders() {}

    /** Makes {@code folder} if it isn't there, and removes what is in it if it is; it may be a mount point. */
    public static void empty(Path folder) throws IOException {
        delete(contents(folder));
    }

    /** Makes {@code folder} if it isn't there; what is in it, the deepest first. */
    static List<Path> contents(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> !path.equals(folder))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
    }

    static void delete(Collection<Path> deepestFirst) throws IOException {
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }

    public static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            empty(folder);
            Files.delete(folder);
        }
    }
}
