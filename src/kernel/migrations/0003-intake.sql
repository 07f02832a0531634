-- What each partner and each officer has left on the disk, by the day, against a bound.

create table intake (
  -- member:NETWORK.MEMBER or officer:ID
  who text not null,
  kind text not null check (kind in ('attachment', 'envelope')),
  day date not null,
  bytes bigint not null,
  count bigint not null,
  primary key (who, kind, day)
);
create index intake_day on intake (day);

-- a time that the partner itself named, which no sign of life shortens
alter table correspondent add column not_before timestamptz;
