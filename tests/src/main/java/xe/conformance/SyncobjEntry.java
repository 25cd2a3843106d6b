// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EOPNOTSUPP;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Stream;
import xe.drm.DrmFile;
import xe.drm.Syncobj;
import xe.drm.Vm;
import xe.kernel.Errno;
import xe.uapi.StructView;

/** What an entry does with a sync object; each is good as it is. */
enum SyncobjEntry {
    SIGNAL,
    SIGNAL_POINT,
    WAIT,
    WAIT_FOR_POINT;

    /** The point of a timeline that is signalled or waited for. */
    static final long POINT = 7;

    boolean signals() {
        return this == SIGNAL || this == SIGNAL_POINT;
    }

    boolean timeline() {
        return this == SIGNAL_POINT || this == WAIT_FOR_POINT;
    }

    Consumer<StructView> of(DrmFile file) {
        Syncobj syncobj = this == WAIT ? Syncobj.createSignalled(file) : Syncobj.create(file);
        if (this == WAIT_FOR_POINT) {
            syncobj.signal(POINT);
        }
        return switch (this) {
            case SIGNAL -> SyncEntries.signal(syncobj);
            case SIGNAL_POINT -> SyncEntries.signal(syncobj, POINT);
            case WAIT -> SyncEntries.waitFor(syncobj);
            case WAIT_FOR_POINT -> SyncEntries.waitFor(syncobj, POINT);
        };
    }

    /** Calls that have nothing to do refuse to wait, but look at the entries before. */
    Errno whenGood() {
        return signals() ? Errno.OK : EOPNOTSUPP;
    }

    /** The entry with this value gives {@code errno}; as it was it is good. */
    void refuses(SyncCaller caller, String field, long value, Errno errno, DrmFile file) {
        Vm vm = file.createVm(0);
        try (SyncEntries entries = SyncEntries.of(file, of(file))) {
            GoodRequest request = caller.request(vm, entries);
            long good = entries.entry(0).get(field);
            entries.entry(0).set(field, value);
            assertThat(request.send()).failsWith(errno);

            entries.entry(0).set(field, good);
            assertThat(request.send()).gives(whenGood());
        }
    }

    /** Every caller with each of these entries, as rows of a table. */
    static Stream<Object[]> callersAnd(Stream<SyncobjEntry> entries) {
        return entries.flatMap(entry -> Arrays.stream(SyncCaller.values()).map(caller -> new Object[] {caller, entry}));
    }
}
