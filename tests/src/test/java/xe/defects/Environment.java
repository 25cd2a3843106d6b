// SPDX-License-Identifier: MIT
package xe.defects;

import java.util.List;
import java.util.Map;

/**
 * The machine that a defect is planted in.
 *
 * @param profile device profile, such as {@code bmg}
 * @param kernel kernel model: {@code series}, {@code stock}, or one of them without an option; {@code user} for the usual one
 *     and a process that is not root
 */
record Environment(String profile, String kernel) {
    private static final String USER = "user";

    static final Environment USUAL = new Environment("bmg", "series");

    /** Where to look for a check that notices a defect, the usual machine first. */
    static final List<Environment> ALL = List.of(
            USUAL,
            new Environment("pvc", "series"),
            new Environment("tgl", "series"),
            new Environment("dg2", "series"),
            new Environment("ptl", "series"),
            new Environment("nvl-p", "series"),
            new Environment("cri", "series"),
            new Environment("bmg", "stock"),
            new Environment("bmg", "stock,no-watch-queue"),
            new Environment("bmg", "no-fault-injection"),
            new Environment("bmg", "older-rebind-fault"),
            new Environment("bmg", "user"),
            new Environment("nvl-p", "user"));

    /** What {@link #toString} wrote. */
    static Environment parse(String text) {
        return ALL.stream()
                .filter(known -> known.toString().equals(text))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("no defect is tried on '" + text + "', only on " + ALL));
    }

    Map<String, String> parameters() {
        boolean user = kernel.equals(USER);
        return Map.of(
                "xe.profile", profile, "xe.kernel-model", user ? "series" : kernel, "xe.root", String.valueOf(!user));
    }

    @Override
    public String toString() {
        return kernel.equals(USUAL.kernel) ? profile : profile + " " + kernel;
    }
}
