package org.jiayi.app.agreement;

import com.github.f4b6a3.uuid.UuidCreator;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jiayi.app.contract.ContractAgreements;
import org.jiayi.app.contract.ContractCharges;
import org.jiayi.app.contract.NewContract;
import org.jiayi.app.contract.PayerShare;
import org.jiayi.app.contract.Signer;
import org.jiayi.app.digest.ContentDigest;
import org.jiayi.app.fulfilment.ServiceMode;
import org.jiayi.app.fulfilment.ServicePlan;
import org.jiayi.app.fulfilment.ServicePlans;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.resident.GuardianView;
import org.jiayi.app.resident.Identity;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Concludes agreements with the contracts they are of, and finds and verifies them. */
@Component
public class Agreements implements ContractAgreements {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private final AgreementStore store;
    private final ContractCharges charges;
    private final ServicePlans plans;

    Agreements(AgreementStore store, ContractCharges charges, ServicePlans plans) {
        this.store = store;
        this.charges = charges;
        this.plans = plans;
    }

    /** Where nobody signs anew there is no new agreement: that of the contract before goes on. */
    @Override
    public Mono<Void> conclude(String area, List<NewContract> contracts, String recordedBy, Instant at) {
        List<NewContract> signed = contracts.stream()
                .filter(contract -> contract.signer().kind() != Signer.Kind.UNCHANGED
                        && contract.signer().kind() != Signer.Kind.PAPER)
                .toList();
        if (signed.isEmpty()) {
            return Mono.empty();
        }
        List<UUID> ids = signed.stream().map(NewContract::contractId).toList();
        return Mono.zip(
                        store.parties(area, signed, LocalDate.ofInstant(at, ZONE))
                                .collectMap(AgreementStore.Parties::contractId),
                        plans.plansOf(area, ids),
                        Flux.fromIterable(ids)
                                .concatMap(id ->
                                        charges.shares(area, id).collectList().map(shares -> Map.entry(id, shares)))
                                .collectMap(Map.Entry::getKey, Map.Entry::getValue),
                        chargedByYear(area, signed))
                .flatMap(facts -> store.add(
                        area,
                        signed.stream()
                                .map(contract -> concluded(
                                        area,
                                        contract,
                                        Objects.requireNonNull(facts.getT1().get(contract.contractId())),
                                        facts.getT2().getOrDefault(contract.contractId(), new ServicePlan(List.of())),
                                        facts.getT3().getOrDefault(contract.contractId(), List.of()),
                                        clauses(contract, facts.getT4().contains(contract.contractId())),
                                        at))
                                .toList(),
                        recordedBy));
    }

    /** Which of them pay for each of their years: only those of more than one can. */
    private Mono<Set<UUID>> chargedByYear(String area, List<NewContract> contracts) {
        return Flux.fromIterable(contracts)
                .filter(contract ->
                        contract.term().until().isAfter(contract.term().from().plusYears(1)))
                .map(NewContract::contractId)
                .filterWhen(id -> charges.isChargedByYear(area, id))
                .collect(Collectors.toSet());
    }

    private static AgreementStore.Concluded concluded(
            String area,
            NewContract contract,
            AgreementStore.Parties parties,
            ServicePlan plan,
            List<PayerShare> shares,
            List<String> clauses,
            Instant at) {
        UUID id = UuidCreator.getTimeOrderedEpoch();
        AgreementTerms terms = terms(area, id, contract, parties, plan, shares, clauses, at);
        String text = CanonicalText.write(terms);
        return new AgreementStore.Concluded(new Agreement(area, id, terms, ContentDigest.of(text)), contract, text);
    }

    private static AgreementTerms terms(
            String area,
            UUID id,
            NewContract contract,
            AgreementStore.Parties parties,
            ServicePlan plan,
            List<PayerShare> shares,
            List<String> clauses,
            Instant at) {
        return new AgreementTerms(
                PublicId.of(PublicId.Kind.AGREEMENT, area, id).toString(),
                PublicId.of(PublicId.Kind.CONTRACT, area, contract.contractId()).toString(),
                AgreementTemplate.CURRENT.version(),
                area,
                parties.areaName(),
                contract.institutionCode(),
                parties.institutionName(),
                contract.teamNumber(),
                parties.teamName(),
                parties.leaderName(),
                parties.resident().name(),
                parties.resident().maskedDocumentNumber(),
                contract.signer().kind().name().toLowerCase(Locale.ROOT),
                guardian(contract.signer(), parties),
                contract.confirmUntil(),
                contract.servicePackage().code(),
                contract.servicePackage().label(),
                plan.items().stream().map(Agreements::service).toList(),
                contract.term().from(),
                contract.term().lastDay(),
                Money.sum(shares.stream().map(PayerShare::amount).toList()).fen(),
                shares.stream()
                        .map(share -> new AgreementTerms.Share(
                                share.payer(), share.payerName(), share.amount().fen()))
                        .toList(),
                contract.signedOn(),
                at,
                clauses);
    }

    /**
     * The template's, and one of its own for a contract that is charged by year, whose fee is the first year's, and for one that
     * begins on payment, whose days are the latest.
     */
    private static List<String> clauses(NewContract contract, boolean chargedByYear) {
        List<String> clauses = new ArrayList<>(AgreementTemplate.CURRENT.clauses());
        contract.payUntil().ifPresent(day -> {
            clauses.add("# 九、缴费生效");
            clauses.add("本协议自乙方缴清个人承担的费用之日起生效，期限自该日起算，乙方最迟应于" + day.getYear() + "年"
                    + day.getMonthValue() + "月" + day.getDayOfMonth()
                    + "日缴清。上列期限为最迟的期限，乙方提前缴清的，期限相应提前；逾期未缴清的，本协议自始不生效。");
        });
        if (chargedByYear) {
            clauses.add(contract.payUntil().isPresent() ? "# 十、按年度计费" : "# 九、按年度计费");
            clauses.add("上列费用为第一个签约年度的费用。以后每个签约年度的费用于该年度首日按当日有效的收费标准计收；" + "乙方个人承担的金额未经乙方同意不高于上一签约年度。");
        }
        return clauses;
    }

    /**
     * The guardian's name and relationship: as recorded, or as the county's file named them beside the resident. Where the
     * request names none, it is the one who was recorded first.
     */
    private static String guardian(Signer signer, AgreementStore.Parties parties) {
        if (signer.kind() != Signer.Kind.GUARDIAN) {
            return "";
        }
        Identity resident = parties.resident();
        Optional<GuardianView> acting = parties.recorded().stream()
                .filter(recorded -> signer.guardianResidentId().isEmpty()
                        || recorded.residentId().equals(signer.guardianResidentId()))
                .findFirst();
        String name = parties.guardian()
                .map(Identity::name)
                .or(() -> acting.map(GuardianView::name))
                .orElse(resident.guardianName());
        String relationship = acting.map(GuardianView::relationship)
                .orElse(name.equals(resident.guardianName()) ? resident.guardianRelationship() : "");
        return relationship.isEmpty() ? name : name + "（" + relationship + "）";
    }

    private static AgreementTerms.Service service(ServicePlan.Planned planned) {
        return new AgreementTerms.Service(
                planned.item().code(),
                planned.item().name(),
                planned.windows().size(),
                planned.item().modes().stream().sorted().map(ServiceMode::code).toList(),
                planned.item().paidBy().code());
    }

    /** The agreement of a contract; empty where it was signed on paper. */
    public Mono<Agreement> findOf(String area, UUID contractId) {
        return store.findOf(area, contractId);
    }

    /** The agreement of that id; empty where there is none. */
    public Mono<Agreement> find(String area, UUID agreementId) {
        return store.find(area, agreementId);
    }

    /** Whether {@code digest} is the SM3 or SHA-256 of that agreement's text, in hex. */
    public static boolean matches(Agreement agreement, String digest) {
        byte[] given = digest.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(given, bytes(agreement.digest().sm3()))
                | MessageDigest.isEqual(given, bytes(agreement.digest().sha256()));
    }

    private static byte[] bytes(String digest) {
        return digest.getBytes(StandardCharsets.UTF_8);
    }
}
