-- Who was left out of a month by one accepted objection is let in again by another; both objections stay.
GRANT DELETE ON capitation_exclusion TO jiayi_app;
