package org.jiayi.app.capitation;

import static org.jiayi.app.kernel.decision.RefusalCode.AMOUNT_OUT_OF_RANGE;
import static org.jiayi.app.kernel.decision.RefusalCode.POLICY_INVALID;

import java.util.stream.Stream;
import org.jiayi.app.kernel.document.DocumentReader;
import org.jiayi.app.kernel.money.Fraction;
import org.jspecify.annotations.Nullable;

/** Reads the base quota, which is given, or derived from a fund or from claims and then kept as a fraction (DOMAIN §5). */
final class BaseQuotaReader {

    private static final int HEADS_MAX = 200_000_000;
    private static final int YEARS_MAX = 3;
    private static final Fraction GROWTH_MAX = Fraction.of(2);

    private final DocumentReader reader;

    BaseQuotaReader(DocumentReader reader) {
        this.reader = reader;
    }

    /** In fen per head and year. */
    Fraction read(CapitationPolicyDocument document) {
        var ways = Stream.of(document.baseQuotaFen() != null, document.topDown() != null, document.bottomUp() != null)
                .filter(present -> present)
                .count();
        reader.require(ways == 1, POLICY_INVALID, "/baseQuotaFen");
        if (document.topDown() != null) {
            return positive(topDown(document.topDown()), "/topDown");
        }
        if (document.bottomUp() != null) {
            return positive(bottomUp(document.bottomUp()), "/bottomUp");
        }
        return positive(reader.amount(document.baseQuotaFen(), "/baseQuotaFen").toFraction(), "/baseQuotaFen");
    }

    private Fraction topDown(CapitationPolicyDocument.TopDown document) {
        return reader.fund(document.fundFen(), "/topDown/fundFen")
                .toFraction()
                .times(reader.decimal(document.share(), Fraction.ZERO, Fraction.ONE, "/topDown/share"))
                .times(growth(document.growth(), "/topDown/growth"))
                .dividedBy(heads(document.heads(), "/topDown/heads"));
    }

    private Fraction bottomUp(CapitationPolicyDocument.BottomUp document) {
        reader.require(
                document.years() == null || document.years().size() <= YEARS_MAX, POLICY_INVALID, "/bottomUp/years");
        var years = reader.each(document.years(), 1, "/bottomUp/years", this::year);
        return sum(years.stream().map(Year::paidByFund))
                .times(growth(document.growth(), "/bottomUp/growth"))
                .dividedBy(years.isEmpty() ? Fraction.ONE : sum(years.stream().map(Year::heads)));
    }

    private record Year(Fraction paidByFund, Fraction heads) {}

    private Year year(CapitationPolicyDocument.Year document, String at) {
        var claims = reader.fund(document.claimsFen(), at + "/claimsFen");
        var outOfPocket = reader.fund(document.outOfPocketFen(), at + "/outOfPocketFen");
        reader.require(outOfPocket.compareTo(claims) <= 0, AMOUNT_OUT_OF_RANGE, at + "/outOfPocketFen");
        return new Year(claims.minus(outOfPocket).toFraction(), heads(document.heads(), at + "/heads"));
    }

    private Fraction growth(@Nullable String text, String at) {
        return text == null ? Fraction.ONE : reader.decimal(text, Fraction.ZERO, GROWTH_MAX, at);
    }

    private Fraction heads(@Nullable Integer heads, String at) {
        return Fraction.of(reader.number(heads, 1, HEADS_MAX, at));
    }

    private Fraction positive(Fraction quota, String at) {
        reader.require(!quota.isZero(), AMOUNT_OUT_OF_RANGE, at);
        return quota;
    }

    private static Fraction sum(Stream<Fraction> parts) {
        return parts.reduce(Fraction.ZERO, Fraction::plus);
    }
}
