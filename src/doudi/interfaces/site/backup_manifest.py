"""What a backup says of itself: versions, every table's rows and fingerprint, every file's size and hash."""

import json
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath
from typing import Any

FORMAT = 1


@dataclass(frozen=True)
class Stored:
    """Bytes that were stored: how many, and their SHA-256."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Table:
    """The content of a table: how many rows, and a fingerprint of them all in no particular order."""

    rows: int
    fingerprint: str


@dataclass(frozen=True)
class Manifest:
    """A backup. `made_at` is ISO 8601; `role` owned the tables; `keys_sha256` is of the key file that opens it, if any."""

    made_at: str
    doudi: str
    postgresql: str
    role: str
    keys_sha256: str | None
    dump: Stored
    tables: dict[str, Table]
    files: dict[str, Stored]

    @property
    def rows(self) -> int:
        """The rows of all tables."""
        return sum(table.rows for table in self.tables.values())

    def to_json(self) -> bytes:
        """As it stands in the archive."""
        return json.dumps({"format": FORMAT, **asdict(self)}, ensure_ascii=False, indent=1, sort_keys=True).encode()


def manifest_from(text: bytes) -> Manifest:
    """The manifest of an archive.

    Raises ValueError where it is not one of ours, or of a later format.
    """
    try:
        stated: dict[str, Any] = json.loads(text)
        if stated.pop("format") != FORMAT:
            raise ValueError("another format")
        stated["dump"] = Stored(**stated["dump"])
        stated["tables"] = {name: Table(**table) for name, table in stated["tables"].items()}
        stated["files"] = {name: Stored(**file) for name, file in stated["files"].items()}
        if any(PurePosixPath(name).is_absolute() or ".." in name.split("/") for name in stated["files"]):
            raise ValueError("a file outside the folder of files")
        return Manifest(**stated)
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"not a manifest ({error})") from None
