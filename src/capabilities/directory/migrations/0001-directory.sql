-- Units and contact points, stated by each member itself.

-- what the own member is editing, sealed as a whole
create table directory_draft (
  member text not null,
  network text not null,
  changed_at timestamptz not null,
  changed_by text not null,
  slot bigint not null,
  sealed bytea not null,
  primary key (member, network)
);

-- the newest statement of each member, ours among them
create table directory_statement (
  network text not null,
  member text not null,
  version bigint not null,
  statement uuid,
  stated_at timestamptz not null,
  received_at timestamptz not null,
  slot bigint not null,
  sealed bytea not null,
  primary key (network, member)
);

create table directory_unit (
  network text not null,
  member text not null,
  id text not null,
  kind text not null,
  parent text,
  names jsonb not null,
  place int not null,
  primary key (network, member, id)
);

create table directory_contact (
  network text not null,
  member text not null,
  id text not null,
  unit text,
  kind text not null,
  crime_areas text[] not null,
  languages text[] not null,
  last_confirmed timestamptz not null,
  -- when a duty first found it unconfirmed
  stale_since timestamptz,
  place int not null,
  access_class int not null,
  slot bigint not null,
  -- the contact point as stated: names, numbers and addresses of people
  sealed bytea not null,
  primary key (network, member, id)
);
create index directory_contact_confirmed on directory_contact (last_confirmed) where stale_since is null;

-- which version each partner was sent, so that a newcomer gets ours once
create table directory_sent (
  network text not null,
  member text not null,
  partner text not null,
  version bigint not null,
  primary key (network, member, partner)
);
