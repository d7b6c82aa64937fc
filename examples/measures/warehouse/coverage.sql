-- 数据仓库里的参保时段，供测算；只取职工和居民基本医疗保险。仓库收存本统筹区的参保关系，参保地都算本地
select psn_no, insutype, '本地' as place, psn_insu_date, paus_insu_date from coverage where insutype in ('310', '390')
