-- Whom each lot was used on, by corrected entries too, and who has been told of its recall.
-- key: lot, position, ordinal
select
  u.lot, l.lot_no, l.product, l.status as lot_status, l.recalled_at,
  h.chart as client, c.name, c.phone, u.session, u.role, u.standing, u.position, u.ordinal,
  u.occurred_at,
  (
    select min(n.occurred_at) from lot_usage n
    join events e on e.position = n.position
    join charts q on q.client = n.client
    where n.lot = u.lot and n.role = 'recall' and q.chart = h.chart
      and coalesce(
        (
          select a.now ->> '$' from amendments a
          where a.target = n.position and a.field = 'outcome' and a.in_force
        ),
        e.data ->> 'outcome') = 'reached'
  ) as told_at,
  (
    select count(*) from lot_usage n
    join charts q on q.client = n.client
    where n.lot = u.lot and n.role = 'recall' and q.chart = h.chart
  ) as attempts
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
-- A suspicion is no use, and neither is the news of a recall.
where u.role not in ('suspect', 'recall')
