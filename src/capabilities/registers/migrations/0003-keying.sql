-- Which sorts of look-up keys a record has: a duty gives the newer sorts to records that were kept before them.
alter table registers_record add column keyed smallint not null default 1;
create index registers_record_keying on registers_record (member, id) where keyed < 2 and status = 'active';
