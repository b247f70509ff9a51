"""`doudi backup FILE`: the database, the files and a manifest in one archive; the keys in a second file beside it.

The archive holds the database as it is: ID numbers, accounts and papers sealed, names and amounts not. FILE.keys opens
what is sealed. Who has both can read everything, so the two are to be kept in different places. Nothing is at FILE until all of it is on the disk.
"""

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import IO

from doudi.interfaces.cli.language import say
from doudi.interfaces.site import embedded
from doudi.interfaces.site.backup_archive import DUMP, FILES, ArchiveWriter, Progress
from doudi.interfaces.site.backup_manifest import Manifest, Stored, Table
from doudi.interfaces.site.backup_programs import (
    BackupFailed,
    complaint,
    connected,
    tool_command,
    tool_environment,
)
from doudi.interfaces.site.backup_tables import speak_plainly, tables_of

# A file still being written by the office ends so, and belongs to no committed row.
DRAFT = ".new"


def keys_beside(target: Path) -> Path:
    """Where the keys of a backup go."""
    return target.with_name(target.name + ".keys")


def make_backup(*, home: Path, target: Path, made_at: str, progress: Progress) -> Manifest:
    """Write a backup of a home while it is in use; the manifest tells what is in it.

    Raises BackupFailed, embedded.DatabaseCannotStart, OSError (a full disk, for one); then nothing is left behind.
    """
    for path in (target, keys_beside(target)):
        if path.exists():
            raise BackupFailed(say(f"{path} 已存在，请换一个文件名", f"{path} exists already; choose another name"))
    with database_up(home), _workshop(target) as workshop:
        dump = workshop / DUMP
        tables, server, role = _dump_and_count(home, dump, progress)
        keys = _copy_of_keys(home, workshop)
        with _synced(workshop / target.name) as file:
            archive = ArchiveWriter(file)
            with dump.open("rb") as content:
                stored = archive.add(DUMP, content, dump.stat().st_size)
            manifest = Manifest(
                made_at=made_at,
                doudi=version("doudi"),
                postgresql=server,
                role=role,
                keys_sha256=keys,
                dump=stored,
                tables=tables,
                files=_add_files(archive, home / "files", progress),
            )
            archive.finish(manifest)
        if keys:
            (workshop / "keys").rename(keys_beside(target))
        (workshop / target.name).rename(target)
        sync_folder(target.parent)
    return manifest


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def database_up(home: Path) -> Iterator[None]:
    """The database up; stopped again if it was not."""
    started = embedded.ensure_running(home, with_caller=True)
    try:
        yield
    finally:
        if started:
            embedded.stop(home)


@contextmanager
def _workshop(target: Path) -> Iterator[Path]:
    """A private folder beside the target, on the same disk; what a killed backup of the same name left is cleared away."""
    if not target.parent.is_dir():
        raise BackupFailed(say(f"没有文件夹 {target.parent}", f"There is no folder {target.parent}"))
    for left in target.parent.glob(f".{target.name}.making-*"):
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=f".{target.name}.making-", dir=target.parent) as folder:
        yield Path(folder)


def _dump_and_count(home: Path, dump: Path, progress: Progress) -> tuple[dict[str, Table], str, str]:
    """Dump the database, and take every table's fingerprint in the same snapshot meanwhile; with version and role."""
    with connected(home) as connection:
        speak_plainly(connection)
        connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        row = connection.execute(
            "SELECT pg_export_snapshot(), current_setting('server_version'), current_user"
        ).fetchone()
        assert row
        snapshot, server, role = row
        command = tool_command(home, connection.info.server_version, "pg_dump")
        command += ["--format=custom", f"--snapshot={snapshot}", "--no-owner"]
        with _synced(dump) as file, tempfile.TemporaryFile() as said:
            process = subprocess.Popen(command, stdout=file, stderr=said, env=tool_environment(home))
            try:
                tables = tables_of(connection, progress)
                _wait_for(process, dump, progress)
            finally:
                process.kill()
                process.wait()
            if process.returncode:
                said.seek(0)
                raise complaint("pg_dump", said.read())
    return tables, server, role


def _wait_for(process: subprocess.Popen[bytes], dump: Path, progress: Progress) -> None:
    """Wait for the dump, telling how large it has become."""
    while True:
        progress("dump", dump.stat().st_size, 0)
        try:
            process.wait(0.2)
            return
        except subprocess.TimeoutExpired:
            continue


def _copy_of_keys(home: Path, workshop: Path) -> str | None:
    """Copy the key file into the workshop, if there is one; its hash."""
    keys = home / "keys.json"
    if not keys.exists():
        return None
    content = keys.read_bytes()
    with _synced(workshop / "keys") as file:
        file.write(content)
    return hashlib.sha256(content).hexdigest()


def _add_files(archive: ArchiveWriter, folder: Path, progress: Progress) -> dict[str, Stored]:
    """Add every finished file under a folder. They are copied after the snapshot: no row in it lacks its file."""
    paths = sorted(
        path for path in folder.rglob("*") if path.suffix != DRAFT and path.is_file() and not path.is_symlink()
    )
    stored = {}
    for number, path in enumerate(paths, start=1):
        name = path.relative_to(folder).as_posix()
        try:
            with path.open("rb") as content:
                stored[name] = archive.add(FILES + name, content, os.fstat(content.fileno()).st_size)
        except FileNotFoundError:
            continue  # Dropped since: nothing refers to it any more.
        progress("files", number, len(paths))
    return stored


@contextmanager
def _synced(path: Path) -> Iterator[IO[bytes]]:
    """A new private file, on the disk when the block ends."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())
