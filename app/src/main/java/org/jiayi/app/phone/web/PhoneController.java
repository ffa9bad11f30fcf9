package org.jiayi.app.phone.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jiayi.api.PhoneApi;
import org.jiayi.api.model.ItemProblem;
import org.jiayi.api.model.PhoneItemResult;
import org.jiayi.api.model.PhoneOutbox;
import org.jiayi.api.model.PhoneOutboxResult;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.phone.PhoneAct;
import org.jiayi.app.phone.PhoneItem;
import org.jiayi.app.web.Callers;
import org.jiayi.app.web.FaultRefusals;
import org.jiayi.app.web.ItemProblems;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@RestController
class PhoneController implements PhoneApi {

    private final Map<String, PhoneAct> acts;
    private final ItemProblems problems;

    PhoneController(List<PhoneAct> acts, ItemProblems problems) {
        this.acts = acts.stream().collect(Collectors.toMap(PhoneAct::code, Function.identity()));
        this.problems = problems;
    }

    @Override
    public Mono<ResponseEntity<PhoneOutboxResult>> sendPhoneOutbox(
            Mono<PhoneOutbox> phoneOutbox, ServerWebExchange exchange) {
        Caller caller = Callers.of(exchange);
        return phoneOutbox
                .flatMapMany(outbox -> Flux.fromIterable(outbox.getItems()))
                .map(PhoneController::item)
                .concatMap(item -> perform(item, caller, exchange))
                .collectList()
                .map(results -> ResponseEntity.ok(new PhoneOutboxResult(results)));
    }

    private static PhoneItem item(org.jiayi.api.model.PhoneItem item) {
        return new PhoneItem(
                item.getKey(),
                item.getAct(),
                Optional.ofNullable(item.getSubjectId()),
                Optional.ofNullable(item.getSeen()),
                Optional.ofNullable(item.getBody()).orElse(Map.of()));
    }

    /** A fault of ours ends the whole answer: what was done before it is done, and sent again is done already. */
    private Mono<PhoneItemResult> perform(PhoneItem item, Caller caller, ServerWebExchange exchange) {
        PhoneAct act = acts.get(item.act());
        if (act == null) {
            return refused(item, Refusal.of(RefusalCode.INVALID_VALUE, "/act"), exchange);
        }
        return Mono.defer(() -> act.perform(item, caller))
                .map(done -> new PhoneItemResult(
                                item.key(),
                                done.replayed()
                                        ? PhoneItemResult.OutcomeEnum.ALREADY_DONE
                                        : PhoneItemResult.OutcomeEnum.DONE)
                        .subjectId(done.subjectId())
                        .result(done.result()))
                .onErrorResume(error -> {
                    Refusal refusal = FaultRefusals.of(error);
                    return refusal.code() == RefusalCode.INTERNAL_ERROR || refusal.code() == RefusalCode.TRY_AGAIN_LATER
                            ? Mono.error(error)
                            : answer(item, act, refusal, caller, exchange);
                });
    }

    private Mono<PhoneItemResult> answer(
            PhoneItem item, PhoneAct act, Refusal refusal, Caller caller, ServerWebExchange exchange) {
        if (!isConflict(refusal)) {
            return refused(item, refusal, exchange);
        }
        return act.current(item, caller)
                .onErrorResume(Refused.class, nothingToSee -> Mono.empty())
                .defaultIfEmpty(Map.of())
                .map(current -> new PhoneItemResult(item.key(), PhoneItemResult.OutcomeEnum.CONFLICT)
                        .yours(item.body())
                        .current(current)
                        .problem(problem(refusal, exchange)));
    }

    /** What the phone saw is no longer so; every other no would have been one at once. */
    private static boolean isConflict(Refusal refusal) {
        return refusal.code() == RefusalCode.PRECONDITION_FAILED
                || refusal.code() == RefusalCode.OVERLAPPING
                || refusal.code() == RefusalCode.ILLEGAL_TRANSITION;
    }

    private Mono<PhoneItemResult> refused(PhoneItem item, Refusal refusal, ServerWebExchange exchange) {
        return Mono.just(new PhoneItemResult(item.key(), PhoneItemResult.OutcomeEnum.REFUSED)
                .problem(problem(refusal, exchange)));
    }

    private ItemProblem problem(Refusal refusal, ServerWebExchange exchange) {
        return problems.of(refusal, exchange.getLocaleContext().getLocale());
    }
}
