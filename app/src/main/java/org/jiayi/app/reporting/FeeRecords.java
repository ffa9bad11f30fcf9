package org.jiayi.app.reporting;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jiayi.app.claim.FundClaim;
import org.jiayi.app.contract.ContractView;
import org.jiayi.app.distribution.TeamDistribution;
import org.jiayi.app.fee.ContractFee;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.organisation.Teams;
import org.jiayi.reports.contractfee.ContractFeePage;
import org.jiayi.reports.contractfee.FeeBookingLine;
import org.jiayi.reports.contractfee.PayerLine;
import org.jiayi.reports.distribution.MemberLine;
import org.jiayi.reports.distribution.StaffDistributionSheet;
import org.jiayi.reports.fundclaim.ClaimLine;
import org.jiayi.reports.fundclaim.CutLine;
import org.jiayi.reports.fundclaim.FundClaimStatement;
import org.jiayi.reports.fundclaim.ReceiptLine;
import org.jiayi.reports.text.Coded;

/** Fills the records of the documents about contract fees. */
final class FeeRecords {

    private static final long ALL = 10_000; // hundredths of a percent
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private FeeRecords() {}

    /**
     * What stands at the head and the foot of a document.
     *
     * @param date the day it is printed
     */
    record Heading(String number, LocalDate date, String digestSm3, String verificationAddress) {

        static Heading of(TeamDistribution found, LocalDate date, VerificationAddresses addresses) {
            PublicId number = PublicId.of(PublicId.Kind.STAFF_DISTRIBUTION, found.area(), found.distributionId());
            String digest = ContentDigests.of(found);
            return new Heading(
                    number.toString(),
                    date,
                    digest,
                    addresses.of(number, digest, found.pool().fen()));
        }
    }

    static FundClaimStatement of(FundClaim claim, Heading heading, String areaName, Map<String, String> names) {
        return new FundClaimStatement(
                areaName,
                claim.area(),
                claim.payer().label(),
                claim.month().value(),
                heading.number(),
                status(claim.status()),
                heading.date(),
                heading.digestSm3(),
                heading.verificationAddress(),
                claimLines(claim, names),
                claim.receipts().stream().map(FeeRecords::receipt).toList(),
                claim.cuts().stream().map(FeeRecords::cut).toList(),
                claim.lines().stream().mapToLong(FundClaim.Line::contracts).sum(),
                Money.sum(claim.lines().stream().map(FundClaim.Line::amount).toList())
                        .fen(),
                claim.carried().fen(),
                claim.claimed().fen(),
                claim.cut().fen(),
                claim.received().fen(),
                claim.outstanding().fen(),
                Percent.text(Percent.of(claim.arrival())),
                claim.preparedBy(),
                claim.submittedBy().orElse(null));
    }

    private static String status(FundClaim.Status status) {
        return switch (status) {
            case PREPARED -> "已编制，未报送";
            case SUBMITTED -> "已报送";
            case PARTLY_RECEIVED -> "部分到账";
            case RECEIVED -> "全部到账";
            case SET_OFF -> "结转下期冲抵";
        };
    }

    private static List<ClaimLine> claimLines(FundClaim claim, Map<String, String> names) {
        List<Money> received = claim.receivedByLine();
        return IntStream.range(0, claim.lines().size())
                .mapToObj(index -> {
                    FundClaim.Line line = claim.lines().get(index);
                    long amountFen = line.amount().fen();
                    long payableFen = line.amount()
                            .minus(claim.cutOf(line.institutionCode()))
                            .fen();
                    long receivedFen = received.get(index).fen();
                    return new ClaimLine(
                            line.institutionCode(),
                            names.getOrDefault(line.institutionCode(), line.institutionCode()),
                            line.contracts(),
                            amountFen,
                            receivedFen,
                            Percent.of(receivedFen, payableFen, ALL));
                })
                .toList();
    }

    private static ReceiptLine receipt(FundClaim.Receipt receipt) {
        return new ReceiptLine(
                receipt.receivedOn(),
                receipt.bankReference(),
                receipt.recordedBy(),
                receipt.amount().fen());
    }

    private static CutLine cut(FundClaim.Cut cut) {
        return new CutLine(
                LocalDate.ofInstant(cut.recordedAt(), ZONE),
                cut.institutionCode(),
                cut.reason(),
                cut.recordedBy(),
                cut.amount().fen());
    }

    static StaffDistributionSheet of(TeamDistribution found, Heading heading, Teams.Team team) {
        return new StaffDistributionSheet(
                team.institutionName(),
                found.institutionCode(),
                team.name(),
                found.teamNumber(),
                found.firstMonth().value(),
                found.lastMonth().value(),
                heading.number(),
                distributionStatus(found.status()),
                heading.date(),
                heading.digestSm3(),
                heading.verificationAddress(),
                found.parts().stream()
                        .map(part -> new MemberLine(
                                part.name(), part.points(), part.amount().fen()))
                        .toList(),
                found.cut().fen(),
                found.income().fen(),
                found.pool().fen(),
                found.institutionPart().fen(),
                found.preparedBy(),
                found.resolvedBy().orElse(null));
    }

    private static String distributionStatus(String code) {
        return switch (code) {
            case "pending" -> "待审核";
            case "posted" -> "已入账";
            case "void" -> "已作废";
            default -> throw new IllegalStateException("no distribution is " + code);
        };
    }

    static ContractFeePage of(ContractFee fee, ContractView contract, String number, LocalDate on) {
        return new ContractFeePage(
                number,
                contract.resident().name(),
                contract.resident().maskedDocumentNumber(),
                Coded.of(contract.institutionName(), contract.institutionCode()),
                Coded.of(contract.teamName(), contract.teamNumber()),
                contract.servicePackage().label(),
                contract.term().from(),
                contract.term().lastDay(),
                on,
                fee.payers().entrySet().stream()
                        .map(payer -> new PayerLine(
                                payer.getKey().label(), payer.getValue().fen()))
                        .toList(),
                fee.lines().stream().map(FeeRecords::booking).toList(),
                fee.total().fen());
    }

    private static FeeBookingLine booking(ContractFee.Line line) {
        return new FeeBookingLine(
                Month.containing(line.month()).value(),
                line.reason().label(),
                line.payer().label(),
                line.explanation().sentence(),
                line.amount().fen());
    }
}
