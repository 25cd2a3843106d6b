// SPDX-License-Identifier: MIT
package xe.trace;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import xe.kernel.Abi;
import xe.kernel.Errno;
import xe.kernel.Scratch;
import xe.kernel.SyscallResult;
import xe.uapi.CField;
import xe.uapi.CStruct;
import xe.uapi.Ioctl;
import xe.uapi.StructView;

/**
 * Recorded calls as statements of C. Descriptors, mappings, and ids that came out of a call are variables, as they may differ; all
 * else is as it was.
 */
final class CCalls {
    static final String DEVICES = "/dev/dri/";

    /** A mapping by its index in the program. */
    private record Mapped(int index, long start, long length) {}

    private final CStructs structs = new CStructs();
    private final StringBuilder blocks = new StringBuilder();
    private final StringBuilder body = new StringBuilder();
    private final TreeMap<Long, Mapped> mapped = new TreeMap<>();
    private final Map<Long, String> fds = new HashMap<>();
    private final Map<String, String> ids = new HashMap<>();
    private int mappings;
    private int descriptors;
    private int values;

    /** The structs that the statements use. */
    String structs() {
        return structs.text();
    }

    /** The statements, behind those that make the memory for requests. */
    String text() {
        return blocks + body.toString();
    }

    int mappings() {
        return mappings;
    }

    int descriptors() {
        return descriptors;
    }

    /** How many ids the kernel gave. */
    int values() {
        return values;
    }

    /** Adds a call, with what it sees in memory before it and what it leaves in variables behind it. */
    void add(Recorder.Call call) {
        Ioctl ioctl = call.ioctl();
        String words = ioctl == null ? call.method() : ioctl.name();
        call.memory().forEach((address, bytes) -> memory(call, address, bytes));
        StringBuilder arguments = new StringBuilder();
        String kinds = Syscalls.of(call.method()).arguments();
        for (int i = 0; i < kinds.length(); i++) {
            arguments.append(", ").append(argument(kinds.charAt(i), call.argument(i)));
        }
        if (call.method().equals("preadv2")) {
            arguments.append(", ").append(call.argument(3)).append("L, 0L, ").append(call.argument(4));
        }
        body.append("\tlast = step(%s, syscall(%s%s), %s);\n"
                .formatted(quoted(words), Syscalls.of(call.method()).number(), arguments, then(call.result())));
        if (!call.result().failed()) {
            outcome(call);
        }
    }

    private static String then(SyscallResult result) {
        if (!result.failed()) {
            return "0";
        }
        return result.errno() == Errno.OK
                ? Long.toString(result.raw())
                : "-" + result.errno().name();
    }

    private void outcome(Recorder.Call call) {
        long raw = call.result().raw();
        switch (call.method()) {
            case "open", "dup", "dup3", "eventfd2", "memfdCreate", "epollCreate1" -> descriptor(raw, "last");
            case "fcntl" -> {
                int command = (int) call.argument(1);
                if (command == Abi.F_DUPFD || command == Abi.F_DUPFD_CLOEXEC) {
                    descriptor(raw, "last");
                }
            }
            case "pipe2" -> pair(call, (long) call.argument(0));
            case "socketpair" -> pair(call, (long) call.argument(3));
            case "mmap" -> {
                mapped.put(raw, new Mapped(mappings, raw, (long) call.argument(1)));
                body.append("\tm[%d] = (char *)last;\n".formatted(mappings++));
            }
            case "addKey" -> id("key", raw, "(uint64_t)last");
            case "ioctl" -> answers(call);
            default -> {}
        }
    }

    private void pair(Recorder.Call call, long address) {
        if (call.answer().length == 2 * Integer.BYTES) {
            ByteBuffer pair = ByteBuffer.wrap(call.answer()).order(ByteOrder.nativeOrder());
            descriptor(pair.getInt(0), "(int32_t)field(%s, 4)".formatted(place(address)));
            descriptor(pair.getInt(4), "(int32_t)field(%s, 4)".formatted(place(address + 4)));
        }
    }

    private void descriptor(long number, String value) {
        body.append("\tfd[%d] = %s;\n".formatted(descriptors, value));
        fds.put(number, "fd[" + descriptors++ + "]");
    }

    private void id(String family, long value, String expression) {
        body.append("\tv[%d] = %s;\n".formatted(values, expression));
        ids.put(family + value, "v[" + values++ + "]");
    }

    /** Fields that the call filled in: descriptors, and ids that later requests carry. */
    private void answers(Recorder.Call call) {
        Ioctl ioctl = call.ioctl();
        if (ioctl == null || call.answer().length < ioctl.struct().size()) {
            return;
        }
        byte[] sent = call.memory().getOrDefault((long) call.argument(2), new byte[0]);
        StructView before = view(ioctl.struct(), sent);
        StructView after = view(ioctl.struct(), call.answer());
        for (CField field : ioctl.struct().fields()) {
            if (field.type() != null || field.count() != 1 || after.get(field.name()) == before.get(field.name())) {
                continue;
            }
            String place =
                    "field(%s, %d)".formatted(place((long) call.argument(2) + field.offset()), field.elementSize());
            if (field.name().endsWith("fd")) {
                descriptor(after.get(field.name()), "(int32_t)" + place);
            } else {
                id(family(field.name()), after.get(field.name()), place);
            }
        }
    }

    private static StructView view(CStruct struct, byte[] bytes) {
        return new StructView(struct, MemorySegment.ofArray(Arrays.copyOf(bytes, struct.size())));
    }

    /** Fields that carry the same kind of id. */
    private static String family(String field) {
        return field.equals("obj") || field.equals("bo_handle") ? "handle" : field;
    }

    private void memory(Recorder.Call call, long address, byte[] bytes) {
        Ioctl ioctl = call.ioctl();
        boolean request = ioctl != null && address == (long) call.argument(2);
        if (place(address).isEmpty()) {
            return;
        }
        if (request && bytes.length >= ioctl.struct().size()) {
            structs.need(ioctl.struct());
            body.append("\t{\n\t\tstruct %s *a = (void *)%s;\n\n\t\tmemset(a, 0, sizeof(*a));\n"
                    .formatted(ioctl.struct().name(), place(address)));
            assign("a->", view(ioctl.struct(), bytes));
            body.append("\t}\n");
            return;
        }
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] == 0) {
            end--;
        }
        body.append("\tput(%s, %s, %d, %d);\n".formatted(place(address), hex(bytes, end), end, bytes.length - end));
        ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        for (int at = 0; at + Long.BYTES <= end; at += Long.BYTES) {
            String to = place(words.getLong(at));
            if (!to.isEmpty()) {
                body.append("\tpoint(%s, %s);\n".formatted(place(address + at), to));
            }
        }
        if (call.method().equals("poll")) {
            for (int at = 0; at + 8 <= bytes.length; at += 8) {
                String fd = fds.get((long) words.getInt(at));
                if (fd != null) {
                    body.append("\tput(%s, &(int32_t){ %s }, 4, 0);\n".formatted(place(address + at), fd));
                }
            }
        }
    }

    private void assign(String prefix, StructView view) {
        for (CField field : view.type().fields()) {
            for (int i = 0; i < field.count(); i++) {
                String path = field.path(i);
                if (field.type() != null) {
                    assign(prefix + path + ".", view.struct(path));
                } else if (view.get(path) != 0) {
                    body.append("\t\t%s%s = %s;\n".formatted(prefix, path, value(field, view.get(path))));
                }
            }
        }
    }

    private String value(CField field, long value) {
        String known = field.name().endsWith("fd") ? fds.get(value) : ids.get(family(field.name()) + value);
        if (known != null) {
            return known;
        }
        String place = field.elementSize() == Long.BYTES ? place(value) : "";
        return place.isEmpty() ? number(value) : place;
    }

    private String argument(char kind, Object value) {
        if (value instanceof String text) {
            return text.startsWith(DEVICES) ? "node" : quoted(text);
        }
        long number = ((Number) value).longValue();
        if (kind == 'f') {
            return fds.getOrDefault(number, number + "L");
        }
        String place = kind == 'a' ? place(number) : "";
        if (!place.isEmpty()) {
            return place;
        }
        for (String family : List.of("offset", "key")) {
            String known = number >= Abi.PAGE_SIZE ? ids.get(family + number) : null;
            if (known != null) {
                return known;
            }
        }
        return value instanceof Integer ? "0x%xL".formatted(number & 0xffff_ffffL) : number(number) + "L";
    }

    private static String number(long value) {
        return value == Long.MIN_VALUE || value > 4095 || value < -4095
                ? "0x" + Long.toHexString(value)
                : Long.toString(value);
    }

    /** The address in the program's own memory; empty if the check had none there. */
    private String place(long address) {
        Map.Entry<Long, Mapped> entry = mapped.floorEntry(address);
        if (entry == null || address > entry.getKey() + entry.getValue().length()) {
            MemorySegment block = Scratch.around(address);
            if (block == null) {
                return "";
            }
            mapped.put(block.address(), new Mapped(mappings, block.address(), block.byteSize()));
            blocks.append("\tm[%d] = block(%d);\n".formatted(mappings++, block.byteSize()));
            return place(address);
        }
        return "AT(%d, %d)".formatted(entry.getValue().index(), address - entry.getKey());
    }

    private static String hex(byte[] bytes, int end) {
        StringBuilder text = new StringBuilder("\"");
        for (int i = 0; i < end; i++) {
            text.append(i > 0 && i % 24 == 0 ? "\"\n\t\t\"" : "").append("\\x%02x".formatted(bytes[i] & 0xff));
        }
        return text.append('"').toString();
    }

    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            quoted.append(
                    switch (c) {
                        case '"', '\\' -> "\\" + c;
                        case '\n' -> "\\n";
                        default -> c < ' ' || c > '~' ? "\\%03o".formatted((int) c & 0xff) : Character.toString(c);
                    });
        }
        return quoted.append('"').toString();
    }
}
