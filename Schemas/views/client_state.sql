-- The current state of each client: what holds now, the last visit, the next, the course.
-- key: client
with edition as materialized (
  select consent_max_days from protocol_editions
  where since <= :now and (until is null or :now < until)
)
select
  k.id as client, k.client_no, k.name, k.born_on, k.phone, k.email, k.charts, k.fitzpatrick,
  (
    select json_group_array(json(a.value))
    from clients m, json_each(m.allergies) a
    where m.id in (select value from json_each(k.charts))
  ) as allergies,
  (
    -- One with an end date holds through that day.
    select json_group_array(code)
    from (
      select distinct code
      from (
        select
          p.value ->> 'code' as code, p.value ->> 'state' as state, p.value ->> 'until' as until,
          row_number() over (partition by m.id, p.value ->> 'code' order by p.key desc) as age
        from clients m, json_each(m.contraindication_periods) p
        where m.id in (select value from json_each(k.charts))
          and datetime(p.value ->> 'from') <= :now
      )
      where age = 1 and state = 'found' and (until is null or until >= date(local(:now)))
      order by code
    )
  ) as contraindications,
  (
    select json_group_array(kind)
    from (
      select
        n.kind, n.decision, n.occurred_at,
        row_number() over (
          partition by n.kind order by n.occurred_at desc, n.position desc) as age
      from consents n
      where n.client in (select value from json_each(k.charts))
      order by n.kind
    )
    where age = 1 and decision = 'given'
      and (
        kind <> 'treatment' or e.consent_max_days is null
        or days_between(occurred_at, :now) <= e.consent_max_days)
  ) as consents,
  (
    select max(m.history_at) from clients m
    where m.id in (select value from json_each(k.charts))
  ) as history_at,
  (
    select max(m.history_confirmed_at) from clients m
    where m.id in (select value from json_each(k.charts))
  ) as history_confirmed_at,
  k.patch_test_at, k.patch_test_result,
  (
    select count(*) from sessions s
    where s.client in (select value from json_each(k.charts)) and s.opened_at is not null
  ) as sessions,
  l.id as last_session, l.opened_at as last_session_at, l.status as last_session_status,
  coalesce(p.next_due_on, l.next_due_on) as next_due_on,
  b.id as next_booking, b.starts_at as next_booking_at,
  p.course, p.status as course_status, p.sessions_done, p.sessions_planned,
  (
    select coalesce(sum(s.adverse_events_open), 0) from sessions s
    where s.client in (select value from json_each(k.charts))
  ) as adverse_events_open,
  k.erased_at
from (
  select
    c.*,
    (
      with recursive own(id) as (
        select c.id
        union
        select m.id from own join clients m on m.merged_into = own.id
      )
      select json_group_array(id) from own
    ) as charts
  from clients c
  where c.merged_into is null and c.registered_at is not null
) k
left join edition e
left join sessions l on l.id = (
  select s.id from sessions s
  where s.client in (select value from json_each(k.charts)) and s.opened_at is not null
  order by s.opened_at desc, s.first_position desc
  limit 1)
left join bookings b on b.id = (
  select n.id from bookings n
  where n.client in (select value from json_each(k.charts))
    and n.status = 'booked' and n.starts_at > :now
  order by n.starts_at, n.id
  limit 1)
left join course_progress p on p.course = (
  select q.id from courses q
  where q.client in (select value from json_each(k.charts)) and q.planned_at is not null
  order by q.status = 'active' desc, q.planned_at desc, q.first_position desc
  limit 1)
