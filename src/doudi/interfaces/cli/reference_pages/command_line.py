"""command-line.md: every command with its arguments, options and exit status, from the command line itself."""

import importlib.util
import os
from collections.abc import Iterator
from types import ModuleType
from typing import Any
from unittest import mock

import typer

from doudi.interfaces.cli import main
from doudi.interfaces.cli.reference_pages.markdown import code, page, table

_INTRODUCTION = (
    "命令行说中文还是英文，看 `LC_ALL`、`LC_MESSAGES`、`LANG` 中最先设置的一个；核定的说明总是中文，加 `--english` 为英文。",
    "",
    "The command line speaks Chinese where the first that is set of `LC_ALL`, `LC_MESSAGES` and `LANG` says so, English",
    "otherwise. An answer is explained in Chinese, with `--english` in English. Progress and errors go to standard",
    "error, answers to standard output.",
)
_STATUS = (
    (
        "0",
        "一切正常；结论为“不符合”或“尚不能判定”也是正常的答复",
        "all well; *not eligible* and *unknown* are answers too",
    ),
    ("1", "检查不通过", "a check did not pass"),
    ("2", "输入被拒绝，原因写在标准错误输出", "the input was refused; standard error says what and where"),
)
_ALSO: dict[str, str] = {
    "determine": "一行一案（.jsonl）时，有一案被拒绝即以 2 结束，其余照常答复。 · With one case a line, 2 where any was refused; the others are answered.",
    "standards": "加 `--check` 而有标准超出法定比例时为 1。 · With `--check`, 1 where a published standard is outside the legal ratios.",
    "check": "规则、参数、引用有误为 1；案件文件有误为 2。 · 1 for a fault in rules, parameters or citations, 2 for one in a case file.",
    "bulk": "中断后用同样的参数再运行，从停下的地方继续。 · Run again after an interruption, it goes on where it stopped.",
}


def command_line_page() -> str:
    """The page: exit statuses, then one section a command."""
    statuses = table(("状态 status", "含义", "meaning"), ((code(number), zh, en) for number, zh, en in _STATUS))
    chinese, english = (dict(_leaves(_spoken(locale), ())) for locale in ("zh_CN.UTF-8", "C.UTF-8"))
    parts = [list(_command(words, chinese[words], command)) for words, command in english.items()]
    title = ["## 退出状态 · Exit status"]
    return page("命令行 · The command line", "`interfaces/cli/main.py`", _INTRODUCTION, title, statuses, *parts)


def commands() -> tuple[str, ...]:
    """Every command as it is typed, without `doudi`."""
    return tuple(" ".join(words) for words, _ in _leaves(typer.main.get_command(main.app), ()))


def _spoken(locale: str) -> Any:
    """The command line as it is in a terminal of this locale: its help is worded when the module is loaded."""
    with mock.patch.dict(os.environ, {"LC_ALL": locale}):
        return typer.main.get_command(_loaded_again().app)


def _loaded_again() -> ModuleType:
    spec = importlib.util.spec_from_file_location("doudi_command_line", main.__file__)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _leaves(command: Any, words: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, below in command.commands.items():
        if hasattr(below, "commands"):
            yield from _leaves(below, (*words, name))
        else:
            yield (*words, name), below


def _command(words: tuple[str, ...], chinese: Any, english: Any) -> Iterator[str]:
    name = " ".join(words)
    yield f"## {name}"
    yield ""
    yield f"{chinese.help} {english.help}"
    yield ""
    yield "```sh"
    yield f"doudi {name} {' '.join(_usage(english))}".rstrip()
    yield "```"
    if words[0] in _ALSO:
        yield from ("", _ALSO[words[0]])
    told = list(zip(_parameters(chinese), _parameters(english), strict=True))
    if told:
        yield ""
        yield from table(("", "含义", "meaning"), ((code(en[0]), zh[1], en[1]) for zh, en in told))


def _usage(command: Any) -> list[str]:
    pieces: list[str] = command.collect_usage_pieces(command.make_context("doudi", [], resilient_parsing=True))
    return [piece.replace("{", "").replace("}", "").upper() for piece in pieces]


def _parameters(command: Any) -> list[tuple[str, str]]:
    context = command.make_context("doudi", [], resilient_parsing=True)
    records = [one.get_help_record(context) for one in command.params if "--help" not in one.opts]
    return [record for record in records if record]
