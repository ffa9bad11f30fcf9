package org.jiayi.app.visit;

import static org.jiayi.app.kernel.decision.RefusalCode.POLICY_INVALID;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.document.DocumentReader;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.resident.InsuranceScheme;
import org.jspecify.annotations.Nullable;

/**
 * What of visits elsewhere is charged to a payee (DOMAIN §5; local settings), for one scheme.
 *
 * @param own which visits are the payee's own
 * @param weights for every class; own visits count whole, and what other funds pay does not count
 * @param windowDays how long a referral without a last day holds, the day of issue included
 * @param ceiling the most that is charged, as a share of the payee's entitlement
 */
public record VisitsPolicy(
        String name,
        InsuranceScheme scheme,
        Own own,
        Map<VisitClass, Fraction> weights,
        Evidence evidence,
        int windowDays,
        Deduct deduct,
        Optional<Fraction> ceiling) {

    /** The kind of document it is read from. */
    public static final String KIND = "visits_elsewhere";

    private static final int WINDOW_DAYS_MAX = 366;

    /** Under which nothing counts but what is proven; for looking at a visit before its own policy is known. */
    static final VisitsPolicy STRICT = new VisitsPolicy(
            "",
            InsuranceScheme.RESIDENT,
            Own.INSTITUTION,
            Map.of(),
            Evidence.REGISTERED,
            1,
            Deduct.YEAR_END,
            Optional.empty());

    /** Which visits are the payee's own. */
    public enum Own {
        INSTITUTION,
        /** Those at its village clinics, too (乡村一体化). */
        WITH_CLINICS
    }

    /** What proves a referral. */
    public enum Evidence {
        /** The claim names a number. */
        NUMBER,
        /** A referral of that number is registered for the resident, and covers the day and the institution. */
        REGISTERED
    }

    /** When the charge is taken off. */
    public enum Deduct {
        MONTHLY,
        YEAR_END
    }

    public VisitsPolicy {
        weights = Map.copyOf(weights);
    }

    /** Reads and checks a document; a refusal's field is the JSON pointer of the first thing wrong. */
    public static Decision<VisitsPolicy> of(VisitsPolicyDocument document) {
        DocumentReader reader = new DocumentReader();
        reader.require(KIND.equals(document.kind()), POLICY_INVALID, "/kind");
        String name = reader.text(document.name(), "/name");
        Optional<InsuranceScheme> scheme =
                Optional.ofNullable(document.scheme()).flatMap(InsuranceScheme::find);
        reader.require(scheme.isPresent(), POLICY_INVALID, "/scheme");
        Own own = reader.oneOf(Own.class, document.own(), "/own");
        Map<VisitClass, Fraction> weights = weights(reader, document.weights());
        VisitsPolicyDocument.Referral referral =
                Optional.ofNullable(document.referral()).orElse(new VisitsPolicyDocument.Referral(null, null));
        Evidence evidence = reader.oneOf(Evidence.class, referral.evidence(), "/referral/evidence");
        int windowDays = reader.number(referral.windowDays(), 1, WINDOW_DAYS_MAX, "/referral/windowDays");
        Deduct deduct = reader.oneOf(Deduct.class, document.deduct(), "/deduct");
        Optional<Fraction> ceiling = Optional.ofNullable(document.ceiling())
                .map(share -> reader.decimal(share, Fraction.ZERO, Fraction.ONE, "/ceiling"));
        return reader.decide(() ->
                new VisitsPolicy(name, scheme.orElseThrow(), own, weights, evidence, windowDays, deduct, ceiling));
    }

    private static Map<VisitClass, Fraction> weights(
            DocumentReader reader, VisitsPolicyDocument.@Nullable Weights document) {
        Map<VisitClass, Fraction> weights = new EnumMap<>(VisitClass.class);
        if (document == null) {
            reader.require(false, POLICY_INVALID, "/weights");
            return weights;
        }
        weights.put(VisitClass.REFERRED, share(reader, document.referred(), "referred"));
        weights.put(VisitClass.UN_REFERRED, share(reader, document.unReferred(), "unReferred"));
        weights.put(VisitClass.EMERGENCY, share(reader, document.emergency(), "emergency"));
        weights.put(VisitClass.REMOTE_REGISTERED, share(reader, document.remoteRegistered(), "remoteRegistered"));
        weights.put(VisitClass.OWN, fixed(reader, document.own(), Fraction.ONE, "own"));
        weights.put(VisitClass.EXCLUDED, fixed(reader, document.excluded(), Fraction.ZERO, "excluded"));
        return weights;
    }

    private static Fraction share(DocumentReader reader, @Nullable String text, String field) {
        return reader.decimal(text, Fraction.ZERO, Fraction.ONE, "/weights/" + field);
    }

    /** May be said, but only as it is: the payee's own spending is spent, and what others pay is not its. */
    private static Fraction fixed(DocumentReader reader, @Nullable String text, Fraction weight, String field) {
        return text == null ? weight : reader.decimal(text, weight, weight, "/weights/" + field);
    }

    /** The part of a class that is charged. */
    public Fraction weight(VisitClass visitClass) {
        return weights.getOrDefault(visitClass, Fraction.ZERO);
    }
}
