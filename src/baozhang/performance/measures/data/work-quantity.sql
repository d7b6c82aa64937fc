-- title: 工作完成数量
-- kind: count
-- unit: {单位}
-- direction: up
-- timing: flow
-- meaning: 期间完成的某类工作的数量之和，例如培训人次、归档卷数、发布条数
-- formula: Σ 数量
-- parameter: 种类 text 工作种类，与台账一致
-- parameter: 单位 text 数量的单位，例如 场、人次
-- needs: tasks
-- source: 工作台账
-- answers: 人员培训, 培训班次, 年度培训人次, 平台培训次数, 医保业务培训次数, 纸质档案整理归档卷数, 医保信息发布数量, 审计报告数量, 审计单位数量, 审计项目数量, 审计业务项数, 印刷政策和广告宣传的次数, 系统升级次数, 会议研究次数, “三医”课题研究数量, 长护、缴费基数稽核次数, 年度调整医疗服务价格次数, 医疗服务价格动态调整, 公立医疗机构药品、医用耗材和医疗服务项目的价格报送次数, 基金运行分析次数, 医保宣传能力,开展医保宣传活动次数, 公务用车采购数量, 全市医保政务服务礼仪展演
--
select coalesce(sum(quantity), 0) as value, count(*) as "台账记录"
from tasks where kind = $种类 and finished_on between $start and $end
