"""`doudi restore FILE`: a backup into an empty home and an empty database, proved before and after.

Nothing is ever overwritten. A restoration that was cut short leaves a mark, and the home is not served until it is
taken away and the backup restored anew.
"""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

from doudi.interfaces.cli.language import say
from doudi.interfaces.site.backup import database_up, sync_folder
from doudi.interfaces.site.backup_archive import DUMP, FILES, ArchiveReader, Progress, opened_archive
from doudi.interfaces.site.backup_manifest import Manifest
from doudi.interfaces.site.backup_programs import BackupFailed, complaint, connected, tool_command, tool_environment
from doudi.interfaces.site.backup_tables import differences, speak_plainly, table_names, tables_of
from doudi.interfaces.site.serving_lock import the_only_one

MARK = "restoring"


def is_half_restored(home: Path) -> bool:
    """Whether a restoration into this home was cut short."""
    return (home / MARK).exists()


def check_backup(source: Path, progress: Progress) -> Manifest:
    """The manifest of a backup that is whole.

    Raises ArchiveDamaged, OSError.
    """
    with opened_archive(source, progress) as archive:
        return archive.manifest


def restore_backup(
    *, home: Path, source: Path, keys: Path | None, without_keys: bool = False, progress: Progress
) -> Manifest:
    """Restore a backup; the manifest tells what is there now.

    without_keys: restore although nothing sealed can be read afterwards.
    Raises BackupFailed, ArchiveDamaged, CannotServe (the home is being served), embedded.DatabaseCannotStart.
    """
    with opened_archive(source, progress) as archive, the_only_one(home, "doudi restore", 0):
        content = _fitting_keys(home, archive.manifest, keys, without_keys)
        _check_empty(home)
        with database_up(home):
            _check_database_empty(home)
            (home / MARK).touch(mode=0o600)
            sync_folder(home)
            _restore_database(home, archive, progress)
            _compare(home, archive.manifest, progress)
            _end_sessions(home)
            _plan(home)
            _restore_files(home, archive, progress)
            if content is not None:
                _write_keys(home, content)
            (home / MARK).unlink()
            sync_folder(home)
        return archive.manifest


def _fitting_keys(home: Path, manifest: Manifest, keys: Path | None, without_keys: bool) -> bytes | None:
    """The key file to put in place; None where there is nothing to put.

    Raises BackupFailed where the keys are wanting, or are not those of the backup.
    """
    if keys is None:
        if manifest.keys_sha256 and not without_keys:
            raise BackupFailed(
                say(
                    "请用 --keys 指定这份备份的密钥文件（备份时生成的 .keys）；没有它，证件号、账号和附件都无法解读。",
                    "Name the backup's key file with --keys (the .keys made with it); without it no ID number, "
                    "account or document can be read.",
                )
            )
        return None
    content = keys.read_bytes()
    if hashlib.sha256(content).hexdigest() != manifest.keys_sha256:
        raise BackupFailed(
            say(f"{keys} 不是这份备份的密钥文件，或已损坏", f"{keys} is not the key file of this backup, or is damaged")
        )
    return content


def _check_empty(home: Path) -> None:
    """Raises BackupFailed where the home holds anything a restoration would overwrite."""
    if is_half_restored(home):
        raise BackupFailed(
            say(
                f"上一次恢复到 {home} 没有完成。把这个文件夹移走（用外部数据库的，清空它），再恢复。",
                f"An earlier restoration into {home} was cut short. Move that folder away (and empty the database, "
                f"if it is your own), then restore again.",
            )
        )
    for name in ("keys.json", "files"):
        found = home / name
        if found.is_file() or (found.is_dir() and any(found.iterdir())):
            raise _not_empty(str(found))


def _check_database_empty(home: Path) -> None:
    """Raises BackupFailed where the database has tables."""
    with connected(home) as connection:
        if names := table_names(connection):
            raise _not_empty(say(f"数据库里的 {len(names)} 张表", f"{len(names)} tables in the database"))


def _not_empty(what: str) -> BackupFailed:
    return BackupFailed(
        say(
            f"只能恢复到空的地方，但已有 {what}。把 DOUDI_HOME 设为一个新的文件夹（用 DATABASE_URL 的，换一个空的数据库）。",
            f"A backup is restored only where there is nothing, but there is {what}. Set DOUDI_HOME to a new folder "
            f"(and DATABASE_URL, if you use it, to an empty database).",
        )
    )


def _restore_database(home: Path, archive: ArchiveReader, progress: Progress) -> None:
    """Bring the dump into the database, all of it or nothing.

    Raises BackupFailed, ArchiveDamaged.
    """
    dump = home / f".{DUMP}"
    dump.unlink(missing_ok=True)
    archive.extract(DUMP, dump)
    try:
        with connected(home) as connection:
            server, role = connection.info.server_version, connection.info.user
        command = tool_command(home, server, "pg_restore")
        command += ["--exit-on-error", "--single-transaction", "--no-owner"]
        # Rights granted to the role of the backup mean nothing to another.
        command += [] if role == archive.manifest.role else ["--no-privileges"]
        progress("restore", 0, 0)
        done = subprocess.run([*command, str(dump)], stderr=subprocess.PIPE, env=tool_environment(home))
        if done.returncode:
            raise complaint("pg_restore", done.stderr)
    finally:
        dump.unlink()


def _compare(home: Path, manifest: Manifest, progress: Progress) -> None:
    """Raises BackupFailed where a table is not, row for row, what it was."""
    with connected(home) as connection:
        speak_plainly(connection)
        if wrong := differences(manifest.tables, tables_of(connection, progress)):
            names = "、".join(wrong)
            raise BackupFailed(
                say(
                    f"恢复后内容与备份不符：{names}。请勿使用。",
                    f"Restored but not equal to the backup: {names}. Do not use it.",
                )
            )


def _end_sessions(home: Path) -> None:
    """Nobody is signed in to what was restored: a session of the day of the backup is as good as a password."""
    with connected(home) as connection:
        if ("public", "django_session") in table_names(connection):
            connection.execute("DELETE FROM django_session")


def _plan(home: Path) -> None:
    """Let the database count its rows, which a dump does not tell it: else its first searches are slow."""
    with connected(home) as connection:
        connection.execute("ANALYZE")


def _restore_files(home: Path, archive: ArchiveReader, progress: Progress) -> None:
    """Write the files beside their place, then move them there at once."""
    made = home / "files.restoring"
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir(mode=0o700)
    for number, name in enumerate(sorted(archive.manifest.files), start=1):
        target = made / name
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        archive.extract(FILES + name, target)
        progress("files", number, len(archive.manifest.files))
    for folder in (made, *(path for path in made.rglob("*") if path.is_dir())):
        sync_folder(folder)
    if (home / "files").is_dir():
        (home / "files").rmdir()
    made.rename(home / "files")


def _write_keys(home: Path, content: bytes) -> None:
    """Put the key file in place, private."""
    with os.fdopen(os.open(home / "keys.json", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
