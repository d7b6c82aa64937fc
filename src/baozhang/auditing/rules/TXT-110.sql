-- title: 增减原因不应只重复增减事实
-- severity: note
-- family: TXT
-- basis: 原因应当说明为什么增减，而不是重复“某支出增加”
-- applies: both
-- needs: claims.change
-- source: R-TX-010
-- message: “{subject}”的增减原因只写“{actual}”，没有说明为什么
-- suggestion: 写明引起变化的具体事项
-- figures: text
with reasons as (
    select document_id, "group" as grp, min(claim) as claim, max(subject) as subject, max(reason) as reason
    from claims
    where kind in ('change', 'change_pct') and reason <> '' and base in ('prior_final', 'prior_budget') and value <> 0
    group by document_id, "group"
)
select document_id,
    not regexp_matches(
        reason,
        '^(本年度?|今年|本期|[12][0-9]{3}年度?)?(其他|相关|该项|本项|此项|有关|各项)?(支出|经费|费用|收入|资金|预算|决算)(有所|相应|较上年度?|比上年度?|同比)?(增加|减少|增长|下降|变动|变化)[。；;]?$'
    ) as holds,
    'C' || claim as refs,
    reason as actual,
    cast(null as varchar) as expected,
    subject
from reasons
