"""Credit: the worked example, an oracle, what limits refuse, and every fault named."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import o2c
import oracle_credit
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

AS_OF = dt.date(2026, 3, 31)
MOMENT = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
STAGES = ("open", "overdue", "under_collection", "draft", "shipped", "ordered")
ORDER_AMOUNTS = ("under_collection", "draft", "shipped", "ordered", "deposits",
                 "letter_of_credit", "insured")  # fmt: skip


def money_column(values: list[int]) -> pa.Array:
    return pa.array([Decimal(value).scaleb(-2) for value in values], pa.decimal128(20, 2))


def text_column(values: list[str | None]) -> pa.Array:
    return pa.array(values, pa.string())


def items_table(rows: list[dict[str, Any]], currency: str = "USD") -> pa.Table:
    return pa.table(
        {
            **{
                name: text_column([row.get(name) for row in rows])
                for name in ("party", "document", "order", "kind", "stage")
            },
            "amount": money_column([row["amount"] for row in rows]),
            "due_date": pa.array([row.get("due_date") for row in rows], pa.date32()),
            "currency": text_column([currency] * len(rows)),
        }
    )


def orders_table(rows: list[dict[str, Any]], currency: str = "USD") -> pa.Table:
    return pa.table(
        {
            "party": text_column([row["party"] for row in rows]),
            "order": text_column([row["order"] for row in rows]),
            "currency": text_column([currency] * len(rows)),
            **{name: money_column([row.get(name, 0) for row in rows]) for name in ORDER_AMOUNTS},
        }
    )


def example(**options: Any) -> o2c.CreditExposure:
    """320,000 open, 150,000 on order, deposits of 30,000 and a letter of credit of 60,000."""
    items = items_table(
        [
            {"party": "Acme", "document": "I1", "amount": 30000000},
            {"party": "Acme", "document": "I2", "amount": 2000000, "due_date": dt.date(2026, 3, 1)},
        ]
    )
    orders = orders_table(
        [
            {
                "party": "Acme",
                "order": "SO-1",
                "ordered": 15000000,
                "deposits": 3000000,
                "letter_of_credit": 6000000,
            }
        ]
    )
    return o2c.credit_exposure(items, orders, as_of=AS_OF, **options)


def test_the_worked_example() -> None:
    exposure = example()
    (row,) = exposure.rows
    assert row["exposure"] == o2c.Money("380000", "USD")
    answer = exposure.check(o2c.CreditLimit("Acme", "500000 USD"))
    assert answer.left == o2c.Money("120000", "USD")
    assert answer.allowed
    assert exposure.explain(0).recheck() == []
    assert answer.explain().recheck() == []
    assert pl.DataFrame(exposure)["exposure"].to_list() == [Decimal(380000)]
    with pytest.raises(IndexError):
        exposure.explain(1)


def test_what_one_more_order_would_do() -> None:
    answer = example().check(
        o2c.CreditLimit("Acme", "500000 USD", stages={"ordered": "200000 USD"})
    )
    more = answer.would("SO-2", ordered="130000 USD", deposits="5000 USD")
    assert more.left == o2c.Money("-5000", "USD")
    assert [refusal.rule for refusal in more.refusals] == ["credit_limit", "credit_stage"]
    assert [hit["limit_of"] for hit in more.hits] == ["total", "ordered"]
    assert more.hits[1]["left"] == o2c.Money("-80000", "USD")
    assert answer.allowed
    assert "exceeds the limit of 500000.00 USD by 5000.00 USD" in more.refusals[0].en
    assert "超出 5000.00 USD" in more.refusals[0].zh
    with pytest.raises(o2c.InvalidArgument):
        answer.would("SO-2", party="Brio", ordered="1 USD")
    with pytest.raises(o2c.CurrencyMismatch):
        answer.would("SO-2", ordered="1 EUR")
    with pytest.raises(o2c.CurrencyMismatch, match=r"deposits is 1\.00 EUR beside 1\.00 USD"):
        answer.would("SO-2", ordered="1 USD", deposits="1 EUR")
    with pytest.raises(o2c.InvalidArgument):
        answer.would("SO-2")
    with pytest.raises(o2c.InvalidArgument, match="members"):
        o2c.CreditLimit("Group", "1 USD", members=["Acme", ""])


def test_overdue_blocks_by_itself() -> None:
    answer = example().check(o2c.CreditLimit("Acme", "500000 USD", overdue_days=29))
    assert [refusal.rule for refusal in answer.refusals] == ["overdue"]
    assert answer.overdue == {
        "party": "Acme",
        "document": "I2",
        "days": 30,
        "amount": o2c.Money("20000", "USD"),
    }
    assert example().check(o2c.CreditLimit("Acme", "500000 USD", overdue_days=30)).allowed


def test_currencies_are_never_mixed_silently() -> None:
    orders = pa.concat_tables(
        [
            orders_table([{"party": "Acme", "order": "1", "ordered": 10000}]),
            orders_table([{"party": "Acme", "order": "2", "ordered": 71000}], "CNY"),
        ]
    )
    exposure = o2c.credit_exposure(None, orders, as_of=AS_OF)
    limit = o2c.CreditLimit("Acme", "500 USD")
    assert exposure.check(limit).left == o2c.Money("400", "USD")
    assert exposure.check(limit).other_currencies == o2c.MoneyBag(["710 CNY"])
    rates = o2c.ExchangeTable([("USD", "CNY", "7.10", "2026-03-01")])
    assert exposure.check(limit, rates=rates).left == o2c.Money("300", "USD")
    assert exposure.check(limit, rates=rates).explain().recheck() == []
    with pytest.raises(o2c.MissingRate):
        exposure.check(limit, rates=o2c.ExchangeTable([("EUR", "CNY", "7.8", "2026-03-01")]))


def test_a_ledger_gives_its_own_items() -> None:
    ledger = o2c.Ledger()
    ledger.invoice("I1", party="Acme", date="2026-02-01", amount="100 USD", due_date="2026-03-01",
                   order="SO-1", recorded_at=MOMENT)  # fmt: skip
    ledger.invoice("I2", party="Acme", date="2026-03-01", amount="50 USD", due_date="2026-03-05",
                   recorded_at=MOMENT)  # fmt: skip
    ledger.post("deposit", "D1", party="Acme", date="2026-03-01", amount="30 USD", order="SO-2",
                recorded_at=MOMENT)  # fmt: skip
    orders = orders_table([{"party": "Acme", "order": "SO-2", "ordered": 8000}])
    exposure = ledger.credit(as_of=AS_OF, orders=orders, under_collection=["I2"])
    (row,) = exposure.rows
    assert row["overdue"] == o2c.Money("100", "USD")
    assert row["under_collection"] == o2c.Money("50", "USD")
    assert row["covered"] == o2c.Money("30", "USD")
    assert row["exposure"] == o2c.Money("200", "USD")
    assert row["overdue_longest"]["days"] == 30
    assert ledger.credit(as_of="2026-02-01").rows[0]["open"] == o2c.Money("100", "USD")
    with pytest.raises(o2c.InvalidArgument):
        ledger.credit(as_of=AS_OF, under_collection=["I9"])


def test_what_is_under_collection_is_overdue_too() -> None:
    due = dt.date(2026, 1, 31)
    items = items_table(
        [{"party": "Acme", "amount": 100, "due_date": due, "stage": "under_collection"}]
    )
    exposure = o2c.credit_exposure(items, as_of=AS_OF)
    assert exposure.rows[0]["under_collection"] == o2c.Money("1", "USD")
    assert exposure.to_pandas()["days_overdue"].tolist() == [59]
    answer = exposure.check(o2c.CreditLimit("Acme", "500 USD", overdue_days=58))
    assert [refusal.rule for refusal in answer.refusals] == ["overdue"]
    assert exposure.check(o2c.CreditLimit("Acme", "500 USD", overdue_days=59)).allowed


def with_totals(**totals: int) -> pa.Table:
    columns = {name: money_column([value]) for name, value in totals.items()}
    return pa.table({"party": ["Acme"], "order": ["S2"], "currency": ["USD"], **columns})


def test_totals_of_an_order_are_counted_once() -> None:
    ledger = o2c.Ledger()
    ledger.invoice("I1", party="Acme", date="2026-02-01", amount="60 USD", due_date="2026-06-30",
                   order="S2", recorded_at=MOMENT)  # fmt: skip
    orders = with_totals(total_ordered=100_00, total_shipped=80_00, total_drafted=5_00,
                         total_invoiced=60_00)  # fmt: skip
    (row,) = ledger.credit(as_of=AS_OF, orders=orders).rows
    stages = {stage: row[stage].minor // 100 for stage in STAGES if row[stage].minor}
    assert stages == {"open": 60, "draft": 5, "shipped": 15, "ordered": 20}
    assert row["exposure"] == o2c.Money("100", "USD")
    orders = with_totals(total_ordered=60_00, total_invoiced=60_00, deposits=10_00)
    assert ledger.credit(as_of=AS_OF, orders=orders).rows[0]["exposure"] == o2c.Money("50", "USD")
    orders = with_totals(total_ordered=60_00, total_invoiced=-1, ordered=60_00, shipped=0)
    with pytest.raises(o2c.BadTable) as raised:
        ledger.credit(as_of=AS_OF, orders=orders)
    assert [(fault.field, fault.value) for fault in raised.value.faults] == [
        ("ordered", "60.00 USD"),
        ("total_invoiced", "-0.01 USD"),
    ]


def test_every_faulty_row_is_named() -> None:
    orders = orders_table(
        [
            {"party": "Acme", "order": "1", "ordered": 1},
            {"party": "Acme", "order": "1", "ordered": 1},
            {"party": "Acme", "order": "2", "ordered": -1, "insured": -1},
        ]
    )
    with pytest.raises(o2c.BadTable) as raised:
        o2c.credit_exposure(None, orders, as_of=AS_OF)
    assert [(fault.row, fault.field) for fault in raised.value.faults] == [
        (1, "order"),
        (2, "ordered"),
        (2, "insured"),
    ]
    items = items_table([{"party": "Acme", "amount": 1, "stage": "draft", "kind": "what"}])
    with pytest.raises(o2c.BadTable) as raised:
        o2c.credit_exposure(items, as_of=AS_OF)
    assert [fault.field for fault in raised.value.faults] == ["kind", "stage"]
    with pytest.raises(o2c.InvalidArgument):
        o2c.CreditLimit("Acme")
    with pytest.raises(o2c.ParseError):
        o2c.CreditLimit("Acme", stages={"nowhere": "1 USD"})


def test_text_and_html_in_both_languages() -> None:
    exposure = o2c.credit_exposure(items_table([{"party": "<b>", "amount": 1}]), as_of=AS_OF)
    answer = exposure.check(o2c.CreditLimit("<b>", "0 USD"))
    assert "exposure" in str(exposure)
    assert "敞口" in exposure.to_text("zh")
    assert "超出" in answer.to_text("zh")
    for page in (exposure.to_html("zh"), answer.to_html("zh")):
        assert "敞口" in page
        assert "<b>" not in page
    assert "Exposure" in exposure._repr_html_()
    assert "exceeds the limit" in answer._repr_html_()
    assert answer.to_pandas().loc[0, "left"] == Decimal("-0.01")


AMOUNTS = st.integers(0, 300)
PARTIES = st.sampled_from(["Acme", "Brio", "张三"])
ITEMS = st.lists(
    st.fixed_dictionaries(
        {
            "party": PARTIES,
            "amount": st.integers(-200, 300),
            "due_date": st.none() | st.integers(-40, 40).map(lambda n: AS_OF + dt.timedelta(n)),
            "order": st.sampled_from([None, "1", "2"]),
            "kind": st.sampled_from([None, "document", "deposit"]),
            "stage": st.sampled_from([None, None, "under_collection"]),
        }
    ),
    max_size=12,
)
ORDERS = st.lists(
    st.fixed_dictionaries(
        {
            "party": PARTIES,
            "order": st.sampled_from(["1", "2", "3"]),
            **dict.fromkeys(ORDER_AMOUNTS, AMOUNTS),
        }
    ),
    max_size=8,
    unique_by=lambda row: (row["party"], row["order"]),
)
INSURANCE = st.dictionaries(PARTIES, st.tuples(AMOUNTS, st.integers(0, 100)))


@given(ITEMS, ORDERS, INSURANCE)
def test_it_is_what_the_oracle_says(
    items: list[dict[str, Any]],
    orders: list[dict[str, Any]],
    insurance: dict[str, tuple[int, int]],
) -> None:
    table = pa.table(
        {
            "party": text_column(list(insurance)),
            "limit": money_column([limit for limit, _ in insurance.values()]),
            "share": money_column([percent for _, percent in insurance.values()]),
            "currency": text_column(["USD"] * len(insurance)),
        }
    )
    exposure = o2c.credit_exposure(
        items_table(items), orders_table(orders), as_of=AS_OF, insurance=table
    )
    expected = oracle_credit.exposures(items, orders, insurance, AS_OF)
    found = {
        row["party"]: {name: row[name].minor for name in (*STAGES, "exposure")}
        for row in exposure.rows
    }
    assert found == {
        party: {name: figures.get(name, 0) for name in (*STAGES, "exposure")}
        for party, figures in expected.items()
    }
    group = o2c.CreditLimit("group", "1 USD", members=sorted({"Acme", "Brio", "张三"}))
    total = sum(figures["exposure"] for figures in expected.values())
    assert exposure.check(group).left == o2c.Money("1", "USD") - o2c.Money.from_minor(total, "USD")
