package org.jiayi.app.agreement;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An agreement as one text, always the same for the same terms: the text that is digested and kept.
 *
 * <p>UTF-8, lines end with LF. The first line is {@code jiayi-agreement/1}. Then one line {@code key=value} for each key, in
 * the order of {@link #write}; keys without a value stay, with nothing behind the {@code =}; {@code service} and {@code
 * share} come as often as there are any, in the order of the agreement, their parts separated by {@code |}. In values {@code
 * \} is written {@code \\}, a line feed {@code \n}, a carriage return {@code \r} and a bar {@code \p}. Then an empty line, then
 * the clauses, one paragraph a line, as in the template. Money is whole fen, days are ISO 8601, moments are in UTC.
 */
final class CanonicalText {

    private static final String FORM = "jiayi-agreement/1";
    private static final String BAR = "|";

    private final StringBuilder text = new StringBuilder(FORM).append('\n');

    private CanonicalText() {}

    static String write(AgreementTerms terms) {
        CanonicalText canonical = new CanonicalText();
        canonical.line("agreement", terms.agreementId());
        canonical.line("contract", terms.contractId());
        canonical.line("template", terms.templateVersion());
        canonical.line("area", terms.area(), terms.areaName());
        canonical.line("institution", terms.institutionCode(), terms.institutionName());
        canonical.line("team", terms.teamNumber(), terms.teamName(), terms.leaderName());
        canonical.line("resident", terms.residentName(), terms.residentDocument());
        canonical.line("signer", terms.signer(), terms.guardian());
        canonical.line(
                "confirmUntil", terms.confirmUntil().map(LocalDate::toString).orElse(""));
        canonical.line("package", terms.packageCode(), terms.packageName());
        for (AgreementTerms.Service service : terms.services()) {
            canonical.line(
                    "service",
                    service.code(),
                    service.name(),
                    Integer.toString(service.times()),
                    String.join(",", service.modes()),
                    service.paidBy());
        }
        canonical.line("term", terms.firstDay().toString(), terms.lastDay().toString());
        canonical.line("feeFen", Long.toString(terms.feeFen()));
        for (AgreementTerms.Share share : terms.shares()) {
            canonical.line("share", share.payer(), share.payerName(), Long.toString(share.amountFen()));
        }
        canonical.line("signedOn", terms.signedOn().toString());
        canonical.line("consentedAt", terms.consentedAt().toString());
        canonical.text.append('\n');
        terms.clauses().forEach(clause -> canonical.text.append(clause).append('\n'));
        return canonical.text.toString();
    }

    private void line(String key, String... values) {
        text.append(key)
                .append('=')
                .append(Arrays.stream(values).map(CanonicalText::escaped).collect(Collectors.joining(BAR)))
                .append('\n');
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace(BAR, "\\p");
    }

    /** The terms that were written; fails for any other text. */
    static AgreementTerms read(String text) {
        List<String> lines = text.lines().toList();
        int end = lines.indexOf("");
        if (!lines.get(0).equals(FORM) || end < 0) {
            throw new IllegalArgumentException("not an agreement of the form " + FORM);
        }
        Map<String, String[]> single = new HashMap<>();
        List<AgreementTerms.Service> services = new ArrayList<>();
        List<AgreementTerms.Share> shares = new ArrayList<>();
        for (String line : lines.subList(1, end)) {
            String[] pair = line.split("=", 2);
            String[] values = Arrays.stream(pair[1].split("\\|", -1))
                    .map(CanonicalText::unescaped)
                    .toArray(String[]::new);
            switch (pair[0]) {
                case "service" ->
                    services.add(new AgreementTerms.Service(
                            values[0],
                            values[1],
                            Integer.parseInt(values[2]),
                            List.of(values[3].split(",")),
                            values[4]));
                case "share" -> shares.add(new AgreementTerms.Share(values[0], values[1], Long.parseLong(values[2])));
                default -> single.put(pair[0], values);
            }
        }
        return new Lines(single).terms(services, shares, lines.subList(end + 1, lines.size()));
    }

    private static String unescaped(String value) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char sign = value.charAt(i);
            if (sign != '\\') {
                plain.append(sign);
                continue;
            }
            i++;
            plain.append(
                    switch (value.charAt(i)) {
                        case 'n' -> '\n';
                        case 'r' -> '\r';
                        case 'p' -> '|';
                        default -> value.charAt(i);
                    });
        }
        return plain.toString();
    }

    /** The lines of which there is one each. */
    private record Lines(Map<String, String[]> values) {

        private String get(String key, int part) {
            String[] parts = values.get(key);
            if (parts == null || part >= parts.length) {
                throw new IllegalArgumentException("the agreement lacks " + key);
            }
            return parts[part];
        }

        private AgreementTerms terms(
                List<AgreementTerms.Service> services, List<AgreementTerms.Share> shares, List<String> clauses) {
            return new AgreementTerms(
                    get("agreement", 0),
                    get("contract", 0),
                    get("template", 0),
                    get("area", 0),
                    get("area", 1),
                    get("institution", 0),
                    get("institution", 1),
                    get("team", 0),
                    get("team", 1),
                    get("team", 2),
                    get("resident", 0),
                    get("resident", 1),
                    get("signer", 0),
                    get("signer", 1),
                    Optional.of(get("confirmUntil", 0))
                            .filter(day -> !day.isEmpty())
                            .map(LocalDate::parse),
                    get("package", 0),
                    get("package", 1),
                    services,
                    LocalDate.parse(get("term", 0)),
                    LocalDate.parse(get("term", 1)),
                    Long.parseLong(get("feeFen", 0)),
                    shares,
                    LocalDate.parse(get("signedOn", 0)),
                    Instant.parse(get("consentedAt", 0)),
                    clauses);
        }
    }
}
