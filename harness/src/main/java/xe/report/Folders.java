// SPDX-License-Identifier: MIT
package xe.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders that the writers own. */
public final class Folders {
    private Folders() {}

    /** Makes {@code folder} if it isn't there, and removes what is in it if it is; it may be a mount point. */
    public static void empty(Path folder) throws IOException {
        Files.createDirectories(folder);
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(folder)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst.subList(0, deepestFirst.size() - 1)) {
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
