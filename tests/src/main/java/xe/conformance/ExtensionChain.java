// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.uapi.DrmXeExecQueueCreate.DRM_IOCTL_XE_EXEC_QUEUE_CREATE;
import static xe.uapi.DrmXeGemCreate.DRM_IOCTL_XE_GEM_CREATE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.Consumer;
import xe.drm.DrmFile;
import xe.kernel.Scratch;
import xe.uapi.DrmXeExecQueueCreate;
import xe.uapi.DrmXeExtSetProperty;
import xe.uapi.DrmXeGemCreate;
import xe.uapi.Outcome;
import xe.uapi.StructView;

/**
 * A chain of extensions for one of the calls that walk one, each node of which sets a property to what it is anyway. The last node ends
 * right before memory that cannot be read.
 */
final class ExtensionChain implements AutoCloseable {
    private static final int SIZE = DrmXeExtSetProperty.STRUCT.size();
    private static final int PAGE = 4096;
    private static final long NORMAL_PRIORITY = 1;

    /** A call that walks a chain on every device. */
    enum Walker {
        GEM_CREATE,
        EXEC_QUEUE_CREATE;

        Outcome send(DrmFile file, long extensions) {
            return this == GEM_CREATE
                    ? file.tryCreateBo(PAGE, request -> request.set("extensions", extensions))
                    : file.createVm(0)
                            .tryCreateQueue(
                                    file.device().jobEngine(), request -> request.set("extensions", extensions));
        }

        /** The name of the field with the id of what was made. */
        String id() {
            return this == GEM_CREATE ? "handle" : "exec_queue_id";
        }

        private void fill(StructView node) {
            if (this == GEM_CREATE) {
                node.set("property", DrmXeGemCreate.DRM_XE_GEM_CREATE_SET_PROPERTY_PXP_TYPE);
            } else {
                node.set("property", DrmXeExecQueueCreate.DRM_XE_EXEC_QUEUE_SET_PROPERTY_PRIORITY)
                        .set("value", NORMAL_PRIORITY);
            }
        }

        @Override
        public String toString() {
            return (this == GEM_CREATE ? DRM_IOCTL_XE_GEM_CREATE : DRM_IOCTL_XE_EXEC_QUEUE_CREATE).shortName();
        }
    }

    private final DrmFile file;
    private final Walker walker;
    private final Scratch memory;

    private ExtensionChain(DrmFile file, Walker walker, int nodes) {
        this.file = file;
        this.walker = walker;
        this.memory = Scratch.borrow((long) SIZE * nodes);
        for (int i = 0; i < nodes; i++) {
            walker.fill(node(i));
            node(i).set("base.next_extension", i + 1 < nodes ? address(i + 1) : 0);
        }
    }

    static ExtensionChain of(DrmFile file, Walker walker, int nodes) {
        return new ExtensionChain(file, walker, nodes);
    }

    StructView node(int index) {
        return new StructView(DrmXeExtSetProperty.STRUCT, memory.segment().asSlice((long) SIZE * index, SIZE));
    }

    /** Where a node lies; the number of nodes gives the first address that cannot be read. */
    long address(int index) {
        return memory.address() + (long) SIZE * index;
    }

    /** The call with this chain. */
    Outcome send() {
        return walker.send(file, memory.address());
    }

    /** The call after {@code change} to a node, which is then undone. */
    Outcome with(int index, Consumer<StructView> change) {
        byte[] before = node(index).bytes();
        change.accept(node(index));
        Outcome outcome = send();
        MemorySegment.copy(before, 0, node(index).segment(), ValueLayout.JAVA_BYTE, 0, before.length);
        return outcome;
    }

    @Override
    public void close() {
        memory.close();
    }
}
