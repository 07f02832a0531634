-- Officers: accounts, sessions, tokens of national systems, attempts to sign in.

create table officer (
  id text primary key,
  sign_in_name text not null unique,
  name text not null,
  member text not null,
  unit text not null,
  roles text[] not null,
  clearance int not null check (clearance between 0 and 2),
  language text not null,
  -- PHC string; null for those who only sign in through the country's own identity provider
  password text,
  password_once boolean not null default false,
  totp_slot bigint,
  totp bytea,
  -- the last time step whose code was used (RFC 6238, section 5.2: one use each)
  totp_step bigint not null default 0,
  oidc_subject text unique,
  disabled boolean not null default false,
  -- a session is bound to it: whatever changes what the officer may do, ends the sessions
  version int not null default 1,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  reset_at timestamptz,
  signed_in_at timestamptz
);
create index officer_member on officer (member, sign_in_name);

create table officer_session (
  -- SHA-256 of the cookie's value: the database alone opens no session
  digest bytea primary key,
  id text not null unique,
  officer text not null references officer (id) on delete cascade,
  version int not null,
  how text not null check (how in ('password', 'oidc', 'demonstration')),
  purpose text,
  place text,
  created_at timestamptz not null,
  used_at timestamptz not null,
  expires_at timestamptz not null
);
create index officer_session_officer on officer_session (officer, created_at);
create index officer_session_expires on officer_session (expires_at);

create table officer_token (
  id text primary key,
  digest bytea not null unique,
  officer text not null references officer (id) on delete cascade,
  label text not null,
  roles text[] not null,
  purposes text[] not null,
  created_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  withdrawn_at timestamptz
);
create index officer_token_officer on officer_token (officer, created_at);

create table officer_attempt (
  kind text not null check (kind in ('address', 'pair', 'name')),
  key bytea not null,
  -- of an existing account: never evicted
  known boolean not null,
  failures int not null,
  last_at timestamptz not null,
  locked_until timestamptz,
  primary key (kind, key)
);
create index officer_attempt_last on officer_attempt (last_at);
