-- Sessions held sooner after the last than the course or the protocol allows; who authorised.
-- key: session
with edition as materialized (
  select since, until, session_min_days from protocol_editions
)
select
  t.session, t.client, c.name, t.practitioner, t.session_at, t.course,
  l.id as last_session, l.opened_at as last_session_at,
  days_between(l.opened_at, t.session_at) as days,
  t.min_days, d.reason, d.authorised_by
from (
  select
    s.id as session, h.chart as client, s.practitioner, s.opened_at as session_at, s.course,
    s.first_position,
    -- A course sets the interval between its own sessions; else the protocol's is between any.
    case
      when s.course is null then e.session_min_days
      else (
        select p.value ->> 'min_interval_days' from json_each(k.plan_changes) p
        where datetime(p.value ->> 'from') <= s.opened_at
          and p.value ->> 'min_interval_days' is not null
        order by p.key desc
        limit 1)
    end as min_days
  from sessions s
  join charts h on h.client = s.client
  left join courses k on k.id = s.course
  left join edition e
    on e.since <= s.opened_at and (e.until is null or s.opened_at < e.until)
  where s.opened_at is not null
) t
join clients c on c.id = t.client
join sessions l on l.id = case
  when t.course is null then (
    with recursive own(id) as (
      select t.client
      union
      select m.id from own join clients m on m.merged_into = own.id
    )
    select b.id from sessions b
    where b.client in (select id from own) and b.id <> t.session
      and b.opened_at <= t.session_at
      and (b.abandoned_at is null or b.first_pass_at is not null)
    order by b.opened_at desc, b.first_position desc
    limit 1)
  else (
    select b.id from sessions b
    where b.course = t.course and b.id <> t.session
      and b.opened_at <= t.session_at
      and (b.abandoned_at is null or b.first_pass_at is not null)
    order by b.opened_at desc, b.first_position desc
    limit 1)
end
left join deviations d
  on d.position = t.first_position and d.rule = 15 and d."limit" like 'at least %'
where days_between(l.opened_at, t.session_at) < t.min_days
