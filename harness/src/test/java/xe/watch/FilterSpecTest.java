// SPDX-License-Identifier: MIT
package xe.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import xe.uapi.StructView;
import xe.uapi.WatchNotificationFilter;
import xe.uapi.WatchNotificationTypeFilter;

class FilterSpecTest {
    @Test
    void bytesAreThoseOfTheStructs() {
        byte[] bytes = FilterSpec.empty()
                .entry(1, entry -> entry.subtype(33))
                .entry(2, entry -> entry.subtype(0).watchId(7))
                .bytes();
        MemorySegment memory = MemorySegment.ofArray(bytes);
        StructView head = new StructView(WatchNotificationFilter.STRUCT, memory);
        StructView second = new StructView(
                WatchNotificationTypeFilter.STRUCT,
                memory.asSlice(
                        8 + WatchNotificationTypeFilter.STRUCT.size(), WatchNotificationTypeFilter.STRUCT.size()));

        assertThat(bytes).hasSize(8 + 2 * 44);
        assertThat(head.get("nr_filters")).isEqualTo(2);
        assertThat(second)
                .hasToString(
                        "watch_notification_type_filter{type=2, info_filter=1792, info_mask=0xff00, subtype_filter[0]=1}");
    }
}
