-- The kernel's tables: rosters, post, journal, access classes.

create table node_state (
  name text primary key,
  value jsonb not null
);

create table lease (
  name text primary key,
  holder text not null,
  until timestamptz not null
);

create table roster (
  network text not null,
  version int not null,
  hash text not null,
  standing text not null check (standing in ('accepted', 'rival')),
  jws jsonb not null,
  received_at timestamptz not null,
  primary key (network, version, hash)
);
create unique index roster_accepted on roster (network, version) where standing = 'accepted';

create table vault_scope (
  scope text primary key,
  slot bigint not null
);

-- keys to destroy once the transaction that doomed them is committed; swept again at start, should the process die between
create table vault_doomed (
  slot bigint primary key
);

create table access_class (
  id int generated always as identity primary key,
  kind text not null,
  member text not null,
  classification text not null,
  unit text not null,
  unique (kind, member, classification, unit)
);

-- one row for each partner that a member of this node writes with
create table correspondent (
  network text not null,
  own text not null,
  partner text not null,
  next_sequence bigint not null default 1,
  their_epoch text,
  received_through bigint not null default 0,
  highest_seen bigint not null default 0,
  gap_since timestamptz,
  heard_at timestamptz,
  failing_since timestamptz,
  attempts int not null default 0,
  next_attempt_at timestamptz,
  restoring boolean not null default false,
  primary key (network, own, partner)
);

create table outbox (
  network text not null,
  own text not null,
  partner text not null,
  id uuid not null,
  epoch text not null,
  sequence bigint not null,
  type text not null,
  case_id text,
  in_reply_to text,
  digest bytea not null,
  slot bigint not null,
  sealed bytea not null,
  blobs text[] not null,
  state text not null check (state in ('waiting', 'delivered', 'refused', 'expired', 'held')),
  queued_at timestamptz not null,
  expires_at timestamptz,
  settled_at timestamptz,
  receipt text,
  refusal text,
  primary key (network, own, partner, id)
);
create index outbox_waiting on outbox (network, own, partner, epoch, sequence) where state in ('waiting', 'held');
create unique index outbox_sequence on outbox (network, own, partner, epoch, sequence);
create index outbox_id on outbox (id);
create index outbox_expiring on outbox (expires_at) where state in ('waiting', 'held');

create table inbox (
  network text not null,
  own text not null,
  partner text not null,
  id uuid not null,
  epoch text not null,
  sequence bigint not null,
  type text not null,
  case_id text,
  in_reply_to text,
  digest bytea not null,
  slot bigint not null,
  sealed bytea not null,
  standing text not null check (standing in ('kept', 'applied', 'unknown-type', 'failed')),
  received_at timestamptz not null,
  applied_at timestamptz,
  attempts int not null default 0,
  next_attempt_at timestamptz,
  failure text,
  receipt text not null,
  primary key (network, own, partner, id)
);
create index inbox_kept on inbox (network, own, partner, epoch, sequence) where standing = 'kept';
create index inbox_place on inbox (network, own, partner, epoch, sequence);
create index inbox_id on inbox (id);

-- places in a partner's numbering that will never hold a message: refused here, or declared void there
create table inbox_void (
  network text not null,
  own text not null,
  partner text not null,
  epoch text not null,
  sequence bigint not null,
  code text not null,
  at timestamptz not null,
  primary key (network, own, partner, epoch, sequence)
);


-- refusals of calls that proved no member: counted by the hour, never kept singly
create table refusal_count (
  hour timestamptz not null,
  code text not null,
  count bigint not null,
  primary key (hour, code)
);

create table attachment (
  id uuid primary key,
  sealed_sha256 text not null unique,
  file text not null,
  size bigint not null,
  uploaded_by text not null,
  uploaded_at timestamptz not null,
  claimed boolean not null default false,
  slot bigint,
  sealed bytea
);
create index attachment_unclaimed on attachment (uploaded_at) where not claimed;

create table journal_entry (
  id uuid primary key,
  at timestamptz not null,
  event text not null,
  network text,
  actor text,
  subject text not null,
  outcome text not null,
  row bytea,
  nonce bytea,
  entry bytea not null,
  sequence bigint unique
);
create index journal_unsequenced on journal_entry (id) where sequence is null;
create index journal_subject on journal_entry (subject);
create index journal_at on journal_entry (at);

create table journal_node (
  level int not null,
  index bigint not null,
  hash bytea not null,
  primary key (level, index)
);

create table journal_head (
  single boolean primary key default true check (single),
  size bigint not null,
  roots bytea[] not null
);
insert into journal_head (size, roots) values (0, '{}');

create table journal_checkpoint (
  size bigint primary key,
  at timestamptz not null,
  note text not null
);
