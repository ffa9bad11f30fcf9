package org.jiayi.app.organisation;

/** How statements of other modules tell what a team is on a day: what was recorded of the day, else what its file says. */
public final class TeamsOnDay {

    private static final String NAME = """
            coalesce((SELECT n.name FROM organisation_team_name n
                WHERE n.area = %1$s.area AND n.team_number = %1$s.number AND %3$s
                    AND (n.effective @> %2$s::date) IS TRUE), %1$s.name)""";

    private static final String LEADER = """
            coalesce((SELECT max(p.name) FROM organisation_team_member m
                JOIN organisation_practitioner p ON p.area = m.area AND p.practitioner_id = m.practitioner_id
                WHERE m.area = %1$s.area AND m.team_number = %1$s.number AND m.role = 'leader' AND upper_inf(m.known)
                    AND (m.effective @> %2$s::date) IS TRUE), %1$s.leader_name)""";

    private TeamsOnDay() {}

    /**
     * What it is called.
     *
     * @param team the alias of the team's row
     * @param day an expression
     */
    public static String name(String team, String day) {
        return NAME.formatted(team, day, "upper_inf(n.known)");
    }

    /** The same, as was known at that moment, an expression, too. */
    static String name(String team, String day, String moment) {
        return NAME.formatted(team, day, "n.known @> " + moment + "::timestamptz");
    }

    /** The name of who leads it; of the same parameters. */
    public static String leader(String team, String day) {
        return LEADER.formatted(team, day);
    }
}
