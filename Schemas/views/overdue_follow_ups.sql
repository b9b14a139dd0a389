-- Follow-ups not held by the last day that the protocol gives them.
-- key: session
with edition as materialized (
  select follow_up_max_days, follow_up_target_days from protocol_editions
  where since <= :now and (until is null or :now < until)
)
select
  session, client, name, phone, practitioner, ended_at, due_on,
  days_between(due_on, :now) as days_overdue,
  (
    with recursive own(id) as (
      select t.client
      union
      select m.id from own join clients m on m.merged_into = own.id
    )
    select min(s.opened_at) from sessions s
    where s.client in (select id from own) and s.opened_at > t.ended_at
  ) as seen_since
from (
  select
    s.id as session, h.chart as client, c.name, c.phone, s.practitioner,
    coalesce(s.closed_at, s.last_pass_at) as ended_at,
    date(
      local(coalesce(s.closed_at, s.last_pass_at)),
      '+' || coalesce(e.follow_up_max_days, e.follow_up_target_days) || ' days') as due_on
  from sessions s
  join charts h on h.client = s.client
  join clients c on c.id = h.chart
  join edition e
  where s.first_pass_at is not null and s.follow_up_at is null
) t
where due_on < date(local(:now))
