package org.jiayi.app.yearend;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.ledger.Account;
import org.jiayi.app.ledger.Transfer;
import org.jiayi.app.resident.InsuranceScheme;
import org.jiayi.app.yearend.YearEnd.Side;

/**
 * A year end as transfers. After them nothing is held back any more, and over the year a payee has received its final due, with
 * what is carried and what its alliance gets set off.
 */
final class YearEndTransfers {

    private final UUID yearEndId;
    private final InsuranceScheme scheme;
    private final LocalDate on;
    private final List<Transfer> transfers = new ArrayList<>();

    private YearEndTransfers(UUID yearEndId, InsuranceScheme scheme, LocalDate on) {
        this.yearEndId = yearEndId;
        this.scheme = scheme;
        this.on = on;
    }

    static List<Transfer> of(Reconciliation yearEnd) {
        var transfers = new YearEndTransfers(
                yearEnd.yearEndId().orElseThrow(),
                yearEnd.scheme(),
                yearEnd.through().lastDay());
        yearEnd.lines().forEach(transfers::add);
        return List.copyOf(transfers.transfers);
    }

    /** Where a payee's share of its entitlement waits for the year end. */
    static Account retention(SettledYears.PayeeYear year, InsuranceScheme scheme) {
        return Account.retention(year.payee(), scheme.code());
    }

    private static Account payable(SettledYears.PayeeYear year) {
        return year.isTeam() ? Account.payableToTeam(year.payee()) : Account.payable(year.payee());
    }

    /** What a payee owes and could not be recovered yet. */
    private Account carried(SettledYears.PayeeYear year) {
        return YearEndDebts.account(year.payee(), scheme);
    }

    private void add(PayeeYearEnd line) {
        var year = line.year();
        var result = line.result();
        var fund = Account.fund("pooled_" + scheme.code());
        var payable = payable(year);
        var retention = retention(year, scheme);
        var sharing = result.sharing();
        move(line, retention, payable, result.retention().released(), "retention_released");
        move(line, retention, fund, result.retention().forfeited(), "retention_forfeited");
        var overpaid = result.retention().margin().minus(year.retained());
        move(line, payable, retention, overpaid, "overpaid");
        move(line, payable, fund, result.spending().elsewhere().minus(year.deducted()), "visits_elsewhere");
        move(line, payable, fund, year.adjusted(), "adjustments_set_off");
        if (sharing.side() == Side.SURPLUS) {
            move(line, payable, fund, sharing.fund(), "surplus_returned");
        } else {
            move(line, fund, payable, sharing.fund(), "overspend_shared");
        }
        requireBalance(line, overpaid);
        move(line, carried(year), payable, line.carriedOut().negated(), "carried_out");
        move(line, payable, carried(year), line.carriedIn().negated(), "carried_in");
        for (var share : line.shares()) {
            if (share.role() != AllianceSplit.Role.TOWNSHIP) {
                move(
                        line,
                        payable,
                        Account.payable(share.institutionCode()),
                        share.amount(),
                        "alliance_share",
                        ":" + share.institutionCode());
            }
        }
    }

    /** The payee's account moves by the balance, neither more nor less. */
    private static void requireBalance(PayeeYearEnd line, Money overpaid) {
        var result = line.result();
        var fund = result.sharing().side() == Side.SURPLUS
                ? result.sharing().fund().negated()
                : result.sharing().fund();
        var moved = result.retention()
                .released()
                .minus(overpaid)
                .minus(result.spending().elsewhere().minus(line.year().deducted()))
                .minus(line.year().adjusted())
                .plus(fund);
        if (!moved.equals(result.balance())) {
            throw new IllegalStateException("the transfers of a year end do not make its balance");
        }
    }

    private void move(PayeeYearEnd line, Account from, Account to, Money amount, String what) {
        move(line, from, to, amount, what, "");
    }

    private void move(PayeeYearEnd line, Account from, Account to, Money amount, String what, String whose) {
        String key = "year-end:" + yearEndId + ":" + line.year().payee() + ":" + what + whose;
        Transfer.of(from, to, amount.fen(), "year_end_" + what, key, on).ifPresent(transfers::add);
    }
}
