-- Every booking that came to its time, whether the client came, and what may explain it.
-- key: booking
select
  b.id as booking, h.chart as client, c.name, b.practitioner, b.service, b.starts_at, b.status,
  iif(b.status = 'no_show', 1, 0) as no_show,
  case strftime('%w', local(b.starts_at))
    when '0' then 'Sunday' when '1' then 'Monday' when '2' then 'Tuesday'
    when '3' then 'Wednesday' when '4' then 'Thursday' when '5' then 'Friday'
    else 'Saturday'
  end as weekday,
  days_between(b.made_at, b.starts_at) as lead_days,
  b.reminders, b.reminded_at, b.reminder_delivered, b.reschedules, b.channel
from bookings b
join charts h on h.client = b.client
join clients c on c.id = h.chart
where b.status in ('arrived', 'no_show', 'turned_away')
