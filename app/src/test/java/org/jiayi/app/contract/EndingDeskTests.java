package org.jiayi.app.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.imports.CsvLine;
import org.jiayi.app.imports.Tallies;
import org.jiayi.app.imports.Tally;
import org.jiayi.app.kernel.period.Term;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which contract an event ends, and when that is known: DOMAIN §3. */
class EndingDeskTests {

    private static final UUID THIS_FILE = new UUID(0, 1);
    private static final UUID EARLIER_FILE = new UUID(0, 2);

    /** Li: 2026, then 2027. Wang: 2026, ended by death after 15 May, which an earlier file recorded on 20 May. */
    private static EndingDesk desk() {
        return new EndingDesk(
                THIS_FILE,
                List.of(
                        held("Li 2026", 1, "Li", "2026-01-01", "2026-12-31", "2025-12-10", ""),
                        held("Li 2027", 1, "Li", "2027-01-01", "2027-12-31", "2026-12-10", ""),
                        held("Wang 2026", 1, "Wang", "2026-01-01", "2026-12-31", "2025-12-10", "2026-05-20"),
                        held("Wang 2026", 2, "Wang", "2026-01-01", "2026-05-15", "2026-05-20", "")),
                List.of(new ContractEventStore.PastEvent(
                        id("Wang 2026"), "death", LocalDate.parse("2026-05-15"), Optional.of(EARLIER_FILE))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # resident | event      | last day   | recorded on | answer
            Li         | DEATH      | 2026-05-15 | 2026-05-20  | Li 2026 version 1 ends
            Li         | MOVED_AWAY | 2026-01-01 | 2026-05-20  | Li 2026 version 1 ends
            Li         | OWN_WISH   | 2026-12-31 | 2026-05-20  | Li 2026 version 1 ends
            Li         | OWN_WISH   | 2027-01-01 | 2027-02-01  | Li 2027 version 1 ends
            Li         | DEATH      | 2025-12-31 | 2026-05-20  | refused no_contract_on_day
            Li         | DEATH      | 2028-01-01 | 2028-02-01  | refused no_contract_on_day
            Zhang      | DEATH      | 2026-05-15 | 2026-05-20  | refused no_contract_on_day
            Li         | DEATH      | 2026-05-15 | 2025-12-11  | Li 2026 version 1 ends
            Li         | DEATH      | 2026-05-15 | 2025-12-10  | refused recorded_too_early
            Li         | DEATH      | 2026-05-15 | 2025-12-09  | refused recorded_too_early
            Wang       | DEATH      | 2026-05-15 | 2026-06-30  | unchanged
            Wang       | MOVED_AWAY | 2026-05-15 | 2026-06-30  | Wang 2026 version 2 ends
            Wang       | DEATH      | 2026-04-30 | 2026-06-30  | Wang 2026 version 2 ends
            Wang       | DEATH      | 2026-04-30 | 2026-05-20  | refused recorded_too_early
            Wang       | DEATH      | 2026-05-16 | 2026-06-30  | refused no_contract_on_day
            """)
    void an_event_ends_the_contract_in_force_on_its_last_day(
            String resident, EndReason event, String lastDay, String recordedOn, String answer) {
        assertThat(answer(desk(), resident + "|" + event + "|" + lastDay + "|" + recordedOn))
                .isEqualTo(answer);
    }

    @Test
    void each_event_sees_the_ones_before_it() {
        var desk = desk();
        assertThat(List.of(
                        answer(desk, "Li | MOVED_AWAY | 2026-05-15 | 2026-05-20"),
                        answer(desk, "Li | MOVED_AWAY | 2026-05-15 | 2026-05-20"),
                        answer(desk, "Li | MOVED_AWAY | 2026-05-15 | 2026-06-30"),
                        answer(desk, "Li | OWN_WISH   | 2026-08-31 | 2026-06-30"),
                        answer(desk, "Li | DEATH      | 2026-04-30 | 2026-05-20"),
                        answer(desk, "Li | DEATH      | 2026-04-30 | 2026-06-30"),
                        answer(desk, "Li | DEATH      | 2027-04-30 | 2027-05-20")))
                .containsExactly(
                        "Li 2026 version 1 ends",
                        "refused duplicate_row",
                        "refused duplicate_row",
                        "refused no_contract_on_day",
                        "refused recorded_too_early",
                        "Li 2026 version 2 ends",
                        "Li 2027 version 1 ends");
    }

    /** A death in April that is heard of in July: April is when the contract ended, July is when it is known. */
    @Test
    void late_news_is_known_from_the_beginning_of_the_day_it_was_recorded_on() {
        var ending = desk().decide(event("Li | DEATH | 2026-04-20 | 2026-07-03"), new Tally());
        assertThat(ending)
                .contains(new Ending(
                        held("Li 2026", 1, "Li", "2026-01-01", "2026-12-31", "2025-12-10", ""),
                        EndReason.DEATH,
                        LocalDate.parse("2026-04-20"),
                        LocalDate.parse("2026-07-03"),
                        Instant.parse("2026-07-02T16:00:00Z")));
    }

    /** The contract and version that end, or what the row was counted as. */
    private static String answer(EndingDesk desk, String event) {
        var tally = new Tally();
        var ending = desk.decide(event(event), tally);
        var counted = Tallies.told(tally);
        assertThat(counted.equals("accepted")).as(event).isEqualTo(ending.isPresent());
        return ending.map(found -> contract(found.contract().contractId()) + " version "
                        + found.contract().version() + " ends")
                .orElse(counted);
    }

    private static String contract(UUID contractId) {
        return List.of("Li 2026", "Li 2027", "Wang 2026").stream()
                .filter(name -> id(name).equals(contractId))
                .findFirst()
                .orElseThrow();
    }

    private static EventImport.Candidate event(String row) {
        var fields = Arrays.stream(row.split("\\|")).map(String::strip).toList();
        return new EventImport.Candidate(
                new CsvLine(2, fields),
                id(fields.get(0)),
                EndReason.valueOf(fields.get(1)),
                LocalDate.parse(fields.get(2)),
                LocalDate.parse(fields.get(3)));
    }

    private static HeldContract held(
            String contract,
            int version,
            String resident,
            String firstDay,
            String lastDay,
            String knownFrom,
            String knownUntil) {
        return new HeldContract(
                id(contract),
                version,
                id(resident),
                "T1",
                "H1",
                ServicePackage.BASIC,
                LocalDate.parse("2025-12-10"),
                Term.ofDays(LocalDate.parse(firstDay), LocalDate.parse(lastDay)),
                KnowledgeTime.from(LocalDate.parse(knownFrom)),
                knownUntil.isEmpty() ? Instant.MAX : KnowledgeTime.from(LocalDate.parse(knownUntil)));
    }

    private static UUID id(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }
}
