"""Measures of collecting and provisions: the examples of the trade, the oracle, and their laws."""

from __future__ import annotations

import datetime
import pickle
import random
import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import o2c
import oracle_measures as oracle
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pa = pytest.importorskip("pyarrow")

PERIODS = ["2026-01", "2026-02", "2026-03", "2026-04"]
MEASURES = (
    "dso",
    "countback_dso",
    "best_possible_dso",
    "average_days_delinquent",
    "collection_effectiveness",
    "days_to_pay",
    "days_late",
    "turnover",
    "overdue_share",
)
START = datetime.date(2025, 12, 1)


def shown(measure: o2c.Measure, digits: int = 2) -> str:
    return str(measure.round(digits, rounding="half_up"))


def test_the_examples_of_the_trade() -> None:
    assert shown(o2c.days_sales_outstanding("212000 USD", "250000 USD", days=90)) == "76.32"
    sales = [("100000 USD", 30), ("80000 USD", 30), ("70000 USD", 30)]
    assert shown(o2c.countback_dso("212000 USD", sales)) == "73.71"
    index = o2c.collection_effectiveness(
        begin="100 USD", credit_sales="1000 USD", end_total="120 USD", end_current="100 USD"
    )
    assert index.value == Fraction(98, 100)


def test_what_is_undefined_says_so() -> None:
    measure = o2c.days_sales_outstanding("1 USD", "0 USD", days=30)
    assert measure.value is None
    assert measure.undefined == "no_sales"
    assert measure.round(2, rounding="half_up") is None
    assert measure.reason() == "nothing was sold in the period"
    assert measure.reason("zh") == "本期无赊销"
    assert measure == o2c.Measure.undefined_because("no_sales") != o2c.Measure(0)
    assert pickle.loads(pickle.dumps(measure)) == measure
    assert eval(repr(measure), {"Measure": o2c.Measure}) == measure


def test_floats_are_refused() -> None:
    with pytest.raises(o2c.FloatRefused):
        o2c.Measure(0.5)  # type: ignore[arg-type]
    with pytest.raises(o2c.FloatRefused):
        o2c.ProvisionMatrix([0.5] * 5)  # type: ignore[list-item]


def test_every_measure_can_be_explained() -> None:
    made = o2c.Derivation()
    o2c.herfindahl_index(["10 USD", "20 USD"], trace=made)
    o2c.top_share(["10 USD", "20 USD"], 1, trace=made)
    o2c.weighted_average_days_to_pay([("10 USD", 3), ("20 USD", 9)], trace=made)
    assert made.recheck() == []
    assert "赫芬达尔指数" in made.to_text("zh")


# --- tables against the oracle -------------------------------------------------------------------


@st.composite
def documents(draw: Any) -> tuple[list[Any], list[Any], list[Any]]:
    """Invoices, credit notes among them, receipts, and applications with some reversals."""
    day = st.integers(0, 170).map(lambda days: START + datetime.timedelta(days=days))
    cents = st.integers(0, 100_000)
    invoices, receipts, applications = [], [], []
    for number in range(draw(st.integers(0, 12))):
        dated = draw(day)
        sign = -1 if draw(st.integers(0, 6)) == 0 else 1
        invoices.append(
            {
                "document": f"INV-{number}",
                "party": draw(st.sampled_from("ABC")),
                "invoice_date": dated,
                "due_date": dated + datetime.timedelta(days=draw(st.integers(-5, 60))),
                "amount": Decimal(sign * draw(cents)) / 100,
            }
        )
    for invoice in invoices:
        left = invoice["amount"]
        for _ in range(draw(st.integers(0, 3))):
            receipt = f"R-{len(receipts)}"
            part = (left * draw(st.integers(0, 100)) / 100).quantize(Decimal("0.01"))
            left -= part
            on = draw(day)
            receipts.append(
                {"receipt": receipt, "party": invoice["party"], "date": on, "amount": part}
            )
            row = {"receipt": receipt, "document": invoice["document"]}
            applied = on + datetime.timedelta(days=draw(st.integers(-2, 9)))
            applications.append({**row, "date": applied, "amount": part})
            if draw(st.integers(0, 4)) == 0:
                left += part
                # From the day on which it takes effect.
                on = oracle.effect(
                    applications[-1],
                    {invoice["document"]: invoice},
                    {receipt: receipts[-1]},
                )
                applications.append({**row, "date": on, "amount": -part})
    return invoices, receipts, applications


def table(rows: list[Any], names: str) -> Any:
    types = {
        "date": pa.date32(),
        "invoice_date": pa.date32(),
        "due_date": pa.date32(),
        "amount": pa.decimal128(20, 2),
    }
    schema = pa.schema([(name, types.get(name, pa.string())) for name in names.split()])
    return pa.Table.from_pylist(rows, schema=schema)


def tables(made: tuple[list[Any], list[Any], list[Any]]) -> dict[str, Any]:
    invoices, receipts, applications = made
    return {
        "invoices": table(invoices, "document party invoice_date due_date amount"),
        "receipts": table(receipts, "receipt party date amount"),
        "applications": table(applications, "receipt document date amount"),
    }


@settings(max_examples=150, deadline=None)
@given(documents(), st.sampled_from([1, 2, 3]))
def test_tables_give_what_the_oracle_gives(made: Any, threads: int) -> None:
    result = o2c.measures(
        **tables(made), periods=PERIODS, group_by="party", currency="USD", threads=threads
    )
    rows = result.rows
    for party in {row["party"] for row in made[0]} | {row["party"] for row in rows}:
        mine = [row for row in made[0] if row["party"] == party]
        numbers = {row["document"] for row in mine}
        applied = [row for row in made[2] if row["document"] in numbers]
        expected = [oracle.figures(mine, made[1], applied, period) for period in PERIODS]
        found = [row for row in rows if row["party"] == party]
        if not found:
            assert not any(figures[name] for figures in expected for name in ("opening", "sales"))
            continue
        for place, row in enumerate(found):
            for name in ("opening", "sales", "closing", "overdue", "paid"):
                assert row[name].amount == expected[place][name], (name, party, row["period"])
            assert row["opening"] + row["sales"] - row["settled"] == row["closing"]
            wanted = oracle.measures(expected[: place + 1])
            assert {name: row[name].value for name in MEASURES} == wanted


@settings(max_examples=60, deadline=None)
@given(documents(), st.integers(2, 9))
def test_measures_do_not_depend_on_the_unit(made: Any, factor: int) -> None:
    scaled = [[{**row, "amount": row["amount"] * factor} for row in rows] for rows in made]
    before, after = (
        o2c.measures(**tables(each), periods=PERIODS, currency="USD").rows
        for each in (made, scaled)
    )
    assert [[row[name] for name in MEASURES] for row in before] == [
        [row[name] for name in MEASURES] for row in after
    ]


def ledger_of(made: Any) -> o2c.Ledger:
    """The debits of the tables, and payments that are dated as they take effect."""
    invoices, receipts, applications = made
    return o2c.Ledger.from_tables(
        invoices=table(invoices, "document party invoice_date due_date amount"),
        receipts=table(receipts, "receipt party date amount"),
        applications=table(applications, "receipt document date amount"),
        currency="USD",
    )


@settings(max_examples=80, deadline=None)
@given(documents())
def test_both_faces_are_equal(made: Any) -> None:
    debits = {row["document"]: row for row in made[0] if row["amount"] > 0}
    receipts = {row["receipt"]: row for row in made[1] if row["amount"] > 0}
    applications = [
        {**row, "date": oracle.effect(row, debits, receipts)}
        for row in made[2]
        if row["document"] in debits and row["receipt"] in receipts and row["amount"] > 0
    ]
    of_tables = (list(debits.values()), list(receipts.values()), applications)
    # What was reversed above is applied anew here, so that some of it may not fit.
    room = {number: row["amount"] for number, row in debits.items()}
    for row in applications:
        room[row["document"]] -= row["amount"]
    if min(room.values(), default=Decimal(0)) < 0:
        return
    ledger = ledger_of(of_tables)
    for group_by in ((), ("party",)):
        expected = o2c.measures(
            **tables(of_tables), periods=PERIODS, group_by=group_by, currency="USD"
        )
        assert ledger.measures(periods=PERIODS, group_by=group_by).rows == expected.rows
    aging = ledger.aging(as_of="2026-04-30", group_by=())
    rows = ledger.measures(periods=PERIODS).rows
    if rows:
        totals = aging.totals[0] if aging.totals else None
        overdue = sum(totals[name] for name in aging.bucket_labels[1:]) if totals else 0
        assert rows[-1]["overdue"].amount == overdue
        assert rows[-1]["not_due"].amount == (totals["not_due"] if totals else 0)
    for flows in ledger.roll_flows("2026-03-31", "2026-04-30"):
        for place, before in enumerate(flows["before"]):
            moved = sum(flows["moved"][place], flows["settled"][place])
            assert moved == before
            came = sum((row[place] for row in flows["moved"]), flows["entered"][place])
            assert came == flows["after"][place]


def test_tables_with_faults_name_the_rows() -> None:
    made = tables(([{"document": "1", "party": "A", "invoice_date": START, "due_date": None,
                     "amount": Decimal(1)}], [], []))  # fmt: skip
    with pytest.raises(o2c.BadTable) as caught:
        o2c.measures(**made, periods=PERIODS, currency="USD")
    assert [(fault.row, fault.field) for fault in caught.value.faults] == [(0, "due_date")]
    with pytest.raises(o2c.InvalidArgument, match="expected 2026-02 after 2026-01"):
        o2c.measures(**made, periods=["2026-01", "2026-03"], currency="USD")


def many(invoices: int) -> dict[str, Any]:
    """Invoices of December to April, most of them paid in two parts, in any order."""
    rng = np.random.default_rng(3)

    def dates(days: Any) -> pa.Array:
        return pa.array(days.astype(np.int32)).view(pa.date32())

    first = (START - datetime.date(1970, 1, 1)).days
    number = np.arange(invoices)
    day = first + rng.integers(0, 150, invoices)
    amount = rng.integers(2, 10**6, invoices)
    paid = np.repeat(rng.permutation(number[rng.integers(0, 8, invoices) > 0]), 2)
    part = np.where(np.arange(len(paid)) % 2 == 0, 1, amount[paid] - 1)
    on = day[paid] + rng.integers(-5, 90, len(paid))
    receipt = rng.permutation(len(paid))
    received = np.empty(len(paid), np.int64)
    received[receipt] = on + rng.integers(-3, 3, len(paid))
    of_receipt = np.empty(len(paid), np.int64)
    of_receipt[receipt] = part
    return {
        "invoices": pa.table(
            {"document": number, "party": number % 5, "invoice_date": dates(day),
             "due_date": dates(day + 30), "amount": amount}
        ),
        "receipts": pa.table(
            {"receipt": np.arange(len(paid)), "date": dates(received), "amount": of_receipt}
        ),
        "applications": pa.table(
            {"receipt": receipt, "document": paid, "date": dates(on), "amount": part}
        ),
    }  # fmt: skip


def test_measures_of_very_many_payments() -> None:
    made = many(100_000)
    one = o2c.measures(
        **made, periods=PERIODS, group_by="party", currency="USD", threads=1
    ).to_arrow()
    # Days of payment are the latest of three; then each figure is a sum of whole columns.
    invoices, receipts, applications = (
        {name: np.asarray(table[name].to_numpy()) for name in table.column_names}
        for table in made.values()
    )
    row = applications["document"]
    on = np.maximum(applications["date"], receipts["date"][applications["receipt"]])
    on = np.maximum(on, invoices["invoice_date"][row])
    for i, (period, party) in enumerate((p, q) for q in range(5) for p in PERIODS):
        begin = np.datetime64(period, "D")
        end = (np.datetime64(period, "M") + 1).astype("datetime64[D]")
        own = invoices["party"] == party
        sold = own & (invoices["invoice_date"] >= begin) & (invoices["invoice_date"] < end)
        paid = own[row] & (on >= begin) & (on < end)
        gone = own[row] & (on < end)
        closing = invoices["amount"][own & (invoices["invoice_date"] < end)].sum()
        closing -= applications["amount"][gone].sum()
        late = own & (invoices["due_date"] < end - 1) & (invoices["invoice_date"] < end)
        overdue = invoices["amount"][late].sum() - applications["amount"][gone & late[row]].sum()
        expected = {
            "sales": invoices["amount"][sold].sum(),
            "paid": applications["amount"][paid].sum(),
            "closing": closing,
            "overdue": overdue,
        }
        found = {name: int(one[name][i].as_py().scaleb(2)) for name in expected}
        assert found == expected, (period, party)
    cut = {name: pa.concat_tables([table[:70_001], table[70_001:]]) for name, table in made.items()}
    for threads in (2, 3):
        assert (
            o2c.measures(**cut, periods=PERIODS, group_by="party", currency="USD", threads=threads)
            .to_arrow()
            .equals(one)
        )


def test_what_is_applied_above_its_document_is_a_fault_of_the_last_row() -> None:
    made = many(40_000)
    earliest = int(np.argmin(made["applications"]["date"].to_numpy()))
    again = made["applications"][earliest : earliest + 1]
    made["applications"] = pa.concat_tables([made["applications"], again])
    for threads in (1, 2):
        with pytest.raises(o2c.BadTable) as caught:
            o2c.measures(**made, periods=PERIODS, currency="USD", threads=threads)
        assert {(fault.row, fault.field) for fault in caught.value.faults} == {
            (len(made["applications"]) - 1, "amount")
        }


def test_payments_and_their_reversals_may_add_up_to_more_than_64_bits() -> None:
    day = datetime.date(2026, 1, 5)
    large = 2**62
    invoices = pa.table(
        {"document": [1, 2], "party": ["A", "B"], "invoice_date": [day, day],
         "due_date": [day, day], "amount": [large, large]}
    )  # fmt: skip
    applications = pa.table(
        {"document": [1, 2, 1, 2, 1], "date": [day] * 5,
         "amount": [large, large, -large, -large, large]}
    )  # fmt: skip
    for threads in (1, 2):
        found = o2c.measures(
            invoices=invoices, applications=applications, periods=["2026-01"], group_by="party",
            currency="USD", threads=threads,
        ).to_arrow()  # fmt: skip
        assert [int(each.scaleb(2)) for each in found["paid"].to_pylist()] == [large, 0]
        assert [int(each.scaleb(2)) for each in found["closing"].to_pylist()] == [0, large]


@settings(max_examples=150, deadline=None)
@given(documents(), st.integers(0, 2**32), st.sampled_from([1, 2, 3]))
def test_only_figures_that_do_not_fit_are_refused(made: Any, seed: int, threads: int) -> None:
    """Whatever the order of the rows, and however many threads add them: sums on the way may leave
    64 bits."""
    unit = 2**45
    for rows in made:
        random.Random(seed).shuffle(rows)
        for row in rows:
            row["amount"] *= unit
    expected = [oracle.figures(*made, period) for period in PERIODS]
    for figures in expected:
        figures["settled"] = figures["opening"] + figures["sales"] - figures["closing"]
    names = ("opening", "sales", "settled", "closing", "overdue", "paid")
    cents = {name: [int(figures[name] * 100) for figures in expected] for name in names}
    # Each batch is a block of its own, which any of the threads may have.
    cut = {name: pa.Table.from_batches(whole.to_batches(max_chunksize=1), schema=whole.schema)
           for name, whole in tables(made).items()}  # fmt: skip
    try:
        found = o2c.measures(**cut, periods=PERIODS, currency="USD", threads=threads).to_arrow()
    except o2c.Overflow:
        assert any(abs(value) >= 2**63 - 1 for each in cents.values() for value in each)
        return
    if len(found) == 0:
        assert not any(any(each) for each in cents.values())
        return
    for name, values in cents.items():
        assert [int(each.scaleb(2)) for each in found[name].to_pylist()] == values
        assert all(abs(value) < 2**63 for value in values)
    for name in ("days_to_pay", "days_late"):
        weighted = [oracle.measures(expected[: last + 1])[name] for last in range(len(PERIODS))]
        shown = [None if each is None else Fraction(each) for each in found[name].to_pylist()]
        assert [value is None for value in shown] == [value is None for value in weighted]
        assert all(
            abs(a - b) <= Fraction(1, 200)
            for a, b in zip(shown, weighted, strict=True)
            if a is not None and b is not None
        )


def example() -> dict[str, Any]:
    day = datetime.date
    invoices = [
        {"document": "1", "party": "A", "invoice_date": day(2026, 1, 5),
         "due_date": day(2026, 2, 4), "amount": Decimal("900.00")},
        {"document": "2", "party": "B", "invoice_date": day(2026, 2, 9),
         "due_date": day(2026, 3, 9), "amount": Decimal("300.00")},
    ]  # fmt: skip
    receipts = [{"receipt": "R", "party": "A", "date": day(2026, 2, 14), "amount": Decimal(600)}]
    applied = [{"receipt": "R", "document": "1", "date": day(2026, 2, 14), "amount": Decimal(600)}]
    return tables((invoices, receipts, applied))


def test_a_result_is_a_table() -> None:
    result = o2c.measures(**example(), periods=o2c.periods("2026-01", "2026-03"), currency="USD")
    assert result.periods == [o2c.Period(f"2026-0{month}") for month in (1, 2, 3)]
    frame = result.to_pandas()
    assert list(frame["period"]) == ["2026-01", "2026-02", "2026-03"]
    assert frame["closing"].tolist() == [Decimal("900.00"), Decimal("600.00"), Decimal("600.00")]
    assert frame["dso"].tolist() == [Decimal("31.00"), Decimal("56.00"), None]
    assert frame["countback_dso"][2] == Decimal("69.33")
    assert frame["overdue_share"].tolist()[1:] == [Decimal("0.5000"), Decimal("1.0000")]
    assert frame["days_to_pay"][1] == Decimal("40.00")
    assert result.to_arrow().schema.field("closing").type == pa.decimal128(38, 2)
    explained = result.explain(1, "average_days_delinquent")
    assert explained.recheck() == []
    assert explained.steps[-1].result == 28
    assert result.explain(2, "dso").steps[-1].result == "no_sales"
    with pytest.raises(IndexError):
        result.explain(3, "dso")


def test_concentration_by_party() -> None:
    result = o2c.measures(
        **example(), periods=["2026-01", "2026-02"], group_by="party", currency="USD"
    )
    one, two = result.concentration(count=1)
    assert one["top_share"].value == one["herfindahl_index"].value == 1
    assert two["top_share"].value == Fraction(1, 2)
    assert two["herfindahl_index"].value == Fraction(1, 2)
    for count in (1, None):
        why = result.explain_concentration("2026-02", count=count)
        assert why.recheck() == []
        assert why.steps[-1].result == Fraction(1, 2)
    for wrong in ({"period": "2026-03"}, {"period": "2026-02", "currency": "EUR"}):
        with pytest.raises(o2c.InvalidArgument, match="expected one of"):
            result.explain_concentration(**wrong)


def test_roll_rates_with_their_derivation() -> None:
    why = o2c.Derivation()
    before, after = ["100 USD", "40 USD", "0 USD"], ["90 USD", "20 USD", "10 USD"]
    rates = o2c.roll_rates(before=before, after=after, trace=why)
    assert [rate.value for rate in rates] == [Fraction(1, 5), Fraction(1, 4)]
    assert [step.result for step in why.steps] == [Fraction(1, 5), Fraction(1, 4)]
    assert why.recheck() == []
    assert o2c.roll_rates(before=before, after=after) == rates


def test_measures_in_a_notebook() -> None:
    result = o2c.measures(**example(), periods=["2026-01", "2026-02", "2026-03"], currency="USD")
    shown_in = result.to_html("zh")
    assert "回款指标" in shown_in
    assert "周转天数" in shown_in
    assert "nothing was sold in the period" in result._repr_html_()


# --- provisions ----------------------------------------------------------------------------------

FLOWS = ["100000 USD", "50000 USD", "23000 USD", "8000 USD", "2000 USD"]


def open_items(rows: list[tuple[str, int, int]]) -> Any:
    as_of = datetime.date(2026, 3, 31)
    return pa.table(
        {
            "party": [party for party, _, _ in rows],
            "due_date": pa.array([as_of - datetime.timedelta(days=days) for _, days, _ in rows],
                                 pa.date32()),
            "amount": pa.array([Decimal(cents) / 100 for _, _, cents in rows],
                               pa.decimal128(20, 2)),
        }
    )  # fmt: skip


def aging(rows: list[tuple[str, int, int]]) -> o2c.AgingResult:
    return o2c.aging(open_items(rows), as_of="2026-03-31", currency="USD")


def test_an_estimated_matrix_takes_all_terms_and_tells_its_rates() -> None:
    terms = {"specific": {"B": "60%"}, "disputed_rate": "5%", "credits": "oldest_first"}
    why = o2c.Derivation()
    matrix = o2c.ProvisionMatrix.from_flows(
        reached=FLOWS, unpaid="2000 USD", rounding="up", trace=why, **terms
    )
    assert matrix == o2c.ProvisionMatrix(matrix.rates, rounding="up", **terms)
    assert why.recheck() == []
    assert tuple(step.result for step in why.steps[1::2]) == matrix.rates
    assert "31-60" in str(why)


def test_the_provision_of_the_trade() -> None:
    matrix = o2c.ProvisionMatrix.from_flows(reached=FLOWS, unpaid="2000 USD")
    shares = [str(o2c.round_to(rate * 100, "0.01", rounding="half_up")) for rate in matrix.rates]
    assert shares == ["2.00", "4.00", "8.70", "25.00", "100.00"]
    amounts = [("A", 0, 30_000_000), ("A", 1, 14_000_000), ("B", 31, 6_000_000),
               ("B", 61, 2_300_000), ("B", 91, 500_000)]  # fmt: skip
    result = o2c.provision(aging(amounts), matrix=matrix)
    assert result.totals[0]["provision"] == o2c.Money("27567.39", "USD")
    assert [str(money.amount) for money in result.totals[0]["provisions"].values()] == [
        "6000.00", "5600.00", "5217.39", "5750.00", "5000.00"
    ]  # fmt: skip
    assert result.explain(1).recheck() == []
    assert "坏账准备" in result.to_html("zh")
    frame = result.to_pandas()
    assert frame["provision"].sum() == Decimal("27567.39")


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["A", "B", "C", "D"]), st.integers(-9, 120), st.integers(0, 99_999)
        ),
        max_size=12,
    ),
    st.lists(st.fractions(0, 1, max_denominator=997), min_size=5, max_size=5),
    st.fractions(0, 3, max_denominator=20),
    st.one_of(st.none(), st.fractions(0, 1, max_denominator=50)),
)
def test_parts_of_a_provision_add_up(
    rows: Any, rates: list[Fraction], factor: Fraction, specific: Fraction | None
) -> None:
    matrix = o2c.ProvisionMatrix(
        rates,
        forward_looking=factor,
        specific={} if specific is None else {"B": specific},
    )
    aged = aging(rows)
    result = o2c.provision(aged, matrix=matrix)
    for place, row in enumerate(result.rows):
        assert sum(row["provisions"].values(), o2c.Money(0, "USD")) == row["provision"]
        derivation = result.explain(place)
        assert derivation.recheck() == []
        assert derivation.steps[-1].result == row["provision"]
    for bucket, label in enumerate(aged.bucket_labels):
        mine = [row for row in result.rows if row["party"] != "B" or specific is None]
        weights = [int(row["exposures"][label].amount * 100) for row in mine]
        exact = min(rates[bucket] * factor, Fraction(1)) * sum(weights)
        whole = int(exact + Fraction(1, 2))  # Half up, of what is not negative.
        found = [int(row["provisions"][label].amount * 100) for row in mine]
        assert sum(found) == whole
        if sum(weights):
            assert found == oracle.largest_remainder(whole, weights)
        if result.totals:
            total = sum((row["provisions"][label] for row in result.rows), o2c.Money(0, "USD"))
            assert result.totals[0]["provisions"][label] == total


def test_matrices_are_values() -> None:
    matrix = o2c.ProvisionMatrix(
        ["1%", "2%", "5%", "20%", Fraction(1, 3)], specific={"A": "50%"}, disputed_rate="10%"
    )
    assert matrix.rates[-1] == Fraction(1, 3)
    assert pickle.loads(pickle.dumps(matrix)) == matrix
    assert hash(pickle.loads(pickle.dumps(matrix))) == hash(matrix)
    assert matrix != o2c.ProvisionMatrix(["1%"] * 5)
    with pytest.raises(o2c.InvalidArgument) as caught:
        o2c.ProvisionMatrix(["200%", "1%"])
    assert len(caught.value.faults) == 2
    two = {"A": "50%", "B": "40%"}
    assert o2c.ProvisionMatrix(["1%"] * 5, specific=two) == o2c.ProvisionMatrix(
        ["1%"] * 5, specific=dict(reversed(two.items()))
    )
    with pytest.raises(TypeError, match="the name of a party"):
        o2c.ProvisionMatrix(["1%"] * 5, specific={7: "50%"})  # type: ignore[dict-item]
    with pytest.raises(TypeError, match=r"what o2c\.aging gives, got Table"):
        o2c.provision(example()["invoices"], matrix=matrix)


def test_rates_estimated_from_a_ledger() -> None:
    ledger = o2c.Ledger()
    for number, (amount, paid_after) in enumerate([(500, 0), (270, 10), (150, 40), (60, 70),
                                                   (20, None)]):  # fmt: skip
        name = f"INV-{number}"
        ledger.invoice(name, party="A", date="2026-01-01", amount=f"{amount} USD",
                       due_date="2026-01-31", recorded_at="2026-06-01T08:00:00Z")  # fmt: skip
        if paid_after is None:
            continue
        on = datetime.date(2026, 1, 31) + datetime.timedelta(days=paid_after)
        ledger.receipt(f"R-{number}", party="A", date=on, amount=f"{amount} USD",
                       recorded_at="2026-06-01T08:00:00Z")  # fmt: skip
        ledger.apply(f"R-{number}", name, f"{amount} USD", date=on,
                     recorded_at="2026-06-01T08:00:00Z")  # fmt: skip
    reached, unpaid = ledger.loss_flows(as_of="2026-06-30")["USD"]
    assert [int(money.amount) for money in reached] == [1000, 500, 230, 80, 20]
    matrix = o2c.ProvisionMatrix.from_flows(reached=reached, unpaid=unpaid)
    assert matrix.rates == (Fraction(1, 50), Fraction(1, 25), Fraction(2, 23), Fraction(1, 4), 1)


def test_pictures() -> None:
    pytest.importorskip("matplotlib").use("Agg")
    result = o2c.measures(**example(), periods=PERIODS[:3], group_by="party", currency="USD")
    axes = result.plot(measures="dso", lang="zh")
    assert len(axes.get_lines()) == 2
    heights = axes.get_lines()[0].get_ydata()
    assert heights[0] == 31.0
    assert heights[1] != heights[1]
    with pytest.raises(ValueError, match='measure "speed"'):
        result.plot(measures="speed")
    drawn = o2c.provision(aging([("A", 0, 100_00)]), matrix=o2c.ProvisionMatrix(["2%"] * 5)).plot()
    assert drawn.patches[0].get_height() == 2.0


def test_what_cannot_be_told_is_refused() -> None:
    with pytest.raises(o2c.Overflow, match="2147483648"):
        o2c.countback_dso("1 USD", [("1 USD", 2**31)])
    with pytest.raises(o2c.InvalidArgument, match="no day before 2026-02-01"):
        o2c.Ledger().loss_flows(
            as_of="2026-03-01", buckets=[30], from_date="2026-02-01", to_date="2026-01-01"
        )
    made = example()
    made["invoices"] = made["invoices"].append_column("days", pa.array([1, 2]))
    with pytest.raises(o2c.InvalidArgument, match='group_by "days" is the name of another column'):
        o2c.measures(**made, periods=PERIODS, group_by="days", currency="USD")
    made = example()
    invoices = made["invoices"]
    first = invoices["document"][0].as_py()  # Of two instalments, which of them is not said.
    column = invoices.column_names.index("document")
    made["invoices"] = invoices.set_column(column, "document", pa.array([first, first]))
    made["invoices"] = made["invoices"].append_column("instalment", pa.array([1, 2]))
    made["applications"] = made["applications"].slice(0, 1)
    with pytest.raises(o2c.BadTable) as caught:
        o2c.measures(**made, periods=PERIODS, currency="USD")
    assert [(fault.file, fault.row, fault.field) for fault in caught.value.faults] == [
        ("applications", 0, "instalment")
    ]


def test_the_examples_of_the_page_run() -> None:
    pytest.importorskip("matplotlib").use("Agg")
    page = Path(__file__).parents[2] / "docs" / "measures.md"
    made = example()
    ledger = o2c.Ledger.from_tables(**made, currency="USD")
    ledger.invoice("OLD", party="A", date="2025-06-01", amount="50 USD", due_date="2025-07-01",
                   recorded_at="2026-07-01T08:00:00Z")  # fmt: skip
    names = {
        **made,
        "ledger": ledger,
        "aging": ledger.aging(as_of="2026-03-31"),
    }
    examples = re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    assert len(examples) == 6
    for each in examples:
        exec(each, names)
    assert names["measure"].undefined == "no_sales"
