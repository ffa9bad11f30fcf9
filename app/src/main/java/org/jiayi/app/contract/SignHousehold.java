package org.jiayi.app.contract;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jiayi.app.database.ConstraintRefusals;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.resident.Residents;
import org.jiayi.app.resident.Standing;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** 家庭签约: signs a household up member by member, each once per key; who can't be signed stops nobody else. */
@Component
public class SignHousehold {

    private final SignContract signContract;
    private final Residents residents;
    private final Clock clock;

    SignHousehold(SignContract signContract, Residents residents, Clock clock) {
        this.signContract = signContract;
        this.residents = residents;
        this.clock = clock;
    }

    /**
     * What to sign.
     *
     * @param householdOf any member
     * @param servicePackage for all who get no other
     * @param packages other packages by member
     */
    public record Command(
            String area,
            String teamNumber,
            UUID householdOf,
            ServicePackage servicePackage,
            Map<UUID, ServicePackage> packages,
            Optional<LocalDate> firstDay,
            Optional<LocalDate> lastDay) {}

    /** What became of one member: the contract, or why there is none. */
    public record Member(UUID residentId, Decision<UUID> contract) {}

    /** Signs the members one after the other, in the order of their ids. */
    public Mono<List<Member>> sign(Command command, String key, Caller caller) {
        LocalDate today = LocalDate.now(clock);
        return residents
                .householdOf(command.area(), command.householdOf(), today)
                .map(members -> {
                    var all = new TreeSet<>(members);
                    all.add(command.householdOf());
                    return all;
                })
                .flatMap(members -> Mono.zip(
                                residents.standings(command.area(), members, today),
                                guardians(command.area(), members, today))
                        .flatMapMany(known -> Flux.fromIterable(members)
                                .concatMap(member -> sign(
                                        command,
                                        member,
                                        signer(member, known.getT1(), known.getT2(), today),
                                        key,
                                        caller)))
                        .collectList());
    }

    /** Who of them acts for whom of them. */
    private Mono<Map<UUID, UUID>> guardians(String area, Set<UUID> members, LocalDate today) {
        return Flux.fromIterable(members)
                .concatMap(member -> residents
                        .wardsOf(area, member, today)
                        .flatMapIterable(wards -> wards)
                        .map(ward -> Map.entry(ward, member)))
                .collect(HashMap::new, (guardians, pair) -> guardians.putIfAbsent(pair.getKey(), pair.getValue()));
    }

    /** Whoever cannot sign is represented, by the guardian in the household if there is one. */
    private static Signer signer(
            UUID member, Map<UUID, Standing> standings, Map<UUID, UUID> guardians, LocalDate today) {
        Standing standing = standings.get(member);
        return standing != null && standing.needsGuardian(today)
                ? new Signer(Signer.Kind.GUARDIAN, Optional.ofNullable(guardians.get(member)))
                : Signer.ON_BEHALF;
    }

    /** Who signs is not asked for: a request that is repeated is the same when the member has a guardian by then. */
    private Mono<Member> sign(Command command, UUID member, Signer signer, String key, Caller caller) {
        String asked = signing(command, member, Signer.ON_BEHALF).toString();
        return signContract
                .sign(signing(command, member, signer), asked, memberKey(key, member), caller)
                .map(answer -> new Member(member, Decision.accept(UUID.fromString(answer.id()))))
                .onErrorResume(error -> refusal(error)
                        .map(refusal -> Mono.just(new Member(member, Decision.refuse(refusal))))
                        .orElseGet(() -> Mono.error(error)));
    }

    /** Why one cannot be signed: by a rule, or because a file that takes no lock of theirs was faster. */
    private static Optional<Refusal> refusal(Throwable error) {
        return error instanceof Refused refused
                ? Optional.of(refused.refusal())
                : ConstraintRefusals.of(error).filter(refusal -> refusal.code() != RefusalCode.TRY_AGAIN_LATER);
    }

    private static SignContract.Command signing(Command command, UUID member, Signer signer) {
        return new SignContract.Command(
                command.area(),
                member,
                command.teamNumber(),
                command.packages().getOrDefault(member, command.servicePackage()),
                command.firstDay(),
                command.lastDay(),
                signer);
    }

    /** Each member's signing has a key of its own that the same request makes again. */
    private static String memberKey(String key, UUID member) {
        return UUID.nameUUIDFromBytes((key + member).getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
