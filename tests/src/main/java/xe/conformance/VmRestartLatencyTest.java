// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.drm.VmFlags.LR_MODE;
import static xe.drm.VmFlags.RESTARTABLE;
import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.junit.Assertions.assertTrue;
import static xe.kernel.Errno.EALREADY;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOENT;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import xe.drm.DrmFile;
import xe.drm.Feature;
import xe.drm.KernelLog;
import xe.drm.PseudoFile;
import xe.drm.Vm;
import xe.junit.Requires;
import xe.rules.Rule;

/** The latency that VM_RESTART writes to the kernel log when it gets a timestamp and drm.debug shows driver messages. */
@Requires({Feature.VM_RESTART, Feature.ROOT, Feature.KMSG})
class VmRestartLatencyTest {
    private static final String DRM_DEBUG = "/sys/module/drm/parameters/debug";
    private static final String DRIVER_MESSAGES = "0x2";
    private static final Pattern LATENCY = Pattern.compile("VM (\\d+) restart latency: (\\d+) us");
    private static final long SECOND_US = 1_000_000;

    /** The latencies logged while {@code calls} ran, in microseconds. */
    private static List<Long> latencies(DrmFile file, KernelLog log, Runnable calls) {
        PseudoFile debug = new PseudoFile(file.kernel(), DRM_DEBUG);
        String before = debug.readOrThrow();
        debug.write(DRIVER_MESSAGES);
        try {
            log.mark();
            calls.run();
            return log.read().stream()
                    .map(line -> LATENCY.matcher(line.message()))
                    .filter(Matcher::find)
                    .map(found -> Long.parseUnsignedLong(found.group(2)))
                    .toList();
        } finally {
            debug.write(before);
        }
    }

    @Test
    @Rule("VMR-022")
    void oneLineIsLoggedWhenNothingIsPausedToo(DrmFile file, KernelLog log) {
        Vm vm = file.createVm(LR_MODE | RESTARTABLE);

        List<Long> logged = latencies(
                file,
                log,
                () -> assertThat(vm.tryRestart(request -> request.set("timestamp_ns", System.nanoTime())))
                        .failsWith(EALREADY));
        assertEqual("latency lines", 1, logged.size());
    }

    @Test
    @Rule("VMR-022")
    void withoutATimestampNothingIsLogged(DrmFile file, KernelLog log) {
        Vm vm = file.createVm(LR_MODE | RESTARTABLE);

        List<Long> logged =
                latencies(file, log, () -> assertThat(vm.tryRestart()).failsWith(EALREADY));
        assertEqual("latency lines", 0, logged.size());
    }

    @Test
    @Rule("VMR-023")
    void aRefusedCallLogsNothing(DrmFile file, KernelLog log) {
        Vm plain = file.createVm(LR_MODE);
        Vm dmaFence = file.createVm(0);
        Vm unknown = file.vm(9);
        Vm fresh = file.createVm(LR_MODE | RESTARTABLE);

        List<Long> logged = latencies(file, log, () -> {
            assertThat(plain.tryRestart(request -> request.set("timestamp_ns", 1)))
                    .failsWith(EINVAL);
            assertThat(dmaFence.tryRestart(request -> request.set("timestamp_ns", 1)))
                    .failsWith(EINVAL);
            assertThat(unknown.tryRestart(request -> request.set("timestamp_ns", 1)))
                    .failsWith(ENOENT);
            assertThat(fresh.tryRestart(
                            request -> request.set("timestamp_ns", 1).set("pad", 1)))
                    .failsWith(EINVAL);
        });
        assertEqual("latency lines", 0, logged.size());
    }

    @Test
    @Rule("VMR-024")
    void aTimestampOfTheFutureWrapsAround(DrmFile file, KernelLog log) {
        Vm vm = file.createVm(LR_MODE | RESTARTABLE);
        long nextHour = System.nanoTime() + 3_600 * SECOND_US * 1_000;

        List<Long> logged = latencies(
                file,
                log,
                () -> assertThat(vm.tryRestart(request -> request.set("timestamp_ns", nextHour)))
                        .failsWith(EALREADY));
        assertEqual("latency lines", 1, logged.size());
        assertTrue("latency " + logged + " us is about 2^64 ns", logged.getFirst() > 18_000_000_000_000_000L);
    }

    @Test
    @Rule("VMR-026")
    void theClockIsMonotonic(DrmFile file, KernelLog log) {
        Vm vm = file.createVm(LR_MODE | RESTARTABLE);
        long aMinuteAgo = System.nanoTime() - 60 * SECOND_US * 1_000;

        List<Long> logged = latencies(
                file,
                log,
                () -> assertThat(vm.tryRestart(request -> request.set("timestamp_ns", aMinuteAgo)))
                        .failsWith(EALREADY));
        assertEqual("latency lines", 1, logged.size());
        assertTrue(
                "latency " + logged + " us is a minute of CLOCK_MONOTONIC",
                logged.getFirst() >= 60 * SECOND_US && logged.getFirst() < 3_600 * SECOND_US);
    }
}
