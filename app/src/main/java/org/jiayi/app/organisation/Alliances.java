package org.jiayi.app.organisation;

import java.time.LocalDate;
import org.jiayi.app.database.Columns;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

/** Alliances (医共体): a lead institution and its members, each on its days. */
@Component
public class Alliances {

    private final DatabaseClient database;

    Alliances(DatabaseClient database) {
        this.database = database;
    }

    /** An institution in an alliance. */
    public record Member(String alliance, String institutionCode, String institutionName, boolean isLead) {}

    /** The members of all alliances on a day, by alliance and code. */
    public Flux<Member> list(String area, LocalDate on) {
        return database.sql("""
                        SELECT m.alliance, m.institution_code, i.name, m.is_lead
                        FROM organisation_alliance_member m
                        JOIN organisation_institution_particulars i ON i.area = m.area AND i.institution_code = m.institution_code
                            AND upper_inf(i.known) AND i.effective @> $2::date
                        WHERE m.area = $1 AND upper_inf(m.known) AND m.effective @> $2::date
                        ORDER BY m.alliance, m.institution_code
                        """)
                .bind(0, area)
                .bind(1, on)
                .map(row -> new Member(
                        Columns.text(row, "alliance"),
                        Columns.text(row, "institution_code"),
                        Columns.text(row, "name"),
                        Columns.get(row, "is_lead", Boolean.class)))
                .all();
    }
}
