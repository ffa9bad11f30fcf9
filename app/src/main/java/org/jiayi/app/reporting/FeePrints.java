package org.jiayi.app.reporting;

import java.time.Clock;
import java.time.LocalDate;
import java.util.UUID;
import org.jiayi.app.claim.FundClaims;
import org.jiayi.app.contract.ContractViews;
import org.jiayi.app.distribution.TeamDistributions;
import org.jiayi.app.fee.ContractFees;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.organisation.PoolingAreas;
import org.jiayi.app.organisation.Teams;
import org.jiayi.reports.contractfee.ContractFeeDocument;
import org.jiayi.reports.distribution.StaffDistributionDocument;
import org.jiayi.reports.fundclaim.FundClaimDocument;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Prints what contract fees come to: claims on funds, distributions among staff, and the fee of one contract. */
@Component
public class FeePrints {

    private final FundClaims claims;
    private final TeamDistributions distributions;
    private final ContractFees fees;
    private final ContractViews contracts;
    private final PoolingAreas areas;
    private final Teams teams;
    private final VerificationAddresses addresses;
    private final Rendering rendering;
    private final Clock clock;
    private final FundClaimDocument claimDocument = new FundClaimDocument();
    private final StaffDistributionDocument distributionDocument = new StaffDistributionDocument();
    private final ContractFeeDocument feeDocument = new ContractFeeDocument();

    FeePrints(
            FundClaims claims,
            TeamDistributions distributions,
            ContractFees fees,
            ContractViews contracts,
            PoolingAreas areas,
            Teams teams,
            VerificationAddresses addresses,
            Rendering rendering,
            Clock clock) {
        this.claims = claims;
        this.distributions = distributions;
        this.fees = fees;
        this.contracts = contracts;
        this.areas = areas;
        this.teams = teams;
        this.addresses = addresses;
        this.rendering = rendering;
        this.clock = clock;
    }

    /** Prints 签约服务费结算单. */
    public Mono<PrintedDocument> fundClaim(String area, UUID claimId, DocumentFormat format) {
        return Mono.zip(claims.get(area, claimId), areas.get(area), teams.institutionNames(area))
                .flatMap(facts -> {
                    var claim = facts.getT1();
                    PublicId number = PublicId.of(PublicId.Kind.FUND_CLAIM, area, claimId);
                    String digest = ContentDigests.of(claim);
                    var statement = FeeRecords.of(
                            claim,
                            new FeeRecords.Heading(
                                    number.toString(),
                                    LocalDate.now(clock),
                                    digest,
                                    addresses.of(number, digest, claim.claimed().fen())),
                            facts.getT2().name(),
                            facts.getT3());
                    String title = "签约服务费结算单-" + claim.payer().label() + "-" + claim.month();
                    return rendering.table(claimDocument, statement, title, format);
                });
    }

    /** Prints 绩效分配表 of a team within the caller's reach. */
    public Mono<PrintedDocument> staffDistribution(
            String area, UUID distributionId, Caller caller, DocumentFormat format) {
        return distributions
                .get(area, distributionId, caller)
                .zipWhen(found -> teams.get(area, found.teamNumber(), caller.scope()))
                .flatMap(facts -> {
                    var found = facts.getT1();
                    var heading = FeeRecords.Heading.of(found, LocalDate.now(clock), addresses);
                    String title = "绩效分配表-" + found.teamNumber() + "-" + found.firstMonth() + "-" + found.lastMonth();
                    return rendering.table(
                            distributionDocument, FeeRecords.of(found, heading, facts.getT2()), title, format);
                });
    }

    /** Prints 费用明细 of a contract within the caller's reach. */
    public Mono<PrintedDocument> contractFee(String area, UUID contractId, Caller caller, DocumentFormat format) {
        return fees.get(area, contractId, caller)
                .zipWhen(fee -> contracts.find(area, contractId))
                .flatMap(facts -> {
                    String number = PublicId.of(PublicId.Kind.CONTRACT, area, contractId)
                            .toString();
                    var page = FeeRecords.of(facts.getT1(), facts.getT2(), number, LocalDate.now(clock));
                    return rendering.table(feeDocument, page, "费用明细-" + number, format);
                });
    }
}
