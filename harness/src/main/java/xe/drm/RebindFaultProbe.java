// SPDX-License-Identifier: MIT
package xe.drm;

import static xe.drm.Features.unless;
import static xe.drm.VmFlags.LR_MODE;
import static xe.drm.VmFlags.RESTARTABLE;

import java.util.Optional;
import xe.kernel.Errno;
import xe.kernel.SyscallException;
import xe.watch.Notification;
import xe.watch.NotificationPipe;

/**
 * Finds out what the fault attribute of the rebind worker does: {@code fail_rebind} of the series, an older form of it, or something else
 * that has such a name. Each trial lets one run of the worker of a VM of its own fail.
 */
final class RebindFaultProbe {
    private final Device device;

    RebindFaultProbe(Device device) {
        this.device = device;
    }

    /** Why runs of the rebind worker cannot be made to end with ENOSPC (FLT-027); empty if they can. */
    Optional<String> missing() {
        Faults faults = new Faults(device);
        Optional<String> absent = faults.missing();
        if (absent.isPresent()) {
            return absent;
        }
        String name = faults.rebindName();
        return ask(() -> {
            Optional<Errno> error = errorOfRun(LR_MODE | RESTARTABLE);
            return error.isEmpty()
                    ? Optional.of(name + " does not make the rebind worker fail")
                    : unless(
                            error.get() == Errno.ENOSPC,
                            name + " ends a run of the rebind worker with " + error.get() + ", not ENOSPC");
        });
    }

    /** Why it is not the attribute that the series was posted with, by its name; empty if it is (FLT-024). */
    Optional<String> otherForm() {
        String name = new Faults(device).rebindName();
        return unless(name.equals(Faults.FAIL_REBIND), "an older fault attribute, " + name);
    }

    /** Why a VM without RESTARTABLE cannot be made to fail; empty if it can, as with older forms (FLT-040). */
    Optional<String> sparesPlainVms() {
        return ask(() -> unless(errorOfRun(LR_MODE).isPresent(), "the fault attribute spares VMs without RESTARTABLE"));
    }

    private interface Trial {
        Optional<String> run();
    }

    /** An attribute that lacks a file, or takes no value, is another one. */
    private static Optional<String> ask(Trial trial) {
        try {
            return trial.run();
        } catch (SyscallException | IllegalStateException unusable) {
            return Optional.of(String.valueOf(unusable.getMessage()));
        }
    }

    /** The error of the event that a run of a new VM's worker gives; empty if its job goes on. */
    private Optional<Errno> errorOfRun(int vmFlags) {
        try (DrmFile file = new RenderNode(device).open();
                NotificationPipe pipe = NotificationPipe.open(device.kernel(), device.deadline());
                Faults faults = new Faults(device)) {
            pipe.setSize(NotificationPipe.DEFAULT_SIZE);
            file.watch(pipe, 1);
            try (LongRunningJob job = LongRunningJob.start(file.createVm(vmFlags))) {
                faults.failRebind(1);
                job.triggerPreemption();
                return job.stepOrEvent(pipe)
                        .map(event -> event instanceof Notification.VmErr error ? error.errno() : Errno.OK);
            }
        }
    }
}
