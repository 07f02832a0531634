-- Coincidences: what is held by two without knowing. No identifier stands here: tags and checks are outputs of a blind function whose key goes with its edition.

create table coincidences_rule (
  member text not null,
  matter text not null,
  -- the unit that ruled: it counts for that unit's matters only
  unit text not null,
  rule text not null check (rule in ('apart', 'contact', 'told')),
  officer text not null,
  changed_at timestamptz not null,
  primary key (member, matter, unit)
);

-- what may be told to supervisors alone
create table coincidences_target (
  member text not null,
  matter text not null,
  thing text not null,
  unit text not null,
  officer text not null,
  marked_at timestamptz not null,
  primary key (member, matter, thing, unit)
);

create table coincidences_partner (
  member text not null,
  network text not null,
  partner text not null,
  compared boolean not null,
  daily int,
  primary key (member, network, partner)
);

create table coincidences_pace (
  member text not null,
  network text not null,
  next_at timestamptz not null,
  primary key (member, network)
);

create table coincidences_edition (
  member text not null,
  network text not null,
  kind text not null,
  number int not null,
  key_id text not null,
  public_key text not null,
  opened_at timestamptz not null,
  closed_at timestamptz,
  slot bigint not null,
  -- the seed of the key; none once it is closed
  sealed bytea,
  tags bytea,
  primary key (member, network, kind, number)
);
create index coincidences_edition_slots on coincidences_edition (slot);

create table coincidences_spoken (
  member text not null,
  network text not null,
  kind text not null,
  number int not null,
  tag text not null,
  "check" text not null,
  digest bytea not null,
  matter text not null,
  thing text not null,
  unit text not null,
  primary key (member, network, kind, number, tag, matter, thing)
);

-- what a partner gave: its set, and what was evaluated under its key so far
create table coincidences_theirs (
  member text not null,
  network text not null,
  partner text not null,
  kind text not null,
  number int not null,
  key_id text not null,
  public_key text not null,
  tags bytea not null,
  looked_at timestamptz not null,
  primary key (member, network, partner, kind)
);
create table coincidences_asked (
  member text not null,
  network text not null,
  partner text not null,
  kind text not null,
  digest bytea not null,
  primary key (member, network, partner, kind, digest)
);

create table coincidences_count (
  member text not null,
  network text not null,
  partner text not null,
  day date not null,
  kind text not null,
  asked_by_us int not null default 0,
  found_by_us int not null default 0,
  asked_by_them int not null default 0,
  found_by_them int not null default 0,
  primary key (member, network, partner, day, kind)
);

create table coincidences_met (
  id uuid primary key,
  member text not null,
  network text not null,
  -- the own member where two matters of the same node met
  partner text not null,
  -- known to both sides, to speak of it
  reference uuid not null,
  kind text not null,
  matter text not null,
  thing text not null,
  unit text not null,
  access_class int not null,
  rule text not null,
  target boolean not null,
  found_at timestamptz not null,
  -- when the other side was told by us, and when it told us of itself
  told_at timestamptz,
  answered_at timestamptz,
  outcome text,
  settled_by text,
  settled_at timestamptz,
  slot bigint not null,
  -- what the other side says of itself
  theirs bytea,
  note bytea,
  unique (member, network, partner, kind, matter, thing)
);
create index coincidences_met_found on coincidences_met (member, found_at desc, id);
create index coincidences_met_reference on coincidences_met (member, reference);
create index coincidences_met_slots on coincidences_met (slot);
