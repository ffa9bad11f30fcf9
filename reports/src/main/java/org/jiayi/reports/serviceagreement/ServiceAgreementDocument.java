package org.jiayi.reports.serviceagreement;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jiayi.reports.pdf.DocumentFacts;
import org.jiayi.reports.pdf.Parameters;
import org.jiayi.reports.pdf.PdfTemplate;
import org.jiayi.reports.pdf.QrCode;
import org.jiayi.reports.text.Coded;
import org.jiayi.reports.text.Period;
import org.jiayi.reports.text.Yuan;

/**
 * Renders 家庭医生签约服务协议书.
 *
 * <p>The template is loaded when the document is made; make one and share it between threads. The same agreement always
 * gives the same bytes.
 */
public final class ServiceAgreementDocument {

    static final String TITLE = "家庭医生签约服务协议书";

    private static final String HEADING = "# ";

    private final PdfTemplate template = PdfTemplate.load(ServiceAgreementDocument.class, "service-agreement");

    /**
     * Renders an agreement.
     *
     * @param agreement what was agreed
     * @param out receives the PDF; it is not closed
     * @throws IOException if {@code out} fails
     */
    public void pdf(ServiceAgreement agreement, OutputStream out) throws IOException {
        template.render(facts(agreement), parameters(agreement), rows(agreement), out);
    }

    private static DocumentFacts facts(ServiceAgreement agreement) {
        return new DocumentFacts(
                TITLE + " " + agreement.agreementNumber(),
                agreement.institution(),
                agreement.agreementNumber(),
                agreement.signedOn(),
                agreement.digestSm3());
    }

    private static Parameters parameters(ServiceAgreement agreement) {
        return new Parameters()
                .text("title", TITLE)
                .text("poolingArea", Coded.of(agreement.poolingAreaName(), agreement.poolingAreaCode()))
                .text("agreementNumber", agreement.agreementNumber())
                .text("contractNumber", agreement.contractNumber())
                .text("templateVersion", agreement.templateVersion())
                .text("institution", agreement.institution())
                .text("team", agreement.team())
                .text("residentName", agreement.residentName())
                .text("residentDocument", agreement.residentDocument())
                .text("guardian", Objects.requireNonNullElse(agreement.guardian(), "无"))
                .text("packageName", agreement.packageName())
                .text("term", Period.of(agreement.firstDay()) + "至" + Period.of(agreement.lastDay()))
                .amount("fee", agreement.feeFen())
                .text("signer", agreement.signer())
                .text("signedOn", Period.of(agreement.signedOn()))
                .text("consentedAt", agreement.consentedAt())
                .text("note", Objects.requireNonNullElse(agreement.note(), ""))
                .text("digestSha256", agreement.digestSha256())
                .text("digestSm3", agreement.digestSm3())
                .drawing("verification", new QrCode(agreement.verificationAddress()));
    }

    private static Iterator<Map<String, Object>> rows(ServiceAgreement agreement) {
        List<Map<String, Object>> rows = new ArrayList<>();
        rows.add(Map.of("kind", "serviceHead"));
        long number = 0;
        for (ServiceLine service : agreement.services()) {
            number++;
            rows.add(Map.of(
                    "kind", "service",
                    "number", number,
                    "name", service.name(),
                    "times", service.times(),
                    "modes", service.modes(),
                    "payer", service.payer()));
        }
        if (agreement.services().isEmpty()) {
            rows.add(Map.of("kind", "remark", "name", "服务项目按统筹区公布的服务包目录执行。"));
        }
        rows.add(Map.of("kind", "shareHead"));
        for (ShareLine share : agreement.shares()) {
            rows.add(Map.of("kind", "share", "name", share.payer(), "amount", Yuan.of(share.amountFen())));
        }
        if (agreement.shares().isEmpty()) {
            rows.add(Map.of("kind", "remark", "name", "签约服务费按原协议结转，不另行收取。"));
        }
        rows.add(Map.of("kind", "total"));
        clauses(agreement.clauses(), rows);
        rows.add(Map.of("kind", "signature"));
        return rows.iterator();
    }

    /** A heading and the paragraph below it are one row, so that no page ends with a heading. */
    private static void clauses(List<String> clauses, List<Map<String, Object>> rows) {
        for (int index = 0; index < clauses.size(); index++) {
            String clause = clauses.get(index);
            if (!clause.startsWith(HEADING)) {
                rows.add(Map.of("kind", "clause", "text", clause));
                continue;
            }
            String heading = clause.substring(HEADING.length());
            boolean followed =
                    index + 1 < clauses.size() && !clauses.get(index + 1).startsWith(HEADING);
            rows.add(Map.of("kind", "headedClause", "name", heading, "text", followed ? clauses.get(index + 1) : ""));
            index += followed ? 1 : 0;
        }
    }
}
