// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.uapi.DrmXeVmBindOp.DRM_XE_VM_BIND_OP_UNMAP;
import static xe.uapi.DrmXeVmBindOp.DRM_XE_VM_BIND_OP_UNMAP_ALL;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.conformance.BindPlace.Operation;
import xe.drm.Batch;
import xe.drm.Bo;
import xe.drm.DrmFile;
import xe.drm.ShortJob;
import xe.drm.Vm;
import xe.kernel.Abi;
import xe.kernel.NativeMemory;
import xe.rules.Rule;
import xe.uapi.Outcome;

/** VM_BIND: what a VM maps after mappings were replaced, split and removed, as a store of the GPU to each page tells. */
class VmBindMappingTest {
    private static final long ADDRESS = 0x2000_0000L;
    private static final long PAGE = Abi.PAGE_SIZE;
    private static final int PAGES = 4;

    /** Pages that a VM can map, and this process can read. */
    private record Pages(DrmFile file, MemorySegment content, Runnable drop, Bo buffer, long cpu)
            implements AutoCloseable {
        static Pages of(DrmFile file, String kind) {
            if (kind.equals("BUFFER")) {
                Bo buffer = file.createBo(PAGES * PAGE);
                MemorySegment mapped = buffer.map();
                return new Pages(file, mapped, () -> buffer.unmap(mapped), buffer, 0);
            }
            NativeMemory memory = NativeMemory.allocate(file.kernel(), PAGES * PAGE);
            return new Pages(file, memory.segment(), memory::close, file.createBo(PAGE), memory.address());
        }

        void bind(Vm vm, int page) {
            if (cpu == 0) {
                vm.bind(buffer, at(page));
            } else {
                vm.bindUserptr(cpu, PAGES * PAGE, at(page));
            }
        }

        int mark(int page) {
            return content.get(ValueLayout.JAVA_INT, page * PAGE);
        }

        @Override
        public void close() {
            drop.run();
        }
    }

    private static long at(int page) {
        return ADDRESS + page * PAGE;
    }

    /** Has the GPU store the number of each page, from 1, to it, but for those in [from, to). */
    private static void storeOutside(Vm vm, int pages, int from, int to) {
        Batch batch = new Batch();
        for (int page = 0; page < pages; page++) {
            if (page < from || page >= to) {
                batch.store(at(page), page + 1);
            }
        }
        ShortJob.run(vm, batch.end());
    }

    private static Outcome unmap(Vm vm, int page, int count) {
        return vm.tryBind(request -> request.set("bind.op", DRM_XE_VM_BIND_OP_UNMAP)
                .set("bind.addr", at(page))
                .set("bind.range", count * PAGE));
    }

    @ParameterizedTest(name = "{0} under a {1} from page {2} on")
    @CsvSource({
        "BUFFER, BUFFER, 0",
        "BUFFER, BUFFER, 1",
        "BUFFER, BUFFER, 2",
        "BUFFER, BUFFER, 3",
        "BUFFER, USERPTR, 0",
        "BUFFER, USERPTR, 1",
        "BUFFER, USERPTR, 3",
        "USERPTR, BUFFER, 0",
        "USERPTR, BUFFER, 1",
        "USERPTR, BUFFER, 3",
        "USERPTR, USERPTR, 0",
        "USERPTR, USERPTR, 1",
        "USERPTR, USERPTR, 3"
    })
    @Rule("BND-109")
    void aMapReplacesWhatIsThere(String below, String above, int from, DrmFile file) {
        Vm vm = file.createVm(0);
        try (Pages old = Pages.of(file, below);
                Pages young = Pages.of(file, above)) {
            old.bind(vm, 0);
            young.bind(vm, from);
            storeOutside(vm, from + PAGES, 0, 0);

            for (int page = 0; page < PAGES; page++) {
                assertEqual("page " + page + " of the old mapping", page < from ? page + 1 : 0, old.mark(page));
                assertEqual("page " + page + " of the new mapping", from + page + 1, young.mark(page));
            }
        }
    }

    @ParameterizedTest(name = "{0} over {1}")
    @CsvSource({
        "MAP, MAP", "MAP, NULL", "MAP, USERPTR",
        "NULL, MAP", "NULL, NULL", "NULL, USERPTR",
        "USERPTR, MAP", "USERPTR, NULL", "USERPTR, USERPTR"
    })
    @Rule("BND-109")
    void aMapOverAMappingIsNoError(Operation above, Operation below, DrmFile file) {
        try (BindPlace place = BindPlace.in(file)) {
            assertThat(place.request(below).send()).succeeds();
            assertThat(place.request(above).send()).succeeds();
        }
    }

    @ParameterizedTest(name = "page {1} of a {0}")
    @CsvSource({
        "BUFFER, 0", "BUFFER, 1", "BUFFER, 2", "BUFFER, 3",
        "USERPTR, 0", "USERPTR, 1", "USERPTR, 2", "USERPTR, 3"
    })
    @Rule("BND-109")
    void aMapOfOnePageLeavesTheOthers(String kind, int replaced, DrmFile file) {
        Vm vm = file.createVm(0);
        Bo small = file.createBo(PAGE);
        MemorySegment one = small.map();
        try (Pages old = Pages.of(file, kind)) {
            old.bind(vm, 0);
            vm.bind(small, at(replaced));
            storeOutside(vm, PAGES, 0, 0);

            for (int page = 0; page < PAGES; page++) {
                assertEqual("page " + page, page == replaced ? 0 : page + 1, old.mark(page));
            }
            assertEqual("the page that was mapped over", replaced + 1, one.get(ValueLayout.JAVA_INT, 0));
        }
        small.unmap(one);
    }

    @ParameterizedTest(name = "{2} pages from page {1} of a {0}")
    @CsvSource({
        "BUFFER, 1, 1", "BUFFER, 2, 1", "BUFFER, 1, 2", "BUFFER, 0, 1", "BUFFER, 3, 1", "BUFFER, 0, 3",
        "USERPTR, 1, 1", "USERPTR, 2, 1", "USERPTR, 1, 2", "USERPTR, 0, 1", "USERPTR, 3, 1", "USERPTR, 0, 3"
    })
    @Rule("BND-110")
    void anUnmapLeavesWhatIsAroundIt(String kind, int from, int count, DrmFile file) {
        Vm vm = file.createVm(0);
        MappingProbe probe = new MappingProbe(vm);
        try (Pages pages = Pages.of(file, kind)) {
            pages.bind(vm, 0);
            assertThat(unmap(vm, from, count)).succeeds();
            probe.assertFree(at(from), count * PAGE);
            storeOutside(vm, PAGES, from, from + count);

            for (int page = 0; page < PAGES; page++) {
                boolean gone = page >= from && page < from + count;
                assertEqual("page " + page, gone ? 0 : page + 1, pages.mark(page));
            }
        }
    }

    @ParameterizedTest(name = "{0} mappings")
    @ValueSource(ints = {2, 3, 8})
    @Rule("BND-111")
    void anUnmapGoesOverMappingsAndHoles(int mappings, DrmFile file) {
        Vm vm = file.createVm(0);
        MappingProbe probe = new MappingProbe(vm);
        for (int i = 0; i < mappings; i++) {
            vm.bind(file.createBo(PAGE), at(2 * i));
            probe.assertMapped(at(2 * i), PAGE);
            probe.assertFree(at(2 * i + 1), PAGE);
        }
        vm.bind(file.createBo(PAGE), at(2 * mappings));

        assertThat(unmap(vm, 0, 2 * mappings)).succeeds();
        for (int i = 0; i < mappings; i++) {
            probe.assertFree(at(2 * i), PAGE);
        }
        probe.assertMapped(at(2 * mappings), PAGE);
    }

    @ParameterizedTest(name = "{0} mappings")
    @ValueSource(ints = {1, 2, 3, 16})
    @Rule("BND-112")
    void unmapAllRemovesEveryMappingOfTheBufferInThisVm(int mappings, DrmFile file) {
        Vm vm = file.createVm(0);
        Vm other = file.createVm(0);
        MappingProbe probe = new MappingProbe(vm);
        Bo buffer = file.createBo(PAGE);
        for (int i = 0; i < mappings; i++) {
            vm.bind(buffer, at(i));
        }
        vm.bind(file.createBo(PAGE), at(mappings));
        other.bind(buffer, at(0));

        assertThat(vm.tryBind(request ->
                        request.set("bind.op", DRM_XE_VM_BIND_OP_UNMAP_ALL).set("bind.obj", buffer.handle())))
                .succeeds();
        probe.assertFree(at(0), mappings * PAGE);
        probe.assertMapped(at(mappings), PAGE);
        new MappingProbe(other).assertMapped(at(0), PAGE);
    }
}
