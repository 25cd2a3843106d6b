// SPDX-License-Identifier: MIT
package xe.uapi;

/**
 * {@code struct epoll_event}: what epoll_wait(2) reports (12 bytes on x86-64, where it is packed; 16 elsewhere).
 */
public final class EpollEvent {
    public static final CStruct STRUCT = layout(System.getProperty("os.arch"));

    private EpollEvent() {}

    private static CStruct layout(String arch) {
        CStruct.Builder struct = CStruct.struct("epoll_event");
        boolean x86 = arch.equals("amd64") || arch.equals("x86_64");
        return (x86 ? struct.packed() : struct).u32("events").u64("data").build();
    }
}
