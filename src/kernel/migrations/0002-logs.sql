-- A restored node opens a new log: entries, nodes and checkpoints belong to one each. What a restore has to finish stands beside.

-- `epoch` is part of the log's name, so that no restore ever takes the name of another; the first log has none
create table journal_log (
  log int primary key,
  epoch text unique
);
insert into journal_log (log, epoch) values (1, null);

alter table journal_entry add column log int;
update journal_entry set log = 1 where sequence is not null;
alter table journal_entry drop constraint journal_entry_sequence_key;
alter table journal_entry add constraint journal_place unique (log, sequence);
alter table journal_entry add constraint journal_placed check ((log is null) = (sequence is null));

alter table journal_node add column log int not null default 1;
alter table journal_node drop constraint journal_node_pkey;
alter table journal_node add primary key (log, level, index);

alter table journal_checkpoint add column log int not null default 1;
alter table journal_checkpoint drop constraint journal_checkpoint_pkey;
alter table journal_checkpoint add primary key (log, size);

alter table journal_head add column log int not null default 1;

-- our own statements that a partner gave back after a restore, until their capability has applied them
create table outbox_unapplied (
  network text not null,
  own text not null,
  partner text not null,
  id uuid not null,
  attempts int not null default 0,
  next_attempt_at timestamptz,
  primary key (network, own, partner, id)
);
