// SPDX-License-Identifier: MIT
package xe.sim.driver.query;

import xe.sim.os.Defect;

/** Bugs in what DEVICE_QUERY tells about OA units and EU stall sampling. */
public enum ObservationQueryDefect implements Defect {
    QRY_100_ENGINES_NOT_COUNTED("the size leaves out the engines of the units"),
    QRY_101_IDS_PER_GT("the units of each GT are counted from 0"),
    QRY_102_NO_GT_ID_CAPABILITY("the capabilities lack the bit of gt_id"),
    QRY_103_EVERY_UNIT_IS_OAG("every unit is told to be an OAG"),
    QRY_104_ENGINES_OF_GT_0("engines are told to be on GT 0"),
    QRY_105_NO_FREQUENCY("the timestamp frequency is 0"),
    QRY_120_SIZE_ON_EVERY_DEVICE("a device without EU stall sampling tells the size"),
    QRY_121_RATES_NOT_COUNTED("the size leaves out the sampling rates"),
    QRY_122_RATES_DESCEND("the sampling rates come highest first"),
    QRY_122_RESERVED_NOT_CLEARED("a reserved word is not zero");

    private final String wrong;

    ObservationQueryDefect(String wrong) {
        this.wrong = wrong;
    }

    @Override
    public String wrong() {
        return wrong;
    }
}
