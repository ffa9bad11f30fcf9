package org.jiayi.app.reporting;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jiayi.app.claim.FundClaim;
import org.jiayi.app.digest.ContentDigest;
import org.jiayi.app.distribution.TeamDistribution;

/** The digests of what has none of its own: over what never changes about it, so that every print shows the same. */
final class ContentDigests {

    private ContentDigests() {}

    /** Of what is claimed; not of what has arrived of it. */
    static String of(FundClaim claim) {
        return sm3(Stream.concat(
                Stream.of(
                        "fund_claim",
                        claim.area(),
                        claim.claimId().toString(),
                        claim.payer().code(),
                        claim.month().toString(),
                        Long.toString(claim.carried().fen())),
                claim.lines().stream()
                        .map(line -> line.institutionCode() + " " + line.contracts() + " "
                                + line.amount().fen())));
    }

    /** Of who gets what; not of whether it is posted. */
    static String of(TeamDistribution distribution) {
        return ContentDigest.of(distribution.content()).sm3();
    }

    private static String sm3(Stream<String> lines) {
        return ContentDigest.of(lines.collect(Collectors.joining("\n"))).sm3();
    }
}
