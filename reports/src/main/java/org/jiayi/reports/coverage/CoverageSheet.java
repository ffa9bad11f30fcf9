package org.jiayi.reports.coverage;

import java.time.LocalDate;
import java.util.List;
import org.jiayi.reports.text.Total;

/**
 * Contract coverage of a pooling area on a day. Nothing is reckoned here, but the institutions must make the whole.
 *
 * @param poolingAreaName the pooling area
 * @param poolingAreaCode its code
 * @param on the day; the document is dated by it
 * @param residents everybody who lives in the area
 * @param contracted those under contract
 * @param priority those of a priority group who are under contract
 * @param rate contracted ÷ residents, in words
 * @param groups all residents, the priority groups together, and each of them
 * @param institutions the institutions in the order in which they are listed
 */
public record CoverageSheet(
        String poolingAreaName,
        String poolingAreaCode,
        LocalDate on,
        long residents,
        long contracted,
        long priority,
        String rate,
        List<GroupLine> groups,
        List<InstitutionLine> institutions) {

    /** Refuses totals that are not the sums of the lines. */
    public CoverageSheet {
        groups = List.copyOf(groups);
        institutions = List.copyOf(institutions);
        Total.require(institutions, InstitutionLine::contracted, contracted, "contracts");
        Total.require(institutions, InstitutionLine::priority, priority, "contracts of priority groups");
    }
}
