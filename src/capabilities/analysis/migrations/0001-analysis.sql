-- Analysis: charts of who is tied to whom. What they hold is sealed under a key each; counts and times stand in clear.

create table analysis_chart (
  id uuid primary key,
  member text not null,
  unit text not null,
  officer text not null,
  access_class int not null,
  classification text not null,
  purpose text not null,
  elements int not null default 0,
  links int not null default 0,
  merges int not null default 0,
  -- goes up with every change of what it holds
  edition int not null default 0,
  begun_at timestamptz not null,
  changed_at timestamptz not null,
  forget_at timestamptz not null,
  erased_at timestamptz,
  slot bigint not null,
  sealed bytea,
  work bytea
);
create index analysis_chart_unit on analysis_chart (member, unit, changed_at desc);
create index analysis_chart_open on analysis_chart (forget_at) where erased_at is null;
create index analysis_chart_slots on analysis_chart (slot);

create table analysis_block (
  chart uuid not null references analysis_chart,
  position int not null,
  sealed bytea not null,
  primary key (chart, position)
);

-- a file on its way into a chart; gone as soon as it is taken in or given up
create table analysis_import (
  id uuid primary key,
  chart uuid not null references analysis_chart,
  holds text not null check (holds in ('links', 'elements')),
  officer text not null,
  state text not null check (state in ('receiving', 'prepared')),
  bytes bigint not null,
  bytes_received bigint not null default 0,
  parts int not null default 0,
  fault text,
  begun_at timestamptz not null,
  touched_at timestamptz not null,
  -- of its own, so that a file that is given up goes and the chart stays
  slot bigint not null,
  found bytea not null
);
create index analysis_import_chart on analysis_import (chart, begun_at);
create index analysis_import_slots on analysis_import (slot);

create table analysis_part (
  import uuid not null references analysis_import on delete cascade,
  position int not null,
  digest bytea not null,
  sealed bytea not null,
  primary key (import, position)
);
