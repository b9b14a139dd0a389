-- Every adverse event: what, how severe, what is suspected, how it went on, and who was notified.
-- key: position
select
  r.adverse_event, r.session, h.chart as client, c.name, s.practitioner,
  r.kind, r.zone, r.serious, coalesce(f.severity, r.severity) as severity,
  r.severity as severity_reported,
  iif(z.position is null, 'open', 'resolved') as state,
  s.opened_at as session_at, r.onset_at, r.occurred_at as reported_at,
  r.performed_by as reported_by, r.suspects,
  l.occurred_at as followed_up_at, l.progress, l.next_due_on,
  z.occurred_at as resolved_at, z.outcome,
  (
    select json_group_array(json_object('scheme', n.scheme, 'reference', n.reference))
    from adverse_events n
    where n.session = r.session and n.adverse_event = r.adverse_event and n.act = 'notified'
  ) as notified,
  r.position
from adverse_events r
join sessions s on s.id = r.session
join charts h on h.client = s.client
join clients c on c.id = h.chart
left join adverse_events l on l.position = (
  select n.position from adverse_events n
  where n.session = r.session and n.adverse_event = r.adverse_event and n.act = 'followed_up'
  order by n.occurred_at desc, n.position desc
  limit 1)
-- The last follow-up that says how severe it is, which the last of all may not.
left join adverse_events f on f.position = (
  select n.position from adverse_events n
  where n.session = r.session and n.adverse_event = r.adverse_event and n.act = 'followed_up'
    and n.severity is not null
  order by n.occurred_at desc, n.position desc
  limit 1)
left join adverse_events z on z.position = (
  select n.position from adverse_events n
  where n.session = r.session and n.adverse_event = r.adverse_event and n.act = 'resolved'
  order by n.occurred_at, n.position
  limit 1)
where r.act = 'reported'
