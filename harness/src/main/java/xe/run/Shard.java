// SPDX-License-Identifier: MIT
package xe.run;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import xe.report.Check;

/**
 * One of several parts of the checks, for as many machines. A check's part depends on its name alone, so that it stays where it is
 * when others come or go.
 *
 * @param number from 1
 */
record Shard(int number, int of) {
    /** A machine without a driver must not look like one where all is well. */
    static final String DRIVER_IS_THERE = "drm-version.the-strings-are-those-of-xe.name-xe";

    /** Reads {@code 2/5}. */
    static final class Converter implements ITypeConverter<Shard> {
        private static final Pattern SHARD = Pattern.compile("([1-9]\\d{0,5})/([1-9]\\d{0,5})");

        @Override
        public Shard convert(String text) {
            Matcher shard = SHARD.matcher(text);
            if (!shard.matches() || Integer.parseInt(shard.group(1)) > Integer.parseInt(shard.group(2))) {
                throw new TypeConversionException("'%s' is no part such as 2/5".formatted(text));
            }
            return new Shard(Integer.parseInt(shard.group(1)), Integer.parseInt(shard.group(2)));
        }
    }

    /** This part of the selected checks, in their order. */
    List<Check> of(List<Check> selected, List<Check> all) {
        Set<Check> wanted = new HashSet<>(selected);
        return all.stream()
                .filter(check -> check.id().equals(DRIVER_IS_THERE) || (wanted.contains(check) && contains(check.id())))
                .toList();
    }

    private boolean contains(String id) {
        CRC32 hash = new CRC32();
        hash.update(id.getBytes(StandardCharsets.UTF_8));
        return hash.getValue() % of == number - 1;
    }
}
