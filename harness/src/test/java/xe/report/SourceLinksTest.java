// SPDX-License-Identifier: MIT
package xe.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.qameta.allure.model.Link;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import xe.rules.RuleBook;
import xe.rules.RuleEntry;

class SourceLinksTest {
    private static List<String> urls(String source) {
        return SourceLinks.of(source).stream().map(Link::getUrl).toList();
    }

    @Test
    void aFunctionOfAFileLeadsToItsDefinition() {
        assertThat(SourceLinks.of("xe_vm.c:xe_vm_bind_ioctl; mm/hmm.c"))
                .extracting(Link::getName, Link::getUrl)
                .containsExactly(tuple(
                        "xe_vm.c: xe_vm_bind_ioctl",
                        "https://elixir.bootlin.com/linux/latest/A/ident/xe_vm_bind_ioctl"));
    }

    @Test
    void aBareFunctionDoesToo() {
        assertThat(urls("xe_vm_close_and_put, vm_destroy_work_func"))
                .containsExactly(
                        "https://elixir.bootlin.com/linux/latest/A/ident/xe_vm_close_and_put",
                        "https://elixir.bootlin.com/linux/latest/A/ident/vm_destroy_work_func");
    }

    @Test
    void aFileAloneLeadsToItsText() {
        assertThat(urls("fault-inject.c; measured"))
                .containsExactly("https://elixir.bootlin.com/linux/latest/source/lib/fault-inject.c");
    }

    @Test
    void theSeriesIsNotInMainline() {
        assertThat(urls("series of 2026-06-12, patch 4, xe_watch_queue.c:xe_watch_queue_ioctl"))
                .singleElement()
                .asString()
                .startsWith("https://lore.kernel.org/intel-xe/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"measured", "no check", "pipe_poll looks at the ring only", "RBW-009", ""})
    void wordsLeadNowhere(String source) {
        assertThat(urls(source)).isEmpty();
    }

    @Test
    void mostRulesHaveALink() {
        Collection<RuleEntry> rules = RuleBook.load().entries();

        assertThat(rules.stream().filter(rule -> !urls(rule.source()).isEmpty()))
                .hasSizeGreaterThan(rules.size() * 3 / 4);
    }
}
