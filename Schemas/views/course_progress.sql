-- How far each course is: sessions done of those planned, the last, when the next is due and booked.
-- key: course
select
  k.id as course, h.chart as client, c.name, k.concern, k.status, k.sessions_planned,
  (
    -- A session given up before its first pass does not count.
    select count(*) from sessions s
    where s.course = k.id and s.opened_at is not null
      and (s.abandoned_at is null or s.first_pass_at is not null)
  ) as sessions_done,
  l.id as last_session, l.opened_at as last_session_at,
  case
    when k.status = 'active' then coalesce(
      l.next_due_on, date(local(l.opened_at), '+' || k.target_interval_days || ' days'))
  end as next_due_on,
  b.id as next_booking, b.starts_at as next_booking_at
from courses k
join charts h on h.client = k.client
join clients c on c.id = h.chart
left join sessions l on l.id = (
  select s.id from sessions s
  where s.course = k.id and s.opened_at is not null
    and (s.abandoned_at is null or s.first_pass_at is not null)
  order by s.opened_at desc, s.first_position desc
  limit 1)
left join bookings b on b.id = (
  select n.id from bookings n
  where (n.course = k.id or n.course is null and n.client in (
      select m.client from charts m where m.chart = h.chart))
    and n.status = 'booked' and n.starts_at > :now
  order by n.starts_at, n.id
  limit 1)
where k.planned_at is not null
