// SPDX-License-Identifier: MIT
package xe.headers;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Takes the directives out of a header: macros go to the scope, what is for C++ alone is left out, and includes are not followed.
 *
 * <p>A header has an include guard around all that it says, so one that was cut short is noticed.
 */
final class Preprocessor {
    private final String file;
    private final Scope scope;
    private final List<Token> declarations = new ArrayList<>();
    private final Deque<Condition> conditions = new ArrayDeque<>();
    private boolean guarded;
    private boolean closed;

    private record Condition(String text, boolean skips, Where where) {}

    Preprocessor(String file, Scope scope) {
        this.file = file;
        this.scope = scope;
    }

    /** The declarations without directives and line ends, with END as the last token. */
    List<Token> declarations(List<Token> tokens) {
        int at = 0;
        while (!tokens.get(at).is(Token.Kind.END)) {
            int end = at;
            while (!tokens.get(end).is(Token.Kind.LINE_END)) {
                end++;
            }
            line(tokens.subList(at, end));
            at = end + 1;
        }
        if (!guarded) {
            throw new HeaderException(file, "no header: it has no include guard (#ifndef, #define)");
        }
        if (!conditions.isEmpty()) {
            Condition first = conditions.getLast();
            throw first.where().problem(first.text() + " has no #endif: the file is cut short");
        }
        declarations.add(tokens.getLast());
        return declarations;
    }

    private void line(List<Token> line) {
        boolean skipped = conditions.stream().anyMatch(Condition::skips);
        if (line.getFirst().is("#")) {
            directive(line, skipped);
        } else if (!skipped) {
            inGuard(line);
            declarations.addAll(line);
        }
    }

    private void directive(List<Token> line, boolean skipped) {
        Where where = where(line.getFirst());
        String text = text(line);
        String name = line.size() > 1 ? line.get(1).text() : "";
        switch (name) {
            case "ifndef" -> {
                if (guarded || line.size() != 3) {
                    throw where.problem("the reader knows no '" + text + "' but the include guard");
                }
                guarded = true;
                conditions.push(new Condition(text, false, where));
            }
            case "if", "ifdef" -> {
                inGuard(line);
                if (!text.matches("#(if defined ?\\( ?__cplusplus ?\\)|if defined __cplusplus|ifdef __cplusplus)")) {
                    throw where.problem("the reader knows no condition '" + text + "'");
                }
                conditions.push(new Condition(text, true, where));
            }
            case "endif" -> {
                if (conditions.isEmpty()) {
                    throw where.problem("#endif without a condition");
                }
                conditions.pop();
                closed = conditions.isEmpty();
            }
            case "include" -> inGuard(line);
            case "define" -> {
                inGuard(line);
                if (!skipped) {
                    define(line, where);
                }
            }
            default -> throw where.problem("the reader knows no directive '" + text + "'");
        }
    }

    private void define(List<Token> line, Where where) {
        Token name = line.size() > 2 ? line.get(2) : line.getLast();
        if (!name.is(Token.Kind.NAME) || line.size() < 3) {
            throw where.problem("#define without a name");
        }
        List<Token> body = line.subList(3, line.size());
        if (!body.isEmpty() && body.getFirst().is("(") && body.getFirst().start() == name.end()) {
            throw where.problem("the reader knows no macro with parameters: " + name.text());
        }
        if (!body.isEmpty()) {
            scope.define(new Scope.Macro(name.text(), List.copyOf(body), where));
        }
    }

    private void inGuard(List<Token> line) {
        if (conditions.isEmpty()) {
            throw where(line.getFirst())
                    .problem(
                            closed
                                    ? "'" + text(line) + "' stands after the end of the include guard"
                                    : "no header: '" + text(line)
                                            + "' stands before an include guard (#ifndef, #define)");
        }
    }

    private Where where(Token token) {
        return new Where(file, token.line());
    }

    private static String text(List<Token> line) {
        StringBuilder text = new StringBuilder();
        for (Token token : line) {
            boolean apart = !text.isEmpty() && !text.toString().equals("#");
            text.append(apart ? " " : "").append(token.text());
        }
        return text.toString();
    }
}
