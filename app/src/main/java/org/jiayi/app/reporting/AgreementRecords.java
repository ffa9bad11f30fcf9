package org.jiayi.app.reporting;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jiayi.app.agreement.Agreement;
import org.jiayi.app.agreement.AgreementTerms;
import org.jiayi.reports.serviceagreement.ServiceAgreement;
import org.jiayi.reports.serviceagreement.ServiceLine;
import org.jiayi.reports.serviceagreement.ShareLine;
import org.jspecify.annotations.Nullable;

/** Fills the record of the printed agreement with the terms that were agreed on. */
final class AgreementRecords {

    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyy年M月d日 HH:mm:ss", Locale.ROOT).withZone(ZoneId.of("Asia/Shanghai"));

    private AgreementRecords() {}

    static ServiceAgreement of(Agreement agreement, String publicUrl) {
        AgreementTerms terms = agreement.terms();
        return new ServiceAgreement(
                terms.areaName(),
                terms.area(),
                terms.agreementId(),
                terms.contractId(),
                terms.templateVersion(),
                terms.institutionName() + "（" + terms.institutionCode() + "）",
                terms.teamName() + "（团队长 " + terms.leaderName() + "）",
                terms.residentName(),
                terms.residentDocument(),
                signer(terms.signer()),
                terms.guardian().isEmpty() ? null : terms.guardian(),
                terms.packageName(),
                terms.services().stream().map(AgreementRecords::service).toList(),
                terms.firstDay(),
                terms.lastDay(),
                terms.feeFen(),
                terms.shares().stream()
                        .map(share -> new ShareLine(share.payerName(), share.amountFen()))
                        .toList(),
                terms.clauses(),
                terms.signedOn(),
                MOMENT.format(terms.consentedAt()),
                note(terms),
                publicUrl + "/api/v1/agreements/" + terms.agreementId() + "/verification?digest="
                        + agreement.digest().sm3(),
                agreement.digest().sha256(),
                agreement.digest().sm3());
    }

    private static String signer(String code) {
        return switch (code) {
            case "self" -> "乙方本人电子签署";
            case "guardian" -> "乙方的监护人电子签署";
            case "on_behalf" -> "团队依乙方口头同意代为签署";
            default -> throw new IllegalStateException("nobody signs as " + code);
        };
    }

    private static @Nullable String note(AgreementTerms terms) {
        return terms.confirmUntil()
                .map(day -> "乙方可于" + day.getYear() + "年" + day.getMonthValue() + "月" + day.getDayOfMonth()
                        + "日前确认或者撤回本次签约。")
                .orElse(null);
    }

    private static ServiceLine service(AgreementTerms.Service service) {
        return new ServiceLine(
                service.name(),
                service.times(),
                service.modes().stream().map(AgreementRecords::mode).collect(Collectors.joining("、")),
                service.paidBy().equals("public_health") ? "基本公共卫生" : "签约服务费");
    }

    private static String mode(String code) {
        return switch (code) {
            case "clinic" -> "门诊";
            case "phone" -> "电话";
            case "home" -> "上门";
            default -> throw new IllegalStateException("nothing is delivered by " + code);
        };
    }
}
