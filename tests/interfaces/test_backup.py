"""A backup: whole or not there, equal to what it was made of, and restored only where there is nothing."""

import os
import signal
import subprocess
import sys
import tarfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from doudi.interfaces.cli.main import run
from doudi.interfaces.site import embedded, restore
from doudi.interfaces.site.backup import keys_beside, make_backup
from doudi.interfaces.site.backup_archive import TRAILER_BYTES, ArchiveDamaged
from doudi.interfaces.site.backup_manifest import Manifest, Stored, manifest_from
from doudi.interfaces.site.backup_programs import BackupFailed
from doudi.interfaces.site.restore import check_backup, is_half_restored, restore_backup
from doudi.interfaces.site.serving_lock import CannotServe, the_only_one
from support.homes import connect, passable_home

MADE_AT = "2024-08-15T08:00:00+08:00"
OFFICE = """
    CREATE EXTENSION pg_trgm;
    CREATE SCHEMA other;
    CREATE TYPE other.state AS ENUM ('open', 'closed');
    CREATE TABLE person (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text, born date, seen timestamptz,
                         sealed bytea, facts jsonb, held daterange, weight float8, state other.state);
    CREATE INDEX ON person USING gin (name gin_trgm_ops);
    CREATE TABLE twice (whole_row_ text);
    CREATE TABLE other."Odd Name" (a int, b int);
    INSERT INTO person (name, born, seen, sealed, facts, held, weight, state)
    SELECT '王' || i, date '1950-01-01' + i, timestamptz '2024-01-01 00:00+08' + i * interval '1 second',
           sha256(i::text::bytea), jsonb_build_object('n', i), daterange(NULL, date '2020-01-01' + i), i / 7.0, 'open'
    FROM generate_series(1, 2000) i;
    INSERT INTO twice VALUES ('same'), ('same');
    REVOKE DELETE ON twice FROM doudi;
"""


def silent(_step: str, _done: int, _total: int, /) -> None:
    """Progress nobody looks at."""


@pytest.fixture(scope="module", autouse=True)
def _our_own_database_and_words_in_chinese() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("DATABASE_URL", raising=False)
        patch.setenv("LC_ALL", "zh_CN.UTF-8")
        yield


@pytest.fixture(scope="module")
def office() -> Iterator[Path]:
    """A home with a small database, two files, a draft of a third, and keys."""
    with passable_home() as home:
        embedded.ensure_running(home)
        with connect(home) as connection:
            connection.execute(OFFICE)
        (home / "files" / "ab").mkdir(parents=True)
        (home / "files" / "ab" / "abc").write_bytes(os.urandom(50_000))
        (home / "files" / "ab" / "empty").write_bytes(b"")
        (home / "files" / "ab" / "abd.1.new").write_bytes(b"not yet")
        (home / "keys.json").write_text('{"a": "key"}')
        yield home


@pytest.fixture(scope="module")
def archive(office: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Manifest]:
    """A backup of it."""
    target = tmp_path_factory.mktemp("backup") / "office.doudi"
    return target, make_backup(home=office, target=target, made_at=MADE_AT, progress=silent)


@pytest.fixture
def empty() -> Iterator[Path]:
    with passable_home() as home:
        yield home


@pytest.mark.machine
def test_backup_says_what_is_in_it(archive: tuple[Path, Manifest]) -> None:
    path, manifest = archive
    assert {name: table.rows for name, table in manifest.tables.items()} == {
        "other.Odd Name": 0,
        "public.person": 2000,
        "public.twice": 2,
    }
    assert {name: stored.size for name, stored in manifest.files.items()} == {"ab/abc": 50_000, "ab/empty": 0}
    assert manifest.rows == 2002 and manifest.made_at == MADE_AT
    assert check_backup(path, silent) == manifest


@pytest.mark.machine
def test_keys_go_into_a_file_of_their_own_and_both_are_private(archive: tuple[Path, Manifest]) -> None:
    path, _ = archive
    assert keys_beside(path).read_text() == '{"a": "key"}'
    assert b'{"a": "key"}' not in path.read_bytes()
    assert {found.name: found.stat().st_mode & 0o777 for found in path.parent.iterdir()} == {
        "office.doudi": 0o600,
        "office.doudi.keys": 0o600,
    }


@pytest.mark.machine
def test_backup_opens_with_any_tar_program(archive: tuple[Path, Manifest]) -> None:
    with tarfile.open(archive[0]) as tar:
        assert tar.getnames() == ["database.dump", "files/ab/abc", "files/ab/empty", "manifest.json"]


@pytest.mark.machine
def test_restored_office_is_equal_row_by_row_and_byte_by_byte(
    archive: tuple[Path, Manifest], empty: Path, office: Path
) -> None:
    path, manifest = archive
    assert restore_backup(home=empty, source=path, keys=keys_beside(path), progress=silent) == manifest
    again = make_backup(home=empty, target=empty.parent / "again", made_at=MADE_AT, progress=silent)
    assert (again.tables, again.files, again.keys_sha256) == (manifest.tables, manifest.files, manifest.keys_sha256)
    for name in ("files/ab/abc", "keys.json"):
        assert (empty / name).read_bytes() == (office / name).read_bytes()
    assert not is_half_restored(empty)
    assert not list(empty.glob(".*")), "something was left behind"
    embedded.ensure_running(empty)
    with connect(empty) as connection:
        row = connection.execute("SELECT has_table_privilege('twice', 'DELETE'), max(id) FROM person").fetchone()
        assert row == (False, 2000)


@pytest.mark.machine
def test_database_that_did_not_run_is_stopped_again(empty: Path) -> None:
    make_backup(home=empty, target=empty.parent / "nothing", made_at=MADE_AT, progress=silent)
    assert not embedded.is_running(empty)


@pytest.mark.machine
def test_backup_while_clerks_write_is_of_one_moment(office: Path, empty: Path, tmp_path: Path) -> None:
    stopping = threading.Event()

    def write() -> None:
        with connect(office, autocommit=True) as connection:
            while not stopping.is_set():
                connection.execute('INSERT INTO other."Odd Name" SELECT n, n FROM generate_series(1, 50) n')

    writer = threading.Thread(target=write)
    writer.start()
    try:
        time.sleep(0.2)
        target = tmp_path / "busy.doudi"
        manifest = make_backup(home=office, target=target, made_at=MADE_AT, progress=silent)
    finally:
        stopping.set()
        writer.join()
    assert manifest.tables["other.Odd Name"].rows % 50 == 0
    # To restore is to compare every row's fingerprint with the manifest's.
    restore_backup(home=empty, source=target, keys=keys_beside(target), progress=silent)
    with connect(office, autocommit=True) as connection:
        connection.execute('TRUNCATE other."Odd Name"')


@pytest.mark.machine
def test_any_changed_byte_is_noticed_and_its_part_named(archive: tuple[Path, Manifest], tmp_path: Path) -> None:
    whole = archive[0].read_bytes()
    with tarfile.open(archive[0]) as tar:
        parts = {member.name: member for member in tar}
    dump, file, manifest = parts["database.dump"], parts["files/ab/abc"], parts["manifest.json"]
    places = {
        0: "开头",
        dump.offset_data: "database.dump",
        dump.offset_data + dump.size - 1: "database.dump",
        file.offset + 1: "database.dump之后",
        file.offset_data + 25_000: "files/ab/abc",
        manifest.offset_data: "manifest.json",
        len(whole) - TRAILER_BYTES - 1: "成员之间",
        len(whole) - TRAILER_BYTES + 3: "结尾",
        len(whole) - 30: "校验值",
        len(whole) - 1: "结尾",
    }
    for place, named in places.items():
        _assert_damaged(_changed(whole, place), tmp_path, named)
    for place in range(11, len(whole), len(whole) // 90):
        _assert_damaged(_changed(whole, place), tmp_path, "已损坏")


def _changed(whole: bytes, place: int) -> bytes:
    return whole[:place] + bytes([whole[place] ^ 0x20]) + whole[place + 1 :]


def _assert_damaged(content: bytes, folder: Path, named: str) -> None:
    path = folder / "damaged"
    path.write_bytes(content)
    with pytest.raises(ArchiveDamaged, match=named):
        check_backup(path, silent)


@pytest.mark.machine
@pytest.mark.parametrize("kept", [0, 10, 20_000, -1, -TRAILER_BYTES])
def test_backup_that_is_cut_short_is_noticed(archive: tuple[Path, Manifest], tmp_path: Path, kept: int) -> None:
    _assert_damaged(archive[0].read_bytes()[:kept], tmp_path, "已损坏")


@pytest.mark.machine
def test_damaged_backup_touches_nothing(archive: tuple[Path, Manifest], empty: Path, tmp_path: Path) -> None:
    path = tmp_path / "damaged"
    path.write_bytes(_changed(archive[0].read_bytes(), 5000))
    with pytest.raises(ArchiveDamaged):
        restore_backup(home=empty, source=path, keys=keys_beside(archive[0]), progress=silent)
    assert not empty.exists()


@pytest.mark.machine
def test_nothing_is_restored_over_anything(archive: tuple[Path, Manifest], office: Path, empty: Path) -> None:
    path, _ = archive
    with pytest.raises(BackupFailed, match="keys.json"):
        restore_backup(home=office, source=path, keys=keys_beside(path), progress=silent)
    embedded.ensure_running(empty)
    with connect(empty) as connection:
        connection.execute("CREATE TABLE one_table ()")
    with pytest.raises(BackupFailed, match="DOUDI_HOME"):
        restore_backup(home=empty, source=path, keys=keys_beside(path), progress=silent)
    assert not (empty / "keys.json").exists() and not is_half_restored(empty)


@pytest.mark.machine
def test_home_that_is_being_served_is_not_restored_into(archive: tuple[Path, Manifest], empty: Path) -> None:
    path, _ = archive
    with the_only_one(empty, "127.0.0.1", 8000), pytest.raises(CannotServe, match="8000"):
        restore_backup(home=empty, source=path, keys=keys_beside(path), progress=silent)


@pytest.mark.machine
def test_keys_must_be_those_of_the_backup_unless_it_is_said_to_do_without(
    archive: tuple[Path, Manifest], empty: Path, tmp_path: Path
) -> None:
    path, _ = archive
    with pytest.raises(BackupFailed, match="--keys"):
        restore_backup(home=empty, source=path, keys=None, progress=silent)
    (tmp_path / "others").write_text('{"a": "lock"}')
    with pytest.raises(BackupFailed, match="others"):
        restore_backup(home=empty, source=path, keys=tmp_path / "others", progress=silent)
    restore_backup(home=empty, source=path, keys=None, without_keys=True, progress=silent)
    assert not (empty / "keys.json").exists()


@pytest.mark.machine
def test_restoration_that_does_not_compare_is_marked_and_never_served_or_mended(
    archive: tuple[Path, Manifest], empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, _ = archive
    monkeypatch.setattr(restore, "tables_of", lambda *_: {})
    with pytest.raises(BackupFailed, match=r"public\.person"):
        restore_backup(home=empty, source=path, keys=keys_beside(path), progress=silent)
    assert is_half_restored(empty)
    monkeypatch.undo()
    with pytest.raises(BackupFailed, match=str(empty)):
        restore_backup(home=empty, source=path, keys=keys_beside(path), progress=silent)


@pytest.mark.machine
def test_existing_file_is_never_written_over(archive: tuple[Path, Manifest], office: Path) -> None:
    before = archive[0].read_bytes()
    with pytest.raises(BackupFailed, match=r"office\.doudi"):
        make_backup(home=office, target=archive[0], made_at=MADE_AT, progress=silent)
    assert archive[0].read_bytes() == before


@pytest.mark.machine
def test_failed_backup_leaves_nothing_behind(office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> Stored:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("doudi.interfaces.site.backup_archive.ArchiveWriter.add", full)
    with pytest.raises(OSError, match="No space"):
        make_backup(home=office, target=tmp_path / "full.doudi", made_at=MADE_AT, progress=silent)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.machine
def test_killed_backup_leaves_no_file_and_the_next_clears_up_after_it(office: Path, tmp_path: Path) -> None:
    target = tmp_path / "killed.doudi"
    program = (
        "import sys, time; from pathlib import Path; from doudi.interfaces.site import backup;"
        "backup._add_files = lambda *_: (print('half', flush=True), time.sleep(60));"
        "backup.make_backup(home=Path(sys.argv[1]), target=Path(sys.argv[2]), made_at='', progress=lambda *_: None)"
    )
    command = [sys.executable, "-c", program, str(office), str(target)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"half\n"
        process.send_signal(signal.SIGKILL)
    assert not target.exists() and not keys_beside(target).exists()
    make_backup(home=office, target=target, made_at=MADE_AT, progress=silent)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["killed.doudi", "killed.doudi.keys"]


def test_manifest_that_leads_out_of_the_folder_of_files_is_refused() -> None:
    stored = Stored(size=1, sha256="0" * 64)
    manifest = Manifest(
        made_at=MADE_AT, doudi="1", postgresql="17", role="doudi", keys_sha256=None, dump=stored, tables={}, files={}
    )
    assert manifest_from(manifest.to_json()) == manifest
    for name in ("../keys.json", "/etc/passwd", "ab/../../keys.json"):
        with pytest.raises(ValueError, match="outside"):
            manifest_from(replace(manifest, files={name: stored}).to_json())


@pytest.mark.machine
def test_commands_back_up_check_and_restore(
    office: Path, empty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def doudi(home: Path, *words: str) -> str:
        monkeypatch.setenv("DOUDI_HOME", str(home))
        monkeypatch.setattr(sys, "argv", ["doudi", *words])
        with pytest.raises(SystemExit) as ended:
            run()
        said = capsys.readouterr()
        return f"{ended.value.code} {said.out}{said.err}"

    target = str(tmp_path / "office.doudi")
    with ExitStack() as stack:
        stack.callback(embedded.stop, empty)
        assert "分开保管" in doudi(office, "backup", target)
        assert doudi(office, "backup", target).startswith("2 ")
        assert "0 备份完好" in doudi(empty, "restore", target, "--check")
        assert "2 请用 --keys" in doudi(empty, "restore", target)
        assert "0 已恢复并核对无误" in doudi(empty, "restore", target, "--keys", f"{target}.keys")
        assert "1 " in doudi(empty, "database", "status")
        assert "0 已启动" in doudi(empty, "database", "start")
        assert "在运行" in doudi(empty, "database", "status")
        assert "0 已停止" in doudi(empty, "database", "stop")
