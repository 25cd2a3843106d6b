// SPDX-License-Identifier: MIT
package xe.run;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import xe.report.AllureReport;
import xe.report.Journal;
import xe.report.RunInfo;

/** The folder of {@code --out}: what an earlier run left there is replaced, all else stays. */
final class OutputFolder {
    private OutputFolder() {}

    /** @throws RunProblem if there can't be such a folder */
    static void make(Path out) {
        try {
            Files.createDirectories(out);
        } catch (IOException e) {
            throw problem(out, e);
        }
    }

    static RunProblem problem(Path out, IOException e) {
        return RunProblem.usage(
                "can't write to the output folder %s: %s; choose another one with --out".formatted(out, reason(e)));
    }

    static Journal open(Path out, RunInfo run, boolean sync) throws IOException {
        Files.createDirectories(out);
        Files.deleteIfExists(out.resolve(AllureReport.FILE));
        return new Journal(out, run, sync);
    }

    /** Why a file could not be written, in words. */
    static String reason(Exception e) {
        Throwable cause = e;
        while (cause.getCause() instanceof IOException inner) {
            cause = inner;
        }
        return switch (cause) {
            case AccessDeniedException denied -> "no permission for " + denied.getFile();
            case FileAlreadyExistsException taken -> taken.getFile() + " is a file";
            case NotDirectoryException file -> file.getFile() + " is not a folder";
            case NoSuchFileException missing -> "there is no " + missing.getFile();
            case FileSystemException other when other.getReason() != null -> other.getReason();
            default -> cause.getMessage() == null ? cause.toString() : cause.getMessage();
        };
    }
}
