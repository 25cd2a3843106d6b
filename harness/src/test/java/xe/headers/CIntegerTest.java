// SPDX-License-Identifier: MIT
package xe.headers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values as {@code (long long)(expression)} has them with gcc on x86-64. */
class CIntegerTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "0, 0",
        "017, 15",
        "0x10, 16",
        "-1, -1",
        "'1 << 31', -2147483648",
        "0xffffffff, 4294967295",
        "4294967295, 4294967295",
        "-0xffffffff, 1",
        "~0, -1",
        "~0u, 4294967295",
        "0xffu << 24, 4278190080",
        "1ull << 63, -9223372036854775808",
        "(1 << 4) | 3, 19",
        "2 + 3 * 4, 14",
        "7 & 5 ^ 1, 4",
        "1 - 2u, 4294967295",
        "-8 >> 1, -4",
        "0x80000000 >> 31, 1",
        "'a', 97"
    })
    void constantsHaveTheValuesOfC(String expression, long value) {
        String text = expression.equals("a") ? "'a'" : expression;
        List<Token> tokens = new Lexer("test.h", text).tokens();

        assertThat(new Expression(new Tokens("test.h", tokens), new Scope())
                        .whole()
                        .value())
                .isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"08", "0x", "12uu", "1.5", "12km", "0b1"})
    void whatIsNoIntegerIsRefused(String literal) {
        assertThatThrownBy(() -> CInteger.literal(literal)).isInstanceOf(NumberFormatException.class);
    }
}
