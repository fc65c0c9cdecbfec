"""Reminding: worked examples, an independent oracle, tables, letters, and the ledger."""

from __future__ import annotations

import datetime as dt
import pickle
from decimal import Decimal
from typing import Any

import o2c
import oracle_dunning
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

FIRST = dt.date(2026, 1, 1)
DUE = dt.date(2026, 3, 1)
HOUSE = o2c.DunningPolicy([1, 15, 30, 60], interval_days=7, minimums=["50 USD"])


def day(number: int) -> dt.date:
    return FIRST + dt.timedelta(days=number)


def usd(cents: int) -> o2c.Money:
    return o2c.Money(Decimal(cents).scaleb(-2), "USD")


# --- the rule -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "last_level", "last_days", "level", "hold"),
    [
        (0, 0, None, 0, "not_due"),
        (1, 0, None, 1, "none"),
        (100, 0, None, 1, "none"),
        (1, 1, 1, 0, "already_reminded"),
        (14, 1, 1, 0, "not_reached"),
        (15, 1, 1, 2, "none"),
        (15, 1, 9, 0, "too_soon"),
        (30, 2, 16, 3, "none"),
        (60, 3, 30, 4, "none"),
        (400, 4, 60, 0, "last_level"),
    ],
)
def test_levels_are_reached_at_1_15_30_and_60_days(
    days: int, last_level: int, last_days: int | None, level: int, hold: str
) -> None:
    why = o2c.Derivation()
    answer = HOUSE.decide(
        "100 USD",
        due_date=DUE,
        as_of=DUE + dt.timedelta(days=days),
        last_level=last_level,
        last_reminded=None if last_days is None else DUE + dt.timedelta(days=last_days),
        trace=why,
    )
    assert (answer["level"], answer["hold"]) == (level, hold)
    assert why.recheck() == []


@st.composite
def policies(draw: Any) -> dict[str, Any]:
    days = 0
    levels = []
    for _ in range(draw(st.integers(1, 4))):
        days += draw(st.integers(1, 20))
        counted = draw(st.sampled_from(["net_days", "end_of_month", "previous_level"]))
        levels.append((days, counted))
    return {
        "levels": levels,
        "interval": draw(st.integers(1, 10)),
        "minimum": Decimal(draw(st.integers(1, 3000))).scaleb(-2),
    }


def policy_of(given_policy: dict[str, Any]) -> o2c.DunningPolicy:
    return o2c.DunningPolicy(
        [o2c.DunningLevel(days, counted=counted) for days, counted in given_policy["levels"]],
        interval_days=given_policy["interval"],
        minimums=[o2c.Money(given_policy["minimum"], "USD")],
    )


@st.composite
def items(draw: Any) -> dict[str, Any]:
    cents = st.integers(0, 10_000).map(lambda number: Decimal(number).scaleb(-2))
    item = {"due": day(draw(st.integers(0, 60))), "open": draw(cents)}
    if draw(st.integers(0, 4)) == 0:
        item["open"] = -item["open"]  # A credit.
    if draw(st.booleans()):
        item["level"] = draw(st.integers(1, 5))
        item["reminded"] = day(draw(st.integers(0, 90)))
    if draw(st.booleans()):
        item["disputed"] = min(draw(cents), max(item["open"], Decimal(0)))
    if draw(st.booleans()):
        item["promised_until"] = day(draw(st.integers(0, 120)))
        if draw(st.booleans()):
            item["promised"] = draw(cents)
    return item


@settings(max_examples=200, deadline=None)
@given(policies(), st.lists(items(), max_size=20), st.integers(0, 150), st.integers(1, 3))
def test_both_faces_equal_the_oracle(
    given_policy: dict[str, Any], rows: list[dict[str, Any]], number: int, threads: int
) -> None:
    policy = policy_of(given_policy)
    as_of = day(number)
    expected = [oracle_dunning.decide(given_policy, item, as_of) for item in rows]
    for item, (level, hold, amount) in zip(rows, expected, strict=True):
        answer = policy.decide(
            o2c.Money(item["open"], "USD"),
            due_date=item["due"],
            as_of=as_of,
            last_level=item.get("level", 0),
            last_reminded=item.get("reminded"),
            disputed=o2c.Money(item.get("disputed", 0), "USD"),
            promised_until=item.get("promised_until"),
            promised=None if "promised" not in item else o2c.Money(item["promised"], "USD"),
        )
        assert (answer["level"], answer["hold"]) == (level, hold)
        assert answer["amount"].amount == amount
    table = pa.table(
        {
            "due_date": pa.array([item["due"] for item in rows], pa.date32()),
            "amount": pa.array([item["open"] for item in rows], pa.decimal128(12, 2)),
            "last_level": pa.array([item.get("level") for item in rows], pa.int16()),
            "last_reminded": pa.array([item.get("reminded") for item in rows], pa.date32()),
            "disputed": pa.array([item.get("disputed") for item in rows], pa.decimal128(12, 2)),
            "promised_until": pa.array([item.get("promised_until") for item in rows], pa.date32()),
            "promised": pa.array([item.get("promised") for item in rows], pa.decimal128(12, 2)),
            "party": pa.array(["AB"[place % 2] for place in range(len(rows))], pa.string()),
        }
    )
    found = o2c.dunning(table, as_of=as_of, policy=policy, currency="USD", threads=threads)
    columns = found.to_arrow().to_pydict()
    assert list(zip(columns["level"], columns["hold"], columns["amount"], strict=True)) == expected
    letters = []
    for place, party in enumerate("AB"):
        levels = [level for level, _, _ in expected[place::2] if level > 0]
        amount = sum((asked for level, _, asked in expected[place::2] if level > 0), Decimal(0))
        credits = -sum((min(item["open"], 0) for item in rows[place::2]), Decimal(0))
        if levels:
            covered = credits >= amount
            fee = 0 if covered else policy.fee(max(levels), o2c.Money(amount, "USD")).amount
            letters.append(
                {
                    "party": party,
                    "level": 0 if covered else max(levels),
                    "hold": "covered" if covered else "none",
                    "items": len(levels),
                    "amount": amount,
                    "fee": fee,
                    "credits": credits,
                    "currency": "USD",
                }
            )
    by_party = o2c.dunning(
        table, as_of=as_of, policy=policy, rows="party", currency="USD", threads=threads
    )
    assert by_party.to_arrow().to_pylist() == letters


def test_a_fee_is_fixed_or_a_part_or_both() -> None:
    policy = o2c.DunningPolicy([1, o2c.DunningLevel(15, fees=["10 USD"], fee_rate="0.5%")])
    why = o2c.Derivation()
    assert policy.fee(2, "333 USD", trace=why) == o2c.Money("11.67", "USD")
    assert why.recheck() == []
    assert policy.fee(1, "333 USD") == o2c.Money("0", "USD")


def test_a_policy_tells_what_is_wrong_with_it() -> None:
    with pytest.raises(o2c.InvalidArgument) as refused:
        o2c.DunningPolicy([15, 15], interval_days=0, minimums=["0 USD"])
    assert [fault.field for fault in refused.value.faults] == ["days", "minimums", "interval_days"]
    with pytest.raises(o2c.ParseError, match="at offset 6"):
        o2c.DunningLevel(1, letter_en="Dear {name}")
    with pytest.raises(o2c.ParseError, match="previous_level"):
        o2c.DunningLevel(1, counted="weeks")
    with pytest.raises(TypeError):
        o2c.DunningPolicy([1.5])
    with pytest.raises(TypeError, match="float"):
        o2c.DunningPolicy([1], minimums=[50.0])
    with pytest.raises(o2c.InvalidArgument, match="last_reminded"):
        HOUSE.decide("1 USD", due_date=DUE, as_of=DUE, last_level=1)


# --- tables -------------------------------------------------------------------------------------


def test_a_table_tells_every_row_that_is_wrong() -> None:
    table = pd.DataFrame(
        {
            "Due": [DUE, None, DUE],
            "amount": [1, 1, 1],
            "currency": ["USD", "USD", "XQZ"],
            "last_level": [-1, 0, 0],
            "disputed": [2, 0, 0],
        }
    )
    with pytest.raises(o2c.BadTable) as bad:
        o2c.dunning(table, as_of=DUE, policy=HOUSE, columns={"due_date": "Due"})
    assert [(fault.row, fault.field) for fault in bad.value.faults] == [
        (0, "disputed"),
        (0, "last_level"),
        (1, "due_date"),
        (2, "currency"),
    ]


# --- the ledger ---------------------------------------------------------------------------------


def recorded(number: int, hour: int = 9) -> dt.datetime:
    return dt.datetime.combine(day(number), dt.time(hour), dt.UTC)


def ledger_with(*invoices: tuple[str, str, str, int]) -> o2c.Ledger:
    ledger = o2c.Ledger()
    for number, party, amount, due in invoices:
        ledger.invoice(
            number,
            party=party,
            date=FIRST,
            amount=amount,
            due_date=day(due),
            recorded_at=recorded(0),
        )
    return ledger


FEES = o2c.DunningPolicy([1, o2c.DunningLevel(15, fees=["10 USD"])], interval_days=7)


def test_a_run_proposes_and_the_ledger_keeps_what_was_sent() -> None:
    ledger = ledger_with(("INV-1", "Acme", "100 USD", 10), ("INV-2", "Acme", "60 USD", 20))
    run = ledger.dunning_run(as_of=day(11), policy=FEES)
    assert [letter["amount"] for letter in run.letters] == [o2c.Money(100, "USD")]
    assert ledger.record_reminders(run, recorded_at=recorded(11)) == [0]
    assert ledger.dunning_run(as_of=day(11), policy=FEES).letters == []
    with pytest.raises(o2c.Refused) as refused:
        ledger.record_reminders(run, recorded_at=recorded(11))
    assert refused.value.refusals[0].rule == "already_reminded"

    run = ledger.dunning_run(as_of=day(25), policy=FEES)
    (letter,) = run.letters
    assert (letter["level"], letter["total"]) == (2, o2c.Money(170, "USD"))
    assert [(item["document"], item["level"]) for item in letter["items"]] == [
        ("INV-1", 2),
        ("INV-2", 1),
    ]
    assert run.explain(0).recheck() == []
    assert run.explain_item(1).recheck() == []
    with pytest.raises(o2c.InvalidArgument, match="each item once"):
        ledger.record_reminders(run, letters=[0, 0], recorded_at=recorded(25))
    ledger.record_reminders(run, recorded_at=recorded(25))
    sent = ledger.reminders(as_of=day(25))
    assert [row["fee_document"] for row in sent] == [None, "INV-1/D1"]
    assert sent[1]["lines"][1]["document"] == "INV-2"
    assert ledger.document("INV-1/D1")["refers_to"] == "INV-1"
    assert len(ledger.reminders(as_of=day(25), known_at=recorded(12))) == 1
    # The fee bears no interest, and is not reminded of unless the run says so.
    interest = ledger.interest(as_of=day(60), policy=o2c.InterestPolicy("36.5%"))
    assert [row["document"] for row in interest.rows] == ["INV-1", "INV-2"]
    documents = [
        item["document"]
        for fees in ("left_out", "included")
        for item in ledger.dunning_run(as_of=day(26), policy=FEES, fees=fees).held
    ]
    assert documents == ["INV-1", "INV-2", "INV-1", "INV-2"]
    with pytest.raises(IndexError):
        run.text(1)
    with pytest.raises(o2c.InvalidArgument):
        ledger.dunning_run(as_of=day(26), policy=FEES, party="Nobody")


def test_a_letter_is_decided_again_when_it_is_kept() -> None:
    ledger = ledger_with(("INV-1", "Acme", "100 USD", 10))
    runs = [ledger.dunning_run(as_of=day(number), policy=FEES) for number in (25, 26)]
    ledger.record_reminders(runs[0], recorded_at=recorded(25))
    with pytest.raises(o2c.Refused) as refused:
        ledger.record_reminders(runs[1], recorded_at=recorded(26))
    assert [refusal.rule for refusal in refused.value.refusals] == ["too_soon"]
    assert len(ledger.reminders(as_of=day(26))) == 1
    # Its fee would be booked on an invoice that is paid.
    run = ledger.dunning_run(as_of=day(33), policy=FEES)
    ledger.receipt("R", party="Acme", date=day(33), amount="100 USD", recorded_at=recorded(33))
    with pytest.raises(o2c.Refused) as refused:
        ledger.record_reminders(run, recorded_at=recorded(33))
    assert [refusal.rule for refusal in refused.value.refusals] == ["covered"]
    ledger.apply("R", "INV-1", "100 USD", date=day(33), recorded_at=recorded(33))
    with pytest.raises(o2c.Refused) as refused:
        ledger.record_reminders(run, recorded_at=recorded(33))
    assert [refusal.rule for refusal in refused.value.refusals] == ["paid"]
    assert "已无未清金额" in refused.value.refusals[0].zh
    assert ledger.record_reminders(run, recorded_at=recorded(33), check="as_proposed") == [1]


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_random_histories_equal_the_oracle(data: st.DataObject) -> None:
    given_policy = data.draw(policies())
    policy = policy_of(given_policy)
    ledger = o2c.Ledger()
    books: dict[str, oracle_dunning.Item] = {}
    applications: list[tuple[int, str, int]] = []
    disputes: list[tuple[int, list[Any]]] = []
    credit = Decimal(0)
    moment = 0
    now = 0
    ledger.receipt("R", party="A", date=FIRST, amount="100000 USD", recorded_at=recorded(0))
    ledger.refund("R", "RF", "99900 USD", date=FIRST, recorded_at=recorded(0))
    credit = Decimal(100)
    for _ in range(data.draw(st.integers(1, 25))):
        now += data.draw(st.integers(0, 9))
        moment += 1
        at = recorded(now) + dt.timedelta(seconds=moment)
        today = day(now)
        what = data.draw(st.sampled_from("ippprdeokk" if books else "i"))
        name = data.draw(st.sampled_from(sorted(books))) if books else ""
        item = books.get(name)
        cents = Decimal(data.draw(st.integers(1, 6000))).scaleb(-2)
        amount = o2c.Money(cents, "USD")
        if what == "i":
            number = f"I{len(books)}"
            due = today + dt.timedelta(days=data.draw(st.integers(0, 30)))
            ledger.invoice(
                number, party="A", date=today, amount=amount, due_date=due, recorded_at=at
            )
            books[number] = oracle_dunning.Item(due, today, cents)
        elif what == "p" and item and cents <= credit and cents <= item.open(today):
            ids = ledger.apply("R", name, amount, date=today, recorded_at=at)
            applications.append((ids[0], name, len(item.applied)))
            item.applied.append(oracle_dunning.Applied(today, cents))
            credit -= cents
        elif what == "r" and applications:
            number, of, place = applications.pop(data.draw(st.integers(0, len(applications) - 1)))
            ledger.reverse(number, date=today, recorded_at=at)
            paid = books[of].applied[place].amount
            books[of].applied.append(oracle_dunning.Applied(today, -paid, place))
            credit += paid
        elif what == "d" and item and cents <= item.open(today) - item.disputed(today):
            if item.disputes:
                continue
            dispute = ledger.dispute(name, amount, date=today, recorded_at=at)
            item.disputes.append([today, None, cents])
            disputes.append((dispute, item.disputes[-1]))
        elif what == "e" and disputes:
            number, row = disputes.pop()
            ledger.end_dispute(number, "rejected", date=today, recorded_at=at)
            row[1] = today
        elif what == "o" and item and item.promise is None and cents <= item.open(today):
            until = today + dt.timedelta(days=data.draw(st.integers(0, 20)))
            ledger.promise(amount, document=name, promised=until, date=today, recorded_at=at)
            item.promise = oracle_dunning.Promise(cents, today, until, len(item.applied))
        elif what == "k":
            run = ledger.dunning_run(as_of=today, policy=policy)
            ledger.record_reminders(run, recorded_at=at)
            for letter in run.letters:
                for line in letter["items"]:
                    books[line["document"]].reminders.append((today, line["level"]))
    for as_of in {day(data.draw(st.integers(0, now + 60))), day(now)}:
        run = ledger.dunning_run(as_of=as_of, policy=policy)
        rows = run.to_arrow().to_pylist()
        found = {row["document"]: (row["level"], row["amount"]) for row in rows}
        holds = {row["document"]: row["hold"] for row in rows}
        expected = {}
        for number, book in books.items():
            if book.due < as_of and book.open(as_of) > 0:
                level, hold, amount_asked = oracle_dunning.decide(
                    given_policy, book.facts(as_of), as_of
                )
                expected[number] = (level, amount_asked)
                assert holds[number] in (hold, "covered")
        assert found == expected
        asked = sum((amount for level, amount in expected.values() if level), Decimal(0))
        unapplied = 100 - sum(
            row.amount for book in books.values() for row in book.applied if row.date <= as_of
        )
        assert bool(run.letters) == (asked > unapplied)
        states = {row["document"]: row["state"] for row in ledger.promises(as_of=as_of)}
        assert states == {
            number: book.promise.state(book.applied, as_of)
            for number, book in books.items()
            if book.promise and book.promise.made <= as_of
        }


# --- promises and the worklist ------------------------------------------------------------------


def test_promises_are_kept_and_broken_by_date() -> None:
    ledger = ledger_with(("INV-1", "Acme", "100 USD", 10))
    number = ledger.promise(
        "60 USD",
        document="INV-1",
        promised=day(15),
        date=day(11),
        recorded_at=recorded(11),
        by="Li",
    )
    ledger.receipt("R", party="Acme", date=day(14), amount="40 USD", recorded_at=recorded(14))
    ledger.apply("R", "INV-1", "40 USD", date=day(14), recorded_at=recorded(14))
    states = [ledger.promises(as_of=day(each))[0] for each in (11, 14, 15, 16)]
    assert [row["state"] for row in states] == ["open", "open", "open", "partly_broken"]
    assert [row["remaining"] for row in states] == [usd(6000), usd(2000), usd(2000), usd(2000)]
    assert states[1]["payments"] == [(day(14), usd(4000))]
    assert states[0]["by"] == "Li"
    assert ledger.explain_promise(number, as_of=day(16)).recheck() == []
    with pytest.raises(o2c.InvalidArgument):
        ledger.explain_promise(number, as_of=day(10))
    with pytest.raises(o2c.Refused) as refused:
        ledger.promise(
            "61 USD", party="Acme", promised=day(20), date=day(16), recorded_at=recorded(16)
        )
    assert refused.value.refusals[0].rule == "over_promised"
    assert "承诺金额" in refused.value.refusals[0].zh


def test_a_promise_that_is_put_off_was_not_broken() -> None:
    def promise(ledger: o2c.Ledger, made: int, promised: int, **given: Any) -> int:
        return ledger.promise(
            "1000 USD",
            document="INV-1",
            date=day(made),
            promised=day(promised),
            recorded_at=recorded(made),
            **given,
        )

    ledger = ledger_with(("INV-1", "Acme", "1000 USD", 10))
    first = promise(ledger, 11, 19)
    with pytest.raises(o2c.Refused, match="promised already"):
        promise(ledger, 14, 22)
    second = promise(ledger, 14, 22, replaces=first)
    with pytest.raises(o2c.Refused) as refused:
        promise(ledger, 14, 23, replaces=first)
    assert refused.value.refusals[0].rule == "promise_not_open"
    with pytest.raises(o2c.InvalidArgument, match="replaces"):
        promise(ledger, 14, 23, replaces=7)
    ledger.receipt("R", party="Acme", date=day(18), amount="1000 USD", recorded_at=recorded(18))
    ledger.apply("R", "INV-1", "1000 USD", date=day(18), recorded_at=recorded(18))
    rows = ledger.promises(as_of=day(24))
    assert [row["state"] for row in rows] == ["replaced", "kept"]
    assert [row["replaces"] for row in rows] == [None, first]
    assert ledger.explain_promise(second, as_of=day(24)).recheck() == []
    tables = ledger.to_tables()
    assert tables["promises"].to_arrow()["replaces"].to_pylist() == [None, first]
    assert o2c.Ledger.from_tables(**tables).promises(as_of=day(24)) == rows
    # Tables of before have neither number: both promises are on the same amount.
    old = tables["promises"].to_arrow().drop_columns(["promise", "replaces"])
    older = o2c.Ledger.from_tables(**{**tables, "promises": old}).promises(as_of=day(24))
    assert [row["state"] for row in older] == ["kept", "kept"]
    assert older[1]["paid_otherwise"] == o2c.Money(1000, "USD")
    wrong = old.append_column("replaces", pa.array([None, 5], pa.int64()))
    with pytest.raises(o2c.BadTable, match="recorded before"):
        o2c.Ledger.from_tables(**{**tables, "promises": wrong})


def test_the_worklist_knows_money_on_account_and_limits_of_zero() -> None:
    ledger = ledger_with(
        ("A-1", "Acme", "100 USD", 10),
        ("B-1", "宁波", "90 USD", 20),
        ("C-1", "Wuhan", "50 USD", 25),
    )
    ledger.receipt("R", party="Acme", date=day(30), amount="100 USD", recorded_at=recorded(30))
    exposure = ledger.credit(as_of=day(40))
    limits = [o2c.CreditLimit("宁波", "1000 USD"), o2c.CreditLimit("Wuhan", "0 USD")]
    credit = [exposure.check(limit) for limit in limits]
    worklist = ledger.worklist(as_of=day(40), credit=credit)
    table = worklist.to_arrow().to_pydict()
    assert table["party"] == ["Wuhan", "宁波", "Acme"]
    assert table["credits"] == [Decimal(0), Decimal(0), Decimal(100)]
    assert table["limit_used"] == [Decimal(1), Decimal("0.0900"), None]
    assert table["score"] == [None] * 3
    assert [row["credits"] for row in worklist.rows] == [usd(0), usd(0), usd(100_00)]
    for row in range(3):
        assert worklist.explain(row).recheck() == []
    assert "Credits not applied" in worklist.to_html()
    assert "未核销贷方金额" in worklist.to_text("zh")
    weighted = ledger.worklist(as_of=day(40), credit=credit, order=[("limit_used", "1.5")])
    assert weighted.to_arrow()["score"].to_pylist() == [
        Decimal("1.5"),
        Decimal("0.135"),
        Decimal(0),
    ]


def test_the_worklist_says_whom_to_call_first() -> None:
    ledger = ledger_with(
        ("A-1", "Acme", "100 USD", 10),
        ("B-1", "宁波", "900 USD", 20),
        ("C-1", "Wuhan", "50 USD", 25),
    )
    ledger.promise(
        "50 USD", document="C-1", promised=day(27), date=day(26), recorded_at=recorded(26)
    )
    limit = o2c.CreditLimit("宁波", "1000 USD")
    credit = ledger.credit(as_of=day(40)).check(limit)
    parties = [row["party"] for row in ledger.worklist(as_of=day(40), credit=[credit]).rows]
    assert parties == ["Wuhan", "宁波", "Acme"]
    weighted = ledger.worklist(
        as_of=day(40),
        credit=[credit],
        order=[("days_overdue", 1), ("limit_used", "20.5"), ("broken_promises", 10)],
    )
    assert [row["party"] for row in weighted.rows] == ["宁波", "Acme", "Wuhan"]
    assert [row["score"] for row in weighted.rows] == [Decimal("38.45"), 30, 25]
    for row in range(3):
        assert weighted.explain(row).recheck() == []
    assert "90.0%" in weighted.to_text()
    assert "失信承诺数" in weighted.to_html("zh")
    assert "90.0%" in weighted.to_html()
    assert weighted.to_arrow().column_names[:2] == ["party", "overdue"]
    with pytest.raises(o2c.InvalidArgument, match="give both or neither"):
        ledger.worklist(as_of=day(40), report_currency="USD")
    for wrong in (["overdue", ("days_overdue", 1)], [], ["overdue", "overdue"]):
        with pytest.raises(o2c.InvalidArgument):
            ledger.worklist(as_of=day(40), order=wrong)  # type: ignore[arg-type]


def test_the_worklist_compares_in_one_currency() -> None:
    ledger = ledger_with(
        ("A-1", "Acme", "100 USD", 10),
        ("B-1", "宁波", "900 CNY", 20),
        ("C-1", "Wuhan", "50 EUR", 25),
    )
    rates = o2c.ExchangeTable(
        [
            o2c.ExchangeRate("USD", "CNY", "7.10", day(0)),
            o2c.ExchangeRate("EUR", "USD", "1.10", day(0)),
        ]
    )
    limit = o2c.CreditLimit("Wuhan", "1000 EUR")
    credit = [ledger.credit(as_of=day(40)).check(limit)]
    apart = ledger.worklist(as_of=day(40), order=["overdue"], credit=credit)
    assert [row["party"] for row in apart.rows] == ["宁波", "Wuhan", "Acme"]
    assert [row["converted"] for row in apart.rows] == [None] * 3
    assert "converted" not in apart.to_arrow().column_names
    one = ledger.worklist(
        as_of=day(40), order=["overdue"], credit=credit, report_currency="USD", rates=rates
    )
    assert [row["party"] for row in one.rows] == ["宁波", "Acme", "Wuhan"]
    assert [row["converted"] for row in one.rows] == [usd(126_76), usd(100_00), usd(55_00)]
    table = one.to_arrow().to_pydict()
    assert table["converted"] == [Decimal("126.76"), Decimal("100.00"), Decimal("55.00")]
    assert table["converted_currency"] == ["USD"] * 3
    for row in range(3):
        assert one.explain(row).recheck() == []
    assert "126.76" in one.to_text()
    assert "overdue amounts compared in USD" in one.to_html()
    assert "折算金额" in one.to_html("zh")
    with pytest.raises(o2c.MissingRate):
        ledger.worklist(as_of=day(40), report_currency="JPY", rates=rates)


# --- tables of the ledger -----------------------------------------------------------------------


def test_reminders_and_promises_go_through_tables() -> None:
    ledger = ledger_with(("INV-1", "Acme", "100 USD", 10), ("INV-2", "Acme", "60 USD", 20))
    for number in (11, 25):
        run = ledger.dunning_run(as_of=day(number), policy=FEES)
        ledger.record_reminders(run, recorded_at=recorded(number))
    ledger.promise(
        "6 USD", document="INV-1", promised=day(35), date=day(31), recorded_at=recorded(31)
    )
    ledger.promise("7 USD", party="Acme", promised=day(36), date=day(31), recorded_at=recorded(31))
    copy = o2c.Ledger.from_tables(**ledger.to_tables())
    assert copy.reminders(as_of=day(40)) == ledger.reminders(as_of=day(40))
    assert copy.promises(as_of=day(40)) == ledger.promises(as_of=day(40))
    run = pickle.loads(pickle.dumps(copy.dunning_run(as_of=day(40), policy=FEES).to_arrow()))
    assert run == ledger.dunning_run(as_of=day(40), policy=FEES).to_arrow()


def test_tables_of_reminders_tell_what_is_wrong() -> None:
    invoices = pd.DataFrame(
        {
            "party": ["A", "A"],
            "document": ["1", "2"],
            "invoice_date": [FIRST] * 2,
            "due_date": [day(5)] * 2,
            "amount": [10_000] * 2,
        }
    )
    reminders = pd.DataFrame(
        {
            "document": ["1", "2", "3", "1", "2"],
            "date": [day(6), day(6), day(7), day(6), day(9)],
            "level": [1, 1, 1, 2, 0],
            "amount": [10_000] * 5,
            "recorded_at": [recorded(6), recorded(6), recorded(7), recorded(8), recorded(9)],
        }
    )
    promises = pd.DataFrame(
        {
            "party": ["A", None, "B"],
            "amount": [10_000] * 3,
            "date": [day(6)] * 3,
            "promised": [day(8)] * 3,
        }
    )
    with pytest.raises(o2c.BadTable) as bad:
        o2c.Ledger.from_tables(
            invoices=invoices, reminders=reminders, promises=promises, currency="USD"
        )
    assert [(fault.file, fault.row) for fault in bad.value.faults] == [
        ("reminders", 2),
        ("reminders", 3),
        ("reminders", 4),
        ("promises", 1),
        ("promises", 2),
    ]
    ledger = o2c.Ledger.from_tables(
        invoices=invoices, reminders=reminders[:2], promises=promises[:1], currency="USD"
    )
    assert [len(row["lines"]) for row in ledger.reminders(as_of=day(9))] == [2]
    assert ledger.promises(as_of=day(9))[0]["state"] == "broken"


# --- letters ------------------------------------------------------------------------------------


def test_letters_have_the_users_words() -> None:
    policy = o2c.DunningPolicy(
        [
            o2c.DunningLevel(
                1, letter_en="To {party}: pay {total} & <soon>.\n\n{items}", letter_zh="请付{total}"
            )
        ]
    )
    ledger = ledger_with(("INV-1", "<Acme>", "1234.50 USD", 10))
    run = ledger.dunning_run(as_of=day(12), policy=policy)
    assert run.text(0).startswith("To <Acme>: pay 1234.50 USD & <soon>.\n\nINV-1  due 2026-01-11")
    assert run.text(0, "zh") == "请付1234.50 USD"
    page = run.letter_html(0)
    assert "To &lt;Acme&gt;: pay 1,234.50 USD &amp; &lt;soon&gt;." in page
    assert "<td>INV-1</td>" in page
    assert 'lang="zh-CN"' in run.letter_html(0, "zh")
    assert policy.letter(1) == "To {party}: pay {total} & <soon>.\n\n{items}"
    assert "{items}" in HOUSE.letter(2, "zh")


def test_letters_name_their_fee_and_what_is_on_account() -> None:
    texts = {"letter_en": "{credits}: {items}"}
    policy = o2c.DunningPolicy([o2c.DunningLevel(1, fees=["10 USD"], **texts)])
    ledger = ledger_with(("INV-1", "Acme", "1000 USD", 10))
    ledger.receipt("R", party="Acme", date=day(11), amount="999 USD", recorded_at=recorded(11))
    run = ledger.dunning_run(as_of=day(12), policy=policy)
    for words in ("999.00 USD: INV-1", "reminder fee", "1010.00 USD", "-999.00 USD"):
        assert words in run.text(0)
    for words in ("催款费", "合计", "未核销的贷方金额"):
        assert words in run.text(0, "zh")
    assert "999.00 USD:" in run.letter_html(0)


def test_a_run_shows_itself() -> None:
    ledger = ledger_with(("INV-1", "Acme", "100 USD", 10), ("INV-2", "Acme", "40 USD", 10))
    run = ledger.dunning_run(as_of=day(12), policy=HOUSE)
    assert "below the minimum" in run.to_html()
    assert "低于最低催收金额" in run.to_html("zh")
    assert repr(run) == "<DunningRun as of 2026-01-13: 1 letters, 1 items held back>"
    empty = ledger.dunning_run(as_of=day(1), policy=HOUSE)
    assert "无。" in empty.to_html("zh")
    assert len(empty) == 0
    # Credit has nothing to show, either.
    assert "Nothing." in o2c.Ledger().credit(as_of=day(1)).to_html()
