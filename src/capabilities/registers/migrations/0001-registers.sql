-- Registers: each member's own records, their look-up keys, imports, and who was told of a hit.

-- one row: which database this is, and a counter that grows by one with each change, in the order of the commits
create table registers_head (
  single boolean primary key default true check (single),
  identity uuid not null default gen_random_uuid(),
  counter bigint not null default 0
);
insert into registers_head default values;

create table registers_import (
  id uuid primary key,
  member text not null,
  unit text not null,
  officer text not null,
  kind text not null check (kind in ('person', 'document', 'vehicle', 'firearm', 'identifier')),
  access_class int not null,
  state text not null check (state in ('receiving', 'running', 'done', 'refused', 'withdrawn', 'abandoned')),
  bytes bigint not null,
  bytes_received bigint not null default 0,
  parts int not null default 0,
  leave_out_bad boolean not null default false,
  record_class int,
  cursor_part int not null default 0,
  cursor_byte int not null default 0,
  cursor_line int not null default 1,
  bytes_read bigint not null default 0,
  rows_read int not null default 0,
  rows_staged int not null default 0,
  rows_bad int not null default 0,
  begun_at timestamptz not null,
  touched_at timestamptz not null,
  finished_at timestamptz,
  swept boolean not null default false,
  slot bigint not null,
  sealed bytea not null,
  text_slot bigint not null
);
create index registers_import_listed on registers_import (member, begun_at desc);
create index registers_import_open on registers_import (state, touched_at) where state in ('receiving', 'running');
create index registers_import_unswept on registers_import (finished_at) where not swept and state in ('refused', 'withdrawn', 'abandoned');

create table registers_import_part (
  import uuid not null references registers_import,
  position int not null,
  bytes int not null,
  digest bytea not null,
  sealed bytea not null,
  primary key (import, position)
);

create table registers_import_bad (
  import uuid not null references registers_import,
  line int not null,
  field text not null,
  reason text not null,
  primary key (import, line)
);

create table registers_record (
  id uuid primary key,
  member text not null,
  unit text not null,
  only_unit text not null,
  kind text not null check (kind in ('person', 'document', 'vehicle', 'firearm', 'identifier')),
  reference text,
  status text not null check (status in ('active', 'withdrawn', 'expired', 'erased')),
  classification text not null,
  access_class int not null,
  sharing text not null check (sharing in ('national', 'network', 'members')),
  networks text[] not null,
  members text[] not null,
  review_on date not null,
  review_told boolean not null default false,
  expires_on date not null,
  version int not null,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  changed_by text not null,
  -- rows of an import do not exist for anybody until the import is done
  import uuid references registers_import,
  slot bigint not null,
  sealed bytea
);
create unique index registers_record_reference on registers_record (member, reference);
create index registers_record_listed on registers_record (member, kind, changed_at desc, id desc);
create index registers_record_review on registers_record (member, review_on) where status = 'active';
create index registers_record_review_untold on registers_record (review_on) where status = 'active' and not review_told;
create index registers_record_expiry on registers_record (expires_on) where status = 'active';
create index registers_record_slot on registers_record (slot);
create index registers_record_import on registers_record (import) where import is not null;

create view registers_live as
  select * from registers_record
  where import is null or import in (select id from registers_import where state = 'done');

create table registers_version (
  record uuid not null references registers_record,
  version int not null,
  status text not null,
  at timestamptz not null,
  by text not null,
  sealed bytea not null,
  primary key (record, version)
);

create table registers_key (
  digest bytea not null,
  record uuid not null references registers_record on delete cascade,
  label text not null,
  primary key (digest, record)
);
create index registers_key_record on registers_key (record);

-- what an index in memory has to look at again: one record, or all records of an import
create table registers_change (
  counter bigint primary key,
  record uuid,
  import uuid,
  at timestamptz not null
);

create table registers_sharing_rule (
  id uuid primary key,
  member text not null,
  network text not null,
  partner text not null,
  purpose text not null,
  kind text not null,
  verdict text not null check (verdict in ('allow', 'refuse')),
  ground text,
  set_at timestamptz not null,
  set_by text not null,
  unique (member, network, partner, purpose, kind)
);

-- how much one partner may ask in an hour; without a row, what the rules say
create table registers_quota_limit (
  member text primary key,
  per_hour int not null check (per_hour > 0),
  set_at timestamptz not null,
  set_by text not null
);

create table registers_quota (
  member text not null,
  network text not null,
  partner text not null,
  hour timestamptz not null,
  asked int not null,
  primary key (member, network, partner, hour)
);

-- the owner learns of each hit on its record: by whom, when, why; never what was asked
create table registers_notice (
  id uuid primary key,
  record uuid not null references registers_record on delete cascade,
  network text not null,
  by_member text not null,
  by_unit text not null,
  purpose text not null,
  statement uuid not null,
  subject_kind text not null,
  score real not null,
  shown boolean not null,
  at timestamptz not null,
  unique (record, statement)
);
create index registers_notice_at on registers_notice (at desc);
