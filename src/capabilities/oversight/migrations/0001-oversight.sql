-- Oversight: erasures that two officers decide, and daily totals of the journal, which outlive the entries they were counted from.

create table oversight_erasure (
  id uuid primary key,
  member text not null,
  -- what the journal calls the thing; blank once its entries are erased, when the digest alone tells that it was
  subject text not null,
  subject_digest bytea not null,
  ground text not null,
  reference text not null,
  state text not null check (state in ('proposed', 'done', 'withdrawn')),
  proposed_by text not null,
  proposed_at timestamptz not null,
  decided_by text,
  decided_at timestamptz,
  entries int
);
create index oversight_erasure_member on oversight_erasure (member, id);
create unique index oversight_erasure_open on oversight_erasure (member, subject_digest) where state = 'proposed';

-- one row for each day and kind of event; '' where an event states none
create table oversight_count (
  day date not null,
  member text not null,
  unit text not null,
  event text not null,
  outcome text not null,
  purpose text not null,
  type text not null,
  count bigint not null,
  primary key (day, member, unit, event, outcome, purpose, type)
);

create table oversight_counted (
  single boolean primary key default true check (single),
  -- entries of this log below this sequence are counted, and all of the logs before it
  log int not null,
  through bigint not null,
  at timestamptz
);
insert into oversight_counted (log, through) values (1, 0);

-- rare rows of the kernel's tables that oversight looks for; rows that are not rare cost nothing
create index oversight_inbox_failed on inbox (id) where standing in ('failed', 'unknown-type');
create index oversight_journal_erasures on journal_entry (id) where event = 'journal.erased';
