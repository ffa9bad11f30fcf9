-- What adjustments of a year's months paid or recovered was paid in the year.
ALTER TABLE yearend_line
    ADD COLUMN adjusted_fen bigint NOT NULL DEFAULT 0,
    DROP CONSTRAINT yearend_line_balance,
    ADD CONSTRAINT yearend_line_balance CHECK (balance_fen = final_due_fen - (prepaid_fen - deducted_fen + adjusted_fen));
ALTER TABLE yearend_line ALTER COLUMN adjusted_fen DROP DEFAULT;
