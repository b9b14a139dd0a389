-- Everything that a session's record says: when, who, when recorded, the values now and as written.
-- key: position
select
  s.id as session, h.chart as client, e.position, e.version, e.type,
  coalesce(
    (
      select datetime(a.now ->> '$') from amendments a
      where a.target = e.position and a.field = 'occurred_at' and a.in_force
    ),
    e.occurred_at) as occurred_at,
  e.recorded_at,
  coalesce(
    (
      select a.now ->> '$' from amendments a
      where a.target = e.position and a.field = 'performed_by' and a.in_force
    ),
    e.performed_by) as performed_by,
  e.recorded_by, e.entry_mode, e.late_reason,
  case
    when exists (select 1 from amendments a where a.target = e.position and a.act = 'corrected')
      -- A field corrected to null is taken out, as json_patch does.
      then json_patch(e.data, (
        select json_group_object(a.field, json(a.now)) from amendments a
        where a.target = e.position and a.act = 'corrected' and a.in_force
          and a.field not in ('occurred_at', 'performed_by')))
    else e.data
  end as data,
  (
    select json_group_array(
      json_object(
        'position', a.position, 'field', a.field, 'from', json(a.was), 'to', json(a.now),
        'reason', a.reason, 'by', a.recorded_by))
    from amendments a
    where a.target = e.position and a.act = 'corrected' and a.in_force
  ) as corrections,
  exists (
    select 1 from amendments a
    where a.target = e.position and a.act = 'struck_out' and a.in_force
  ) as struck,
  e.deviations
from sessions s
join events e on e.stream = 'session/' || s.id
left join charts h on h.client = s.client
