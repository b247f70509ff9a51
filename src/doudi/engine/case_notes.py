"""What is noted while a case is read: faults, unknown facts and defaults used, each by its path."""

import difflib
from collections.abc import Collection, Sequence
from typing import TypeVar

from doudi.engine.case_keys import OFTEN_WRITTEN, Facts, Key
from doudi.engine.case_values import Reader, Wrong
from doudi.engine.faults import Fault, below
from doudi.engine.strict_text import not_a_key, seen
from doudi.policy.facts import Entity

T = TypeVar("T")
Told = dict[object, object]

# Looking for the nearest key is slow, and beyond so many faults it helps nobody.
MOST_SUGGESTIONS = 100


class Notes:
    """Reads one value, list or mapping at a time; a fault is noted instead of stopping the walk."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        self.missing: dict[tuple[str, int, str], str] = {}
        self.assumed: list[str] = []

    def answers(self, keys: Sequence[Key], entity: Entity, index: int, told: Told, path: str, facts: Facts) -> None:
        """Read the keys that answer one fact each; what is left out is unknown or takes its default."""
        prefix = f"{path}." if path else ""
        for one in keys:
            raw = told.get(one.key)
            if raw is not None:
                facts[one.fact] = self.optional(one.read, raw, prefix + one.key)
            elif one.default is None:
                self.missing[(entity, index, one.fact)] = prefix + one.key
            else:
                facts[one.fact] = one.default
                self.assumed.append(prefix + one.key)

    def optional(self, read: Reader[T], raw: object, path: str) -> T | None:
        """The value, or None where it was left out or is wrong, which is noted."""
        if raw is None:
            return None
        try:
            return read(raw)
        except Wrong as wrong:
            self.fault(path, wrong.message_zh, wrong.message_en)
            return None

    def required(self, read: Reader[T], raw: object, path: str) -> T | None:
        """The value; that it was left out is a fault."""
        if raw is None:
            self.fault(path, "必须填写", "is required")
        return self.optional(read, raw, path)

    def words(self, read: Reader[str], raw: object, path: str) -> list[str]:
        """A list of words of which none may be there twice."""
        found: list[str] = []
        for number, item in enumerate(self.items(raw, path) or ()):
            here = f"{path}[{number}]"
            # An item is never left out: an empty place in a list is as wrong as an unknown word.
            one = self.optional(read, "" if item is None else item, here)
            if one in found:
                self.fault(here, f"{one} 重复填写", f"{one} is there twice")
            elif one is not None:
                found.append(one)
        return found

    def unknown(self, entity: Entity, index: int, names: Collection[str], path: str) -> None:
        """Note facts that were left out together, under the path that answers them."""
        for fact in names:
            self.missing[(entity, index, fact)] = path

    def mapping(self, raw: object, path: str, known: frozenset[str]) -> Told | None:
        """A mapping, its unknown keys noted, or None where something else stands there, which is noted too."""
        if not isinstance(raw, dict):
            zh, en = seen(raw)
            self.fault(path, f"{zh} 不是一组“键: 值”", f"{en} stands where a mapping is expected")
            return None
        if not raw.keys() <= known:
            self._refuse_unknown_keys(raw, path, known)
        return raw

    def items(self, raw: object, path: str) -> list[object] | None:
        """The items of a list, or None where something else stands there, which is noted."""
        if isinstance(raw, list):
            return raw
        zh, en = seen(raw)
        self.fault(path, f"{zh} 不是列表；没有内容写 []", f"{en} stands where a list is expected")
        return None

    def _refuse_unknown_keys(self, told: Told, path: str, known: frozenset[str]) -> None:
        for key in told:
            if not isinstance(key, str):
                self.faults.append(not_a_key(path, key))
            elif key not in known:
                nearest = _nearest(key, known) if len(self.faults) < MOST_SUGGESTIONS else None
                self.fault(
                    below(path, key),
                    f"没有这个键{f'；是否应为 {nearest}？' if nearest else ''}",
                    f"is not a known key{f'; did you mean {nearest}?' if nearest else ''}",
                )

    def fault(self, path: str, message_zh: str, message_en: str) -> None:
        """Note a fault."""
        self.faults.append(Fault(path, message_zh, message_en))


def _nearest(key: str, known: frozenset[str]) -> str | None:
    """The known key somebody probably meant."""
    meant = OFTEN_WRITTEN.get(key.lower())
    if meant in known:
        return meant
    near = difflib.get_close_matches(key[:40].lower(), sorted(known), n=1)
    return near[0] if near else None
