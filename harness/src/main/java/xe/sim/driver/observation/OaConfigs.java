// SPDX-License-Identifier: MIT
package xe.sim.driver.observation;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static xe.kernel.Errno.EADDRINUSE;
import static xe.kernel.Errno.EBUSY;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOENT;
import static xe.sim.driver.observation.ObservationDefect.OAC_002_ARGUMENTS_FIRST;
import static xe.sim.driver.observation.ObservationDefect.OAC_002_NO_PERMISSION_NEEDED;
import static xe.sim.driver.observation.ObservationDefect.OAC_003_UNREADABLE_EINVAL;
import static xe.sim.driver.observation.ObservationDefect.OAC_004_EXTENSIONS_IGNORED;
import static xe.sim.driver.observation.ObservationDefect.OAC_004_NO_REGISTERS_ACCEPTED;
import static xe.sim.driver.observation.ObservationDefect.OAC_004_NULL_REGISTERS_EFAULT;
import static xe.sim.driver.observation.ObservationDefect.OAC_005_ANY_LETTER_IS_HEX;
import static xe.sim.driver.observation.ObservationDefect.OAC_005_HYPHENS_NOT_CHECKED;
import static xe.sim.driver.observation.ObservationDefect.OAC_008_CASE_IGNORED;
import static xe.sim.driver.observation.ObservationDefect.OAC_008_UUID_TAKEN_TWICE;
import static xe.sim.driver.observation.ObservationDefect.OAC_009_GONE_WITH_ITS_FILE;
import static xe.sim.driver.observation.ObservationDefect.OAC_009_NO_SYSFS_ENTRY;
import static xe.sim.driver.observation.ObservationDefect.OAC_009_SYSFS_SHOWS_NEXT_ID;
import static xe.sim.driver.observation.ObservationDefect.OAC_011_UNREADABLE_EINVAL;
import static xe.sim.driver.observation.ObservationDefect.OAC_012_ID_CUT_TO_32_BITS;
import static xe.sim.driver.observation.ObservationDefect.OAC_012_UNKNOWN_EINVAL;
import static xe.sim.driver.observation.ObservationDefect.OAC_013_IN_USE_EBUSY;
import static xe.sim.driver.observation.ObservationDefect.OAC_013_SYSFS_ENTRY_STAYS;
import static xe.sim.driver.observation.ObservationDefect.OAC_013_UUID_STAYS_TAKEN;

import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import xe.sim.driver.device.XeDevice;
import xe.sim.driver.device.XeFile;
import xe.sim.drm.IdTable;
import xe.sim.os.FileTree;
import xe.uapi.DrmXeOaConfig;
import xe.uapi.StructView;

/**
 * The OA configurations of a device ({@code xe_oa_add_config_ioctl()}, {@code xe_oa_remove_config_ioctl()}).
 */
final class OaConfigs {
    private static final int UUID_LENGTH = 36;
    private static final int UUID_OFFSET = 8;
    private static final Set<Integer> HYPHENS = Set.of(8, 13, 18, 23);

    private final XeDevice device;
    private final FileTree tree;
    private final ObservationPermission permission;
    private final String directory;
    private final IdTable<OaConfig> configs = new IdTable<>();
    private final Set<String> removed = new HashSet<>();
    private final Map<OaConfig, Integer> users = new HashMap<>();

    OaConfigs(XeDevice device, FileTree tree, ObservationPermission permission) {
        this.device = device;
        this.tree = tree;
        this.permission = permission;
        this.directory = "/sys/devices/pci0000:00/" + device.profile().bdf() + "/drm/card0/metrics";
        tree.later("/sys", () -> tree.directory(directory, 0755));
    }

    /** The configuration of this id, as {@code file} sees it. */
    synchronized @Nullable OaConfig get(XeFile file, int id) {
        OaConfig config = configs.get(id);
        boolean hidden = config != null && config.file() != file && device.has(OAC_009_GONE_WITH_ITS_FILE);
        return hidden ? null : config;
    }

    /** A stream begins or ends to use the configuration. */
    synchronized void use(OaConfig config, int change) {
        users.merge(config, change, Integer::sum);
    }

    private long mayChange() {
        return device.has(OAC_002_NO_PERMISSION_NEEDED) ? 0 : permission.check();
    }

    /** The new id, or a negated errno. */
    long add(XeFile file, long param) {
        MemorySegment bytes = MemorySegment.ofArray(new byte[DrmXeOaConfig.STRUCT.size()]);
        boolean readable = device.machine().memory().copyFrom(param, bytes);
        long refused = mayChange();
        if (refused != 0 && (readable || !device.has(OAC_002_ARGUMENTS_FIRST))) {
            return refused; // OAC-002
        }
        if (!readable) {
            return device.has(OAC_003_UNREADABLE_EINVAL) ? EINVAL.negated() : EFAULT.negated();
        }
        StructView config = new StructView(DrmXeOaConfig.STRUCT, bytes);
        if (config.get("extensions") != 0 && !device.has(OAC_004_EXTENSIONS_IGNORED)) {
            return EINVAL.negated();
        }
        if (config.get("regs_ptr") == 0) {
            return device.has(OAC_004_NULL_REGISTERS_EFAULT) ? EFAULT.negated() : EINVAL.negated();
        }
        if (config.get("n_regs") == 0 && !device.has(OAC_004_NO_REGISTERS_ACCEPTED)) {
            return EINVAL.negated();
        }
        byte[] uuid = bytes.asSlice(UUID_OFFSET, UUID_LENGTH).toArray(JAVA_BYTE);
        if (!validUuid(uuid)) {
            return EINVAL.negated(); // OAC-005
        }
        refused = new OaRegisters(device).check(config.get("regs_ptr"), config.getInt("n_regs"));
        return refused != 0 ? refused : add(new OaConfig(new String(uuid, ISO_8859_1), file));
    }

    private synchronized long add(OaConfig config) {
        boolean taken = configs.values().stream().anyMatch(other -> same(other.uuid(), config.uuid()));
        if (taken && !device.has(OAC_008_UUID_TAKEN_TWICE)) {
            return EADDRINUSE.negated();
        }
        if (removed.contains(config.uuid()) && device.has(OAC_013_UUID_STAYS_TAKEN)) {
            return EADDRINUSE.negated();
        }
        int id = configs.add(config);
        int shown = device.has(OAC_009_SYSFS_SHOWS_NEXT_ID) ? id + 1 : id;
        if (!device.has(OAC_009_NO_SYSFS_ENTRY)) {
            tree.text(directory + "/" + config.uuid() + "/id", 0444, () -> shown + "\n");
        }
        return id;
    }

    private boolean same(String one, String other) {
        return device.has(OAC_008_CASE_IGNORED) ? one.equalsIgnoreCase(other) : one.equals(other);
    }

    private boolean validUuid(byte[] uuid) {
        for (int i = 0; i < UUID_LENGTH; i++) {
            boolean fits = HYPHENS.contains(i)
                    ? uuid[i] == '-' || device.has(OAC_005_HYPHENS_NOT_CHECKED)
                    : isHex(uuid[i]) || (Character.isLetter(uuid[i]) && device.has(OAC_005_ANY_LETTER_IS_HEX));
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHex(byte character) {
        return (character >= '0' && character <= '9')
                || (character >= 'a' && character <= 'f')
                || (character >= 'A' && character <= 'F');
    }

    /** 0 or a negated errno. */
    long remove(XeFile file, long param) {
        long refused = mayChange();
        Long id = device.machine().memory().getLong(param);
        if (refused != 0 && (id != null || !device.has(OAC_002_ARGUMENTS_FIRST))) {
            return refused; // OAC-002
        }
        if (id == null) {
            return device.has(OAC_011_UNREADABLE_EINVAL) ? EINVAL.negated() : EFAULT.negated();
        }
        boolean whole = id == id.intValue() || device.has(OAC_012_ID_CUT_TO_32_BITS);
        return remove(file, whole ? id.intValue() : 0);
    }

    private synchronized long remove(XeFile file, int id) {
        OaConfig config = get(file, id);
        if (config == null) {
            return device.has(OAC_012_UNKNOWN_EINVAL) ? EINVAL.negated() : ENOENT.negated();
        }
        if (users.getOrDefault(config, 0) > 0 && device.has(OAC_013_IN_USE_EBUSY)) {
            return EBUSY.negated();
        }
        configs.remove(id);
        removed.add(config.uuid());
        if (!device.has(OAC_013_SYSFS_ENTRY_STAYS)) {
            tree.remove(directory + "/" + config.uuid());
        }
        return 0;
    }
}
