// SPDX-License-Identifier: MIT
package xe.sim.os;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import xe.kernel.Abi;

/**
 * The process's own view of its mappings, which is that of the host: what may be pinned for a device.
 */
public final class ProcessMaps {
    /**
     * One line of /proc/self/maps.
     *
     * @param protection PROT_* bits
     * @param device whether the pages belong to a device of the model
     */
    private record Area(long start, long end, int protection, boolean device) {}

    private final List<Area> areas;

    private ProcessMaps(List<Area> areas) {
        this.areas = areas;
    }

    /** What is mapped now. */
    public static ProcessMaps now() {
        try {
            List<Area> areas = new ArrayList<>();
            for (String line : Files.readAllLines(Path.of("/proc/self/maps"))) {
                int dash = line.indexOf('-');
                int space = line.indexOf(' ');
                long start = Long.parseUnsignedLong(line.substring(0, dash), 16);
                long end = Long.parseUnsignedLong(line.substring(dash + 1, space), 16);
                int protection = (line.charAt(space + 1) == 'r' ? Abi.PROT_READ : 0)
                        | (line.charAt(space + 2) == 'w' ? Abi.PROT_WRITE : 0);
                areas.add(new Area(start, end, protection, line.contains("/memfd:" + SharedMemory.NAME)));
            }
            return new ProcessMaps(areas);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The PROT_* bits that hold for the whole range; PROT_NONE if part of it is not mapped, or belongs to a device. */
    public int protection(long start, long end) {
        int protection = Abi.PROT_READ | Abi.PROT_WRITE;
        long reached = start;
        for (Area area : areas) {
            if (area.start <= reached && reached < area.end) {
                protection = area.device ? Abi.PROT_NONE : protection & area.protection;
                reached = area.end;
                if (reached >= end || protection == Abi.PROT_NONE) {
                    break;
                }
            }
        }
        return reached >= end ? protection : Abi.PROT_NONE;
    }
}
