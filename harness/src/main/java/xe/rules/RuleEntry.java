// SPDX-License-Identifier: MIT
package xe.rules;

/**
 * One rule of the book.
 *
 * @param condition in which case, such as {@code VM_RESTART, pad != 0}
 * @param expected what the kernel has to do then
 * @param source kernel function or patch that the rule was read from
 * @param needs what a check of the rule needs: {@code -} nothing but the node, P the patched kernel, Q an exec queue,
 *     J a running GPU job, R root, D debugfs, K:x kernel option, H:x hardware
 * @param evidence V measured on a kernel, V* with the series applied or through a test driver, S kernel source, X patch
 *     text, C computed by a C compiler, G inference
 * @param reason why no check shows the rule; empty where one does; begins with {@code open:} where one could and none does yet
 */
public record RuleEntry(
        String id,
        Area area,
        String condition,
        String expected,
        String source,
        String needs,
        String evidence,
        String reason) {

    /** Condition and expectation as one line. */
    public String sentence() {
        return condition + ": " + expected;
    }

    public boolean hasReason() {
        return !reason.isEmpty();
    }

    /** Whether a check could show the rule and is still to be written. */
    public boolean isOpen() {
        return reason.startsWith("open:");
    }
}
