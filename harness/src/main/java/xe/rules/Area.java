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
