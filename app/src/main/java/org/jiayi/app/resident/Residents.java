package org.jiayi.app.resident;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Finds residents by their number without anybody storing it, and opens who they are for those who may see it. */
@Component
public class Residents {

    private final DatabaseClient database;
    private final IdentityVault vault;

    Residents(DatabaseClient database, IdentityVault vault) {
        this.database = database;
        this.vault = vault;
    }

    /** The residents of the area among those numbers, by number as written; unknown ones are absent. */
    public Mono<Map<String, UUID>> byWrittenNumber(String area, Collection<String> writtenNumbers) {
        List<String> written = writtenNumbers.stream().distinct().toList();
        String[] indexes = written.stream().map(this::index).toArray(String[]::new);
        return database.sql("""
                        SELECT wanted.ordinal, r.resident_id
                        FROM unnest($2::text[]) WITH ORDINALITY AS wanted (index, ordinal)
                        JOIN resident_resident r ON r.area = $1 AND r.document_index = decode(wanted.index, 'hex')
                        """)
                .bind(0, area)
                .bind(1, indexes)
                .map(row -> Map.entry(
                        written.get(row.get("ordinal", Long.class).intValue() - 1), row.get("resident_id", UUID.class)))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    /** Who a resident is. */
    public Mono<Identity> identity(String area, UUID residentId) {
        return database.sql("SELECT sealed_identity FROM resident_resident WHERE area = $1 AND resident_id = $2")
                .bind(0, area)
                .bind(1, residentId)
                .mapValue(byte[].class)
                .one()
                .map(bytes -> vault.open(area, residentId, bytes));
    }

    private String index(String written) {
        return vault.index(IdentityNumber.normalise(written).value());
    }

    /** The groups of a set, as people read them. */
    public static List<String> groupLabels(int groups) {
        return Arrays.stream(PopulationGroup.values())
                .filter(group -> (groups & group.mask()) != 0)
                .map(PopulationGroup::label)
                .toList();
    }
}
