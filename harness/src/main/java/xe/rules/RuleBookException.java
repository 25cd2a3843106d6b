// SPDX-License-Identifier: MIT
package xe.rules;

/**
 * The rule book cannot be used: a file is missing or says something that makes no sense. The message names file and line.
 */
public final class RuleBookException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RuleBookException(String file, String problem) {
        super(file + ": " + problem);
    }

    RuleBookException(String file, long line, String problem) {
        super(file + " line " + line + ": " + problem);
    }
}
