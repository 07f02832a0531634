-- Screening: lists of people checked in one go. Whom they name is sealed, line by line, under keys that go as soon as they can; counts stay.

create table screening_list (
  id uuid primary key,
  network text not null,
  member text not null,
  unit text not null,
  officer text not null,
  access_class int not null,
  -- of the officer when the list was started: nothing above it is asked for
  clearance int not null,
  language text not null,
  state text not null check (state in ('receiving', 'reading', 'prepared', 'staging', 'asking', 'paused', 'asked', 'closed')),
  paused_by text check (paused_by in ('officer', 'access-lost')),
  ending text check (ending in ('closed', 'withdrawn', 'deadline', 'abandoned', 'erased')),
  -- ended before all were asked
  stopped boolean not null default false,
  bytes bigint not null,
  bytes_received bigint not null default 0,
  parts int not null default 0,
  fault text,
  -- who reads the file, until when
  working_until timestamptz,
  purpose text,
  ground text,
  partners text[] not null default '{}',
  alternatives boolean not null default false,
  kept_h int,
  rows int not null default 0,
  lines int not null default 0,
  bad int not null default 0,
  staged int not null default 0,
  -- lines forgotten because nobody had anything on them, and those that were not asked about
  clear int not null default 0,
  unasked int not null default 0,
  -- by classification, lowest first
  hits int[] not null default '{0,0,0}',
  confirmed int[] not null default '{0,0,0}',
  discarded int[] not null default '{0,0,0}',
  silent int not null default 0,
  counter int not null default 0,
  begun_at timestamptz not null,
  touched_at timestamptz not null,
  started_at timestamptz,
  asked_at timestamptz,
  forget_at timestamptz,
  closed_at timestamptz,
  slot bigint not null,
  sealed bytea,
  -- of the file and of what was found in it; gone when its persons are laid out
  file_slot bigint not null,
  found bytea
);
create index screening_list_officer on screening_list (member, officer, begun_at desc);
create index screening_list_unit on screening_list (member, unit, begun_at desc);
create index screening_list_open on screening_list (state) where state <> 'closed';
create index screening_list_slots on screening_list (slot);
create index screening_list_file_slots on screening_list (file_slot);

create table screening_part (
  list uuid not null references screening_list,
  position int not null,
  digest bytea not null,
  sealed bytea not null,
  primary key (list, position)
);

create table screening_bad (
  list uuid not null references screening_list,
  line int not null,
  field text not null,
  reason text not null,
  primary key (list, line, field)
);

-- one person; gone, with its key, as soon as nobody has anything and nobody is silent
create table screening_line (
  list uuid not null references screening_list,
  line int not null,
  slot bigint not null,
  sealed bytea not null,
  -- when it was first asked about
  asked_at timestamptz,
  primary key (list, line)
);
create index screening_line_slot on screening_line (slot);

create table screening_question (
  list uuid not null,
  line int not null,
  partner text not null,
  state text not null check (state in ('waiting', 'asking', 'hit', 'no-hit', 'refused', 'no-answer')),
  tries int not null default 0,
  claimed_until timestamptz,
  refusal text,
  primary key (list, line, partner),
  foreign key (list, line) references screening_line on delete cascade
);
create index screening_question_waiting on screening_question (list, partner, line) where state = 'waiting';
create index screening_question_claimed on screening_question (claimed_until) where state = 'asking';
create index screening_question_silent on screening_question (list, line) where state = 'no-answer';

create table screening_hit (
  id uuid primary key,
  list uuid not null,
  line int not null,
  partner text not null,
  score real not null,
  classification int not null,
  state text not null check (state in ('open', 'confirmed', 'discarded')),
  ground text,
  decided_at timestamptz,
  sealed bytea not null,
  words bytea,
  foreign key (list, line) references screening_line on delete cascade
);
create index screening_hit_listed on screening_hit (list, state, score desc, id);
create index screening_hit_line on screening_hit (list, line);

-- how each asked member stands with each list, in counts; stays with the list's own
create table screening_partner (
  list uuid not null references screening_list,
  partner text not null,
  hit int not null default 0,
  no_hit int not null default 0,
  refused int not null default 0,
  no_answer int not null default 0,
  primary key (list, partner)
);

-- how fast a partner is asked, all lists together: when the next question is due, and how long it is left alone
create table screening_pace (
  network text not null,
  member text not null,
  partner text not null,
  next_at timestamptz not null,
  resting_until timestamptz,
  silences int not null default 0,
  said text,
  primary key (network, member, partner)
);

create table screening_quota (
  member text primary key,
  per_list int not null check (per_list > 0),
  per_officer_day int not null check (per_officer_day > 0),
  per_unit_day int not null check (per_unit_day > 0),
  set_at timestamptz,
  set_by text
);
