// SPDX-License-Identifier: MIT
package xe.junit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import xe.drm.Device;
import xe.drm.DrmFile;
import xe.drm.Echo;
import xe.drm.Faults;
import xe.drm.Feature;
import xe.drm.KernelLog;
import xe.drm.RenderNode;
import xe.kernel.Deadline;
import xe.kernel.Kernel;
import xe.kernel.Wait;
import xe.sim.os.Defect;
import xe.trace.TracingKernel;
import xe.watch.NotificationPipe;

/**
 * What one check uses: its kernel, and the objects that it was given as parameters.
 */
final class CheckSession {
    private final Set<Defect> asked = ConcurrentHashMap.newKeySet();
    private final Backend backend;
    private final Kernel kernel;
    private final TracingKernel traced;
    private final Map<String, Object> given = new HashMap<>();
    private final Deque<AutoCloseable> toClose = new ArrayDeque<>();
    private final Deadline deadline;
    private volatile boolean injectsFaults;
    private @Nullable Device device;
    private @Nullable KernelLog log;
    private final List<KernelLog.Line> logged = new ArrayList<>();

    CheckSession(Backend backend) {
        this.backend = backend;
        this.kernel = backend.boot(backend.settings().tellsDefects() ? asked::add : defect -> {});
        this.traced = new TracingKernel(kernel);
        this.deadline = backend.deadline(this::roundTrip);
    }

    Backend backend() {
        return backend;
    }

    TracingKernel kernel() {
        return traced;
    }

    private Device device() {
        Device found = device;
        if (found == null) {
            found = backend.device()
                    .orElseThrow(() -> new IllegalStateException("no render node of xe"))
                    .on(traced, deadline);
            device = found;
        }
        return found;
    }

    /** Leaves no trace, as it is none of the check's. */
    private void roundTrip() {
        backend.device()
                .map(found -> found.on(kernel, Deadline.of(backend.settings().deadline())))
                .ifPresent(injectsFaults ? Echo::ofDriver : Echo::ofJob);
    }

    /** The first wait of the check that was in vain; empty if none was. */
    Optional<Wait> waitedInVain() {
        return deadline.inVain();
    }

    /** Keeps the kernel log from now on, to show what a failing check left in it. */
    void watchLog() {
        if (backend.missing(Feature.KMSG).isEmpty()) {
            log = backend.log(kernel);
        }
    }

    /** The kernel log since the check began; after {@link #close}, up to that. */
    List<KernelLog.Line> logSlice() {
        KernelLog open = log;
        if (open != null) {
            logged.addAll(open.read());
        }
        return logged;
    }

    /** The names of the defects that the simulator looked for so far, parted by blanks; empty unless that is recorded. */
    String askedDefects() {
        return asked.stream().map(Defect::name).sorted().collect(Collectors.joining(" "));
    }

    /** The features that a parameter type stands for. */
    static List<Feature> needs(Class<?> type) {
        if (type == Device.class || type == RenderNode.class || type == DrmFile.class) {
            return List.of(Feature.XE_NODE);
        }
        if (type == NotificationPipe.class) {
            return List.of(Feature.NOTIFICATION_PIPE);
        }
        if (type == Faults.class) {
            return List.of(Feature.XE_NODE, Feature.DEBUGFS);
        }
        return type == KernelLog.class ? List.of(Feature.KMSG) : List.of();
    }

    static boolean offers(Class<?> type) {
        return type == Kernel.class
                || type == Device.class
                || type == RenderNode.class
                || type == DrmFile.class
                || type == NotificationPipe.class
                || type == Faults.class
                || type == KernelLog.class;
    }

    /** The object for a parameter; the same one for the same {@code key}. */
    Object parameter(Class<?> type, String key) {
        Object known = given.get(key);
        if (known != null) {
            return known;
        }
        Object created = create(type);
        given.put(key, created);
        if (created instanceof AutoCloseable closeable) {
            toClose.push(closeable);
        }
        return created;
    }

    private Object create(Class<?> type) {
        if (type == Kernel.class) {
            return traced;
        }
        if (type == Device.class) {
            return device();
        }
        if (type == RenderNode.class) {
            return new RenderNode(device());
        }
        if (type == DrmFile.class) {
            return new RenderNode(device()).open();
        }
        if (type == Faults.class) {
            injectsFaults = true;
            return new Faults(device());
        }
        if (type == KernelLog.class) {
            return KernelLog.openAtEnd(traced);
        }
        NotificationPipe pipe = NotificationPipe.open(traced, deadline);
        pipe.setSize(NotificationPipe.DEFAULT_SIZE);
        return pipe;
    }

    /**
     * Closes what the check was given, then whatever it left open.
     *
     * @return what the check opened itself and did not close
     */
    List<String> close() throws Exception {
        List<String> leaked;
        try {
            while (!toClose.isEmpty()) {
                toClose.pop().close();
            }
        } finally {
            leaked = traced.openFiles();
            traced.releaseAll();
            logSlice();
            backend.end(kernel, log);
            log = null;
        }
        return leaked;
    }
}
