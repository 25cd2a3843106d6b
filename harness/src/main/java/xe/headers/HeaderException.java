// SPDX-License-Identifier: MIT
package xe.headers;

/** A file is no header of the xe driver, ends early, or has a construct that the reader doesn't know. */
public final class HeaderException extends RuntimeException {
    private static final long serialVersionUID = 1;

    HeaderException(String file, String problem) {
        super(file + ": " + problem);
    }

    HeaderException(String file, int line, String problem) {
        super(file + " line " + line + ": " + problem);
    }
}
