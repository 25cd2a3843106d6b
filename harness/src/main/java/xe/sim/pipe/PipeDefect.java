// SPDX-License-Identifier: MIT
package xe.sim.pipe;

import xe.sim.os.Defect;

/**
 * Bugs in making, sizing and filtering notification pipes.
 */
public enum PipeDefect implements Defect {
    NP_001_NOT_ALONE("O_NOTIFICATION_PIPE is refused unless another flag comes with it"),
    NP_002_WRITE_END_BLOCKS("O_NONBLOCK reaches the read end only"),
    NP_002_DIRECT_ON_BOTH_ENDS("O_DIRECT shows on the read end too"),
    NP_003_UNKNOWN_FLAGS_IGNORED("pipe2 takes any flag"),
    NP_004_EINVAL_INSTEAD("a kernel without watch queues says EINVAL"),
    NP_004_DESCRIPTORS_COME_FIRST("a full descriptor table hides that the kernel has no watch queues"),
    NP_005_ENFILE_INSTEAD("a full descriptor table gives ENFILE"),
    NP_006_DESCRIPTORS_LEAK("a bad result pointer leaves both descriptors open"),
    NP_007_SHOWS_THE_FLAG("F_GETFL shows O_NOTIFICATION_PIPE"),
    NP_008_PLAIN_PIPE_TAKES_NULL_FILTER("an ordinary pipe takes SET_FILTER with NULL"),
    NP_009_NO_SIZE_BEFORE_SIZING("F_GETPIPE_SZ gives 0 until the pipe is sized"),
    NP_010_ZERO_ACCEPTED("SET_SIZE takes 0"),
    NP_011_LARGE_SIZE_REFUSED("SET_SIZE refuses 257 to 512"),
    NP_012_TOO_LARGE_ACCEPTED("SET_SIZE takes 513 to 544"),
    NP_013_CAPACITY_NOT_ROUNDED("the capacity is what was asked for, not a multiple of 32"),
    NP_014_ARGUMENT_HAS_64_BITS("the upper half of SET_SIZE's argument counts"),
    NP_015_SECOND_SIZE_ACCEPTED("a pipe can be sized again"),
    NP_015_RANGE_BEFORE_BUSY("the range is checked before EBUSY"),
    NP_016_WRITE_END_REFUSED("SET_SIZE on the write end gives EBADF"),
    NP_017_PLAIN_PIPE_EINVAL("SET_SIZE on an ordinary pipe gives EINVAL"),
    NP_018_OTHER_FILES_ENODEV("SET_SIZE on what is no pipe gives ENODEV"),
    NP_019_BAD_FD_ENODEV("SET_SIZE on a closed descriptor gives ENODEV"),
    NP_020_ENODEV_WITHOUT_WATCH_QUEUE("a kernel without watch queues knows the ioctls"),
    NP_021_PIPE_SIZE_UNCHANGED("F_GETPIPE_SZ does not follow SET_SIZE"),
    NP_024_PIPE_SIZE_CAN_CHANGE("F_SETPIPE_SZ works on a notification pipe"),
    NP_025_ARGUMENT_IN_PAGES("SET_SIZE counts pages of 32 records"),
    NP_030_POINTER_LOOKED_AT_FIRST("SET_FILTER on an ordinary pipe reads the pointer first"),
    NP_031_NULL_WITHOUT_FILTER_EINVAL("SET_FILTER with NULL needs a filter to remove"),
    NP_031_NULL_KEEPS_FILTER("SET_FILTER with NULL does not remove the filter"),
    NP_032_UNREADABLE_HEADER_EINVAL("an unreadable filter header gives EINVAL"),
    NP_033_NO_ENTRY_ACCEPTED("a filter of no entries is taken"),
    NP_033_SEVENTEEN_ACCEPTED("a filter of more than 16 entries is taken"),
    NP_033_ARRAY_READ_FIRST("the entries are read before their number is checked"),
    NP_034_RESERVED_IGNORED("__reserved is not looked at"),
    NP_035_UNREADABLE_ARRAY_EINVAL("an unreadable array of entries gives EINVAL"),
    NP_036_FILTER_OUTSIDE_MASK_ACCEPTED("info_filter may have bits that info_mask lacks"),
    NP_037_LENGTH_IN_MASK_ACCEPTED("info_mask may touch the length"),
    NP_038_BIT_7_REFUSED("info_mask may not have bit 7"),
    NP_039_UNKNOWN_TYPE_UNCHECKED("the masks of unknown types are not checked"),
    NP_040_UNKNOWN_TYPE_REFUSED("an entry of an unknown type gives EINVAL"),
    NP_041_EMPTY_SET_LETS_ALL_PASS("a filter of unknown types only lets everything pass"),
    NP_042_XE_TYPE_REFUSED("a stock kernel refuses type 2 in a filter"),
    NP_043_ENTRIES_ARE_ANDED("every entry has to match"),
    NP_043_INFO_NOT_COMPARED("info is not compared"),
    NP_044_OTHER_WORDS_COUNT("subtype_filter[1..7] count as word 0"),
    NP_045_EMPTY_SUBTYPES_LET_ALL_PASS("subtype_filter of 0 lets every subtype pass"),
    NP_046_ID_INSERTED_AFTER_FILTER("the filter does not see the watch id"),
    NP_047_WHOLE_MASK_REFUSED("the mask 0xffffff80 gives EINVAL"),
    NP_048_FILTERED_EVENT_MARKS_LOSS("a filtered event counts as lost"),
    NP_049_FILTER_DROPS_QUEUED_RECORDS("a new filter is applied to queued records"),
    NP_050_REMOVAL_IS_FILTERED("removal records pass the filter"),
    NP_051_META_REFUSED("type 0 in a filter gives EINVAL"),
    NP_052_FAILED_CALL_DROPS_FILTER("a refused filter removes the one before"),
    NP_053_FILTER_NEEDS_SIZE("SET_FILTER is refused before SET_SIZE"),
    NP_054_FILTER_OF_FIRST_WATCH_ONLY("the filter applies to the first subscription only"),

    FEAT_006_DRIVER_TYPE_REFUSED("a filter for the driver's type gives EINVAL"),
    FEAT_007_NO_WATCH_QUEUES("the driver does not select CONFIG_WATCH_QUEUE");

    private final String wrong;

    PipeDefect(String wrong) {
        this.wrong = wrong;
    }

    @Override
    public String wrong() {
        return wrong;
    }
}
