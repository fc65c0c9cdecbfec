"""Late interest: worked examples, an independent oracle, tables, and the ledger's charges."""

from __future__ import annotations

import datetime as dt
import decimal
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import o2c
import oracle_interest
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

DAYS = st.dates(dt.date(2023, 1, 1), dt.date(2028, 12, 31))
COUNTS = sorted(oracle_interest.YEARS)
BASE = dt.date(2026, 1, 31)
MODES = {
    "half_up": decimal.ROUND_HALF_UP,
    "half_even": decimal.ROUND_HALF_EVEN,
    "up": decimal.ROUND_UP,
    "down": decimal.ROUND_DOWN,
}


# --- day counts ---------------------------------------------------------------------------------


@given(st.sampled_from(COUNTS), DAYS, DAYS)
def test_day_counts_equal_the_oracle(count: str, one: dt.date, other: dt.date) -> None:
    start, end = sorted((one, other))
    years = o2c.year_fraction(count, start, end)
    assert years == oracle_interest.YEARS[count](start, end)
    assert isinstance(years, Fraction)


def test_february_has_30_days_by_the_us_rule() -> None:
    assert o2c.days_counted("thirty_360_us", "2007-02-28", "2007-08-31") == 180
    assert o2c.days_counted(o2c.DayCount.thirty_360_bond, "2007-02-28", "2007-08-31") == 183
    assert o2c.days_counted("thirty_360_bond", "2026-01-15", "2026-01-31") == 16
    with pytest.raises(o2c.ParseError):
        o2c.days_counted("30/360", "2007-02-28", "2007-08-31")


# --- the rule -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, "554.79"),
        ({"day_count": "act_360"}, "562.50"),
        ({"compounding": "daily"}, "556.30"),
        ({"rounded": "daily"}, "554.85"),
    ],
)
def test_a_hundred_thousand_at_four_and_a_half_percent_for_45_days(
    options: dict[str, Any], expected: str
) -> None:
    policy = o2c.InterestPolicy("4.5%", **options)
    why = o2c.Derivation()
    amount = policy.interest(
        "100000 USD", due_date=BASE, as_of=BASE + dt.timedelta(days=45), trace=why
    )
    assert amount == o2c.Money(expected, "USD")
    assert why.recheck() == []
    assert why.steps[-1].result == amount


@st.composite
def cases(draw: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """A policy, and what it is applied to."""
    starts = draw(st.lists(st.integers(-500, 120), min_size=1, max_size=3, unique=True))
    rates = [
        (BASE + dt.timedelta(days=start), draw(st.integers(0, 3_000))) for start in sorted(starts)
    ]
    policy = {
        "rates": rates,
        "day_count": draw(st.sampled_from(COUNTS)),
        "compounding": draw(st.sampled_from(["none", "daily", "monthly", "quarterly", "yearly"])),
        "grace_days": draw(st.sampled_from([0, 0, 7])),
        "grace": draw(st.sampled_from(["conditional", "free"])),
        "daily": draw(st.booleans()),
        "mode": draw(st.sampled_from(sorted(MODES))),
    }
    item = {
        "amount": Decimal(draw(st.integers(1, 10**9))).scaleb(-2),
        "due": BASE + dt.timedelta(days=draw(st.integers(-3, 30))),
        "payments": [
            (BASE + dt.timedelta(days=day), Decimal(cents).scaleb(-2))
            for day, cents in draw(
                st.lists(st.tuples(st.integers(-20, 200), st.integers(0, 10**8)), max_size=4)
            )
        ],
        "as_of": BASE + dt.timedelta(days=draw(st.integers(-5, 450))),
    }
    return policy, item


@settings(max_examples=150, deadline=None)
@given(cases())
def test_interest_equals_the_oracle(case: tuple[dict[str, Any], dict[str, Any]]) -> None:
    given_policy, item = case
    policy = o2c.InterestPolicy(
        [(day, o2c.Rate(f"{Decimal(bps).scaleb(-2)}%")) for day, bps in given_policy["rates"]],
        day_count=given_policy["day_count"],
        compounding=given_policy["compounding"],
        grace_days=given_policy["grace_days"],
        grace=given_policy["grace"],
        rounded="daily" if given_policy["daily"] else "total",
        rounding=given_policy["mode"],
    )
    expected = oracle_interest.interest(
        item["amount"],
        item["due"],
        item["as_of"],
        rates=[(day, Fraction(bps, 10_000)) for day, bps in given_policy["rates"]],
        payments=item["payments"],
        day_count=given_policy["day_count"],
        compounding=given_policy["compounding"],
        grace_days=given_policy["grace_days"],
        grace=given_policy["grace"],
        daily=given_policy["daily"],
        how=MODES[given_policy["mode"]],
    )
    found = policy.interest(
        o2c.Money(item["amount"], "USD"),
        due_date=item["due"],
        as_of=item["as_of"],
        payments=[(day, o2c.Money(paid, "USD")) for day, paid in item["payments"]],
    )
    assert found.amount == expected


def test_a_policy_tells_what_is_wrong_with_it() -> None:
    with pytest.raises(o2c.InvalidArgument) as refused:
        o2c.InterestPolicy({"2026-01-01": "-1%", "2025-01-01": "2%"}, grace_days=-1)
    assert [fault.field for fault in refused.value.faults] == ["rate", "from", "grace_days"]
    with pytest.raises(TypeError, match="float"):
        o2c.InterestPolicy(4.5)
    with pytest.raises(TypeError, match="pairs"):
        o2c.InterestPolicy([("2026-01-01",)])
    with pytest.raises(o2c.ParseError):
        o2c.InterestPolicy("4.5%", compounding="weekly")


def test_a_policy_shows_itself() -> None:
    policy = o2c.InterestPolicy({"2026-01-01": "3.45%"}, day_count="act_360", grace_days=3)
    assert eval(repr(policy), {"InterestPolicy": o2c.InterestPolicy}) == policy
    assert policy.rates == ((dt.date(2026, 1, 1), o2c.Rate("3.45%")),)
    assert policy.day_count is o2c.DayCount.act_360
    assert str(policy).startswith("3.45% from 2026-01-01, act_360, 3 days of grace")
    simple = o2c.InterestPolicy("4.5%")
    assert eval(repr(simple), {"InterestPolicy": o2c.InterestPolicy}) == simple


# --- tables -------------------------------------------------------------------------------------

POLICY = o2c.InterestPolicy({"2026-01-01": "3.65%", "2026-03-01": "7.3%"})


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["A", "B", "张三"]),
            st.integers(-(10**6), 10**9),
            st.integers(-400, 100),
            st.sampled_from(["USD", "EUR"]),
        ),
        max_size=30,
    )
)
def test_a_table_is_its_items_one_by_one(rows: list[tuple[str, int, int, str]]) -> None:
    as_of = dt.date(2026, 6, 30)
    table = pa.table(
        {
            "party": pa.array([row[0] for row in rows], pa.string()),
            "amount": pa.array([Decimal(row[1]).scaleb(-2) for row in rows], pa.decimal128(20, 2)),
            "due_date": pa.array([as_of + dt.timedelta(days=row[2]) for row in rows], pa.date32()),
            "currency": pa.array([row[3] for row in rows], pa.string()),
        }
    )
    expected = [
        POLICY.interest(
            o2c.Money(max(Decimal(cents), Decimal(0)).scaleb(-2), code),
            due_date=as_of + dt.timedelta(days=day),
            as_of=as_of,
        )
        for _, cents, day, code in rows
    ]
    found = o2c.interest(table, as_of=as_of, policy=POLICY).to_arrow()
    assert found["interest"].to_pylist() == [amount.amount for amount in expected]
    assert found["currency"].to_pylist() == [row[3] for row in rows]
    assert found["days_overdue"].to_pylist() == [-row[2] for row in rows]
    sums: dict[tuple[str, str], list[Decimal]] = {}
    for row, amount in zip(rows, expected, strict=True):
        if amount.minor:
            sums.setdefault((row[0], row[3]), []).append(amount.amount)
    by_party = o2c.interest(table, as_of=as_of, policy=POLICY, rows="party").to_arrow().to_pylist()
    assert by_party == [
        {"party": party, "items": len(of), "interest": sum(of), "currency": code}
        for (party, code), of in sorted(sums.items())
    ]


def test_a_table_with_applications() -> None:
    items = pd.DataFrame(
        {
            "document": ["A", "B"],
            "Due": pd.to_datetime(["2026-03-31", "2026-03-31"]),
            "amount": [10_000_00, 500_00],
        }
    )
    applications = pd.DataFrame(
        {"document": ["A"], "date": pd.to_datetime(["2026-04-10"]), "amount": [4_000_00]}
    )
    result = o2c.interest(
        items,
        as_of="2026-04-20",
        policy=o2c.InterestPolicy("3.65%"),
        applications=applications,
        currency="USD",
        columns={"due_date": "Due"},
    )
    assert result.to_pandas()["interest"].tolist() == [Decimal("16.00"), Decimal("1.00")]
    assert repr(result) == "<InterestResult: 2 rows>"
    with pytest.raises(o2c.BadTable) as bad:
        o2c.interest(
            items[:1].assign(document="C"), as_of="2026-04-20", policy=POLICY, currency="USD",
            applications=applications, columns={"due_date": "Due"},
        )  # fmt: skip
    assert bad.value.faults[0].field == "document"
    with pytest.raises(o2c.BadTable, match='"Deu", to be read as "due_date", is in none'):
        o2c.interest(
            items, as_of="2026-04-20", policy=POLICY, currency="USD",
            applications=applications, columns={"due_date": "Deu"},
        )  # fmt: skip


HISTORIES = st.lists(
    st.tuples(
        st.integers(0, 90),
        st.sampled_from(["pay", "dispute", "end"]),
        st.integers(0, 2),
        st.integers(0, 2),
        st.integers(1, 10**6),
    ),
    max_size=10,
).map(sorted)


@settings(max_examples=120, deadline=None)
@given(HISTORIES, st.integers(30, 120), st.integers(0, 130), st.integers(1, 2))
def test_tables_of_documents_bear_what_the_ledger_bears(
    events: list[tuple[int, str, int, int, int]], day: int, known: int, threads: int
) -> None:
    """Of three invoices, one in two instalments, with payments and disputes as they came."""
    start = dt.date(2026, 3, 1)
    midnight = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
    ledger = o2c.Ledger()
    amounts = {"A": ["5000 USD"], "B": ["4000 USD", "6000 USD"], "C": ["9000 USD"]}
    for number, parts in amounts.items():
        dated = [
            o2c.Installment(place, part, start + dt.timedelta(days=20 * place))
            for place, part in enumerate(parts, 1)
        ]
        whole = {"installments": dated} if len(parts) > 1 else {"due_date": dated[0].due_date}
        ledger.invoice(
            number, party="X", date=start, amount=sum(each.amount for each in dated), **whole,
            recorded_at=midnight,
        )  # fmt: skip
    disputes: list[int] = []
    for place, (on, kind, which, instalment, cents) in enumerate(events):
        date = start + dt.timedelta(days=on)
        moment = midnight + dt.timedelta(days=on, hours=1, seconds=place)
        document, amount = "ABC"[which], o2c.Money(Decimal(cents).scaleb(-2), "USD")
        part = instalment if document == "B" else 0
        try:
            if kind == "pay":
                ledger.receipt(f"R{place}", party="X", date=date, amount=amount, recorded_at=moment)
                ledger.apply(f"R{place}", document, amount, date=date, recorded_at=moment)
            elif kind == "dispute":
                disputes.append(
                    ledger.dispute(
                        document, amount, date=date, installment=part, recorded_at=moment
                    )
                )
            elif disputes:
                ledger.end_dispute(disputes.pop(), "rejected", date=date, recorded_at=moment)
        except o2c.Refused:
            continue
    as_of, known_at = start + dt.timedelta(days=day), midnight + dt.timedelta(days=known)
    tables = ledger.to_tables()
    policy = o2c.InterestPolicy("9%")
    charges = ledger.interest(as_of=as_of, policy=policy, disputed="paused", known_at=known_at)
    expected = {row["document"]: row["accrued"].amount for row in charges.rows}
    found = o2c.interest(
        tables["invoices"], as_of=as_of, policy=policy, applications=tables["applications"],
        disputes=tables["disputes"], known_at=known_at, threads=threads,
    ).to_arrow()  # fmt: skip
    sums: dict[str, Decimal] = {}
    documents = pa.table(tables["invoices"])["document"].to_pylist()
    for document, interest in zip(documents, found["interest"].to_pylist(), strict=True):
        if interest:
            sums[document] = sums.get(document, Decimal(0)) + interest
    assert sums == expected


def test_what_is_in_dispute_bears_none_and_known_at_asks_what_was_known() -> None:
    invoices = pd.DataFrame(
        {
            "document": ["INV-1", "INV-2"],
            "due_date": pd.to_datetime(["2026-03-31", "2026-03-31"]),
            "amount": [1_000_00, 2_000_00],
            "recorded_at": pd.to_datetime(["2026-03-01", "2026-03-02"], utc=True),
        }
    )
    disputes = pd.DataFrame(
        {
            "document": ["INV-2"],
            "date": pd.to_datetime(["2026-04-05"]),
            "amount": [1_500_00],
            "ended": pd.to_datetime(["2026-04-15"]),
            "recorded_at": pd.to_datetime(["2026-04-06"], utc=True),
            "end_recorded_at": pd.to_datetime(["2026-04-18"], utc=True),
        }
    )
    options = {"as_of": "2026-04-20", "policy": DAILY, "disputes": disputes, "currency": "USD"}

    def interest(**more: Any) -> list[Decimal]:
        return o2c.interest(invoices, **options, **more).to_arrow()["interest"].to_pylist()

    assert interest() == [Decimal("2.00"), Decimal("2.50")]
    assert interest(known_at="2026-04-17T00:00:00Z") == [Decimal("2.00"), Decimal("1.75")]
    assert interest(known_at="2026-03-01T12:00:00Z") == [Decimal("2.00"), Decimal("0.00")]
    with pytest.raises(o2c.BadTable, match="recorded_at"):
        o2c.interest(
            invoices.drop(columns="recorded_at"), as_of="2026-04-20", policy=DAILY, currency="USD",
            known_at="2026-04-17T00:00:00Z",
        )  # fmt: skip
    with pytest.raises(o2c.BadTable) as bad:
        o2c.interest(
            invoices, as_of="2026-04-20", policy=DAILY, currency="USD",
            disputes=disputes.assign(document="INV-9"),
        )  # fmt: skip
    assert [(fault.file, fault.row, fault.field) for fault in bad.value.faults] == [
        ("disputes", 0, "document")
    ]


@pytest.mark.parametrize("threads", [1, 2])
def test_what_is_applied_above_its_document_is_a_fault(threads: int) -> None:
    items = pa.table(
        {
            "document": ["A", "B", "B"],
            "instalment": [None, 1, 2],
            "due_date": pa.array([dt.date(2026, 3, 31)] * 3, pa.date32()),
            "amount": [10_000_00, 100_00, 200_00],
        }
    )
    applications = pa.table(
        {
            "document": ["A", "B", "B"],
            "date": pa.array([dt.date(2026, 4, 10)] * 3, pa.date32()),
            "amount": [10_000_01, 150_00, 150_01],
        }
    )
    with pytest.raises(o2c.BadTable) as bad:
        o2c.interest(
            items, as_of="2026-04-20", policy=POLICY, currency="USD",
            applications=applications, threads=threads,
        )  # fmt: skip
    assert [(fault.row, fault.field) for fault in bad.value.faults] == [
        (0, "amount"),
        (1, "amount"),
    ]


@pytest.mark.parametrize("threads", [1, 2])
def test_faulty_rows_are_told_before_overflow(threads: int) -> None:
    items = pa.table(
        {
            "due_date": pa.array([dt.date(1, 1, 1), None], pa.date32()),
            "amount": [2**63 - 1, 1],
        }
    )
    policy = o2c.InterestPolicy("999%")
    with pytest.raises(o2c.Overflow):
        o2c.interest(items[:1], as_of="9999-01-01", policy=policy, currency="USD", threads=threads)
    with pytest.raises(o2c.BadTable) as bad:
        o2c.interest(items, as_of="9999-01-01", policy=policy, currency="USD", threads=threads)
    assert [(fault.row, fault.field) for fault in bad.value.faults] == [(1, "due_date")]


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("largest", [10**6, 2**45])
def test_parties_of_very_many_rows_owe_what_their_items_bear(threads: int, largest: int) -> None:
    rows, parties = 2_400_000, 3
    rng = np.random.default_rng(7)
    items = pa.table(
        {
            "party": np.arange(rows) % parties,
            "due_date": pa.array(rng.integers(20_000, 20_600, rows, dtype=np.int32)).view(
                pa.date32()
            ),
            # The last eighth is larger; some are credits.
            "amount": np.where(
                np.arange(rows) < rows // 8 * 7,
                rng.integers(-100, 10**4, rows),
                rng.integers(0, largest, rows),
            ),
        }
    )
    how: dict[str, Any] = {
        "as_of": "2026-05-01",
        "policy": o2c.InterestPolicy("4.5%"),
        "currency": "USD",
        "threads": threads,
    }
    of_items = o2c.interest(items, rows="item", **how).to_arrow()["interest"]
    cents = np.array([int(each.scaleb(2)) for each in of_items.to_pylist()], dtype=np.int64)
    of_parties = o2c.interest(items, rows="party", **how).to_arrow()
    assert of_parties["items"].to_pylist() == [
        int((cents[party::parties] > 0).sum()) for party in range(parties)
    ]
    assert [int(each.scaleb(2)) for each in of_parties["interest"].to_pylist()] == [
        int(cents[party::parties].sum()) for party in range(parties)
    ]


# --- the ledger ---------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(1, 10**8),
            st.integers(0, 60),
            st.lists(st.tuples(st.integers(0, 150), st.integers(1, 10**8)), max_size=4),
        ),
        max_size=4,
    ),
    st.integers(0, 200),
    st.sampled_from(COUNTS),
    st.sampled_from(["none", "daily", "monthly"]),
)
def test_a_ledger_charges_as_the_oracle(
    invoices: list[tuple[int, int, list[tuple[int, int]]]], day: int, count: str, compounding: str
) -> None:
    """Payments are dated in no order; what of them an invoice has no room for is not applied."""
    ledger = o2c.Ledger()
    moment = "2026-02-01T00:00:00Z"
    start = dt.date(2026, 1, 1)
    as_of = start + dt.timedelta(days=day)
    expected = {}
    for number, (cents, due, payments) in enumerate(invoices):
        amount = Decimal(cents).scaleb(-2)
        due_date = start + dt.timedelta(days=due)
        ledger.invoice(
            f"I{number}", party="A", date=start, amount=o2c.Money(amount, "USD"),
            due_date=due_date, recorded_at=moment,
        )  # fmt: skip
        left = cents
        applied = []
        for place, (on, paid) in enumerate(payments):
            part = min(paid, left)
            if part == 0:
                continue
            left -= part
            money = o2c.Money(Decimal(part).scaleb(-2), "USD")
            date = start + dt.timedelta(days=on)
            receipt = f"R{number}-{place}"
            ledger.receipt(receipt, party="A", date=date, amount=money, recorded_at=moment)
            ledger.apply(receipt, f"I{number}", money, date=date, recorded_at=moment)
            applied.append((date, money.amount))
        expected[f"I{number}"] = oracle_interest.interest(
            amount, due_date, as_of, rates=[(dt.date.min, Fraction(9, 100))],
            payments=[each for each in applied if each[0] <= as_of], day_count=count,
            compounding=compounding,
        )  # fmt: skip
    policy = o2c.InterestPolicy("9%", day_count=count, compounding=compounding)
    charges = ledger.interest(as_of=as_of, policy=policy)
    found = {row["document"]: row["accrued"].amount for row in charges.rows}
    assert found == {number: amount for number, amount in expected.items() if amount}


class Books:
    """Of 10,000 due on 31 March, 4,000 are paid on 10 April."""

    def __init__(self) -> None:
        self.now = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
        self.ledger = o2c.Ledger()
        self.ledger.invoice(
            "A<1>", party="Ningbo & Co", date="2026-03-01", amount="10000 USD",
            due_date="2026-03-31", recorded_at=self.tick(),
        )  # fmt: skip
        self.ledger.receipt(
            "R", party="Ningbo & Co", date="2026-04-10", amount="4000 USD", recorded_at=self.tick()
        )
        self.ledger.apply("R", "A<1>", "4000 USD", date="2026-04-10", recorded_at=self.tick())

    def tick(self) -> dt.datetime:
        self.now += dt.timedelta(seconds=1)
        return self.now


DAILY = o2c.InterestPolicy("3.65%")


def test_a_ledger_charges_what_was_not_charged() -> None:
    books = Books()
    charges = books.ledger.interest(as_of="2026-04-20", policy=DAILY)
    assert [row["amount"] for row in charges.rows] == [o2c.Money("16", "USD")]
    assert [
        (str(each["first"]), str(each["last"]), each["days"], str(each["open"]))
        for each in charges.rows[0]["stretches"]
    ] == [
        ("2026-04-01", "2026-04-10", 10, "10000.00 USD"),
        ("2026-04-11", "2026-04-20", 10, "6000.00 USD"),
    ]
    assert charges.explain(0).recheck() == []
    with pytest.raises(IndexError):
        charges.explain(1)
    assert books.ledger.charge_interest(charges, recorded_at=books.tick()) == ["A<1>/I1"]
    with pytest.raises(o2c.Refused) as refused:
        books.ledger.charge_interest(charges, recorded_at=books.tick())
    assert refused.value.refusals[0].rule == "duplicate_number"
    assert len(books.ledger.interest(as_of="2026-04-20", policy=DAILY)) == 0
    later = books.ledger.interest(as_of="2026-04-30", policy=DAILY)
    assert later.to_arrow().to_pylist() == [
        {
            "party": "Ningbo & Co",
            "document_kind": "invoice",
            "document": "A<1>",
            "accrued": Decimal("22.00"),
            "charged_before": Decimal("16.00"),
            "amount": Decimal("6.00"),
            "credits": Decimal("0.00"),
            "covered": False,
            "currency": "USD",
            "interest_number": "A<1>/I2",
        }
    ]
    assert later.totals == o2c.MoneyBag(["6 USD"])
    assert repr(later) == "<InterestCharges as of 2026-04-30: 1 documents>"
    books.ledger.adjust(
        ("interest", "A<1>/I1"), "16 USD", "waiver", date="2026-05-01", recorded_at=books.tick()
    )
    statement = books.ledger.statement("Ningbo & Co", period="2026")
    assert "减免" in statement.to_html("zh")
    assert statement.accounts["USD"]["closing"] == o2c.Money("6000", "USD")


def test_charges_are_booked_as_asked() -> None:
    books = Books()
    charges = books.ledger.interest(as_of="2026-04-20", policy=DAILY)
    numbers = books.ledger.charge_interest(
        charges, rows=[0], number="Z-1", date="2026-04-21", due_date="2026-05-21",
        recorded_at=books.tick(),
    )  # fmt: skip
    assert numbers == ["Z-1"]
    assert books.ledger.document("Z-1")["refers_to"] == "A<1>"
    with pytest.raises(IndexError):
        books.ledger.charge_interest(charges, rows=[1], recorded_at=books.tick())
    with pytest.raises(o2c.InvalidArgument, match="expected each once"):
        books.ledger.charge_interest(charges, rows=[0, 0], recorded_at=books.tick())
    with pytest.raises(o2c.InvalidArgument, match="several"):
        books.ledger.charge_interest(charges, rows=[], number="Z", recorded_at=books.tick())
    small = books.ledger.interest(as_of="2026-04-22", policy=DAILY, minimums=["2 USD"])
    assert len(small) == 0


def test_who_paid_in_time_is_not_charged_unseen() -> None:
    """Paid on the day before the due date, applied three days after it."""
    ledger = o2c.Ledger()
    at = "2026-01-01T09:00:00Z"
    ledger.invoice(
        "A", party="Acme", date="2026-01-01", amount="1000 USD", due_date="2026-01-31",
        recorded_at=at,
    )  # fmt: skip
    ledger.receipt("R", party="Acme", date="2026-01-30", amount="1000 USD", recorded_at=at)
    ledger.apply("R", "A", "1000 USD", date="2026-02-03", recorded_at=at)
    charges = ledger.interest(as_of="2026-02-28", policy=DAILY)
    tiers = o2c.Compensation([("0 USD", "40 USD")])
    due = ledger.compensation(as_of="2026-02-28", compensation=tiers)
    for run in (charges, due):
        assert run.rows[0]["credits"] == o2c.Money(1000, "USD")
        assert run.to_arrow().to_pydict()["credits"] == [Decimal(1000)]
        assert run.to_arrow().to_pydict()["covered"] == [True]
    assert charges.explain(0).recheck() == []
    assert "Covered by credits" in charges.to_html()
    assert "1,000.00" in charges.to_html()
    assert "未核销贷方金额" in charges.to_html("zh")
    booked = {"date": "2026-02-28", "recorded_at": at}
    for book in (
        lambda **given: ledger.charge_interest(charges, **booked, **given),
        lambda **given: ledger.charge_compensation(due, **booked, **given),
    ):
        with pytest.raises(o2c.Refused, match="apply them by their own dates") as refused:
            book()
        assert refused.value.refusals[0].rule == "covered_by_credits"
        assert len(book(covered="booked")) == 1


def test_charges_are_booked_all_or_none() -> None:
    books = Books()
    for number in ("B", "C"):
        books.ledger.invoice(
            number, party="Wuhan", date="2026-03-01", amount="1000 USD", due_date="2026-03-31",
            recorded_at=books.tick(),
        )  # fmt: skip
    charges = books.ledger.interest(as_of="2026-04-20", policy=DAILY)
    assert books.ledger.charge_interest(charges, rows=[0, 2], recorded_at=books.tick()) == [
        "A<1>/I1",
        "C/I1",
    ]
    before = pa.table(books.ledger.to_tables()["invoices"])
    with pytest.raises(o2c.Refused) as refused:
        books.ledger.charge_interest(charges, recorded_at=books.tick())
    assert ["A<1>/I1" in each.en or "C/I1" in each.en for each in refused.value.refusals] == [
        True,
        True,
    ]
    assert pa.table(books.ledger.to_tables()["invoices"]) == before
    assert books.ledger.charge_interest(charges, rows=[1], recorded_at=books.tick()) == ["B/I1"]
    tiers = o2c.Compensation([("0 USD", "40 USD")])
    due = books.ledger.compensation(as_of="2026-04-20", compensation=tiers)
    assert len(due) == 3
    booked = {"date": "2026-04-20", "recorded_at": books.tick()}
    assert books.ledger.charge_compensation(due, rows=[1], **booked) == ["B/C"]
    with pytest.raises(o2c.Refused) as refused:
        books.ledger.charge_compensation(due, **booked)
    assert [each.rule for each in refused.value.refusals] == ["duplicate_number"]
    assert books.ledger.charge_compensation(due, rows=[0, 2], **booked) == ["A<1>/C", "C/C"]
    with pytest.raises(IndexError):
        books.ledger.charge_compensation(due, rows=[3], **booked)
    with pytest.raises(o2c.InvalidArgument, match="each once"):
        books.ledger.charge_compensation(due, rows=[0, 0], **booked)


def test_disputes_may_pause_interest() -> None:
    books = Books()
    books.ledger.dispute("A<1>", "1000 USD", date="2026-04-05", recorded_at=books.tick())
    paused = books.ledger.interest(as_of="2026-04-20", policy=DAILY, disputed="paused")
    assert paused.rows[0]["amount"] == o2c.Money("14.50", "USD")
    with pytest.raises(o2c.ParseError):
        books.ledger.interest(as_of="2026-04-20", policy=DAILY, disputed="never")  # type: ignore[arg-type]


def test_charges_show_themselves() -> None:
    books = Books()
    charges = books.ledger.interest(as_of="2026-04-20", policy=DAILY)
    shown = charges._repr_html_()
    assert "A&lt;1&gt;" in shown
    assert "Ningbo &amp; Co" in shown
    assert "10,000.00 at 3.65%" in shown
    assert "逾期利息" in charges.to_html("zh")
    nothing = books.ledger.interest(as_of="2026-03-01", policy=DAILY)
    assert "Nothing is to be charged." in nothing.to_html()


def test_compensation_is_due_once() -> None:
    tiers = o2c.Compensation(
        [("0 USD", "40 USD"), ("1000 USD", "70 USD"), ("10000 USD", "100 USD")]
    )
    assert [str(tiers.of_debt(debt)) for debt in ("999.99 USD", "1000 USD", "10000 USD")] == [
        "40.00 USD",
        "70.00 USD",
        "100.00 USD",
    ]
    assert eval(repr(tiers), {"Compensation": o2c.Compensation}) == tiers
    books = Books()
    charges = books.ledger.compensation(as_of="2026-04-20", compensation=tiers)
    assert charges.to_arrow().to_pylist() == [
        {
            "party": "Ningbo & Co",
            "document": "A<1>",
            "late_since": dt.date(2026, 4, 1),
            "debt": Decimal("10000.00"),
            "amount": Decimal("100.00"),
            "credits": Decimal("0.00"),
            "covered": False,
            "currency": "USD",
        }
    ]
    assert charges.rows[0]["amount"] == o2c.Money("100", "USD")
    booked = books.ledger.charge_compensation(charges, date="2026-04-20", recorded_at=books.tick())
    assert booked == ["A<1>/C"]
    assert len(books.ledger.compensation(as_of="2026-04-20", compensation=tiers)) == 0
    with pytest.raises(o2c.InvalidArgument) as refused:
        o2c.Compensation([("0 USD", "-1 USD"), ("0 USD", "1 EUR")])
    assert len(refused.value.faults) == 3
    pounds = o2c.Compensation([("0 GBP", "40 GBP")])
    with pytest.raises(o2c.InvalidArgument, match=r"A<1>: 10000\.00 USD.*a tier in USD"):
        Books().ledger.compensation(as_of="2026-04-20", compensation=pounds)


def test_charges_in_several_currencies_have_a_rate_each() -> None:
    ledger = o2c.Ledger(home="CNY")
    at = "2026-03-01T09:00:00Z"
    for number, amount in (("D", "1000 USD"), ("E", "1000 EUR"), ("Y", "1000 CNY")):
        ledger.invoice(
            number, party="Ningbo", date="2026-03-01", amount=amount, due_date="2026-03-31",
            recorded_at=at,
        )  # fmt: skip
    charges = ledger.interest(as_of="2026-04-20", policy=DAILY)
    with pytest.raises(o2c.InvalidArgument, match="a rate of EUR in CNY"):
        ledger.charge_interest(charges, recorded_at=at, rates={"USD": "7.05"})
    rates = {"USD": "7.05", "EUR": "7.90"}
    booked = ledger.charge_interest(charges, recorded_at=at, rates=rates)
    assert [ledger.document(number)["rate"] for number in booked] == [
        Decimal("7.05"),
        Decimal("7.90"),
        None,
    ]
    policy = o2c.DunningPolicy([o2c.DunningLevel(1, fees=["5 USD", "5 EUR"])])
    run = ledger.dunning_run(as_of="2026-04-20", policy=policy)
    with pytest.raises(o2c.InvalidArgument, match="a rate of USD in CNY"):
        ledger.record_reminders(run, recorded_at=at, rates={"EUR": "7.90"})
    ledger.record_reminders(run, recorded_at=at, rates=rates)
    assert ledger.document("E/D1")["rate"] == Decimal("7.90")
    tiers = o2c.Compensation([("0 USD", "40 USD"), ("0 EUR", "40 EUR"), ("0 CNY", "0 CNY")])
    due = ledger.compensation(as_of="2026-04-20", compensation=tiers)
    booked = ledger.charge_compensation(due, date="2026-04-20", recorded_at=at, rates=rates)
    assert [ledger.document(number)["rate"] for number in booked] == [
        Decimal("7.05"),
        Decimal("7.90"),
    ]
    with pytest.raises(o2c.InvalidArgument, match="no home currency"):
        o2c.Ledger().charge_interest(charges, rows=[], recorded_at=at, rates=rates)


def test_what_was_paid_back_covers_nothing() -> None:
    ledger = o2c.Ledger()
    ledger.invoice(
        "I", party="A", date="2026-03-01", amount="100 USD", due_date="2026-03-02",
        recorded_at="2026-03-01T00:00:00Z",
    )  # fmt: skip
    ledger.receipt(
        "R", party="A", date="2026-03-10", amount="100 USD", recorded_at="2026-03-10T00:00:00Z"
    )
    policy = o2c.InterestPolicy("10%")
    [charge] = ledger.interest(as_of="2026-03-11", policy=policy).rows
    assert charge["credits"] == o2c.Money("100", "USD")
    assert charge["covered"]
    ledger.refund("R", "RF", "100 USD", date="2026-03-12", recorded_at="2026-03-12T00:00:00Z")
    [charge] = ledger.interest(as_of="2026-03-20", policy=policy).rows
    assert charge["credits"] == o2c.Money("0", "USD")
    assert not charge["covered"]
