"""The command line: an office (`doudi serve`, `backup`, …) and the policy engine (`doudi determine`, `bulk`, …).

Nothing heavy is imported before a command needs it, so that one case is answered in well under a second. Exit status:
0 all well, 1 the answer is no or the check failed, 2 the input was refused.
"""

import datetime
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from doudi.interfaces.cli import office
from doudi.interfaces.cli.language import say

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help=say("兜底：县级社会救助系统。", "Doudi: the system a county runs its social assistance on."),
)
rules_app = typer.Typer(
    no_args_is_help=True,
    help=say("查看规则：列表、单条的出处和沿革。", "The rules: list them, or show one with its sources."),
)
app.add_typer(rules_app, name="rules")

Profile = Annotated[
    str | None,
    typer.Option(
        "--profile", help=say("口径：anhui 或 national（默认按地区）", "anhui or national (by place unless said)")
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help=say("输出 JSON", "answer as JSON"))]
Day = Annotated[str, typer.Option("--on", help=say("日期，如 2024-08-15", "the day, as 2024-08-15"))]


class Refused(Exception):
    """Input that cannot be used: told on standard error, exit status 2."""


def run() -> None:
    """Entry point: refusals are told in one place, without a traceback."""
    try:
        app()
    except Refused as refused:
        print(refused, file=sys.stderr)
        raise SystemExit(2) from None
    except BrokenPipeError:
        raise SystemExit(0) from None


def day_of(text: str) -> datetime.date:
    """A day as YYYY-MM-DD.

    Raises Refused for anything else.
    """
    try:
        if len(text) != 10:
            raise ValueError
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise Refused(
            say(f"--on: {text} 不是日期；请写成 2024-08-15", f"--on: {text} is not a day; write it as 2024-08-15")
        ) from None


def profile_of(text: str | None) -> str | None:
    """A profile that exists.

    Raises Refused for another word.
    """
    if text not in (None, "anhui", "national"):
        raise Refused(
            say(f"--profile: 没有 {text}；可用 anhui、national", f"--profile: no {text}; there are anhui and national")
        )
    return text


def read_source(source: str) -> bytes:
    """What a file or standard input (`-`) holds.

    Raises Refused where it cannot be read.
    """
    if source == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(source).read_bytes()
    except OSError as error:
        raise Refused(f"{source}: {error.strerror}") from None


@app.command(help=say("核定一户或多户（YAML、JSON、JSONL 或 -）。", "Determine a case (YAML, JSON, JSONL or -)."))
def determine(
    case: Annotated[str, typer.Argument(help=say("案件文件，- 为标准输入", "a case file, - for standard input"))],
    json_: AsJson = False,
    full: Annotated[
        bool, typer.Option("--full/--short", help=say("完整推理 / 一段话", "whole reasoning / one paragraph"))
    ] = True,
    english: Annotated[bool, typer.Option("--english", help=say("用英文说明", "explain in English"))] = False,
    since: Annotated[
        str | None,
        typer.Option(
            "--since", help=say("与上次的案件文件比较：为什么变了", "an earlier case file: why did it change")
        ),
    ] = None,
    profile: Profile = None,
) -> None:
    from doudi.interfaces.cli import cases

    spoken = "en" if english else "zh"
    if case.endswith(".jsonl"):
        raise SystemExit(cases.determine_lines(read_source(case), profile_of(profile)))
    if since is not None:
        raise SystemExit(
            cases.compare((read_source(since), since), (read_source(case), case), json_, spoken, profile_of(profile))
        )
    raise SystemExit(cases.determine_one(read_source(case), case, json_, full, spoken, profile_of(profile)))


@app.command(help=say("计算法定期限。", "Work out the statutory deadlines of a case."))
def deadlines(
    events: Annotated[str, typer.Argument(help=say("事件文件，- 为标准输入", "an event file, - for standard input"))],
    json_: AsJson = False,
) -> None:
    from doudi.interfaces.cli import cases

    raise SystemExit(cases.deadlines_of(read_source(events), events, json_))


@app.command(help=say("合成一个县市的模拟人口。", "Write a plausible pretend population."))
def synth(
    persons: Annotated[int, typer.Option("--persons", min=1, help=say("人数", "how many people"))],
    out: Annotated[Path, typer.Option("--out", help=say("输出文件夹", "the folder to write"))],
    seed: Annotated[
        int, typer.Option("--seed", help=say("种子：相同则逐字节相同", "equal seeds give equal bytes"))
    ] = 1,
    on: Day = "2024-08-15",
) -> None:
    from doudi.interfaces.cli import populations

    populations.synth(persons=persons, out=out, seed=seed, day=day_of(on))


@app.command(help=say("核定整个人口，可中断后继续。", "Determine a whole population; resumes where it stopped."))
def bulk(
    folder: Annotated[Path, typer.Argument(help=say("人口数据文件夹", "the population's folder"))],
    on: Day,
    out: Annotated[Path, typer.Option("--out", help=say("结果文件夹", "the folder of results"))],
    engine: Annotated[str, typer.Option("--engine", help="kernel | duckdb | spark")] = "kernel",
    memory_gib: Annotated[
        float | None, typer.Option("--memory-gib", help=say("内存上限（GiB）", "how much memory may be used, GiB"))
    ] = None,
    profile: Profile = None,
) -> None:
    from doudi.interfaces.cli import populations

    populations.bulk(folder, out, day=day_of(on), engine=engine, memory_gib=memory_gib, profile=profile_of(profile))


@app.command(
    help=say("假如标准改变：谁进、谁出、多少钱。", "What if: entrants, leavers and cost under changed parameters.")
)
def reform(
    folder: Annotated[Path, typer.Argument(help=say("人口数据文件夹", "the population's folder"))],
    changes: Annotated[Path, typer.Argument(help=say("新参数的 YAML", "a YAML of new values"))],
    on: Day,
    json_: AsJson = False,
    households: Annotated[
        Path | None,
        typer.Option("--households", help=say("逐户变化写入此 Parquet", "write every change to this Parquet")),
    ] = None,
    profile: Profile = None,
) -> None:
    from doudi.interfaces.cli import populations

    populations.reform(folder, changes, day=day_of(on), json_=json_, households=households, profile=profile_of(profile))


@rules_app.command("list", help=say("列出某日有效的规则。", "List the rules in force on a day."))
def rules_list(on: Day = "2024-08-15", profile: Profile = None) -> None:
    from doudi.interfaces.cli import law

    law.list_rules(day_of(on), profile_of(profile) or "anhui")


@rules_app.command(
    "show", help=say("一条规则：条文、参数、沿革和源码。", "One rule: articles, parameters, dates and source.")
)
def rules_show(name: str) -> None:
    from doudi.interfaces.cli import law

    law.show_rule(name)


@app.command(help=say("某地某日有效的标准。", "What was in force where on a day."))
def standards(
    place: Annotated[str, typer.Argument(help=say("区划代码，6、9 或 12 位", "division code, 6, 9 or 12 digits"))],
    on: Day,
    check: Annotated[
        bool,
        typer.Option(
            "--check", help=say("标准是否在法定比例之内", "are the published standards inside the legal ratios")
        ),
    ] = False,
    json_: AsJson = False,
    profile: Profile = None,
) -> None:
    from doudi.interfaces.cli import law

    raise SystemExit(law.standards(place, day_of(on), check=check, json_=json_, profile=profile_of(profile)))


@app.command(help=say("检查案件文件、规则和参数是否完好。", "Check case files, rules and parameters."))
def check(
    files: Annotated[list[str] | None, typer.Argument(help=say("案件或事件文件", "case or event files"))] = None,
) -> None:
    from doudi.interfaces.cli import law

    raise SystemExit(law.check(files or []))


def _logins() -> Iterable[str]:
    """With what to sign in to the demonstration."""
    from doudi.interfaces.site.demonstration import demonstration_logins

    return demonstration_logins()


office.register(app, logins=_logins)


@app.command(help=say("核定示范案件并打印说明。", "Determine the demonstration cases and print the explained answers."))
def demo(
    english: Annotated[bool, typer.Option("--english", help=say("用英文说明", "explain in English"))] = False,
) -> None:
    from doudi.interfaces.cli import cases

    cases.demonstrate("en" if english else "zh")


if __name__ == "__main__":
    # The other modules raise the Refused of the imported module, which is not this one's.
    from doudi.interfaces.cli.main import run as run_imported

    run_imported()
