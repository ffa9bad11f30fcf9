-- The day's round looks for contracts that have been undone since the round before: what they followed is followed by nothing now.
CREATE INDEX contract_event_withdrawn ON contract_event (area, recorded_on) WHERE kind = 'withdrawn';
