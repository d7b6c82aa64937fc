-- One row per settled stay in hospital that has a settlement list and was not reversed.
-- id … procedures are the columns that `drg group` reads; amounts are fen; month is that of the settlement, as 202403.
-- planned: what was announced as another admission within 31 days. level: 3, 2, 1 or 0. class: employee or resident.
with diagnosed as (
    select d.mdtrt_id, string_agg(c.text, '|' order by d.diag_srt_no) as diagnoses
    from diagnoses d
    join dictionary_diagnosis c on c.code = d.diag_code
    where d.diag_type = 1 and d.mdtrt_id in (select mdtrt_id from settlement_lists)
    group by d.mdtrt_id
),
operated as (
    select p.mdtrt_id, string_agg(c.text, '|' order by p.oprn_srt_no) as procedures
    from procedures p
    join dictionary_procedure c on c.code = p.oprn_oprt_code
    group by p.mdtrt_id
)
select
    l.setl_id as id,
    l.gend as gender,
    l.age,
    l.nwb_age as age_days,
    coalesce(l.nwb_adm_wt, l.nwb_bir_wt) as weight,
    dept.text as department,
    l.act_ipt_days as days,
    l.dscg_way as discharge,
    d.diagnoses,
    p.procedures,
    l.mdtrt_id as visit,
    l.psn_no as person,
    inst.text as hospital,
    i.fixmedins_name as hospital_name,
    try_cast(lv.class as int) as level,
    place.text as hospital_place,
    home.text as insured_place,
    s.insutype,
    kind.class,
    s.med_type,
    s.month,
    l.adm_time as admitted,
    l.dscg_time as discharged,
    l.days_rinp_flag_31 as planned,
    l.hi_paymtd as payment_method,
    s.medfee_sumamt as cost,
    s.inscp_scp_amt as in_scope,
    s.fulamt_ownpay_amt + s.overlmt_selfpay + s.preselfpay_amt as own,
    s.act_pay_dedc as deductible,
    s.hifp_pay as pooled,
    s.fund_pay_sumamt as fund,
    s.medfee_sumamt - s.fund_pay_sumamt - s.hosp_part_amt as patient
from settlement_lists l
join settlements s on s.setl_id = l.setl_id and s.refd_setl_flag = 0
join institutions i on i.fixmedins_code = l.fixmedins_code
join code_lists lv on lv.list = 'hosp_lv' and lv.value = i.hosp_lv
join code_lists kind on kind.list = 'insutype' and kind.value = s.insutype
join dictionary_institution inst on inst.code = l.fixmedins_code
left join dictionary_place place on place.code = i.fix_blng_admdvs
left join dictionary_place home on home.code = s.insuplc_admdvs
left join dictionary_department dept on dept.code = l.dscg_caty
left join diagnosed d on d.mdtrt_id = l.mdtrt_id
left join operated p on p.mdtrt_id = l.mdtrt_id
