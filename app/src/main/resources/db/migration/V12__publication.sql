-- Publication (发布): statements that bureaus pull, verify, receipt and reconcile. What was published before carried no
-- signature; it goes back one step and is published again in the new form.

DROP TABLE settlement_file;
UPDATE settlement_batch SET status = 'approved', published_at = NULL WHERE status = 'published';

-- One revision of one statement (结算清单), written once when all of its files are kept. A higher revision supersedes it.
CREATE TABLE publication_statement (
    area            text        NOT NULL,
    statement_id    uuid        NOT NULL,
    batch_id        uuid        NOT NULL,
    fund            text        NOT NULL,
    period          date        NOT NULL,
    sequence        integer     NOT NULL,
    revision        integer     NOT NULL,
    reason          text, -- of a revision; null for the first
    lines           bigint      NOT NULL,
    persons         bigint      NOT NULL,
    amount_fen      bigint      NOT NULL,
    entitlement_fen bigint      NOT NULL,
    retention_fen   bigint      NOT NULL,
    deducted_fen    bigint      NOT NULL,
    folder          uuid        NOT NULL, -- where its files stand in the store
    manifest        bytea       NOT NULL, -- the very bytes that are signed
    manifest_sm3    text        NOT NULL,
    sm2_key         text        NOT NULL,
    sm2_signature   bytea       NOT NULL,
    rsa_key         text        NOT NULL,
    rsa_signature   bytea       NOT NULL,
    published_at    timestamptz NOT NULL,
    CONSTRAINT publication_statement_pk PRIMARY KEY (area, statement_id),
    CONSTRAINT publication_statement_number UNIQUE (area, fund, period, sequence, revision),
    CONSTRAINT publication_statement_once UNIQUE (area, batch_id, revision),
    CONSTRAINT publication_statement_batch FOREIGN KEY (area, batch_id) REFERENCES settlement_batch (area, batch_id),
    CONSTRAINT publication_statement_counted CHECK (sequence > 0 AND revision > 0 AND lines >= 0 AND persons >= 0),
    CONSTRAINT publication_statement_reason CHECK ((revision > 1) = (reason IS NOT NULL)),
    CONSTRAINT publication_statement_sum CHECK (entitlement_fen = amount_fen + retention_fen + deducted_fen)
);

-- packed is what travels, raw what it unpacks to; of a file that is not packed they are the same.
CREATE TABLE publication_file (
    area             text   NOT NULL,
    statement_id     uuid   NOT NULL,
    name             text   NOT NULL,
    institution_code text, -- null where it is the bureau's only
    media_type       text   NOT NULL,
    rows             bigint NOT NULL,
    bytes            bigint NOT NULL,
    sha256           text   NOT NULL,
    sm3              text   NOT NULL,
    raw_bytes        bigint NOT NULL,
    raw_sha256       text   NOT NULL,
    raw_sm3          text   NOT NULL,
    CONSTRAINT publication_file_pk PRIMARY KEY (area, statement_id, name),
    CONSTRAINT publication_file_statement FOREIGN KEY (area, statement_id)
        REFERENCES publication_statement (area, statement_id),
    CONSTRAINT publication_file_name CHECK (name ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$'),
    CONSTRAINT publication_file_size CHECK (rows >= 0 AND bytes >= 0 AND raw_bytes >= 0)
);

-- Asked for and not yet published: the next revision, of which this is the reason.
CREATE TABLE publication_reissue (
    area         text        NOT NULL,
    statement_id uuid        NOT NULL,
    reason       text        NOT NULL,
    requested_by text        NOT NULL,
    requested_at timestamptz NOT NULL,
    CONSTRAINT publication_reissue_pk PRIMARY KEY (area, statement_id),
    CONSTRAINT publication_reissue_statement FOREIGN KEY (area, statement_id)
        REFERENCES publication_statement (area, statement_id)
);

CREATE TABLE publication_link (
    area         text        NOT NULL,
    link_id      uuid        NOT NULL,
    statement_id uuid        NOT NULL,
    name         text        NOT NULL,
    made_by      text        NOT NULL,
    expires_at   timestamptz NOT NULL,
    CONSTRAINT publication_link_pk PRIMARY KEY (area, link_id),
    CONSTRAINT publication_link_file FOREIGN KEY (area, statement_id, name)
        REFERENCES publication_file (area, statement_id, name)
);

-- sent_bytes and complete are null while it runs, and for ever where the application was killed under it.
CREATE TABLE publication_download (
    area         text        NOT NULL,
    download_id  uuid        NOT NULL,
    statement_id uuid        NOT NULL,
    name         text        NOT NULL,
    caller       text        NOT NULL,
    first_byte   bigint      NOT NULL,
    bytes        bigint      NOT NULL,
    started_at   timestamptz NOT NULL,
    sent_bytes   bigint,
    complete     boolean,
    CONSTRAINT publication_download_pk PRIMARY KEY (area, download_id),
    CONSTRAINT publication_download_file FOREIGN KEY (area, statement_id, name)
        REFERENCES publication_file (area, statement_id, name),
    CONSTRAINT publication_download_end CHECK ((sent_bytes IS NULL) = (complete IS NULL)),
    CONSTRAINT publication_download_sent CHECK (sent_bytes BETWEEN 0 AND bytes AND complete = (sent_bytes = bytes))
);
CREATE INDEX publication_download_by_statement ON publication_download (area, statement_id, download_id);

-- 回执: what the bureau counted, whether or not it is what we count.
CREATE TABLE publication_totals_receipt (
    area         text        NOT NULL,
    receipt_id   uuid        NOT NULL,
    statement_id uuid        NOT NULL,
    lines        bigint      NOT NULL,
    persons      bigint      NOT NULL,
    amount_fen   bigint      NOT NULL,
    matched      boolean     NOT NULL,
    received_by  text        NOT NULL,
    received_at  timestamptz NOT NULL,
    CONSTRAINT publication_totals_receipt_pk PRIMARY KEY (area, receipt_id),
    CONSTRAINT publication_totals_receipt_statement FOREIGN KEY (area, statement_id)
        REFERENCES publication_statement (area, statement_id)
);
CREATE INDEX publication_totals_receipt_by_statement ON publication_totals_receipt (area, statement_id, receipt_id);

-- 对账: the bureau's own detail file against ours, line by line.
CREATE TABLE publication_reconciliation (
    area              text        NOT NULL,
    reconciliation_id uuid        NOT NULL,
    statement_id      uuid        NOT NULL,
    sha256            text        NOT NULL,
    rows              bigint      NOT NULL,
    stage             text        NOT NULL,
    done              bigint      NOT NULL DEFAULT 0,
    total             bigint      NOT NULL,
    matched           bigint,
    different         bigint,
    only_ours         bigint,
    only_theirs       bigint,
    duplicate         bigint,
    uploaded_by       text        NOT NULL,
    uploaded_at       timestamptz NOT NULL,
    finished_at       timestamptz,
    claimed_by        uuid,
    claimed_until     timestamptz,
    CONSTRAINT publication_reconciliation_pk PRIMARY KEY (area, reconciliation_id),
    CONSTRAINT publication_reconciliation_once UNIQUE (area, statement_id, sha256),
    CONSTRAINT publication_reconciliation_statement FOREIGN KEY (area, statement_id)
        REFERENCES publication_statement (area, statement_id),
    CONSTRAINT publication_reconciliation_stage
        CHECK (stage IN ('waiting', 'loading', 'comparing', 'finished', 'failed')),
    CONSTRAINT publication_reconciliation_progress CHECK (done BETWEEN 0 AND total),
    CONSTRAINT publication_reconciliation_result
        CHECK ((stage = 'finished') = (num_nonnulls(matched, different, only_ours, only_theirs, duplicate) = 5))
);
CREATE INDEX publication_reconciliation_open ON publication_reconciliation (area, uploaded_at)
    WHERE stage IN ('waiting', 'loading', 'comparing');

-- Both sides while they are compared; key is what tells lines apart, content all the rest.
CREATE TABLE publication_reconciliation_line (
    area              text    NOT NULL,
    reconciliation_id uuid    NOT NULL,
    ours              boolean NOT NULL,
    line              bigint  NOT NULL,
    key               text    NOT NULL,
    content           text    NOT NULL,
    CONSTRAINT publication_reconciliation_line_pk PRIMARY KEY (area, reconciliation_id, ours, line),
    CONSTRAINT publication_reconciliation_line_job FOREIGN KEY (area, reconciliation_id)
        REFERENCES publication_reconciliation (area, reconciliation_id)
);

CREATE TABLE publication_difference (
    area              text   NOT NULL,
    reconciliation_id uuid   NOT NULL,
    number            bigint NOT NULL,
    kind              text   NOT NULL,
    key               text   NOT NULL,
    ours              text,
    theirs            text,
    CONSTRAINT publication_difference_pk PRIMARY KEY (area, reconciliation_id, number),
    CONSTRAINT publication_difference_job FOREIGN KEY (area, reconciliation_id)
        REFERENCES publication_reconciliation (area, reconciliation_id),
    CONSTRAINT publication_difference_kind CHECK (kind IN ('different', 'only_ours', 'only_theirs', 'duplicate')),
    CONSTRAINT publication_difference_sides CHECK (CASE kind WHEN 'different' THEN num_nonnulls(ours, theirs) = 2
        WHEN 'only_ours' THEN theirs IS NULL AND ours IS NOT NULL ELSE ours IS NULL AND theirs IS NOT NULL END)
);

-- Laid down for offices that fetch by SFTP.
CREATE TABLE publication_drop (
    area         text        NOT NULL,
    statement_id uuid        NOT NULL,
    dropped_at   timestamptz NOT NULL,
    CONSTRAINT publication_drop_pk PRIMARY KEY (area, statement_id),
    CONSTRAINT publication_drop_statement FOREIGN KEY (area, statement_id)
        REFERENCES publication_statement (area, statement_id)
);

GRANT SELECT, INSERT ON publication_drop, publication_statement, publication_file, publication_reissue, publication_link,
    publication_download, publication_totals_receipt, publication_reconciliation, publication_reconciliation_line,
    publication_difference TO jiayi_app;
GRANT UPDATE (sent_bytes, complete) ON publication_download TO jiayi_app;
GRANT UPDATE (stage, done, total, matched, different, only_ours, only_theirs, duplicate, finished_at, claimed_by,
    claimed_until) ON publication_reconciliation TO jiayi_app;
-- A link that is over, and what a comparison needed while it ran.
GRANT DELETE ON publication_link, publication_reconciliation_line TO jiayi_app;
