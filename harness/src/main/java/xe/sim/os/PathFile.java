// SPDX-License-Identifier: MIT
package xe.sim.os;

import static xe.kernel.Errno.ELOOP;

import xe.kernel.Abi;

/**
 * What O_PATH opens: a name that can be held and passed on, but neither read nor controlled.
 */
final class PathFile extends OpenFile {
    PathFile(String name) {
        super(Abi.O_PATH);
        attach(name, flags -> Opened.refused(ELOOP));
    }
}
