package org.jiayi.app.ledger.web;

import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.api.model.AccountBalance;
import org.jiayi.api.model.LedgerClosing;
import org.jiayi.api.model.LedgerTransfer;
import org.jiayi.api.model.MoneyTieOutRow;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.ledger.Balances;
import org.jiayi.app.ledger.Books;
import org.jiayi.app.ledger.TieOuts;
import org.jiayi.app.web.ApiValues;
import org.jiayi.app.web.PublicIds;
import org.jspecify.annotations.Nullable;
import org.mapstruct.Context;
import org.mapstruct.Mapper;
import org.mapstruct.Mapping;

@Mapper(uses = {ApiValues.class, PublicIds.class})
abstract class LedgerMapper {

    static AccountBalance toApi(Balances.Balance balance) {
        return new AccountBalance(balance.account(), balance.debitFen(), balance.creditFen());
    }

    static MoneyTieOutRow toApi(TieOuts.Row row) {
        return new MoneyTieOutRow(
                row.reason(),
                row.debitAccount(),
                row.creditAccount(),
                row.records(),
                row.amount().fen(),
                row.transfers(),
                row.ledger().fen());
    }

    @Mapping(target = "id", source = "transferId", qualifiedByName = "transferId")
    @Mapping(target = "entryId", qualifiedByName = "entryId")
    @Mapping(target = "correctsId", source = "corrects")
    abstract LedgerTransfer toApi(Balances.Booked booked, @Context String area);

    abstract LedgerClosing toApi(Books.Closing closing);

    protected @Nullable String transferOrNull(Optional<UUID> transfer, @Context String area) {
        return transfer.map(id ->
                        PublicId.of(PublicId.Kind.LEDGER_TRANSFER, area, id).toString())
                .orElse(null);
    }

    /** The only days that are mapped to text are the first of the month in which something is booked. */
    protected String month(LocalDate firstDay) {
        return Month.containing(firstDay).toString();
    }
}
