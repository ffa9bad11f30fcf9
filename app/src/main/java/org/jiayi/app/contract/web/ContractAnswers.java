package org.jiayi.app.contract.web;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jiayi.api.model.Contract;
import org.jiayi.app.contract.ContractAccess;
import org.jiayi.app.contract.ContractCharges;
import org.jiayi.app.contract.ContractView;
import org.jiayi.app.contract.ContractViews;
import org.jiayi.app.database.CommandKeys;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.period.KnowledgeTime;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** How contracts are answered: with the payers' shares, where they stand, and the ETag of what was seen. */
@Component
class ContractAnswers {

    private static final UUID NONE_BEFORE = new UUID(0, 0);

    private final ContractViews contracts;
    private final ContractCharges charges;
    private final ContractAccess access;
    private final ContractMapper mapper;
    private final Clock clock;

    ContractAnswers(
            ContractViews contracts,
            ContractCharges charges,
            ContractAccess access,
            ContractMapper mapper,
            Clock clock) {
        this.contracts = contracts;
        this.charges = charges;
        this.access = access;
        this.mapper = mapper;
        this.clock = clock;
    }

    LocalDate today() {
        return LocalDate.now(clock);
    }

    /** The end of the day that was asked for, or all that is known. */
    static Instant knownAt(@Nullable LocalDate knownOn) {
        return knownOn == null ? KnowledgeTime.ALL : KnowledgeTime.endOf(knownOn);
    }

    /** The version that an If-Match names; one of another form is none that anybody could have seen. */
    static int version(String ifMatch) {
        if (!ifMatch.matches("\"[1-9][0-9]{0,8}\"")) {
            throw new Refused(RefusalCode.PRECONDITION_FAILED);
        }
        return Integer.parseInt(ifMatch.substring(1, ifMatch.length() - 1));
    }

    /** The contract if it is in the caller's reach; refused as unknown otherwise. */
    Mono<ContractView> seen(Caller caller, String area, UUID contractId, Instant knownAt) {
        return contracts
                .find(area, contractId, knownAt)
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)))
                .flatMap(view -> access.requireReach(
                                caller, area, view.institutionCode(), view.teamNumber(), view.residentId(), today())
                        .thenReturn(view));
    }

    /** Whether the contract is in the caller's reach. */
    Mono<Boolean> reaches(Caller caller, ContractView view) {
        return access.requireReach(
                        caller, view.area(), view.institutionCode(), view.teamNumber(), view.residentId(), today())
                .thenReturn(true)
                .onErrorReturn(Refused.class, false);
    }

    /** The contract that the person holds, by whichever registration, if it is in the caller's reach; refused otherwise. */
    Mono<ContractView> held(Caller caller, String area, UUID residentId) {
        return contracts
                .findOf(area, residentId, today())
                .flatMap(view -> seen(caller, area, view.contractId(), KnowledgeTime.ALL));
    }

    Mono<Contract> toApi(ContractView view, LocalDate on) {
        return charges.shares(view.area(), view.contractId())
                .collectList()
                .map(shares -> mapper.toApi(view, view.status(on), shares));
    }

    /** What a command that makes a contract answers. */
    Mono<ResponseEntity<Contract>> created(String area, CommandKeys.Answer answer) {
        return answer(area, NONE_BEFORE, answer);
    }

    /** What a command has made is there; were it not, silence would pass for success. */
    private Mono<ContractView> made(String area, UUID contractId) {
        return contracts
                .find(area, contractId)
                .switchIfEmpty(Mono.error(() -> new IllegalStateException("no contract " + contractId)));
    }

    /** What a command upon a contract answers: the contract that goes on, 201 where it is a new one. */
    Mono<ResponseEntity<Contract>> answer(String area, UUID before, CommandKeys.Answer answer) {
        UUID after = UUID.fromString(answer.id());
        return made(area, after).flatMap(view -> toApi(view, today())).map(contract -> {
            boolean created = !after.equals(before);
            ResponseEntity.BodyBuilder response = ResponseEntity.status(created ? HttpStatus.CREATED : HttpStatus.OK)
                    .eTag(contract.getVersion().toString())
                    .header("Idempotency-Replayed", Boolean.toString(answer.replayed()));
            return created
                    ? response.location(URI.create("/api/v1/contracts/" + contract.getId()))
                            .body(contract)
                    : response.body(contract);
        });
    }
}
