// SPDX-License-Identifier: MIT
package xe.report;

import java.io.Writer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.json.JsonFactory;

/** JSON that stays harmless where it is shown: {@code <} is written as an escape, so there is neither markup nor a LAVA signal in it. */
public final class JsonText {
    private static final JsonFactory JSON =
            JsonFactory.builder().characterEscapes(new NoMarkup()).build();

    private JsonText() {}

    /** Writes to {@code target}, and closes it at its end. */
    public static JsonGenerator to(Writer target) {
        return JSON.createGenerator(ObjectWriteContext.empty(), target);
    }

    private static final class NoMarkup extends CharacterEscapes {
        private static final long serialVersionUID = 1;
        private static final int[] ASCII = standardAsciiEscapesForJSON();

        static {
            ASCII['<'] = ESCAPE_STANDARD;
        }

        @Override
        public int[] getEscapeCodesForAscii() {
            return ASCII;
        }

        @Override
        public @org.jspecify.annotations.Nullable SerializableString getEscapeSequence(int character) {
            return null;
        }
    }
}
