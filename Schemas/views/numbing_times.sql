-- Numbing decided, cream on and cream off side by side, and what is over the label's limits.
-- key: session, application
select
  session, application, client, practitioner, decision, decided_at, product, lot, on_at, off_at,
  minutes, first_pass_at, grams, area_cm2, total_grams, total_area_cm2,
  label ->> 'max_grams' as max_grams,
  label ->> 'max_area_cm2' as max_area_cm2,
  label ->> 'grams_per_10cm2' as max_grams_per_10cm2,
  label ->> 'min_minutes' as min_minutes,
  label ->> 'max_minutes' as max_minutes,
  -- Grams and area count over the session; NULL where the label is silent.
  total_grams > label ->> 'max_grams'
    or round(grams * 10, 4) > round((label ->> 'grams_per_10cm2') * area_cm2, 4) as over_grams,
  total_area_cm2 > label ->> 'max_area_cm2' as over_area,
  minutes > label ->> 'max_minutes' as over_minutes,
  position
from (
  select
    -- Counted from 1; 0 stands for none.
    s.id as session, coalesce(n.key + 1, 0) as application, h.chart as client, s.practitioner,
    s.numbing_decision as decision, s.numbing_decided_at as decided_at, s.first_pass_at,
    n.value ->> 'product' as product, n.value ->> 'lot' as lot,
    datetime(n.value ->> 'from') as on_at, datetime(n.value ->> 'until') as off_at,
    -- A minute begun counts.
    (unixepoch(n.value ->> 'until') - unixepoch(n.value ->> 'from') + 59) / 60 as minutes,
    n.value ->> 'grams' as grams, n.value ->> 'area_cm2' as area_cm2,
    (
      select round(sum(b.value ->> 'grams'), 2) from json_each(s.numbing_periods) b
      where b.key <= n.key and b.value ->> 'product' = n.value ->> 'product'
    ) as total_grams,
    (
      select round(sum(b.value ->> 'area_cm2'), 1) from json_each(s.numbing_periods) b
      where b.key <= n.key and b.value ->> 'product' = n.value ->> 'product'
    ) as total_area_cm2,
    (select p.label from products p where p.id = n.value ->> 'product') as label,
    n.value ->> 'position' as position
  from sessions s
  join charts h on h.client = s.client
  left join json_each(s.numbing_periods) n
  where s.numbing_decided_at is not null or s.numbing_on_at is not null
)
