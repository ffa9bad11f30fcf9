-- The first month that a year end reconciles; until now it was reconciled from January on, whenever the scheme began.
ALTER TABLE yearend_year_end ADD COLUMN first_month date;
UPDATE yearend_year_end SET first_month = make_date(year, 1, 1);
ALTER TABLE yearend_year_end
    ALTER COLUMN first_month SET NOT NULL,
    DROP CONSTRAINT yearend_year_end_month,
    ADD CONSTRAINT yearend_year_end_month CHECK (extract(day FROM through_month) = 1 AND extract(year FROM through_month) = year
        AND extract(day FROM first_month) = 1 AND extract(year FROM first_month) = year AND first_month <= through_month);
