"""`o2c daily` and `o2c annual` on the command line."""

from __future__ import annotations

import csv
import html
import re
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import o2c
import pytest

pa = pytest.importorskip("pyarrow")
pytest.importorskip("typer")
pytest.importorskip("jinja2")

Command = Callable[..., tuple[int, str, str]]
DAY = "2026-10-28"


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    from o2c._cli import main

    def run(*arguments: object) -> tuple[int, str, str]:
        status = main([str(each) for each in arguments])
        out, err = capsys.readouterr()
        return status, out, err

    return run


@pytest.fixture(scope="module")
def day(sample_folder: Path) -> o2c.DailyReport:
    return o2c.daily_report(sample_folder, date=DAY)


def words(page: Path) -> list[list[str]]:
    """The cells of the page's rows."""
    text = page.read_text(encoding="utf-8")
    return [
        [html.unescape(cell) for cell in re.findall(r"<t[dh][^>]*>([^<]*)</t[dh]>", row)]
        for row in re.findall(r"<tr>(.*?)</tr>", text, re.DOTALL)
    ]


def shown(amount: Decimal) -> str:
    return f"{amount:,.2f}" if amount else "–"


def test_the_day_in_the_terminal(
    sample_folder: Path, day: o2c.DailyReport, command: Command
) -> None:
    status, out, err = command("daily", sample_folder, "--on", DAY)
    assert (status, err) == (0, "")
    lines = out.splitlines()
    assert lines[0].startswith("Bright Harbour Trading Co., Ltd. · Sales report of 28 October 2026")
    assert lines[0].endswith("amounts in CNY")
    rows = day.by_salesperson.to_arrow().to_pylist()
    for row in rows:
        named = [line for line in lines if line.strip().startswith(row["salesperson"] or "–")]
        (line,) = (line for line in named if shown(row["overdue"]) in line and " 202" not in line)
        assert shown(row["invoiced"]) in line
        assert f" {row['actions'] or '–'} " in f"{line} "
    (total,) = (line for line in lines if line.strip().startswith("Total"))
    for name in ("invoiced", "received", "overdue"):
        assert shown(sum(row[name] for row in rows)) in total
    to_do = lines[next(i for i, line in enumerate(lines) if "Days late" in line) + 2 :]
    late = [int(cells[-1].replace("–", "0")) for cells in map(str.split, to_do) if cells]
    assert late == sorted(late, reverse=True), "what is late first"
    assert len(late) == len(day.actions) > 5
    _, out, _ = command("daily", sample_folder, "--on", DAY, "--top", 3)
    assert f"{len(day.actions) - 3:,} more rows; --top or --out shows them" in out
    status, out, _ = command("daily", sample_folder, "--on", DAY, "--lang", "zh", "--top", 0)
    assert status == 0
    assert "2026年10月28日销售日报" in out
    assert f"另有{len(day.actions):,}行" in out
    assert "Salesperson" not in out


def test_the_day_as_files(
    sample_folder: Path, day: o2c.DailyReport, command: Command, tmp_path: Path
) -> None:
    page, table, columns = (tmp_path / f"day.{ending}" for ending in ("html", "csv", "parquet"))
    status, out, err = command(
        "daily", sample_folder, "--on", DAY, "--out", page, "--out", table, "--out", columns
    )
    assert (status, out) == (0, "")
    actions = tmp_path / "day-actions.csv"
    assert err.splitlines() == [
        f"wrote {path}"
        for path in (page, table, actions, columns, tmp_path / "day-actions.parquet")
    ]
    with table.open(encoding="utf-8", newline="") as file:
        read = list(csv.DictReader(file))
    wanted = day.by_salesperson.to_arrow().to_pylist()
    assert [Decimal(row["received"]) for row in read] == [row["received"] for row in wanted]
    for path, which in (
        (columns, day.by_salesperson),
        (actions.with_suffix(".parquet"), day.actions),
    ):
        assert pa.parquet.read_table(path).equals(which.to_arrow())
    rows = words(page)
    assert len(rows) == 2 + len(wanted) + 1 + len(day.actions)
    assert rows[0][0] == "Salesperson"
    assert [row[0] for row in rows[1 : 1 + len(wanted)]] == [
        row["salesperson"] or "–" for row in wanted
    ]
    text = page.read_text(encoding="utf-8")
    assert not re.search(r"""(?:src|href)\s*=|url\(|@import|<script""", text), "needs nothing else"
    assert command("daily", sample_folder, "--on", DAY, "--lang", "zh", "--out", page)[0] == 0
    assert words(page)[0][0] == "业务员"
    assert 'lang="zh-CN"' in page.read_text(encoding="utf-8")


def test_the_day_as_it_was_known(sample_folder: Path, command: Command, tmp_path: Path) -> None:
    table = tmp_path / "day.csv"
    known = "2026-10-28T23:00:00Z"
    command("daily", sample_folder, "--on", DAY, "--known-at", known, "--out", table)
    report = o2c.daily_report(sample_folder, date=DAY, known_at=known)
    assert table.read_text(encoding="utf-8") == report.by_salesperson.to_csv()
    assert (
        report.by_salesperson.to_csv()
        != o2c.daily_report(sample_folder, date=DAY).by_salesperson.to_csv()
    ), "something of the day was recorded later"
    _, out, _ = command("daily", sample_folder, "--on", DAY, "--known-at", known)
    assert "as known at 2026-10-28 23:00 UTC" in out.splitlines()[0]


def test_the_year(sample_folder: Path, command: Command, tmp_path: Path) -> None:
    arguments = ("annual", sample_folder, "--year", 2026, "--as-of", "2026-03-31")
    months = o2c.annual_summary(sample_folder, year="2026", as_of="2026-03-31").to_arrow()
    rows = months.to_pylist()
    status, out, err = command(*arguments)
    assert (status, err) == (0, "")
    lines = [line.split() for line in out.splitlines()]
    assert out.startswith("Bright Harbour Trading Co., Ltd. · Summary of 2026")
    for row in rows:
        (cells,) = (cells for cells in lines if cells[:1] == [row["period"]])
        assert cells[1:4] == [shown(row[name]) for name in ("revenue", "cost", "profit")]
        assert cells[-1] == "✓"
    (total,) = (cells for cells in lines if cells[:1] == ["Total"])
    assert total[1] == shown(sum(row["revenue"] for row in rows))
    assert total[5] == shown(rows[-1]["receivable"]), "what is owed is not added up"
    page, table = tmp_path / "year.html", tmp_path / "year.parquet"
    assert command(*arguments, "--lang", "zh", "--out", page, "--out", table)[0] == 0
    assert pa.parquet.read_table(table).equals(months)
    assert [row[0] for row in words(page)] == ["月份", "2026-01", "2026-02", "2026-03", "合计"]
    assert "2026年度总结" in page.read_text(encoding="utf-8")


def test_the_year_tells_of_ties_that_differ(
    sample_folder: Path, command: Command, tmp_path: Path
) -> None:
    book = shutil.copytree(sample_folder, tmp_path / "book")
    balances = book / "control_balances.csv"
    text = balances.read_text(encoding="utf-8")
    row = next(line for line in text.splitlines() if ",2026-01-31,CNY," in line)
    balances.write_text(text.replace(row, row.rsplit(",", 1)[0] + ",1.00"), encoding="utf-8")
    status, out, _ = command("annual", book, "--year", "2026", "--as-of", "2026-02-28")
    assert status == 1
    (january,) = (line for line in out.splitlines() if line.strip().startswith("2026-01"))
    assert january.split()[-1] == "✗"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("daily", "--on", "2026-02-30"), '--on "2026-02-30": expected a date YYYY-MM-DD'),
        (("daily", "--on", "yesterday"), '--on "yesterday": expected a date YYYY-MM-DD'),
        (("daily", "--on", DAY, "--known-at", DAY), "--known-at"),
        (("daily", "--on", DAY, "--out", "day.xlsx"), "ends in .html, .csv, .parquet"),
        (("daily",), "Missing option '--on'"),
        (("annual", "--year", "2026"), "Missing option '--as-of'"),
        (("annual", "--year", "2026-10", "--as-of", DAY), "what is summed up is a year"),
        (("annual", "--year", "last", "--as-of", DAY), "last"),
        (("annual", "--year", "2027", "--as-of", DAY), "no month of 2027 had ended by 2026-10-28"),
        (("annual", "--year", "2026", "--as-of", "31.10.2026"), '--as-of "31.10.2026"'),
    ],
)
def test_wrong_options_are_told_in_a_line(
    arguments: tuple[str, ...], told: str, sample_folder: Path, command: Command
) -> None:
    status, out, err = command(arguments[0], sample_folder, *arguments[1:])
    assert (status, out) == (2, "")
    assert told in err
    assert err.startswith("o2c: ")
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize("which", [("daily", "--on", DAY),
                                   ("annual", "--year", "2026", "--as-of", DAY)])  # fmt: skip
def test_wrong_books_are_told(
    which: tuple[str, ...], sample_folder: Path, command: Command, tmp_path: Path
) -> None:
    name, *options = which
    status, out, err = command(name, tmp_path / "none", *options)
    assert (status, out) == (2, "")
    assert err == f"o2c: {tmp_path / 'none'}: No such file or directory\n"
    book = shutil.copytree(sample_folder, tmp_path / "book")
    people = book / "people.csv"
    text = people.read_text(encoding="utf-8")
    people.write_text(text.replace("2015-03-02", "2 March 2015"), encoding="utf-8")
    status, out, err = command(name, book, *options)
    assert (status, out) == (2, "")
    assert f'{people}, line 2, joined "2 March 2015": expected a date YYYY-MM-DD' in err
    people.write_text(text, encoding="utf-8")
    # What only the ledger refuses has its line, too.
    applications = book / "applications.csv"
    text = applications.read_text(encoding="utf-8")
    last = text.splitlines()[-1]
    applications.write_text(text + last + "\n", encoding="utf-8")
    status, out, err = command(name, book, *options)
    assert (status, out) == (2, "")
    assert f"{applications}, line {len(text.splitlines()) + 1}" in err
