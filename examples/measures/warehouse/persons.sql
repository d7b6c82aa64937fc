-- 数据仓库里的人员，供测算
select psn_no, brdy, die_date, psn_idet_type from persons
