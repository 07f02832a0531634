create table drill_effect (
  network text not null, own text not null, partner text not null, id uuid not null, direction text not null, case_id text, number int not null,
  position bigint generated always as identity
);
create index drill_effect_id on drill_effect (id);
