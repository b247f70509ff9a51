"""An answer kept with a decision: the values it used written down, and the same answer worked out again from them.

What was published or entered later cannot reach a replay: it reads the kept values and nothing else. The rules are
those of the day; their fingerprint is kept beside, so that a replay under other rules is told apart.
"""

import dataclasses
import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from doudi.engine.casefile import facts_from_mapping
from doudi.engine.dated import Parameters, Value, published_parameters
from doudi.engine.determine import Answer, as_json, determine
from doudi.policy.edition import current

_DAYS = ("since", "until")


def kept_values(answer: Answer) -> list[dict[str, Any]]:
    """The values an answer used, in the order of their names, as JSON; one that was not published has no `amount`."""
    # Some are asked for only when the answer is written out.
    as_json(answer)
    found: list[dict[str, Any]] = []
    for name, value in sorted(answer.used.items()):
        if value is None:
            found.append({"parameter": name, "differs": answer.differs_by_area(name)})
        else:
            found.append({key: _plain(one) for key, one in dataclasses.asdict(value).items()} | {"parameter": name})
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


class KeptParameters(Parameters):
    """Parameters that know the kept values of one answer; what a parameter is, is read from the package."""

    def __init__(self, kept: Sequence[Mapping[str, Any]]) -> None:
        super().__init__(published_parameters().root)
        self._read = published_parameters()._read
        self._kept = {str(one["parameter"]): _value(one) for one in kept}
        self._differs = {str(one["parameter"]) for one in kept if one.get("differs")}

    def value(
        self, name: str, *, place: str | None, area: str | None, on: datetime.date, profile: str = "anhui"
    ) -> Value | None:
        """The kept value; None for one that was not published, or was not asked for when the answer was made."""
        kept = self._kept.get(name)
        if kept is None and area is not None and name in self._differs:
            return _unpublished(name, area)
        return kept


def _value(kept: Mapping[str, Any]) -> Value | None:
    if "amount" not in kept:
        return None
    told: dict[str, Any] = dict(kept)
    for day in _DAYS:
        told[day] = datetime.date.fromisoformat(told[day]) if told[day] else None
    told["excepted"] = tuple(told["excepted"])
    return Value(**{field.name: told[field.name] for field in dataclasses.fields(Value)})


def _unpublished(name: str, area: str) -> Value:
    """Stands for a value that town and country each had; only that there was one is asked of it."""
    return Value(
        parameter=name, unit="", amount=0, published="", per=None, place="", excepted=(), area=None,
        since=datetime.date.min, until=None, source="", confidence="", provisional=False, profile=None, note=area,
    )  # fmt: skip


def replay(case_file: Mapping[str, Any], kept: Sequence[Mapping[str, Any]], profile: str) -> tuple[Answer, str]:
    """The answer worked out again from the kept case file and values, and the fingerprint of the rules of its day now."""
    facts = facts_from_mapping(dict(case_file))
    answer = determine(facts, profile=profile, parameters=KeptParameters(kept))
    return answer, current(facts.day, profile).fingerprint
