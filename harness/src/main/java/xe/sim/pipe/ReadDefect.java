// SPDX-License-Identifier: MIT
package xe.sim.pipe;

import xe.sim.os.Defect;

/**
 * Bugs in reading, polling, overrun and the other calls on notification pipes.
 */
public enum ReadDefect implements Defect {
    NP_060_ONE_RECORD_PER_READ("a read returns one record only"),
    NP_061_SHORT_READ_CUTS_RECORD("a buffer that is too small gets a part of the record"),
    NP_062_LAST_RECORD_IS_CUT("the record that does not fit is cut"),
    NP_063_ZERO_LENGTH_READS("a read of length 0 acts like any other"),
    NP_064_EMPTY_READS_ZERO("an empty non-blocking pipe reads 0"),
    NP_065_NEVER_SLEEPS("a blocking read of an empty pipe gives EAGAIN"),
    NP_066_FAULT_LOSES_RECORD("EFAULT takes the record off the queue"),
    NP_067_FAULT_FAILS_THE_WHOLE_READ("a bad later vector gives EFAULT, and the records before it are lost"),
    NP_068_WRITE_END_READABLE("the write end can be read"),
    NP_069_SEEK_SUCCEEDS("lseek succeeds"),
    NP_069_PREAD_READS("pread ignores its offset"),
    NP_069_MMAP_EINVAL("mmap gives EINVAL"),
    NP_070_NO_END_OF_FILE("an empty pipe without writers gives EAGAIN"),
    NP_071_NO_EVENTS_WITHOUT_WRITER("events are dropped once the write end is closed"),
    NP_072_REOPENED_WRITER_NOT_COUNTED("a writer that came through /proc/self/fd does not count"),
    NP_073_COUNTS_PENDING_LOSS("FIONREAD counts a pending loss record"),
    NP_073_COUNTS_RECORDS("FIONREAD counts records, not bytes"),
    NP_074_EVERY_READER_GETS_ALL("a record is delivered again to another reader"),
    NP_080_NO_POLLRDNORM("poll does not report POLLRDNORM"),
    NP_081_LOSS_IS_READABLE("a pending loss record makes the pipe readable"),
    NP_082_NO_HANG_UP("poll does not report POLLHUP"),
    NP_083_NO_POLLERR("poll does not report POLLERR"),
    NP_084_ALWAYS_WRITABLE("poll always reports POLLOUT"),
    NP_085_WAKES_ONLY_WHEN_EMPTY("a post to a pipe with unread records wakes nobody"),
    NP_090_OLDEST_DROPPED("a full queue drops its oldest record"),
    NP_090_OLDEST_MARKED("the loss mark goes to the oldest record"),
    NP_091_RING_SLOTS_ONLY("the capacity is the ring's power of two"),
    NP_092_LOSS_BEFORE_MARKED_RECORD("the loss record comes before the marked record"),
    NP_093_LOSS_IN_THE_SAME_READ("the loss record comes in the read that empties the queue"),
    NP_094_READ_ENDS_AT_MARK("a read ends at the marked record"),
    NP_095_EVENT_BEFORE_LOSS("a new event overtakes the loss record"),
    NP_096_SHORT_BUFFER_DROPS_LOSS("ENOBUFS takes the loss record away"),
    NP_097_LOSS_LOOKS_LIKE_REMOVAL("the loss record has subtype 0"),
    NP_098_ONE_LOSS_RECORD_PER_DROP("every drop gives a loss record"),
    NP_099_ONE_MARK_PER_QUEUE("a later drop moves the mark"),
    NP_100_LOSS_DROPPED_AT_END("the end of file comes before a pending loss record"),
    NP_101_LOSS_SURVIVES_SIZING("events lost before sizing give a loss record"),
    NP_102_SLOTS_FREED_WHEN_EMPTY("slots are free again only when the queue is empty"),
    NP_110_EMPTY_WRITE_SUCCEEDS("a write of length 0 gives 0"),
    NP_110_EPIPE_WITHOUT_READER("a write without readers gives EPIPE"),
    NP_111_READ_END_EXDEV("a write on the read end gives EXDEV"),
    NP_112_SPLICE_FROM_IT_EXDEV("splice from the pipe gives EXDEV"),
    NP_113_SPLICE_TO_IT_EINVAL("splice and sendfile to the pipe give EINVAL"),
    NP_114_FILE_SPLICE_EXDEV("splice from a file to the pipe gives EXDEV"),
    NP_115_TEE_EXDEV("tee gives EXDEV"),
    NP_116_VMSPLICE_EXDEV("vmsplice gives EXDEV"),
    NP_117_OTHER_IOCTL_EINVAL("an unknown ioctl gives EINVAL"),
    NP_118_SETFL_IGNORED("F_SETFL changes nothing");

    private final String wrong;

    ReadDefect(String wrong) {
        this.wrong = wrong;
    }

    @Override
    public String wrong() {
        return wrong;
    }
}
