package org.jiayi.app.payment.web;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.api.ProviderRemittancesApi;
import org.jiayi.api.model.Page;
import org.jiayi.api.model.ProviderRemittance;
import org.jiayi.api.model.ProviderRemittancePage;
import org.jiayi.api.model.RemittanceRecording;
import org.jiayi.api.model.RemittanceReversal;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.payment.Remittance;
import org.jiayi.app.payment.Remittances;
import org.jiayi.app.web.Callers;
import org.jiayi.app.web.Changed;
import org.jiayi.app.web.Created;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

@RestController
class RemittanceController implements ProviderRemittancesApi {

    private final Remittances remittances;

    RemittanceController(Remittances remittances) {
        this.remittances = remittances;
    }

    private static PublicId remittance(String remittanceId) {
        return Refused.orThrow(PublicId.parse(PublicId.Kind.REMITTANCE, remittanceId));
    }

    @Override
    public Mono<ResponseEntity<ProviderRemittance>> recordProviderRemittance(
            String key, String area, Mono<RemittanceRecording> body, ServerWebExchange exchange) {
        return body.map(told -> new Remittances.Command(
                        area,
                        told.getProvider(),
                        Money.ofFen(told.getAmountFen()),
                        Money.ofFen(told.getChargeFen()),
                        told.getValueOn(),
                        told.getBankReference()))
                .flatMap(command -> remittances.book(command, key, Callers.of(exchange)))
                .flatMap(answer -> remittances
                        .get(area, UUID.fromString(answer.id()))
                        .map(RemittanceController::toApi)
                        .map(shown -> Created.at("/api/v1/provider-remittances/" + shown.getId(), answer, shown)));
    }

    @Override
    public Mono<ResponseEntity<ProviderRemittancePage>> listProviderRemittances(
            String area, Integer limit, @Nullable String after, ServerWebExchange exchange) {
        Optional<UUID> cursor =
                Optional.ofNullable(after).map(text -> remittance(text).uuid());
        return remittances
                .list(area, cursor, limit + 1)
                .map(RemittanceController::toApi)
                .collectList()
                .map(found -> ResponseEntity.ok(page(found, limit)));
    }

    private static ProviderRemittancePage page(List<ProviderRemittance> found, int limit) {
        Page page = new Page(limit);
        List<ProviderRemittance> data = found.stream().limit(limit).toList();
        if (found.size() > limit) {
            page.setNext(data.get(limit - 1).getId());
        }
        return new ProviderRemittancePage(data, page);
    }

    @Override
    public Mono<ResponseEntity<ProviderRemittance>> getProviderRemittance(
            String remittanceId, ServerWebExchange exchange) {
        PublicId id = remittance(remittanceId);
        return remittances.get(id.area(), id.uuid()).map(found -> ResponseEntity.ok(toApi(found)));
    }

    @Override
    public Mono<ResponseEntity<ProviderRemittance>> reverseProviderRemittance(
            String key, String remittanceId, Mono<RemittanceReversal> body, ServerWebExchange exchange) {
        PublicId id = remittance(remittanceId);
        return body.flatMap(reversal ->
                        remittances.reverse(id.area(), id.uuid(), reversal.getNote(), key, Callers.of(exchange)))
                .flatMap(answer -> remittances
                        .get(id.area(), id.uuid())
                        .map(found -> Changed.by(answer).body(toApi(found))));
    }

    private static ProviderRemittance toApi(Remittance remittance) {
        ProviderRemittance shown = new ProviderRemittance(
                PublicId.of(PublicId.Kind.REMITTANCE, remittance.area(), remittance.remittanceId())
                        .toString(),
                remittance.provider(),
                remittance.amount().fen(),
                remittance.charge().fen(),
                remittance.valueOn(),
                remittance.bankReference(),
                remittance.recordedBy());
        remittance.reversal().ifPresent(reversal -> {
            shown.setReversalNote(reversal.note());
            shown.setReversedBy(reversal.recordedBy());
        });
        return shown;
    }
}
