// SPDX-License-Identifier: MIT
package xe.sim.os;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import xe.kernel.Abi;

/**
 * The process's own view of its mappings, which is that of the host: what may be pinned for a device.
 */
public final class ProcessMaps {
    private static final Path MAPS = Path.of("/proc/self/maps");

    private ProcessMaps() {}

    /** The PROT_* bits that hold for the whole range now; PROT_NONE if part of it is not mapped, or belongs to a device. */
    public static int protection(long start, long end) {
        byte[] maps = read();
        int protection = Abi.PROT_READ | Abi.PROT_WRITE;
        long reached = start;
        int line = 0;
        while (reached < end && line < maps.length) { // lines come in the order of the addresses
            int dash = find(maps, '-', line);
            int space = find(maps, ' ', dash);
            int newline = find(maps, '\n', space);
            long areaEnd = number(maps, dash + 1, space);
            if (areaEnd > reached) {
                boolean hole = number(maps, line, dash) > reached;
                if (hole || isDevice(maps, space, newline)) {
                    return Abi.PROT_NONE;
                }
                protection &=
                        (maps[space + 1] == 'r' ? Abi.PROT_READ : 0) | (maps[space + 2] == 'w' ? Abi.PROT_WRITE : 0);
                reached = areaEnd;
            }
            line = newline + 1;
        }
        return reached >= end ? protection : Abi.PROT_NONE;
    }

    private static byte[] read() {
        try {
            return Files.readAllBytes(MAPS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int find(byte[] maps, char wanted, int from) {
        int at = from;
        while (maps[at] != wanted) {
            at++;
        }
        return at;
    }

    private static long number(byte[] maps, int from, int to) {
        long number = 0;
        for (int at = from; at < to; at++) {
            number = number << 4 | Character.digit(maps[at], 16);
        }
        return number;
    }

    private static boolean isDevice(byte[] maps, int from, int to) {
        return new String(maps, from, to - from, StandardCharsets.UTF_8).contains("/memfd:" + SharedMemory.NAME);
    }
}
