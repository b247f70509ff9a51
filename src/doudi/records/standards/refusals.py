"""What the standards refuse, for the person who can mend it."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from doudi.records.standards.remarks import Remark


class StandardRefused(Exception):
    """An entry that is not taken: for each field what is wrong and how to mend it, in Chinese (no field: the whole)."""

    def __init__(self, faults: Mapping[str, str] | str) -> None:
        self.faults: dict[str, str] = {"": faults} if isinstance(faults, str) else dict(faults)
        super().__init__("；".join(self.faults.values()))


class Doubtful(StandardRefused):
    """An entry that can be taken, but only by somebody who has read the doubts: `remarks` says which there are."""

    def __init__(self, remarks: Sequence["Remark"]) -> None:
        self.remarks = tuple(remarks)
        super().__init__("；".join(remark.zh for remark in remarks))
