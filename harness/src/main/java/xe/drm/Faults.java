// SPDX-License-Identifier: MIT
package xe.drm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import xe.kernel.Errno;

/**
 * Fault injection: makes the rebind worker, or a function of the driver, fail. Closing it restores what was changed.
 *
 * <p>Attributes are global to the driver: every VM of every process is hit (FLT-013).
 */
public final class Faults implements AutoCloseable {
    static final String FAIL_FUNCTION = "/sys/kernel/debug/fail_function";

    /** The fault attribute of GT resets. */
    static final String RESET = "fail_gt_reset";

    /** The fault attribute of the rebind worker, as the series was posted (FLT-024). */
    public static final String FAIL_REBIND = "fail_rebind";

    private static final String PROBABILITY = "probability";

    private final Device device;
    private final List<FaultAttribute> used = new ArrayList<>();
    private final List<String> functions = new ArrayList<>();

    public Faults(Device device) {
        this.device = device;
    }

    /** Why there is no fault attribute of the rebind worker; empty if there is one, of whatever form. */
    Optional<String> missing() {
        PseudoFile base = device.debugfs();
        Optional<String> unreadable = base.unreadable();
        if (unreadable.isPresent()) {
            return unreadable;
        }
        return rebindDirectory().isPresent()
                ? Optional.empty()
                : Optional.of("no fault attribute of the rebind worker below " + base);
    }

    /** The one that the series gave its name, or else an older form: a subdirectory with "rebind" in its name. */
    private Optional<PseudoFile> rebindDirectory() {
        PseudoFile base = device.debugfs();
        return Stream.concat(Stream.of(FAIL_REBIND), base.list().stream().filter(name -> name.contains("rebind")))
                .map(base::child)
                .filter(directory -> directory.child(PROBABILITY).exists())
                .findFirst();
    }

    /** The attribute that makes runs of the rebind worker end with ENOSPC; older forms have other names (FLT-024). */
    public FaultAttribute rebind() {
        return use(rebindDirectory()
                .orElseThrow(() -> new IllegalStateException(missing().orElse("gone"))));
    }

    /** The name of {@link #rebind}'s directory. */
    public String rebindName() {
        String path = rebind().directory().path();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Any attribute of the device, such as {@code fail_gt_reset}. */
    public FaultAttribute attribute(String name) {
        return use(device.debugfs().child(name));
    }

    private FaultAttribute use(PseudoFile directory) {
        for (FaultAttribute attribute : used) {
            if (attribute.directory().path().equals(directory.path())) {
                return attribute;
            }
        }
        FaultAttribute attribute = new FaultAttribute(directory);
        used.add(attribute);
        return attribute;
    }

    /**
     * Makes the next {@code times} runs of the rebind workers of RESTARTABLE VMs end with ENOSPC; -1 for all. VMs without RESTARTABLE
     * are spared (FLT-035).
     */
    public void failRebind(int times) {
        rebind().failNext(times);
    }

    /** Makes the next {@code times} calls of an injectable kernel function return {@code errno} (FLT-036). */
    public void failFunction(String function, Errno errno, int times) {
        PseudoFile base = new PseudoFile(device.kernel(), FAIL_FUNCTION);
        base.child("inject").write(function);
        functions.add(function);
        base.child(function).child("retval").write("0x" + Long.toHexString(errno.negated()));
        use(base).failNext(times);
    }

    /** Makes a GT reset fail for good: the driver declares the device wedged, until it is bound again. */
    public void wedge() {
        PseudoFile base = device.debugfs();
        PseudoFile tile = base.child("tile0").child("gt0").exists() ? base.child("tile0") : base;
        attribute(RESET).failNext(-1);
        tile.child("gt0").child("force_reset_sync").readOrThrow();
        stop();
    }

    /** Unbinds the driver from the device, as {@code echo BDF > unbind} does; its nodes go, open files stay. */
    public void unbind() {
        new PseudoFile(device.kernel(), "/sys/bus/pci/drivers/xe/unbind").write(device.bdf());
    }

    /** Stops every injection and brings the old values back. */
    public void stop() {
        used.forEach(FaultAttribute::restore);
        PseudoFile inject = new PseudoFile(device.kernel(), FAIL_FUNCTION).child("inject");
        functions.forEach(function -> inject.tryWrite("!" + function).ignore());
        functions.clear();
    }

    @Override
    public void close() {
        stop();
    }
}
