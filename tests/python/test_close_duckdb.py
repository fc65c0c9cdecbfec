"""A month's close and the same in DuckDB give equal results, and a difference would be seen."""

from __future__ import annotations

import csv
import datetime
import random
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import o2c
import pytest

duckdb = pytest.importorskip("duckdb")
pq = pytest.importorskip("pyarrow.parquet")

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from benchmarks import close_duckdb, close_plans  # noqa: E402

Row = dict[str, str]


# One that is open; one that was closed and signed, with another version of a plan, and a dispute.
@pytest.mark.parametrize("period", ["2026-10", "2025-06"])
def test_both_close_the_sample_book_alike(sample_folder: Path, period: str) -> None:
    command = [sys.executable, "-m", "benchmarks.close", "--book", str(sample_folder)]
    command += ["--period", period, "--peer", "duckdb"]
    told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    lines = told.splitlines()
    assert [line.split()[1] for line in lines[:3]] == ["aging:", "commission:", "profit:"]
    assert all(line.endswith(" compared, 0 differ") for line in lines[:3])
    assert all(int(line.split()[2].replace(",", "")) > 5 for line in lines[:3])
    assert any(line.startswith("the four ") for line in lines[3:])


def a_cent_more(rows: list[Row]) -> None:
    # Of sales of which nothing waits.
    row = next(row for row in rows if row["date"] > "2026-10" and not row["order"])
    row["amount"] = str(Decimal(row["amount"]) + Decimal("0.01"))


def not_signed(rows: list[Row]) -> None:
    next(row for row in rows if row["date"] > "2026-10")["signed_by"] = ""


def due_long_ago(rows: list[Row]) -> None:
    next(row for row in rows if row["due_date"] > "2026-11")["due_date"] = "2025-10-30"


@pytest.mark.parametrize(
    ("table", "change", "differing"),
    [
        ("costs", a_cent_more, "profit"),
        ("cash_handed_in", not_signed, "commission"),
        ("invoices", due_long_ago, "aging"),
    ],
)
def test_a_difference_is_told_and_no_times_are(
    sample_folder: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    table: str,
    change: Callable[[list[Row]], None],
    differing: str,
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    for path in sample_folder.iterdir():
        (other / path.name).symlink_to(path)
    with (other / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    change(rows)
    (other / f"{table}.csv").unlink()
    with (other / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    ours, theirs = tmp_path / "o2c", tmp_path / "duckdb"
    for engine, book, out in [("o2c", sample_folder, ours), ("duckdb", other, theirs)]:
        out.mkdir()
        close_duckdb.ENGINES[engine](book, "2026-10", 1, out)
    with pytest.raises(SystemExit, match="differ"):
        close_duckdb.print_differences("2026-10", ours, theirs, "CNY")
    told = capsys.readouterr().out
    (line,) = [line for line in told.splitlines() if line.startswith(f"2026-10 {differing}: ")]
    assert not line.endswith(" 0 differ")
    assert ": o2c " in told


def test_all_months_of_the_plans_are_settled_alike(sample_folder: Path, tmp_path: Path) -> None:
    close_duckdb.with_duckdb(sample_folder, "2026-10", 1, tmp_path)
    rows = pq.read_table(tmp_path / "months.parquet").to_pylist()
    assert len({row["month"] for row in rows}) == 24
    # Months of which no cash was handed in that was recorded after they were closed.
    for period in ("2024-12", "2026-01"):
        closed = o2c.close(sample_folder, period=period, known_at="2027-01-01T00:00:00Z")
        expected = {
            (row["plan"], row["salesperson"]): row["commission"]
            for row in closed["commission"].to_arrow().to_pylist()
            if row["commission"]
        }
        assert expected == {
            (row["plan"], row["salesperson"]): Decimal(row["commission"]) / 100
            for row in rows
            if row["month"] == period and row["commission"]
        }


VERSIONS: list[dict[str, Any]] = [
    {"rate": "3.25%"},
    {"method": "marginal", "tiers": [(0, "1.2%"), ("1500.50", "1.6%"), (3000, "2%")]},
    {"method": "whole", "tiers": [(0, "1.5%"), (2000, "25bp"), ("4000.01", "2.4%")]},
    {"method": "whole", "edge": "opens", "tiers": [(0, "1.5%"), (2000, "2%")]},
    {"tiers_over": "attainment", "tiers": [(0, "0.05%"), ("100%", "0.08%"), ("120%", "0.1%")]},
    {"tiers_over": "attainment", "method": "whole", "tiers": [(0, "1%"), ("87.5%", "2%")]},
]


@pytest.mark.parametrize("version", VERSIONS)
def test_tiers_in_sql_earn_what_a_schedule_earns(version: dict[str, Any]) -> None:
    tiers = version.get("tiers", [(0, version.get("rate"))])
    stated = {
        **version,
        "tiers": [{"from": start, "rate": rate} for start, rate in tiers],
        "modifier": [{"by": "days_overdue", "levels": [{"above": 30, "pays": "80%"}]}],
    }
    plan = close_plans.plan_sql(Path("p.toml"), "CNY", stated, {"CNY": 2})
    target = 123_456  # Cents.
    starts = [close_plans.fraction(start) for start, _ in tiers]
    if plan.by_attainment:
        starts = [start * target / 100 for start in starts]
    schedule = o2c.RateSchedule(
        version.get("method", "marginal"),
        [
            (Decimal(start.numerator) / start.denominator, rate)
            for start, (_, rate) in zip(starts, tiers, strict=True)
        ],
        edge=version.get("edge", "closes"),
    )
    rng = random.Random(20261130)
    bases = [rng.randint(-100_000, 500_000) for _ in range(200)]
    bases += [int(start * 100) + step for start in starts for step in (-1, 0, 1)]
    rows = ", ".join(f"({base}, {days})" for base in bases for days in (0, 30, 31))
    query = (
        f"SELECT base, days_overdue, {plan.tiers('base')} * {plan.pays}"
        f" FROM (SELECT *, {target} AS target FROM (VALUES {rows}) v(base, days_overdue))"
    )
    for base, days, earned in duckdb.sql(query).fetchall():
        whole = 100 * schedule.earned(o2c.Money.from_minor(base, "CNY").amount)
        assert Fraction(earned, plan.scale) == whole * (Fraction(4, 5) if days > 30 else 1)


@pytest.mark.parametrize(
    "stated",
    [
        {"basis": "gross_profit"},
        {"accumulation": "quarter"},
        {"method": "table"},
        {"rule": []},
        {"payout": {"floor": 100}},
        {"modifier": [{"by": "margin", "levels": []}]},
    ],
)
def test_plans_that_are_not_known_are_refused(stated: dict[str, Any]) -> None:
    version = {"from_date": datetime.date(2026, 1, 1), "rate": "1%", **stated}
    with pytest.raises(close_plans.UnknownPlanError):
        close_plans.plan_sql(Path("p.toml"), "CNY", version, {"CNY": 2})
