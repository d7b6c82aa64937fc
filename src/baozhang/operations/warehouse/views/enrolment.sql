-- Insured persons by month of the year, place, insurance and kind: whoever is covered on the last day of the month.
select
    m.month,
    place.text as insured_place,
    c.insutype,
    c.psn_type,
    count(distinct c.psn_no) as persons
from months m
join coverage c on c.psn_insu_date <= m.last_day and (c.paus_insu_date is null or c.paus_insu_date >= m.last_day)
left join dictionary_place place on place.code = c.insuplc_admdvs
group by m.month, place.text, c.insutype, c.psn_type
