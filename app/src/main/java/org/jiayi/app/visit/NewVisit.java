package org.jiayi.app.visit;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jiayi.app.imports.CsvLine;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.money.Money;

/**
 * A visit that makes sense, as its row in a file says it.
 *
 * @param serial unique in the area
 * @param paid by the pooled fund, from the personal account, in cash
 * @param referralNumber empty where the row names none
 * @param remoteRegistered whether the resident is registered for care elsewhere (异地备案)
 * @param excluded whether other funds pay (不计入)
 * @param correction why the row comes again after it was cancelled, though it says the same as before (更正说明); empty where it does not
 */
record NewVisit(
        String serial,
        UUID residentId,
        String institutionCode,
        LocalDate visitedOn,
        List<Money> paid,
        String referralNumber,
        boolean emergency,
        boolean remoteRegistered,
        boolean excluded,
        String correction) {

    static final List<String> COLUMNS =
            List.of("就诊流水号", "证件号码", "就诊机构代码", "就诊日期", "统筹支付金额", "账户支付金额", "现金支付金额", "转诊单号", "急诊");
    static final List<String> OPTIONAL_COLUMNS = List.of("异地备案", "不计入", "更正说明");

    /** A serial or a referral's number: it is a part of an id, too. */
    static final Pattern NUMBER = Pattern.compile("[A-Za-z0-9-]{1,40}");

    private static final Map<String, Boolean> FLAGS = Map.of("是", true, "否", false);
    private static final Map<String, Boolean> OPTIONAL_FLAGS = Map.of("是", true, "否", false, "", false);
    private static final int CORRECTION_LENGTH_MAX = 200;
    private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,2})?");

    /** The days on which a resident can have been treated. */
    record Lifetime(LocalDate birth, Optional<LocalDate> death) {}

    /**
     * What a row is judged by.
     *
     * @param lifetimes of all people
     */
    record Facts(Map<String, UUID> people, Map<UUID, Lifetime> lifetimes, Set<String> institutions, LocalDate today) {}

    /** The row as a visit, or why it is none; rules that need no other row. */
    static Decision<NewVisit> read(CsvLine line, Facts facts) {
        if (!NUMBER.matcher(line.field(0)).matches()) {
            return Decision.refuse(RefusalCode.BAD_SERIAL, COLUMNS.get(0));
        }
        UUID resident = facts.people().get(line.fields().get(1));
        if (resident == null) {
            return Decision.refuse(RefusalCode.UNKNOWN_RESIDENT, COLUMNS.get(1));
        }
        if (!facts.institutions().contains(line.field(2))) {
            return Decision.refuse(RefusalCode.UNKNOWN_INSTITUTION, COLUMNS.get(2));
        }
        return line.day(3)
                .map(day ->
                        possible(day, Objects.requireNonNull(facts.lifetimes().get(resident)), facts.today()))
                .orElseGet(() -> Decision.refuse(RefusalCode.IMPOSSIBLE_DATE, COLUMNS.get(3)))
                .then(day -> amounts(line).then(paid -> flagged(line, resident, day, paid)));
    }

    private static Decision<LocalDate> possible(LocalDate day, Lifetime lifetime, LocalDate today) {
        if (day.isAfter(today)) {
            return Decision.refuse(RefusalCode.IN_THE_FUTURE, COLUMNS.get(3));
        }
        if (day.isBefore(lifetime.birth())) {
            return Decision.refuse(RefusalCode.VISIT_BEFORE_BIRTH, COLUMNS.get(3));
        }
        return lifetime.death().filter(day::isAfter).isPresent()
                ? Decision.refuse(RefusalCode.VISIT_AFTER_DEATH, COLUMNS.get(3))
                : Decision.accept(day);
    }

    private static Decision<List<Money>> amounts(CsvLine line) {
        List<Money> paid = new ArrayList<>();
        for (int column = 4; column <= 6; column++) {
            if (!AMOUNT.matcher(line.field(column)).matches()) {
                return Decision.refuse(RefusalCode.BAD_AMOUNT, COLUMNS.get(column));
            }
            paid.add(Money.parseYuan(line.field(column)));
        }
        return Decision.accept(paid);
    }

    private static Decision<NewVisit> flagged(CsvLine line, UUID resident, LocalDate day, List<Money> paid) {
        Boolean emergency = FLAGS.get(line.field(8));
        if (emergency == null) {
            return Decision.refuse(RefusalCode.BAD_FLAG, COLUMNS.get(8));
        }
        Boolean remote = OPTIONAL_FLAGS.get(line.field(9));
        Boolean excluded = OPTIONAL_FLAGS.get(line.field(10));
        if (remote == null || excluded == null) {
            return Decision.refuse(RefusalCode.BAD_FLAG, OPTIONAL_COLUMNS.get(remote == null ? 0 : 1));
        }
        if (line.field(11).length() > CORRECTION_LENGTH_MAX) {
            return Decision.refuse(RefusalCode.INVALID_VALUE, OPTIONAL_COLUMNS.get(2));
        }
        return Decision.accept(new NewVisit(
                line.field(0),
                resident,
                line.field(2),
                day,
                paid,
                line.field(7),
                emergency,
                remote,
                excluded,
                line.field(11)));
    }

    /** Everything it says, so that the same visit said otherwise is noticed. It begins with whom it is of. */
    String digest() {
        return String.join(
                "|",
                residentId.toString(),
                institutionCode,
                visitedOn.toString(),
                paid.toString(),
                referralNumber,
                emergency + "," + remoteRegistered + "," + excluded + (correction.isEmpty() ? "" : "|" + correction));
    }

    /** A digest as it would be today, where its resident was found under another registration when it was kept. */
    static String digestOf(UUID residentId, String kept) {
        return residentId + kept.substring(Math.max(0, kept.indexOf('|')));
    }
}
