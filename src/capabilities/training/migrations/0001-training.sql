-- Training: surveys that were sent or came in, what units of the own member want said, and what members answered. What they say is sealed.

create table training_survey (
  -- the member of this node that holds it
  holder text not null,
  survey uuid not null,
  network text not null,
  organiser text not null,
  version bigint not null,
  state text not null check (state in ('open', 'closed')),
  asked_at timestamptz not null,
  due timestamptz not null,
  -- of the own surveys: who was asked
  asked text[] not null default '{}',
  access_class int not null,
  slot bigint not null,
  sealed bytea,
  primary key (holder, survey)
);
create index training_survey_listed on training_survey (holder, due desc);
create index training_survey_slots on training_survey (slot);

create table training_draft (
  holder text not null,
  survey uuid not null,
  unit text not null,
  officer text not null,
  changed_at timestamptz not null,
  sealed bytea not null,
  primary key (holder, survey, unit),
  foreign key (holder, survey) references training_survey on delete cascade
);

create table training_answer (
  holder text not null,
  survey uuid not null,
  member text not null,
  version bigint not null,
  -- of what came in, the receipt's time: whether it is late goes by it
  answered_at timestamptz not null,
  slot bigint not null,
  sealed bytea,
  primary key (holder, survey, member),
  foreign key (holder, survey) references training_survey on delete cascade
);
create index training_answer_slots on training_answer (slot);
