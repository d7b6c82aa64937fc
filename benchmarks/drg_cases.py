"""Cases drawn from the lists of a scheme, so that every group has some; seeded, and without any real person."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baozhang.operations.grouping.scheme import Scheme

_COUNTS: Final = (0, 0, 1, 1, 2, 3, 4, 6, 9)
_AGE_DAYS: Final = (None, 0, 3, 27, 28, 29, 200, 364)
_WEIGHTS: Final = (None, 0, 900, 1499, 1500, 1999, 2000, 2499, 2500, 3600)


class CaseMaker:
    """Draws cases for one scheme."""

    def __init__(self, scheme: Scheme, seed: int = 1) -> None:
        """Sort everything once, so that the same seed gives the same cases."""
        self._random = Random(seed)  # noqa: S311  # repeatable, not secret
        self._lists: dict[str, dict[str, list[str]]] = {}
        for (owner, name), codes in sorted(scheme.lists.items()):
            self._lists.setdefault(owner, {})[name] = sorted(codes.codes)
        self._steps = [(mdc.code, adrg.rule) for mdc, adrg in scheme.steps]
        self._diagnoses = sorted(scheme.known_diagnoses)
        self._complications = sorted(scheme.complications)
        self._procedures = sorted(scheme.valid_procedures | scheme.procedure_names.keys())

    def cases(self, count: int) -> Iterator[dict[str, Any]]:
        """So many cases, each aimed at a rule, which it need not reach."""
        for number in range(count):
            yield self._case(number)

    def _case(self, number: int) -> dict[str, Any]:
        draw = self._random
        mdc, rule = draw.choice(self._steps)
        young = draw.random() < (0.9 if mdc == "MDCP" else 0.02)
        return {
            "id": f"{number:08d}",
            "gender": draw.choice((1, 2)),
            "age": 0 if young else draw.randint(0, 95),
            "age_days": draw.choice(_AGE_DAYS) if young else None,
            "weight": draw.choice(_WEIGHTS) if young else None,
            "department": draw.choice(("内科", "外科", "ICU", "")),
            "days": draw.choice((0, 1, 3, 7, 8, 20, 61)),
            "discharge": draw.choice((1, 1, 1, 2, 5)),
            "diagnoses": "|".join(self._drawn_diagnoses(mdc, rule)),
            "procedures": "|".join(self._drawn_procedures(rule)),
        }

    def _drawn_diagnoses(self, mdc: str, rule: str) -> list[str]:
        draw = self._random
        own, wide = self._lists.get(rule, {}), self._lists.get(mdc, {}).get("zd", self._diagnoses)
        principal = draw.choice(own["zd"] if "zd" in own and draw.random() < 0.8 else wide)
        pools = (self._complications, self._complications, self._diagnoses, wide, own.get("zd1", wide))
        return [principal, *(draw.choice(draw.choice(pools)) for _ in range(draw.choice(_COUNTS)))]

    def _drawn_procedures(self, rule: str) -> list[str]:
        draw = self._random
        lists = [codes for name, codes in self._lists.get(rule, {}).items() if name.startswith("ss")]
        drawn = [draw.choice(codes) for codes in lists for _ in range(draw.choice((1, 1, 2))) if draw.random() < 0.9]
        drawn += [draw.choice(self._procedures) for _ in range(draw.choice((0, 0, 0, 1, 3)))]
        if draw.random() < 0.1:
            draw.shuffle(drawn)
        return drawn
