-- Changes of accounts that need a second administrator.

create table officers_change (
  id text primary key,
  member text not null,
  kind text not null check (kind in ('add', 'change', 'reset', 'token')),
  -- the account concerned; null for one that is to be added
  officer text,
  officer_version int,
  proposal jsonb not null,
  reason text not null,
  proposed_by text not null,
  proposed_at timestamptz not null,
  expires_at timestamptz not null,
  state text not null check (state in ('waiting', 'confirmed', 'rejected')),
  settled_by text,
  settled_at timestamptz
);
create index officers_change_member on officers_change (member, proposed_at);
create index officers_change_officer on officers_change (officer);
