// SPDX-License-Identifier: MIT
package xe.headers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What some headers declare together.
 *
 * @param structs by tag
 * @param constants by name, macros and enumerators
 * @param ioctls of DRM nodes, by name
 */
public record Headers(
        Map<String, HeaderStruct> structs,
        Map<String, HeaderConstant> constants,
        Map<String, HeaderIoctl> ioctls,
        Map<String, NameTable> nameTables) {

    /**
     * Reads headers, one after another: a later one may use what an earlier one declares.
     *
     * @param texts by the name that messages give the file
     * @throws HeaderException if one of them is no header of the xe driver, or has a construct that isn't known
     */
    public static Headers read(Map<String, String> texts) {
        Scope scope = new Scope();
        texts.forEach((file, text) -> {
            List<Token> tokens = new Lexer(file, text).tokens();
            new Declarations(file, new Preprocessor(file, scope).declarations(tokens), scope).read();
            requireXe(file, scope);
        });
        Headers headers = of(scope);
        if (headers.ioctls.isEmpty()) {
            throw new HeaderException(
                    String.join(", ", texts.keySet()), "no xe_drm.h: there is no ioctl DRM_IOCTL_XE_...");
        }
        return headers;
    }

    private static Headers of(Scope scope) {
        Map<String, HeaderConstant> constants = new LinkedHashMap<>(scope.enumerators);
        Map<String, HeaderIoctl> ioctls = new LinkedHashMap<>();
        Map<String, NameTable> tables = new LinkedHashMap<>();
        for (Scope.Macro macro : scope.macros.values()) {
            Tokens body = new Tokens(macro.where().file(), macro.body());
            if (body.peek().is("{")) {
                tables.put(macro.name(), new NameTable(macro.name(), names(body, scope), macro.where()));
            } else if (macro.name().startsWith("DRM_IOCTL_") && Expression.isRequest(body.peek())) {
                Expression expression = new Expression(body, scope);
                int request = (int) expression.whole().value();
                ioctls.put(macro.name(), new HeaderIoctl(macro.name(), request, expression.argument(), macro.where()));
            } else {
                long value = scope.value(macro.name(), macro.where()).value();
                constants.put(macro.name(), new HeaderConstant(macro.name(), value, macro.where()));
            }
        }
        return new Headers(Map.copyOf(scope.structs), Map.copyOf(constants), Map.copyOf(ioctls), Map.copyOf(tables));
    }

    /** An initialiser such as {@code { [0] = "none", [1] = "some" }}. */
    private static Map<Integer, String> names(Tokens tokens, Scope scope) {
        tokens.expect("{", "a name");
        Map<Integer, String> names = new LinkedHashMap<>();
        while (!tokens.takeIf("}")) {
            tokens.expect("[", "'{'");
            int index = (int) new Expression(tokens, scope).value().value();
            tokens.expect("]", "an index");
            tokens.expect("=", "an index");
            String quoted = tokens.expect(Token.Kind.STRING, "a string").text();
            names.put(index, quoted.substring(1, quoted.length() - 1));
            if (!tokens.takeIf(",") && !tokens.peek().is("}")) {
                throw tokens.unknown("',' and '}' after a string");
            }
        }
        if (!tokens.atEnd()) {
            throw tokens.unknown("the end of the line");
        }
        return names;
    }

    private static void requireXe(String file, Scope scope) {
        boolean any = scope.structs.values().stream()
                        .anyMatch(struct -> Part.isXe(struct.name())
                                && struct.where().file().equals(file))
                || scope.macros.values().stream()
                        .anyMatch(macro ->
                                Part.isXe(macro.name()) && macro.where().file().equals(file));
        if (!any) {
            throw new HeaderException(
                    file, "no header of the xe driver: it declares nothing called drm_xe_ or DRM_XE_");
        }
    }
}
