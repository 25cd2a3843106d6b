// SPDX-License-Identifier: MIT
package xe.headers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import xe.kernel.Ioc;
import xe.uapi.CStruct;
import xe.uapi.Ioctl;
import xe.uapi.XeUapi;

/**
 * How headers differ from what the suite was built for: xe_drm.h of 7.3-rc7, with or without the series of 2026-06-12.
 *
 * <p>A header that has nothing of the series is one without it, which the suite knows as well; one that has a part of it differs.
 */
public final class Drift {
    private final Headers headers;
    private final Built built = Built.load();
    private final Map<String, CStruct> structs = byName(XeUapi.STRUCTS, CStruct::name);
    private final Map<String, Ioctl> ioctls = byName(XeUapi.IOCTLS, Ioctl::name);
    private final Set<Part> absent;

    public Drift(Headers headers) {
        this.headers = headers;
        Set<Part> present = Stream.of(headers.structs(), headers.ioctls(), headers.constants())
                .flatMap(map -> map.keySet().stream())
                .map(Part::of)
                .collect(Collectors.toSet());
        this.absent = Arrays.stream(Part.values())
                .filter(part -> part != Part.DRIVER && !present.contains(part))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What the headers have nothing of, so nothing of it was compared. */
    public List<String> notCompared() {
        return absent.stream().map(Part::title).toList();
    }

    /** All differences: ioctls, structs, constants, tables of names, each in the order of names. */
    public List<Difference> differences() {
        List<Difference> found = new ArrayList<>();
        for (String name : together(headers.ioctls().keySet(), ioctls.keySet())) {
            ioctl(name, headers.ioctls().get(name), ioctls.get(name), found);
        }
        for (String name : together(headers.structs().keySet(), structs.keySet())) {
            struct(name, headers.structs().get(name), structs.get(name), found);
        }
        for (String name :
                together(headers.constants().keySet(), built.constants().keySet())) {
            constant(name, headers.constants().get(name), built.constants().get(name), found);
        }
        for (String name : together(headers.nameTables().keySet(), built.names().keySet())) {
            names(name, headers.nameTables().get(name), built.names().get(name), found);
        }
        return found;
    }

    private static void ioctl(String name, @Nullable HeaderIoctl now, @Nullable Ioctl ours, List<Difference> found) {
        if (now == null) {
            found.add(new Difference(Difference.Kind.MISSING, "ioctl " + name, null));
        } else if (ours == null) {
            found.add(new Difference(
                    Difference.Kind.NEW, "ioctl " + name + ": " + request(now.request(), now.struct()), now.where()));
        } else if (now.request() != ours.request()
                || !now.struct().equals(ours.struct().name())) {
            String text = "ioctl %s: %s, was %s"
                    .formatted(
                            name,
                            request(now.request(), now.struct()),
                            request(ours.request(), ours.struct().name()));
            found.add(new Difference(Difference.Kind.CHANGED, text, now.where()));
        }
    }

    private static String request(int request, String struct) {
        String[] directions = {"no argument", "write", "read", "read and write"};
        return "0x%08x (number 0x%02x, %s, %d bytes, struct %s)"
                .formatted(
                        request,
                        Ioc.number(request),
                        directions[request >>> 30],
                        Ioc.size(request),
                        struct.isEmpty() ? "none" : struct);
    }

    private void struct(String name, @Nullable HeaderStruct now, @Nullable CStruct ours, List<Difference> found) {
        if (now == null) {
            String renamed = headers.structs().values().stream()
                    .filter(other ->
                            ours != null && !structs.containsKey(other.name()) && StructDrift.sameLayout(other, ours))
                    .map(other -> "; struct " + other.name() + " has the same fields")
                    .collect(Collectors.joining());
            found.add(new Difference(Difference.Kind.MISSING, "struct " + name + renamed, null));
        } else if (ours == null) {
            String text = "struct %s: %d bytes, %d fields"
                    .formatted(name, now.size(), now.fields().size());
            found.add(new Difference(Difference.Kind.NEW, text, now.where()));
        } else {
            found.addAll(new StructDrift(now, ours).differences());
        }
    }

    private static void constant(
            String name, @Nullable HeaderConstant now, @Nullable Long ours, List<Difference> found) {
        String what = (name.contains("_FLAG_") ? "flag " : "constant ") + name;
        if (now == null) {
            found.add(new Difference(Difference.Kind.MISSING, what, null));
        } else if (ours == null) {
            found.add(new Difference(Difference.Kind.NEW, what + " = " + now.value(), now.where()));
        } else if (now.value() != ours) {
            found.add(new Difference(
                    Difference.Kind.CHANGED, "%s = %d, was %d".formatted(what, now.value(), ours), now.where()));
        }
    }

    private static void names(
            String name, @Nullable NameTable now, @Nullable Map<Integer, String> ours, List<Difference> found) {
        if (now == null) {
            found.add(new Difference(Difference.Kind.MISSING, "table " + name, null));
        } else if (ours == null) {
            found.add(new Difference(Difference.Kind.NEW, "table " + name + ": " + now.names(), now.where()));
        } else if (!now.names().equals(ours)) {
            found.add(new Difference(
                    Difference.Kind.CHANGED,
                    "table %s: %s, was %s".formatted(name, now.names(), new TreeMap<>(ours)),
                    now.where()));
        }
    }

    /** The names of both sides that are the driver's; of what the headers have nothing, none. */
    private List<String> together(Set<String> now, Set<String> ours) {
        return Stream.concat(now.stream(), ours.stream().filter(Part::isXe))
                .filter(name -> !absent.contains(Part.of(name)))
                .distinct()
                .sorted()
                .toList();
    }

    private static <T> Map<String, T> byName(List<T> all, Function<T, String> name) {
        return all.stream().collect(Collectors.toUnmodifiableMap(name, Function.identity()));
    }
}
