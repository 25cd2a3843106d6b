// SPDX-License-Identifier: MIT
package xe.worker;

/** When a worker is replaced by a fresh one though nothing is wrong with it. */
public enum Isolation {
    /** Never. */
    NONE,
    /** After each test class. */
    CLASS,
    /** After each check. */
    CHECK
}
