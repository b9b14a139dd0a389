-- Cartridges opened in more than one session: each use after the first, and the first one.
-- key: position
select
  a.cartridge, a.lot, a.session, h.chart as client, a.occurred_at as opened_at, a.performed_by,
  f.session as first_session, q.chart as first_client, f.occurred_at as first_opened_at,
  iif(h.chart is not q.chart, 1, 0) as other_client,
  d.reason, d.authorised_by, a.position
from cartridges a
join cartridges f on f.position = (
  select n.position from cartridges n
  where n.cartridge = a.cartridge and n.act = 'opened'
  order by n.occurred_at, n.position
  limit 1)
left join charts h on h.client = a.client
left join charts q on q.client = f.client
left join deviations d on d.position = a.position and d.rule = 8
where a.act = 'opened' and a.session is not f.session
