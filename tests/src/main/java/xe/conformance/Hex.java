// SPDX-License-Identifier: MIT
package xe.conformance;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** A value of a row, shown in hex. */
record Hex(long value) {
    /** One value per bit, from bit {@code from} up to and with bit {@code to}. */
    static Stream<Hex> bits(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(bit -> new Hex(1L << bit));
    }

    static Stream<Hex> of(long... values) {
        return Arrays.stream(values).mapToObj(Hex::new);
    }

    static Stream<Hex> range(long from, long to) {
        return LongStream.rangeClosed(from, to).mapToObj(Hex::new);
    }

    @SafeVarargs
    static Stream<Hex> all(Stream<Hex>... parts) {
        Stream<Hex> all = Stream.empty();
        for (Stream<Hex> part : parts) {
            all = Stream.concat(all, part);
        }
        return all;
    }

    @Override
    public String toString() {
        return "0x" + Long.toHexString(value);
    }
}
