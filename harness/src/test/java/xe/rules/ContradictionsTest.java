// SPDX-License-Identifier: MIT
package xe.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContradictionsTest {
    private static final RuleBook BOOK = RuleBook.of(Map.of(Area.VMR, """
            id,condition,expected,source,needs,evidence,reason
            VMR-001,pad != 0,EINVAL,f,P,X,
            VMR-002,a hole in the road,nothing,f,P,X,hazard: nobody should fall into it
            """));
    private static final String HEADER = "id,kind,where,says,does,rules\n";

    @Test
    void aLineIsReadWithItsRules() {
        assertThat(Contradictions.of(HEADER + "C-01,uneven,pad,,looks,VMR-001 VMR-002\n", BOOK))
                .containsExactly(new Contradiction(
                        "C-01", Contradiction.Kind.UNEVEN, "pad", "", "looks", List.of("VMR-001", "VMR-002")));
    }

    @Test
    void theFileOfTheSuiteIsSound() {
        assertThat(Contradictions.load(RuleBook.load())).hasSizeGreaterThan(50);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            C-1,text,a,b,c,VMR-001                         | line 2: id 'C-1' is not C- and two or three digits
            C-01,text,a,b,c,VMR-001;C-01,text,a,b,c,VMR-001 | line 3: C-01 is there twice
            C-01,wrong,a,b,c,VMR-001                       | line 2: kind 'wrong' is none of text, unchecked, uneven, silent
            C-01,text,,b,c,VMR-001                         | line 2: no where
            C-01,text,a,b,,VMR-001                         | line 2: no does
            C-01,text,a,b,c,                               | line 2: no rules
            C-01,text,a,,c,VMR-001                         | line 2: nothing in 'says', but text has a text to contradict
            C-01,silent,a,b,c,VMR-001                      | line 2: 'says' is for text and unchecked
            C-01,text,a,b,c,VMR-009                        | line 2: no rule 'VMR-009' in the book
            C-01,text,a,b,c,VMR-001  VMR-002               | line 2: no rule '' in the book
            C-01,text,a,b,c                                | line 2: 5 columns, expected 6
            C-01,text,a,b,c,VMR-001,d                      | line 2: 7 columns, expected 6
            """)
    void aDamagedLineIsNamed(String lines, String problem) {
        assertThatThrownBy(() -> Contradictions.of(HEADER + lines.replace(';', '\n'), BOOK))
                .isInstanceOf(RuleBookException.class)
                .hasMessage("fixtures/contradictions.csv " + problem);
    }

    @Test
    void anotherHeaderAndNoneAreRefused() {
        assertThatThrownBy(() -> Contradictions.of("id,rule\n", BOOK))
                .hasMessageStartingWith("fixtures/contradictions.csv line 1: columns are [id, rule], expected [id, ");
        assertThatThrownBy(() -> Contradictions.of("", BOOK))
                .hasMessageStartingWith("fixtures/contradictions.csv: empty");
    }

    @Test
    void aQuoteWithoutAnEndIsNoCsv() {
        assertThatThrownBy(() -> Contradictions.of(HEADER + "C-01,\"text,a", BOOK))
                .isInstanceOf(RuleBookException.class)
                .hasMessageStartingWith("fixtures/contradictions.csv");
    }

    @Test
    void textNamesChecksOfEachMethodAndReasons() {
        Coverage coverage = new Coverage(
                BOOK,
                List.of(
                        new CheckRules("vm-restart.pad.bit-0", List.of("VMR-001")),
                        new CheckRules("vm-restart.pad.bit-1", List.of("VMR-001"))));
        String says = "one long word after the other, ".repeat(5).strip();

        List<String> lines = new ContradictionText(BOOK, coverage)
                .lines(List.of(new Contradiction(
                        "C-01", Contradiction.Kind.TEXT, "road", says, "falls", List.of("VMR-001", "VMR-002"))));

        assertThat(lines)
                .contains("C-01  road", "      does    falls", "      checks", "        vm-restart.pad (2)")
                .contains("      none    VMR-002: hazard: nobody should fall into it")
                .endsWith("1 contradictions, 1 shown by checks")
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(String.join(" ", lines).replaceAll(" +", " ")).contains(says);
    }
}
