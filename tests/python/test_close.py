"""The month close from outside: what o2c.close gives of the sample book, and of small ones."""

from __future__ import annotations

import collections
import csv
import datetime
import decimal
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import o2c
import pytest
from o2c import _core

pa = pytest.importorskip("pyarrow")


@pytest.fixture(scope="module")
def book(sample_folder: Path) -> o2c.Book:
    return o2c.Book.open(sample_folder)


@pytest.fixture(scope="module")
def october(book: o2c.Book) -> o2c.CloseReport:
    return o2c.close(book, period="2026-10")


def rows(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def posted(date: str, recorded_at: str, closed: list[tuple[str, str]]) -> str:
    """By hand: the first day that was open when it was recorded. ``closed``: last days, moments."""
    days = [last for last, moment in closed if recorded_at and moment <= recorded_at]
    last = max(days, default="")
    if date > last:
        return date
    return (datetime.date.fromisoformat(last) + datetime.timedelta(days=1)).isoformat()


def closed_months(folder: Path) -> list[tuple[str, str]]:
    return [
        (o2c.Period(row["period"]).last.isoformat(), row["closed_at"])
        for row in rows(folder, "closed_periods")
    ]


@pytest.mark.parametrize("period", ["2024-12", "2025-06", "2026-02", "2026-09", "2026-10"])
def test_every_tie_holds(book: o2c.Book, sample_folder: Path, period: str) -> None:
    report = o2c.close(book, period=period)
    wrong = [tie for tie in report.ties if not tie.holds]
    assert not wrong
    assert report.ties_hold
    names = {"aging", "statements", "collected", "profit", "revenue", "costs", "general_ledger"}
    if any(row["period"] == period for row in rows(sample_folder, "budgets")):
        names.add("variance")
    assert {tie.name for tie in report.ties} == names
    assert report.is_closed is (period != "2026-10")


def test_the_budget_is_compared_with_what_was_sold(
    october: o2c.CloseReport, sample_folder: Path
) -> None:
    """Both profits from the files alone, but for the day that late records belong to."""
    units = {row["product"]: row["unit"] for row in rows(sample_folder, "products")}
    budgeted: dict[tuple[str, str], Decimal] = collections.defaultdict(Decimal)
    for row in rows(sample_folder, "budgets"):
        if row["period"] == "2026-10":
            margin = Decimal(row["price"]) * Decimal(row["rate"]) - Decimal(row["unit_cost"])
            budgeted[row["currency"], units[row["product"]]] += Decimal(row["quantity"]) * margin
    ties = [tie for tie in october.ties if tie.name == "variance"]
    assert len(ties) == len(budgeted) > 0
    causes: dict[tuple[str, str], Decimal] = collections.defaultdict(Decimal)
    for row in october["variances"].to_arrow().to_pylist():
        causes[row["budgeted_in"], row["unit"]] += row["amount"]
    for tie, (group, profit) in zip(ties, sorted(budgeted.items()), strict=True):
        assert abs(tie.parts[0].amount.amount - profit) < Decimal("0.01")
        assert tie.whole.amount.amount == tie.parts[0].amount.amount + causes[group]


@pytest.mark.parametrize("period", ["2025-04", "2025-11", "2026-05", "2026-09", "2026-10"])
def test_targets_of_the_sample_are_likely(book: o2c.Book, period: str) -> None:
    shares = o2c.close(book, period=period)["attainment"].to_arrow()["attainment"].to_pylist()
    sold = [share for share in shares if share]
    assert len(sold) > 4
    assert max(sold) < 2
    assert any(share < 1 for share in sold)
    assert any(share > 1 for share in sold)


def test_the_ties_add_up_in_decimals_too(october: o2c.CloseReport) -> None:
    for tie in october.ties:
        parts = sum((part.amount.amount for part in tie.parts), Decimal(0))
        assert tie.whole.amount.amount - parts == tie.difference.amount


def test_revenue_is_the_net_that_was_invoiced(
    october: o2c.CloseReport, sample_folder: Path
) -> None:
    """From the files alone, in decimals."""
    rates: dict[tuple[str, str], list[tuple[str, Decimal]]] = collections.defaultdict(list)
    for row in rows(sample_folder, "exchange_rates"):
        rates[row["base"], row["quote"]].append((row["date"], Decimal(row["rate"])))
    closed = closed_months(sample_folder)
    total = Decimal(0)
    for row in rows(sample_folder, "invoices"):
        if (row["kind"] or "invoice") not in ("invoice", "debit_note", "credit_note"):
            continue
        if not posted(row["invoice_date"], row["recorded_at"], closed).startswith("2026-10"):
            continue
        net = Decimal(row["net"] or row["amount"])
        if row["currency"] != "CNY":
            rate = (
                row.get("rate")
                or max(
                    each for each in rates[row["currency"], "CNY"] if each[0] <= row["invoice_date"]
                )[1]
            )
            net = (net * Decimal(rate)).quantize(Decimal("0.01"), "ROUND_HALF_UP")
        total += net
    assert october.revenue.amount == total


def test_a_signed_month_does_not_change_by_what_came_later(
    book: o2c.Book, sample_folder: Path, tmp_path: Path
) -> None:
    moment = dict(closed_months(sample_folder))["2026-08-31"]
    documents = {
        row["document"] for row in rows(sample_folder, "invoices") if row["recorded_at"] <= moment
    }
    known_then = tmp_path / "known_then"
    known_then.mkdir()
    for path in sample_folder.rglob("*"):
        target = known_then / path.relative_to(sample_folder)
        if path.is_dir():
            target.mkdir()
        elif path.suffix != ".csv":
            target.write_bytes(path.read_bytes())
        else:
            with path.open(encoding="utf-8", newline="") as source:
                table = list(csv.reader(source))
            at = table[0].index("recorded_at") if "recorded_at" in table[0] else None
            kept = [row for row in table[1:] if at is None or not row[at] or row[at] <= moment]
            if path.stem == "closed_periods":
                kept = [row for row in kept if row[0] <= "2026-08"]
            if path.stem == "invoice_lines":  # These have no moment of their own.
                kept = [row for row in kept if row[table[0].index("document")] in documents]
            with target.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file, lineterminator="\n").writerows([table[0], *kept])
    as_signed = o2c.close(known_then, period="2026-08")
    again = o2c.close(book, period="2026-08")
    for name in as_signed.tables:
        assert again[name].to_arrow().equals(as_signed[name].to_arrow()), name
    assert again.ties == as_signed.ties


def test_what_comes_late_is_in_the_next_month_and_listed(october: o2c.CloseReport) -> None:
    late = [
        row
        for row in october["exceptions"].to_arrow().to_pylist()
        if row["exception"] == "late_record"
    ]
    assert late
    assert all(row["date"] == datetime.date(2026, 10, 1) for row in late)


def test_every_result_explains_itself(october: o2c.CloseReport) -> None:
    facts = {"aging_change", "orders", "exceptions"}
    for name, table in october.tables.items():
        if name in facts or not len(table):
            continue
        for row in range(0, len(table), max(1, len(table) // 20)):
            if name == "commission_lines" and table.to_arrow()["commission"][row].as_py() is None:
                continue
            assert october.explain(name, row).recheck() == [], (name, row)
    with pytest.raises(o2c.InvalidArgument, match="orders has nothing to explain"):
        october.explain("orders", 0)


def test_an_aging_row_is_explained_by_its_items(october: o2c.CloseReport) -> None:
    table = october["aging"].to_arrow()
    for row, total in enumerate(table["total"].to_pylist()):
        last = october.explain("aging", row).steps[-1]
        assert last.result.amount == total


def test_closing_twice_writes_the_same_bytes(book: o2c.Book, tmp_path: Path) -> None:
    for name in ("one", "two"):
        o2c.close(book, period="2026-10", out=tmp_path / name)
    one = {path.name: path.read_bytes() for path in (tmp_path / "one").iterdir()}
    two = {path.name: path.read_bytes() for path in (tmp_path / "two").iterdir()}
    assert one == two
    assert {"close.html", "summary.txt", "ties.csv", "ties.parquet"} <= one.keys()


def test_the_progress_is_told_stage_by_stage(book: o2c.Book) -> None:
    stages: list[str] = []
    o2c.close(book, period="2026-10", progress=stages.append)
    assert stages == _core.close_stages()

    def tired(stage: str) -> None:
        if stage == "profit":
            raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        o2c.close(book, period="2026-10", progress=tired)


def test_the_number_of_threads_changes_nothing(book: o2c.Book) -> None:
    one = o2c.close(book, period="2026-10", threads=1)
    four = o2c.close(book, period="2026-10", threads=4)
    for name in one.tables:
        assert one[name].to_arrow().equals(four[name].to_arrow()), name


def test_an_interrupted_close_leaves_the_old_one(
    october: o2c.CloseReport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "october"
    october.save(out)
    before = {path.name: path.read_bytes() for path in out.iterdir()}

    def interrupted(self: o2c.CloseReport, *, lang: str = "en") -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(o2c.CloseReport, "to_html", interrupted)
    with pytest.raises(KeyboardInterrupt):
        october.save(out)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    assert [path.name for path in tmp_path.iterdir()] == ["october"]


def test_a_killed_close_leaves_the_old_one_or_the_new(sample_folder: Path, tmp_path: Path) -> None:
    """Killed at any moment, the folder has a whole close: its page is its last file."""
    out = tmp_path / "closed"
    command = [sys.executable, "-c",
               "import o2c, sys; r = o2c.close(sys.argv[1], period=sys.argv[3])\n"
               "print('closing', flush=True)\n"
               "r.save(sys.argv[2])"]  # fmt: skip
    subprocess.run([*command, sample_folder, out, "2026-09"], check=True, capture_output=True)
    names = {path.name for path in out.iterdir()}
    for delay in (0.0, 0.05, 0.2, 0.6):
        with subprocess.Popen(
            [*command, sample_folder, out, "2026-10"], stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            process.stdout.readline()
            try:
                process.wait(delay)
            except subprocess.TimeoutExpired:
                process.kill()
        assert {path.name for path in out.iterdir()} == names
        heading = (out / "summary.txt").read_text(encoding="utf-8").splitlines()[0]
        assert ("close 2026-09" in heading) != ("close 2026-10" in heading)
        assert (out / "close.html").read_text(encoding="utf-8").endswith("</html>")


def test_what_is_no_close_is_not_overwritten(october: o2c.CloseReport, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear customer", encoding="utf-8")
    with pytest.raises(o2c.InvalidArgument, match=r"expected a name that ends in \.html"):
        october.save(tmp_path)
    assert os.listdir(tmp_path) == ["letter.txt"]


@pytest.mark.parametrize("period", ["2026Q4", "2026-10H1", "2026"])
def test_what_is_closed_is_a_month(book: o2c.Book, period: str) -> None:
    with pytest.raises(o2c.InvalidArgument, match="what is closed is a month"):
        o2c.close(book, period=period)


def test_the_callers_decimal_context_changes_no_figure(october: o2c.CloseReport) -> None:
    shown = october.summary(), october.to_html(), october._repr_html_()
    with decimal.localcontext(decimal.Context(prec=4, rounding=decimal.ROUND_UP)):
        assert (october.summary(), october.to_html(), october._repr_html_()) == shown
    with decimal.localcontext(decimal.Context(traps=[decimal.Inexact])):
        assert (october.summary(), october.to_html(), october._repr_html_()) == shown


def test_the_summary_fits_a_screen(october: o2c.CloseReport) -> None:
    for lang in ("en", "zh"):
        lines = october.summary(lang=lang).splitlines()
        assert len(lines) <= 50
        assert "2026-10" in lines[0]
    assert "All ties hold" in october.summary()
    assert "勾稽全部相符" in october.summary(lang="zh")


def test_a_days_report_counts_what_the_files_have(book: o2c.Book, sample_folder: Path) -> None:
    day = "2026-10-28"
    report = o2c.daily_report(book, date=day)
    opened = sum(
        row["event"] == "OrderOpened" and row["on"] == day for row in rows(sample_folder, "events")
    )
    assert sum(report.by_salesperson.to_arrow()["opened"].to_pylist()) == opened
    received = Decimal(0)
    for row in rows(sample_folder, "receipts"):
        if row["date"] == day and row["currency"] == "CNY":
            received += Decimal(row["amount"])
    foreign = any(
        row["date"] == day and row["currency"] != "CNY" for row in rows(sample_folder, "receipts")
    )
    total = sum(report.by_salesperson.to_arrow()["received"].to_pylist())
    assert total > received if foreign else total == received
    late = report.actions.to_arrow().to_pylist()
    assert all(row["due_on"] <= datetime.date.fromisoformat(day) for row in late)


def test_a_year_is_its_months(book: o2c.Book, october: o2c.CloseReport) -> None:
    year = o2c.annual_summary(book, year="2026", as_of="2026-10-31").to_arrow().to_pylist()
    assert [row["period"] for row in year] == [f"2026-{month:02}" for month in range(1, 11)]
    assert year[-1]["profit"] == october.profit.amount
    assert all(row["ties_hold"] for row in year)
    with pytest.raises(o2c.InvalidArgument, match="what is summed up is a year"):
        o2c.annual_summary(book, year="2026-10", as_of="2026-10-31")
    with pytest.raises(o2c.InvalidArgument, match="no month of 2027"):
        o2c.annual_summary(book, year="2027", as_of="2026-10-31")


def test_the_command_tells_what_is_wrong(sample_folder: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import sys; from o2c._cli import main; sys.exit(main())"]

    def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*command, *map(str, arguments)], capture_output=True, text=True, check=False
        )

    good = run("close", sample_folder, "--period", "2026-10", "--out", tmp_path / "page.html")
    assert good.returncode == 0, good.stderr
    assert "All ties hold" in " ".join(good.stdout.split())
    assert (tmp_path / "page.html").exists()
    assert run("close", sample_folder, "--period", "2026-13").returncode == 2
    assert "No such file" in run("close", tmp_path / "none", "--period", "2026-10").stderr
    (tmp_path / "book").mkdir()
    (tmp_path / "book/book.toml").write_text("[book]\n", encoding="utf-8")
    faulty = run("close", tmp_path / "book", "--period", "2026-10")
    assert faulty.returncode == 2
    assert "company" in faulty.stderr
