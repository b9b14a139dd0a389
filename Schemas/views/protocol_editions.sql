-- Each edition of a protocol: from when until when it is in force, and the limits that it sets.
-- key: position
select
  protocol, label, since, approved_by, minimum_age, call_from_hours, call_to_hours,
  late_after_hours, retention_years, session_min_days, follow_up_target_days, follow_up_max_days,
  consent_max_days,
  -- Of two published at one moment, the one recorded later is in force.
  lead(since) over (order by since, position) as until,
  position
from (
  select
    p.id as protocol,
    e.value ->> 'label' as label,
    datetime(e.value ->> 'from') as since,
    e.value ->> 'approved_by' as approved_by,
    e.value ->> 'minimum_age' as minimum_age,
    e.value ->> 'call_from_hours' as call_from_hours,
    e.value ->> 'call_to_hours' as call_to_hours,
    e.value ->> 'late_after_hours' as late_after_hours,
    e.value ->> 'retention_years' as retention_years,
    (
      select i.value ->> 'min_days' from json_each(e.value, '$.intervals') i
      where i.value ->> 'between' = 'session_to_session'
    ) as session_min_days,
    (
      select i.value ->> 'target_days' from json_each(e.value, '$.intervals') i
      where i.value ->> 'between' = 'session_to_follow_up'
    ) as follow_up_target_days,
    (
      select i.value ->> 'max_days' from json_each(e.value, '$.intervals') i
      where i.value ->> 'between' = 'session_to_follow_up'
    ) as follow_up_max_days,
    (
      select i.value ->> 'max_days' from json_each(e.value, '$.intervals') i
      where i.value ->> 'between' = 'consent_to_session'
    ) as consent_max_days,
    e.value ->> 'position' as position
  from protocols p, json_each(p.editions) e
)
