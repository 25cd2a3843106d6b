// SPDX-License-Identifier: MIT
package xe.rules;

/**
 * A part of the contract; the first word of its rule ids, and the name of its file in {@code fixtures/rules}.
 */
public enum Area {
    FEAT("feature detection"),
    CORE("DRM core ioctl path"),
    VMC("VM_CREATE"),
    VMD("VM_DESTROY"),
    VGP("VM_GET_PROPERTY"),
    VMR("VM_RESTART"),
    RBW("preempt-rebind worker"),
    WQ("WATCH_QUEUE and subscriptions"),
    NP("notification pipe"),
    EVT("event records"),
    FLT("fault injection"),
    EXT("chain of extensions"),
    SYN("array of syncs"),
    QRY("DEVICE_QUERY"),
    GEM("GEM_CREATE"),
    MMO("GEM_MMAP_OFFSET"),
    MMP("mmap of a buffer"),
    GCL("GEM_CLOSE"),
    PRM("PRIME"),
    BND("VM_BIND"),
    EQC("EXEC_QUEUE_CREATE"),
    EQX("properties of a new queue"),
    EQD("EXEC_QUEUE_DESTROY"),
    EQG("EXEC_QUEUE_GET_PROPERTY"),
    EQS("EXEC_QUEUE_SET_PROPERTY"),
    EXE("EXEC"),
    WUF("WAIT_USER_FENCE"),
    MAD("MADVISE"),
    VMQ("VM_QUERY_MEM_RANGE_ATTRS"),
    OBS("OBSERVATION"),
    OAO("OA streams, opening"),
    OAC("OA configurations"),
    OAS("OA streams"),
    EUS("EU stall streams"),
    LIF("lifetime and ids"),
    LAY("layouts, numbers, constants"),
    SUB("subtle and surprising"),
    BUG("suspicions and contradictions"),
    SIM("notes for suite and simulator");

    private final String title;

    Area(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }

    /** Where the rules of the area stand, on the class path and below the project's root. */
    String resource() {
        return "fixtures/rules/" + name() + ".csv";
    }
}
