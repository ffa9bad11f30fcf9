-- Finds the fees that somebody pays in the resident's place: whoever is not charged as everybody is.
CREATE INDEX fee_line_waived ON fee_line (area, contract_id, covers, institution_code) WHERE economic_category <> 'ordinary';
