package org.jiayi.app.fee.web;

import java.time.ZoneId;
import java.util.List;
import org.jiayi.api.model.AssessedTeam;
import org.jiayi.api.model.ContractFee;
import org.jiayi.api.model.EndedWaiver;
import org.jiayi.api.model.EndedWaiverPage;
import org.jiayi.api.model.EndedWaiverYear;
import org.jiayi.api.model.FeeAssessment;
import org.jiayi.api.model.FeeExplanation;
import org.jiayi.api.model.FeeLine;
import org.jiayi.api.model.FeeStep;
import org.jiayi.api.model.FeeTieOut;
import org.jiayi.api.model.FeeTrial;
import org.jiayi.api.model.Page;
import org.jiayi.api.model.PayerTotal;
import org.jiayi.api.model.TieOutRow;
import org.jiayi.api.model.TrialInstitution;
import org.jiayi.api.model.TrialTotal;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.web.PublicIds;

/** Fees as the API tells them: words and sums beside the codes, so that nothing of this is a plain mapping. */
final class FeeAnswers {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private FeeAnswers() {}

    static ContractFee toApi(org.jiayi.app.fee.ContractFee fee) {
        List<PayerTotal> payers = fee.payers().entrySet().stream()
                .map(total -> new PayerTotal(
                        total.getKey().code(),
                        total.getKey().label(),
                        total.getValue().fen()))
                .toList();
        return new ContractFee(
                PublicIds.contract(fee.contractId(), fee.area()),
                fee.total().fen(),
                payers,
                fee.lines().stream().map(line -> toApi(line, fee.area())).toList());
    }

    private static FeeLine toApi(org.jiayi.app.fee.ContractFee.Line line, String area) {
        FeeLine answer = new FeeLine(
                line.id(),
                PublicIds.ledgerEntry(line.entryId(), area),
                Month.containing(line.month()).toString(),
                line.reason().code(),
                line.reason().label(),
                line.payer().code(),
                line.payer().label(),
                PublicIds.institution(line.institutionCode(), area),
                line.amount().fen(),
                explanation(line, area));
        line.recordedBy().ifPresent(answer::setRecordedBy);
        line.recordedAt().ifPresent(at -> answer.setRecordedAt(at.atZone(ZONE).toOffsetDateTime()));
        return answer;
    }

    static FeeExplanation explanation(org.jiayi.app.fee.ContractFee.Line line, String area) {
        return new FeeExplanation(
                line.explanation().sentence(),
                line.explanation().sentenceEn(),
                PublicIds.policy(line.policy().policyId(), area),
                line.policy().name(),
                line.policy().digestSm3(),
                line.explanation().steps().stream().map(FeeAnswers::toApi).toList());
    }

    private static FeeStep toApi(org.jiayi.app.fee.FeeExplanation.Step step) {
        FeeStep answer = new FeeStep(step.rule(), step.text());
        step.formula().ifPresent(answer::setFormula);
        step.result().map(Money::fen).ifPresent(answer::setResultFen);
        return answer;
    }

    static FeeAssessment toApi(org.jiayi.app.fee.FeeAssessment job) {
        List<AssessedTeam> teams = job.teams().stream()
                .map(team -> {
                    AssessedTeam answer = new AssessedTeam(
                            PublicIds.team(team.teamNumber(), job.area()),
                            team.score(),
                            team.done().isPresent());
                    team.done()
                            .ifPresent(
                                    done -> answer.contracts(done.contracts()).amountFen(done.amountFen()));
                    team.problem().ifPresent(answer::setProblem);
                    return answer;
                })
                .toList();
        var done = job.teams().stream().flatMap(team -> team.done().stream()).toList();
        return new FeeAssessment(
                PublicId.of(PublicId.Kind.FEE_ASSESSMENT, job.area(), job.assessmentId())
                        .toString(),
                PublicIds.policy(job.policyId(), job.area()),
                FeeAssessment.StatusEnum.valueOf(job.status().name()),
                teams.size(),
                done.size(),
                Math.toIntExact(job.teams().stream()
                        .filter(team -> team.problem().isPresent())
                        .count()),
                done.stream().mapToLong(team -> team.contracts()).sum(),
                done.stream().mapToLong(team -> team.amountFen()).reduce(0, Math::addExact),
                teams);
    }

    static FeeTrial toApi(org.jiayi.app.fee.FeeTrial trial, String area) {
        FeeTrial answer = new FeeTrial(
                PublicIds.policy(trial.policyId(), area),
                trial.on(),
                trial.contracts(),
                trial.withoutPrice(),
                trial.payMore(),
                trial.payLess(),
                trial.paySame(),
                trial.payers().entrySet().stream()
                        .map(sums -> new TrialTotal(
                                sums.getKey().code(),
                                sums.getKey().label(),
                                sums.getValue().tried().fen(),
                                sums.getValue().inForce().fen()))
                        .toList(),
                trial.institutions().entrySet().stream()
                        .filter(sums -> !sums.getKey().isEmpty())
                        .map(sums -> new TrialInstitution(
                                PublicIds.institution(sums.getKey(), area),
                                sums.getValue().contracts(),
                                sums.getValue().income().tried().fen(),
                                sums.getValue().income().inForce().fen()))
                        .toList());
        trial.inForcePolicyId().ifPresent(id -> answer.setInForcePolicyId(PublicIds.policy(id, area)));
        return answer;
    }

    static EndedWaiverPage page(List<org.jiayi.app.fee.EndedWaiver> found, String area, int limit) {
        List<EndedWaiver> data =
                found.stream().limit(limit).map(waiver -> toApi(waiver, area)).toList();
        Page page = new Page(limit);
        if (found.size() > limit) {
            page.setNext(data.get(limit - 1).getContractId());
        }
        return new EndedWaiverPage(data, page);
    }

    private static EndedWaiver toApi(org.jiayi.app.fee.EndedWaiver waiver, String area) {
        return new EndedWaiver(
                PublicIds.contract(waiver.contractId(), area),
                PublicIds.institution(waiver.institutionCode(), area),
                PublicIds.team(waiver.teamNumber(), area),
                waiver.bears().fen(),
                waiver.wouldBear().fen(),
                waiver.years().stream().map(FeeAnswers::toApi).toList());
    }

    private static EndedWaiverYear toApi(org.jiayi.app.fee.EndedWaiver.Year year) {
        EndedWaiverYear answer = new EndedWaiverYear(
                year.decidedOn(),
                year.charged().code(),
                year.charged().label(),
                year.known().code(),
                year.known().label(),
                "收费按" + year.charged().label() + "减免，而 " + year.decidedOn() + " 的经济类型现登记为"
                        + year.known().label(),
                "The fee is split as for " + year.charged().code() + ", but " + year.decidedOn() + " is known as "
                        + year.known().code() + " now");
        year.knownSince().ifPresent(at -> answer.setKnownSince(at.atZone(ZONE).toOffsetDateTime()));
        return answer;
    }

    static FeeTieOut tieOut(List<org.jiayi.app.fee.FeeTieOut.Row> rows, String area) {
        return new FeeTieOut(
                rows.stream().allMatch(org.jiayi.app.fee.FeeTieOut.Row::ties),
                Money.sum(rows.stream()
                                .map(org.jiayi.app.fee.FeeTieOut.Row::lines)
                                .toList())
                        .fen(),
                Money.sum(rows.stream()
                                .map(org.jiayi.app.fee.FeeTieOut.Row::ledger)
                                .toList())
                        .fen(),
                rows.stream()
                        .map(row -> new TieOutRow(
                                row.payer(),
                                PublicIds.institution(row.institutionCode(), area),
                                row.lines().fen(),
                                row.ledger().fen()))
                        .toList());
    }
}
