package org.jiayi.app.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jiayi.app.imports.CsvLine;
import org.jiayi.app.imports.Tallies;
import org.jiayi.app.imports.Tally;
import org.jiayi.app.kernel.period.KnowledgeTime;
import org.jiayi.app.kernel.period.Term;
import org.jiayi.app.resident.RevokedDeath;
import org.jiayi.app.resident.Standing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which contracts an event ends, and when that is known: DOMAIN §3. */
class EndingDeskTests {

    private static final UUID THIS_FILE = new UUID(0, 1);
    private static final UUID EARLIER_FILE = new UUID(0, 2);

    private static final RevokedDeath REVOKED =
            new RevokedDeath(Set.of(LocalDate.parse("2026-05-15")), Instant.parse("2026-06-10T01:00:00Z"));

    /**
     * Li: 2026, then 2027, which was signed on 10 December 2026. Wang: 2026, ended by death after 15 May, which an earlier file
     * recorded on 20 May. Zhou: half of
     * 2026, from which the other half goes on with another team. Zhao: waits for a payment. Zhang, born on 1 May 2026, has none. Sun's death is known. Lin was said to
     * have died on 15 May, and on 10 June turned out to live; so was Qian, who died on 20 June.
     */
    private static EndingDesk desk() {
        return new EndingDesk(
                THIS_FILE,
                List.of(
                        held("Li 2026", 1, "Li", "2026-01-01", "2026-12-31", "2025-12-10", ""),
                        held("Li 2027", 1, "Li", "2027-01-01", "2027-12-31", "2026-12-10", ""),
                        held("Wang 2026", 1, "Wang", "2026-01-01", "2026-12-31", "2025-12-10", "2026-05-20"),
                        held("Wang 2026", 2, "Wang", "2026-01-01", "2026-05-15", "2026-05-20", ""),
                        held("Zhou 2026", 1, "Zhou", "2026-01-01", "2026-06-30", "2025-12-10", ""),
                        held("Zhou later", 1, "Zhou", "2026-07-01", "2026-12-31", "2026-05-20", ""),
                        held("Zhao 2026", 1, "Zhao", "2026-05-11", "2027-05-10", "2026-05-01", "")),
                Map.of(
                        id("Zhang"),
                        standing("Zhang", ""),
                        id("Sun"),
                        standing("Sun", "2026-05-15"),
                        id("Lin"),
                        standing("Lin", ""),
                        id("Qian"),
                        standing("Qian", "2026-06-20")),
                Map.of(id("Lin"), REVOKED, id("Qian"), REVOKED),
                List.of(new ContractEventStore.PastEvent(
                        id("Wang 2026"), "death", LocalDate.parse("2026-05-15"), Optional.of(EARLIER_FILE))),
                Set.of(id("Zhou 2026")),
                Map.of(id("Wang"), LocalDate.parse("2026-05-16")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # resident | event      | last day   | recorded on | answer
            Li         | DEATH      | 2026-05-15 | 2026-05-20  | Li 2026 version 1 ends, Li 2027 version 1 is undone
            Li         | MOVED_AWAY | 2026-01-01 | 2026-05-20  | Li 2026 version 1 ends
            Li         | OWN_WISH   | 2026-12-31 | 2026-05-20  | Li 2026 version 1 ends
            Li         | OWN_WISH   | 2027-01-01 | 2027-02-01  | Li 2027 version 1 ends
            Li         | DEATH      | 2027-01-01 | 2027-02-01  | Li 2027 version 1 ends
            Li         | MOVED_AWAY | 2025-12-31 | 2026-05-20  | refused no_contract_on_day
            Li         | DEATH      | 2025-12-31 | 2026-05-20  | Li 2026 version 1 is undone, Li 2027 version 1 is undone
            Li         | DEATH      | 2028-01-01 | 2028-02-01  | accepted
            Li         | OWN_WISH   | 2028-01-01 | 2028-02-01  | refused no_contract_on_day
            Li         | DEATH      | 2026-05-15 | 2025-12-11  | Li 2026 version 1 ends, Li 2027 version 1 is undone
            Li         | DEATH      | 2026-05-15 | 2025-12-10  | Li 2026 version 1 ends, Li 2027 version 1 is undone
            Li         | DEATH      | 2026-05-15 | 2025-12-09  | Li 2026 version 1 ends, Li 2027 version 1 is undone
            Li         | MOVED_AWAY | 2026-05-15 | 2025-12-10  | refused recorded_too_early
            Li         | OWN_WISH   | 2026-05-15 | 2025-12-09  | refused recorded_too_early
            Wang       | DEATH      | 2026-05-15 | 2026-06-30  | unchanged
            Wang       | MOVED_AWAY | 2026-05-15 | 2026-06-30  | Wang 2026 version 2 ends
            Wang       | DEATH      | 2026-04-30 | 2026-06-30  | Wang 2026 version 2 ends
            Wang       | DEATH      | 2026-04-30 | 2026-05-20  | refused recorded_too_early
            Wang       | DEATH      | 2026-05-16 | 2026-06-30  | refused death_has_ended_contracts
            Wang       | OWN_WISH   | 2026-05-16 | 2026-06-30  | refused no_contract_on_day
            Zhou       | MOVED_AWAY | 2026-06-15 | 2026-06-16  | refused contract_goes_on
            Zhou       | MOVED_AWAY | 2026-07-15 | 2026-07-16  | Zhou later version 1 ends
            Zhou       | DEATH      | 2026-06-15 | 2026-06-16  | Zhou 2026 version 1 ends, Zhou later version 1 is undone
            Zhao       | DEATH      | 2026-05-05 | 2026-05-06  | Zhao 2026 version 1 is undone
            Zhao       | DEATH      | 2026-06-01 | 2026-06-02  | Zhao 2026 version 1 is undone
            Zhao       | MOVED_AWAY | 2026-06-01 | 2026-06-02  | refused illegal_transition
            Zhao       | MOVED_AWAY | 2026-05-05 | 2026-05-06  | refused no_contract_on_day
            Zhang      | DEATH      | 2026-05-01 | 2026-05-20  | accepted
            Zhang      | DEATH      | 2026-04-30 | 2026-05-20  | refused death_before_birth
            Zhang      | MOVED_AWAY | 2026-05-15 | 2026-05-20  | refused no_contract_on_day
            Sun        | DEATH      | 2026-05-15 | 2026-06-30  | unchanged
            Sun        | DEATH      | 2026-05-16 | 2026-06-30  | accepted
            Lin        | DEATH      | 2026-05-15 | 2026-05-20  | refused death_revoked
            Lin        | DEATH      | 2026-05-15 | 2026-06-30  | refused death_revoked
            Lin        | DEATH      | 2026-05-16 | 2026-05-20  | refused death_revoked
            Lin        | DEATH      | 2026-06-10 | 2026-06-10  | refused death_revoked
            Lin        | DEATH      | 2026-05-16 | 2026-06-11  | accepted
            Lin        | MOVED_AWAY | 2026-05-15 | 2026-05-20  | refused no_contract_on_day
            Qian       | DEATH      | 2026-06-20 | 2026-06-21  | unchanged
            Qian       | DEATH      | 2026-05-15 | 2026-05-20  | refused death_revoked
            """)
    void an_event_ends_the_contract_of_its_last_day_and_a_death_undoes_what_begins_later(
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
                        answer(desk, "Li | DEATH      | 2026-04-29 | 2026-05-20"),
                        answer(desk, "Li | DEATH      | 2026-04-30 | 2026-07-31"),
                        answer(desk, "Li | DEATH      | 2026-05-01 | 2026-07-31"),
                        answer(desk, "Li | OWN_WISH   | 2027-04-30 | 2027-05-20"),
                        answer(desk, "Zhang | DEATH   | 2026-05-15 | 2026-05-20"),
                        answer(desk, "Zhang | DEATH   | 2026-05-15 | 2026-06-30")))
                .containsExactly(
                        "Li 2026 version 1 ends",
                        "refused duplicate_row",
                        "refused duplicate_row",
                        "refused no_contract_on_day",
                        "Li 2026 version 2 ends, Li 2027 version 1 is undone",
                        "refused duplicate_row",
                        "refused recorded_too_early",
                        "refused duplicate_row",
                        "refused death_has_ended_contracts",
                        "refused no_contract_on_day",
                        "accepted",
                        "refused duplicate_row");
    }

    /** What a death took of a contract is not given back by a row; what it undid may still be undone by a later day. */
    @Test
    void a_later_day_of_death_is_refused_from_the_first_day_on_that_the_earlier_one_took() {
        var desk = desk();
        assertThat(List.of(
                        answer(desk, "Zhao | DEATH | 2026-05-05 | 2026-05-06"),
                        answer(desk, "Zhao | DEATH | 2026-06-01 | 2026-06-02"),
                        answer(desk, "Wang | DEATH | 2026-04-30 | 2026-06-30"),
                        answer(desk, "Wang | DEATH | 2026-05-01 | 2026-07-31")))
                .as("what waited for its payment was never in force; Wang's lost more by the earlier day")
                .containsExactly(
                        "Zhao 2026 version 1 is undone",
                        "accepted",
                        "Wang 2026 version 2 ends",
                        "refused death_has_ended_contracts");
    }

    /** A death in April that is heard of in July: April is when the contract ended, July is when it is known. */
    @Test
    void late_news_is_known_from_the_beginning_of_the_day_it_was_recorded_on() {
        assertThat(knownFrom("Li | DEATH | 2026-04-20 | 2026-07-03"))
                .as("what was signed after that is undone as soon as it is known")
                .containsExactly(Instant.parse("2026-07-02T16:00:00Z"), Instant.parse("2026-12-09T16:00:00.000001Z"));
        assertThat(knownFrom("Li | DEATH | 2026-04-20 | 2025-12-10"))
                .as("what has changed after that, too")
                .containsExactly(
                        Instant.parse("2025-12-09T16:00:00.000001Z"), Instant.parse("2026-12-09T16:00:00.000001Z"));
        assertThat(knownFrom("Li | DEATH | 2026-04-20 | 2027-02-01"))
                .containsOnly(Instant.parse("2027-01-31T16:00:00Z"));
    }

    private static List<Instant> knownFrom(String event) {
        return desk().decide(event(event), new Tally()).stream()
                .map(Ending::knownFrom)
                .toList();
    }

    /** The contracts and versions that end or are undone, or what the row was counted as. */
    private static String answer(EndingDesk desk, String event) {
        var tally = new Tally();
        var endings = desk.decide(event(event), tally);
        var counted = Tallies.told(tally);
        assertThat(endings.isEmpty() || counted.equals("accepted")).as(event).isTrue();
        return endings.isEmpty()
                ? counted
                : endings.stream()
                        .map(ending -> contract(ending.contract().contractId()) + " version "
                                + ending.contract().version() + (ending.isUndoing() ? " is undone" : " ends"))
                        .collect(Collectors.joining(", "));
    }

    private static Standing standing(String resident, String diedOn) {
        return new Standing(
                id(resident),
                LocalDate.parse("2026-05-01"),
                1,
                0,
                Optional.empty(),
                diedOn.isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(diedOn)),
                Optional.empty(),
                false,
                false);
    }

    private static String contract(UUID contractId) {
        return List.of("Li 2026", "Li 2027", "Wang 2026", "Zhou 2026", "Zhou later", "Zhao 2026").stream()
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
                resident.equals("Zhao"),
                KnowledgeTime.from(LocalDate.parse(knownFrom)),
                knownUntil.isEmpty() ? Instant.MAX : KnowledgeTime.from(LocalDate.parse(knownUntil)));
    }

    private static UUID id(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }
}
