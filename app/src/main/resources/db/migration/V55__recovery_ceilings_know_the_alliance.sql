-- What others of the alliance get of a surplus is taken off the payee too, and within the ceiling of what is recovered of it at once.
ALTER TABLE yearend_line
    DROP CONSTRAINT yearend_line_carried,
    ADD CONSTRAINT yearend_line_carried CHECK (carried_in_fen <= 0 AND carried_out_fen <= 0 AND carried_out_fen
        >= least(0, balance_fen + carried_in_fen - CASE WHEN side = 'surplus' THEN institution_fen ELSE 0 END));
