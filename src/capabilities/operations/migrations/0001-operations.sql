-- Team spaces: what was said to each, entry by entry, each sealed under its own key. What stands in clear is who said something of which kind when:
-- the log, which outlives the contents.

create table operations_space (
  member text not null,
  id uuid not null,
  network text not null,
  -- '' until a supervisor says which unit works in it
  unit text not null,
  access_class int not null,
  kind text not null,
  state text not null,
  leader text not null,
  epoch int not null,
  members text[] not null,
  invited text[] not null,
  -- whether the own member belongs to it now
  belongs boolean not null,
  begun_at timestamptz not null,
  touched_at timestamptz not null,
  ended_at timestamptz,
  -- more is to be passed on to newcomers than one run did
  spreading boolean not null default false,
  -- the keys of its entries were destroyed here: the space was erased, or the own member left
  emptied_at timestamptz,
  slot bigint not null,
  -- {title}
  sealed bytea,
  primary key (member, id)
);
create index operations_space_touched on operations_space (member, touched_at desc, id);

create table operations_entry (
  member text not null,
  space uuid not null,
  network text not null,
  id uuid not null,
  author text not null,
  n bigint not null,
  -- hybrid logical time, as signed
  at text not null,
  tick int not null,
  epoch bigint not null,
  digest bytea not null,
  previous bytea,
  governing boolean not null,
  -- parked: before the author's chain reaches it; waiting: its epoch is not known yet
  standing text not null check (standing in ('parked', 'waiting', 'counted', 'void')),
  said_at timestamptz not null,
  slot bigint not null,
  -- {body, signed}
  sealed bytea,
  held_sha256 bytea,
  held_to text[],
  operational boolean not null default false,
  -- says what things are in its own body, not only in contents that travel apart
  inline boolean not null,
  -- a third country's: its contents are held until the leader has verified them
  quarantined boolean not null default false,
  erased_at timestamptz,
  -- partners that were sent it
  sent_to text[] not null default '{}',
  primary key (member, space, id)
);
create index operations_entry_chain on operations_entry (member, space, author, governing, n);
create index operations_entry_standing on operations_entry (member, space, standing);
create index operations_entry_operational on operations_entry (said_at) where operational and erased_at is null;

-- contents that an entry only promised, as they came to those they are for
create table operations_contents (
  member text not null,
  space uuid not null,
  entry uuid not null,
  -- who handed them over: their maker, or the leader that has verified them
  source text not null,
  -- the statements that carried them, to be forgotten with them
  statements uuid[] not null,
  at timestamptz not null,
  slot bigint not null,
  -- {nonce, sets, attachments}
  sealed bytea,
  primary key (member, space, entry)
);

-- how far each author's entries are here without a gap
create table operations_author (
  member text not null,
  space uuid not null,
  author text not null,
  -- what is said on the agreement is counted apart from what is said on the work: who is asked to join gets the one and not the other
  governing boolean not null,
  through bigint not null,
  digest bytea not null,
  -- two entries for one place were signed
  forked boolean not null default false,
  primary key (member, space, author, governing)
);

-- what the leader says of what third countries sent: the latest word counts
create table operations_verdict (
  member text not null,
  space uuid not null,
  entry uuid not null,
  accepted boolean not null,
  stamp text not null,
  primary key (member, space, entry)
);

-- who has taken which operational contents over
create table operations_taken (
  member text not null,
  space uuid not null,
  entry uuid not null,
  taker text not null,
  at timestamptz not null,
  primary key (member, space, entry, taker)
);

-- acts, so that a thing is found without opening everything
create table operations_act (
  member text not null,
  space uuid not null,
  entry uuid not null,
  index int not null,
  verb text not null,
  thing uuid,
  kind text,
  primary key (member, space, entry, index)
);
create index operations_act_thing on operations_act (member, space, thing);
create index operations_act_kind on operations_act (member, space, kind);

-- proofs of members that have destroyed what they had to
create table operations_executed (
  member text not null,
  space uuid not null,
  partner text not null,
  what text not null,
  entries bigint not null,
  done_at timestamptz not null,
  statement uuid not null,
  primary key (member, space, partner, what)
);
