// SPDX-License-Identifier: MIT
package xe.uapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;

class CStructTest {
    private static final CStruct INNER =
            CStruct.struct("inner").u16("a").u32("b").mustBeZero().build();
    private static final CStruct OUTER = CStruct.struct("outer")
            .u8("first")
            .struct("list", INNER, 2)
            .u64("big")
            .s32("code")
            .u32("reserved", 3)
            .mustBeZero()
            .build();

    @Test
    void fieldsTakeTheirNaturalAlignment() {
        assertThat(INNER.size()).isEqualTo(2 + 2 + 4);
        assertThat(OUTER.field("list").offset()).isEqualTo(1 + 3);
        assertThat(OUTER.field("big").offset()).isEqualTo(4 + 16 + 4);
        assertThat(OUTER.size()).isEqualTo(24 + 8 + 4 + 12);
    }

    @Test
    void everySlotThatMustBeZeroIsListed() {
        assertThat(OUTER.slots(CField.Zero.REQUIRED))
                .containsExactly("list[0].b", "list[1].b", "reserved[0]", "reserved[1]", "reserved[2]");
    }

    @Test
    void valuesGoWhereTheirPathSays() {
        try (Arena arena = Arena.ofConfined()) {
            StructView view = new StructView(OUTER, arena.allocate(OUTER.size()));
            view.set("list[1].b", 0xffff_ffffL).set("code", -28).set("reserved[2]", 7);

            assertThat(view.get("list[1].b")).isEqualTo(0xffff_ffffL);
            assertThat(view.get("code")).isEqualTo(-28);
            assertThat(view).hasToString("outer{list[1].b=0xffffffff, code=-28, reserved[2]=7}");
            assertThatThrownBy(() -> view.get("reserved[3]")).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
