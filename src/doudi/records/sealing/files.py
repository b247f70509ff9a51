"""Files kept by the office: sealed, named by the hash of their content, outside anything a web server shows."""

import hashlib
import os
from pathlib import Path

from doudi.records.sealing.ciphers import seal, unseal
from doudi.records.sealing.keys import home


def store(data: bytes) -> str:
    """Keep bytes; the answer is the SHA-256 they are found by. Keeping the same twice keeps one."""
    digest = hashlib.sha256(data).hexdigest()
    path = path_of(digest)
    if path.exists():
        return digest
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(f".{os.getpid()}.{os.urandom(4).hex()}.new")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(seal(data, f"files.{digest}"))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    _sync(path.parent)
    return digest


def fetch(digest: str) -> bytes:
    """The bytes kept under a hash; raises FileNotFoundError, or SealBroken where they were damaged."""
    return unseal(path_of(digest).read_bytes(), f"files.{digest}")


def forget(digest: str) -> None:
    """Drop a file that nothing refers to any more."""
    path_of(digest).unlink(missing_ok=True)


def path_of(digest: str) -> Path:
    """Where the file of a hash lies."""
    return home() / "files" / digest[:2] / digest


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
