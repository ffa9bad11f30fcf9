package org.jiayi.app.distribution;

import java.util.Set;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.ledger.Account;
import org.jiayi.app.ledger.Subledger;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

/** What teams' members were given. */
@Component
class DistributionSums implements Subledger {

    private final DatabaseClient database;

    DistributionSums(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public Set<String> reasons() {
        return Set.of(TeamDistributions.REASON);
    }

    @Override
    public Flux<Sum> sums(String area) {
        return database.sql("""
                        SELECT institution_code, team_number, count(*) AS records, sum(pool_fen)::bigint AS amount_fen
                        FROM distribution_distribution WHERE area = $1 AND status = 'posted' AND pool_fen > 0
                        GROUP BY institution_code, team_number
                        """)
                .bind(0, area)
                .map(row -> new Sum(
                        TeamDistributions.REASON,
                        Account.payable(Columns.text(row, "institution_code")).name(),
                        Account.payableToTeam(Columns.text(row, "team_number")).name(),
                        Columns.get(row, "records", Long.class),
                        Money.ofFen(Columns.get(row, "amount_fen", Long.class))))
                .all();
    }
}
