-- What was decided on numbing in each needled session, how deep it went, and how much it hurt.
-- key: session
select
  s.id as session, h.chart as client, s.practitioner, s.opened_at as session_at,
  s.numbing_decision as decision, s.numbing_reason as reason, s.pain_tolerance,
  s.max_depth_mm,
  case
    when s.max_depth_mm <= 0.5 then 'to 0.50 mm'
    when s.max_depth_mm <= 1.0 then '0.51 to 1.00 mm'
    when s.max_depth_mm <= 1.5 then '1.01 to 1.50 mm'
    when s.max_depth_mm <= 2.0 then '1.51 to 2.00 mm'
    else 'over 2.00 mm'
  end as depth_band,
  s.pain_numbing, s.pain_needling, s.pain_after, s.pain_tolerable,
  s.numbing_adequate, s.numbing_reaction, s.call_redness as redness, s.downtime_days
from sessions s
join charts h on h.client = s.client
where s.first_pass_at is not null
