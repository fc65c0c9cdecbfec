"""Versions of a commission plan by date."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import o2c
import pandas as pd
import pytest

OLD = o2c.Plan("Export", "CNY", "3%")
NEW = o2c.Plan("Export", "CNY", "4%", accumulation="quarter")
HISTORY = o2c.PlanHistory([("2026-01-01", OLD), (dt.date(2026, 7, 1), NEW)])
LINES = pd.DataFrame(
    {
        "salesperson": ["Li", "Li"],
        "date": [dt.date(2026, 6, 30), dt.date(2026, 7, 1)],
        "net": [100_000, 100_000],
    }
)


def test_the_version_that_holds_settles_a_period() -> None:
    june = o2c.commission(LINES, plan=HISTORY, period="2026-06")
    july = o2c.commission(LINES, plan=HISTORY, period="2026-07")
    assert (june.plan, july.plan) == (OLD, NEW)
    assert june.totals["commission"] == o2c.Money("30", "CNY")
    assert july.totals["commission"] == o2c.Money("40", "CNY")


def test_balances_go_on_under_another_version() -> None:
    june = o2c.commission(
        LINES,
        plan=HISTORY,
        period="2026-06",
        openings=pd.DataFrame({"salesperson": ["Li"], "overpaid": [5_000]}),
    )
    assert june.payouts[0]["overpaid"] == o2c.Money("20", "CNY")
    july = o2c.commission(LINES, plan=HISTORY, period="2026-07", previous=june)
    assert july.payouts[0]["payable"] == o2c.Money("20", "CNY")


def test_a_period_that_a_change_cuts_in_two_is_refused() -> None:
    with pytest.raises(o2c.InvalidArgument, match="one version, as the plan changes on 2026-07-01"):
        o2c.commission(LINES, plan=HISTORY, period="2026")
    with pytest.raises(o2c.InvalidArgument, match="2026-01-01"):
        HISTORY.on("2025-12-31")
    assert HISTORY.on("2026-06-30") == OLD
    assert HISTORY.for_period("2026Q3") == NEW


def test_a_file_of_versions(tmp_path: Path) -> None:
    path = tmp_path / "export.toml"
    path.write_text(HISTORY.to_toml(), encoding="utf-8")
    assert o2c.PlanHistory.from_toml(path) == HISTORY
    assert o2c.PlanHistory.from_toml(HISTORY.to_toml()) == HISTORY
    assert eval(repr(HISTORY), vars(o2c)) == HISTORY
    with pytest.raises(o2c.ParseError, match="read as a history") as raised:
        o2c.Plan.from_toml(path)
    assert raised.value.faults[0].file == f"{path}:4"


def test_every_fault_is_named() -> None:
    with pytest.raises(o2c.InvalidArgument) as raised:
        o2c.PlanHistory([("2026-07-01", OLD), ("2026-05-01", NEW)])
    assert [(fault.row, fault.field) for fault in raised.value.faults] == [
        (1, "from_date"),
        (1, "from_date"),
    ]
    with pytest.raises(TypeError, match="pair"):
        o2c.PlanHistory([OLD])  # type: ignore[list-item]
    with pytest.raises(TypeError, match=r"an o2c\.Plan"):
        o2c.PlanHistory([("2026-01-01", "4%")])  # type: ignore[list-item]


def test_it_tells_and_doubts_itself() -> None:
    assert "from 2026-07-01, Export" in HISTORY.describe()
    assert "自 2026-07-01 起" in HISTORY.describe("zh")
    assert str(HISTORY) == "Export: 2 versions in CNY, from 2026-01-01 and 2026-07-01"
    same = o2c.PlanHistory([("2026-01-01", OLD), ("2026-02-01", OLD)])
    assert same.lint() == ["from 2026-02-01: it is as the version before it"]
