// SPDX-License-Identifier: MIT
package xe.sim.os;

import static xe.kernel.Errno.EACCES;
import static xe.kernel.Errno.EEXIST;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.EISDIR;
import static xe.kernel.Errno.ELOOP;
import static xe.kernel.Errno.ENOENT;
import static xe.kernel.Errno.ENOTDIR;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import xe.kernel.Abi;
import xe.kernel.Errno;

/**
 * The names of the machine: device nodes, sysfs, debugfs, /proc, as far as a client of xe opens them.
 *
 * <p>Drivers add and remove nodes; missing parents are made with mode 0755. Permissions are those of Linux with every node
 * owned by root: a process that is not root needs the bits for others all along the path.
 */
public final class FileTree {
    /** Makes the open file; the tree has checked the permissions. */
    @FunctionalInterface
    public interface Opener {
        Opened open(int flags);
    }

    private static final int MAX_LINKS = 40;
    private static final int READ = 4;
    private static final int WRITE = 2;
    private static final int SEARCH = 1;
    private static final int STATUS_FLAGS =
            Abi.O_ACCMODE | Abi.O_APPEND | Abi.O_NONBLOCK | Abi.O_ASYNC | Abi.O_DIRECT | Abi.O_SYNC | Abi.O_DIRECTORY;

    private final Task task;
    private final UserMemory memory;
    private final Node.Plain root = new Node.Plain(0755);

    public FileTree(Task task, UserMemory memory) {
        this.task = task;
        this.memory = memory;
    }

    /** Makes a directory; one that exists keeps its mode. */
    public void directory(String path, int mode) {
        Place place = place(path);
        place.parent.children().putIfAbsent(place.name, new Node.Plain(mode));
    }

    /** Puts off to make the names below a directory until somebody looks into it: most processes never look into {@code /sys}. */
    public void later(String directory, Runnable fill) {
        Place place = place(directory);
        Map<String, Node> siblings = place.parent.children();
        ((Node.Plain) siblings.computeIfAbsent(place.name, made -> new Node.Plain(0755))).fillLater(fill);
    }

    public void symlink(String path, String target) {
        put(path, new Node.Link(() -> target, null));
    }

    /** @param opener sees the flags that F_GETFL will show, and O_EXCL */
    public void device(String path, int mode, Opener opener) {
        put(path, new Node.Leaf(mode, Node.DT_CHR, opener));
    }

    /** A file whose text is made when it is read from the start. */
    public void text(String path, int mode, Supplier<String> content) {
        text(path, mode, content, written -> EINVAL.negated());
    }

    /** @param store gets what one write holds; its negated errno is the result of write(2), anything else means all was taken */
    public void text(String path, int mode, Supplier<String> content, Function<String, Long> store) {
        file(path, mode, flags -> Opened.file(new TextFile(flags, memory, content, store)));
    }

    /** A regular file of its own kind. */
    public void file(String path, int mode, Opener opener) {
        put(path, new Node.Leaf(mode, Node.DT_REG, opener));
    }

    /** Shows the process's descriptors as links, as /proc/self/fd does. */
    public void descriptors(String path, FdTable files) {
        put(path, new Node.Descriptors(files));
    }

    /** Removes a name with everything below it; open files live on. */
    public void remove(String path) {
        Place place = place(path);
        place.parent.children().remove(place.name);
    }

    /** Whether the path leads somewhere, permissions aside. */
    public boolean exists(String path) {
        return walk(path, true, true).node != null;
    }

    /** open(2) without the descriptor. */
    public Opened open(String path, int flags) {
        boolean exclusive = (flags & (Abi.O_CREAT | Abi.O_EXCL)) == (Abi.O_CREAT | Abi.O_EXCL);
        boolean pathOnly = (flags & Abi.O_PATH) != 0;
        boolean follow = (flags & Abi.O_NOFOLLOW) == 0 && !exclusive;
        Walk walk = walk(path, follow, task.root());
        Node node = walk.node;
        if (node == null) {
            boolean creates = walk.error == ENOENT && (flags & Abi.O_CREAT) != 0 && !pathOnly;
            return Opened.refused(creates ? EACCES : walk.error);
        }
        if (exclusive && !pathOnly) {
            return Opened.refused(EEXIST);
        }
        if (node instanceof Node.Link link && !pathOnly) {
            OpenFile behind = link.file();
            return follow && behind != null
                    ? behind.reopen((flags & STATUS_FLAGS) | Abi.O_LARGEFILE)
                    : Opened.refused(ELOOP);
        }
        if ((flags & Abi.O_DIRECTORY) != 0 && !(node instanceof Node.Directory)) {
            return Opened.refused(ENOTDIR);
        }
        if (pathOnly) {
            OpenFile named = node instanceof Node.Link link && follow ? link.file() : null;
            return Opened.file(new PathFile(named == null ? path : named.name(), named));
        }
        return open(node, path, flags);
    }

    private Opened open(Node node, String path, int flags) {
        int mode = flags & Abi.O_ACCMODE;
        boolean writes = mode != Abi.O_RDONLY;
        if (node instanceof Node.Directory && (writes || (flags & Abi.O_CREAT) != 0)) {
            return Opened.refused(EISDIR);
        }
        int wanted = (mode != Abi.O_WRONLY ? READ : 0) | (writes ? WRITE : 0);
        if (!task.root() && (node.mode() & wanted) != wanted) {
            return Opened.refused(EACCES);
        }
        int shown = (flags & STATUS_FLAGS) | Abi.O_LARGEFILE;
        if (node instanceof Node.Directory directory) {
            OpenFile file = new DirectoryFile(shown, memory, directory);
            file.attach(path, again -> open(node, path, again));
            return Opened.file(file);
        }
        Opened opened = ((Node.Leaf) node).opener().open(shown | (flags & Abi.O_EXCL)); // a driver may look at it
        OpenFile file = opened.file();
        if (file != null) {
            file.setFlags(shown);
            file.attach(path, again -> open(node, path, again));
        }
        return opened;
    }

    /** The target of a link, or null with the errno in {@code error}: EINVAL for what is no link. */
    public LinkTarget readlink(String path) {
        Walk walk = walk(path, false, task.root());
        if (walk.node == null) {
            return new LinkTarget(null, walk.error);
        }
        return walk.node instanceof Node.Link link
                ? new LinkTarget(link.target().get(), Errno.OK)
                : new LinkTarget(null, EINVAL);
    }

    /** @param text null if reading the link failed */
    public record LinkTarget(@Nullable String text, Errno error) {}

    private record Walk(@Nullable Node node, Errno error) {}

    private Walk walk(String path, boolean followLast, boolean privileged) {
        if (path.isEmpty()) {
            return new Walk(null, ENOENT);
        }
        Deque<String> names = new ArrayDeque<>(split(path));
        Deque<Node> trail = new ArrayDeque<>();
        Node here = root;
        int links = 0;
        while (!names.isEmpty()) {
            if (!(here instanceof Node.Directory directory)) {
                return new Walk(null, ENOTDIR);
            }
            if (!privileged && (directory.mode() & SEARCH) == 0) {
                return new Walk(null, EACCES);
            }
            String name = names.removeFirst();
            if (name.equals("..")) {
                here = trail.isEmpty() ? root : trail.pop();
                continue;
            }
            Node next = directory.child(name);
            if (next == null) {
                return new Walk(null, ENOENT);
            }
            if (next instanceof Node.Link link && link.file() == null && (followLast || !names.isEmpty())) {
                if (++links > MAX_LINKS) {
                    return new Walk(null, ELOOP);
                }
                String target = link.target().get();
                List<String> inserted = split(target);
                for (int i = inserted.size() - 1; i >= 0; i--) {
                    names.addFirst(inserted.get(i));
                }
                if (target.startsWith("/")) {
                    trail.clear();
                    here = root;
                }
                continue;
            }
            trail.push(here);
            here = next;
        }
        return new Walk(here, Errno.OK);
    }

    private void put(String path, Node node) {
        Place place = place(path);
        place.parent.children().put(place.name, node);
    }

    /** A name and the directory that it is in, or is to be in. */
    private record Place(Node.Plain parent, String name) {}

    private Place place(String path) {
        List<String> names = split(path);
        Node.Plain here = root;
        for (String name : names.subList(0, names.size() - 1)) {
            here = (Node.Plain) here.children().computeIfAbsent(name, made -> new Node.Plain(0755));
        }
        return new Place(here, names.getLast());
    }

    private static List<String> split(String path) {
        List<String> names = new ArrayList<>();
        int start = 0;
        while (start < path.length()) {
            int slash = path.indexOf('/', start);
            int end = slash < 0 ? path.length() : slash;
            String name = path.substring(start, end);
            if (!name.isEmpty() && !name.equals(".")) {
                names.add(name);
            }
            start = end + 1;
        }
        return names;
    }
}
