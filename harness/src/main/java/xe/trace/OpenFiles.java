// SPDX-License-Identifier: MIT
package xe.trace;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import xe.kernel.RawMemory;

/**
 * Which descriptors are open, and which call each came from.
 */
final class OpenFiles {
    private final Map<Integer, String> origins = new TreeMap<>();

    synchronized void opened(int fd, String origin) {
        origins.put(fd, origin);
    }

    /** @param fds address of the two descriptors, as pipe2 and socketpair store them */
    synchronized void openedPair(long fds, String origin) {
        var pair = RawMemory.at(fds, 2 * Integer.BYTES).asByteBuffer().order(ByteOrder.nativeOrder());
        origins.put(pair.getInt(0), origin);
        origins.put(pair.getInt(Integer.BYTES), origin);
    }

    synchronized void closed(int fd) {
        origins.remove(fd);
    }

    /** In the order of the descriptors: {@code fd 5 from open("/dev/dri/renderD128", O_RDWR)}. */
    synchronized List<String> text() {
        List<String> text = new ArrayList<>();
        origins.forEach((fd, origin) -> text.add("fd " + fd + " from " + origin));
        return text;
    }

    /** Forgets them all; returns which they were. */
    synchronized List<Integer> takeAll() {
        List<Integer> fds = List.copyOf(origins.keySet());
        origins.clear();
        return fds;
    }
}
