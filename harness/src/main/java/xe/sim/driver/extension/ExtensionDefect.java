// SPDX-License-Identifier: MIT
package xe.sim.driver.extension;

import xe.sim.os.Defect;

/**
 * Bugs in the walk along chains of extensions, and in calls that take none.
 */
public enum ExtensionDefect implements Defect {
    EXT_001_CHAIN_EXPECTED("GEM_CREATE without a chain gives EFAULT"),
    EXT_002_LIMIT_IS_15("a chain of 16 nodes is too long"),
    EXT_003_LIMIT_IS_17("a chain of 17 nodes is taken"),
    EXT_005_UNREADABLE_NODE_EINVAL("a node that cannot be read gives EINVAL"),
    EXT_006_UNREADABLE_BODY_EINVAL("a node whose body cannot be read gives EINVAL"),
    EXT_007_HEADER_PAD_IGNORED("the pad of a node's header is not looked at"),
    EXT_008_NAME_IGNORED("the name of a node is not looked at"),
    EXT_009_BODY_PAD_IGNORED("the pad of a node's body is not looked at"),
    EXT_010_LAST_RESERVED_JUDGED("reserved[1] of a node must be zero"),
    EXT_011_LATER_NODES_MAY_FAIL("what is wrong with a later node does not matter"),
    EXT_012_PROPERTY_ONCE("a property can be set once"),
    EXT_013_CHAIN_FIRST("GEM_CREATE walks the chain before it allocates"),
    EXT_014_EXTENSIONS_IGNORED("VM_GET_PROPERTY does not look at extensions"),
    EXT_014_WAIT_TAKES_EXTENSIONS("WAIT_USER_FENCE does not look at extensions"),
    EXT_015_EXTENSIONS_JUDGED("extensions of EXEC_QUEUE_GET_PROPERTY must be zero"),
    EXT_015_SETTING_JUDGES_EXTENSIONS("extensions of EXEC_QUEUE_SET_PROPERTY must be zero"),
    EXT_015_RANGES_JUDGE_EXTENSIONS("extensions of VM_QUERY_MEM_RANGE_ATTRS must be zero");

    private final String wrong;

    ExtensionDefect(String wrong) {
        this.wrong = wrong;
    }

    @Override
    public String wrong() {
        return wrong;
    }
}
