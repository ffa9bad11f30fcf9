-- What an institution agrees to is its part of the list as it is then: whom it has there, and as what. Counted again with others,
-- it is asked again, and its days begin anew.
CREATE TABLE roster_part (
    area             text NOT NULL,
    scheme           text NOT NULL,
    month            date NOT NULL,
    institution_code text NOT NULL,
    part             text NOT NULL,
    deadline         date NOT NULL,
    CONSTRAINT roster_part_pk PRIMARY KEY (area, scheme, month, institution_code),
    CONSTRAINT roster_part_roster FOREIGN KEY (area, scheme, month) REFERENCES roster_roster (area, scheme, month)
);
INSERT INTO roster_part (area, scheme, month, institution_code, part, deadline)
SELECT area, scheme, month, institution_code,
    concat_ws(' ', count(*), sum(hashtextextended(head, 0)), sum(hashtextextended(head, 1))), max(deadline)
FROM (
    SELECT r.area, r.scheme, r.month, p.institution_code, concat_ws(' ', p.resident_id, p.grade, t.label) AS head,
        CASE WHEN m.counted_at > r.published_at
            THEN greatest(r.deadline, current_date + (r.deadline - (r.published_at AT TIME ZONE 'Asia/Shanghai')::date))
            ELSE r.deadline END AS deadline
    FROM roster_roster r
    JOIN capitation_month m ON m.area = r.area AND m.scheme = r.scheme AND m.month = r.month
    JOIN capitation_person_month p ON p.area = r.area AND p.scheme = r.scheme AND p.month = r.month
    JOIN capitation_tariff_row t ON t.area = m.area AND t.policy_id = m.policy_id AND t.number = p.tariff_row
    WHERE r.closed_at IS NULL) list
GROUP BY area, scheme, month, institution_code;

-- Of an agreement from before, it is known only where the list was not counted again since. What is final is never compared again.
ALTER TABLE roster_agreement ADD COLUMN part text;
UPDATE roster_agreement a SET part = p.part
FROM roster_part p
JOIN capitation_month m ON m.area = p.area AND m.scheme = p.scheme AND m.month = p.month
WHERE p.area = a.area AND p.scheme = a.scheme AND p.month = a.month AND p.institution_code = a.institution_code
    AND a.agreed_at > m.counted_at;
INSERT INTO roster_part (area, scheme, month, institution_code, part, deadline)
SELECT a.area, a.scheme, a.month, a.institution_code, '', r.deadline
FROM roster_agreement a JOIN roster_roster r ON r.area = a.area AND r.scheme = a.scheme AND r.month = a.month
WHERE r.closed_at IS NOT NULL;
UPDATE roster_agreement a SET part = '' FROM roster_roster r
WHERE r.area = a.area AND r.scheme = a.scheme AND r.month = a.month AND r.closed_at IS NOT NULL;

GRANT SELECT, INSERT ON roster_part TO jiayi_app;
GRANT UPDATE (part, deadline) ON roster_part TO jiayi_app;
GRANT UPDATE (part, agreed_by, agreed_at) ON roster_agreement TO jiayi_app;

-- Where a team's assessment changes several years of a contract, each year is booked under an entry of its own: those after the
-- team's.
CREATE TABLE fee_assessment_year (
    area          text NOT NULL,
    entry_id      uuid NOT NULL,
    assessment_id uuid NOT NULL,
    team_number   text NOT NULL,
    CONSTRAINT fee_assessment_year_pk PRIMARY KEY (area, entry_id),
    CONSTRAINT fee_assessment_year_team FOREIGN KEY (area, assessment_id, team_number)
        REFERENCES fee_assessment_team (area, assessment_id, team_number)
);
GRANT SELECT, INSERT ON fee_assessment_year TO jiayi_app;

-- Files are looked through for numbers that were withdrawn.
CREATE INDEX resident_document_once_held ON resident_document (area, document_index) WHERE NOT upper_inf(known);

-- The ends of contracts are read some at a time, in the order of this index: at the end of a year all of them fall on one day.
DROP INDEX contract_version_by_end;
CREATE INDEX contract_version_by_end ON contract_version (area, upper(term), contract_id) WHERE upper_inf(known);
