// SPDX-License-Identifier: MIT
package xe.junit;

import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import xe.drm.Device;
import xe.drm.Feature;
import xe.drm.Features;
import xe.drm.KernelLog;
import xe.kernel.Deadline;
import xe.kernel.Kernel;
import xe.kernel.KernelInfo;
import xe.kernel.LinuxKernel;
import xe.rules.RuleBook;
import xe.sim.SimConfig;
import xe.sim.SimKernel;
import xe.sim.os.Defect;

/**
 * The kernel of one run: a simulated machine for each check, or the one that this process runs on. Lives as long as the run.
 */
public final class Backend implements AutoCloseable {
    private final Settings settings;
    private final SimConfig machine;
    private final Kernel probed;
    private final Optional<Device> device;
    private final Features features;
    private final Deadline.Silence silence = new Deadline.Silence();
    private @Nullable RuleBook rules;
    private @Nullable KernelLog log;

    public Backend(Settings settings) {
        this.settings = settings;
        this.machine = settings.machine();
        // Without defects, or one could skip the very checks that are there to notice it.
        this.probed = boot(Set.of(), defect -> {});
        this.device = settings.device()
                .map(path -> new Device(probed, path, Deadline.of(settings.deadline())))
                .or(() -> Device.find(probed, settings.deadline()));
        this.features = new Features(probed, device.orElse(null), settings.hazards());
    }

    public KernelInfo info() {
        return probed.info();
    }

    /** The device under test, on a kernel of its own; empty if there is none of xe. */
    public Optional<Device> device() {
        return device;
    }

    /**
     * The deadline of one check.
     *
     * @param roundTrip to its device
     */
    Deadline deadline(Runnable roundTrip) {
        return new Deadline(settings.deadline(), roundTrip, silence);
    }

    Settings settings() {
        return settings;
    }

    /** Read only once a check went wrong. */
    synchronized RuleBook rules() {
        if (rules == null) {
            rules = RuleBook.load();
        }
        return rules;
    }

    /**
     * The kernel for one check.
     *
     * @param asked is told of each defect that a simulator looks for
     */
    Kernel boot(Consumer<Defect> asked) {
        return boot(machine.defects(), asked);
    }

    private Kernel boot(Set<Defect> defects, Consumer<Defect> asked) {
        return switch (settings.backend()) {
            case "sim" -> SimKernel.boot(machine.withDefects(defects), asked);
            case "linux" -> new LinuxKernel();
            default -> throw new IllegalArgumentException("unknown backend " + settings.backend());
        };
    }

    /** Why a feature is missing. Probed on a kernel of its own, so that traces of checks stay theirs. */
    public Optional<String> missing(Feature feature) {
        return features.missing(feature);
    }

    /** The log of the machine that {@link #boot} gave, from now on. */
    KernelLog log(Kernel kernel) {
        if (kernel instanceof SimKernel) {
            return KernelLog.openAtEnd(kernel);
        }
        KernelLog open = log;
        if (open == null) {
            open = KernelLog.openAtEnd(probed);
            log = open;
        } else {
            open.mark();
        }
        return open;
    }

    /** Ends the machine of one check; the one that all checks share goes on. */
    void end(Kernel kernel, @Nullable KernelLog itsLog) {
        if (kernel instanceof SimKernel machine) {
            if (itsLog != null) {
                itsLog.close();
            }
            machine.close();
        }
    }

    @Override
    public void close() {
        if (log != null) {
            log.close();
        }
        if (probed instanceof SimKernel machine) {
            machine.close();
        }
    }
}
