"""The file a backup is: an ordinary tar (dump, files, manifest last) that ends with the SHA-256 of all before it.

Any tar program opens it by hand. A byte changed anywhere, padding and ending included, is noticed, and where it lies
is told as closely as it can be.
"""

import hashlib
import io
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Protocol, cast

from doudi.interfaces.cli.language import say
from doudi.interfaces.site.backup_manifest import Manifest, Stored, manifest_from

DUMP = "database.dump"
FILES = "files/"
MANIFEST = "manifest.json"
MARK = b"\ndoudi-backup 1 sha256 "
TRAILER_BYTES = len(MARK) + 64 + 1
CHUNK_BYTES = 1 << 20


class ArchiveDamaged(Exception):
    """A backup that is not what was written: says what is damaged."""


class Progress(Protocol):
    """Told of each step and how far it is, in bytes or tables; `total` 0 where it cannot be known."""

    def __call__(self, step: str, done: int, total: int, /) -> None:
        """Take note."""


class ArchiveWriter:
    """Writes members one after another, hashing each and the whole."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._whole = hashlib.sha256()
        self._tar = tarfile.open(fileobj=cast(Any, self), mode="w|", format=tarfile.PAX_FORMAT)  # noqa: SIM115 - closed in finish

    def write(self, data: bytes) -> int:
        """What tarfile calls: the only way to the file."""
        self._whole.update(data)
        return self._file.write(data)

    def add(self, name: str, content: IO[bytes], size: int) -> Stored:
        """Add a member.

        Raises OSError where the content is shorter than it was said to be.
        """
        member = tarfile.TarInfo(name)
        member.size, member.mode = size, 0o600
        hashed = _HashedReader(content)
        self._tar.addfile(member, hashed)
        return Stored(size=size, sha256=hashed.digest.hexdigest())

    def finish(self, manifest: Manifest) -> None:
        """Add the manifest and the ending."""
        text = manifest.to_json()
        self.add(MANIFEST, io.BytesIO(text), len(text))
        self._tar.close()
        self._file.write(MARK + self._whole.hexdigest().encode() + b"\n")


class ArchiveReader:
    """Reads an archive whose whole hash has been checked."""

    def __init__(self, tar: tarfile.TarFile, manifest: Manifest) -> None:
        self._tar = tar
        self._members = {member.name: member for member in tar}
        self.manifest = manifest

    def extract(self, name: str, target: Path) -> None:
        """Write a member to a new private file, and to the disk.

        Raises ArchiveDamaged where it is not what the manifest says.
        """
        content = self._tar.extractfile(self._members[name])
        assert content
        with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            digest = hashlib.sha256()
            for block in blocks_of(content):
                digest.update(block)
                file.write(block)
            file.flush()
            os.fsync(file.fileno())
        if digest.hexdigest() != stored_as(self.manifest)[name].sha256:
            raise _damaged(name, name)


@contextmanager
def opened_archive(path: Path, progress: Progress) -> Iterator[ArchiveReader]:
    """An archive, checked from the first byte to the last.

    Raises ArchiveDamaged.
    """
    _check_whole(path, progress)
    with tarfile.open(path, mode="r:") as tar:
        yield ArchiveReader(tar, _manifest_in(tar))


def stored_as(manifest: Manifest) -> dict[str, Stored]:
    """What each member of an archive must be, by name."""
    return {DUMP: manifest.dump, **{FILES + name: stored for name, stored in manifest.files.items()}}


def blocks_of(file: IO[bytes]) -> Iterator[bytes]:
    """A file's bytes from here on."""
    while block := file.read(CHUNK_BYTES):
        yield block


def _check_whole(path: Path, progress: Progress) -> None:
    """Raises ArchiveDamaged unless the ending is ours and all before it has the hash it says."""
    size = path.stat().st_size - TRAILER_BYTES
    with path.open("rb") as file:
        file.seek(max(0, size))
        trailer = file.read()
        file.seek(0)
        whole, done = hashlib.sha256(), 0
        while done < size:
            block = file.read(min(CHUNK_BYTES, size - done))
            whole.update(block)
            done += len(block)
            progress("check", done, size)
    if trailer != MARK + whole.hexdigest().encode() + b"\n":
        raise _where(path, whole=whole.hexdigest(), trailer=trailer)


def _where(path: Path, *, whole: str, trailer: bytes) -> ArchiveDamaged:
    """What is damaged in an archive that is not whole, found from the hashes of its parts."""
    found: dict[str, str] = {}
    try:
        with tarfile.open(path, mode="r:") as tar:
            for member in tar:
                found[member.name] = _sha256(tar, member)
            # Reading ends silently at a header that is not one.
            expected = stored_as(_manifest_in(tar)) if MANIFEST in found else None
    except ArchiveDamaged as damaged:
        return damaged
    except (tarfile.TarError, OSError, EOFError):
        expected = None
    if expected is None:
        last = next(reversed(found), None)
        return _damaged(f"{last or '开头'}之后的目录部分", f"the directory part after {last or 'the beginning'}")
    for name, stored in expected.items():
        if found.get(name) != stored.sha256:
            return _damaged(name, name)
    if not trailer.startswith(MARK):
        return _damaged("结尾，文件可能没有写完或被截断", "its ending: it may be cut short")
    if MARK + whole.encode() not in trailer:
        return _damaged("成员之间的部分或结尾的校验值", "what lies between its members, or the hash at its end")
    return _damaged("结尾", "its ending")


def _sha256(tar: tarfile.TarFile, member: tarfile.TarInfo) -> str:
    content = tar.extractfile(member)
    digest = hashlib.sha256()
    for block in blocks_of(content) if content else ():
        digest.update(block)
    return digest.hexdigest()


def _manifest_in(tar: tarfile.TarFile) -> Manifest:
    """Raises ArchiveDamaged where there is none that can be read."""
    try:
        content = tar.extractfile(MANIFEST)
        assert content
        return manifest_from(content.read())
    except (KeyError, ValueError, AssertionError):
        raise _damaged(MANIFEST, MANIFEST) from None


def _damaged(zh: str, en: str) -> ArchiveDamaged:
    return ArchiveDamaged(
        say(
            f"备份文件已损坏：{zh}。不要用它恢复；请换另一份备份。",
            f"The backup is damaged: {en}. Do not restore it; take another one.",
        )
    )


class _HashedReader:
    """A file that is hashed while it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self.digest: Any = hashlib.sha256()
        self._file = file

    def read(self, size: int = -1) -> bytes:
        """What tarfile calls."""
        data = self._file.read(size)
        self.digest.update(data)
        return data
