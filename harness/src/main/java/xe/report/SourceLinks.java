// SPDX-License-Identifier: MIT
package xe.report;

import io.qameta.allure.model.Link;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where people can read what a rule was read from: links made of the text of its source. */
final class SourceLinks {
    private static final String CODE = "https://elixir.bootlin.com/linux/latest/";
    private static final String SERIES =
            "https://lore.kernel.org/intel-xe/" + "?q=s%3A%22Xe+driver+asynchronous+notification+mechanism%22";

    private static final Pattern FILE_AND_FUNCTION =
            Pattern.compile("(?<file>[\\w-]+\\.[ch])(?::(?<function>[A-Za-z_]\\w*))?");
    private static final Pattern FUNCTION = Pattern.compile("[a-z_][a-z0-9]*_\\w+");

    /** Folders of files by how their names begin. */
    private static final Map<String, String> FOLDERS = Map.of(
            "xe_", "drivers/gpu/drm/xe/",
            "drm_", "drivers/gpu/drm/",
            "ttm_", "drivers/gpu/drm/ttm/",
            "dma-", "drivers/dma-buf/",
            "watch_queue.c", "kernel/",
            "pipe.c", "fs/",
            "eventpoll.c", "fs/",
            "fault-inject.c", "lib/");

    private SourceLinks() {}

    /**
     * Functions of mainline lead to their definition, files to their text, what only the series has to its mails.
     *
     * @param source such as {@code xe_vm.c:xe_vm_bind_ioctl; xe_bo.c}
     */
    static List<Link> of(String source) {
        Map<String, Link> links = new LinkedHashMap<>();
        for (String part : source.split(";")) {
            if (part.contains("series of ")) {
                add(links, "the series", SERIES);
                continue;
            }
            Matcher matcher = FILE_AND_FUNCTION.matcher(part);
            while (matcher.find()) {
                String file = matcher.group("file");
                String function = matcher.group("function");
                if (function == null) {
                    FOLDERS.entrySet().stream()
                            .filter(folder -> file.startsWith(folder.getKey()) && file.endsWith(".c"))
                            .findFirst()
                            .ifPresent(folder -> add(links, file, CODE + "source/" + folder.getValue() + file));
                } else {
                    add(links, file + ": " + function, CODE + "A/ident/" + function);
                }
            }
            for (String word : part.split(",")) {
                if (FUNCTION.matcher(word.strip()).matches()) {
                    add(links, word.strip(), CODE + "A/ident/" + word.strip());
                }
            }
        }
        return List.copyOf(links.values());
    }

    private static void add(Map<String, Link> links, String name, String url) {
        links.putIfAbsent(url, new Link().setName(name).setUrl(url).setType("custom"));
    }
}
