-- Courses: those that were offered or came in, who is nominated, who got a seat, who took part. What they say is sealed; numbers by country stand in clear.

create table training_course (
  -- the member of this node that holds it
  holder text not null,
  course uuid not null,
  network text not null,
  organiser text not null,
  version bigint not null,
  state text not null check (state in ('planned', 'open', 'closed', 'running', 'done', 'cancelled')),
  kind text not null,
  first_day date not null,
  last_day date not null,
  nominate_by timestamptz not null,
  offered_at timestamptz not null,
  -- of the own courses: who was invited
  invited text[] not null default '{}',
  access_class int not null,
  slot bigint not null,
  sealed bytea,
  primary key (holder, course)
);
create index training_course_days on training_course (holder, first_day, course);
create index training_course_over on training_course (holder, last_day);
create index training_course_slots on training_course (slot);

create table training_nomination (
  holder text not null,
  course uuid not null,
  member text not null,
  version bigint not null,
  -- of what came in, the receipt's time: whether it is late goes by it
  first_at timestamptz not null,
  received_at timestamptz not null,
  -- its message, to be forgotten with it
  statement uuid,
  slot bigint not null,
  sealed bytea,
  primary key (holder, course, member),
  foreign key (holder, course) references training_course on delete cascade
);
create index training_nomination_slots on training_nomination (slot);

create table training_seats (
  holder text not null,
  course uuid not null,
  member text not null,
  version bigint not null,
  given_at timestamptz not null,
  -- in clear, for the table of seats by country: it outlives the names
  nominated int not null,
  seats int not null,
  attended int not null default 0,
  statement uuid,
  slot bigint not null,
  sealed bytea,
  primary key (holder, course, member),
  foreign key (holder, course) references training_course on delete cascade
);
create index training_seats_slots on training_seats (slot);
