package org.jiayi.app.settlement.web;

import org.jiayi.api.model.LineExplanation;
import org.jiayi.api.model.LineExplanationStep;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.web.PublicIds;

/** What the API tells of a line's explanation. */
final class LineExplanationAnswers {

    private LineExplanationAnswers() {}

    static LineExplanation of(org.jiayi.app.settlement.LineExplanation told, String area) {
        LineExplanation answer = new LineExplanation(
                told.sentence(),
                told.sentenceEn(),
                told.steps().stream().map(LineExplanationAnswers::step).toList());
        told.policyId().ifPresent(policyId -> answer.setPolicyId(PublicIds.policy(policyId, area)));
        return answer;
    }

    private static LineExplanationStep step(org.jiayi.app.settlement.LineExplanation.Step step) {
        LineExplanationStep told = new LineExplanationStep(step.rule(), step.text());
        step.textEn().ifPresent(told::setTextEn);
        step.formula().ifPresent(told::setFormula);
        step.result().ifPresent(told::setResult);
        step.about().map(LineExplanationAnswers::link).ifPresent(told::setLink);
        return told;
    }

    /** Where a thing is told of. */
    private static String link(PublicId about) {
        String path = switch (about.kind()) {
            case BATCH -> "settlement-batches/%s";
            case CONTRACT -> "contracts/%s/fee";
            case FUND_CLAIM -> "fund-claims/%s";
            case POLICY -> "policies/%s/document";
            case STAFF_DISTRIBUTION -> "staff-distributions/%s";
            case YEAR_END -> "year-ends/%s";
            default -> throw new IllegalArgumentException("nothing tells of a " + about.kind());
        };
        return "/api/v1/" + path.formatted(about);
    }
}
