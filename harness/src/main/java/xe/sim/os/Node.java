// SPDX-License-Identifier: MIT
package xe.sim.os;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a name in the {@link FileTree} leads to. Everything belongs to root; {@code mode} holds the permission bits.
 */
sealed interface Node {
    byte DT_CHR = 2;
    byte DT_DIR = 4;
    byte DT_REG = 8;
    byte DT_LNK = 10;

    int mode();

    /** The d_type that getdents64 shows. */
    byte type();

    /** A directory whose names are looked up on the spot. */
    sealed interface Directory extends Node {
        Collection<String> names();

        @Nullable
        Node child(String name);

        @Override
        default byte type() {
            return DT_DIR;
        }
    }

    /** A directory that holds what was put there, some of it only once somebody looks. */
    final class Plain implements Directory {
        private final int mode;
        private final Map<String, Node> children = new ConcurrentSkipListMap<>();
        private final Queue<Runnable> later = new ArrayDeque<>();
        private boolean filling;

        Plain(int mode) {
            this.mode = mode;
        }

        @Override
        public int mode() {
            return mode;
        }

        /** What {@code fill} puts here is there for whoever looks. */
        synchronized void fillLater(Runnable fill) {
            later.add(fill);
        }

        synchronized Map<String, Node> children() {
            if (!filling) { // what one puts here is there before the next one looks
                filling = true;
                for (Runnable fill = later.poll(); fill != null; fill = later.poll()) {
                    fill.run();
                }
                filling = false;
            }
            return children;
        }

        @Override
        public Collection<String> names() {
            return children().keySet();
        }

        @Override
        public @Nullable Node child(String name) {
            return children().get(name);
        }
    }

    /** {@code /proc/self/fd}: one link per descriptor. */
    record Descriptors(FdTable files) implements Directory {
        @Override
        public int mode() {
            return 0555;
        }

        @Override
        public Collection<String> names() {
            return files.inUse().stream().map(String::valueOf).toList();
        }

        @Override
        public @Nullable Node child(String name) {
            if (!name.matches("[0-9]{1,9}")) {
                return null;
            }
            OpenFile file = files.getRaw(Integer.parseInt(name));
            if (file == null) {
                return null;
            }
            file.put();
            return new Link(file::name, file);
        }
    }

    /** A symbolic link; following one of {@code /proc/self/fd} reopens {@code file} and never looks at the text. */
    record Link(Supplier<String> target, @Nullable OpenFile file) implements Node {
        @Override
        public int mode() {
            return 0777;
        }

        @Override
        public byte type() {
            return DT_LNK;
        }
    }

    /** A device or a file: opening it calls {@code opener}. */
    record Leaf(int mode, byte type, FileTree.Opener opener) implements Node {}
}
