// SPDX-License-Identifier: MIT
/**
 * The DRM core: how an ioctl reaches its handler, device nodes, GEM handles, the core's own ioctls.
 *
 * <p>It knows no driver; a driver registers its ioctls and extends the device and the file.
 */
@NullMarked
package xe.sim.drm;

import org.jspecify.annotations.NullMarked;
