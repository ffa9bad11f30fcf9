package org.jiayi.app.contract;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A simple model of one resident's contracts, day by day: what the rules of the trade say should come of each act. It
 * shares no rule with the product.
 */
final class ModelContracts {

    private static final int BACKDATING_DAYS = 31;
    private static final int AHEAD_DAYS = 366;
    private static final int RENEWAL_WINDOW_DAYS = 90;
    private static final int WITHDRAWAL_DAYS = 7;
    static final int PAYMENT_DAYS = 90;

    /**
     * One contract: the days on which it is in force, and those on which it is suspended. While it waits for its payment these
     * are the latest it can have, on which nothing of it is in force.
     */
    static final class Held {
        UUID id = new UUID(0, 0);
        int version = 1;
        String team;
        String servicePackage;
        LocalDate signedOn;
        TreeSet<LocalDate> days;
        TreeSet<LocalDate> suspended = new TreeSet<>();
        boolean ended;
        boolean endedByDeath;
        boolean waits;

        @Nullable
        Held next;

        Held(String team, String servicePackage, LocalDate signedOn, LocalDate first, LocalDate last) {
            this.team = team;
            this.servicePackage = servicePackage;
            this.signedOn = signedOn;
            this.days = new TreeSet<>(first.datesUntil(last.plusDays(1)).toList());
        }

        boolean isInForce(LocalDate day) {
            return !waits && days.contains(day) && !suspended.contains(day);
        }

        boolean isSuspended(LocalDate day) {
            return suspended.contains(day);
        }

        boolean isUpcoming(LocalDate day) {
            return waits || day.isBefore(days.first());
        }

        boolean isExpired(LocalDate day) {
            return day.isAfter(days.last()) && !ended;
        }

        /** The first day that nobody else may have: paid for at once, it would have begun when it was signed. */
        private LocalDate keptFrom() {
            return waits ? signedOn : days.first();
        }

        String told() {
            return team + " " + servicePackage + " " + days.first() + ".." + days.last() + " v" + version;
        }
    }

    final List<Held> held = new ArrayList<>();
    boolean dead;

    /** The day they are known to have died on; any while they live. */
    private LocalDate deathDay = LocalDate.MIN;

    /** What a death ended or undid, with what it was before. */
    private final Map<Held, Held> before = new LinkedHashMap<>();

    /** What signing should answer, not knowing whether the team has room: {@code signed} or a code. */
    String sign(LocalDate today, LocalDate first, LocalDate last) {
        if (last.isBefore(first)) {
            return "end_before_start";
        }
        if (!last.isBefore(first.plusYears(3))) {
            return "term_too_long";
        }
        if (first.isBefore(today.minusDays(BACKDATING_DAYS))) {
            return "backdated_too_far";
        }
        if (first.isAfter(today.plusDays(AHEAD_DAYS))) {
            return "too_far_ahead";
        }
        if (dead) {
            return "resident_dead";
        }
        return isFree(first, last) ? "signed" : "overlapping";
    }

    /** The same where contracts begin on payment: on any other day than the one after the last for paying it is refused. */
    String signToPay(LocalDate today, LocalDate first, LocalDate last) {
        String answer = sign(today, first, last);
        boolean otherDay = !first.equals(today.plusDays(PAYMENT_DAYS + 1));
        if (otherDay && List.of("resident_dead", "overlapping", "signed").contains(answer)) {
            return "wrong_first_day";
        }
        return answer.equals("signed") && !isFree(today, last) ? "overlapping" : answer;
    }

    private boolean isFree(LocalDate first, LocalDate last) {
        return held.stream()
                .noneMatch(other ->
                        !other.keptFrom().isAfter(last) && !other.days.last().isBefore(first));
    }

    /** Paid: in force from today on, for a year, or until the other last day that was agreed upon; three years at most. */
    void pay(Held contract, LocalDate today) {
        boolean forAYear =
                contract.days.last().equals(contract.days.first().plusYears(1).minusDays(1));
        LocalDate dayAfter =
                forAYear ? today.plusYears(1) : contract.days.last().plusDays(1);
        LocalDate longest = today.plusYears(3);
        contract.days = new TreeSet<>(
                today.datesUntil(dayAfter.isAfter(longest) ? longest : dayAfter).toList());
        contract.waits = false;
        contract.version++;
    }

    /** What is not paid by the last day for it comes to nothing on the day after; how many did. */
    int lapse(LocalDate today) {
        int before = held.size();
        held.removeIf(contract -> contract.waits && !today.isBefore(contract.days.first()));
        return before - held.size();
    }

    String terminate(Held contract, LocalDate today, LocalDate lastDay) {
        if (goesOn(contract, today)) {
            return "contract_goes_on";
        }
        if (!contract.isInForce(today) && !contract.isSuspended(today)) {
            return "illegal_transition";
        }
        String wrong = wrongDay(contract, today, lastDay);
        if (!wrong.isEmpty()) {
            return wrong;
        }
        cut(contract, lastDay);
        contract.ended = true;
        contract.endedByDeath = false;
        before.remove(contract);
        return "done";
    }

    private static String wrongDay(Held contract, LocalDate today, LocalDate day) {
        if (!contract.days.contains(day)) {
            return "no_contract_on_day";
        }
        return day.isBefore(today.minusDays(BACKDATING_DAYS)) ? "backdated_too_far" : "";
    }

    private static void cut(Held contract, LocalDate lastDay) {
        contract.days = new TreeSet<>(contract.days.headSet(lastDay, true));
        contract.suspended = new TreeSet<>(contract.suspended.headSet(lastDay, true));
        contract.version++;
    }

    String withdraw(Held contract, LocalDate today) {
        if (goesOn(contract, today)) {
            return "contract_goes_on";
        }
        if (contract.isUpcoming(today)) {
            held.remove(contract);
            return "done";
        }
        if (!contract.isInForce(today)) {
            return "illegal_transition";
        }
        if (today.isAfter(contract.signedOn.plusDays(WITHDRAWAL_DAYS))) {
            return "withdrawal_too_late";
        }
        held.remove(contract);
        before.remove(contract);
        return "done";
    }

    /** The rest with another team or in another package; the caller adds what follows once it is known to have room. */
    String rest(Held contract, LocalDate today, LocalDate first, boolean suspendedToo, boolean same, String sameCode) {
        if (goesOn(contract, today)) {
            return "contract_goes_on";
        }
        if (!contract.isInForce(today) && !(suspendedToo && contract.isSuspended(today))) {
            return "illegal_transition";
        }
        if (same) {
            return sameCode;
        }
        String wrong = wrongDay(contract, today, first);
        if (!wrong.isEmpty()) {
            return wrong;
        }
        if (first.equals(contract.days.first())) {
            return "nothing_left_before";
        }
        return dead ? "resident_dead" : "done";
    }

    /** Whether another one that is held goes on from it, and it is not over yet. */
    private boolean goesOn(Held contract, LocalDate today) {
        return contract.next != null
                && held.contains(contract.next)
                && !contract.days.last().isBefore(today);
    }

    /** Days that have passed stay suspended; later ones only with the same team. */
    Held goOn(Held contract, LocalDate today, LocalDate first, String team, String servicePackage) {
        Held next = new Held(team, servicePackage, today, first, contract.days.last());
        next.suspended = new TreeSet<>(contract.suspended.tailSet(first, true));
        if (!team.equals(contract.team)) {
            next.suspended.removeIf(day -> !day.isBefore(today));
        }
        contract.next = next;
        cut(contract, first.minusDays(1));
        contract.ended = true;
        held.add(next);
        return next;
    }

    /** What a renewal should answer, not knowing whether the team has room. */
    String renew(Held contract, LocalDate today) {
        if (!contract.isInForce(today) && !contract.isExpired(today)) {
            return "illegal_transition";
        }
        LocalDate last = contract.days.last();
        if (today.isBefore(last.minusDays(RENEWAL_WINDOW_DAYS))) {
            return "renewal_too_early";
        }
        LocalDate first = last.plusDays(1);
        if (first.isBefore(today.minusDays(BACKDATING_DAYS))) {
            return "renewal_too_late";
        }
        if (dead) {
            return "resident_dead";
        }
        return isFree(first, first.plusYears(1).minusDays(1)) ? "signed" : "overlapping";
    }

    String suspend(Held contract, LocalDate today, LocalDate first) {
        if (!contract.isInForce(today)) {
            return "illegal_transition";
        }
        String wrong = wrongDay(contract, today, first);
        if (!wrong.isEmpty()) {
            return wrong;
        }
        if (contract.suspended.contains(first)) {
            return "suspended_already";
        }
        for (LocalDate day = first; contract.days.contains(day) && contract.suspended.add(day); day = day.plusDays(1)) {
            // to the end, or to the days that are suspended already
        }
        contract.version++;
        return "done";
    }

    String resume(Held contract, LocalDate today, LocalDate first) {
        if (!contract.isInForce(today) && !contract.isSuspended(today)) {
            return "illegal_transition";
        }
        String wrong = wrongDay(contract, today, first);
        if (!wrong.isEmpty()) {
            return wrong;
        }
        if (!contract.suspended.contains(first)) {
            return "not_suspended";
        }
        for (LocalDate day = first; contract.suspended.remove(day); day = day.plusDays(1)) {
            // the stretch of suspended days that the day lies in ends here
        }
        contract.version++;
        return "done";
    }

    /** Days that a death took do not come back because a later day is said of it. */
    String die(LocalDate diedOn) {
        if (dead && !diedOn.equals(deathDay) && hasTaken(diedOn)) {
            return "death_has_ended_contracts";
        }
        dead = true;
        deathDay = diedOn;
        List<Held> undone = held.stream()
                .filter(contract -> contract.waits || contract.days.first().isAfter(diedOn))
                .toList();
        undone.stream().filter(contract -> !contract.waits).forEach(this::remember);
        held.removeAll(undone);
        held.stream().filter(contract -> isConcerned(contract, diedOn)).forEach(contract -> {
            remember(contract);
            cut(contract, diedOn);
            contract.ended = true;
            contract.endedByDeath = true;
        });
        return "done";
    }

    private boolean hasTaken(LocalDate day) {
        return before.entrySet().stream()
                .anyMatch(entry -> held.contains(entry.getKey())
                        ? day.isAfter(entry.getKey().days.last())
                        : !day.isBefore(entry.getValue().days.first()));
    }

    private static boolean isConcerned(Held contract, LocalDate diedOn) {
        LocalDate last = contract.days.last();
        return !diedOn.isAfter(last) && !(contract.endedByDeath && diedOn.equals(last));
    }

    private void remember(Held contract) {
        Held was = new Held(
                contract.team, contract.servicePackage, contract.signedOn, contract.days.first(), contract.days.last());
        was.suspended = new TreeSet<>(contract.suspended);
        was.ended = contract.ended;
        before.putIfAbsent(contract, was);
    }

    /** Everything is again what it was before the first death, but where the days are somebody else's. */
    String revokeDeath() {
        if (!dead) {
            return "no_death_recorded";
        }
        dead = false;
        before.entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getValue().days.first()))
                .toList()
                .forEach(entry -> reinstate(entry.getKey(), entry.getValue()));
        return "done";
    }

    private void reinstate(Held contract, Held was) {
        boolean wasUndone = !held.remove(contract);
        if (isFree(was.days.first(), was.days.last())) {
            contract.days = was.days;
            contract.suspended = was.suspended;
            contract.ended = was.ended;
            contract.endedByDeath = false;
            contract.version++;
            before.remove(contract);
            held.add(contract);
        } else if (!wasUndone) {
            held.add(contract);
        }
    }
}
