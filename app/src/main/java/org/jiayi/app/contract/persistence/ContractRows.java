package org.jiayi.app.contract.persistence;

import io.r2dbc.spi.Readable;
import java.time.LocalDate;
import java.util.Locale;
import org.jiayi.app.contract.ServicePackage;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.period.Term;

/** What all rows about contracts share. */
final class ContractRows {

    private ContractRows() {}

    static Term term(Readable row) {
        return new Term(Columns.get(row, "first_day", LocalDate.class), Columns.get(row, "day_after", LocalDate.class));
    }

    static ServicePackage servicePackage(Readable row) {
        return ServicePackage.valueOf(Columns.text(row, "service_package").toUpperCase(Locale.ROOT));
    }
}
