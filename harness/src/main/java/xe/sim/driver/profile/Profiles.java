// SPDX-License-Identifier: MIT
package xe.sim.driver.profile;

import java.util.List;

/** The device profiles. Engine counts are those of a common part of each platform. */
final class Profiles {
    private static final long PAGE = 4096;
    private static final long BIG_PAGE = 65536;
    private static final long GIB = 1L << 30;

    private static final Profile TGL = new Profile(
            "TGL",
            "TIGERLAKE",
            0x9a49,
            1200,
            48,
            false,
            false,
            false,
            false,
            PAGE,
            List.of(),
            List.of(graphics(1200, 1, 1, 2, 1, 0)),
            PatTable.XE_LP);

    private static final Profile DG2 = new Profile(
            "DG2",
            "DG2",
            0x56a0,
            1255,
            48,
            false,
            false,
            true,
            true,
            BIG_PAGE,
            List.of(16 * GIB),
            List.of(graphics(1255, 1, 1, 2, 2, 4)),
            PatTable.XE_LP);

    /** Two tiles; the highest copy engine of each is kept for paging. */
    private static final Profile PVC = new Profile(
            "PVC",
            "PVC",
            0x0bd5,
            1260,
            57,
            true,
            false,
            false,
            false,
            BIG_PAGE,
            List.of(64 * GIB, 64 * GIB),
            List.of(graphics(1260, 0, 8, 0, 0, 4), new Gt(1, 1, false, 1260, List.of(0, 8, 0, 0, 4))),
            PatTable.XE_HPC);

    private static final Profile MTL = new Profile(
            "MTL",
            "METEORLAKE",
            0x7d55,
            1270,
            48,
            false,
            false,
            false,
            false,
            PAGE,
            List.of(),
            List.of(graphics(1270, 1, 1, 0, 0, 1), media(1300, 2, 1)),
            PatTable.XE_LPG);

    private static final Profile LNL = new Profile(
            "LNL",
            "LUNARLAKE",
            0x64a0,
            2004,
            48,
            true,
            true,
            false,
            true,
            PAGE,
            List.of(),
            List.of(graphics(2004, 1, 1, 0, 0, 1), media(2000, 1, 1)),
            PatTable.XE2);

    private static final Profile BMG = new Profile(
            "BMG",
            "BATTLEMAGE",
            0xe20b,
            2001,
            48,
            true,
            true,
            false,
            true,
            PAGE,
            List.of(12 * GIB),
            List.of(graphics(2001, 1, 1, 0, 0, 1), media(1301, 2, 2)),
            PatTable.XE2_HPG);

    private static final Profile PTL = new Profile(
            "PTL",
            "PANTHERLAKE",
            0xb080,
            3000,
            48,
            true,
            true,
            false,
            true,
            PAGE,
            List.of(),
            List.of(graphics(3000, 1, 1, 0, 0, 1), media(3000, 2, 2)),
            PatTable.XE3);

    private static final Profile NVL_P = new Profile(
            "NVL-P",
            "NOVALAKE_P",
            0xd750,
            3510,
            48,
            true,
            false,
            false,
            true,
            PAGE,
            List.of(),
            List.of(graphics(3510, 1, 1, 0, 0, 1), media(3500, 1, 1)),
            PatTable.XE3P_LPG);

    /** For computing alone; the highest copy engine is kept for paging. */
    private static final Profile CRI = new Profile(
            "CRI",
            "CRESCENTISLAND",
            0x674c,
            3511,
            57,
            true,
            false,
            false,
            false,
            PAGE,
            List.of(64 * GIB),
            List.of(graphics(3511, 0, 7, 0, 0, 4)),
            PatTable.XE3P_XPC);

    static final List<Profile> ALL = List.of(TGL, DG2, PVC, MTL, LNL, BMG, PTL, NVL_P, CRI);

    private Profiles() {}

    private static Gt graphics(int version, int render, int copy, int decode, int enhance, int compute) {
        return new Gt(0, 0, false, version, List.of(render, copy, decode, enhance, compute));
    }

    private static Gt media(int version, int decode, int enhance) {
        return new Gt(1, 0, true, version, List.of(0, 0, decode, enhance, 0));
    }
}
