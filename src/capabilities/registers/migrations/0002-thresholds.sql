-- From which score on a name counts as a hit, by purpose, and the changes of it that wait for a second officer.

-- without a row the standard of the rules holds
create table registers_threshold (
  member text not null,
  purpose text not null,
  threshold double precision not null check (threshold > 0 and threshold < 1),
  change uuid not null,
  set_at timestamptz not null,
  proposed_by text not null,
  confirmed_by text not null check (confirmed_by <> proposed_by),
  primary key (member, purpose)
);

create table registers_threshold_change (
  id uuid primary key,
  member text not null,
  purpose text not null,
  before double precision not null,
  threshold double precision not null check (threshold > 0 and threshold < 1),
  reason text not null,
  proposed_by text not null,
  proposed_at timestamptz not null,
  expires_at timestamptz not null,
  state text not null check (state in ('waiting', 'confirmed', 'rejected', 'expired')),
  settled_by text,
  settled_at timestamptz
);
-- one at a time: who confirms knows what stands before and after
create unique index registers_threshold_change_waiting on registers_threshold_change (member, purpose) where state = 'waiting';
create index registers_threshold_change_listed on registers_threshold_change (member, proposed_at desc, id desc);
