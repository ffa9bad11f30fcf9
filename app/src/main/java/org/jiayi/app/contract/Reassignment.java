package org.jiayi.app.contract;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A job that moves all contracts of some teams to others (机构调整).
 *
 * @param basis the document that orders it
 * @param firstDay the first day with the other teams
 * @param dryRun whether nothing but the answer is kept
 * @param contracts how many were looked at so far
 * @param reached contracts up to this id are done, but for those that came in behind it
 * @param moves from team to team, by number
 */
public record Reassignment(
        String area,
        UUID reassignmentId,
        String basis,
        LocalDate firstDay,
        boolean dryRun,
        Status status,
        long contracts,
        long moved,
        long refused,
        Optional<UUID> reached,
        Map<String, String> moves,
        List<Left> refusals) {

    /** The same, as if nothing had been reached yet. */
    Reassignment fromTheBeginning() {
        return new Reassignment(
                area,
                reassignmentId,
                basis,
                firstDay,
                dryRun,
                status,
                contracts,
                moved,
                refused,
                Optional.empty(),
                moves,
                refusals);
    }

    /** A contract that was left where it is, and the code of the reason. */
    public record Left(UUID contractId, String code) {}

    /** How far a job is. */
    public enum Status {
        WAITING,
        RUNNING,
        FINISHED,
        CANCELLED;

        /** The code in the API and in the database. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
