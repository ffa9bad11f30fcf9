package org.jiayi.app.yearend.web;

import java.util.UUID;
import org.jiayi.api.YearEndDebtsApi;
import org.jiayi.api.model.DebtRecovery;
import org.jiayi.api.model.DebtWriteOff;
import org.jiayi.api.model.RecoveryReversal;
import org.jiayi.api.model.WriteOffDecision;
import org.jiayi.api.model.YearEndDebt;
import org.jiayi.api.model.YearEndDebtList;
import org.jiayi.api.model.YearEndDebtMovement;
import org.jiayi.app.database.CommandKeys;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.resident.InsuranceScheme;
import org.jiayi.app.web.Callers;
import org.jiayi.app.web.Created;
import org.jiayi.app.yearend.YearEndDebts;
import org.jiayi.app.yearend.YearEndRecoveryReversals;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

@RestController
class YearEndDebtController implements YearEndDebtsApi {

    private final YearEndDebts debts;
    private final YearEndRecoveryReversals reversals;

    YearEndDebtController(YearEndDebts debts, YearEndRecoveryReversals reversals) {
        this.debts = debts;
        this.reversals = reversals;
    }

    @Override
    public Mono<ResponseEntity<YearEndDebtList>> listYearEndDebts(String area, ServerWebExchange exchange) {
        return list(area).map(ResponseEntity::ok);
    }

    private Mono<YearEndDebtList> list(String area) {
        return debts.list(area)
                .map(found -> new YearEndDebtList(
                        found.stream().map(debt -> toApi(debt, area)).toList()));
    }

    @Override
    public Mono<ResponseEntity<YearEndDebtList>> recoverYearEndDebt(
            String key, String area, Mono<DebtRecovery> body, ServerWebExchange exchange) {
        return body.map(wanted -> new YearEndDebts.Recovery(
                        scheme(wanted.getScheme().getValue()),
                        wanted.getPayee(),
                        Money.ofFen(wanted.getAmountFen()),
                        wanted.getReceivedOn(),
                        wanted.getBankReference()))
                .flatMap(recovery -> debts.recover(area, recovery, key, Callers.of(exchange)))
                .flatMap(answer -> created(area, answer));
    }

    @Override
    public Mono<ResponseEntity<YearEndDebtList>> reverseYearEndRecovery(
            String key, String recoveryId, Mono<RecoveryReversal> body, ServerWebExchange exchange) {
        PublicId id = Refused.orThrow(PublicId.parse(PublicId.Kind.LEDGER_ENTRY, recoveryId));
        return body.map(reversal -> new YearEndRecoveryReversals.Command(id.area(), id.uuid(), reversal.getNote()))
                .flatMap(command -> reversals.reverse(command, key, Callers.of(exchange)))
                .flatMap(answer -> list(id.area()))
                .map(ResponseEntity::ok);
    }

    @Override
    public Mono<ResponseEntity<YearEndDebtList>> writeOffYearEndDebt(
            String key, String area, Mono<DebtWriteOff> body, ServerWebExchange exchange) {
        return body.map(wanted -> new YearEndDebts.WriteOff(
                        scheme(wanted.getScheme().getValue()),
                        wanted.getPayee(),
                        Money.ofFen(wanted.getAmountFen()),
                        wanted.getReason()))
                .flatMap(writeOff -> debts.propose(area, writeOff, key, Callers.of(exchange)))
                .flatMap(answer -> created(area, answer));
    }

    @Override
    public Mono<ResponseEntity<YearEndDebtList>> decideWriteOff(
            String key, String writeOffId, Mono<WriteOffDecision> body, ServerWebExchange exchange) {
        PublicId id = Refused.orThrow(PublicId.parse(PublicId.Kind.WRITE_OFF, writeOffId));
        return body.flatMap(decision ->
                        debts.decide(id.area(), id.uuid(), decision.getAccepted(), key, Callers.of(exchange)))
                .flatMap(answer -> list(id.area()))
                .map(ResponseEntity::ok);
    }

    private Mono<ResponseEntity<YearEndDebtList>> created(String area, CommandKeys.Answer answer) {
        return list(area).map(all -> Created.at("/api/v1/pooling-areas/" + area + "/year-end-debts", answer, all));
    }

    private static InsuranceScheme scheme(String code) {
        return InsuranceScheme.find(code).orElseThrow(() -> new Refused(RefusalCode.UNKNOWN_SCHEME));
    }

    private static YearEndDebt toApi(org.jiayi.app.yearend.YearEndDebt debt, String area) {
        return new YearEndDebt(
                debt.scheme().code(),
                debt.payee(),
                debt.owed().fen(),
                debt.movements().stream().map(movement -> toApi(movement, area)).toList());
    }

    private static YearEndDebtMovement toApi(org.jiayi.app.yearend.YearEndDebt.Movement movement, String area) {
        return new YearEndDebtMovement(
                id(movement.kind(), movement.id(), area),
                movement.kind().code(),
                movement.kind().label(),
                movement.amount().fen(),
                movement.happenedOn(),
                movement.reference(),
                movement.doneBy());
    }

    /** What a recovery and its reversal are known by is their entry in the ledger. */
    private static String id(org.jiayi.app.yearend.YearEndDebt.Kind kind, UUID id, String area) {
        PublicId.Kind of = switch (kind) {
            case CARRIED -> PublicId.Kind.YEAR_END;
            case RECOVERED, REVERSED -> PublicId.Kind.LEDGER_ENTRY;
            case WRITTEN_OFF, PROPOSED, REJECTED -> PublicId.Kind.WRITE_OFF;
        };
        return PublicId.of(of, area, id).toString();
    }
}
