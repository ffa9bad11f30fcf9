package org.jiayi.app.kernel.id;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PublicIdTests {

    private static final UUID UUID_7 = UUID.fromString("0192f0c1-0000-7000-8000-000000000001");

    @ParameterizedTest
    @EnumSource
    void reads_what_it_wrote(PublicId.Kind kind) {
        var id = PublicId.of(kind, "439901", UUID_7);
        assertThat(PublicId.parse(kind, id.toString()).<PublicId>fold(PublicIdTests::unexpected, found -> found))
                .isEqualTo(id);
        assertThat(id.uuid()).isEqualTo(UUID_7);
    }

    @Test
    void says_kind_and_area_in_front() {
        assertThat(PublicId.of(PublicId.Kind.CONTRACT, "439901", UUID_7))
                .hasToString("ctr_439901_0192f0c1-0000-7000-8000-000000000001");
        assertThat(PublicId.of(PublicId.Kind.INSTITUTION, "439901", "H43990100001"))
                .hasToString("ins_439901_H43990100001");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # asked for | written
            CONTRACT    | ''
            CONTRACT    | ctr
            CONTRACT    | ctr_439901_
            CONTRACT    | ctr_439901_H43990100001
            CONTRACT    | res_439901_0192f0c1-0000-7000-8000-000000000001
            CONTRACT    | CTR_439901_0192f0c1-0000-7000-8000-000000000001
            CONTRACT    | ctr_439901_0192F0C1-0000-7000-8000-000000000001
            CONTRACT    | ctr_43990_0192f0c1-0000-7000-8000-000000000001
            CONTRACT    | ctr_４３９９０１_0192f0c1-0000-7000-8000-000000000001
            CONTRACT    | ctr_439901_0192f0c1-0000-7000-8000-00000000000
            CONTRACT    | ctr_439901_0192f0c1-0000-7000-8000-0000000000011
            CONTRACT    | ctr_439901_1-1-1-1-1
            CONTRACT    | 'ctr_439901_0192f0c1-0000-7000-8000-000000000001 '
            TEAM        | tem_439901_../../etc
            TEAM        | tem_439901_一队
            TEAM        | tem_439901_x' OR 1=1
            """)
    void what_is_no_id_is_an_unknown_one(PublicId.Kind kind, String written) {
        RefusalCode code = PublicId.parse(kind, written).fold(refusal -> refusal.code(), PublicIdTests::taken);
        assertThat(code).isEqualTo(RefusalCode.NOT_FOUND);
    }

    private static RefusalCode taken(PublicId id) {
        throw new AssertionError("taken: " + id);
    }

    private static PublicId unexpected(Object refusal) {
        throw new AssertionError(refusal.toString());
    }
}
