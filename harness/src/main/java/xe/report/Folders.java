// SPDX-License-Identifier: MIT
package xe.report;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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

    /** Writes a file, over an older one in its blocks: to empty that first, or to make another, costs ext4 several times as much. */
    static void overwrite(Path file, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            ByteBuffer left = ByteBuffer.wrap(content);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.truncate(content.length);
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
