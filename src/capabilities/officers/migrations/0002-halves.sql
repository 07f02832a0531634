-- The proposer's half of credentials that two administrators made: sealed until it is collected, once.

alter table officers_change add column half_slot bigint;
alter table officers_change add column half_sealed bytea;
alter table officers_change add column collected_at timestamptz;
