"""DATABASE_URL, for an office that has a PostgreSQL of its own."""

from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit


class DatabaseUrlWrong(ValueError):
    """A DATABASE_URL that cannot be used: says what is wrong and what one looks like. Never repeats the password."""


def settings_of_url(url: str) -> dict[str, Any]:
    """The Django DATABASES entry of `postgres://user:password@host:port/name?option=value`.

    User, password, host and name are percent-decoded; options go to libpq as they are (sslmode, for one).
    Raises DatabaseUrlWrong.
    """
    parts = _parts_of(url)
    name = unquote(parts.path.removeprefix("/"))
    if not name or "/" in name:
        raise _wrong("没有写数据库名", "it names no database")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(parse_qsl(parts.query, keep_blank_values=True)),
    }


def _parts_of(url: str) -> SplitResult:
    """The parts of a URL whose scheme and port are right.

    Raises DatabaseUrlWrong.
    """
    try:
        parts = urlsplit(url.strip())
        _ = parts.port
    except ValueError:
        raise _wrong("主机或端口写得不对", "its host or port is malformed") from None
    if parts.scheme not in ("postgres", "postgresql"):
        raise _wrong("开头应是 postgres://", "it must begin with postgres://")
    return parts


def _wrong(zh: str, en: str) -> DatabaseUrlWrong:
    """The refusal, in both languages, with an example."""
    example = "postgres://user:password@host:5432/doudi"
    return DatabaseUrlWrong(
        f"环境变量 DATABASE_URL {zh}。应写成 {example}，密码里的 @ : / # 等字符要用 %40 这样的写法。\n"
        f"DATABASE_URL: {en}. Write it as {example}; write @ : / # in a password as %40 and so on."
    )
