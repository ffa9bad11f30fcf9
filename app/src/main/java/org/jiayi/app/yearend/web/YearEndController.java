package org.jiayi.app.yearend.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.api.YearEndsApi;
import org.jiayi.api.model.DiscardedYearEnd;
import org.jiayi.api.model.DiscardedYearEndList;
import org.jiayi.api.model.PayeeScore;
import org.jiayi.api.model.YearEnd;
import org.jiayi.api.model.YearEndDiscarding;
import org.jiayi.api.model.YearEndExplanation;
import org.jiayi.api.model.YearEndList;
import org.jiayi.api.model.YearEndOrder;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.resident.InsuranceScheme;
import org.jiayi.app.web.ApiValues;
import org.jiayi.app.web.Callers;
import org.jiayi.app.web.Created;
import org.jiayi.app.yearend.DiscardedYearEnds;
import org.jiayi.app.yearend.Reconciliation;
import org.jiayi.app.yearend.YearEnds;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

@RestController
class YearEndController implements YearEndsApi {

    private static final Fraction SCORE_MAX = Fraction.of(100);
    private static final int DECEMBER = 12;

    private final YearEnds yearEnds;
    private final DiscardedYearEnds discarded;

    YearEndController(YearEnds yearEnds, DiscardedYearEnds discarded) {
        this.yearEnds = yearEnds;
        this.discarded = discarded;
    }

    private static PublicId id(String yearEndId) {
        return Refused.orThrow(PublicId.parse(PublicId.Kind.YEAR_END, yearEndId));
    }

    @Override
    public Mono<ResponseEntity<YearEndList>> listYearEnds(String area, ServerWebExchange exchange) {
        return yearEnds.list(area)
                .map(found -> YearEndAnswers.toApi(found, Callers.of(exchange).scope()))
                .collectList()
                .map(list -> ResponseEntity.ok(new YearEndList(list)));
    }

    @Override
    public Mono<ResponseEntity<YearEnd>> computeYearEnd(
            String key, String area, Mono<YearEndOrder> body, ServerWebExchange exchange) {
        Caller caller = Callers.of(exchange);
        return body.flatMap(wanted -> {
            YearEnds.Order order = order(wanted, area);
            return Boolean.TRUE.equals(wanted.getDryRun())
                    ? yearEnds.tryOut(order, caller).map(tried -> answer(tried, caller))
                    : compute(order, key, caller);
        });
    }

    private Mono<ResponseEntity<YearEnd>> compute(YearEnds.Order order, String key, Caller caller) {
        return yearEnds.compute(order, key, caller)
                .flatMap(answer -> yearEnds.get(order.area(), UUID.fromString(answer.id()))
                        .map(draft -> {
                            YearEnd created = YearEndAnswers.toApi(draft, caller.scope());
                            return Created.at("/api/v1/year-ends/" + created.getId(), answer, created);
                        }));
    }

    private static YearEnds.Order order(YearEndOrder wanted, String area) {
        Month december = Month.of(wanted.getYear(), DECEMBER);
        Month through =
                Optional.ofNullable(wanted.getThroughMonth()).map(Month::parse).orElse(december);
        if (through.year() != wanted.getYear()) {
            throw new Refused(Refusal.of(RefusalCode.INVALID_VALUE, "/throughMonth"));
        }
        return new YearEnds.Order(
                area,
                InsuranceScheme.find(wanted.getScheme().getValue())
                        .orElseThrow(() -> new Refused(RefusalCode.UNKNOWN_SCHEME)),
                through,
                wanted.getKnownOn(),
                scores(wanted.getScores()));
    }

    private static Map<String, String> scores(List<PayeeScore> given) {
        Map<String, String> scores = new LinkedHashMap<>();
        for (int index = 0; index < given.size(); index++) {
            PayeeScore one = given.get(index);
            boolean sound = Fraction.parse(one.getScore()).compareTo(SCORE_MAX) <= 0
                    && scores.put(one.getPayee(), one.getScore()) == null;
            if (!sound) {
                throw new Refused(Refusal.of(RefusalCode.INVALID_VALUE, "/scores/" + index));
            }
        }
        return scores;
    }

    @Override
    public Mono<ResponseEntity<YearEnd>> getYearEnd(String yearEndId, ServerWebExchange exchange) {
        PublicId id = id(yearEndId);
        return yearEnds.get(id.area(), id.uuid()).map(found -> answer(found, Callers.of(exchange)));
    }

    @Override
    public Mono<ResponseEntity<Void>> discardYearEnd(
            String key, String yearEndId, Mono<YearEndDiscarding> body, ServerWebExchange exchange) {
        PublicId id = id(yearEndId);
        return body.flatMap(wish -> yearEnds.discard(id.area(), id.uuid(), wish.getReason(), key, Callers.of(exchange)))
                .thenReturn(ResponseEntity.noContent().build());
    }

    @Override
    public Mono<ResponseEntity<DiscardedYearEndList>> listDiscardedYearEnds(String area, ServerWebExchange exchange) {
        return discarded
                .list(area)
                .map(draft -> toApi(draft, area))
                .collectList()
                .map(list -> ResponseEntity.ok(new DiscardedYearEndList(list)));
    }

    private static DiscardedYearEnd toApi(DiscardedYearEnds.Discarded draft, String area) {
        return new DiscardedYearEnd(
                PublicId.of(PublicId.Kind.YEAR_END, area, draft.yearEndId()).toString(),
                draft.scheme(),
                draft.through().year(),
                draft.through().toString(),
                draft.digestSm3(),
                draft.reason(),
                draft.by(),
                ApiValues.moment(draft.at()));
    }

    @Override
    public Mono<ResponseEntity<YearEndExplanation>> explainYearEnd(
            String yearEndId, String payee, ServerWebExchange exchange) {
        PublicId id = id(yearEndId);
        return yearEnds.get(id.area(), id.uuid())
                .flatMap(found -> Mono.justOrEmpty(
                                found.linesIn(Callers.of(exchange).scope()).stream()
                                        .filter(line -> line.year().payee().equals(payee))
                                        .findFirst())
                        .map(line -> YearEndAnswers.toApi(yearEnds.explain(found, line), found)))
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)))
                .map(ResponseEntity::ok);
    }

    private static ResponseEntity<YearEnd> answer(Reconciliation found, Caller caller) {
        return ResponseEntity.ok(YearEndAnswers.toApi(found, caller.scope()));
    }
}
