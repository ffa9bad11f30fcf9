-- A death that was recorded by mistake is revoked: its knowledge ends, and what it ended goes on.

-- Who found that the resident lives, and by what; the moment is the end of "known".
ALTER TABLE resident_death
    ADD COLUMN revoked_by          text,
    ADD COLUMN revocation_reason   text,
    ADD COLUMN revocation_evidence text,
    ADD COLUMN sealed_revocation   bytea,
    ADD CONSTRAINT resident_death_revoked CHECK (
        num_nulls(revoked_by, revocation_reason, revocation_evidence, sealed_revocation) IN (0, 4)
        AND (revoked_by IS NULL OR NOT upper_inf(known))),
    ADD CONSTRAINT resident_death_revocation_reason CHECK (revocation_reason IN
        ('wrong_person', 'wrong_report', 'wrong_merge', 'declaration_revoked')),
    ADD CONSTRAINT resident_death_revocation_evidence CHECK (revocation_evidence IN
        ('police_statement', 'household_register', 'court_ruling', 'seen_alive'));
GRANT UPDATE (revoked_by, revocation_reason, revocation_evidence, sealed_revocation) ON resident_death TO jiayi_app;

-- A contract that goes on again may end again, on the same day and for the same reason.
ALTER TABLE contract_event
    DROP CONSTRAINT contract_event_kind,
    ADD CONSTRAINT contract_event_kind CHECK (kind IN ('signed', 'started', 'confirmed', 'renewed', 'renewed_automatically',
        'transferred', 'amended', 'reassigned', 'terminated', 'withdrawn', 'suspended', 'resumed', 'reinstated'));
DROP INDEX contract_event_ended_once;
CREATE UNIQUE INDEX contract_event_ended_once ON contract_event (area, contract_id, reason, effective_on, version)
    WHERE kind = 'terminated';

-- What was given back is charged again.
ALTER TABLE fee_line
    DROP CONSTRAINT fee_line_reason,
    DROP CONSTRAINT fee_line_sign,
    ADD CONSTRAINT fee_line_reason CHECK (reason IN
        ('contract_fee', 'refund', 'moved_out', 'moved_in', 'assessed', 'resplit', 'reinstated')),
    ADD CONSTRAINT fee_line_sign CHECK (CASE
        WHEN reason IN ('refund', 'moved_out') THEN amount_fen <= 0
        WHEN reason IN ('contract_fee', 'moved_in', 'reinstated') THEN amount_fen >= 0
        ELSE true END);
ALTER TABLE fee_change
    DROP CONSTRAINT fee_change_kind,
    ADD CONSTRAINT fee_change_kind CHECK (kind IN ('refund', 'return_all', 'follow', 'reprice', 'resplit', 'year', 'reinstate'));
