-- A claim, its detail and its explanations read the lines of one month. They stand together, as they were booked, so a summary of each
-- stretch of the table finds them, and costs the booking next to nothing.
CREATE INDEX fee_line_by_month ON fee_line USING brin (month) WITH (pages_per_range = 32, autosummarize = on);

-- A published version that has not begun is withdrawn where another takes its place from its first day on.
ALTER TABLE policy_policy
    DROP CONSTRAINT policy_policy_status,
    DROP CONSTRAINT policy_policy_published,
    ADD CONSTRAINT policy_policy_status CHECK (status IN ('draft', 'validated', 'published', 'superseded', 'withdrawn')),
    ADD CONSTRAINT policy_policy_published CHECK (
        (status IN ('published', 'superseded', 'withdrawn')) = (published_by IS NOT NULL AND published_at IS NOT NULL));

-- Numbers of teams have hyphens, and their accounts have the numbers.
ALTER TABLE ledger_account
    DROP CONSTRAINT ledger_account_form,
    ADD CONSTRAINT ledger_account_form
        CHECK (account ~ '^(fund|receivable|payable|retention|let_off|clearing|refunds)(:[A-Za-z0-9_-]+)+$');
