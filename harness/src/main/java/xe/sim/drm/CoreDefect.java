// SPDX-License-Identifier: MIT
package xe.sim.drm;

import xe.sim.os.Defect;

/** Bugs in the DRM core's ioctl path. */
public enum CoreDefect implements Defect {
    CORE_001_WEDGED_DEVICE_ANSWERS("a wedged device still answers the core's ioctls"),
    CORE_003_UNPLUGGED_AFTER_TYPE("an unplugged device judges the type byte before it answers ENODEV"),
    CORE_004_WRONG_TYPE_EINVAL("a wrong type byte answers EINVAL"),
    CORE_005_PAST_DRIVER_TABLE_ENOTTY("a driver number past the table answers ENOTTY"),
    CORE_006_PAST_CORE_TABLE_ENOTTY("a core number past the table answers ENOTTY"),
    CORE_007_HOLE_ENOTTY("a number without a handler answers ENOTTY"),
    CORE_008_EXTRA_SLOT("slot 0x12 has a handler that does nothing"),
    CORE_010_SIZE_COMPARED("a size field that differs from the table's answers EINVAL"),
    CORE_011_WRITE_BIT_IGNORED("the struct is copied in without the write bit"),
    CORE_012_READ_BIT_IGNORED("the struct is copied out without the read bit"),
    CORE_013_SHORT_STRUCT_NOT_CLEARED("what a short struct leaves out is not zero"),
    CORE_014_TAIL_CLEARED("the tail of a long struct comes back as zeros"),
    CORE_015_LARGE_SIZE_E2BIG("a size field above 4096 answers E2BIG"),
    CORE_016_SIZE_ZERO_TOUCHES_POINTER("size 0 still wants a readable pointer"),
    CORE_017_WRITE_ONLY_DOES_NOTHING("a command without the read bit does not reach the handler"),
    CORE_018_READ_ONLY_EINVAL("a command without the write bit answers EINVAL"),
    CORE_019_WRITE_ONLY_ENTRY_COPIED_OUT("a write-only ioctl is copied out if the caller has the read bit"),
    CORE_020_READ_ONLY_ARGUMENTS_READ("a write-only ioctl takes its arguments from a command without the write bit"),
    CORE_021_NO_COPY_IN_EFAULT("a write-only ioctl answers EFAULT to a command without the write bit"),
    CORE_022_NULL_READS_ZEROS("a NULL pointer counts as a zeroed struct"),
    CORE_023_PARTIAL_COPY_ACCEPTED("a struct that ends on an unmapped page is taken as far as it goes"),
    CORE_024_WRITABILITY_CHECKED_FIRST("memory that is not writable answers EFAULT before the handler runs"),
    CORE_025_ERROR_NOT_COPIED_BACK("nothing is copied back if the handler fails"),
    CORE_026_PERMISSION_BEFORE_COPY("EACCES comes before EFAULT"),
    CORE_027_RENDER_NODE_NEEDS_AUTH("the driver's ioctls want a master on the primary node"),
    CORE_028_RENDER_NODE_MAY_ALL("core ioctls that are not for the render node work there"),
    CORE_029_READ_ONLY_REFUSED("a node opened for reading alone answers EACCES"),
    CORE_030_EXCLUSIVE_OPEN("O_EXCL opens the node"),
    CORE_031_OLD_DESCRIPTION("VERSION describes another driver"),
    CORE_032_TERMINATOR_WRITTEN("VERSION ends its strings with NUL"),
    CORE_033_NULL_STRING_EFAULT("VERSION answers EFAULT to a NULL string"),
    CORE_034_BAD_STRING_IGNORED("VERSION ignores a bad string pointer"),
    CORE_037_SILENT_ARGUMENT_CHECKS("failed argument checks leave no debug line");

    private final String wrong;

    CoreDefect(String wrong) {
        this.wrong = wrong;
    }

    @Override
    public String wrong() {
        return wrong;
    }
}
