"""What if: plans compared on the same lines, simulated on others, and their pay curves."""

from __future__ import annotations

import datetime as dt
import decimal
import sys
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import o2c
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from o2c._commission_plots import plot_plan

BANDS = [(0, "3%"), (300_000, "5%"), (500_000, "7%")]
MARGINAL = o2c.Plan("Marginal", "CNY", o2c.RateSchedule("marginal", BANDS))
WHOLE = o2c.Plan("Whole", "CNY", o2c.RateSchedule("whole", BANDS))
SCHEMA = pa.schema({"salesperson": pa.string(), "date": pa.date32(), "net": pa.decimal128(12, 2)})


PEOPLE = pa.table(
    {"salesperson": ["Li", "Wu", "Zhao", "Ada"], "manager": ["Zhao", None, None, None]}
)


def cny(amount: str | int) -> o2c.Money:
    return o2c.Money(amount, "CNY")


def table(*rows: tuple[str, str, str], **more: list[Any]) -> pa.Table:
    lines = pa.table(
        {
            "salesperson": pa.array([row[0] for row in rows], pa.string()),
            "date": pa.array([dt.date.fromisoformat(row[1]) for row in rows], pa.date32()),
            "net": pa.array([Decimal(row[2]) for row in rows], pa.decimal128(12, 2)),
        }
    )
    for name, values in more.items():
        lines = lines.append_column(name, pa.array(values))
    return lines


LINES = table(
    ("Wu", "2026-11-09", "100000.00"),
    ("Li", "2026-11-20", "400000.00"),
    ("Li", "2026-11-03", "200000.00"),
    ("Li", "2026-12-01", "5.00"),
)


@pytest.fixture
def pyplot() -> Iterator[Any]:
    pytest.importorskip("matplotlib").use("Agg")
    from matplotlib import pyplot

    yield pyplot
    pyplot.close("all")


# --- two plans ----------------------------------------------------------------------------------


def test_the_handbook_compares_its_tiers() -> None:
    found = o2c.compare_plans(LINES, MARGINAL, WHOLE, period="2026-11")
    assert found.rows == [
        {
            "salesperson": who,
            "base_before": cny(base),
            "base_after": cny(base),
            "before": cny(before),
            "after": cny(after),
            "change": cny(change),
        }
        for who, base, before, after, change in [
            ("Li", 600_000, 26_000, 42_000, 16_000),
            ("Wu", 100_000, 3_000, 3_000, 0),
        ]
    ]
    assert found.totals == {
        "before": cny(29_000),
        "after": cny(45_000),
        "change": cny(16_000),
        "revenue": cny(700_000),
        "cost_before": Fraction(29, 700),
        "cost_after": Fraction(45, 700),
        "gain": 1,
        "lose": 0,
    }
    assert found.after.explain_payout("Li").steps
    assert repr(found) == "<PlanComparison: 2 people, Marginal and Whole, 2026-11>"


def test_overrides_pools_and_bounds_are_of_what_is_compared() -> None:
    schedule = MARGINAL.schedule
    after = o2c.Plan(
        "After",
        "CNY",
        schedule,
        cap="20000 CNY",
        overrides=[o2c.Override("1%")],
        pools=[o2c.Pool("bonus", "1%", {"Wu": 1, "Ada": 1})],
    )
    found = o2c.compare_plans(LINES, MARGINAL, after, period="2026-11", people=PEOPLE)
    changes = {row["salesperson"]: row["change"] for row in found.rows}
    assert changes == {
        "Ada": cny(3_500),  # half of 1% of 700,000
        "Li": cny(-6_000),  # 26,000, capped
        "Wu": cny(3_500),
        "Zhao": cny(6_000),  # 1% of 600,000
    }
    assert (found.totals["gain"], found.totals["lose"]) == (3, 1)
    assert found.totals["change"] == cny(7_000)


def test_the_revenue_is_of_all_lines_of_the_period_whatever_a_plan_counts() -> None:
    lines = LINES.append_column("category", pa.array(["scrap", "flat", "flat", "flat"]))
    after = o2c.Plan(
        "After",
        "CNY",
        [o2c.PlanRule("scrap", categories=["scrap"], excluded=True), o2c.PlanRule("rest", "4%")],
    )
    found = o2c.compare_plans(lines, MARGINAL, after, period="2026-11")
    assert found.totals["revenue"] == cny(700_000)
    assert found.totals["cost_after"] == Fraction(24, 700)
    wu = found.rows[1]
    assert (wu["base_before"], wu["base_after"], wu["change"]) == (cny(100_000), cny(0), cny(-3000))
    assert "Base after" in found.to_html()


def test_the_revenue_is_the_same_whichever_plan_is_the_first() -> None:
    paid = [dt.date(2026, 11, 20), None, dt.date(2026, 12, 1)]
    lines = table(
        ("Li", "2026-11-03", "500"), ("Li", "2026-11-03", "1000"), ("Li", "2026-10-31", "8000")
    ).append_column("full_payment_date", pa.array(paid, pa.date32()))
    dated = o2c.Plan("Dated", "CNY", "2%")
    collected, other = (
        o2c.Plan("Collected", "CNY", rate, earned_on="full_payment") for rate in ("2%", "3%")
    )
    # By their dates, as one plan counts a line of October in December.
    for plans in ((dated, collected), (collected, dated)):
        totals = o2c.compare_plans(lines, *plans, period="2026-11").totals
        assert totals["revenue"] == cny(1_500)
        costs = {"Dated": Fraction(2, 100), "Collected": Fraction(1, 150)}
        assert totals["cost_before"] == costs[plans[0].name]
        assert totals["cost_after"] == costs[plans[1].name]
    # By the day on which both count them.
    totals = o2c.compare_plans(lines, collected, other, period="2026-12").totals
    assert totals["revenue"] == cny(8_000)
    assert totals["cost_before"] == Fraction(2, 100)


def test_a_return_that_takes_back_nothing_is_of_the_revenue() -> None:
    lines = table(("Li", "2026-11-03", "500"), ("Li", "2026-11-03", "-100")).append_column(
        "returned", pa.array([None, dt.date(2026, 12, 24)], pa.date32())
    )
    within = o2c.Plan("Within", "CNY", "2%", clawback_days=30)
    for plans in ((within, MARGINAL), (MARGINAL, within)):
        found = o2c.compare_plans(lines, *plans, period="2026-11")
        assert found.totals["revenue"] == cny(400)
    simulated = o2c.simulate_plan(lines, within, period="2026-11")
    assert (simulated.as_is["revenue"], simulated.as_is["cost"]) == (cny(400), cny(10))


def foreign(*rows: tuple[str, str]) -> pa.Table:
    lines = table(*(("Li", "2026-11-20", net) for net, _ in rows))
    return lines.append_column("currency", pa.array([currency for _, currency in rows]))


RATES = o2c.ExchangeTable(
    [("USD", "CNY", "7.10", "2026-11-01"), ("JPY", "CNY", "0.05", "2026-11-01")]
)


def test_an_exporters_lines_are_compared_at_their_rates() -> None:
    lines = foreign(("1000.00", "USD"), ("50.00", "CNY"))
    four = o2c.Plan("Four", "CNY", "4%")
    found = o2c.compare_plans(lines, MARGINAL, four, period="2026-11", rates=RATES)
    assert found.rows[0]["before"] == cny("214.50")
    assert found.totals["revenue"] == cny(7_150)
    assert found.totals["cost_after"] == Fraction(4, 100)
    with pytest.raises(o2c.BadTable, match="USD"):
        o2c.compare_plans(lines, MARGINAL, four, period="2026-11")


@pytest.mark.parametrize(
    "net",
    [
        pa.array([Decimal("333.00"), Decimal("10.01")], pa.decimal128(12, 2)),
        pa.array([333, 1001], pa.int64()),
    ],
)
def test_an_exporters_lines_are_scaled_in_their_own_currency(net: pa.Array) -> None:
    lines = foreign(("1", "JPY"), ("1", "USD")).set_column(2, "net", net)
    plan = o2c.Plan("All", "CNY", "100%")
    found = o2c.simulate_plan(
        lines, plan, period="2026-11", rates=RATES, scales=["100%", "50%"], runs=1, seed=1
    )
    # JPY 333 and USD 10.01 are 16.65 and 71.07; JPY 167 and USD 5.01, 8.35 and 35.57.
    assert [row["base"] for row in found.scaled] == [cny("87.72"), cny("43.92")]
    assert found.resampled[0]["revenue"] in (cny("87.72"), cny("33.30"), cny("142.14"))
    by_code = lines.set_column(3, "currency", lines["currency"].dictionary_encode())
    for same in (by_code, pl.DataFrame(lines)):
        again = o2c.simulate_plan(same, plan, period="2026-11", rates=RATES, scales=["100%", "50%"])
        assert again.scaled == found.scaled
    with pytest.raises(o2c.InvalidArgument, match="ExchangeTable"):
        o2c.simulate_plan(lines, plan, period="2026-11", rates={})  # type: ignore[arg-type]


def test_what_is_no_plan_is_refused() -> None:
    for plans, name in ((("a.toml", MARGINAL), "before"), ((MARGINAL, None), "after")):
        with pytest.raises(
            o2c.InvalidArgument, match=rf"{name}: expected an o2c\.Plan or o2c\.Plan"
        ):
            o2c.compare_plans(LINES, *plans, period="2026-11")  # type: ignore[arg-type]
    with pytest.raises(o2c.InvalidArgument, match=r"plan: expected an o2c\.Plan.*'a\.toml'"):
        o2c.simulate_plan(LINES, "a.toml", period="2026-11")  # type: ignore[arg-type]


def test_of_versions_the_one_of_the_period_is_compared_and_simulated() -> None:
    history = o2c.PlanHistory([("2026-10-01", MARGINAL), ("2026-12-01", renamed(WHOLE))])
    assert o2c.compare_plans(LINES, history, WHOLE, period="2026-11").rows == (
        o2c.compare_plans(LINES, MARGINAL, WHOLE, period="2026-11").rows
    )
    december = o2c.compare_plans(LINES, MARGINAL, history, period=o2c.Period("2026-12"))
    assert december.after.plan == renamed(WHOLE)
    for period, plan in (("2026-11", MARGINAL), ("2026-12", WHOLE)):
        for how in ({"scales": ["50%", "100%"]}, {"runs": 5, "seed": 3}):
            of_history = o2c.simulate_plan(LINES, history, period=period, **how)  # type: ignore[arg-type]
            assert of_history.rows == o2c.simulate_plan(LINES, plan, period=period, **how).rows  # type: ignore[arg-type]
    # By the rule of o2c.commission: a period is of one version, targets may be of others.
    with pytest.raises(o2c.InvalidArgument, match="a period of one version"):
        o2c.compare_plans(LINES, WHOLE, history, period="2026Q4")
    with pytest.raises(o2c.InvalidArgument, match="one that begins on 2026-10-01"):
        o2c.simulate_plan(LINES, history, period="2026-09")
    rule = o2c.PlanRule("all", MARGINAL.schedule, tiers_over="attainment")
    attained = o2c.PlanHistory(
        [
            ("2026-10-01", o2c.Plan("Attained", "CNY", [rule])),
            ("2027-01-01", o2c.Plan("Attained", "CNY", [rule], accumulation="quarter")),
        ]
    )
    targets = pa.table(
        {
            "salesperson": ["Li", "Wu", "Li"],
            "period": ["2026-11", "2026-11", "2027Q1"],
            "target": [60_000_000] * 3,
        }
    )
    told = o2c.compare_plans(LINES, attained, attained, period="2026-11", targets=targets)
    assert told.totals["change"] == cny(0)
    o2c.simulate_plan(LINES, attained, period="2026-11", targets=targets)


def renamed(plan: o2c.Plan) -> o2c.Plan:
    return o2c.Plan("Marginal", "CNY", plan.schedule)


def test_no_revenue_has_no_cost() -> None:
    lines = table(("Li", "2026-11-20", "10"), ("Li", "2026-11-21", "-10"))
    found = o2c.compare_plans(lines, MARGINAL, WHOLE, period="2026-11")
    assert found.totals["cost_before"] is None
    assert "–" in found.to_html()


def test_streams_are_read_by_both_plans() -> None:
    before, after = (
        o2c.Plan(rate, "CNY", "5%", overrides=[o2c.Override(rate)]) for rate in ("1%", "2%")
    )
    expected = o2c.compare_plans(LINES, before, after, period="2026-11", people=PEOPLE)
    assert expected.rows[2]["change"] == cny(6_000)
    streamed = o2c.compare_plans(
        pa.RecordBatchReader.from_batches(LINES.schema, LINES.to_batches()),
        before,
        after,
        period="2026-11",
        people=pa.RecordBatchReader.from_batches(PEOPLE.schema, PEOPLE.to_batches()),
    )
    assert streamed.rows == expected.rows
    for same in (LINES.to_pandas(), pl.DataFrame(LINES), LINES.combine_chunks().to_batches()[0]):
        again = o2c.compare_plans(same, before, after, period="2026-11", people=PEOPLE)
        assert again.rows == expected.rows
    with pytest.raises(TypeError, match="a table"):
        o2c.compare_plans(iter([LINES]), before, after, period="2026-11")


def test_salespeople_may_be_numbers_and_columns_have_other_names() -> None:
    lines = LINES.set_column(0, "Who", pa.array([2, 1, 1, 1])).rename_columns(
        ["Who", "date", "net"]
    )
    columns = {"salesperson": "Who"}
    found = o2c.compare_plans(lines, MARGINAL, WHOLE, period="2026-11", columns=columns)
    assert [(row["salesperson"], row["base_before"]) for row in found.rows] == [
        ("1", cny(600_000)),
        ("2", cny(100_000)),
    ]
    simulated = o2c.simulate_plan(
        lines, MARGINAL, period="2026-11", scales=["50%"], runs=2, seed=1, columns=columns
    )
    assert simulated.scaled[0]["cost"] == cny(9_000 + 1_500)
    assert len(simulated.resampled) == 2


def test_what_does_not_go_together_is_refused() -> None:
    dollars = o2c.Plan("Dollars", "USD", "5%")
    with pytest.raises(o2c.InvalidArgument, match="one currency, got CNY and USD"):
        o2c.compare_plans(LINES, MARGINAL, dollars, period="2026-11")
    yearly = o2c.Plan("Yearly", "CNY", "1%", accumulation="year")
    assert o2c.compare_plans(LINES, MARGINAL, yearly, period="2026").totals["revenue"] == cny(
        "700005"
    )
    with pytest.raises(o2c.BadTable, match="net"):
        o2c.compare_plans(LINES.drop_columns("net"), MARGINAL, WHOLE, period="2026-11")


def test_a_comparison_is_a_table() -> None:
    found = o2c.compare_plans(LINES, MARGINAL, WHOLE, period="2026-11")
    arrow = found.to_arrow()
    assert arrow.schema.field("change").type == pa.decimal128(38, 2)
    assert arrow["change"].to_pylist() == [Decimal("16000.00"), Decimal("0.00")]
    assert arrow["currency"].to_pylist() == ["CNY", "CNY"]
    assert pa.table(found).equals(arrow)
    assert found.to_pandas()["salesperson"].tolist() == ["Li", "Wu"]
    assert found.to_polars()["after"].to_list() == [42_000, 3_000]
    assert len(found) == 2


def test_a_comparison_shows_itself(pyplot: Any) -> None:
    lines = LINES.set_column(0, "salesperson", pa.array(["Wu", "<b>Li", "<b>Li", "<b>Li"]))
    after = o2c.Plan("<i>", "CNY", "4%")
    found = o2c.compare_plans(lines, MARGINAL, after, period="2026-11")
    shown = found._repr_html_()
    assert "&lt;b&gt;Li" in shown
    assert "&lt;i&gt;" in shown
    assert "<b>" not in shown
    assert "<i>" not in shown
    assert '<td class="neg">-2,000.00</td>' in shown
    # 29,000 and 28,000 of 700,000.
    assert "4.14% before, 4.00% after (rounded half up to 0.01%). 1 gain, 1 lose." in shown
    assert "Base after" not in shown
    assert "方案比较" in found.to_html("zh")
    panel = found.plot(lang="zh")
    assert [label.get_text() for label in panel.get_yticklabels()] == ["<b>Li", "Wu"]
    assert [bar.get_width() for bar in panel.patches] == [-2_000, 1_000]
    assert [each.get_text().rstrip("k") for each in panel.texts] in (
        ["−2", "+1"],
        ["−2000", "+1000"],  # 万 has four digits.
    )
    assert len(found.plot(top=1).patches) == 1
    _, own = pyplot.subplots()
    assert found.plot(ax=own) is own
    with pytest.raises(ValueError, match="lang"):
        found.plot(lang="fr")
    with pytest.raises(ValueError, match="lang"):
        found.to_html("fr")


LINE = st.fixed_dictionaries(
    {
        "salesperson": st.sampled_from(["Li", "Wu", "陈"]),
        "date": st.dates(dt.date(2026, 1, 1), dt.date(2026, 3, 31)),
        "net": st.integers(-300_000, 90_000_000).map(lambda cents: Decimal(cents).scaleb(-2)),
    }
)
SOME_LINES = st.lists(LINE, min_size=1, max_size=30).map(
    lambda rows: pa.Table.from_pylist(rows, SCHEMA)
)


@given(SOME_LINES)
def test_changes_are_what_the_settlements_say(lines: pa.Table) -> None:
    same = o2c.compare_plans(lines, MARGINAL, MARGINAL, period="2026Q1")
    assert all(row["change"] == cny(0) and row["before"] == row["after"] for row in same.rows)
    assert (same.totals["gain"], same.totals["lose"]) == (0, 0)
    found = o2c.compare_plans(lines, MARGINAL, WHOLE, period="2026Q1", threads=1)
    again = o2c.compare_plans(lines, MARGINAL, WHOLE, period="2026Q1", threads=2)
    assert found.rows == again.rows
    back = o2c.compare_plans(lines, WHOLE, MARGINAL, period="2026Q1")
    assert [-row["change"] for row in back.rows] == [row["change"] for row in found.rows]
    for name in ("before", "after", "change"):
        assert found.totals[name] == sum(row[name] for row in found.rows)
    for plan, name in ((MARGINAL, "before"), (WHOLE, "after")):
        settled = o2c.commission(lines, plan=plan, period="2026Q1")
        assert found.totals[name] == settled.totals["commission"]
    assert found.totals["revenue"].amount == sum(lines["net"].to_pylist())


# --- other lines --------------------------------------------------------------------------------


def test_lines_are_scaled_by_hand() -> None:
    lines = table(("Li", "2026-11-20", "400000.00"), ("Li", "2026-11-03", "200000.01"))
    found = o2c.simulate_plan(lines, MARGINAL, period="2026-11", scales=["50%", "100%", "150%"])
    # 200,000.00 and 100,000.005, which becomes .01; all at 3%: 9,000.0003.
    assert found.scaled[0]["base"] == cny("300000.01")
    assert found.scaled[0]["cost"] == cny("9000.00")
    assert found.scaled[1]["cost"] == cny("26000.00")
    # 600,000.00 and 300,000.015, which becomes .02: 9,000 + 10,000 + 7% of 400,000.02.
    assert found.scaled[2]["base"] == cny("900000.02")
    assert found.scaled[2]["cost"] == cny("47000.00")
    assert [row["scale"] for row in found.rows] == [
        o2c.Rate("50%"),
        o2c.Rate("100%"),
        o2c.Rate("150%"),
    ]
    assert found.scaled[2]["cost_share"] == Fraction(4_700_000, 90_000_002)
    assert found.as_is == found.scaled[1] | {"scale": None}


def test_halves_of_a_cent_go_away_from_zero() -> None:
    lines = table(("Li", "2026-11-20", "0.05"), ("Wu", "2026-11-20", "-0.05"))
    [row] = o2c.simulate_plan(lines, MARGINAL, period="2026-11", scales=["50%"]).scaled
    settled = o2c.simulate_plan(lines.slice(1), MARGINAL, period="2026-11", scales=["50%"])
    assert row["base"] == cny(0)
    assert settled.scaled[0]["base"] == cny("-0.03")


def test_costs_and_quantities_are_scaled_with_the_net_and_prices_are_not() -> None:
    lines = table(("Li", "2026-11-20", "900.00")).append_column(
        "cost", pa.array([Decimal("700.00")])
    )
    lines = lines.append_column("quantity", pa.array([5], pa.int32()))
    lines = lines.append_column("list_price", pa.array([Decimal(200)]))
    lines = lines.append_column("amount", pa.array([Decimal("1017.00")]))
    plan = o2c.Plan(
        "Units",
        "CNY",
        [o2c.PlanRule("all", "10%", per_unit="3")],
        basis="gross_profit",
        # 10% is given away of the list price, at any scale: half of 5 is 2.5, not 3.
        modifiers=[o2c.Modifier("discount", [("10%", "0%")])],
    )
    found = o2c.simulate_plan(lines, plan, period="2026-11", scales=["50%", "200%"])
    assert [row["base"] for row in found.rows] == [cny(100), cny(400)]
    assert [row["cost"] for row in found.rows] == [cny("17.50"), cny(70)]


def test_no_lines_cost_nothing() -> None:
    empty = pd.DataFrame({"salesperson": [], "date": [], "net": [], "tax": [], "currency": []})
    plan = o2c.Plan("Gross", "CNY", "10%", base_plus=["tax"])
    for lines in (empty, pa.table(empty)):
        found = o2c.simulate_plan(lines, plan, period="2026-11", rates=RATES, runs=1, seed=1)
        assert [row["cost"] for row in found.rows] == [cny(0)] * 6
        assert {row["cost_share"] for row in found.rows} == {None}


def test_all_amounts_of_a_base_are_scaled() -> None:
    lines = table(("Li", "2026-11-20", "1000.00"))
    for name, amount in (("tax", "130.00"), ("freight", "50.01"), ("discount", "20.00")):
        lines = lines.append_column(name, pa.array([Decimal(amount)]))
    plan = o2c.Plan("Gross", "CNY", "10%", base_plus=["tax"], base_less=["freight", "discount"])
    found = o2c.simulate_plan(lines, plan, period="2026-11", scales=["0%", "50%", "200%"])
    # Half of 50.01 is 25.01.
    assert [row["base"] for row in found.rows] == [cny(0), cny("529.99"), cny("2119.98")]


def test_lines_are_drawn_by_the_day_on_which_the_plan_counts_them() -> None:
    rows = [("Li", f"2026-10-{day:02}", str(10**day)) for day in range(1, 7)]
    paid = pa.array([dt.date(2026, 11, day) for day in range(1, 7)])
    lines = table(*rows).append_column("paid", paid)
    plan = o2c.Plan("Collected", "CNY", "10%", earned_on="full_payment")
    options: dict[str, Any] = {"runs": 20, "seed": 1, "columns": {"full_payment_date": "paid"}}
    found = o2c.simulate_plan(lines, plan, period="2026-11", **options)
    assert len({row["cost"] for row in found.resampled}) > 10
    # As of the same lines by their own dates; none is drawn that counts in another month.
    dated = o2c.simulate_plan(lines, o2c.Plan("Dated", "CNY", "10%"), period="2026-10", **options)
    assert [row["cost"] for row in found.resampled] == [row["cost"] for row in dated.resampled]
    other = o2c.simulate_plan(lines, plan, period="2026-10", **options)
    assert {row["revenue"] for row in other.resampled} == {cny(0)}


@pytest.mark.parametrize(
    ("net", "amount_digits"),
    [
        (pa.array([1001], pa.int64()), None),
        (pa.array([1001], pa.uint16()), None),
        (pa.array([10010], pa.int32()), 3),
        (pa.array([10.01], pa.float64()), 2),
        (pa.array([Decimal("10.0100")], pa.decimal128(20, 4)), None),
        (pa.array([Decimal("10.01")], pa.decimal128(38, 2)), None),
    ],
)
def test_amounts_of_any_kind_are_scaled_as_they_are_read(
    net: pa.Array, amount_digits: int | None
) -> None:
    lines = table(("Li", "2026-11-20", "1")).set_column(2, "net", net)
    found = o2c.simulate_plan(
        lines,
        MARGINAL,
        period="2026-11",
        scales=["100%", "33.3333%", "1000%", "0%"],
        amount_digits=amount_digits,
    )
    bases = [cny("10.01"), cny("3.34"), cny("100.10"), cny(0)]
    assert [row["base"] for row in found.rows] == bases


def test_the_callers_decimal_context_changes_no_amount() -> None:
    lines = table(("Li", "2026-11-20", "1")).set_column(2, "net", pa.array([10.07], pa.float64()))
    with decimal.localcontext(decimal.Context(prec=3, rounding=decimal.ROUND_UP)):
        found = o2c.simulate_plan(
            lines, MARGINAL, period="2026-11", scales=["100%"], amount_digits=2
        )
    assert [row["base"] for row in found.rows] == [cny("10.07")]


@given(SOME_LINES, st.integers(0, 3))
def test_scaling_by_one_changes_nothing_and_seeds_tell_all(lines: pa.Table, seed: int) -> None:
    settled = o2c.commission(lines, plan=WHOLE, period="2026Q1")
    found, again, threaded = (
        o2c.simulate_plan(
            lines,
            WHOLE,
            period="2026Q1",
            scales=["100%"],
            runs=4,
            seed=seed,
            threads=threads,
        )
        for threads in (1, 1, 2)
    )
    assert found.rows == again.rows == threaded.rows
    [row] = found.scaled
    assert row["base"] == settled.totals["base"]
    assert row["cost"] == settled.totals["commission"]
    assert row["revenue"].amount == sum(lines["net"].to_pylist())
    assert [row["run"] for row in found.resampled] == [1, 2, 3, 4]


def test_other_seeds_draw_other_lines() -> None:
    nets = [str(10**place) for place in range(6)]
    lines = table(*(("Li", f"2026-11-{day + 1:02}", net) for day, net in enumerate(nets)))

    def bases(seed: int) -> list[o2c.Money]:
        found = o2c.simulate_plan(lines, WHOLE, period="2026", scales=(), runs=5, seed=seed)
        return [row["base"] for row in found.rows]

    assert bases(1) == bases(1) != bases(2)
    for base in bases(1):  # Six draws of powers of ten: their digits say how often each was drawn.
        assert sum(int(digit) for digit in str(base.amount.to_integral_value())) == 6


def test_everyone_keeps_to_lines_of_the_period_of_ones_own() -> None:
    rows = [("Li", "2026-10-05", "400000")]  # Has accumulated in the quarter before.
    rows += [("Li", f"2026-11-{day:02}", "1") for day in range(1, 4)]
    rows += [("Wu", f"2026-11-{day:02}", "1000") for day in range(1, 3)]
    quarterly = o2c.Plan("Quarterly", "CNY", MARGINAL.schedule, accumulation="quarter")
    found = o2c.simulate_plan(
        table(*rows), quarterly, period="2026-11", scales=["200%"], runs=6, seed=3
    )
    # 5% of three lines of 1 beyond 400,000, and 3% of two of 1,000.
    assert {row["cost"] for row in found.resampled} == {cny("60.15")}
    assert {row["revenue"] for row in found.resampled} == {cny(2_003)}
    # At twice the size October fills up to 800,000: 7%.
    assert found.scaled[0]["cost"] == cny("120.42")


def test_quantiles_are_amounts_that_were_found() -> None:
    nets = [str(10**place) for place in range(6)]
    lines = table(*(("Li", f"2026-11-{day + 1:02}", net) for day, net in enumerate(nets)))
    found = o2c.simulate_plan(lines, WHOLE, period="2026", scales=(), runs=7, seed=5)
    costs = sorted(row["cost"] for row in found.rows)
    # The smallest that at least so many of seven do not exceed.
    expected = {"0%": 0, "14%": 0, "15%": 1, "50%": 3, "100%": 6}
    assert found.quantiles(list(expected)) == {
        part: costs[place] for part, place in expected.items()
    }
    assert found.quantiles([o2c.Rate("50%")]) == {"50%": costs[3]}
    assert found.quantiles(of="base")["50%"] == sorted(row["base"] for row in found.rows)[3]
    assert list(found.quantiles()) == ["5%", "25%", "50%", "75%", "95%"]
    with pytest.raises(o2c.InvalidArgument, match="from 0% to 100%"):
        found.quantiles(["101%"])
    with pytest.raises(o2c.InvalidArgument, match="revenue, base or cost"):
        found.quantiles(of="net")
    with pytest.raises(o2c.InvalidArgument, match="expected runs"):
        o2c.simulate_plan(lines, WHOLE, period="2026").quantiles()


def test_what_cannot_be_simulated_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(o2c.InvalidArgument, match="seed"):
        o2c.simulate_plan(LINES, WHOLE, period="2026-11", runs=3)
    with pytest.raises(o2c.InvalidArgument, match="runs: expected none or more, got -1"):
        o2c.simulate_plan(LINES, WHOLE, period="2026-11", runs=-1)
    with pytest.raises(o2c.InvalidArgument, match="none below zero, got -5%"):
        o2c.simulate_plan(LINES, WHOLE, period="2026-11", scales=["-5%"])
    with pytest.raises(o2c.ParseError):
        o2c.simulate_plan(LINES, WHOLE, period="2026-11", scales=["twice"])
    with pytest.raises(TypeError, match="expected a table"):
        o2c.simulate_plan({"net": [1]}, WHOLE, period="2026-11")
    no_numbers: list[Any] = [1.5, "5", True, [5]]
    for wrong in no_numbers:
        with pytest.raises(o2c.InvalidArgument, match="runs: expected a whole number"):
            o2c.simulate_plan(LINES, WHOLE, period="2026-11", runs=wrong, seed=1)
        with pytest.raises(o2c.InvalidArgument, match="seed: expected a whole number"):
            o2c.simulate_plan(LINES, WHOLE, period="2026-11", runs=1, seed=wrong)
    no_lists: list[Any] = ["90%", o2c.Rate("90%")]
    for one in no_lists:
        with pytest.raises(o2c.InvalidArgument, match="scales: expected a list of rates"):
            o2c.simulate_plan(LINES, WHOLE, period="2026-11", scales=one)
        with pytest.raises(o2c.InvalidArgument, match="at: expected a list of rates"):
            o2c.simulate_plan(LINES, WHOLE, period="2026-11", runs=1, seed=1).quantiles(one)
    with pytest.raises(o2c.BadTable, match=r"scales: lines 1\d+% as large: lines, row 0, net"):
        o2c.simulate_plan(LINES, WHOLE, period="2026-11", scales=["1" + "0" * 20 + "%"])
    without = LINES.set_column(0, "salesperson", pa.array(["Wu", None, "Li", "Li"]))
    with pytest.raises(o2c.BadTable) as refused:
        o2c.simulate_plan(without, WHOLE, period="2026-11", runs=3, seed=1)
    assert [(fault.row, fault.field) for fault in refused.value.faults] == [(1, "salesperson")]
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ImportError, match="simulate_plan needs pyarrow: pip install pyarrow"):
        o2c.simulate_plan(LINES, WHOLE, period="2026-11")
    assert len(o2c.compare_plans(LINES, MARGINAL, WHOLE, period="2026-11")) == 2
    reader = pa.RecordBatchReader.from_batches(LINES.schema, LINES.to_batches())
    with pytest.raises(ImportError, match="compare_plans of a stream"):
        o2c.compare_plans(reader, MARGINAL, WHOLE, period="2026-11")


def test_every_kind_of_table_is_simulated_alike() -> None:
    options: dict[str, Any] = {"period": "2026-11", "runs": 3, "seed": 1}
    expected = o2c.simulate_plan(LINES, WHOLE, **options).rows
    stamps = LINES.to_pandas().assign(date=lambda frame: pd.to_datetime(frame["date"]))
    dictionary = LINES.set_column(0, "salesperson", LINES["salesperson"].dictionary_encode())
    reader = pa.RecordBatchReader.from_batches(LINES.schema, LINES.to_batches())
    for same in (stamps, pl.DataFrame(LINES), dictionary, reader):
        assert o2c.simulate_plan(same, WHOLE, **options).rows == expected


def test_a_simulation_is_a_table_and_shows_itself(pyplot: Any) -> None:
    plan = o2c.Plan("<i>", "CNY", MARGINAL.schedule)
    lines = table(*(("Li", f"2026-11-{day:02}", f"{day}0000") for day in range(1, 15)))
    found = o2c.simulate_plan(lines, plan, period="2026-11", runs=40, seed=1)
    frame = found.to_pandas()
    assert frame["cost"].tolist() == [row["cost"].amount for row in found.rows]
    assert frame["scale"].tolist()[:2] == [Decimal("0.8"), Decimal("0.9")]
    assert len(found) == len(found.to_polars()) == 45
    assert repr(found) == "<PlanSimulation: 5 scales, 40 runs, <i>, 2026-11>"
    shown = found._repr_html_()
    assert "&lt;i&gt;" in shown
    assert "<i>" not in shown
    assert "40 runs" in shown
    # 9,000 + 10,000 + 7% of 550,000, of 1,050,000.
    assert "<td>57,500.00</td><td>5.48%</td>" in shown
    assert "方案成本测算" in found.to_html("zh")
    panel = found.plot()
    assert sum(bar.get_height() for bar in panel.patches) == 40
    assert sorted(each.get_text().partition(":")[0] for each in panel.texts) == [
        "5%",
        "50%",
        "95%",
        "As it is",
    ]
    panel = found.plot(kind="scales", lang="zh")
    assert [label.get_text() for label in panel.get_xticklabels()] == [
        "80%",
        "90%",
        "100%",
        "110%",
        "120%",
    ]
    assert panel.texts[2].get_text() in ("57.5k\n5.48%", "5.75万\n5.48%")
    scaled = o2c.simulate_plan(lines, plan, period="2026-11")
    assert scaled.plot().get_xlabel() == "Lines scaled to"
    assert "40 runs" not in scaled.to_html()
    with pytest.raises(ValueError, match="simulated"):
        scaled.plot(kind="runs")
    with pytest.raises(ValueError, match='expected "runs" or "scales"'):
        scaled.plot(kind="bars")
    assert o2c.simulate_plan(lines, plan, period="2026-11", scales=(), runs=1, seed=1).plot()


# --- pay curves ---------------------------------------------------------------------------------


def curves(panel: Any) -> dict[str, list[tuple[float, float]]]:
    """The ends of the solid and dotted lines."""
    found: dict[str, list[tuple[float, float]]] = {"-": [], ":": []}
    for line in panel.lines:
        if line.get_linestyle() in found:
            ends = list(zip(line.get_xdata(), line.get_ydata(), strict=True))
            found[line.get_linestyle()] += [ends[0], ends[-1]]
    return found


def test_a_cliff_is_a_jump(pyplot: Any) -> None:
    panel = WHOLE.plot()
    rounded = {
        style: [(round(x), round(y)) for x, y in ends] for style, ends in curves(panel).items()
    }
    assert rounded["-"] == [
        (0, 0),
        (300_000, 9_000),
        (300_000, 15_000),
        (500_000, 25_000),
        (500_000, 35_000),
        (750_000, 52_500),
    ]
    assert rounded[":"] == [
        (300_000, 9_000),
        (300_000, 15_000),
        (500_000, 25_000),
        (500_000, 35_000),
    ]
    # Its effective rate has an axis of its own.
    [rate] = [each for each in panel.figure.axes if each is not panel]
    assert round(max(rate.lines[0].get_ydata()), 6) == 0.07
    smooth = plot_plan(MARGINAL, upto="600000 CNY", lang="zh")
    assert round(curves(smooth)["-"][-1][1]) == 26_000
    assert curves(smooth)[":"][0] == pytest.approx(curves(smooth)[":"][1], rel=1e-6)


def test_an_interpolated_curve_is_none_of_straight_lines(pyplot: Any) -> None:
    schedule = o2c.RateSchedule("interpolated", [(0, "2%"), (100_000, "4%")])
    panel = plot_plan(o2c.Plan("Any", "CNY", schedule, cap="3000 CNY", floor="100 CNY"))
    first = panel.lines[0]
    middle = len(first.get_xdata()) // 2
    assert (first.get_xdata()[middle], first.get_ydata()[middle]) == (50_000, 1_500)
    assert [each.get_text() for each in panel.texts] == ["Cap 3k", "Floor 100"]


def test_rules_that_run_over_the_same_share_a_chart(pyplot: Any) -> None:
    plan = o2c.Plan(
        "Metal",
        "CNY",
        [
            o2c.PlanRule("scrap", categories=["scrap"], excluded=True),
            o2c.PlanRule("sheet", o2c.RateSchedule("whole", BANDS), categories=["sheet"]),
            o2c.PlanRule(
                "tonnes",
                o2c.RateSchedule("marginal", [(0, 20), (100, 30)], per_unit=True),
                categories=["ingot"],
                tiers_over="quantity",
            ),
            o2c.PlanRule(
                "goal",
                o2c.RateSchedule("marginal", [(0, "2%"), (1, "3%")]),
                categories=["wire"],
                tiers_over="attainment",
            ),
            o2c.PlanRule(
                "bonus",
                o2c.RateSchedule("table", [(1, 500), ("1.2", 900)]),
                categories=["rod"],
                tiers_over="attainment",
            ),
            o2c.PlanRule(
                "margin",
                o2c.RateSchedule("whole", [(0, "0%"), ("0.12", "2%")]),
                categories=["foil"],
                tiers_over="margin",
            ),
            o2c.PlanRule(
                "units",
                o2c.RateSchedule("marginal", [(0, 20), (1, 30)], per_unit=True),
                categories=["tube"],
                tiers_over="quantity_attainment",
            ),
            o2c.PlanRule("rest", "3%"),
        ],
    )
    panel = plan.plot()
    assert [each.get_text() for each in panel.get_legend().get_texts()] == ["rest", "sheet"]
    assert len(panel.figure.axes) == 1
    ends = {
        name: curves(plot_plan(plan, rule=name))["-"][-1]
        for name in ("tonnes", "goal", "bonus", "margin", "units", "rest")
    }
    assert ends == {
        name: pytest.approx(end, rel=1e-6)
        for name, end in {
            "tonnes": (150, 3_500),
            "goal": (1.5, 0.035),
            "bonus": (1.8, 900),
            "margin": (0.18, 0.02),
            "units": (1.5, 35),
            "rest": (100_000, 3_000),
        }.items()
    }
    assert plot_plan(plan, rule="goal").get_ylabel() == "Commission, of the target"
    units = plot_plan(plan, rule="units", lang="zh")
    assert (units.get_xlabel(), units.get_ylabel()) == ("销量目标达成率", "目标每单位的提成")
    assert units.xaxis.get_major_formatter()(1.5, 0) == "150%"
    assert plot_plan(plan, rule="bonus", upto="130%").get_xlim() == (0, 1.3)
    assert "Metal · margin" in plot_plan(plan, rule="margin").get_title(loc="left")


def test_what_cannot_be_drawn_is_refused(pyplot: Any) -> None:
    rule = o2c.PlanRule("scrap", excluded=True)
    with pytest.raises(o2c.InvalidArgument, match="expected a rule that earns"):
        plot_plan(o2c.Plan("Any", "CNY", [rule]))
    with pytest.raises(o2c.InvalidArgument, match="one that earns \\(all\\), got scrap"):
        plot_plan(MARGINAL, rule="scrap")
    with pytest.raises(o2c.InvalidArgument, match="an amount in CNY"):
        plot_plan(MARGINAL, upto="1 USD")
    with pytest.raises(o2c.InvalidArgument, match="more than nothing"):
        plot_plan(MARGINAL, upto=0)
    with pytest.raises(ValueError, match="lang"):
        plot_plan(MARGINAL, lang="fr")
    _, own = pyplot.subplots()
    assert plot_plan(MARGINAL, ax=own, upto=Decimal(1000)) is own
