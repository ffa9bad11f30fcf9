-- Contracts of more than a year whose fee is charged a year at a time (按签约年度计费).

-- Whether a contract by this price pays it for each of its years, or once for its whole term.
ALTER TABLE fee_price ADD COLUMN yearly boolean NOT NULL DEFAULT false;

-- The days that a line is for, where the fee is charged by year; empty where it is for the whole term. The lines of one
-- contract and year add up to what its payers bear of that year.
ALTER TABLE fee_line
    ADD COLUMN covers daterange,
    ADD CONSTRAINT fee_line_covers CHECK (covers IS NULL OR NOT (isempty(covers) OR lower_inf(covers) OR upper_inf(covers)));
CREATE INDEX fee_line_by_year ON fee_line (area, contract_id, upper(covers)) WHERE covers IS NOT NULL;

ALTER TABLE fee_change
    DROP CONSTRAINT fee_change_kind,
    ADD CONSTRAINT fee_change_kind CHECK (kind IN ('refund', 'return_all', 'follow', 'reprice', 'resplit', 'year'));
