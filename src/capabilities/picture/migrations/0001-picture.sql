-- The strategic picture: public figures with their source, and what members state of their seizures.

-- one published file as it was taken in; what it holds is public, and stands in clear
create table picture_dataset (
  id uuid primary key,
  member text not null,
  officer text not null,
  access_class int not null,
  title text not null,
  publisher text not null,
  licence text not null,
  address text not null,
  retrieved_on date,
  note text not null,
  file_name text not null,
  digest bytea not null,
  bytes bigint not null,
  rows int not null,
  cells int not null,
  repeated int not null,
  bad int not null,
  format text not null,
  measure text not null,
  -- 'month' or 'year'
  period_kind text not null,
  has_origin boolean not null,
  has_place boolean not null,
  has_position boolean not null,
  suppressed int not null,
  not_reported int not null,
  first_period text not null,
  last_period text not null,
  taken_at timestamptz not null
);
create unique index picture_dataset_file on picture_dataset (member, digest);
create index picture_dataset_member on picture_dataset (member, taken_at desc);

create table picture_route (
  dataset uuid not null references picture_dataset on delete cascade,
  code text not null,
  -- as the publisher calls it
  name text not null,
  primary key (dataset, code)
);

-- one printed figure; state 0: a number, 1: below a number, 2: withheld, 3: not reported
create table picture_cell (
  dataset uuid not null references picture_dataset on delete cascade,
  line int not null,
  period text not null,
  route text not null,
  origin text not null,
  place text not null,
  kind text not null,
  unit text not null,
  state smallint not null check (state between 0 and 3),
  amount double precision,
  below double precision,
  reference text not null,
  lat double precision,
  lon double precision,
  check ((state = 0) = (amount is not null)),
  check ((state = 1) = (below is not null))
);
create index picture_cell_route on picture_cell (dataset, route, period);
create index picture_cell_period on picture_cell (dataset, period);

-- a file on its way in; gone as soon as it is taken in or given up
create table picture_import (
  id uuid primary key,
  member text not null,
  officer text not null,
  state text not null check (state in ('receiving', 'prepared')),
  bytes bigint not null,
  bytes_received bigint not null default 0,
  parts int not null default 0,
  fault text,
  begun_at timestamptz not null,
  touched_at timestamptz not null,
  slot bigint not null,
  found bytea not null
);
create index picture_import_member on picture_import (member, begun_at);
create index picture_import_slots on picture_import (slot);

create table picture_part (
  import uuid not null references picture_import on delete cascade,
  position int not null,
  digest bytea not null,
  sealed bytea not null,
  primary key (import, position)
);

-- what a member stated of its seizures in a year; of what was corrected, only that and when
create table picture_statement (
  -- the member of this node that holds it
  holder text not null,
  network text not null,
  member text not null,
  year int not null,
  version bigint not null,
  statement uuid not null,
  stated_at timestamptz not null,
  received_at timestamptz not null,
  classification text not null,
  access_class int not null,
  figures int not null,
  slot bigint not null,
  sealed bytea,
  primary key (holder, network, member, year, version)
);
create index picture_statement_slots on picture_statement (slot);

create table picture_sent (
  member text not null,
  network text not null,
  partner text not null,
  year int not null,
  version bigint not null,
  primary key (member, network, partner, year)
);
