-- Entries recorded later than the protocol then in force allows, by the raw clock, or entered as late; no imports.
-- key: position
with edition as materialized (
  select since, until, late_after_hours from protocol_editions
)
select
  e.position, e.stream, e.type, e.occurred_at, e.recorded_at, e.clock,
  (unixepoch(e.clock) - unixepoch(e.occurred_at)) / 3600 as hours_after,
  d.late_after_hours as limit_hours,
  e.recorded_by, t.name, e.entry_mode, e.late_reason
from events e
left join edition d
  on d.since <= e.occurred_at and (d.until is null or e.occurred_at < d.until)
left join staff t on t.id = e.recorded_by
where e.entry_mode <> 'import'
  and (
    e.entry_mode = 'late'
    or unixepoch(e.clock) - unixepoch(e.occurred_at) > d.late_after_hours * 3600)
