-- The chart that each client's record goes on in: their own, or the one that it was merged into.
-- key: client
-- Two parts, so that a chart given leads straight to its own client, and past the few merged ones.
select c.id as client, c.id as chart
from clients c
where c.merged_into is null
union all
select
  c.id as client,
  (
    with recursive step(id, next, number) as (
      select c.id, c.merged_into, 0
      union all
      select m.id, m.merged_into, step.number + 1
      from step
      join clients m on m.id = step.next
      where step.number < 100
    )
    select id from step order by number desc limit 1
  ) as chart
from clients c
where c.merged_into > ''
