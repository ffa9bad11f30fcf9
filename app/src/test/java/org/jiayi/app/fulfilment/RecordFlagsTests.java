package org.jiayi.app.fulfilment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is doubtful about a record. */
class RecordFlagsTests {

    private static final RecordFlags FLAGS = new RecordFlags(new ServiceCatalogue("目录", Map.of(), 3, 10));
    private static final UUID NEIGHBOUR = new UUID(0, 2);

    private static Set<RecordFlag> flags(ServiceRecord record, boolean tooSoon, List<ServiceRecord> near) {
        return FLAGS.of(record, LocalDate.MAX, tooSoon, near, Set.of(Services.RESIDENT));
    }

    @Test
    void nothing_is_doubtful_about_a_plain_record() {
        var record = Services.record(1, "2026-03-02T09:00");
        assertThat(flags(record, false, List.of(record))).isEmpty();
    }

    @Test
    void nobody_is_served_when_the_contract_has_ended() {
        var record = Services.record(1, "2026-03-02T09:00");
        var ended = LocalDate.of(2026, 3, 1);
        assertThat(FLAGS.of(record, ended, false, List.of(), Set.of(Services.RESIDENT)))
                .containsExactly(RecordFlag.IMPOSSIBLE_TIME);
        assertThat(FLAGS.of(record, ended.plusDays(1), false, List.of(), Set.of(Services.RESIDENT)))
                .isEmpty();
    }

    @Test
    void too_soon() {
        assertThat(flags(Services.record(1, "2026-03-02T09:00"), true, List.of()))
                .containsExactly(RecordFlag.TOO_SOON);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-02T09:29, 1, true",
        "2026-03-02T09:30, 1, false",
        "2026-03-02T08:45, 30, true",
        "2026-03-02T08:30, 30, false"
    })
    void with_another_resident_at_the_same_time(String start, int minutes, boolean overlaps) {
        var record = Services.record(1, "2026-03-02T09:00");
        var other = Services.record(2, start, minutes, NEIGHBOUR, ServiceMode.CLINIC, "门诊");
        assertThat(flags(record, false, List.of(other)).contains(RecordFlag.OVERLAPPING_PRACTITIONER))
                .isEqualTo(overlaps);
    }

    @Test
    void two_services_for_one_resident_at_one_time_are_not_doubtful() {
        assertThat(flags(
                        Services.record(1, "2026-03-02T09:00"), false, List.of(Services.record(2, "2026-03-02T09:10"))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-02T09:29, CLINIC, 村卫生室, true",
        "2026-03-02T09:30, CLINIC, 村卫生室, false",
        "2026-03-02T09:10, CLINIC, 门诊, false",
        "2026-03-02T09:10, PHONE, 电话, false"
    })
    void one_resident_at_two_places_at_the_same_time(String start, ServiceMode mode, String place, boolean impossible) {
        var record = Services.record(1, "2026-03-02T09:00");
        var other = Services.by("D2", Services.record(2, start, 30, Services.RESIDENT, mode, place));
        assertThat(flags(record, false, List.of(other)).contains(RecordFlag.IMPOSSIBLE_TIME))
                .isEqualTo(impossible);
    }

    @Test
    void who_is_registered_twice_is_one_person() {
        var record = Services.record(1, "2026-03-02T09:00");
        var same = Services.record(2, "2026-03-02T09:10", 30, NEIGHBOUR, ServiceMode.CLINIC, "门诊");
        var elsewhere =
                Services.by("D2", Services.record(3, "2026-03-02T09:10", 30, NEIGHBOUR, ServiceMode.CLINIC, "村卫生室"));
        var person = Set.of(Services.RESIDENT, NEIGHBOUR);
        assertThat(FLAGS.of(record, LocalDate.MAX, false, List.of(same), person))
                .isEmpty();
        assertThat(FLAGS.of(record, LocalDate.MAX, false, List.of(same, elsewhere), person))
                .containsExactly(RecordFlag.IMPOSSIBLE_TIME);
    }

    @ParameterizedTest
    @CsvSource({"3, 59, false", "4, 19, true", "4, 20, false"})
    void too_many_within_an_hour(int count, int minutesApart, boolean clustered) {
        List<ServiceRecord> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int minute = i * minutesApart;
            all.add(Services.record(
                    i + 1,
                    "2026-03-02T%02d:%02d".formatted(9 + minute / 60, minute % 60),
                    1,
                    new UUID(1, i),
                    ServiceMode.CLINIC,
                    "门诊"));
        }
        assertThat(all)
                .allSatisfy(record -> assertThat(flags(record, false, all).contains(RecordFlag.CLUSTERED))
                        .isEqualTo(clustered));
    }

    @ParameterizedTest
    @CsvSource({"01:59, false", "02:00, true", "04:59, true", "05:00, false"})
    void at_night(String start, boolean impossible) {
        assertThat(flags(Services.record(1, "2026-03-02T" + start), false, List.of())
                        .contains(RecordFlag.IMPOSSIBLE_TIME))
                .isEqualTo(impossible);
    }

    @ParameterizedTest
    @CsvSource({
        "HOME, 一组, 09:39, true",
        "HOME, 一组, 09:40, false",
        "HOME, 二组, 09:31, false",
        "CLINIC, 门诊, 09:39, true",
        "PHONE, 电话, 09:31, false",
        "HOME, 一组, 08:21, true",
        "HOME, 一组, 08:20, false"
    })
    void no_time_to_get_there(ServiceMode mode, String place, String start, boolean impossible) {
        var visit = Services.record(1, "2026-03-02T09:00", 30, Services.RESIDENT, ServiceMode.HOME, "二组");
        var other = Services.record(2, "2026-03-02T" + start, 30, NEIGHBOUR, mode, place);
        assertThat(flags(visit, false, List.of(other)).contains(RecordFlag.IMPOSSIBLE_TIME))
                .isEqualTo(impossible);
    }

    @Test
    void what_is_void_is_not_doubted() {
        assertThat(flags(Services.voided(Services.record(1, "2026-03-02T03:00")), true, List.of()))
                .isEmpty();
    }
}
