-- 数据仓库里的结算，供测算；付费方式取自医保结算清单，大病支付含职工大额
select
  s.setl_id, s.psn_no, i.text as fixmedins_code, s.setl_time, s.med_type, s.refd_setl_flag, l.hi_paymtd,
  s.medfee_sumamt, s.inscp_scp_amt, s.hifp_pay, s.hifmi_pay + s.hifob_pay as major_pay, s.maf_pay
from settlements as s
join dictionary as i on i.name = 'institution' and i.code = s.fixmedins_code
left join settlement_lists as l on l.setl_id = s.setl_id
