-- Strategy: forums that the own member belongs to, what their members have said, and what units of the own member want said. What they say is sealed.

create table strategy_forum (
  -- the member of this node that holds it
  holder text not null,
  forum uuid not null,
  network text not null,
  kind text not null,
  state text not null,
  -- chair, participant, observer, guest or left
  part text not null,
  access_class int not null,
  touched_at timestamptz not null,
  closed_at timestamptz,
  -- somebody was not sent what was said before
  spreading boolean not null default false,
  slot bigint not null,
  -- who belongs, and the title
  sealed bytea,
  primary key (holder, forum)
);
create index strategy_forum_listed on strategy_forum (holder, touched_at desc);
create index strategy_forum_slots on strategy_forum (slot);
create index strategy_forum_spreading on strategy_forum (holder) where spreading;

create table strategy_word (
  holder text not null,
  forum uuid not null,
  network text not null,
  thing uuid not null,
  author text not null,
  version bigint not null,
  maker text not null,
  kind text not null,
  -- the newest of this author on this thing
  latest boolean not null,
  first_at timestamptz not null,
  said_at timestamptz not null,
  came_at timestamptz not null,
  statement uuid not null,
  digest bytea not null,
  sent_to text[] not null default '{}',
  -- the thing that it belongs to: an action to its plan, a report to its action
  under uuid,
  slot bigint not null,
  sealed bytea,
  -- the statement as it was signed
  signed bytea,
  primary key (holder, forum, thing, author, version)
);
create index strategy_word_under on strategy_word (holder, forum, under) where latest;
create index strategy_word_kinds on strategy_word (holder, forum, kind, first_at) where latest;
create index strategy_word_authors on strategy_word (holder, forum, author);
create index strategy_word_slots on strategy_word (slot);

create table strategy_draft (
  holder text not null,
  draft uuid not null,
  forum uuid not null,
  unit text not null,
  officer text not null,
  kind text not null,
  -- the thing that it says more of
  thing uuid,
  changed_at timestamptz not null,
  slot bigint not null,
  sealed bytea not null,
  primary key (holder, draft),
  foreign key (holder, forum) references strategy_forum on delete cascade
);
create index strategy_draft_forum on strategy_draft (holder, forum, changed_at desc);
