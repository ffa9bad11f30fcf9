package org.jiayi.app.yearend.web;

import org.jiayi.api.model.YearEnd;
import org.jiayi.api.model.YearEndExplanation;
import org.jiayi.api.model.YearEndLine;
import org.jiayi.api.model.YearEndShare;
import org.jiayi.api.model.YearEndStep;
import org.jiayi.api.model.YearEndVisits;
import org.jiayi.app.kernel.access.Scope;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.visit.VisitCharges.ClassTotal;
import org.jiayi.app.web.PublicIds;
import org.jiayi.app.yearend.AllianceSplit;
import org.jiayi.app.yearend.PayeeYearEnd;
import org.jiayi.app.yearend.Reconciliation;

/** Year ends as the API tells them: words and sums beside the codes, so that nothing of this is a plain mapping. */
final class YearEndAnswers {

    private YearEndAnswers() {}

    static YearEnd toApi(Reconciliation found, Scope scope) {
        YearEnd answer = new YearEnd(
                found.scheme().code(),
                found.through().year(),
                found.through().toString(),
                found.knownOn(),
                YearEnd.StatusEnum.fromValue(found.status().code()),
                PublicIds.policy(found.policy().policyId(), found.area()),
                PublicIds.policy(found.visitsPolicy().policyId(), found.area()),
                PublicIds.batch(found.batchId(), found.area()),
                found.digest().sha256(),
                found.digest().sm3(),
                found.computedBy(),
                found.linesIn(scope).stream()
                        .map(line -> toApi(line, found.area()))
                        .toList());
        found.yearEndId()
                .map(id -> PublicId.of(PublicId.Kind.YEAR_END, found.area(), id).toString())
                .ifPresent(answer::setId);
        found.approvedBy().ifPresent(answer::setApprovedBy);
        return answer;
    }

    private static YearEndLine toApi(PayeeYearEnd line, String area) {
        var year = line.year();
        var result = line.result();
        var sharing = result.sharing();
        return new YearEndLine(
                year.payee(),
                PublicIds.institution(year.institutionCode(), area),
                year.personMonths(),
                line.score(),
                result.coefficient().toString(),
                line.served(),
                year.entitlement().fen(),
                year.prepaid().fen(),
                year.deducted().fen(),
                year.adjusted().fen(),
                result.spending().own().fen(),
                result.spending().elsewhere().fen(),
                YearEndLine.SideEnum.fromValue(sharing.side().code()),
                sharing.amount().fen(),
                sharing.institution().fen(),
                sharing.fund().fen(),
                result.retention().margin().fen(),
                result.retention().released().fen(),
                result.retention().forfeited().fen(),
                result.finalDue().fen(),
                result.balance().fen(),
                line.carriedIn().fen(),
                line.carriedOut().fen(),
                line.visits().stream().map(YearEndAnswers::toApi).toList(),
                line.shares().stream().map(share -> toApi(share, area)).toList());
    }

    private static YearEndVisits toApi(ClassTotal total) {
        return new YearEndVisits(
                YearEndVisits.VisitClassEnum.fromValue(total.visitClass().code()),
                total.visitClass().label(),
                total.visits(),
                total.amount().fen(),
                total.weight().toString(),
                total.charged().fen());
    }

    private static YearEndShare toApi(AllianceSplit.Share share, String area) {
        return new YearEndShare(
                PublicIds.institution(share.institutionCode(), area),
                YearEndShare.RoleEnum.fromValue(share.role().code()),
                share.amount().fen());
    }

    static YearEndExplanation toApi(org.jiayi.app.yearend.YearEndExplanation explanation, Reconciliation of) {
        return new YearEndExplanation(
                explanation.sentence(),
                explanation.sentenceEn(),
                PublicIds.policy(of.policy().policyId(), of.area()),
                of.policy().name(),
                of.policy().digestSm3(),
                PublicIds.policy(of.visitsPolicy().policyId(), of.area()),
                of.visitsPolicy().name(),
                of.visitsPolicy().digestSm3(),
                explanation.steps().stream().map(YearEndAnswers::toApi).toList());
    }

    private static YearEndStep toApi(org.jiayi.app.yearend.YearEndExplanation.Step step) {
        YearEndStep answer = new YearEndStep(step.rule(), step.text(), step.textEn());
        step.formula().ifPresent(answer::setFormula);
        step.result().map(Money::fen).ifPresent(answer::setResultFen);
        return answer;
    }
}
