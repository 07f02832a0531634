-- What a chart has from a matter that another capability hands over (a team's space): sealed under the keys of all that it was said in, so that it cannot be
-- opened any more once one of them is destroyed. The row stays, for the number of its element does.
create table analysis_handed (
  chart uuid not null references analysis_chart,
  matter text not null,
  thing text not null,
  -- none for a link
  element int,
  slots bigint[] not null,
  officer text not null,
  taken_at timestamptz not null,
  sealed bytea,
  primary key (chart, matter, thing)
);
create index analysis_handed_slots on analysis_handed using gin (slots);
