"""The keys of an office: made once, kept outside the database, never shown.

`keys.json` (mode 600) holds the secret of the web server, the keys that seal values, each with a number so that new
ones can be added while the old still open what they sealed, and the keys of the blind indexes.
"""

import json
import os
import secrets
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


class KeysUnreadable(Exception):
    """The key file is missing, damaged or open to others; says which and what to do."""


@dataclass(frozen=True)
class Keys:
    """`sealing` maps a key's number to its 32 bytes; `current` is the number new values are sealed with."""

    web_secret: str
    sealing: dict[int, bytes]
    current: int
    index: bytes


def home() -> Path:
    """The folder of everything this office keeps: `DOUDI_HOME`, or `var` where the command was started."""
    return Path(os.environ.get("DOUDI_HOME", "var")).resolve()


@cache
def keys() -> Keys:
    """The keys of this office, made on first use; raises KeysUnreadable."""
    path = home() / "keys.json"
    if not path.exists():
        _make(path)
    return _read(path)


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    content = {
        "web_secret": secrets.token_urlsafe(48),
        "sealing": {"1": secrets.token_hex(32)},
        "current": 1,
        "index": secrets.token_hex(32),
    }
    draft = path.with_suffix(f".{os.getpid()}.new")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(content, file)
        file.flush()
        os.fsync(file.fileno())
    try:
        # Only the first of several starts may make the keys: a second file would make the first one's values unreadable.
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _read(path: Path) -> Keys:
    if path.stat().st_mode & 0o077:
        raise KeysUnreadable(f"{path}：密钥文件对其他用户可读；请先执行 chmod 600 {path}")
    try:
        content: dict[str, Any] = json.loads(path.read_text("utf-8"))
        sealing = {int(number): bytes.fromhex(key) for number, key in content["sealing"].items()}
        found = Keys(content["web_secret"], sealing, content["current"], bytes.fromhex(content["index"]))
    except (ValueError, KeyError, AttributeError) as fault:
        raise KeysUnreadable(f"{path}：密钥文件已损坏（{type(fault).__name__}）；请从密钥备份恢复") from None
    if found.current not in found.sealing or any(len(key) != 32 for key in found.sealing.values()):
        raise KeysUnreadable(f"{path}：密钥文件不完整；请从密钥备份恢复")
    return found
