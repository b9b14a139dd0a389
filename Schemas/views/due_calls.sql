-- Aftercare calls to be made: due today or overdue, until the client is reached or seen again.
-- key: session
with edition as materialized (
  select call_from_hours, call_to_hours from protocol_editions
  where since <= :now and (until is null or :now < until)
)
select
  session, client, name, phone, practitioner, ended_at, due_from, due_to,
  case when due_to < :now then 'overdue' when due_from is not null then 'due' end as state,
  attempts,
  (
    select a.occurred_at from calls a where a.session = t.session
    order by a.occurred_at desc, a.position desc limit 1
  ) as last_attempt_at,
  (
    select a.outcome from calls a where a.session = t.session
    order by a.occurred_at desc, a.position desc limit 1
  ) as last_outcome
from (
  select
    s.id as session, h.chart as client, c.name, c.phone, s.practitioner,
    coalesce(s.closed_at, s.last_pass_at) as ended_at,
    -- Without a protocol there is no window, and every call not made is shown.
    datetime(coalesce(s.closed_at, s.last_pass_at), '+' || e.call_from_hours || ' hours')
      as due_from,
    datetime(coalesce(s.closed_at, s.last_pass_at), '+' || e.call_to_hours || ' hours') as due_to,
    s.call_attempts as attempts
  from sessions s
  join charts h on h.client = s.client
  join clients c on c.id = h.chart
  left join edition e
  where s.first_pass_at is not null and s.call_reached_at is null and s.follow_up_at is null
) t
where (due_from is null or date(local(due_from)) <= date(local(:now)))
  and not exists (
    with recursive own(id) as (
      select t.client
      union
      select m.id from own join clients m on m.merged_into = own.id
    )
    select 1 from sessions n
    where n.client in (select id from own) and n.opened_at > t.ended_at
  )
