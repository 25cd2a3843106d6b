// SPDX-License-Identifier: MIT
package xe.sim.pipe;

import xe.sim.os.Defect;

/**
 * Bugs in subscriptions to notification pipes, in what is posted to them and in how they end.
 */
public enum WatchDefect implements Defect {
    BUG_03_LIST_FREED_EARLY("a file's watch list is freed while the close of a pipe still looks at it"),
    WQ_009_WRITE_END_REFUSED("the write end cannot be subscribed"),
    WQ_010_UNSIZED_REFUSED("a pipe that was never sized is refused"),
    WQ_011_NO_READER_REFUSED("a pipe without readers is refused"),
    WQ_012_NO_WRITER_REFUSED("a pipe without writers is refused"),
    WQ_013_SAME_WATCH_ACCEPTED("the same subscription is taken twice"),
    WQ_014_WATCH_ID_COMPARED("another watch id makes another subscription"),
    WQ_015_END_COMPARED("another end of the pipe makes another subscription"),
    WQ_017_BUSY_ACROSS_FILES("a pipe serves one open file only"),
    WQ_018_ONE_PIPE_PER_FILE("an open file serves one pipe only"),
    WQ_019_ONE_SOURCE_PER_PIPE("keys and devices cannot share a pipe"),
    WQ_020_LIMIT_CHECKED_FIRST("EAGAIN comes before EBUSY"),
    WQ_021_LIMIT_IGNORED("RLIMIT_NOFILE does not limit watches"),
    WQ_022_LIMIT_OFF_BY_ONE("the n-th watch is refused at limit n"),
    WQ_023_COUNTED_PER_PIPE("watches are counted per pipe"),
    WQ_024_HARD_LIMIT_USED("the hard limit counts"),
    WQ_025_ROOT_EXEMPT("root has no limit"),
    WQ_026_COUNT_NEVER_DROPS("the count of watches never drops"),
    WQ_027_FAILED_CALL_COUNTS("a refused subscription is counted"),
    WQ_027_SECOND_WATCH_COUNTS("EBUSY counts as a watch"),
    WQ_032_CHECKED_WITHOUT_LOCK("two threads can subscribe the same pair at once"),
    WQ_042_REMOVAL_WITHOUT_ID("the removal record has no watch id"),
    WQ_043_LONG_REMOVAL_FORM("the removal record has 16 bytes"),
    WQ_044_REMOVAL_IS_FILTERED("a filter stops the removal record"),
    WQ_045_REMOVAL_GROWS_THE_QUEUE("the removal record finds room in a full queue"),
    WQ_045_FULL_PIPE_ENDS_REMOVAL("a pipe that takes nothing keeps the removal record from the pipes after it"),
    WQ_046_REMOVAL_KEPT_FOR_LATER("a pipe that was never sized keeps the removal record"),
    WQ_049_END_OF_PIPE_ENDS_ALL("the end of a pipe ends the file's other subscriptions"),
    WQ_049_OLDER_PIPES_END_TOO("the end of a pipe ends the file's older subscriptions"),
    WQ_049_NEWER_PIPES_END_TOO("the end of a pipe ends the file's newer subscriptions"),
    WQ_050_ENTRY_OUTLIVES_PIPE("after a pipe is gone its file cannot be subscribed again"),
    WQ_051_CLOSED_END_ENDS_IT("closing one end of a pipe ends its subscriptions"),
    WQ_056_REMOVAL_TWICE("a second removal record follows the first"),
    WQ_057_ENDS_ALL_OF_THE_PIPE("the end of one file ends the pipe's other subscriptions"),
    WQ_057_PIPE_DEAF_AFTERWARDS("a pipe that got a removal record gets no event more"),
    RBW_009_STATE_BEFORE_EVENT("the state changes before the event is posted"),
    EVT_001_LENGTH_WITHOUT_HEADER("the length in info leaves out the header"),
    EVT_003_ID_MISSING("the id bits are 0"),
    EVT_004_FLAG_SET("info has bit 16 set"),
    EVT_005_IDS_PILE_UP("the ids of the pipes before are left in info"),
    EVT_005_FILTER_ENDS_POSTING("a filter that stops the event keeps it from the pipes after it"),
    EVT_015_REMOVAL_DROPS_EVENTS("the end of a file takes its events that were not read off the queue"),
    EVT_015_NEWEST_FIRST("records are queued in front"),
    EVT_024_FULL_QUEUE_ENDS_POSTING("a queue that takes nothing keeps the event from the queues after it"),
    EVT_024_FULL_QUEUE_UNSUBSCRIBED("a queue that takes nothing is unsubscribed");

    private final String wrong;

    WatchDefect(String wrong) {
        this.wrong = wrong;
    }

    @Override
    public String wrong() {
        return wrong;
    }
}
