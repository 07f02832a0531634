-- A hand-over is an order too, proved by each member that got it; the statement that it is about is the hand-over itself.

alter table exchange_order drop constraint exchange_order_kind_check;
alter table exchange_order add constraint exchange_order_kind_check check (kind in ('recall', 'erase', 'correct', 'hand-over'));
