// SPDX-License-Identifier: MIT
package xe.headers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The reader on headers of a few lines. */
class HeadersTest {
    private static final String SMALL = """
            /* A comment. */
            #ifndef _UAPI_XE_DRM_H_
            #define _UAPI_XE_DRM_H_
            #include "drm.h"
            #if defined(__cplusplus)
            extern "C" {
            #endif
            #define DRM_XE_THING 0x01
            #define DRM_IOCTL_XE_THING DRM_IOWR(DRM_COMMAND_BASE + DRM_XE_THING, struct drm_xe_thing)
            #define DRM_XE_THING_NAMES {   \\
                [0] = "none", [2] = "some", \\
            }
            enum drm_xe_kind { DRM_XE_KIND_A, DRM_XE_KIND_B = 4, DRM_XE_KIND_C };
            struct drm_xe_part { __u8 a; __s16 b; };
            struct drm_xe_thing {
            	__u8 first;
            #define DRM_XE_THING_FLAG_BIG (1 << 3)
            	/** @flags: flags */
            	__u32 flags;
            	union {
            		__u64 value;
            		struct {
            			__u32 val;
            			/** @pad: MBZ */
            			__u32 filler;
            		} inner;
            	};
            	struct drm_xe_part parts[2]; // two
            	char uuid[DRM_XE_KIND_B];
            	/** @reserved: Reserved */
            	__u64 reserved[2];
            	__u16 rest[];
            };
            #if defined(__cplusplus)
            }
            #endif
            #endif
            """;

    private static Headers read(String text) {
        return Headers.read(Map.of("xe_drm.h", text));
    }

    @Test
    void structsAreLaidOutAsACompilerDoes() {
        HeaderStruct thing = read(SMALL).structs().get("drm_xe_thing");

        assertThat(thing.size()).isEqualTo(48);
        assertThat(thing.alignment()).isEqualTo(8);
        assertThat(thing.fields())
                .extracting(field ->
                        "%s %d %dx%d".formatted(field.path(), field.offset(), field.count(), field.elementSize()))
                .containsExactly(
                        "first 0 1x1",
                        "flags 4 1x4",
                        "value 8 1x8",
                        "inner.val 8 1x4",
                        "inner.filler 12 1x4",
                        "parts 16 2x4",
                        "uuid 24 4x1",
                        "reserved 32 2x8",
                        "rest 48 0x2");
    }

    @Test
    void namesAndCommentsTellWhatMustBeZero() {
        assertThat(read(SMALL).structs().get("drm_xe_thing").fields())
                .filteredOn(HeaderField::mustBeZero)
                .extracting(HeaderField::path)
                .containsExactly("inner.filler", "reserved");
    }

    @Test
    void constantsIoctlsAndTablesHaveTheirValues() {
        Headers headers = read(SMALL);

        assertThat(headers.constants())
                .hasSize(5)
                .hasEntrySatisfying(
                        "DRM_XE_KIND_C",
                        constant -> assertThat(constant.value()).isEqualTo(5));
        assertThat(headers.constants().get("DRM_XE_THING_FLAG_BIG"))
                .isEqualTo(new HeaderConstant("DRM_XE_THING_FLAG_BIG", 8, new Where("xe_drm.h", 17)));
        assertThat(headers.ioctls().get("DRM_IOCTL_XE_THING"))
                .isEqualTo(new HeaderIoctl("DRM_IOCTL_XE_THING", 0xc0306441, "drm_xe_thing", new Where("xe_drm.h", 9)));
        assertThat(headers.nameTables().get("DRM_XE_THING_NAMES").names()).isEqualTo(Map.of(0, "none", 2, "some"));
    }

    /** Each row plants one construct in the struct of the header, in line 19. */
    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            found ':', and the reader knows only ';' after a member of struct drm_xe_thing here | __u32 flags : 4;
            found ',', and the reader knows only ';' after a member of struct drm_xe_thing here | __u32 a, b;
            found '*', and the reader knows only the name of a member here | __u32 *pointer;
            the reader knows no type 'int' | int number;
            the reader knows no type '__u128' | __u128 wide;
            struct drm_xe_other is declared in none of the files | struct drm_xe_other other;
            'DRM_XE_MANY' is not declared before, and the reader doesn't know it | __u32 many[DRM_XE_MANY];
            found '/', and the reader knows only ']' after the length of an array here | __u32 many[2 / 1];
            '08' is no integer | __u8 a[08];
            the reader knows no condition '#if DRM_XE_MORE' | #if DRM_XE_MORE
            the reader knows no directive '#else' | #else
            the reader knows no directive '#undef DRM_XE_THING' | #undef DRM_XE_THING
            the reader knows no macro with parameters: DRM_XE_F | #define DRM_XE_F(x) (x)
            DRM_XE_THING is defined a second time, other than in xe_drm.h:8 | #define DRM_XE_THING 2
            DRM_XE_A is defined by itself | #define DRM_XE_A DRM_XE_A
            found '"text"', and the reader knows only a constant here | #define DRM_XE_A "text"
            found '2', and the reader knows only an operator here | #define DRM_XE_A 1 2
            no token of C begins with '@' | __u32 a @packed;
            """)
    void anUnknownConstructIsNamedWithItsLine(String problem, String planted) {
        String text = SMALL.replace("\t__u32 flags;\n", planted.strip() + "\n");

        assertThatThrownBy(() -> read(text))
                .isInstanceOf(HeaderException.class)
                .hasMessage("xe_drm.h line 19: " + problem);
    }

    @ParameterizedTest(name = "cut after {0}")
    @ValueSource(
            strings = {
                "/* A com",
                "#define _UAPI_XE_DRM_H_",
                "[0] = \"no",
                "DRM_XE_KIND_A,",
                "__u64 value;",
                "inner;",
                "reserved[2];",
                "rest[];",
                "};\n#if defined(__cplusplus)\n}\n#endif\n"
            })
    void aHeaderThatIsCutShortIsRefused(String last) {
        String text = SMALL.substring(0, SMALL.indexOf(last) + last.length());

        assertThatThrownBy(() -> read(text))
                .isInstanceOf(HeaderException.class)
                .hasMessageStartingWith("xe_drm.h line ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            xe_drm.h: no header: it has no include guard (#ifndef, #define) | ``
            xe_drm.h line 1: no header: 'hello' stands before an include guard (#ifndef, #define) | hello
            xe_drm.h: no header of the xe driver: it declares nothing called drm_xe_ or DRM_XE_ | #ifndef A;#define A;#define B 1;#endif
            xe_drm.h: no xe_drm.h: there is no ioctl DRM_IOCTL_XE_... | #ifndef A;#define A;#define DRM_XE_B 1;#endif
            xe_drm.h line 4: 'struct a { }' stands after the end of the include guard | #ifndef A;#define A;#endif;struct a { };
            xe_drm.h line 4: #endif without a condition | #ifndef A;#define A;#endif;#endif
            """)
    void whatIsNoXeHeaderIsRefused(String problem, String lines) {
        assertThatThrownBy(() -> read(lines.replace(';', '\n'))).hasMessage(problem);
    }
}
