-- Documents with performance forms that blanks alone hold together: how many forms they have, and their money in all, is not certain.
select distinct document_id from unrecognised where why like '%绩效表只靠空格对齐%'
