"""Closing months by plans that pay later, count quantities, or look at who left."""

from __future__ import annotations

import datetime as dt
from typing import Any

import o2c
import pandas as pd
import pytest

OCTOBER = dt.date(2026, 10, 1)


def day(of_october: int) -> dt.date:
    return OCTOBER + dt.timedelta(of_october - 1)


def table(**columns: Any) -> pd.DataFrame:
    return pd.DataFrame(columns)


BOOK = {
    "parties": table(party=["Acme"], line=["home"], salesperson=["Li"]),
    "people": table(
        person=["Li", "Wu"],
        manager=[None, None],
        joined=[dt.date(2020, 1, 1)] * 2,
        left=[day(15), None],
        successor=["Wu", None],
    ),
    "products": table(product=["beer", "wine"], category=["drinks"] * 2, unit=["CS"] * 2),
    "invoices": table(
        document=["I-1", "I-1/D1"],
        kind=["invoice", "debit_note"],
        party=["Acme"] * 2,
        invoice_date=[day(5)] * 2,
        due_date=[day(30)] * 2,
        amount=["10000", "40"],
        currency=["CNY"] * 2,
        refers_to=[None, "I-1"],
        charge=[None, "collection_cost"],
    ),
    "invoice_lines": table(
        document=["I-1"] * 2,
        product=["beer", "wine"],
        quantity=["120", "10"],
        net=["6000", "4000"],
        currency=["CNY"] * 2,
    ),
    "receipts": table(
        receipt=["R-1"], party=["Acme"], date=[day(14)], amount=["10040"], currency=["CNY"]
    ),
    "applications": table(
        receipt=["R-1"] * 3,
        document=["I-1", "I-1", "I-1/D1"],
        date=[day(15), day(34), day(20)],
        amount=["4000", "6000", "40"],
        currency=["CNY"] * 3,
    ),
}


def closed(terms: str, period: str, *, start: str = "2026-09-01") -> o2c.CloseReport:
    plan = f'name = "Home"\ncurrency = "CNY"\n[[version]]\nfrom_date = {start}\n{terms}'
    files = {"book.toml": '[book]\ncompany = "T"\nhome = "CNY"\n', "plans/home.toml": plan}
    return o2c.close(o2c.Book.open(BOOK, files=files), period=period)


def figures(report: o2c.CloseReport, name: str, *columns: str) -> list[tuple[Any, ...]]:
    rows = report.tables[name].to_arrow().to_pylist()
    return [
        tuple(row[each] if isinstance(row[each], str | None) else int(row[each])
              for each in columns)
        for row in rows
    ]  # fmt: skip


LATER = """basis = "collected"
rate = "1%"
[version.leaving]
earns = "leaver"
share = "50%"
[version.payout]
payable_on = "full_payment"
"""


def test_what_is_not_payable_yet_is_carried_on() -> None:
    columns = ("salesperson", "commission", "deferred", "payable", "awaiting")
    october, november = closed(LATER, "2026-10"), closed(LATER, "2026-11")
    assert figures(october, "commission", *columns) == [("Li", 40, 40, 0, 40)]
    assert figures(november, "commission", *columns) == [
        ("Li", 30, -40, 70, 0),
        ("Wu", 30, 0, 30, 0),
    ]
    assert october.explain("commission", 0).recheck() == []
    assert "Not payable yet" in october.to_html()


def test_a_shared_line_is_explained_person_by_person() -> None:
    november = closed(LATER, "2026-11")
    columns = ("salesperson", "net", "commission")
    assert figures(november, "commission_lines", *columns) == [("Li", 6000, 60)]
    explained = november.explain("commission_lines", 0)
    assert explained.recheck() == []
    assert str(explained).count("credited") == 2
    assert "credited" in november.to_html()


def test_a_line_is_whose_the_plan_says() -> None:
    terms = 'basis = "collected"\nrate = "1%"\n[version.leaving]\nearns = "successor"\n'
    november = closed(terms, "2026-11")
    columns = ("salesperson", "net", "commission")
    assert figures(november, "commission_lines", *columns) == [("Wu", 6000, 60)]
    assert november.explain("commission_lines", 0).recheck() == []


@pytest.mark.parametrize("period", ["2026-10", "2026-11"])
def test_other_plans_have_no_such_columns(period: str) -> None:
    names = closed('rate = "1%"\n', period).tables["commission"].to_arrow().column_names
    assert not {"deferred", "awaiting"} & set(names)


def test_lines_are_divided_by_product() -> None:
    report = closed('basis = "quantity"\namount = 2\n', "2026-10")
    columns = ("document", "product", "quantity", "net", "commission")
    assert figures(report, "commission_lines", *columns) == [
        ("I-1", "beer", 120, 6000, 240),
        ("I-1", "wine", 10, 4000, 20),
    ]
    assert "120 × rate 2" in str(report.explain("commission_lines", 0))


ON_TOP = """rate = "1%"
[[version.accelerator]]
name = "quarter"
over = "quarter"
method = "marginal"
tiers = [{ from = 0, rate = "0%" }, { from = 5000, rate = "10%" }]
"""


def test_a_quarter_pays_on_top_of_its_months() -> None:
    october, november = (closed(ON_TOP, f"2026-{m}", start="2026-07-01") for m in (10, 11))
    columns = ("salesperson", "commission")
    assert figures(october, "commission", *columns) == [("Li", 40)]
    assert figures(november, "commission", *columns) == [("Wu", 60 + 100)]
    explained = november.explain("commission_lines", 0)
    assert explained.recheck() == []
    assert "quarter accumulates over" in str(explained)
    with pytest.raises(o2c.BadTable, match="the first day of a quarter"):
        closed(ON_TOP, "2026-10")


def test_costs_of_collection_earn_nothing() -> None:
    for basis in ("collected", "invoiced"):
        report = closed(f'basis = "{basis}"\nrate = "1%"\n', "2026-10")
        lines = report.tables["commission_lines"].to_arrow().to_pylist()
        assert {row["document"] for row in lines} == {"I-1"}


def test_what_counts_later_is_pending_and_what_comes_late_is_corrected() -> None:
    terms = 'basis = "collected"\nrate = "1%"\nearned_on = "full_payment"\n'
    october, november = closed(terms, "2026-10"), closed(terms, "2026-11")
    assert figures(october, "commission", "salesperson") == []
    assert figures(october, "commission_lines", "document", "standing", "net") == [
        ("I-1", "pending", 4000)
    ]
    assert "not earned yet" in october.to_html()
    assert "未到计提时点" in october.to_html(lang="zh")
    assert october.ties_hold
    assert november.ties_hold
    # Both receipts count on the day of the last.
    assert sum(row[0] for row in figures(november, "commission", "commission")) == 100
    assert "commission_corrections" not in november.tables
    # What November collects counts in October, when it was invoiced.
    invoiced = closed('basis = "collected"\nrate = "1%"\nearned_on = "invoice"\n', "2026-11")
    columns = ("plan", "period", "salesperson", "settled", "recomputed", "correction")
    parts = ("commission", "overrides", "pools")
    assert figures(invoiced, "commission_corrections", *columns, *parts) == [
        ("home", "2026-10", "Li", 40, 100, 60, 60, 0, 0)
    ]
    assert invoiced.ties_hold
    assert "Corrections of closed months" in invoiced.to_html()
    assert "已结月份提成更正" in invoiced.to_html(lang="zh")
