-- Documents with performance forms that are held together by blanks alone, have no ruling lines, or whose columns slipped: how many forms there are, and their
-- money in all, is not certain.
select distinct document_id from unrecognised where why like '%绩效表只靠空格对齐%' or why like '%无框线的绩效表%'
  or why like '%绩效表的分值、得分、资金多处互不相符%'
