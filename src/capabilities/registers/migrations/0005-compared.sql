-- Records that may be compared blind, those changed last first.

create index registers_record_compared on registers_record (member, unit, changed_at desc, id desc)
  where status = 'active' and sharing = 'network';
