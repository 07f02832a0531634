-- Checks: what an officer asked, and what each partner answered; all of it sealed, all of it gone after thirty days.

create table checks_check (
  id uuid primary key,
  network text not null,
  member text not null,
  officer text not null,
  unit text not null,
  purpose text not null,
  kinds text[] not null,
  access_class int not null,
  asked_at timestamptz not null,
  -- after this no answer is waited for any more
  deadline_at timestamptz not null,
  keep_until timestamptz not null,
  -- counts answers in the order of their commits, for those who follow
  counter int not null default 0,
  slot bigint not null,
  sealed bytea not null
);
create index checks_check_officer on checks_check (officer, asked_at desc);
create index checks_check_unit on checks_check (member, unit, asked_at desc);
create index checks_check_keep on checks_check (keep_until);
create index checks_check_slot on checks_check (slot);

create table checks_answer (
  check_id uuid not null references checks_check on delete cascade,
  partner text not null,
  state text not null check (state in ('waiting', 'hit', 'no-hit', 'refused', 'no-answer')),
  ground text,
  refusal text,
  hits int not null default 0,
  took_ms int,
  position int,
  sealed bytea,
  primary key (check_id, partner)
);
create index checks_answer_waiting on checks_answer (check_id) where state = 'waiting';
