-- Contracts that begin on payment.

-- Until when the resident may pay; such a contract is in force on no day yet, and its term is the latest that it can have.
ALTER TABLE contract_version
    ADD COLUMN pay_until date,
    ADD CONSTRAINT contract_version_begins_after_payment
        CHECK (pay_until IS NULL OR (lower(term) = pay_until + 1 AND signed_on <= pay_until AND end_reason IS NULL));
CREATE INDEX contract_version_awaiting_payment ON contract_version (area, contract_id)
    WHERE upper_inf(known) AND pay_until IS NOT NULL;

ALTER TABLE contract_event
    DROP CONSTRAINT contract_event_kind,
    ADD CONSTRAINT contract_event_kind CHECK (kind IN ('signed', 'started', 'confirmed', 'renewed', 'renewed_automatically',
        'transferred', 'amended', 'reassigned', 'terminated', 'withdrawn', 'suspended', 'resumed'));
