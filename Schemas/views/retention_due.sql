-- Clients whose records have been kept for as long as the protocol asks, and not erased yet.
-- key: client
with edition as materialized (
  select retention_years from protocol_editions
  where since <= :now and (until is null or :now < until)
)
select
  client, client_no, name, last_seen_at, retention_years, due_on,
  days_between(due_on, :now) as days_over
from (
  select
    k.id as client, k.client_no, k.name, k.last_seen_at, e.retention_years,
    date(local(k.last_seen_at), '+' || e.retention_years || ' years') as due_on
  from (
    select
      c.id, c.client_no, c.name,
      (
        with recursive own(id) as (
          select c.id
          union
          select m.id from own join clients m on m.merged_into = own.id
        )
        select max(seen_at)
        from (
          select max(
            m.registered_at, coalesce(m.history_at, ''), coalesce(m.history_confirmed_at, ''),
            coalesce(m.patch_test_at, '')) as seen_at
          from clients m
          where m.id in (select id from own) and m.registered_at is not null
          union all
          select max(
            s.opened_at, coalesce(s.status_at, ''), coalesce(s.call_reached_at, ''),
            coalesce(s.follow_up_at, ''))
          from sessions s
          where s.client in (select id from own) and s.opened_at is not null
          union all
          select b.starts_at from bookings b
          where b.client in (select id from own) and b.status in ('booked', 'arrived')
        )
      ) as last_seen_at
    from clients c
    where c.merged_into is null and c.registered_at is not null and c.erased_at is null
  ) k
  join edition e
)
where due_on <= date(local(:now))
