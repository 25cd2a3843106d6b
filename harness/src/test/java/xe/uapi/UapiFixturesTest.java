// SPDX-License-Identifier: MIT
package xe.uapi;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares this package with the tables in fixtures/uapi, which a C compiler wrote, in both directions. */
class UapiFixturesTest {
    static final List<CStruct> STRUCTS = XeUapi.STRUCTS;

    @Test
    void structsAndTheirSizesAreThoseOfC() {
        Map<String, Integer> ours = STRUCTS.stream()
                .filter(UapiFixturesTest::sameOnEveryMachine)
                .collect(Collectors.toMap(CStruct::name, CStruct::size));

        assertThat(ours).isEqualTo(table("structs.csv", "struct", row -> number(row, "size")));
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("STRUCTS")
    void fieldsAreThoseOfC(CStruct struct) {
        if (!sameOnEveryMachine(struct)) {
            return;
        }
        List<String> ours = new ArrayList<>();
        addFields(ours, struct, "", 0);
        List<String> inC = rows("layouts.csv")
                .filter(row -> row.getField("struct").equals(struct.name()))
                .map(row -> row.getField("field") + " at " + row.getField("offset") + ", " + row.getField("size"))
                .toList();

        assertThat(ours).containsExactlyInAnyOrderElementsOf(inC);
    }

    @Test
    void requestNumbersAreThoseOfC() {
        Map<String, Integer> ours = XeUapi.IOCTLS.stream().collect(Collectors.toMap(Ioctl::name, Ioctl::request));

        assertThat(ours)
                .isEqualTo(table(
                        "requests.csv",
                        "ioctl",
                        row -> Long.decode(row.getField("request")).intValue()));
    }

    @Test
    void constantsAreThoseOfC() throws ReflectiveOperationException {
        Map<String, Long> ours = new TreeMap<>();
        List<Class<?>> classes = new ArrayList<>(List.of(DrmXeRas.class));
        for (CStruct struct : STRUCTS) {
            classes.add(classOf(struct));
        }
        for (Class<?> type : classes) {
            for (Field field : type.getFields()) {
                if (Modifier.isStatic(field.getModifiers()) && field.getType().isPrimitive()) {
                    ours.put(field.getName(), field.getLong(null));
                }
            }
        }
        // No macro of C: the width of the field in a record's info word.
        assertThat(ours.remove("MAX_WATCH_ID")).isEqualTo(0xff);

        Map<String, Long> inC = table("constants.csv", "constant", row -> asDeclared(ours, row));
        assertThat(ours).isEqualTo(inC);
    }

    @Test
    void namesAreThoseOfC() {
        Map<String, Map<Integer, String>> inC = rows("names.csv")
                .collect(Collectors.groupingBy(
                        row -> row.getField("table"),
                        Collectors.toMap(row -> number(row, "index"), row -> row.getField("name"))));

        assertThat(inC)
                .isEqualTo(Map.of(
                        "DRM_XE_RAS_ERROR_SEVERITY_NAMES", DrmXeRas.DRM_XE_RAS_ERROR_SEVERITY_NAMES,
                        "DRM_XE_RAS_ERROR_COMPONENT_NAMES", DrmXeRas.DRM_XE_RAS_ERROR_COMPONENT_NAMES));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("records")
    void valuesGoToTheBytesThatCPutsThem(String name, NamedCsvRecord row) {
        CStruct struct = STRUCTS.stream()
                .filter(s -> s.name().equals(row.getField("struct")))
                .findAny()
                .orElseThrow();
        byte[] inC = HexFormat.of().parseHex(row.getField("bytes"));
        try (Arena arena = Arena.ofConfined()) {
            StructView view = new StructView(struct, arena.allocate(struct.size()));
            for (String assignment : row.getField("values").split(" ")) {
                String[] sides = assignment.split("=");
                view.set(sides[0], Long.parseLong(sides[1]));
            }

            assertThat(view.bytes()).as(name).isEqualTo(inC);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("records")
    void bytesOfCReadBackAsTheirValues(String name, NamedCsvRecord row) {
        CStruct struct = STRUCTS.stream()
                .filter(s -> s.name().equals(row.getField("struct")))
                .findAny()
                .orElseThrow();
        try (Arena arena = Arena.ofConfined()) {
            StructView view = new StructView(struct, arena.allocate(struct.size()));
            view.segment().copyFrom(MemorySegment.ofArray(HexFormat.of().parseHex(row.getField("bytes"))));
            for (String assignment : row.getField("values").split(" ")) {
                String[] sides = assignment.split("=");
                assertThat(view.get(sides[0])).as(name + ": " + sides[0]).isEqualTo(Long.parseLong(sides[1]));
            }
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "os.arch", matches = "amd64|x86_64")
    void epollEventIsPackedOnX86() {
        assertThat(EpollEvent.STRUCT.size()).isEqualTo(12);
        assertThat(EpollEvent.STRUCT.field("data").offset()).isEqualTo(4);
    }

    static Stream<Object[]> records() {
        return rows("records.csv").map(row -> new Object[] {row.getField("name"), row});
    }

    /** struct epoll_event has another layout off x86-64, and the tables come from x86-64. */
    private static boolean sameOnEveryMachine(CStruct struct) {
        return struct != EpollEvent.STRUCT || System.getProperty("os.arch").matches("amd64|x86_64");
    }

    /** A row for each field; structs that C leaves without a tag show their fields as well. */
    private static void addFields(List<String> into, CStruct struct, String prefix, int base) {
        for (CField field : struct.fields()) {
            String name = prefix + field.name();
            into.add(name + " at " + (base + field.offset()) + ", " + field.size());
            Optional<CStruct> nested = Optional.ofNullable(field.type());
            nested.filter(type -> !STRUCTS.contains(type))
                    .ifPresent(type -> addFields(into, type, name + ".", base + field.offset()));
        }
    }

    /** struct drm_xe_sync is described by the class DrmXeSync, and so on. */
    private static Class<?> classOf(CStruct struct) throws ClassNotFoundException {
        String name = Arrays.stream(struct.name().split("_"))
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
        return Class.forName(UapiFixturesTest.class.getPackageName() + "." + name);
    }

    /** C has 0xffff0000 as an unsigned int, Java as an int: the same 32 bits. */
    private static Long asDeclared(Map<String, Long> ours, NamedCsvRecord row) {
        long inC = Long.parseLong(row.getField("value"));
        Long here = ours.get(row.getField("constant"));
        boolean sameBits = here != null && inC >>> 32 == 0 && here.intValue() == (int) inC;
        return sameBits ? here : inC;
    }

    private static int number(NamedCsvRecord row, String column) {
        return Integer.parseInt(row.getField(column));
    }

    private static <T> Map<String, T> table(String file, String key, Function<NamedCsvRecord, T> value) {
        return rows(file).collect(Collectors.toMap(row -> row.getField(key), value));
    }

    private static Stream<NamedCsvRecord> rows(String file) {
        String path = "/fixtures/uapi/" + file;
        try (var stream = Objects.requireNonNull(UapiFixturesTest.class.getResourceAsStream(path), path);
                var csv = CsvReader.builder().ofNamedCsvRecord(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return csv.stream().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
