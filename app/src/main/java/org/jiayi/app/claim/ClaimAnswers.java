package org.jiayi.app.claim;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jiayi.app.database.CommandKeys;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.ledger.Account;
import org.jiayi.app.ledger.Ledger;
import org.jiayi.app.ledger.Mirrors;
import org.jiayi.app.ledger.Transfer;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * What a fund answers to a claim but money: it cuts lines (核减), or sends the claim back (退回). What is cut the institution has no more:
 * it comes off the claim's batch, or off a later one where that is confirmed.
 */
@Component
public class ClaimAnswers {

    static final String CUT = "fund_cut";
    static final String REVERSAL = "fund_cut_reversal";

    private final FundClaims claims;
    private final ClaimAnswerStore store;
    private final Mirrors mirrors;
    private final Ledger ledger;
    private final CommandKeys keys;
    private final ShieldedTransactions transactions;
    private final Clock clock;

    ClaimAnswers(
            FundClaims claims,
            ClaimAnswerStore store,
            Mirrors mirrors,
            Ledger ledger,
            CommandKeys keys,
            ShieldedTransactions transactions,
            Clock clock) {
        this.claims = claims;
        this.store = store;
        this.mirrors = mirrors;
        this.ledger = ledger;
        this.keys = keys;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** What the fund says of a line. */
    public record Cutting(String institutionCode, Money amount, String reason) {}

    /**
     * Books a cut today. Refused before the claim is handed in, for an institution that has no line in it, and above what is left of
     * the line or outstanding.
     */
    public Mono<CommandKeys.Answer> cut(String area, UUID claimId, Cutting cutting, String key, Caller caller) {
        return transactions.run(() -> keys.once(
                area,
                caller,
                key,
                claimId + " " + cutting,
                () -> claims.locked(area, claimId)
                        .map(claim -> Refused.orThrow(claim.cut(cutting.institutionCode(), cutting.amount())))
                        .flatMap(claim -> book(claim, cutting, caller))));
    }

    private Mono<String> book(FundClaim claim, Cutting cutting, Caller caller) {
        UUID cutId = UuidCreator.getTimeOrderedEpoch();
        var cut = new FundClaim.Cut(
                cutId,
                cutting.institutionCode(),
                cutting.amount(),
                cutting.reason(),
                caller.subject(),
                clock.instant());
        Transfer transfer = new Transfer(
                Account.payable(cut.institutionCode()),
                Account.fund(claim.payer().code()),
                cut.amount(),
                CUT,
                "fund-cut:" + cutId,
                LocalDate.now(clock));
        return store.addCut(claim.area(), claim.claimId(), cut)
                .then(Mono.defer(() -> ledger.post(claim.area(), cutId, List.of(transfer), caller.subject())))
                .thenReturn(cutId.toString());
    }

    /** Takes a cut back; its mirror is booked today. Refused where it is taken back already. */
    public Mono<CommandKeys.Answer> reverse(
            String area, UUID claimId, UUID cutId, String note, String key, Caller caller) {
        return transactions.run(() -> keys.once(
                area,
                caller,
                key,
                "cut reversal " + claimId + " " + cutId + " " + note,
                () -> claims.locked(area, claimId)
                        .flatMap(claim -> mirror(claim, Refused.orThrow(claim.standingCut(cutId)), note, caller))
                        .thenReturn(claimId.toString())));
    }

    private Mono<Void> mirror(FundClaim claim, FundClaim.Cut cut, String note, Caller caller) {
        UUID entryId = UuidCreator.getTimeOrderedEpoch();
        return store.addReversal(claim.area(), cut.cutId(), note, entryId, caller.subject(), clock.instant())
                .then(Mono.defer(() -> mirrors.post(
                        claim.area(),
                        cut.cutId(),
                        entryId,
                        reason -> REVERSAL,
                        "fund-cut-reversal",
                        caller.subject())));
    }

    /** Keeps that the fund sent the claim back. Refused before it is handed in, and where the fund has paid or cut something of it. */
    public Mono<CommandKeys.Answer> sendBack(String area, UUID claimId, String reason, String key, Caller caller) {
        UUID returnId = UuidCreator.getTimeOrderedEpoch();
        return transactions.run(() -> keys.once(
                area,
                caller,
                key,
                "claim return " + claimId + " " + reason,
                () -> claims.locked(area, claimId)
                        .map(claim -> Refused.orThrow(claim.sendBack()))
                        .flatMap(claim ->
                                store.addReturn(area, claimId, returnId, reason, caller.subject(), clock.instant()))
                        .thenReturn(claimId.toString())));
    }
}
