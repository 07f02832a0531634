-- Labelled pairs of names run through the node's own comparison: sealed, gone with the session unless saved.

create table registers_measurement (
  id uuid primary key,
  member text not null,
  officer text not null,
  source text not null check (source in ('synthetic', 'upload')),
  names_alone boolean not null,
  pairs int not null,
  done int not null default 0,
  state text not null check (state in ('running', 'done', 'interrupted')),
  begun_at timestamptz not null,
  touched_at timestamptz not null,
  finished_at timestamptz,
  kept boolean not null default false,
  keep_until timestamptz not null,
  slot bigint not null,
  -- what it is called, the pairs, and once it is done the scores and their counts
  sealed bytea not null,
  sealed_pairs bytea not null,
  sealed_scores bytea,
  sealed_groups bytea
);
create index registers_measurement_listed on registers_measurement (member, begun_at desc, id desc);
create index registers_measurement_running on registers_measurement (touched_at) where state = 'running';
create index registers_measurement_over on registers_measurement (keep_until);
create index registers_measurement_slot on registers_measurement (slot);
