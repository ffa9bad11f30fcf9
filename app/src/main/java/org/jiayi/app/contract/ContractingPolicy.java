package org.jiayi.app.contract;

import java.time.LocalDate;
import java.time.MonthDay;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.document.DocumentReader;
import org.jspecify.annotations.Nullable;

/**
 * 签约政策: how contracts are made, kept and ended in one pooling area (DOMAIN: contracting; all of it is local setting).
 *
 * @param start when a contract begins
 * @param fixedDay the day of the year on which contracts begin, where {@code start} says so
 * @param termMonths how long a contract lasts where nobody says otherwise, 12 to 36
 * @param backdatingDays how far back an act may take effect, 0 to 366
 * @param noticeDays how long a resident's own notice runs before a contract ends, 0 to 90
 * @param withdrawalDays for how long after the signing a contract may be undone, 0 to 60
 * @param renewalWindowDays how long before the end a renewal may be signed, 1 to 366
 * @param reminderDays the three thresholds, in days before the end, from far to near
 * @param automaticRenewal the legal basis of renewing without a new signature, from the last reminder on; empty where that
 *     is not allowed
 * @param overCapacity what happens when a team is full
 * @param insuranceGapSuspends whether a contract is suspended while its resident is not insured in the pool
 * @param applicationDays for how long an application waits for its answer, 1 to 60
 * @param offerMinutes for how long the code of an offer may be scanned, 1 to 10 080
 * @param paymentDays for how many days after the signing the resident may still pay, where a contract begins on payment, 1
 *     to 90
 * @param capacityPerFamilyDoctor the most contracts for each family doctor of a team that its capacity may be set to, 1 to
 *     100 000; empty where the area sets no bound
 */
public record ContractingPolicy(
        String name,
        Start start,
        MonthDay fixedDay,
        int termMonths,
        int backdatingDays,
        int noticeDays,
        int withdrawalDays,
        int renewalWindowDays,
        List<Integer> reminderDays,
        Optional<String> automaticRenewal,
        OverCapacity overCapacity,
        boolean insuranceGapSuspends,
        int applicationDays,
        int offerMinutes,
        int paymentDays,
        Optional<Integer> capacityPerFamilyDoctor) {

    /** The kind of document it is read from. */
    public static final String KIND = "contracting";

    /** What holds in an area that has published none. */
    public static final ContractingPolicy STANDARD = new ContractingPolicy(
            "标准",
            Start.CHOSEN,
            MonthDay.of(1, 1),
            12,
            31,
            0,
            7,
            90,
            List.of(60, 30, 7),
            Optional.empty(),
            OverCapacity.REFUSE,
            false,
            7,
            1_440,
            15,
            Optional.empty());

    /** When a contract begins. */
    public enum Start {
        /** On the day agreed upon, the day of signing if none is named. */
        CHOSEN,
        ON_SIGNING,
        /** On the day on which the resident's own share is paid (缴费生效); on signing where they have nothing to pay. */
        ON_PAYMENT,
        /** On the first day of the next month. */
        NEXT_MONTH,
        /** On the next fixed day of the year. */
        FIXED_DAY
    }

    /** What happens when a team is full. */
    public enum OverCapacity {
        REFUSE,
        /** Signed, and marked. */
        WARN,
        /** Signed, and marked: those signed last are paid less. */
        GRADED
    }

    /**
     * The policy as a county writes it; what is absent is as in {@link #STANDARD}.
     *
     * @param automaticRenewal the basis, such as the number of the document that allows it
     */
    public record Document(
            @Nullable String kind,
            @Nullable String name,
            @Nullable String start,
            @Nullable String fixedDay,
            @Nullable Integer termMonths,
            @Nullable Integer backdatingDays,
            @Nullable Integer noticeDays,
            @Nullable Integer withdrawalDays,
            @Nullable Integer renewalWindowDays,
            @Nullable List<Integer> reminderDays,
            @Nullable String automaticRenewal,
            @Nullable String overCapacity,
            @Nullable Boolean insuranceGapSuspends,
            @Nullable Integer applicationDays,
            @Nullable Integer offerMinutes,
            @Nullable Integer paymentDays,
            @Nullable Integer capacityPerFamilyDoctor) {}

    public ContractingPolicy {
        reminderDays = List.copyOf(reminderDays);
    }

    /** Reads and checks a document; a refusal's field is the JSON pointer of the first thing wrong. */
    public static Decision<ContractingPolicy> of(Document document) {
        var reader = new DocumentReader();
        reader.require(KIND.equals(document.kind()), RefusalCode.POLICY_INVALID, "/kind");
        var name = reader.text(document.name(), "/name");
        var start = document.start() == null ? STANDARD.start : reader.oneOf(Start.class, document.start(), "/start");
        var fixedDay = fixedDay(reader, start, document.fixedDay());
        var termMonths = number(reader, document.termMonths(), STANDARD.termMonths, 12, 36, "/termMonths");
        var backdating = number(reader, document.backdatingDays(), STANDARD.backdatingDays, 0, 366, "/backdatingDays");
        var notice = number(reader, document.noticeDays(), STANDARD.noticeDays, 0, 90, "/noticeDays");
        var withdrawal = number(reader, document.withdrawalDays(), STANDARD.withdrawalDays, 0, 60, "/withdrawalDays");
        var window =
                number(reader, document.renewalWindowDays(), STANDARD.renewalWindowDays, 1, 366, "/renewalWindowDays");
        var reminders = reminders(reader, document.reminderDays());
        var automatic =
                Optional.ofNullable(document.automaticRenewal()).map(basis -> reader.text(basis, "/automaticRenewal"));
        var over = document.overCapacity() == null
                ? STANDARD.overCapacity
                : reader.oneOf(OverCapacity.class, document.overCapacity(), "/overCapacity");
        var gap = Boolean.TRUE.equals(document.insuranceGapSuspends());
        var application =
                number(reader, document.applicationDays(), STANDARD.applicationDays, 1, 60, "/applicationDays");
        var offer = number(reader, document.offerMinutes(), STANDARD.offerMinutes, 1, 10_080, "/offerMinutes");
        var payment = number(reader, document.paymentDays(), STANDARD.paymentDays, 1, 90, "/paymentDays");
        var perDoctor = Optional.ofNullable(document.capacityPerFamilyDoctor())
                .map(most -> reader.number(most, 1, 100_000, "/capacityPerFamilyDoctor"));
        return reader.decide(() -> new ContractingPolicy(
                name,
                start,
                fixedDay,
                termMonths,
                backdating,
                notice,
                withdrawal,
                window,
                reminders,
                automatic,
                over,
                gap,
                application,
                offer,
                payment,
                perDoctor));
    }

    private static int number(
            DocumentReader reader, @Nullable Integer value, int standard, int least, int most, String pointer) {
        return value == null ? standard : reader.number(value, least, most, pointer);
    }

    /** A fixed day exists in every year: 29 February does not. */
    private static MonthDay fixedDay(DocumentReader reader, Start start, @Nullable String written) {
        if (start != Start.FIXED_DAY && written == null) {
            return STANDARD.fixedDay;
        }
        try {
            var day = MonthDay.parse("--" + written);
            reader.require(day.isValidYear(2025), RefusalCode.POLICY_INVALID, "/fixedDay");
            return day;
        } catch (DateTimeParseException unreadable) {
            reader.require(false, RefusalCode.POLICY_INVALID, "/fixedDay");
            return STANDARD.fixedDay;
        }
    }

    private static List<Integer> reminders(DocumentReader reader, @Nullable List<Integer> written) {
        if (written == null) {
            return STANDARD.reminderDays;
        }
        reader.require(written.size() == 3, RefusalCode.POLICY_INVALID, "/reminderDays");
        var days = reader.each(written, 0, "/reminderDays", (value, pointer) -> reader.number(value, 1, 365, pointer));
        for (var index = 1; index < days.size(); index++) {
            reader.require(days.get(index) < days.get(index - 1), RefusalCode.POLICY_INVALID, "/reminderDays/" + index);
        }
        return days;
    }

    /** The first day of a contract signed on {@code signedOn}, if nobody chooses another. */
    public LocalDate firstDay(LocalDate signedOn) {
        return switch (start) {
            case CHOSEN, ON_SIGNING, ON_PAYMENT -> signedOn;
            case NEXT_MONTH -> signedOn.withDayOfMonth(1).plusMonths(1);
            case FIXED_DAY -> {
                var thisYear = fixedDay.atYear(signedOn.getYear());
                yield thisYear.isBefore(signedOn) ? fixedDay.atYear(signedOn.getYear() + 1) : thisYear;
            }
        };
    }

    /** The last day of a contract that begins on {@code firstDay}, if nobody chooses another. */
    public LocalDate lastDay(LocalDate firstDay) {
        return firstDay.plusMonths(termMonths).minusDays(1);
    }

    /** The same; of a contract that waits for a payment the latest it can be, the day after the last for paying. */
    LocalDate firstDay(LocalDate signedOn, Optional<LocalDate> payUntil) {
        return payUntil.map(day -> day.plusDays(1)).orElseGet(() -> firstDay(signedOn));
    }

    /** The last day for paying what begins on payment. */
    LocalDate payUntil(LocalDate signedOn) {
        return signedOn.plusDays(paymentDays);
    }

    /** Whether a contract that begins on {@code expected} by the policy may begin on {@code firstDay}. */
    boolean allowsFirstDay(LocalDate firstDay, LocalDate expected) {
        return start == Start.CHOSEN || firstDay.equals(expected);
    }

    /** The earliest day on which an act of {@code today} may take effect. */
    LocalDate earliest(LocalDate today) {
        return today.minusDays(backdatingDays);
    }
}
