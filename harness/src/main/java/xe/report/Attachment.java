// SPDX-License-Identifier: MIT
package xe.report;

/**
 * A text that explains an outcome.
 *
 * @param name what it is: {@code trace}, {@code bytes}, {@code kernel log}
 */
public record Attachment(String name, String text) {}
