-- What takes two officers: one proposes, another confirms within a week.

create table proposal (
  id uuid primary key,
  member text not null,
  -- registers.erasure, exchange.erasure …
  kind text not null,
  -- the id of the thing concerned
  thing text not null,
  -- of the thing when it was proposed: lists are cut by it
  access_class int not null,
  ground text not null,
  proposed_by text not null,
  proposed_at timestamptz not null,
  expires_at timestamptz not null,
  state text not null check (state in ('waiting', 'confirmed', 'rejected', 'expired')),
  settled_by text check (state <> 'confirmed' or settled_by <> proposed_by),
  settled_at timestamptz
);
-- one at a time: who confirms knows what it is about
create unique index proposal_waiting on proposal (kind, thing) where state = 'waiting';
create index proposal_listed on proposal (member, kind, proposed_at desc, id desc);
