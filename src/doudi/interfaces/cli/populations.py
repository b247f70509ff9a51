"""Populations at the command line: synth, bulk and reform, with progress."""

import datetime
import sys
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Table

from doudi.interfaces.cli.language import language, say
from doudi.interfaces.cli.main import Refused
from doudi.policy.programmes import BY_KEY, PROGRAMMES
from doudi.vocabulary.money import yuan
from doudi.vocabulary.territory import place_name


def _bar() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        disable=not sys.stderr.isatty(),
    )


def synth(*, persons: int, out: Path, seed: int, day: datetime.date) -> None:
    """Write a pretend population with progress."""
    from doudi.synthetic.population import synthesise

    with _bar() as bar:
        task = bar.add_task(say("合成人口", "Writing people"), total=persons, rate="")
        try:
            summary = synthesise(
                persons=persons, seed=seed, out=out, day=day, progress=lambda done, _: bar.update(task, completed=done)
            )
        except ValueError as error:
            raise Refused(str(error)) from None
    print(
        say(
            f"{out}：{summary.persons} 人、{summary.households} 户、{summary.obligors} 名义务人",
            f"{out}: {summary.persons} people in {summary.households} households, {summary.obligors} obligors",
        )
    )


def bulk(
    folder: Path, out: Path, *, day: datetime.date, engine: str, memory_gib: float | None, profile: str | None
) -> None:
    """Determine everyone with progress, then say what came out."""
    from doudi.engine.bulk import BulkRefused, run_bulk
    from doudi.engine.bulk import Progress as Done
    from doudi.engine.population import PopulationError
    from doudi.policy.edition import EditionError

    with _bar() as bar:
        task = bar.add_task(say("核定", "Determining"), total=None, rate="")

        def show(done: Done) -> None:
            rate = say(f"{done.persons_a_second:,.0f} 人/秒", f"{done.persons_a_second:,.0f} persons/s")
            bar.update(task, total=done.persons, completed=done.persons_done, rate=rate)
            if not sys.stderr.isatty():
                left = say("剩余", "left")
                print(f"{done.parts_done}/{done.parts} {rate} {left} {done.seconds_left:.0f}s", file=sys.stderr)

        try:
            summary = run_bulk(
                folder, out, day=day, profile=profile or "anhui", engine=engine, memory_gib=memory_gib, progress=show
            )
        except (BulkRefused, PopulationError, EditionError) as error:
            raise Refused(str(error)) from None
    _tell_summary(summary)


def _tell_summary(summary: dict[str, dict[str, dict[str, int]]]) -> None:
    console = Console(width=None if sys.stdout.isatty() else 120)
    columns = [
        say("项目", "programme"),
        say("符合", "eligible"),
        say("不符合", "refused"),
        say("待定", "unknown"),
        say("不重复", "excluded"),
        say("每月（元）", "yuan a month"),
    ]
    table = Table(*columns, title=say("全部", "Everywhere"))
    for programme in PROGRAMMES:
        table.add_row(*_row(programme.key, summary["programmes"][programme.key]))
    console.print(table)
    by_place = Table(
        say("地区", "place"), *columns, title=say("按地区（有符合者的项目）", "By place, where anybody is eligible")
    )
    for place, programmes in sorted(summary["places"].items()):
        for key, counted in programmes.items():
            if counted["eligible"]:  # type: ignore[index]
                by_place.add_row(place_name(place), *_row(key, counted))  # type: ignore[arg-type]
    console.print(by_place)


def _row(key: str, counted: dict[str, int]) -> list[str]:
    name = BY_KEY[key].zh if language() == "zh" else BY_KEY[key].en
    tally = [f"{counted[word]:,}" for word in ("eligible", "not_eligible", "unknown", "excluded")]
    return [name, *tally, yuan(counted["monthly_fen"]) if counted["monthly_fen"] else ""]


def reform(
    folder: Path, changes: Path, *, day: datetime.date, json_: bool, households: Path | None, profile: str | None
) -> None:
    """Run a population under today's and changed parameters and tell the difference."""
    import orjson

    from doudi.engine.dated import ParameterError, UnknownParameter
    from doudi.engine.population import PopulationError
    from doudi.engine.reform import run_reform, tables, to_json

    if not changes.exists():
        raise Refused(say(f"{changes} 不存在", f"{changes} does not exist"))
    with _bar() as bar:
        task = bar.add_task(say("推演", "Comparing"), total=None, rate="")
        try:
            report = run_reform(
                folder,
                day=day,
                profile=profile or "anhui",
                changes=changes,
                households=households,
                progress=lambda done, total: bar.update(task, total=total, completed=done),
            )
        except (ParameterError, UnknownParameter, PopulationError) as error:
            raise Refused(str(error)) from None
    if json_:
        sys.stdout.buffer.write(orjson.dumps(to_json(report)) + b"\n")
        return
    console = Console(width=None if sys.stdout.isatty() else 140)
    for title, head, rows in tables(report, language()):
        table = Table(*head, title=title)
        for row in rows:
            table.add_row(*row)
        console.print(table)
