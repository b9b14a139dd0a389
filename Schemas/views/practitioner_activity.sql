-- What each practitioner did in each month of the clinic's calendar.
-- key: practitioner, month
select
  s.practitioner, t.name, t.role, substr(local(s.opened_at), 1, 7) as month,
  count(*) as sessions,
  count(distinct h.chart) as clients,
  sum(s.passes) as passes,
  max(s.max_depth_mm) as max_depth_mm,
  sum(s.numbing_decision is 'not_offered') as numbing_not_offered,
  sum(s.numbing_decision is 'declined') as numbing_declined,
  sum(s.numbing_decision is 'accepted') as numbing_accepted,
  sum(s.numbing_decision is 'contraindicated') as numbing_contraindicated,
  sum(s.numbing_decision is null) as numbing_undecided,
  avg(s.pain_needling) as mean_pain,
  max(s.pain_needling) as worst_pain,
  sum(s.abandoned_at is not null) as abandoned,
  sum(s.adverse_events) as adverse_events,
  sum((select count(*) from deviations d where d.session = s.id and not d.struck)) as deviations
from sessions s
join charts h on h.client = s.client
left join staff t on t.id = s.practitioner
where s.opened_at is not null
group by s.practitioner, substr(local(s.opened_at), 1, 7)
