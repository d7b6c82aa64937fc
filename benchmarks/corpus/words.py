"""The words of generated documents: neutral names, reasons, indicators. Our own; none is taken from a published document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"

RISES: Final = (
    "年中新招录人员到岗",
    "信息系统扩容，租用机房和线路",
    "上级追加专项任务经费",
    "人员晋级晋档后补发津补贴",
    "缴费基数上调",
    "新开办两处服务窗口",
    "上年未付的合同尾款在本年结清",
    "扩大服务范围，购买服务的批次增多",
)
FALLS: Final = (
    "压减一般性开支",
    "两名职工年中调出",
    "合同尾款转到下年支付",
    "合并会议和培训",
    "一次性购置已在上年完成",
    "部分任务改由下级承担",
    "公开招标后成交价低于预计",
    "退休人员减少",
)
SAVINGS: Final = ("压减一般性开支", "合同尾款转到下年支付", "公开招标后成交价低于预计", "部分任务推迟到下年开展")
OVERRUNS: Final = ("执行中追加了上级专项任务经费", "年中新招录人员到岗", "补发上年度奖励性补贴")
USES: Final = ("人员工资和日常公用开支", "单位缴纳的各项社会保险费", "业务工作和购买服务", "系统运行和设备维护", "政策宣传和业务培训")

PROJECTS: Final = (
    "业务工作经费",
    "信息系统运行维护",
    "政策宣传培训",
    "基层服务能力提升",
    "专项检查经费",
    "档案数字化加工",
    "窗口服务外包",
    "统计调查经费",
    "设备更新购置",
    "专家评审经费",
    "办公用房维修",
    "数据安全建设",
)


@dataclass(frozen=True, slots=True)
class Measure:
    """An indicator of a form: where it belongs, what it is called and its unit; `share` cannot exceed one hundred."""

    level1: str
    level2: str
    name: str
    unit: str
    low: int
    high: int
    share: bool = False
    most: bool = False


MEASURES: Final = (
    Measure("产出指标", "数量指标", "业务培训期数", "期", 4, 30),
    Measure("产出指标", "数量指标", "检查单位数量", "家", 60, 900),
    Measure("产出指标", "数量指标", "系统升级次数", "次", 4, 40),
    Measure("产出指标", "数量指标", "集中宣传场次", "场", 4, 60),
    Measure("产出指标", "数量指标", "档案加工数量", "卷", 800, 9000),
    Measure("产出指标", "数量指标", "新设服务点数量", "个", 3, 40),
    Measure("产出指标", "质量指标", "验收合格率", "%", 90, 98, share=True),
    Measure("产出指标", "质量指标", "系统可用率", "%", 95, 99, share=True),
    Measure("产出指标", "质量指标", "文书抽查合格率", "%", 88, 98, share=True),
    Measure("产出指标", "时效指标", "任务按期完成率", "%", 90, 98, share=True),
    Measure("产出指标", "时效指标", "资金拨付及时率", "%", 90, 98, share=True),
    Measure("效益指标", "社会效益指标", "举报线索办结率", "%", 85, 97, share=True),
    Measure("效益指标", "社会效益指标", "线上办理占比", "%", 60, 90, share=True),
    Measure("效益指标", "社会效益指标", "政策知晓率", "%", 75, 95, share=True),
    Measure("满意度指标", "服务对象满意度指标", "服务对象满意度", "%", 85, 95, share=True),
    Measure("满意度指标", "服务对象满意度指标", "办事群众满意度", "%", 85, 95, share=True),
)

VEHICLES: Final = ("机要通信用车", "应急保障用车", "执法执勤用车", "特种专业技术用车", "其他用车")

STAFF_CODES: Final = ("30101", "30102", "30103", "30107", "30112", "30199")
OFFICE_CODES: Final = (
    "30201", "30202", "30205", "30206", "30207", "30209", "30211", "30213", "30215", "30216", "30226", "30228", "30239", "30299", "31002",
)  # fmt: skip


def region_of(number: int) -> str:
    """A county or district that stands for none.

    >>> region_of(0), region_of(13)
    ('甲市子区', '丁市丑县')
    """
    rest, city = divmod(number, len(STEMS))
    return f"{STEMS[city]}市{BRANCHES[rest % len(BRANCHES)]}{'区县'[rest % 2]}"


def department_of(number: int) -> str:
    """The name of a department that stands for none, different for every number.

    >>> department_of(0), department_of(120), department_of(1200)
    ('甲市子区甲局', '甲市子区乙局', '甲市子区甲子局')
    """
    rest, stem = divmod(number // (len(STEMS) * len(BRANCHES)), len(STEMS))
    more = ""
    while rest:
        rest, branch = divmod(rest - 1, len(BRANCHES))
        more = BRANCHES[branch] + more
    return f"{region_of(number)}{STEMS[stem]}{more}局"
