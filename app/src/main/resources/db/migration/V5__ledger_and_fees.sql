-- Months that close, entries that wait for a second person, and fees that explain themselves.

-- ledger --------------------------------------------------------------------------------------------------------------

-- The one row of an area's books: months before open_from are closed. Whoever posts shares its lock, whoever closes takes it.
CREATE TABLE ledger_book (
    area      text NOT NULL,
    open_from date NOT NULL,
    CONSTRAINT ledger_book_pk PRIMARY KEY (area),
    CONSTRAINT ledger_book_area FOREIGN KEY (area) REFERENCES organisation_pooling_area (area),
    CONSTRAINT ledger_book_first_day CHECK (extract(day FROM open_from) = 1)
);

-- What a month said when it was closed: the digest is over its trial balance.
CREATE TABLE ledger_closing (
    area       text        NOT NULL,
    month      date        NOT NULL,
    transfers  bigint      NOT NULL,
    amount_fen bigint      NOT NULL,
    digest_sm3 text        NOT NULL,
    closed_by  text        NOT NULL,
    closed_at  timestamptz NOT NULL,
    CONSTRAINT ledger_closing_pk PRIMARY KEY (area, month),
    CONSTRAINT ledger_closing_book FOREIGN KEY (area) REFERENCES ledger_book (area),
    CONSTRAINT ledger_closing_first_day CHECK (extract(day FROM month) = 1),
    CONSTRAINT ledger_closing_not_negative CHECK (transfers >= 0 AND amount_fen >= 0)
);

-- The month in which a transfer is booked: that of the day it belongs to, or the first open one where that is closed.
ALTER TABLE ledger_transfer ADD COLUMN month date;
UPDATE ledger_transfer SET month = date_trunc('month', effective_on);
ALTER TABLE ledger_transfer
    ALTER COLUMN month SET NOT NULL,
    ADD CONSTRAINT ledger_transfer_month CHECK (extract(day FROM month) = 1 AND month >= date_trunc('month', effective_on)::date);
CREATE INDEX ledger_transfer_by_month ON ledger_transfer (area, month);
CREATE INDEX ledger_transfer_by_debit ON ledger_transfer (area, debit_account, transfer_id);
CREATE INDEX ledger_transfer_by_credit ON ledger_transfer (area, credit_account, transfer_id);

-- The application posts under the lock of the book; should it ever not, the database refuses a closed month by itself.
ALTER TABLE ledger_transfer ENABLE ROW LEVEL SECURITY;
CREATE POLICY ledger_transfer_read ON ledger_transfer FOR SELECT USING (true);
CREATE POLICY ledger_transfer_open_month ON ledger_transfer FOR INSERT
    WITH CHECK (NOT EXISTS (SELECT FROM ledger_book b WHERE b.area = ledger_transfer.area AND ledger_transfer.month < b.open_from));

-- An entry that waits for a second person (待批), its transfers, and what became of it: posted or void, once.
CREATE TABLE ledger_pending_entry (
    area        text        NOT NULL,
    entry_id    uuid        NOT NULL,
    reason      text        NOT NULL,
    note        text        NOT NULL,
    proposed_by text        NOT NULL,
    proposed_at timestamptz NOT NULL,
    CONSTRAINT ledger_pending_entry_pk PRIMARY KEY (area, entry_id),
    CONSTRAINT ledger_pending_entry_proposer UNIQUE (area, entry_id, proposed_by),
    CONSTRAINT ledger_pending_entry_area FOREIGN KEY (area) REFERENCES organisation_pooling_area (area)
);

CREATE TABLE ledger_pending_transfer (
    area           text   NOT NULL,
    entry_id       uuid   NOT NULL,
    business_key   text   NOT NULL,
    debit_account  text   NOT NULL,
    credit_account text   NOT NULL,
    amount_fen     bigint NOT NULL,
    effective_on   date   NOT NULL,
    corrects       uuid,
    CONSTRAINT ledger_pending_transfer_pk PRIMARY KEY (area, business_key),
    CONSTRAINT ledger_pending_transfer_entry FOREIGN KEY (area, entry_id) REFERENCES ledger_pending_entry (area, entry_id),
    CONSTRAINT ledger_pending_transfer_corrects FOREIGN KEY (area, corrects) REFERENCES ledger_transfer (area, transfer_id),
    CONSTRAINT ledger_pending_transfer_positive CHECK (amount_fen > 0),
    CONSTRAINT ledger_pending_transfer_two_accounts CHECK (debit_account <> credit_account)
);
CREATE INDEX ledger_pending_transfer_of_entry ON ledger_pending_transfer (area, entry_id);

CREATE TABLE ledger_resolution (
    area        text        NOT NULL,
    entry_id    uuid        NOT NULL,
    outcome     text        NOT NULL,
    proposed_by text        NOT NULL,
    resolved_by text        NOT NULL,
    resolved_at timestamptz NOT NULL,
    CONSTRAINT ledger_resolution_pk PRIMARY KEY (area, entry_id),
    CONSTRAINT ledger_resolution_entry
        FOREIGN KEY (area, entry_id, proposed_by) REFERENCES ledger_pending_entry (area, entry_id, proposed_by),
    CONSTRAINT ledger_resolution_outcome CHECK (outcome IN ('posted', 'void')),
    CONSTRAINT ledger_resolution_two_persons CHECK (outcome = 'void' OR resolved_by <> proposed_by)
);

GRANT SELECT, INSERT ON ledger_book, ledger_closing, ledger_pending_entry, ledger_pending_transfer, ledger_resolution
    TO jiayi_app;
GRANT UPDATE (open_from) ON ledger_book TO jiayi_app;

-- policies ------------------------------------------------------------------------------------------------------------

-- draft → validated → published by a second person → superseded by the next: its document is never edited, its days may end.
ALTER TABLE policy_policy
    ADD COLUMN validated_by text,
    ADD COLUMN validated_at timestamptz,
    ADD COLUMN supersedes   uuid,
    DROP CONSTRAINT policy_policy_status,
    DROP CONSTRAINT policy_policy_published,
    DROP CONSTRAINT policy_policy_one_in_force;
UPDATE policy_policy SET validated_by = published_by, validated_at = published_at WHERE status = 'published';
ALTER TABLE policy_policy
    ADD CONSTRAINT policy_policy_status CHECK (status IN ('draft', 'validated', 'published', 'superseded')),
    ADD CONSTRAINT policy_policy_validated
        CHECK ((status <> 'draft') = (validated_by IS NOT NULL AND validated_at IS NOT NULL)),
    ADD CONSTRAINT policy_policy_published
        CHECK ((status IN ('published', 'superseded')) = (published_by IS NOT NULL AND published_at IS NOT NULL)),
    ADD CONSTRAINT policy_policy_supersedes FOREIGN KEY (area, supersedes) REFERENCES policy_policy (area, policy_id),
    ADD CONSTRAINT policy_policy_one_in_force
        EXCLUDE USING gist (area WITH =, kind WITH =, subject WITH =, effective WITH &&)
        WHERE (status IN ('published', 'superseded'));
GRANT UPDATE (status, validated_by, validated_at, supersedes, effective) ON policy_policy TO jiayi_app;

-- contract fees -------------------------------------------------------------------------------------------------------

-- Which price of a policy holds for whom: of those of a package whose group the resident belongs to, the one listed first.
CREATE TABLE fee_price (
    area            text    NOT NULL,
    policy_id       uuid    NOT NULL,
    price           integer NOT NULL, -- its place in the policy
    service_package text    NOT NULL,
    group_mask      integer NOT NULL, -- 0 for everybody
    CONSTRAINT fee_price_pk PRIMARY KEY (area, policy_id, price),
    CONSTRAINT fee_price_of_group UNIQUE (area, policy_id, service_package, group_mask),
    CONSTRAINT fee_price_policy FOREIGN KEY (area, policy_id) REFERENCES policy_policy (area, policy_id),
    CONSTRAINT fee_price_groups CHECK (group_mask BETWEEN 0 AND 1023)
);
INSERT INTO fee_price (area, policy_id, price, service_package, group_mask)
SELECT area, policy_id, row_number() OVER (PARTITION BY area, policy_id ORDER BY min(ordinal)) - 1, service_package, 0
FROM fee_split GROUP BY area, policy_id, service_package;

-- The split of a price for each economic category and each tier of the assessment; without tiers there is only tier 0.
ALTER TABLE fee_split
    ADD COLUMN price integer,
    ADD COLUMN tier  integer NOT NULL DEFAULT 0;
UPDATE fee_split s SET price = p.price FROM fee_price p
WHERE p.area = s.area AND p.policy_id = s.policy_id AND p.service_package = s.service_package;
ALTER TABLE fee_split
    ALTER COLUMN price SET NOT NULL,
    DROP CONSTRAINT fee_split_pk,
    DROP CONSTRAINT fee_split_payer,
    DROP COLUMN service_package,
    ADD CONSTRAINT fee_split_pk PRIMARY KEY (area, policy_id, price, tier, economic_category, ordinal),
    ADD CONSTRAINT fee_split_payer UNIQUE (area, policy_id, price, tier, economic_category, payer),
    ADD CONSTRAINT fee_split_price FOREIGN KEY (area, policy_id, price) REFERENCES fee_price (area, policy_id, price),
    ADD CONSTRAINT fee_split_tier CHECK (tier >= 0);

-- The month in which a line is booked is that of its transfer. What a line was charged by: the price, the category,
-- and the tier that the fee is in from this line on.
ALTER TABLE fee_line
    ADD COLUMN month             date,
    ADD COLUMN price             integer,
    ADD COLUMN economic_category text,
    ADD COLUMN tier              integer,
    DROP CONSTRAINT fee_line_reason,
    DROP CONSTRAINT fee_line_sign,
    ADD CONSTRAINT fee_line_reason CHECK (reason IN
        ('contract_fee', 'refund', 'moved_out', 'moved_in', 'assessed', 'resplit')),
    ADD CONSTRAINT fee_line_sign CHECK (CASE
        WHEN reason IN ('refund', 'moved_out') THEN amount_fen <= 0
        WHEN reason IN ('contract_fee', 'moved_in') THEN amount_fen >= 0
        ELSE true END);
UPDATE fee_line l SET month = coalesce(
    (SELECT max(t.month) FROM ledger_transfer t WHERE t.area = l.area AND t.entry_id = l.entry_id),
    (SELECT min(date_trunc('month', c.signed_on)) FROM contract_version c WHERE c.area = l.area AND c.contract_id = l.contract_id));
ALTER TABLE fee_line
    ALTER COLUMN month SET NOT NULL,
    ADD CONSTRAINT fee_line_priced CHECK ((price IS NULL) = (economic_category IS NULL) AND (price IS NULL) = (tier IS NULL)),
    ADD CONSTRAINT fee_line_month CHECK (extract(day FROM month) = 1);

-- What happened to a contract's fee after it was charged, with all that the amounts rest on, so that each can be told again.
CREATE TABLE fee_change (
    area         text   NOT NULL,
    contract_id  uuid   NOT NULL,
    entry_id     uuid   NOT NULL,
    kind         text   NOT NULL,
    rule         text   NOT NULL, -- the policy's refund or transfer rule; empty where no rule was asked
    last_day     date   NOT NULL,
    numerator    bigint NOT NULL, -- the part of what was borne that moved
    denominator  bigint NOT NULL,
    borne_fen    bigint NOT NULL,
    moved_fen    bigint NOT NULL,
    successor_id uuid,
    note         text   NOT NULL,
    CONSTRAINT fee_change_pk PRIMARY KEY (area, contract_id, entry_id),
    CONSTRAINT fee_change_kind CHECK (kind IN ('refund', 'return_all', 'follow', 'reprice', 'resplit')),
    CONSTRAINT fee_change_part CHECK (denominator > 0 AND numerator BETWEEN 0 AND denominator)
);
CREATE INDEX fee_change_of_successor ON fee_change (area, successor_id) WHERE successor_id IS NOT NULL;
GRANT SELECT, INSERT ON fee_price, fee_change TO jiayi_app;

-- The scores by which fees with tiers are brought to their tier (考核计费): a job, a team at a time.
CREATE TABLE fee_assessment (
    area         text        NOT NULL,
    assessment_id uuid        NOT NULL,
    policy_id    uuid        NOT NULL,
    requested_by text        NOT NULL,
    requested_at timestamptz NOT NULL,
    CONSTRAINT fee_assessment_pk PRIMARY KEY (area, assessment_id),
    CONSTRAINT fee_assessment_policy FOREIGN KEY (area, policy_id) REFERENCES policy_policy (area, policy_id)
);

CREATE TABLE fee_assessment_team (
    area          text        NOT NULL,
    assessment_id uuid        NOT NULL,
    team_number   text        NOT NULL,
    score         text        NOT NULL, -- as it was given, 0 to 100
    entry_id      uuid        NOT NULL, -- what it moves is booked under this entry
    contracts     bigint,
    amount_fen    bigint,
    done_at       timestamptz,
    CONSTRAINT fee_assessment_team_pk PRIMARY KEY (area, assessment_id, team_number),
    CONSTRAINT fee_assessment_team_entry UNIQUE (area, entry_id),
    CONSTRAINT fee_assessment_team_job FOREIGN KEY (area, assessment_id) REFERENCES fee_assessment (area, assessment_id),
    CONSTRAINT fee_assessment_team_team FOREIGN KEY (area, team_number) REFERENCES organisation_team (area, number),
    CONSTRAINT fee_assessment_team_score CHECK (score::numeric BETWEEN 0 AND 100),
    CONSTRAINT fee_assessment_team_done CHECK ((done_at IS NULL) = (contracts IS NULL) AND (done_at IS NULL) = (amount_fen IS NULL))
);
CREATE INDEX fee_assessment_team_open ON fee_assessment_team (area, assessment_id, team_number) WHERE done_at IS NULL;

GRANT SELECT, INSERT ON fee_assessment, fee_assessment_team TO jiayi_app;
GRANT UPDATE (contracts, amount_fen, done_at) ON fee_assessment_team TO jiayi_app;
