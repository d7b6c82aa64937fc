-- title: 公务接待费应等于国内接待与外事接待各项之和
-- severity: error
-- family: TXT
-- basis: 公务接待费由国内公务接待、外事接待、国（境）外公务接待组成
-- applies: both
-- needs: claims.amount
-- source: R-TX-013
-- message: 公务接待费为{expected:wan}万元，文字所列国内、外事接待的金额（国内{actual:wan}万元）怎样相加都不等于它
-- suggestion: 核对国内公务接待与外事接待的金额
-- figures: wan
--
-- Some provinces count the reception of foreigners in China as domestic, others beside it, others name what is spent abroad as well:
-- only a figure that fits none of these sums is wrong. The total is the table's, else the text's own.
with parts as (
    select document_id, item, min(claim) as claim, min(value) as low, max(value) as high, max(half_unit) as half_unit
    from claims
    where statement = 'disclosure' and kind = 'amount' and unit = '元' and base = '' and unbound = ''
        and item in ('reception.domestic_amount', 'reception.foreign_amount', 'reception.abroad_amount')
    group by document_id, item
),
spoken as (
    select document_id,
        max(case when item = 'reception.domestic_amount' then claim end) as claim,
        max(case when item = 'reception.domestic_amount' then low end) as domestic,
        max(case when item = 'reception.foreign_amount' then low else 0 end) as foreigners,
        max(case when item = 'reception.abroad_amount' then low else 0 end) as abroad,
        max(case when low <> high then 1 else 0 end) as doubtful, cast(sum(half_unit) as bigint) as slack
    from parts
    group by document_id
),
printed as (
    select document_id, min(fact) as fact, min(value) as low, max(value) as high, max(half_unit) as half_unit
    from facts
    where statement = 'three_public' and item = 'reception' and "column" = 'final'
    group by document_id
),
told as (
    select document_id, min(claim) as claim, min(value) as low, max(value) as high, max(half_unit) as half_unit
    from claims
    where statement = 'three_public' and item = 'reception' and "column" = 'final' and kind = 'amount' and unit = '元' and base = ''
    group by document_id
),
totals as (
    select s.*, coalesce(p.low, t.low) as total, coalesce(p.high, t.high) as total_high, coalesce(p.half_unit, t.half_unit) as total_half,
        case when p.fact is not null then 'F' || p.fact else 'C' || t.claim end as ref
    from spoken s
    left join printed p on p.document_id = s.document_id
    left join told t on t.document_id = s.document_id
    where s.domestic is not null
)
select document_id,
    case
        when total is null or total <> total_high or doubtful = 1 then null
        else least(
            abs(total - domestic), abs(total - domestic - foreigners), abs(total - domestic - abroad), abs(total - domestic - foreigners - abroad)
        ) <= slack + total_half
    end as holds,
    case when total is null then '没有公务接待费总额' else '同一事项有两种说法' end as why,
    'C' || claim || ',' || coalesce(ref, 'C' || claim) as refs,
    domestic as actual, total as expected
from totals
