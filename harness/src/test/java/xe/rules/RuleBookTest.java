// SPDX-License-Identifier: MIT
package xe.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleBookTest {
    private static final String HEADER = "id,condition,expected,source,needs,evidence,reason\n";

    @Test
    void everyAreaHasRules() {
        RuleBook book = RuleBook.load();

        assertThat(Area.values()).allSatisfy(area -> assertThat(book.of(area)).isNotEmpty());
        assertThat(book.entries()).hasSizeGreaterThan(1000);
        assertThat(book.hash()).matches("[0-9a-f]{12}");
    }

    @Test
    void conditionAndExpectationMakeTheSentence() {
        assertThat(RuleBook.load().find("VMR-001"))
                .map(RuleEntry::sentence)
                .contains("VM_RESTART, pad != 0: EINVAL, even for a non-existent VM");
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            VMR-001,a,b,c,P,X,;VMR-001,a,b,c,P,X, | line 3: VMR-001 is there twice
            VMR-1,a,b,c,P,X,                      | line 2: id 'VMR-1' is not VMR- and two or three digits
            VMD-001,a,b,c,P,X,                    | line 2: id 'VMD-001' is not VMR- and two or three digits
            VMR-001,a, ,c,P,X,                    | line 2: no expected
            VMR-001,a,b,c,P,maybe,                | line 2: evidence 'maybe' is none of V, V*, S, X, S+X, C, G
            VMR-001,a,b,c                         | line 2: 4 columns, expected 7
            """)
    void aDamagedLineIsNamed(String lines, String problem) {
        String text = HEADER + lines.replace(';', '\n');

        assertThatThrownBy(() -> RuleBook.of(Map.of(Area.VMR, text)))
                .isInstanceOf(RuleBookException.class)
                .hasMessage("fixtures/rules/VMR.csv " + problem);
    }

    @Test
    void anUnknownColumnIsNamed() {
        assertThatThrownBy(() -> RuleBook.of(Map.of(Area.VMR, "id,text\n")))
                .hasMessageStartingWith("fixtures/rules/VMR.csv line 1: columns are [id, text], expected [id, ");
    }

    @Test
    void anEmptyFileIsRefused() {
        assertThatThrownBy(() -> RuleBook.of(Map.of(Area.VMR, "")))
                .hasMessageStartingWith("fixtures/rules/VMR.csv: empty");
    }
}
