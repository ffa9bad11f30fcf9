package org.jiayi.app.contract;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What the daily round reads and keeps. */
public interface RoutineStore {

    /** The areas that have not had the round of that day. */
    Flux<String> areasWithout(LocalDate day);

    /** Notes that an area has had the round of that day; false where another instance has noted it before. */
    Mono<Boolean> markDone(String area, LocalDate day, Instant at);

    /** The last day of a contract that is known to end. */
    record End(LocalDate lastDay, UUID contractId) {

        static List<UUID> contracts(List<End> ends) {
            return ends.stream().map(End::contractId).toList();
        }
    }

    /** The ends from that day until so many days later, in their order. */
    Flux<End> ends(String area, LocalDate from, int days, Optional<End> after, int limit);

    /**
     * Raises the reminders of those contracts that are due: each of the nearest threshold that has passed, and once. What is not
     * in force or has a contract that follows needs none.
     */
    Flux<ContractEvent> remind(
            String area, LocalDate today, List<Integer> daysBefore, Collection<UUID> contractIds, Instant at);

    /** The day of the latest round of the area before that day; empty where it had none. */
    Mono<LocalDate> roundBefore(String area, LocalDate day);

    /** Contracts that are over, of people of whom another contract was undone (撤回、失效) on that day or later: that one follows no more. */
    Flux<UUID> overAndLeft(String area, LocalDate today, LocalDate undoneSince, UUID after, int limit);

    /** Tells of those contracts that they have run out (到期), each once: which nobody ended, and none follows. */
    Flux<ContractEvent> expire(String area, LocalDate today, Collection<UUID> contractIds, Instant at);

    /** The raised reminders of a team whose contracts still end then with none that follows, by last day. */
    Flux<Reminder> remindersOf(String area, String teamNumber, LocalDate today);

    /** Contracts in force that end from today to that day, were not ended early, and have none that follows. */
    Flux<ContractVersion> endingUnfollowed(String area, LocalDate today, LocalDate latest, UUID after, int limit);

    /** Contracts of the dead that are known to go on after the day of death, or to wait for their payment. */
    Flux<ContractVersion> outlivingTheirResident(String area, UUID after, int limit);

    /** The areas in which a contract waits for its payment. */
    Flux<String> areasAwaitingPayment();

    /** Contracts that wait for their payment. */
    Flux<ContractVersion> awaitingPayment(String area, UUID after, int limit);

    /** Contracts in force today, not suspended, of residents who are not insured in the pool today. */
    Flux<ContractVersion> uninsured(String area, LocalDate today, UUID after, int limit);

    /** Contracts suspended today for want of insurance whose residents are insured again. */
    Flux<ContractVersion> insuredAgain(String area, LocalDate today, String basis, UUID after, int limit);

    /**
     * From when on the resident of such a contract is insured.
     *
     * @param first of the days suspended for want of insurance, after the last on which they are known to have had none
     * @param suspendedAgain from when on it was to be suspended for another reason
     * @param suspendedBy who suspended it for want of insurance
     */
    record InsuredDays(LocalDate first, Optional<LocalDate> suspendedAgain, String suspendedBy) {}

    /**
     * Those days of one of {@link #insuredAgain}.
     *
     * @param routine as whom the daily round records: what it resumes is not what others asked for
     */
    Mono<InsuredDays> insuredDays(ContractVersion contract, LocalDate today, String basis, String routine);
}
