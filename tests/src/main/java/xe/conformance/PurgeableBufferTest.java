// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EBUSY;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.Bo;
import xe.drm.DrmFile;
import xe.drm.Vm;
import xe.rules.Rule;
import xe.uapi.DrmXeVmBindOp;
import xe.watch.Fd;

/** What can be done with a buffer that MADVISE has made DONTNEED, and what makes it so. */
class PurgeableBufferTest {
    private static Mapped dontNeed(DrmFile file) {
        Mapped mapped = Mapped.of(MappingKind.BUFFER, file);
        mapped.tryDontNeed().orThrow();
        return mapped;
    }

    private static void isUsable(Bo bo) {
        assertThat(bo.tryMap()).succeeds();
    }

    private static void isDontNeed(Bo bo) {
        assertThat(bo.tryMap()).failsWith(EBUSY);
    }

    @Test
    @Rule("MMP-010")
    void itCanNotBeMappedIntoTheProcess(DrmFile file) {
        Mapped mapped = Mapped.of(MappingKind.BUFFER, file);
        isUsable(mapped.buffer());

        assertThat(mapped.tryDontNeed()).succeeds();
        isDontNeed(mapped.buffer());
    }

    @Test
    @Rule("MMO-011")
    void itStillHasItsOffset(DrmFile file) {
        Mapped mapped = dontNeed(file);

        assertThat(mapped.tryOffset()).succeeds();
        isDontNeed(mapped.buffer());
    }

    @Test
    @Rule("BND-119")
    void itCanNotBeMappedAgain(DrmFile file) {
        Mapped mapped = dontNeed(file);

        assertThat(mapped.tryMapAgain(mapped.vm())).failsWith(EBUSY);
        assertThat(mapped.tryMapAgain(file.createVm(0))).failsWith(EBUSY);
        assertEqual("mappings", 1, mapped.vm().memRanges().size());
    }

    @ParameterizedTest(name = "{0} bytes from the start")
    @ValueSource(longs = {0, 0x1_0000, 0x3_0000})
    @Rule("BND-121")
    void aPartOfItCanBeUnmapped(long offset, DrmFile file) {
        Mapped mapped = dontNeed(file);
        assertThat(mapped.vm()
                        .tryBind(request -> request.set("bind.op", DrmXeVmBindOp.DRM_XE_VM_BIND_OP_UNMAP)
                                .set("bind.addr", Mapped.ADDRESS + offset)
                                .set("bind.range", 0x1_0000)))
                .succeeds();

        assertEqual(
                "mappings", offset == 0x1_0000 ? 2 : 1, mapped.vm().memRanges().size());
        isDontNeed(mapped.buffer());
    }

    @Test
    @Rule("BND-122")
    void itCanNotBePrefetched(DrmFile file) {
        Mapped mapped = Mapped.of(MappingKind.BUFFER, file);
        assertThat(mapped.tryPrefetch()).succeeds();

        assertThat(mapped.tryDontNeed()).succeeds();
        assertThat(mapped.tryPrefetch()).failsWith(EBUSY);
    }

    @Test
    @Rule("MAD-060")
    void oneMappingThatNeedsItIsEnough(DrmFile file) {
        Mapped first = Mapped.of(MappingKind.BUFFER, file);
        Bo bo = first.buffer();
        first.vm().bind(bo, Mapped.END);
        assertThat(first.tryDontNeed()).succeeds();
        isUsable(bo);

        assertThat(first.advice(Advice.PURGEABLE).with("purge_state_val.val", 1))
                .succeeds();
        isUsable(bo);
        assertThat(first.vm()
                        .tryMadvise(
                                Mapped.END,
                                Mapped.SIZE,
                                request -> Advice.PURGEABLE.fill(request, 0).set("purge_state_val.val", 1)))
                .succeeds();
        isDontNeed(bo);
    }

    @Test
    @Rule("MAD-060")
    void aMappingOfAnotherVmCountsToo(DrmFile file) {
        Mapped first = Mapped.of(MappingKind.BUFFER, file);
        Bo bo = first.buffer();
        Vm second = file.createVm(0);
        second.bind(bo, Mapped.ADDRESS);
        assertThat(first.tryDontNeed()).succeeds();
        isUsable(bo);

        second.unbind(Mapped.ADDRESS, Mapped.SIZE);
        isDontNeed(bo);
    }

    /** The pieces of a mapping are mappings: each has its say, as the whole had. */
    @Test
    @Rule("MAD-060")
    void everyPieceOfAMappingCounts(DrmFile file) {
        Mapped mapped = Mapped.of(MappingKind.BUFFER, file);
        mapped.vm().unbind(Mapped.ADDRESS + 0x1_0000, 0x1_0000);
        assertThat(mapped.advice(Advice.PURGEABLE).with("purge_state_val.val", 0))
                .succeeds();
        assertThat(mapped.vm()
                        .tryMadvise(
                                Mapped.ADDRESS,
                                0x1_0000,
                                request -> Advice.PURGEABLE.fill(request, 0).set("purge_state_val.val", 1)))
                .succeeds();
        isUsable(mapped.buffer());

        assertThat(mapped.tryDontNeed()).succeeds();
        isDontNeed(mapped.buffer());
    }

    @Test
    @Rule("MAD-062")
    void willneedMakesItUsableAgain(DrmFile file) {
        Mapped mapped = dontNeed(file);
        isDontNeed(mapped.buffer());

        assertThat(mapped.tryWillNeed()).succeeds();
        isUsable(mapped.buffer());
        assertThat(mapped.tryMapAgain(mapped.vm())).succeeds();
        assertThat(mapped.tryPrefetch()).succeeds();
    }

    @Test
    @Rule("MAD-062")
    void oneWillneedIsEnoughForAnyNumberOfDontneed(DrmFile file) {
        Mapped mapped = dontNeed(file);
        assertThat(mapped.tryDontNeed()).succeeds();
        assertThat(mapped.tryDontNeed()).succeeds();

        assertThat(mapped.tryWillNeed()).succeeds();
        isUsable(mapped.buffer());
        assertThat(mapped.tryWillNeed()).succeeds();
        assertThat(mapped.tryDontNeed()).succeeds();
        isDontNeed(mapped.buffer());
    }

    @Test
    @Rule("MAD-063")
    void withoutAMappingItStaysSoForever(DrmFile file) {
        Mapped mapped = dontNeed(file);
        mapped.vm().unbind(Mapped.ADDRESS, Mapped.SIZE);

        isDontNeed(mapped.buffer());
        assertThat(mapped.tryMapAgain(mapped.vm())).failsWith(EBUSY);
        assertThat(mapped.tryWillNeed()).succeeds();
        isDontNeed(mapped.buffer());
    }

    @Test
    @Rule("MAD-063")
    void destroyingTheVmLeavesItSoToo(DrmFile file) {
        Mapped mapped = dontNeed(file);
        mapped.vm().destroy();

        assertThat(mapped.tryMapAgain(file.createVm(0))).failsWith(EBUSY);
    }

    @Test
    @Rule("MAD-061")
    void anExportNeedsItToo(DrmFile file) {
        Mapped mapped = Mapped.of(MappingKind.BUFFER, file);
        try (Fd exported = Prime.exported(mapped.buffer())) {
            assertThat(mapped.tryDontNeed()).succeeds();

            isUsable(mapped.buffer());
            assertThat(mapped.tryMapAgain(mapped.vm())).succeeds();
        }
    }
}
