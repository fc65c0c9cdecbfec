"""What a ledger reports: statements, changes of agings, exchange differences, collection."""

from __future__ import annotations

import datetime
import html.parser
from decimal import Decimal
from fractions import Fraction
from typing import Any

import matplotlib as mpl
import o2c
import pyarrow as pa
import pytest
from matplotlib import pyplot
from o2c._palette import cohort_colours

mpl.use("Agg")


class Clock:
    """A moment after the other."""

    def __init__(self) -> None:
        self.now = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)

    def tick(self) -> datetime.datetime:
        self.now += datetime.timedelta(seconds=1)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ledger(clock: Clock) -> o2c.Ledger:
    """February leaves 500; in March part of an invoice is let go, and some of that taken back."""
    books = o2c.Ledger()

    def invoice(number: str, date: str, amount: str, due: str) -> None:
        books.invoice(
            number, party="Ningbo", date=date, amount=amount, due_date=due, recorded_at=clock.tick()
        )

    def receipt(number: str, date: str, amount: str) -> None:
        books.receipt(number, party="Ningbo", date=date, amount=amount, recorded_at=clock.tick())

    invoice("OLD", "2026-02-20", "500 USD", "2026-03-20")
    invoice("A", "2026-03-03", "1000 USD", "2026-04-02")
    receipt("R1", "2026-03-10", "700 USD")
    books.apply("R1", "OLD", "500 USD", date="2026-03-10", recorded_at=clock.tick())
    books.apply("R1", "A", "200 USD", date="2026-03-12", recorded_at=clock.tick())
    (written_off,) = books.adjust(
        "A", "50 USD", "write_off", date="2026-03-15", recorded_at=clock.tick()
    )
    books.reverse(written_off, date="2026-03-20", recorded_at=clock.tick(), amount="20 USD")
    receipt("R2", "2026-04-02", "60 USD")
    books.credit_note(
        "C", party="Ningbo", date="2026-03-28", amount="30 USD", recorded_at=clock.tick()
    )
    return books


@pytest.fixture(autouse=True)
def _close_figures() -> Any:
    yield
    pyplot.close("all")


class Table(html.parser.HTMLParser):
    """The cells of each row; fails on an element that is not closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.rows: list[list[str]] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attributes: Any) -> None:
        self.tags.add(tag)
        if tag not in ("meta", "br"):
            self.open.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if {"td", "th"} & set(self.open):
            self.rows[-1][-1] += data


# --- the statement of a party ---------------------------------------------------------------------


def test_a_statement_runs_from_the_opening_balance_to_the_closing_one(ledger: o2c.Ledger) -> None:
    told = ledger.statement("Ningbo", period="2026-03")
    assert (told.party, told.from_date, told.to_date) == (
        "Ningbo", datetime.date(2026, 3, 1), datetime.date(2026, 3, 31),
    )  # fmt: skip
    assert list(told.accounts) == ["USD"]
    account = told.accounts["USD"]
    assert account["opening"] == o2c.Money("500", "USD")
    assert account["debits"] == o2c.Money("1020", "USD")
    assert account["credits"] == o2c.Money("780", "USD")
    assert account["closing"] == o2c.Money("740", "USD")
    assert o2c.MoneyBag([account["closing"]]) == ledger.balance("Ningbo", as_of="2026-03-31")
    shown = [
        (
            row["kind"],
            row["adjustment"] or row["document_kind"],
            row["document"],
            str(row["balance"]),
        )
        for row in account["movements"]
    ]
    assert shown == [
        ("document", "invoice", "A", "1500.00 USD"),
        ("document", "receipt", "R1", "800.00 USD"),
        ("adjustment", "write_off", "A", "750.00 USD"),
        ("adjustment", "write_off", "A", "770.00 USD"),
        ("document", "credit_note", "C", "740.00 USD"),
    ]
    (applied,) = account["movements"][0]["applications"]
    assert (applied["receipt"], applied["receipt_kind"]) == ("R1", "receipt")
    assert applied["date"] == datetime.date(2026, 3, 12)
    assert applied["amount"] == o2c.Money("200", "USD")
    assert account["movements"][3]["reverses"] == account["movements"][2]["application"]
    assert account["movements"][0]["recorded_at"].tzinfo is datetime.UTC


def test_a_statement_is_explained(ledger: o2c.Ledger) -> None:
    why = ledger.statement("Ningbo", from_date="2026-03-01", to_date="2026-03-31").explain()
    assert why.recheck() == []
    assert why.steps[-1].result == o2c.Money("740", "USD")
    assert "冲销坏账核销 A" in why.to_text("zh")


def test_a_statement_ends_with_an_aging(ledger: o2c.Ledger, clock: Clock) -> None:
    told = ledger.statement("Ningbo", period="2026-03", buckets=[10], by="invoice_date")
    assert told.aging_columns == ["future", "0-10", ">10", "credits", "total"]
    foot = {name: amount.amount for name, amount in told.accounts["USD"]["aging"].items()}
    assert foot == {"future": 0, "0-10": 0, ">10": 770, "credits": -30, "total": 740, "deposits": 0}
    why = told.explain_aging()
    assert why.recheck() == []
    assert why.steps[-1].result == o2c.Money("740", "USD")
    ledger.post("deposit", "D", party="Ningbo", date="2026-03-30", amount="40 USD", order="SO-9",
                recorded_at=clock.tick())  # fmt: skip
    told = ledger.statement("Ningbo", period="2026-03")
    assert told.aging_columns[-1] == "deposits"
    foot = told.accounts["USD"]["aging"]
    assert foot["total"] - foot["deposits"] == told.accounts["USD"]["closing"]
    assert foot["deposits"] == o2c.Money("40", "USD")


def test_a_statement_is_a_table(ledger: o2c.Ledger) -> None:
    told = ledger.statement("Ningbo", period="2026-03")
    table = told.to_arrow()
    assert len(told) == table.num_rows == 5
    assert table["balance"].to_pylist()[-1] == Decimal("740.00")
    assert table["debit"].type == pa.decimal128(38, 2)
    assert table["reverses"].null_count == 4
    assert told.to_pandas()["credit"].sum() == Decimal("780.00")
    assert told.to_polars().columns == table.column_names
    assert str(told).splitlines()[0] == "Ningbo, 2026-03-01 to 2026-03-31, USD"
    assert repr(told) == "<PartyStatement of 'Ningbo', 2026-03-01 to 2026-03-31: 5 movements>"


def test_a_statement_is_as_it_was_known(ledger: o2c.Ledger) -> None:
    early = ledger.statement("Ningbo", period="2026-03", known_at="2026-01-01T00:00:04Z")
    assert early.accounts["USD"]["closing"] == o2c.Money("800", "USD")


def test_a_statement_has_an_account_for_each_currency(ledger: o2c.Ledger, clock: Clock) -> None:
    ledger.receipt(
        "RY", party="Ningbo", date="2026-03-05", amount="700 JPY", recorded_at=clock.tick()
    )
    told = ledger.statement("Ningbo", period="2026-03")
    assert list(told.accounts) == ["JPY", "USD"]
    assert told.explain("JPY").steps[-1].result == o2c.Money("-700", "JPY")
    assert told.explain(o2c.Currency("USD")).steps[-1].result == o2c.Money("740", "USD")
    with pytest.raises(o2c.InvalidArgument, match="JPY, USD"):
        told.explain()
    with pytest.raises(o2c.InvalidArgument, match="EUR"):
        told.explain("EUR")
    assert "-700" in told.to_html()
    assert '<td class="num neg">-700</td>' in told.to_html()


def test_a_statement_as_html(ledger: o2c.Ledger) -> None:
    told = ledger.statement("Ningbo", period="2026-03")
    rows = Table(told.to_html()).rows
    assert rows == Table(told._repr_html_()).rows
    assert rows[0] == ["Date", "Entry", "Number", "Debit", "Credit", "Balance", "Applied"]
    assert rows[1] == ["2026-03-01", "Opening balance", "500.00", ""]
    assert rows[2] == ["2026-03-03", "Invoice", "A", "1,000.00", "", "1,500.00", ""]
    assert rows[3] == ["2026-03-12", "Receipt", "R1", "", "", "", "200.00"]
    assert rows[6][1] == "Reversal of write-off"
    assert rows[-3] == ["2026-03-31", "Closing balance", "1,020.00", "780.00", "740.00", ""]
    assert rows[-2] == [
        "By age",
        "Not due",
        "1–30",
        "31–60",
        "61–90",
        "Over 90",
        "Credits",
        "Total",
    ]
    assert rows[-1] == ["2026-03-31", "770.00", *["0.00"] * 4, "-30.00", "740.00"]
    page = told.to_html()
    assert "@media print" in page
    assert "Balance on 31 March 2026" in page
    assert "http" not in page


def test_a_statement_in_chinese(ledger: o2c.Ledger) -> None:
    page = ledger.statement("Ningbo", period="2026-03").to_html("zh")
    assert '<html lang="zh-CN">' in page
    assert "2026年3月1日至2026年3月31日" in page
    rows = Table(page).rows
    assert rows[0] == ["日期", "摘要", "单号", "借方", "贷方", "余额", "核销"]
    assert rows[6][1] == "冲销坏账核销"
    with pytest.raises(ValueError, match='"en" or "zh"'):
        ledger.statement("Ningbo", period="2026-03").to_html("de")


def test_a_statement_escapes_what_comes_from_the_data(clock: Clock) -> None:
    ledger = o2c.Ledger()
    party, number = "<script>alert(1)</script> & Co", "<img src=x>\x1b[31m"
    ledger.invoice(
        number, party=party, date="2026-03-01", amount="5 USD", due_date="2026-03-01",
        recorded_at=clock.tick(),
    )  # fmt: skip
    told = ledger.statement(party, period="2026-03")
    change = ledger.aging_change("2026-02-28", "2026-03-31")
    for text in (told.to_html(), told._repr_html_(), change.to_html(), change.to_html("zh")):
        assert not {"script", "img"} & Table(text).tags
        assert "\x1b" not in text
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; Co" in text


def test_a_quiet_period(ledger: o2c.Ledger) -> None:
    told = ledger.statement("Ningbo", period="2025")
    assert told.accounts == {}
    assert "No balance and no movement" in told.to_html()
    assert "本期无余额" in told.to_html("zh")


def test_what_was_recorded_late_shows_its_own_date(ledger: o2c.Ledger, clock: Clock) -> None:
    ledger.lock("2026-03-31", recorded_at=clock.tick())
    ledger.invoice(
        "LATE", party="Ningbo", date="2026-03-30", amount="7 USD", due_date="2026-04-30",
        recorded_at=clock.tick(),
    )  # fmt: skip
    page = ledger.statement("Ningbo", period="2026-04").to_html()
    assert "Invoice <small>dated 2026-03-30</small>" in page


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "from_date and to_date, or period"),
        ({"from_date": "2026-03-01"}, "from_date and to_date, or period"),
        ({"period": "2026-03", "to_date": "2026-03-31"}, "not both"),
        ({"from_date": "2026-03-02", "to_date": "2026-03-01"}, "2026-03-02 or a day after it"),
    ],
)
def test_a_period_is_one_thing_or_the_other(ledger: o2c.Ledger, options: Any, message: str) -> None:
    with pytest.raises(o2c.InvalidArgument, match=message):
        ledger.statement("Ningbo", **options)


def test_nobody_has_no_statement(ledger: o2c.Ledger) -> None:
    with pytest.raises(o2c.InvalidArgument, match="Nobody"):
        ledger.statement("Nobody", period="2026-03")


# --- the change of an aging -----------------------------------------------------------------------


def test_a_change_adds_up_to_the_difference_of_the_agings(ledger: o2c.Ledger) -> None:
    change = ledger.aging_change("2026-03-11", "2026-04-30", buckets=[30])
    causes = [(row["cause"], row["document"], str(row["amount"])) for row in change.rows]
    assert causes == [
        ("application", "A", "-200.00 USD"),
        ("adjustment", "A", "-50.00 USD"),
        ("reversal", "A", "20.00 USD"),
        ("passing_of_time", "A", "770.00 USD"),
        ("application", "R1", "200.00 USD"),
        ("new_document", "R2", "-60.00 USD"),
        ("new_document", "C", "-30.00 USD"),
    ]
    assert change.rows[0]["counterpart"] == "R1"
    assert (change.rows[3]["column_from"], change.rows[3]["column_to"]) == ("not_due", "1-30")
    (before,) = ledger.aging(as_of="2026-03-11", buckets=[30]).totals
    (after,) = ledger.aging(as_of="2026-04-30", buckets=[30]).totals
    (total,) = change.totals
    for name in ("not_due", "1-30", ">30", "credits", "unapplied", "total"):
        assert total[name].amount == after[name] - before[name]
    ages = ("not_due", "1-30", ">30")
    assert change.columns == (*ages, "disputed", "credits", "unapplied", "deposits")


def test_a_change_of_deposits_is_that_of_the_aging() -> None:
    ledger = o2c.Ledger()
    ledger.receipt(
        "D", party="Ningbo", date="2026-03-05", amount="100 USD", order="SO-1",
        recorded_at="2026-03-05T08:00:00Z",
    )  # fmt: skip
    (aged,) = ledger.aging(as_of="2026-03-31", buckets=[30]).totals
    (total,) = ledger.aging_change("2026-03-01", "2026-03-31", buckets=[30]).totals
    for name in ("unapplied", "deposits", "total"):
        assert total[name].amount == aged[name], name
    assert (aged["deposits"], aged["total"]) == (100, 0)


def test_a_change_is_a_table(ledger: o2c.Ledger) -> None:
    change = ledger.aging_change("2026-03-11", "2026-04-30", party="Ningbo")
    table = change.to_arrow()
    assert len(change) == table.num_rows == 7
    assert table["amount"].to_pylist()[0] == Decimal("-200.00")
    assert str(change).startswith("aging of 2026-03-11 to that of 2026-04-30\n")
    assert repr(change) == "<AgingChange from 2026-03-11 to 2026-04-30: 7 lines>"
    rows = Table(change._repr_html_()).rows
    assert rows[0][:4] == ["Party", "Document", "Instalment", "Cause"]
    assert rows[1] == [
        "Ningbo", "Invoice A", "", "Application", "R1", "2026-03-12", "", "Not due", "USD",
        "-200.00",
    ]  # fmt: skip
    assert rows[-1][0] == "Total"
    chinese = Table(change.to_html("zh")).rows
    assert chinese[1][1:4] == ["发票 A", "", "核销"]
    assert "Nothing changed" in ledger.aging_change("2026-03-11", "2026-03-11").to_html()


def test_a_change_shows_what_was_recorded_in_between(ledger: o2c.Ledger) -> None:
    change = ledger.aging_change(
        "2026-03-31", "2026-03-31", known_before="2026-01-01T00:00:05Z",
        known_after="2026-01-01T00:00:06Z",
    )  # fmt: skip
    assert [row["late"] for row in change.rows] == [True]
    assert "Adjustment (recorded late)" in change.to_html()
    with pytest.raises(o2c.InvalidArgument, match="credits"):
        ledger.aging_change("2026-03-31", "2026-03-31", credits="nowhere")  # type: ignore[arg-type]
    with pytest.raises(o2c.InvalidArgument, match="Nobody"):
        ledger.aging_change("2026-03-31", "2026-03-31", party="Nobody")


# --- exchange differences -------------------------------------------------------------------------


@pytest.fixture
def abroad(clock: Clock) -> o2c.Ledger:
    """USD 34,000 booked at 7.10, revalued at 7.05, and paid with a receipt booked at 7.08."""
    books = o2c.Ledger(home="CNY")
    books.invoice(
        "INV-1", party="Acme", date="2026-03-02", amount="34000 USD", due_date="2026-04-01",
        rate="7.10", recorded_at=clock.tick(),
    )  # fmt: skip
    assert books.revalue("2026-03-31", {"USD": "7.05"}, recorded_at=clock.tick()) == 0
    books.receipt(
        "R-1", party="Acme", date="2026-04-10", amount="34000 USD", rate="7.08",
        recorded_at=clock.tick(),
    )  # fmt: skip
    books.apply("R-1", "INV-1", "34000 USD", date="2026-04-10", recorded_at=clock.tick())
    return books


def test_exchange_differences(abroad: o2c.Ledger) -> None:
    found = abroad.exchange_differences("2026-03-01", "2026-04-30")
    assert [(row["kind"], str(row["difference"])) for row in found.rows] == [
        ("unrealised", "-1700.00 CNY"), ("realised", "1020.00 CNY"),
    ]  # fmt: skip
    assert found.rows[0]["revaluation"] == 0
    assert found.rows[0]["receipt"] is None
    assert (found.rows[1]["document"], found.rows[1]["receipt"]) == ("INV-1", "R-1")
    assert (found.rows[1]["rate_from"], found.rows[1]["rate_to"]) == (
        Decimal("7.05"), Decimal("7.08"),
    )  # fmt: skip
    why = found.explain(1)
    assert why.recheck() == []
    assert why.steps[-1].result == o2c.Money("1020", "CNY")
    for row in (2, -1):
        with pytest.raises(IndexError):
            found.explain(row)
    table = found.to_arrow()
    assert table["difference"].to_pylist() == [Decimal("-1700.00"), Decimal("1020.00")]
    assert table["rate_to"].to_pylist() == [Decimal("7.05"), Decimal("7.08")]
    assert table["party"].to_pylist() == ["Acme", "Acme"]
    assert set(table["home_currency"].to_pylist()) == {"CNY"}
    assert len(abroad.exchange_differences(period="2026-04")) == 1
    assert repr(found) == "<ExchangeDifferences: 2 rows>"


def test_differences_outlive_their_ledger(abroad: o2c.Ledger) -> None:
    found = abroad.exchange_differences(period="2026")
    del abroad
    assert found.rows[0]["document"] == "INV-1"


def test_what_a_document_is_carried_at(abroad: o2c.Ledger) -> None:
    booked = abroad.carrying_amount("INV-1", as_of="2026-03-30")
    assert booked == o2c.Money("241400", "CNY")
    why = o2c.Derivation()
    revalued = abroad.carrying_amount(("invoice", "INV-1"), as_of="2026-03-31", trace=why)
    assert revalued == o2c.Money("239700", "CNY")
    assert why.recheck() == []
    assert abroad.carrying_amount("INV-1", as_of="2026-04-10").is_zero()


def test_rates_may_be_exchange_rates(abroad: o2c.Ledger, clock: Clock) -> None:
    rate = o2c.ExchangeRate("USD", "CNY", "7.00", "2026-04-29")
    assert abroad.revalue("2026-04-30", [rate], recorded_at=clock.tick()) == 1
    with pytest.raises(o2c.InvalidArgument) as error:
        abroad.revalue(
            "2026-05-31", [o2c.ExchangeRate("CNY", "USD", "0.14", "2026-05-31")],
            recorded_at=clock.tick(),
        )  # fmt: skip
    assert error.value.faults[0].field == "rates"
    with pytest.raises(TypeError, match=r"o2c\.ExchangeRate"):
        abroad.revalue("2026-05-31", ["7.05"], recorded_at=clock.tick())  # type: ignore[list-item]
    with pytest.raises(o2c.FloatRefused):
        abroad.revalue("2026-05-31", {"USD": 7.05}, recorded_at=clock.tick())  # type: ignore[dict-item]


def test_deposits_are_revalued_if_refundable(abroad: o2c.Ledger, clock: Clock) -> None:
    for terms in ("fixed", "refundable"):
        abroad.post(
            "deposit", terms, party="Acme", date="2026-04-15", amount="100 USD", order="O-1",
            rate="7.10", recorded_at=clock.tick(), deposit_terms=terms,  # type: ignore[arg-type]
        )  # fmt: skip
    abroad.revalue("2026-04-30", {"USD": "7.00"}, recorded_at=clock.tick())
    fixed, refundable = (
        abroad.carrying_amount(number, as_of="2026-04-30") for number in ("fixed", "refundable")
    )
    assert (str(fixed), str(refundable)) == ("710.00 CNY", "700.00 CNY")
    with pytest.raises(o2c.ParseError):
        abroad.post(
            "deposit", "D", party="Acme", date="2026-05-15", amount="100 USD", order="O-1",
            recorded_at=clock.tick(), deposit_terms="soft",  # type: ignore[arg-type]
        )  # fmt: skip


def test_a_ledger_without_a_home_currency_carries_nothing(ledger: o2c.Ledger, clock: Clock) -> None:
    for ask in (
        lambda: ledger.revalue("2026-03-31", {"USD": "7"}, recorded_at=clock.tick()),
        lambda: ledger.revalue("2026-03-31", [], recorded_at=clock.tick()),
        lambda: ledger.exchange_differences(period="2026-03"),
        lambda: ledger.carrying_amount("A", as_of="2026-03-31"),
    ):
        with pytest.raises(o2c.InvalidArgument):
            ask()


def test_a_rate_that_is_missing_is_named(clock: Clock) -> None:
    books = o2c.Ledger(home="CNY")
    books.invoice(
        "X", party="Acme", date="2026-03-02", amount="1 USD", due_date="2026-04-01",
        recorded_at=clock.tick(),
    )  # fmt: skip
    with pytest.raises(o2c.MissingRate):
        books.exchange_differences(period="2026-03")


# --- over time ------------------------------------------------------------------------------------


def test_the_aging_over_time_is_that_of_each_day(ledger: o2c.Ledger) -> None:
    days = ["2026-01-31", "2026-02-28", datetime.date(2026, 3, 31), "2026-05-15"]
    over_time = ledger.aging_over_time(days, buckets=[30])
    assert len(over_time) == 4
    assert over_time.currencies == ("USD",)
    assert over_time.rows[0]["total"] == 0
    for row in over_time.rows[1:]:
        (totals,) = ledger.aging(as_of=row["date"], buckets=[30]).totals
        assert {name: row[name] for name in totals} == totals
    table = over_time.to_arrow()
    assert table["total"].to_pylist() == [Decimal(n) for n in ("0", "500", "740", "680")]
    assert table["total"].type == pa.decimal128(38, 2)
    assert pa.table(over_time) == table
    assert over_time.to_polars().height == len(over_time.to_pandas()) == 4
    assert repr(over_time) == "<AgingOverTime: 4 days, USD>"
    with pytest.raises(TypeError, match="several days"):
        ledger.aging_over_time("2026-03-31")
    assert len(ledger.aging_over_time([])) == ledger.aging_over_time([]).to_arrow().num_rows == 0


@pytest.mark.parametrize("kind", ["bars", "area"])
def test_the_aging_over_time_is_drawn(ledger: o2c.Ledger, kind: str) -> None:
    days = ["2026-02-28", "2026-03-31", "2026-04-20", "2026-05-15"]
    ax = ledger.plot_aging(days, kind=kind, buckets=[30])
    names = [text.get_text() for text in ax.get_legend().get_texts()]  # type: ignore[union-attr]
    assert sorted(names) == ["1–30", "Credits", "Not due", "Over 30", "Unapplied"]
    assert ax.get_title(loc="left") == "Receivables by age · USD"  # type: ignore[union-attr]
    with pytest.raises(ValueError, match="bars"):
        ledger.plot_aging(days, kind="pie")
    with pytest.raises(ValueError, match="EUR"):
        ledger.plot_aging(days, currency="EUR")


def test_bars_end_at_what_is_owed(ledger: o2c.Ledger) -> None:
    ax = ledger.plot_aging(["2026-03-31"], buckets=[30])
    bars = ax.containers  # type: ignore[union-attr]
    assert sum(bar.patches[0].get_height() for bar in bars) == 740
    assert min(bar.patches[0].get_y() + bar.patches[0].get_height() for bar in bars) == -30


def test_the_collection_curve(ledger: o2c.Ledger) -> None:
    told = ledger.collection_curve(as_of="2026-04-30")
    february, march = told.curves
    assert february["month"] == o2c.Period("2026-02")
    assert february["points"] == [
        {"days": 18, "collected": o2c.Money("500", "USD"), "share": Fraction(1)}
    ]
    assert march["points"][0]["share"] == Fraction(1, 5)
    assert march["observed_days"] == 58
    assert (march["invoices"], march["invoiced"]) == (1, o2c.Money("1000", "USD"))
    table = told.to_arrow()
    assert table["days"].to_pylist() == [18, 9]
    assert table["collected"].to_pylist() == [Decimal("500.00"), Decimal("200.00")]
    assert table["month"].to_pylist() == ["2026-02", "2026-03"]
    (both,) = ledger.collection_curve(as_of="2026-04-30", cohorts="all", party="Ningbo").curves
    assert both["month"] is None
    assert [point["share"] for point in both["points"]] == [Fraction(2, 15), Fraction(7, 15)]
    (late,) = ledger.collection_curve(as_of="2026-04-30", from_date="2026-03-01").curves
    assert late == march
    with pytest.raises(o2c.ParseError, match="weekly"):
        ledger.collection_curve(as_of="2026-04-30", cohorts="weekly")  # type: ignore[arg-type]
    with pytest.raises(o2c.InvalidArgument, match="Nobody"):
        ledger.collection_curve(as_of="2026-04-30", party="Nobody")


def test_the_collection_curve_is_drawn(ledger: o2c.Ledger) -> None:
    ax = ledger.plot_collection(as_of="2026-03-11")
    names = [text.get_text() for text in ax.get_legend().get_texts()]  # type: ignore[union-attr]
    assert names == ["2026-03", "2026-02"]
    february = ax.get_lines()[0]  # type: ignore[union-attr]
    assert list(february.get_xdata()) == [0, 18, 19]
    assert list(february.get_ydata()) == [0.0, 1.0, 1.0]
    assert ax.get_xlim() == (0, 18)  # type: ignore[union-attr]
    assert ledger.plot_collection(as_of="2026-03-11", days=90).get_xlim() == (0, 90)  # type: ignore[union-attr]
    chinese = ledger.plot_collection(as_of="2026-04-30", cohorts="all", lang="zh")
    assert len(chinese.get_lines()) == 2  # type: ignore[union-attr]


def test_a_curve_is_dotted_beyond_the_age_of_its_youngest_invoice(
    ledger: o2c.Ledger, clock: Clock
) -> None:
    ledger.invoice(
        "Y", party="Ningbo", date="2026-03-20", amount="1000 USD", due_date="2026-04-20",
        recorded_at=clock.tick(),
    )  # fmt: skip
    ledger.apply("R2", "A", "60 USD", date="2026-04-02", recorded_at=clock.tick())
    ax = ledger.plot_collection(as_of="2026-04-05", from_date="2026-03-01")
    whole, later = ax.get_lines()  # type: ignore[union-attr]
    assert list(whole.get_xdata()) == [0, 9, 16]
    assert list(later.get_xdata()) == [16, 30]
    assert later.get_linestyle() == ":"


def test_nothing_is_drawn_as_an_empty_picture() -> None:
    empty = o2c.Ledger()
    assert empty.plot_aging(["2026-03-31"]).get_title(loc="left") == "Receivables by age"  # type: ignore[union-attr]
    assert empty.plot_collection(as_of="2026-03-31").get_lines() == []  # type: ignore[union-attr]


def test_months_have_colours_of_their_own() -> None:
    assert len(set(cohort_colours(24))) == 24
    assert len(cohort_colours(1)) == 1
    assert cohort_colours(0) == []
