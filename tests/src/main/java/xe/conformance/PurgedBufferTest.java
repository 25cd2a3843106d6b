// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EINVAL;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.Feature;
import xe.drm.Features;
import xe.drm.PseudoFile;
import xe.junit.Requires;
import xe.kernel.Abi;
import xe.rules.Rule;

/** What is left of a DONTNEED buffer once the kernel wanted its memory. */
@Requires(Feature.PURGE)
class PurgedBufferTest {
    private static void shrink(DrmFile file) {
        new PseudoFile(file.kernel(), Features.DROP_CACHES).write("2");
    }

    private static Mapped purged(DrmFile file) {
        Mapped mapped = Mapped.of(MappingKind.BUFFER, file);
        mapped.tryDontNeed().orThrow();
        shrink(file);
        return mapped;
    }

    @ParameterizedTest(name = "state {0}")
    @ValueSource(ints = {0, 1})
    @Rule("MAD-058")
    void itIsNotRetainedWhateverIsSaidNow(int state, DrmFile file) {
        Mapped mapped = purged(file);

        assertEqual("*retained_ptr", 0, mapped.retained(state));
        assertEqual("*retained_ptr of WILLNEED", 0, mapped.retained(0));
        assertThat(mapped.buffer().tryMap()).failsWith(EINVAL);
    }

    @Test
    @Rule("MAD-058")
    void aBufferThatIsNeededIsNotTaken(DrmFile file) {
        Mapped mapped = Mapped.of(MappingKind.BUFFER, file);
        mapped.tryDontNeed().orThrow();
        mapped.tryWillNeed().orThrow();
        shrink(file);

        assertEqual("*retained_ptr", 1, mapped.retained(0));
        assertThat(mapped.buffer().tryMap()).succeeds();
    }

    @Test
    @Rule("MMP-011")
    void itCanNotBeMappedIntoTheProcess(DrmFile file) {
        assertThat(purged(file).buffer().tryMap()).failsWith(EINVAL);
    }

    @Test
    @Rule("MMO-011")
    void itStillHasItsOffset(DrmFile file) {
        assertThat(purged(file).tryOffset()).succeeds();
    }

    @Test
    @Rule("BND-120")
    void itCanNotBeMappedAgain(DrmFile file) {
        Mapped mapped = purged(file);

        assertThat(mapped.tryMapAgain(mapped.vm())).failsWith(EINVAL);
        assertThat(mapped.tryMapAgain(file.createVm(0))).failsWith(EINVAL);
    }

    @Test
    @Rule("BND-122")
    void itCanNotBePrefetched(DrmFile file) {
        assertThat(purged(file).tryPrefetch()).failsWith(EINVAL);
    }

    @Test
    @Rule("PRM-005")
    void itCanNotBeExported(DrmFile file) {
        assertThat(purged(file).buffer().tryExport(Abi.O_CLOEXEC)).failsWith(EINVAL);
    }
}
