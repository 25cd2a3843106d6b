// SPDX-License-Identifier: MIT
package xe.conformance;

/** A regular file that every process can open. */
final class RegularFile {
    static final String PATH = "/proc/self/exe";

    private RegularFile() {}
}
