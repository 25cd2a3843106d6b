// SPDX-License-Identifier: MIT
package xe.headers;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** A macro that stands for an array of strings, by index. */
public record NameTable(String name, Map<Integer, String> names, Where where) {
    public NameTable {
        names = Collections.unmodifiableSortedMap(new TreeMap<>(names));
    }
}
