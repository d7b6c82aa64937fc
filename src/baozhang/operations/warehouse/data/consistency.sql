-- check: 就诊的人在参保人员中
select mdtrt_id from visits where psn_no not in (select psn_no from persons);

-- check: 参保时段的人在参保人员中
select psn_no from coverage where psn_no not in (select psn_no from persons);

-- check: 参保时段起不晚于止
select psn_no from coverage where paus_insu_date < psn_insu_date;

-- check: 就诊的机构在定点医药机构中
select mdtrt_id from visits where fixmedins_code not in (select fixmedins_code from institutions);

-- check: 结算对应同一人的就诊
select s.setl_id from settlements s left join visits v on v.mdtrt_id = s.mdtrt_id and v.psn_no = s.psn_no where v.mdtrt_id is null;

-- check: 费用明细对应就诊
select mdtrt_id from fee_lines where mdtrt_id not in (select mdtrt_id from visits);

-- check: 诊断对应就诊
select mdtrt_id from diagnoses where mdtrt_id not in (select mdtrt_id from visits);

-- check: 手术操作对应就诊
select mdtrt_id from procedures where mdtrt_id not in (select mdtrt_id from visits);

-- check: 结算清单对应结算
select setl_id from settlement_lists where setl_id not in (select setl_id from settlements);

-- check: 费用总额 = 全自费 + 超限价 + 先行自付 + 符合政策范围
select setl_id from settlements where medfee_sumamt <> fulamt_ownpay_amt + overlmt_selfpay + preselfpay_amt + inscp_scp_amt;

-- check: 费用总额 = 基金支付 + 医院负担 + 个人负担
select setl_id from settlements where medfee_sumamt <> fund_pay_sumamt + hosp_part_amt + psn_part_amt;

-- check: 基金支付总额 = 各基金支出之和
select setl_id
from settlements
where fund_pay_sumamt <> hifp_pay + cvlserv_pay + hifes_pay + hifmi_pay + hifob_pay + maf_pay + oth_pay;

-- check: 个人负担 = 个人账户 + 现金
select setl_id from settlements where psn_part_amt <> acct_pay + psn_cash_pay;

-- check: 就诊已结算的，费用明细之和 = 各次结算费用总额之和
select v.mdtrt_id
from (select mdtrt_id, sum(medfee_sumamt) as fen from settlements where refd_setl_flag = 0 group by mdtrt_id) v
join (select mdtrt_id, sum(det_item_fee_sumamt) as fen from fee_lines group by mdtrt_id) l on l.mdtrt_id = v.mdtrt_id
where v.fen <> l.fen;
