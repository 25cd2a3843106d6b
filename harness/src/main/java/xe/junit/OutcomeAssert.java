// SPDX-License-Identifier: MIT
package xe.junit;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import xe.kernel.Errno;
import xe.uapi.Outcome;

/**
 * Asserts on the outcome of a call. Every method also refuses an outcome whose request, one that the kernel may only read, was
 * changed.
 */
public final class OutcomeAssert {
    private final Outcome outcome;

    OutcomeAssert(Outcome outcome) {
        this.outcome = outcome;
    }

    /** Any value from 0 up. */
    public void succeeds() {
        failsWith(Errno.OK);
    }

    /** Exactly this errno. */
    public void failsWith(Errno errno) {
        if (outcome.errno() != errno) {
            throw violation(errno.toString());
        }
        requireUnchangedRequest();
    }

    /** For tables: {@link Errno#OK} is success. */
    public void gives(Errno errno) {
        failsWith(errno);
    }

    /** One of several, where the contract leaves it open; {@link Errno#OK} is success. */
    public void givesOneOf(Errno first, Errno... others) {
        if (outcome.errno() != first && !Arrays.asList(others).contains(outcome.errno())) {
            throw violation(Stream.concat(Stream.of(first), Stream.of(others))
                    .map(Errno::toString)
                    .collect(Collectors.joining(" or ")));
        }
        requireUnchangedRequest();
    }

    /** One of several errnos. */
    public void failsWithOneOf(Errno first, Errno... others) {
        givesOneOf(first, others);
    }

    /** Exactly this value, such as a number of bytes read. */
    public void returns(long value) {
        if (outcome.result().raw() != value) {
            throw violation(Long.toString(value));
        }
        requireUnchangedRequest();
    }

    /** Success, with this value in a field of the struct afterwards. */
    public void succeedsWith(String field, long value) {
        succeeds();
        leaves(field, value);
    }

    /** This value in a field of the struct afterwards, whatever the call returned. */
    public void leaves(String field, long value) {
        long actual = outcome.answer().get(field);
        if (actual != value) {
            throw new ContractViolation(outcome.call(), field + " = " + value, field + " = " + actual);
        }
    }

    private ContractViolation violation(String expected) {
        return new ContractViolation(
                outcome.call(),
                expected,
                outcome.failed()
                        ? outcome.errno().toString()
                        : outcome.result().raw() == 0
                                ? "success"
                                : outcome.result().toString());
    }

    private void requireUnchangedRequest() {
        if (outcome.wroteToReadOnlyRequest()) {
            throw new ContractViolation(
                    outcome.call(),
                    "a request that the kernel only reads",
                    outcome.answer().toString());
        }
    }
}
