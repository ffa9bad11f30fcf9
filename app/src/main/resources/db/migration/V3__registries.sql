-- The registries: divisions, alliances, institutions over time, practitioners and team members; residents over time.
--
-- Every fact has the days it holds (effective) and the moments it was known (known). Late news closes "known" and adds rows;
-- nothing is rewritten. What was known at T is: known @> T; what is known now: upper_inf(known).

-- divisions and alliances ---------------------------------------------------------------------------------------------

-- 行政区划 of GB/T 2260: codes come and go, so each has its days.
CREATE TABLE organisation_division (
    area        text        NOT NULL,
    code        text        NOT NULL,
    name        text        NOT NULL,
    effective   daterange   NOT NULL,
    import_id   uuid        NOT NULL,
    row_digest  text        NOT NULL,
    recorded_at timestamptz NOT NULL,
    CONSTRAINT organisation_division_one_at_a_time EXCLUDE USING gist (area WITH =, code WITH =, effective WITH &&),
    CONSTRAINT organisation_division_area FOREIGN KEY (area) REFERENCES organisation_pooling_area (area),
    CONSTRAINT organisation_division_code CHECK (code ~ '^[0-9]{6}([0-9]{3}([0-9]{3})?)?$'),
    CONSTRAINT organisation_division_name CHECK (name <> ''),
    CONSTRAINT organisation_division_some_time CHECK (NOT isempty(effective))
);

CREATE TABLE organisation_alliance (
    area        text        NOT NULL,
    name        text        NOT NULL,
    recorded_by text        NOT NULL,
    recorded_at timestamptz NOT NULL,
    CONSTRAINT organisation_alliance_pk PRIMARY KEY (area, name),
    CONSTRAINT organisation_alliance_area FOREIGN KEY (area) REFERENCES organisation_pooling_area (area),
    CONSTRAINT organisation_alliance_name CHECK (name <> '')
);

CREATE TABLE organisation_alliance_member (
    area             text        NOT NULL,
    alliance         text        NOT NULL,
    institution_code text        NOT NULL,
    is_lead          boolean     NOT NULL,
    effective        daterange   NOT NULL,
    known            tstzrange   NOT NULL,
    recorded_by      text        NOT NULL,
    recorded_at      timestamptz NOT NULL,
    CONSTRAINT organisation_alliance_member_one_alliance
        EXCLUDE USING gist (area WITH =, institution_code WITH =, effective WITH &&, known WITH &&),
    CONSTRAINT organisation_alliance_member_one_lead
        EXCLUDE USING gist (area WITH =, alliance WITH =, effective WITH &&, known WITH &&) WHERE (is_lead),
    CONSTRAINT organisation_alliance_member_alliance FOREIGN KEY (area, alliance) REFERENCES organisation_alliance (area, name),
    CONSTRAINT organisation_alliance_member_institution
        FOREIGN KEY (area, institution_code) REFERENCES organisation_institution (area, code),
    CONSTRAINT organisation_alliance_member_some_time CHECK (NOT isempty(effective) AND NOT isempty(known))
);

-- What files brought before there were rows for it.
INSERT INTO organisation_alliance (area, name, recorded_by, recorded_at)
SELECT area, alliance, 'import', min(recorded_at) FROM organisation_institution WHERE alliance <> '' GROUP BY area, alliance;
INSERT INTO organisation_alliance_member (area, alliance, institution_code, is_lead, effective, known, recorded_by, recorded_at)
SELECT area, alliance, code, false, daterange(NULL, NULL), tstzrange(NULL, NULL), 'import', recorded_at
FROM organisation_institution WHERE alliance <> '';

-- institutions over time ----------------------------------------------------------------------------------------------

-- An institution without a row for a day is open on it.
CREATE TABLE organisation_institution_standing (
    area             text        NOT NULL,
    institution_code text        NOT NULL,
    standing         text        NOT NULL,
    effective        daterange   NOT NULL,
    known            tstzrange   NOT NULL,
    recorded_by      text        NOT NULL,
    recorded_at      timestamptz NOT NULL,
    CONSTRAINT organisation_institution_standing_one_at_a_time
        EXCLUDE USING gist (area WITH =, institution_code WITH =, effective WITH &&, known WITH &&),
    CONSTRAINT organisation_institution_standing_institution
        FOREIGN KEY (area, institution_code) REFERENCES organisation_institution (area, code),
    CONSTRAINT organisation_institution_standing_kind CHECK (standing IN ('open', 'suspended', 'closed', 'not_yet_open')),
    CONSTRAINT organisation_institution_standing_some_time CHECK (NOT isempty(effective) AND NOT isempty(known))
);

-- practitioners and teams ---------------------------------------------------------------------------------------------

-- 医务人员. Names of doctors are public. Those without a doctor insurance code (nurses, pharmacists) have none here.
CREATE TABLE organisation_practitioner (
    area            text        NOT NULL,
    practitioner_id uuid        NOT NULL,
    doctor_code     text,
    name            text        NOT NULL,
    recorded_by     text        NOT NULL,
    recorded_at     timestamptz NOT NULL,
    CONSTRAINT organisation_practitioner_pk PRIMARY KEY (area, practitioner_id),
    CONSTRAINT organisation_practitioner_doctor UNIQUE (area, doctor_code),
    CONSTRAINT organisation_practitioner_area FOREIGN KEY (area) REFERENCES organisation_pooling_area (area),
    CONSTRAINT organisation_practitioner_doctor_code CHECK (doctor_code ~ '^D[0-9]{12}$'),
    CONSTRAINT organisation_practitioner_name CHECK (name <> '')
);

-- Whom a practitioner works for, as what; the employer need not be the institution that holds the contracts.
CREATE TABLE organisation_employment (
    area            text        NOT NULL,
    practitioner_id uuid        NOT NULL,
    employer_code   text        NOT NULL,
    kind            text        NOT NULL,
    effective       daterange   NOT NULL,
    known           tstzrange   NOT NULL,
    recorded_by     text        NOT NULL,
    recorded_at     timestamptz NOT NULL,
    CONSTRAINT organisation_employment_one_at_a_time
        EXCLUDE USING gist (area WITH =, practitioner_id WITH =, effective WITH &&, known WITH &&),
    CONSTRAINT organisation_employment_practitioner
        FOREIGN KEY (area, practitioner_id) REFERENCES organisation_practitioner (area, practitioner_id),
    CONSTRAINT organisation_employment_employer
        FOREIGN KEY (area, employer_code) REFERENCES organisation_institution (area, code),
    CONSTRAINT organisation_employment_kind CHECK (kind IN
        ('general_practitioner', 'specialist', 'nurse', 'public_health', 'pharmacist', 'village_doctor')),
    CONSTRAINT organisation_employment_some_time CHECK (NOT isempty(effective) AND NOT isempty(known))
);

-- A member's days in a team. One row per state of knowledge of a membership.
CREATE TABLE organisation_team_member (
    area            text        NOT NULL,
    membership_id   uuid        NOT NULL,
    version         integer     NOT NULL,
    team_number     text        NOT NULL,
    practitioner_id uuid        NOT NULL,
    role            text        NOT NULL,
    effective       daterange   NOT NULL,
    known           tstzrange   NOT NULL,
    recorded_by     text        NOT NULL,
    recorded_at     timestamptz NOT NULL,
    CONSTRAINT organisation_team_member_pk PRIMARY KEY (area, membership_id, version),
    CONSTRAINT organisation_team_member_once
        EXCLUDE USING gist (area WITH =, team_number WITH =, practitioner_id WITH =, effective WITH &&, known WITH &&),
    CONSTRAINT organisation_team_member_one_leader
        EXCLUDE USING gist (area WITH =, team_number WITH =, effective WITH &&, known WITH &&) WHERE (role = 'leader'),
    CONSTRAINT organisation_team_member_team FOREIGN KEY (area, team_number) REFERENCES organisation_team (area, number),
    CONSTRAINT organisation_team_member_practitioner
        FOREIGN KEY (area, practitioner_id) REFERENCES organisation_practitioner (area, practitioner_id),
    CONSTRAINT organisation_team_member_role CHECK (role IN
        ('leader', 'general_practitioner', 'specialist', 'nurse', 'public_health', 'pharmacist', 'village_doctor', 'assistant')),
    CONSTRAINT organisation_team_member_some_time CHECK (NOT isempty(effective) AND NOT isempty(known)),
    CONSTRAINT organisation_team_member_version_number CHECK (version >= 1)
);
CREATE INDEX organisation_team_member_by_team ON organisation_team_member (area, team_number) WHERE upper_inf(known);

-- How a team's capacity is computed. The highest version holds; without one, the capacity of the team's row is a fixed cap.
CREATE TABLE organisation_team_capacity (
    area        text        NOT NULL,
    team_number text        NOT NULL,
    version     integer     NOT NULL,
    basis       text        NOT NULL,
    cap         integer     NOT NULL,
    recorded_by text        NOT NULL,
    recorded_at timestamptz NOT NULL,
    CONSTRAINT organisation_team_capacity_pk PRIMARY KEY (area, team_number, version),
    CONSTRAINT organisation_team_capacity_team FOREIGN KEY (area, team_number) REFERENCES organisation_team (area, number),
    CONSTRAINT organisation_team_capacity_basis CHECK (basis IN ('fixed', 'per_member', 'per_family_doctor')),
    CONSTRAINT organisation_team_capacity_cap CHECK (cap BETWEEN 1 AND 100000),
    CONSTRAINT organisation_team_capacity_version_number CHECK (version >= 1)
);

CREATE TABLE organisation_team_group_capacity (
    area             text    NOT NULL,
    team_number      text    NOT NULL,
    version          integer NOT NULL,
    population_group text    NOT NULL,
    cap              integer NOT NULL,
    CONSTRAINT organisation_team_group_capacity_pk PRIMARY KEY (area, team_number, version, population_group),
    CONSTRAINT organisation_team_group_capacity_rule
        FOREIGN KEY (area, team_number, version) REFERENCES organisation_team_capacity (area, team_number, version),
    CONSTRAINT organisation_team_group_capacity_cap CHECK (cap BETWEEN 0 AND 100000)
);

CREATE TABLE organisation_team_dissolution (
    area        text        NOT NULL,
    team_number text        NOT NULL,
    last_day    date        NOT NULL,
    recorded_by text        NOT NULL,
    recorded_at timestamptz NOT NULL,
    CONSTRAINT organisation_team_dissolution_pk PRIMARY KEY (area, team_number),
    CONSTRAINT organisation_team_dissolution_team FOREIGN KEY (area, team_number) REFERENCES organisation_team (area, number)
);

-- The leader whom a file named leads since ever, as far as is known.
INSERT INTO organisation_practitioner (area, practitioner_id, doctor_code, name, recorded_by, recorded_at)
SELECT DISTINCT ON (area, leader_doctor_code) area, gen_random_uuid(), leader_doctor_code, leader_name, 'import', recorded_at
FROM organisation_team WHERE leader_doctor_code ~ '^D[0-9]{12}$' AND leader_name <> ''
ORDER BY area, leader_doctor_code, number;
INSERT INTO organisation_employment (area, practitioner_id, employer_code, kind, effective, known, recorded_by, recorded_at)
SELECT DISTINCT ON (p.area, p.practitioner_id) p.area, p.practitioner_id, t.institution_code, 'general_practitioner',
    daterange(NULL, NULL), tstzrange(NULL, NULL), 'import', p.recorded_at
FROM organisation_practitioner p
JOIN organisation_team t ON t.area = p.area AND t.leader_doctor_code = p.doctor_code
ORDER BY p.area, p.practitioner_id, t.number;
INSERT INTO organisation_team_member (area, membership_id, version, team_number, practitioner_id, role, effective, known,
    recorded_by, recorded_at)
SELECT t.area, gen_random_uuid(), 1, t.number, p.practitioner_id, 'leader', daterange(NULL, NULL), tstzrange(NULL, NULL),
    'import', t.recorded_at
FROM organisation_team t
JOIN organisation_practitioner p ON p.area = t.area AND p.doctor_code = t.leader_doctor_code;

-- residents -----------------------------------------------------------------------------------------------------------

-- A resident may be registered here instead of by a file, and before they have any number.
ALTER TABLE resident_resident
    ALTER COLUMN document_type DROP NOT NULL,
    ALTER COLUMN document_index DROP NOT NULL,
    ALTER COLUMN import_id DROP NOT NULL,
    DROP CONSTRAINT resident_resident_document,
    ADD COLUMN file_guardian boolean,
    ADD COLUMN file_guardian_index bytea,
    ADD COLUMN registered_by text,
    ADD COLUMN registered_team text,
    ADD COLUMN registered_institution text,
    ADD CONSTRAINT resident_resident_document_whole CHECK ((document_type IS NULL) = (document_index IS NULL)),
    ADD CONSTRAINT resident_resident_brought CHECK (import_id IS NOT NULL OR registered_by IS NOT NULL),
    ADD CONSTRAINT resident_resident_team FOREIGN KEY (area, registered_team) REFERENCES organisation_team (area, number),
    ADD CONSTRAINT resident_resident_institution
        FOREIGN KEY (area, registered_institution) REFERENCES organisation_institution (area, code);
-- Rows from before this line: NULL, whether their file named a guardian is found out by opening them.
ALTER TABLE resident_resident ALTER COLUMN file_guardian SET DEFAULT false;
CREATE INDEX resident_resident_household ON resident_resident (area, household) WHERE household <> '';
CREATE INDEX resident_resident_file_guardian ON resident_resident (area, file_guardian_index)
    WHERE file_guardian_index IS NOT NULL;

-- The documents by which a resident is found; one number has one holder. A number that was wrong is closed, never deleted.
CREATE TABLE resident_document (
    area           text        NOT NULL,
    resident_id    uuid        NOT NULL,
    ordinal        integer     NOT NULL,
    document_type  text        NOT NULL,
    document_index bytea       NOT NULL,
    known          tstzrange   NOT NULL,
    recorded_by    text        NOT NULL,
    recorded_at    timestamptz NOT NULL,
    CONSTRAINT resident_document_pk PRIMARY KEY (area, resident_id, ordinal),
    CONSTRAINT resident_document_resident FOREIGN KEY (area, resident_id) REFERENCES resident_resident (area, resident_id),
    CONSTRAINT resident_document_ordinal CHECK (ordinal >= 1),
    CONSTRAINT resident_document_index CHECK (octet_length(document_index) = 32),
    CONSTRAINT resident_document_some_time CHECK (NOT isempty(known))
);
INSERT INTO resident_document (area, resident_id, ordinal, document_type, document_index, known, recorded_by, recorded_at)
SELECT area, resident_id, 1, document_type, document_index, tstzrange(NULL, NULL), 'import', recorded_at
FROM resident_resident;
CREATE UNIQUE INDEX resident_document_holder ON resident_document (area, document_index) WHERE upper_inf(known);

-- Who a resident was taken to be before a correction: sealed as it was, under the same key and binding.
CREATE TABLE resident_former_identity (
    area            text        NOT NULL,
    resident_id     uuid        NOT NULL,
    ordinal         integer     NOT NULL,
    sealed_identity bytea       NOT NULL,
    known_until     timestamptz NOT NULL,
    replaced_by     text        NOT NULL,
    CONSTRAINT resident_former_identity_pk PRIMARY KEY (area, resident_id, ordinal),
    CONSTRAINT resident_former_identity_resident
        FOREIGN KEY (area, resident_id) REFERENCES resident_resident (area, resident_id)
);

-- Who said so, since a circumstance may come from a file or from a command.
ALTER TABLE resident_circumstance
    ADD COLUMN recorded_by text,
    ADD COLUMN recorded_at timestamptz;

-- Where a population group comes from. A group of a circumstance that has no row here came from a file.
CREATE TABLE resident_group (
    area             text        NOT NULL,
    resident_id      uuid        NOT NULL,
    population_group text        NOT NULL,
    source           text        NOT NULL,
    effective        daterange   NOT NULL,
    known            tstzrange   NOT NULL,
    recorded_by      text        NOT NULL,
    recorded_at      timestamptz NOT NULL,
    CONSTRAINT resident_group_one_source
        EXCLUDE USING gist (area WITH =, resident_id WITH =, population_group WITH =, effective WITH &&, known WITH &&),
    CONSTRAINT resident_group_resident FOREIGN KEY (area, resident_id) REFERENCES resident_resident (area, resident_id),
    CONSTRAINT resident_group_source CHECK (source IN ('diagnosis', 'screening', 'registry', 'self_declared', 'import')),
    CONSTRAINT resident_group_not_by_age CHECK (population_group NOT IN ('older_person', 'child')),
    CONSTRAINT resident_group_some_time CHECK (NOT isempty(effective) AND NOT isempty(known))
);
CREATE INDEX resident_group_by_resident ON resident_group (area, resident_id);

-- A resident's days in a household. Without any row, the household of the resident's row holds for all days.
CREATE TABLE resident_household_member (
    area         text        NOT NULL,
    resident_id  uuid        NOT NULL,
    household    text        NOT NULL,
    relationship text        NOT NULL,
    effective    daterange   NOT NULL,
    known        tstzrange   NOT NULL,
    recorded_by  text        NOT NULL,
    recorded_at  timestamptz NOT NULL,
    CONSTRAINT resident_household_member_one_household
        EXCLUDE USING gist (area WITH =, resident_id WITH =, effective WITH &&, known WITH &&),
    CONSTRAINT resident_household_member_resident
        FOREIGN KEY (area, resident_id) REFERENCES resident_resident (area, resident_id),
    CONSTRAINT resident_household_member_relationship CHECK (relationship ~ '^([0-9]{2})?$'),
    CONSTRAINT resident_household_member_some_time CHECK (NOT isempty(effective) AND NOT isempty(known))
);
CREATE INDEX resident_household_member_by_household ON resident_household_member (area, household);
CREATE INDEX resident_household_member_by_resident ON resident_household_member (area, resident_id);

-- Who acts for a minor or a person without capacity. A guardian who is no resident is a name and a number, sealed with the
-- evidence's reference; the index finds them by their number.
CREATE TABLE resident_guardian (
    area                 text        NOT NULL,
    guardian_id          uuid        NOT NULL,
    version              integer     NOT NULL,
    ward_id              uuid        NOT NULL,
    guardian_resident_id uuid,
    guardian_index       bytea,
    sealed_guardian      bytea       NOT NULL,
    relationship         text        NOT NULL,
    evidence_kind        text        NOT NULL,
    effective            daterange   NOT NULL,
    known                tstzrange   NOT NULL,
    recorded_by          text        NOT NULL,
    recorded_at          timestamptz NOT NULL,
    CONSTRAINT resident_guardian_pk PRIMARY KEY (area, guardian_id, version),
    CONSTRAINT resident_guardian_once
        EXCLUDE USING gist (area WITH =, guardian_id WITH =, known WITH &&),
    CONSTRAINT resident_guardian_ward FOREIGN KEY (area, ward_id) REFERENCES resident_resident (area, resident_id),
    CONSTRAINT resident_guardian_guardian
        FOREIGN KEY (area, guardian_resident_id) REFERENCES resident_resident (area, resident_id),
    CONSTRAINT resident_guardian_of_another CHECK (guardian_resident_id <> ward_id),
    CONSTRAINT resident_guardian_relationship CHECK (relationship ~ '^[0-9]{2}$'),
    CONSTRAINT resident_guardian_evidence CHECK (evidence_kind IN
        ('birth_certificate', 'household_register', 'court_ruling', 'committee_appointment', 'adoption_certificate')),
    CONSTRAINT resident_guardian_some_time CHECK (NOT isempty(effective) AND NOT isempty(known))
);
CREATE INDEX resident_guardian_of_ward ON resident_guardian (area, ward_id);
CREATE INDEX resident_guardian_by_guardian ON resident_guardian (area, guardian_resident_id)
    WHERE guardian_resident_id IS NOT NULL;
CREATE INDEX resident_guardian_by_number ON resident_guardian (area, guardian_index) WHERE guardian_index IS NOT NULL;

-- 无民事行为能力 or limited: found so by evidence, on those days.
CREATE TABLE resident_incapacity (
    area             text        NOT NULL,
    resident_id      uuid        NOT NULL,
    evidence_kind    text        NOT NULL,
    sealed_reference bytea       NOT NULL,
    effective        daterange   NOT NULL,
    known            tstzrange   NOT NULL,
    recorded_by      text        NOT NULL,
    recorded_at      timestamptz NOT NULL,
    CONSTRAINT resident_incapacity_one_at_a_time
        EXCLUDE USING gist (area WITH =, resident_id WITH =, effective WITH &&, known WITH &&),
    CONSTRAINT resident_incapacity_resident FOREIGN KEY (area, resident_id) REFERENCES resident_resident (area, resident_id),
    CONSTRAINT resident_incapacity_evidence CHECK (evidence_kind IN ('court_ruling', 'disability_certificate')),
    CONSTRAINT resident_incapacity_some_time CHECK (NOT isempty(effective) AND NOT isempty(known))
);
CREATE INDEX resident_incapacity_by_resident ON resident_incapacity (area, resident_id);

CREATE TABLE resident_death (
    area        text        NOT NULL,
    resident_id uuid        NOT NULL,
    died_on     date        NOT NULL,
    known       tstzrange   NOT NULL,
    recorded_by text        NOT NULL,
    recorded_at timestamptz NOT NULL,
    CONSTRAINT resident_death_once EXCLUDE USING gist (area WITH =, resident_id WITH =, known WITH &&),
    CONSTRAINT resident_death_resident FOREIGN KEY (area, resident_id) REFERENCES resident_resident (area, resident_id),
    CONSTRAINT resident_death_some_time CHECK (NOT isempty(known))
);
CREATE INDEX resident_death_by_resident ON resident_death (area, resident_id);

-- Two registrations of one person: what is asked of the merged one is answered of the survivor. Undone, "known" is closed.
CREATE TABLE resident_merge (
    area        text        NOT NULL,
    merge_id    uuid        NOT NULL,
    merged_id   uuid        NOT NULL,
    survivor_id uuid        NOT NULL,
    reason      text        NOT NULL,
    known       tstzrange   NOT NULL,
    merged_by   text        NOT NULL,
    undone_by   text,
    CONSTRAINT resident_merge_pk PRIMARY KEY (area, merge_id),
    CONSTRAINT resident_merge_once EXCLUDE USING gist (area WITH =, merged_id WITH =, known WITH &&),
    CONSTRAINT resident_merge_merged FOREIGN KEY (area, merged_id) REFERENCES resident_resident (area, resident_id),
    CONSTRAINT resident_merge_survivor FOREIGN KEY (area, survivor_id) REFERENCES resident_resident (area, resident_id),
    CONSTRAINT resident_merge_two CHECK (merged_id <> survivor_id),
    CONSTRAINT resident_merge_some_time CHECK (NOT isempty(known)),
    CONSTRAINT resident_merge_undone CHECK (upper_inf(known) = (undone_by IS NULL))
);
CREATE INDEX resident_merge_of ON resident_merge (area, merged_id) WHERE upper_inf(known);
CREATE INDEX resident_merge_into ON resident_merge (area, survivor_id) WHERE upper_inf(known);

-- Who looked a person up by their number, and why; the number itself is nowhere.
CREATE TABLE resident_lookup (
    area         text        NOT NULL,
    lookup_id    uuid        NOT NULL,
    purpose      text        NOT NULL,
    found_id     uuid,
    looked_up_by text        NOT NULL,
    looked_up_at timestamptz NOT NULL,
    CONSTRAINT resident_lookup_pk PRIMARY KEY (area, lookup_id),
    CONSTRAINT resident_lookup_area FOREIGN KEY (area) REFERENCES organisation_pooling_area (area),
    CONSTRAINT resident_lookup_purpose CHECK (purpose IN ('signing', 'service', 'registration', 'supervision', 'correction'))
);

-- imports -------------------------------------------------------------------------------------------------------------

ALTER TABLE import_job
    DROP CONSTRAINT import_job_kind,
    ADD CONSTRAINT import_job_kind CHECK (kind IN
        ('institutions', 'teams', 'residents', 'contracts', 'events', 'visits', 'divisions', 'enrolments'));

-- what the application may do -----------------------------------------------------------------------------------------

GRANT SELECT, INSERT ON
    organisation_division, organisation_alliance, organisation_alliance_member, organisation_institution_standing,
    organisation_practitioner, organisation_employment, organisation_team_member, organisation_team_capacity,
    organisation_team_group_capacity, organisation_team_dissolution,
    resident_document, resident_former_identity, resident_group, resident_household_member, resident_guardian,
    resident_incapacity, resident_death, resident_merge, resident_lookup
    TO jiayi_app;
GRANT UPDATE (known) ON
    organisation_alliance_member, organisation_institution_standing, organisation_employment, organisation_team_member,
    resident_document, resident_group, resident_household_member, resident_guardian, resident_incapacity, resident_death
    TO jiayi_app;
GRANT UPDATE (known, undone_by) ON resident_merge TO jiayi_app;
-- What it was before goes into resident_former_identity in the same statement.
GRANT UPDATE (sealed_identity) ON resident_resident TO jiayi_app;
