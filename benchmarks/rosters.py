"""How long a clean roster takes from upload to the last row: `python -m benchmarks.rosters HOME --rows 50000`.

HOME is an empty folder; the roster is invented and goes the way of the pages: upload, columns, dry run, commit. Beside the
seconds on the clock stand those of the processors, which other work on the machine stretches less.
"""

import argparse
import datetime
import io
import os
import sys
import time
from pathlib import Path

DAY = datetime.date(2026, 3, 2)


def main() -> None:
    """Set up an office, make the roster, take it in, say how long each part took and whether it reconciles."""
    said = argparse.ArgumentParser(prog="python -m benchmarks.rosters", description=__doc__)
    said.add_argument("home", type=Path)
    said.add_argument("--rows", type=int, default=50_000)
    arguments = said.parse_args()
    os.environ["DOUDI_HOME"] = str(arguments.home.resolve())
    os.environ["DJANGO_SETTINGS_MODULE"] = "doudi.interfaces.site.settings"
    import django

    from doudi.interfaces.site.embedded import ensure_running

    arguments.home.mkdir(parents=True, exist_ok=True)
    ensure_running(arguments.home)
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    measure(arguments.rows)


def measure(rows: int) -> None:
    """Print the seconds of each step and the counts; ends in failure where they do not add up."""
    from benchmarks.county import staff
    from doudi.records.accounts.models import Officer
    from doudi.records.accounts.queries import desks_of
    from doudi.records.registry.models import Person
    from doudi.records.rosters.actions import map_columns, run_check, run_commit, start_commit, upload_roster
    from doudi.records.rosters.queries import counts_of

    staff()
    desk = desks_of(Officer.objects.get(login="county-reviewer"), DAY)[0]
    data = roster(rows)
    busy, began = _busy(), time.perf_counter()
    made = upload_roster(by=desk, data=data, filename="roster.xlsx", valid_on=datetime.date(2026, 2, 1))
    uploaded = time.perf_counter()
    mapping = {int(at): name for at, name in made.mapping.items()}
    map_columns(by=desk, roster=made.pk, mapping=mapping, options={})
    run_check(desk, made.pk)
    checked = time.perf_counter()
    start_commit(by=desk, roster=made.pk)
    run_commit(desk, made.pk)
    done = time.perf_counter()
    used = [after - before for after, before in zip(_busy(), busy, strict=True)]
    counts, people = counts_of(made), Person.objects.count()
    print(f"{rows:,} rows: upload {uploaded - began:.1f} s, columns and dry run {checked - uploaded:.1f} s, ", end="")
    print(f"commit {done - checked:.1f} s, in all {done - began:.1f} s")
    print("processor: program {:.1f} s, reading {:.1f} s, database {:.1f} s".format(*used))
    print(f"{counts}; {people:,} people")
    # The row of headings is counted, too.
    if counts != {"create": rows, "note": 1} or people != rows or made.rows != rows + 1:
        sys.exit("the counts do not add up")


def _busy() -> tuple[float, float, float]:
    """The processor seconds used so far by this program, by the processes that read the file, and by its database session."""
    import psutil
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        session = psutil.Process(cursor.fetchone()[0]).cpu_times()
    own = os.times()
    return own.user + own.system, own.children_user + own.children_system, session.user + session.system


def roster(rows: int) -> bytes:
    """A clean roster of households of three, in the villages of the county."""
    import xlsxwriter

    from benchmarks.county import COUNTY
    from doudi.synthetic.demonstration.making import Maker
    from doudi.synthetic.places import villages

    make, out = Maker(5), io.BytesIO()
    places = [one.code for one in villages() if one.code.startswith(COUNTY)]
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    head = [
        "户编号",
        "姓名",
        "身份证号",
        "与户主关系",
        "村（社区）",
        "劳动能力",
        "月工资收入",
        "救助项目",
        "分类",
        "月保障金",
        "起保月份",
    ]
    sheet.write_row(0, 0, head)
    for number in range(rows):
        place, relation = number % 3, ("户主", "妻", "子")[number % 3]
        sex = "female" if place == 1 else "male"
        years = (1950 + number // 3 % 35, 1952 + number // 3 % 35, 1995 + number // 3 % 20)
        born = datetime.date(years[place], 1 + number % 12, 1 + number % 28)
        name = (
            "王李张刘陈杨赵黄周吴"[number % 10]
            + "国建军志明秀英桂兰玉"[number // 10 % 10]
            + "平安海山河青松云龙春"[number // 100 % 10]
        )
        told = [
            f"H{number // 3:06d}",
            name,
            make.number(born, sex, "341502"),
            relation,
            places[number // 3 % len(places)],
        ]
        told += ["有劳动能力", str(number % 1500 + 1), *(["低保", "B类", "600", "2025-03"] if place == 0 else [])]
        for column, text in enumerate(told):
            sheet.write_string(number + 1, column, text)
    book.close()
    return out.getvalue()


if __name__ == "__main__":
    main()
