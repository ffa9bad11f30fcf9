package org.jiayi.app.fee;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A job that brings the fees of teams' contracts to the tiers of their scores (考核计费), and how far it is. */
public record FeeAssessment(String area, UUID assessmentId, UUID policyId, boolean cancelled, List<Team> teams) {

    /**
     * One team of it.
     *
     * @param score 0 to 100, as it was given
     * @param done empty while it waits
     * @param problem the code of why it failed last; it is tried again
     */
    public record Team(String teamNumber, String score, Optional<Done> done, Optional<String> problem) {}

    /**
     * What was done.
     *
     * @param contracts how many contracts' fees changed
     * @param amountFen by how much in all; negative for less
     */
    public record Done(long contracts, long amountFen) {}

    /** Where it stands. */
    public enum Status {
        RUNNING,
        FINISHED,
        CANCELLED
    }

    /** Finished where every team is done, even if it was cancelled then. */
    public Status status() {
        if (teams.stream().allMatch(team -> team.done().isPresent())) {
            return Status.FINISHED;
        }
        return cancelled ? Status.CANCELLED : Status.RUNNING;
    }
}
