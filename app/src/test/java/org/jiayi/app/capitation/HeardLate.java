package org.jiayi.app.capitation;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.capitation.RandomCounty.Circumstance;
import org.jiayi.app.capitation.RandomCounty.Contact;
import org.jiayi.app.capitation.RandomCounty.Known;
import org.jiayi.app.capitation.RandomCounty.Merge;
import org.jiayi.app.capitation.RandomCounty.Person;
import org.jiayi.app.capitation.RandomCounty.Standing;
import org.jiayi.app.capitation.RandomCounty.Version;
import org.jiayi.app.contract.ServicePackage;
import org.jiayi.app.kernel.period.Term;
import org.jiayi.app.resident.InsuranceScheme;
import org.jiayi.app.resident.PopulationGroup;

/** A county of one resident of whom one thing is heard between two counts. */
record HeardLate(String what) {

    static final Instant BEFORE = Instant.parse("2026-02-05T00:00:00Z");
    static final Instant AFTER = Instant.parse("2026-03-05T00:00:00Z");

    private static final Instant HEARD = Instant.parse("2026-02-20T00:00:00Z");
    private static final Instant SERVED = Instant.parse("2026-01-10T02:00:00Z");
    private static final Known ALWAYS = new Known(Instant.parse("2025-12-01T00:00:00Z"), Instant.MAX);
    private static final Known UNTIL_HEARD = new Known(ALWAYS.from(), HEARD);
    private static final Known SINCE_HEARD = new Known(HEARD, Instant.MAX);
    private static final Term YEAR = term("2025-12-01", "2026-12-01");
    private static final Person RESIDENT = new Person(new UUID(0, 1), LocalDate.parse("1980-06-01"), 1);
    private static final Person AGAIN = new Person(new UUID(0, 2), LocalDate.parse("1980-06-01"), 1);

    RandomCounty county() {
        var county = new RandomCounty(1, 0);
        county.standings.clear();
        county.people.add(RESIDENT);
        insurance(county);
        contracts(county);
        switch (what) {
            case "served" -> served(county, HEARD, Instant.MAX);
            case "service voided" -> served(county, SERVED, HEARD);
            case "service disputed" -> served(county, SERVED, HEARD);
            case "institution closed" ->
                county.standings.add(
                        new Standing(institution("T00"), "closed", term("2026-01-01", "2100-01-01"), SINCE_HEARD));
            case "registered twice" -> {
                county.people.add(AGAIN);
                insured(county, AGAIN, Optional.of(InsuranceScheme.RESIDENT), 0, ALWAYS);
                version(county, AGAIN, "T03", 1, term("2025-12-15", "2026-12-15"), Optional.empty(), ALWAYS);
                county.merges.add(new Merge(AGAIN.residentId(), RESIDENT.residentId(), SINCE_HEARD));
            }
            default -> {}
        }
        return county;
    }

    private void served(RandomCounty county, Instant recordedAt, Instant takenBackAt) {
        county.contacts.add(new Contact(
                new UUID(2, 1),
                RESIDENT.residentId(),
                SERVED,
                recordedAt,
                takenBackAt,
                what.equals("service disputed")));
    }

    private void insurance(RandomCounty county) {
        var here = Optional.of(InsuranceScheme.RESIDENT);
        switch (what) {
            case "insured elsewhere" -> {
                insured(county, RESIDENT, here, 0, UNTIL_HEARD);
                insured(county, RESIDENT, Optional.of(InsuranceScheme.EMPLOYEE), 0, SINCE_HEARD);
            }
            case "insured after all" -> {
                insured(county, RESIDENT, Optional.empty(), 0, UNTIL_HEARD);
                insured(county, RESIDENT, here, 0, SINCE_HEARD);
            }
            case "hypertension" -> {
                insured(county, RESIDENT, here, 0, UNTIL_HEARD);
                insured(county, RESIDENT, here, PopulationGroup.HYPERTENSION.mask(), SINCE_HEARD);
            }
            default -> insured(county, RESIDENT, here, 0, ALWAYS);
        }
    }

    private void contracts(RandomCounty county) {
        switch (what) {
            case "died", "moved away", "other team" -> {
                version(county, RESIDENT, "T00", 1, YEAR, Optional.empty(), UNTIL_HEARD);
                version(county, RESIDENT, "T00", 2, term("2025-12-01", "2025-12-21"), Optional.empty(), SINCE_HEARD);
            }
            case "suspended" -> {
                version(county, RESIDENT, "T00", 1, YEAR, Optional.empty(), UNTIL_HEARD);
                version(county, RESIDENT, "T00", 2, YEAR, Optional.of(term("2026-01-01", "2026-03-01")), SINCE_HEARD);
            }
            default -> version(county, RESIDENT, "T00", 1, YEAR, Optional.empty(), ALWAYS);
        }
        if (what.equals("other team")) {
            version(county, RESIDENT, "T03", 1, term("2025-12-21", "2026-12-21"), Optional.empty(), SINCE_HEARD);
        }
    }

    private static void insured(
            RandomCounty county, Person person, Optional<InsuranceScheme> scheme, int groups, Known known) {
        county.circumstances.add(new Circumstance(
                person.residentId(), scheme, groups, "ordinary", term("1980-06-01", "2100-01-01"), known));
    }

    /** The versions of a resident's contract with a team are of one contract. */
    private static void version(
            RandomCounty county,
            Person person,
            String team,
            int number,
            Term term,
            Optional<Term> suspended,
            Known known) {
        county.versions.add(new Version(
                new UUID(1, person.residentId().getLeastSignificantBits() * 100 + Integer.parseInt(team.substring(1))),
                number,
                person.residentId(),
                team,
                institution(team),
                ServicePackage.BASIC,
                term,
                suspended,
                known));
    }

    private static String institution(String team) {
        return RandomCounty.teams().getOrDefault(team, "");
    }

    private static Term term(String from, String until) {
        return new Term(LocalDate.parse(from), LocalDate.parse(until));
    }
}
