// SPDX-License-Identifier: MIT
package xe.run;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import xe.report.output.LavaSignals;

/** LAVA's own programs on the machine under test: {@code lava-test-set} and {@code lava-test-case}. */
final class LavaPrograms implements LavaSignals.Channel {
    private final Path folder;

    private LavaPrograms(Path folder) {
        this.folder = folder;
    }

    /** @param path the folders to look in, as in PATH */
    static Optional<LavaPrograms> in(String path) {
        return Arrays.stream(path.split(File.pathSeparator))
                .filter(name -> !name.isEmpty())
                .map(Path::of)
                .filter(folder -> Files.isExecutable(folder.resolve("lava-test-case")))
                .findFirst()
                .map(LavaPrograms::new);
    }

    @Override
    public void startSet(String name) {
        call("lava-test-set", "start", name);
    }

    @Override
    public void stopSet() {
        call("lava-test-set", "stop");
    }

    @Override
    public void testCase(String id, String result) {
        call("lava-test-case", id, "--result", result);
    }

    private void call(String program, String... arguments) {
        ProcessBuilder command = new ProcessBuilder(folder.resolve(program).toString());
        command.command().addAll(List.of(arguments));
        try {
            command.inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
