// SPDX-License-Identifier: MIT
package xe.headers;

import java.util.List;

/** A struct that a header declares; sizes in bytes. */
public record HeaderStruct(String name, int size, int alignment, List<HeaderField> fields, Where where) {
    public HeaderStruct {
        fields = List.copyOf(fields);
    }
}
