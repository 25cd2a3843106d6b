// SPDX-License-Identifier: MIT
package xe.drm;

import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import xe.kernel.Abi;
import xe.kernel.Deadline;
import xe.kernel.Errno;
import xe.kernel.Kernel;
import xe.kernel.KernelInfo;
import xe.kernel.NativeMemory;
import xe.kernel.SyscallException;
import xe.kernel.SyscallResult;
import xe.uapi.Outcome;
import xe.watch.NotificationPipe;
import xe.watch.PlainPipe;

/**
 * What a kernel, a device and a user offer. Each feature is probed once, when it is first asked for.
 */
public final class Features {
    /** {@code 2} written here asks every shrinker for what it can give. */
    public static final String DROP_CACHES = "/proc/sys/vm/drop_caches";

    private static final String USER_KEY = "xe-cts";

    private final Kernel kernel;
    private final @Nullable Device device;
    private final boolean hazards;
    private final Map<Feature, Optional<String>> known = new EnumMap<>(Feature.class);

    /**
     * @param device null where no render node of xe was found
     * @param hazards whether the user allows checks that take the device down
     */
    public Features(Kernel kernel, @Nullable Device device, boolean hazards) {
        this.kernel = kernel;
        this.device = device;
        this.hazards = hazards;
    }

    /** Why the feature is missing, in a few words; empty if it is there. */
    public synchronized Optional<String> missing(Feature feature) {
        Optional<String> reason = known.get(feature);
        if (reason == null) {
            reason = probe(feature);
            known.put(feature, reason);
        }
        return reason;
    }

    public boolean has(Feature feature) {
        return missing(feature).isEmpty();
    }

    private Optional<String> probe(Feature feature) {
        return switch (feature) {
            case NOTIFICATION_PIPE -> pipe();
            case NO_NOTIFICATION_PIPE -> unless(pipe().isPresent(), "the kernel has CONFIG_WATCH_QUEUE");
            case KEY_NOTIFICATIONS -> keyNotifications();
            case FAIL_FUNCTION -> new PseudoFile(kernel, Faults.FAIL_FUNCTION).unreadable();
            case READ_PROTECTION -> readProtection();
            case ROOT -> unless(kernel.geteuid().raw() == 0, "needs root");
            case UNPRIVILEGED -> unless(kernel.geteuid().raw() != 0, "runs as root");
            case FOREIGN_BUFFER -> new PseudoFile(kernel, DmaHeap.PATH).unreadable();
            case UDMABUF -> new PseudoFile(kernel, Udmabuf.PATH).unwritable();
            case PERF_EVENTS -> new PseudoFile(kernel, Observation.PERF_EVENT_PARANOID).unreadable();
            case KMSG -> new PseudoFile(kernel, KernelLog.PATH).unreadable();
            case EXHAUSTION -> exhaustion();
            case HAZARD -> unless(hazards, "would take the device down");
            default -> {
                Device node = device;
                yield node == null
                        ? Optional.of("no render node of the xe driver")
                        : new DeviceProbe(this, node).missing(feature);
            }
        };
    }

    private Optional<String> exhaustion() {
        boolean harmless = kernel.info().gpu() != KernelInfo.Gpu.HOST;
        return unless(harmless || hazards, "would use up memory that others need")
                .or(() -> has(Feature.DISCRETE) ? Optional.empty() : missing(Feature.UDMABUF));
    }

    /** Nothing, or the reason where a feature is not there. */
    static Optional<String> unless(boolean there, String reason) {
        return there ? Optional.empty() : Optional.of(reason);
    }

    private Optional<String> pipe() {
        try (NotificationPipe _ = NotificationPipe.open(kernel, Deadline.of(Duration.ZERO))) {
            return Optional.empty();
        } catch (SyscallException failed) {
            return Optional.of(
                    failed.errno() == Errno.ENOPKG ? "a kernel without CONFIG_WATCH_QUEUE" : failed.getMessage());
        }
    }

    private Optional<String> readProtection() {
        try (PlainPipe pipe = PlainPipe.open(kernel, 0);
                NativeMemory page = NativeMemory.allocate(kernel, Abi.PAGE_SIZE)) {
            page.segment().set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
            page.makeUnreadable();
            Outcome written = pipe.writeEnd().tryWrite(page.address(), 1);
            return unless(written.errno() == Errno.EFAULT, "the kernel reads memory that is PROT_NONE");
        }
    }

    private Optional<String> keyNotifications() {
        if (!has(Feature.NOTIFICATION_PIPE)) {
            return missing(Feature.NOTIFICATION_PIPE);
        }
        try (NotificationPipe pipe = NotificationPipe.open(kernel, Deadline.of(Duration.ZERO));
                NativeMemory payload = NativeMemory.allocate(kernel, 1)) {
            SyscallResult key = kernel.addKey("user", USER_KEY, payload.address(), 1, Abi.KEY_SPEC_PROCESS_KEYRING);
            if (key.failed()) {
                return Optional.of("add_key: " + key);
            }
            SyscallResult watched = kernel.keyctl(Abi.KEYCTL_WATCH_KEY, key.raw(), pipe.readFd(), 1, 0);
            return watched.failed() ? Optional.of("KEYCTL_WATCH_KEY: " + watched) : Optional.empty();
        } catch (SyscallException failed) {
            return Optional.of(String.valueOf(failed.getMessage()));
        }
    }
}
