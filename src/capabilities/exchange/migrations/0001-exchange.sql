-- Cases with requests and answers. Contents are sealed; what stands in clear is what lists, deadlines and counts need.

create table exchange_case (
  member text not null,
  id uuid not null,
  network text not null,
  -- the member whose case it is
  owner text not null,
  lead_unit text not null,
  -- only the lead unit may see it
  unit_only boolean not null default false,
  crime_area text,
  classification int not null check (classification between 0 and 2),
  state text not null check (state in ('open', 'closed')),
  assigned_to text,
  opened_at timestamptz not null,
  touched_at timestamptz not null,
  closed_at timestamptz,
  keep_until timestamptz,
  erased_at timestamptz,
  access_class int not null,
  slot bigint not null,
  -- {title, reference, handling}
  sealed bytea,
  primary key (member, id)
);
create index exchange_case_touched on exchange_case (member, touched_at desc, id);
create index exchange_case_assigned on exchange_case (member, assigned_to) where state = 'open';
create index exchange_case_keeping on exchange_case (keep_until) where keep_until is not null and erased_at is null;

-- by which name a case is known between us and one partner: another name for each, so that no two partners can compare
create table exchange_party (
  member text not null,
  network text not null,
  partner text not null,
  wire_case uuid not null,
  case_id uuid not null,
  since timestamptz not null,
  primary key (member, network, partner, wire_case),
  foreign key (member, case_id) references exchange_case (member, id)
);
create index exchange_party_case on exchange_party (member, case_id, partner, since);

create table exchange_request (
  member text not null,
  id uuid not null,
  network text not null,
  direction text not null check (direction in ('out', 'in')),
  case_id uuid not null,
  partner text not null,
  -- the unit that the asker addressed; '' for none
  unit text not null,
  reply_class text not null,
  state text not null check (state in ('waiting', 'delivered', 'opened', 'answered', 'refused', 'expired', 'recalled')),
  holds text not null check (holds in ('asker', 'answerer', 'nobody')),
  sent_at timestamptz not null,
  delivered_at timestamptz,
  opened_at timestamptz,
  due_at timestamptz,
  final_at timestamptz,
  deferred_until timestamptz,
  recalled_at timestamptz,
  code text,
  crime_area text,
  purpose text,
  classification int not null,
  access_class int not null,
  warned_at timestamptz,
  overdue_at timestamptz,
  primary key (member, id),
  foreign key (member, case_id) references exchange_case (member, id)
);
create index exchange_request_case on exchange_request (member, case_id, sent_at);
create index exchange_request_waiting on exchange_request (sent_at) where direction = 'out' and delivered_at is null;
create index exchange_request_due on exchange_request (due_at) where state in ('delivered', 'opened', 'refused');
create index exchange_request_sent on exchange_request (member, network, sent_at);

create table exchange_message (
  member text not null,
  id uuid not null,
  network text not null,
  direction text not null check (direction in ('out', 'in')),
  -- the type without capability and version: request, answer, …
  kind text not null,
  case_id uuid,
  request_id uuid,
  partner text not null,
  -- who made what it holds: the partner or, for something passed on, the member before it
  origin text not null,
  -- the statement that it is about: recalled, corrected, permitted, passed on
  target uuid,
  in_reply_to uuid,
  wire_case uuid,
  at timestamptz not null,
  sent_at timestamptz not null,
  classification int not null,
  access_class int not null,
  mark text,
  -- when a person dealt with what came in; null while it stands in the inbox
  seen_at timestamptz,
  keep_until timestamptz,
  recalled_at timestamptz,
  corrected_by uuid,
  erased_at timestamptz,
  slot bigint not null,
  -- {header, body, attachments}
  sealed bytea,
  primary key (member, id),
  foreign key (member, case_id) references exchange_case (member, id)
);
create index exchange_message_case on exchange_message (member, case_id, at, id);
create index exchange_message_inbox on exchange_message (member, at) where direction = 'in' and seen_at is null;
create index exchange_message_target on exchange_message (member, target) where target is not null;
create index exchange_message_reply on exchange_message (member, in_reply_to) where in_reply_to is not null;
create index exchange_message_keeping on exchange_message (keep_until) where keep_until is not null and erased_at is null;

-- recalls and corrections, with the proof that they were carried out
create table exchange_order (
  member text not null,
  id uuid not null,
  direction text not null check (direction in ('out', 'in')),
  kind text not null check (kind in ('recall', 'erase', 'correct')),
  statement uuid not null,
  partner text not null,
  at timestamptz not null,
  executed_at timestamptz,
  result text,
  -- the partner's signed proof, or ours
  proof uuid,
  primary key (member, id)
);
create index exchange_order_statement on exchange_order (member, statement);

create table exchange_permission (
  member text not null,
  -- the statement of type exchange.permission.v1 that says so
  id uuid not null,
  statement uuid not null,
  use text not null check (use in ('onward', 'evidence')),
  audience text[] not null,
  granted boolean not null,
  granted_by text not null,
  until timestamptz,
  at timestamptz not null,
  primary key (member, id)
);
create index exchange_permission_statement on exchange_permission (member, statement);

-- what a supervisor has to know
create table exchange_notice (
  member text not null,
  request_id uuid not null,
  kind text not null check (kind in ('due-soon', 'overdue')),
  case_id uuid not null,
  at timestamptz not null,
  access_class int not null,
  seen_at timestamptz,
  seen_by text,
  primary key (member, request_id, kind)
);
create index exchange_notice_open on exchange_notice (member, at) where seen_at is null;
