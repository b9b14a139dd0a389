-- Whom each lot was used on, by corrected entries too, and who has been told of its recall.
-- key: lot, position, ordinal
with notice as materialized (
  select
    t.lot, q.chart, count(*) as attempts,
    min(
      case coalesce(
        (
          select a.now ->> '$' from amendments a
          where a.target = t.position and a.field = 'outcome' and a.in_force
        ),
        e.data ->> 'outcome')
        when 'reached' then t.occurred_at
      end) as told_at
  from lot_usage t
  join charts q on q.client = t.client
  join events e on e.position = t.position
  where t.role = 'recall' and t.lot is not null
  group by t.lot, q.chart
)
select
  u.lot, l.lot_no, l.product, l.status as lot_status, l.recalled_at,
  h.chart as client, c.name, c.phone, u.session, u.role, u.standing, u.position, u.ordinal,
  u.occurred_at, n.told_at, coalesce(n.attempts, 0) as attempts
from (
  select
    lot, session, client, role, position, ordinal, occurred_at,
    iif(first_lot is lot, 'as written', 'corrected to') as standing
  from lot_usage
  where lot is not null
  union all
  select
    first_lot, session, client, role, position, ordinal, occurred_at,
    iif(struck, 'struck out', 'corrected away')
  from lot_usage
  where first_lot is not null and first_lot is not lot
) u
join charts h on h.client = u.client
join clients c on c.id = h.chart
left join lots l on l.id = u.lot
left join notice n on n.lot = u.lot and n.chart = h.chart
-- A suspicion is no use, and neither is the news of a recall.
where u.role not in ('suspect', 'recall')
