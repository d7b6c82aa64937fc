"""The scalar grouper, the vectorised one and the explanation give identical answers, whatever a case holds."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baozhang.operations.grouping.case import case_of
from baozhang.operations.grouping.explaining import explain
from baozhang.operations.grouping.scalar import ScalarGrouper
from baozhang.operations.grouping.vectorised import VectorisedGrouper
from benchmarks.drg_cases import CaseMaker
from benchmarks.drg_interpreter import Interpreter
from tests.operations.grouping.samples import PUBLISHED, SHARED, example, grouped_together, needs_published, published

if TYPE_CHECKING:
    from baozhang.operations.grouping.case import Grouping

SCALAR = ScalarGrouper(example())
VECTORISED = VectorisedGrouper(example())

DIAGNOSES = [*sorted(example().known_diagnoses), "Z37.999", "Z50.100", "I10.X00x003", "", " ", "j18.900", "不是编码", "Z37.", "47.0100"]
PROCEDURES = [*sorted(example().valid_procedures), "88.5500", "96.7201", "99.1000", "51.2300x002", "", "J18.900", "74.1X00"]
ROWS = st.fixed_dictionaries(
    {
        "gender": st.sampled_from([None, 0, 1, 1, 2, 2, 3]),
        "age": st.one_of(st.none(), st.sampled_from([-1, 0, 0, 0, 1, 17, 18, 40, 66, 150, 151, 10**12])),
        "age_days": st.sampled_from([None, None, -1, 0, 27, 28, 29, 364, 365, 14600]),
        "weight": st.sampled_from([None, -5, 0, 1, 1499, 1500, 1999, 2000, 2499, 2500, 90000]),
        "department": st.sampled_from([None, "", "ICU", " ICU ", "内科"]),
        "days": st.sampled_from([None, -1, 0, 1, 3, 4, 59, 60, 61]),
        "discharge": st.sampled_from([None, 1, 5, 9]),
        "diagnoses": st.one_of(st.none(), st.lists(st.sampled_from(DIAGNOSES), max_size=8).map("|".join)),
        "procedures": st.one_of(st.none(), st.lists(st.sampled_from(PROCEDURES), max_size=6).map("|".join)),
    }
)
SCHEMA = pa.schema(
    [
        *((name, pa.int64()) for name in ("gender", "age", "age_days", "weight", "days", "discharge")),
        *((name, pa.string()) for name in ("department", "diagnoses", "procedures")),
    ]
)


def _vectorised(rows: list[dict[str, object]], schema: pa.Schema = SCHEMA) -> list[Grouping]:
    found = VECTORISED.group(VECTORISED.decoder.decode(pa.RecordBatch.from_pylist(rows, schema=schema)))
    return [VECTORISED.answers[number] for number in found.tolist()]


@settings(max_examples=300)
@given(st.lists(ROWS, min_size=1, max_size=12))
def test_any_case_has_one_answer(rows: list[dict[str, object]]) -> None:
    scalar = [SCALAR.group(case_of(row)) for row in rows]
    assert _vectorised(rows) == scalar
    assert [explain(case_of(row), example()).answer for row in rows] == scalar


TEXTS = st.one_of(
    st.none(),
    st.sampled_from(["", " ", "0", "1", "2", "-1", "28.0", "28.9", "29", "０", '="1"', "abc", "nan", "1e2", "60"]),
    st.text(max_size=4),
)
TEXT_ROWS = st.fixed_dictionaries(
    {
        **dict.fromkeys(("gender", "age", "age_days", "weight", "days", "discharge", "department"), TEXTS),
        "diagnoses": st.one_of(st.none(), st.lists(st.one_of(st.sampled_from(DIAGNOSES), st.text(max_size=6)), max_size=4).map("|".join)),
        "procedures": st.one_of(st.none(), st.text(max_size=12)),
    }
)


@settings(max_examples=200)
@given(st.lists(TEXT_ROWS, min_size=1, max_size=8))
def test_any_text_is_read_alike(rows: list[dict[str, object]]) -> None:
    """A CSV file brings text in every column, and text may be anything that UTF-8 can hold."""
    schema = pa.schema([(name, pa.string()) for name in SCHEMA.names])
    assert _vectorised(rows, schema) == [SCALAR.group(case_of(row)) for row in rows]


@settings(max_examples=100)
@given(st.lists(st.one_of(st.none(), st.floats(allow_nan=True, allow_infinity=True, width=64)), min_size=1, max_size=20))
def test_floats_are_read_alike(values: list[float | None]) -> None:
    """Data frames turn whole numbers with gaps into floats."""
    rows: list[dict[str, object]] = [
        {"gender": 1, "age": value, "age_days": value, "weight": value, "diagnoses": "P07.100|Z37.000"} for value in values
    ]
    schema = pa.schema(
        [(name, pa.float64() if name in {"age", "age_days", "weight"} else SCHEMA.field(name).type) for name in SCHEMA.names]
    )
    assert _vectorised(rows, schema) == [SCALAR.group(case_of(row)) for row in rows]


def test_decimal_dictionary_and_list_columns() -> None:
    """Parquet files of other systems bring decimals, dictionaries, and lists instead of joined codes."""
    rows: list[dict[str, object]] = [
        {"gender": 1, "age": Decimal("0.00"), "age_days": 5, "diagnoses": ["P59.900", None, "E87.600"], "procedures": []},
        {"gender": 2, "age": Decimal("40.00"), "age_days": None, "diagnoses": ["J44.100", "E87.600"], "procedures": None},
        {"gender": 2, "age": None, "age_days": None, "diagnoses": None, "procedures": ["47.0100"]},
    ]
    listed = pa.list_(pa.string())
    schema = pa.schema(
        [("gender", pa.int8()), ("age", pa.decimal128(5, 2)), ("age_days", pa.int16()), ("diagnoses", listed), ("procedures", listed)]
    )
    batch = pa.RecordBatch.from_pylist(rows, schema=schema)
    assert [VECTORISED.answers[n].drg for n in VECTORISED.group(VECTORISED.decoder.decode(batch)).tolist()] == ["PU19", "ET13", ""]
    coded = batch.set_column(0, "gender", batch.column("gender").cast(pa.string()).dictionary_encode())
    assert (VECTORISED.group(VECTORISED.decoder.decode(coded)) == VECTORISED.group(VECTORISED.decoder.decode(batch))).all()
    sliced = batch.slice(1)
    assert VECTORISED.group(VECTORISED.decoder.decode(sliced)).tolist() == VECTORISED.group(VECTORISED.decoder.decode(batch)).tolist()[1:]


def test_hundreds_of_codes_and_no_cases() -> None:
    many = "|".join([*DIAGNOSES[:1], *(DIAGNOSES * 20)])
    row: dict[str, object] = {"gender": 2, "age": 40, "diagnoses": "J44.100|" + many, "procedures": "|".join(PROCEDURES * 30)}
    assert grouped_together(VECTORISED, [row, row]) == [SCALAR.group(case_of(row))] * 2
    assert _vectorised([]) == []


@needs_published
@pytest.mark.parametrize("name", PUBLISHED)
def test_published_schemes_agree_with_a_plain_interpreter_of_their_files(name: str) -> None:
    """Drawn cases of every rule: interpreter, scalar, vectorised and explanation say the same."""
    scheme = published(name)
    rows = list(CaseMaker(scheme, seed=5).cases(3000))
    scalar = ScalarGrouper(scheme)
    interpreter = Interpreter(SHARED, name)
    answers = [scalar.group(case_of(row)) for row in rows]
    assert grouped_together(VectorisedGrouper(scheme), rows) == answers
    for number, (row, answer) in enumerate(zip(rows, answers, strict=True)):
        plain = {**row, "diagnoses": row["diagnoses"].split("|"), "procedures": [code for code in row["procedures"].split("|") if code]}
        assert interpreter.group(plain) == answer[1:], row
        if number % 20 == 0:
            assert explain(case_of(row), scheme).answer == answer, row
    assert len({answer.drg for answer in answers}) > 400
