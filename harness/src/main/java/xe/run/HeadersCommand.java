// SPDX-License-Identifier: MIT
package xe.run;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import xe.headers.Difference;
import xe.headers.Drift;
import xe.headers.HeaderException;
import xe.headers.Headers;

@Command(
        name = "headers",
        description = {
            "Print how a kernel's UAPI headers differ from what the suite was built for.",
            "Exits with 1 if they differ, with 79 if a file can't be read to its end."
        })
final class HeadersCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = {
                "include/uapi/drm/xe_drm.h of a kernel tree, or drm/xe_drm.h of its installed headers;",
                "then further headers that belong to it, such as xe_drm_events.h."
            })
    private List<Path> files;

    @Override
    public Integer call() {
        Map<String, String> texts = new LinkedHashMap<>();
        files.forEach(file -> texts.put(file.toString(), text(file)));
        Headers headers;
        try {
            headers = Headers.read(texts);
        } catch (HeaderException e) {
            throw RunProblem.usage(e.getMessage());
        }
        Drift drift = new Drift(headers);
        List<Difference> differences = drift.differences();
        PrintWriter out = spec.commandLine().getOut();
        differences.forEach(difference -> out.println(line(difference)));
        out.printf(
                "%d ioctls, %d structs, %d constants: %s%n",
                headers.ioctls().size(),
                headers.structs().size(),
                headers.constants().size(),
                switch (differences.size()) {
                    case 0 -> "no drift";
                    case 1 -> "1 difference";
                    default -> differences.size() + " differences";
                });
        drift.notCompared().forEach(part -> out.println("not there, so not compared: " + part));
        out.flush();
        return (differences.isEmpty() ? ExitCode.OK : ExitCode.FAILED).code();
    }

    private static String line(Difference difference) {
        String where = difference.where() == null ? "" : "  [" + difference.where() + "]";
        return "%-12s  %s%s".formatted(difference.kind().word(), difference.text(), where);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (CharacterCodingException _) {
            throw RunProblem.usage(file + " is no header: not UTF-8 text");
        } catch (NoSuchFileException _) {
            throw RunProblem.usage("there is no " + file);
        } catch (IOException e) {
            throw RunProblem.usage("can't read " + file + ": " + e.getMessage());
        }
    }
}
