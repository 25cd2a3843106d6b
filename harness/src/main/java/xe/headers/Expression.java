// SPDX-License-Identifier: MIT
package xe.headers;

import java.util.List;
import java.util.Map;
import xe.kernel.Ioc;

/** A constant expression of integers, macros, enumerators and ioctl request numbers. */
final class Expression {
    /** Weakest first. */
    private static final List<List<String>> OPERATORS =
            List.of(List.of("|"), List.of("^"), List.of("&"), List.of("<<", ">>"), List.of("+", "-"), List.of("*"));

    /** The macros of drm.h and of linux/ioctl.h that make a request. */
    private static final Map<String, Integer> DRM_REQUESTS =
            Map.of("DRM_IO", Ioc.NONE, "DRM_IOR", Ioc.READ, "DRM_IOW", Ioc.WRITE, "DRM_IOWR", Ioc.READ | Ioc.WRITE);

    private static final Map<String, Integer> REQUESTS =
            Map.of("_IO", Ioc.NONE, "_IOR", Ioc.READ, "_IOW", Ioc.WRITE, "_IOWR", Ioc.READ | Ioc.WRITE);

    private final Tokens tokens;
    private final Scope scope;
    private String argument = "";

    Expression(Tokens tokens, Scope scope) {
        this.tokens = tokens;
        this.scope = scope;
    }

    static boolean isRequest(Token token) {
        return token.is(Token.Kind.NAME)
                && (DRM_REQUESTS.containsKey(token.text()) || REQUESTS.containsKey(token.text()));
    }

    /** The tag of the struct that the request in the expression takes, empty if there is none. */
    String argument() {
        return argument;
    }

    /** The value of all tokens together. */
    CInteger whole() {
        CInteger value = value();
        if (!tokens.atEnd()) {
            throw tokens.unknown("an operator");
        }
        return value;
    }

    /** The value of an expression that other tokens may follow. */
    CInteger value() {
        return binary(0);
    }

    private CInteger binary(int level) {
        if (level == OPERATORS.size()) {
            return unary();
        }
        CInteger left = binary(level + 1);
        while (OPERATORS.get(level).stream().anyMatch(tokens.peek()::is)) {
            String operator = tokens.take().text();
            left = left.apply(operator, binary(level + 1));
        }
        return left;
    }

    private CInteger unary() {
        if (tokens.takeIf("-")) {
            return unary().negated();
        }
        if (tokens.takeIf("~")) {
            return unary().complement();
        }
        if (tokens.takeIf("(")) {
            CInteger inner = value();
            tokens.expect(")", "an expression");
            return inner;
        }
        Token token = tokens.peek();
        return switch (token.kind()) {
            case NUMBER -> number();
            case CHARACTER -> CInteger.ofInt(tokens.take().text().charAt(1));
            case NAME -> named();
            default -> throw tokens.unknown("a constant");
        };
    }

    private CInteger number() {
        Where where = tokens.where();
        Token token = tokens.take();
        try {
            return CInteger.literal(token.text());
        } catch (NumberFormatException _) {
            throw where.problem("'" + token.text() + "' is no integer");
        }
    }

    private CInteger named() {
        Where where = tokens.where();
        String name = tokens.take().text();
        if (DRM_REQUESTS.containsKey(name)) {
            tokens.expect("(", name);
            return request(DRM_REQUESTS.get(name), 'd');
        }
        if (REQUESTS.containsKey(name)) {
            tokens.expect("(", name);
            int type = (int) value().value();
            tokens.expect(",", "the type of a request");
            return request(REQUESTS.get(name), type);
        }
        if (name.equals("sizeof")) {
            tokens.expect("(", name);
            int size = scope.extent(tag(), where).size();
            tokens.expect(")", "a type");
            return new CInteger(size, Long.SIZE, true);
        }
        return scope.value(name, where);
    }

    private CInteger request(int direction, int type) {
        int number = (int) value().value();
        int size = 0;
        if (direction != Ioc.NONE) {
            tokens.expect(",", "the number of a request");
            Where where = tokens.where();
            argument = tag();
            size = scope.extent(argument, where).size();
        }
        tokens.expect(")", "a request");
        long request = Integer.toUnsignedLong(Ioc.request(direction, type, number, size));
        return new CInteger(request, Integer.SIZE, true);
    }

    private String tag() {
        tokens.expect("struct", "'('");
        return tokens.expect(Token.Kind.NAME, "the tag of a struct").text();
    }
}
