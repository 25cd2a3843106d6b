// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import xe.sim.os.Defect;

/** Bugs in WATCH_QUEUE and in the end of a file's subscriptions, on the driver's side. */
public enum SubscribeDefect implements Defect {
    WQ_001_FLAGS_IGNORED("flags is not looked at"),
    WQ_002_PAD_IGNORED("pad is not looked at"),
    WQ_003_WATCH_ID_TRUNCATED("watch_id is cut to eight bits"),
    WQ_004_ID_255_REFUSED("watch_id 255 is refused"),
    WQ_005_BAD_FD_EBADF("a closed descriptor answers EBADF"),
    WQ_006_NO_PIPE_ENODEV("a file that is no pipe answers ENODEV"),
    WQ_007_PLAIN_PIPE_ACCEPTED("an ordinary pipe is accepted"),
    WQ_008_O_PATH_ACCEPTED("an O_PATH descriptor is accepted"),
    WQ_016_DESCRIPTORS_COMPARED("another descriptor of the open file makes another subscription"),
    WQ_028_SECOND_CALL_UNSUBSCRIBES("a second call for the same pipe ends the subscription"),
    WQ_029_SECOND_CALL_CHANGES_ID("a second call with another id replaces the first"),
    WQ_030_STRUCT_COPIED_BACK("the struct is copied back with watch_id cleared"),
    WQ_031_READ_ONLY_REFUSED("a node opened for reading alone answers EACCES"),
    WQ_034_WEDGED_SUBSCRIBES("a wedged device does not answer ECANCELED"),
    WQ_035_BAD_FD_FIRST("a bad descriptor answers EBADF even if another field is wrong too"),
    WQ_040_NO_REMOVAL_AT_CLOSE("closing the file posts no removal record"),
    WQ_041_REMOVAL_WITH_LIVE_OBJECTS("the removal record does not wait for buffers, VMs and queues"),
    WQ_041_PAUSED_VM_HOLDS_THE_FILE("a pause keeps a reference to the VM"),
    WQ_041_KILLED_VM_HOLDS_THE_FILE("a kill keeps a reference to the VM"),
    WQ_047_CLOSE_OF_A_DUP_REMOVES("closing one of several descriptors of the file ends its subscriptions"),
    WQ_047_CLOSE_OF_A_COPY_KILLS_QUEUES("closing a copy of the descriptor kills the file's queues"),
    WQ_055_PIPE_USED_ONCE("a pipe that was subscribed once is refused by a later file");

    private final String wrong;

    SubscribeDefect(String wrong) {
        this.wrong = wrong;
    }

    @Override
    public String wrong() {
        return wrong;
    }
}
