-- Certificates: that somebody took part, each a signed statement of its organiser.

create table training_certificate (
  holder text not null,
  certificate uuid not null,
  course uuid not null,
  -- whose candidate it was
  member text not null,
  candidate uuid not null,
  issued_at timestamptz not null,
  statement uuid,
  slot bigint not null,
  sealed bytea,
  primary key (holder, certificate),
  foreign key (holder, course) references training_course on delete cascade
);
create unique index training_certificate_once on training_certificate (holder, course, candidate);
create index training_certificate_slots on training_certificate (slot);
