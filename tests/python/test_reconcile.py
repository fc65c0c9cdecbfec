"""Reconciling: an oracle, the two faces of our list, every fault named, and what is shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import o2c
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle_reconcile import Line, Oracle, reference

AS_OF = dt.date(2026, 3, 31)
DAY_0 = dt.date(1970, 1, 1)
TODAY = (AS_OF - DAY_0).days
MOMENT = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)

lines = st.lists(
    st.builds(
        Line,
        reference=st.sampled_from(["", "A1", "a-01", "A 2", "B", "7", "007", "7-7"]),
        day=st.integers(TODAY - 12, TODAY),
        cents=st.integers(-4, 9),
        currency=st.sampled_from(["USD", "USD", "EUR"]),
        disputed=st.sampled_from([False, False, False, True]),
        disputed_cents=st.none(),
    ).flatmap(
        lambda line: st.sampled_from([None, *range(abs(line.cents) + 1)]).map(
            lambda part: line._replace(disputed_cents=part if line.disputed else None)
        )
    ),
    max_size=9,
)
# Numbers of their own, and few days: what only amounts match.
numbered = st.lists(
    st.builds(
        Line,
        reference=st.sampled_from(["", "A", "B", "C", "D", "E", "F", "G", "H"]),
        day=st.integers(TODAY - 3, TODAY),
        cents=st.integers(-9, 15),
        currency=st.just("USD"),
        disputed=st.booleans(),
        disputed_cents=st.none(),
    ),
    max_size=7,
)


def table(rows: Sequence[Line]) -> pa.Table:
    return pa.table(
        {
            "reference": pa.array([row.reference or None for row in rows], pa.string()),
            "date": pa.array([DAY_0 + dt.timedelta(row.day) for row in rows], pa.date32()),
            "amount": pa.array(
                [Decimal(row.cents).scaleb(-2) for row in rows], pa.decimal128(9, 2)
            ),
            "currency": pa.array([row.currency for row in rows], pa.string()),
            "disputed": pa.array([row.disputed for row in rows], pa.bool_()),
            "disputed_amount": pa.array(
                [
                    None if row.disputed_cents is None else Decimal(row.disputed_cents).scaleb(-2)
                    for row in rows
                ],
                pa.decimal128(9, 2),
            ),
        }
    )


def simple(*rows: tuple[str, str, str]) -> pa.Table:
    """Rows of reference, date and amount in USD."""
    return pa.table(
        {
            "reference": [row[0] for row in rows],
            "date": [dt.date.fromisoformat(row[1]) for row in rows],
            "amount": [Decimal(row[2]) for row in rows],
            "currency": ["USD"] * len(rows),
        }
    )


def as_content(
    ours: Sequence[Line], theirs: Sequence[Line], groups: Any
) -> list[tuple[str, str, list[Any], list[Any]]]:
    """Groups by what their lines are: which of two lines alike is in one does not matter."""
    return sorted(
        (of, by, sorted((reference(ours[i]), *ours[i][1:5], ours[i].in_dispute) for i in our_rows),
         sorted((reference(theirs[j]), *theirs[j][1:5], theirs[j].in_dispute) for j in their_rows))
        for of, by, our_rows, their_rows in groups
    )  # fmt: skip


@given(lists=st.tuples(lines, lines) | st.tuples(numbered, numbered), days=st.integers(0, 3),
       amount=st.integers(0, 2), transit_days=st.integers(0, 6))  # fmt: skip
@settings(max_examples=400, deadline=None)
def test_an_oracle(
    lists: tuple[list[Line], list[Line]], days: int, amount: int, transit_days: int
) -> None:
    ours, theirs = lists
    money = [o2c.Money.from_minor(amount, code) for code in ("USD", "EUR")]
    found = o2c.reconcile(
        table(ours),
        table(theirs),
        as_of=AS_OF,
        tolerances=o2c.ReconcileTolerances(days=days, amount=money, transit_days=transit_days),
    )
    expected = Oracle(ours, theirs, TODAY, days, amount, transit_days)
    groups = [found.group(i) for i in range(found.groups)]
    ours_told = [
        (each["class"], each["matched_by"], [x["row"] for x in each["ours"]],
         [x["row"] for x in each["theirs"]])
        for each in groups
    ]  # fmt: skip
    assert as_content(ours, theirs, ours_told) == as_content(ours, theirs, expected.groups)
    rows = found.to_arrow().to_pylist()
    assert len(rows) == len(ours) + len(theirs)
    for code, balance in found.balances.items():
        difference = sum(x.cents for x in ours if x.currency == code) - sum(
            x.cents for x in theirs if x.currency == code
        )
        assert balance["difference"].minor == difference
        assert sum(each["difference"].minor for each in balance["classes"].values()) == difference
        told = sum(row["difference"] for row in rows if row["currency"] == code)
        assert told == Decimal(difference).scaleb(-2)
        assert found.explain(code).recheck() == []


@given(st.text(alphabet="aZ09 -/.發ａ０", max_size=12))
def test_references_are_compared_as_the_oracle_does(text: str) -> None:
    half = text.translate(str.maketrans("ａ０", "a0"))
    assert o2c.normalized_reference(text) == reference(Line(half, 0, 0, "USD"))


def test_references() -> None:
    assert o2c.normalized_reference("inv. 0012/07") == "INV12-7"
    assert o2c.normalized_reference("000") == "0"
    assert o2c.normalized_reference("--") == ""


def lists() -> tuple[pa.Table, pa.Table]:
    ours = simple(
        ("INV-001", "2026-03-03", "300"),
        ("INV-002", "2026-03-05", "200"),
        ("R-1", "2026-03-09", "-400"),
    )
    theirs = simple(
        ("inv 1", "2026-03-03", "290"),
        ("inv 2", "2026-03-05", "120"),
        ("inv 2", "2026-03-05", "80"),
        ("R1", "2026-03-09", "-400"),
        ("R<2>", "2026-03-30", "-150"),
    )
    return ours, theirs


def march() -> o2c.Reconciliation:
    return o2c.reconcile(
        *lists(),
        as_of="2026-03-31",
        opening_ours="1000 USD",
        opening_theirs=["950 USD"],
        closing_theirs=o2c.Money("897", "USD"),
    )


def test_the_difference_is_explained_to_the_cent() -> None:
    found = march()
    balance = found.balances["USD"]
    assert balance["ours"]["closing"] == o2c.Money("1100", "USD")
    assert balance["theirs"]["unexplained"] == o2c.Money("7", "USD")
    assert balance["difference"] == o2c.Money("203", "USD")
    assert {
        name: each["difference"].amount
        for name, each in balance["classes"].items()
        if each["difference"].minor
    } == {"amount_differs": 10, "in_transit": 150}
    derivation = found.explain()
    assert derivation.recheck() == []
    assert derivation.steps[-1].result == o2c.Money("203", "USD")
    assert [each["class"] for each in found.differences] == ["amount_differs", "in_transit"]
    assert found.explain_group(found.differences[0]["group"]).recheck() == []
    assert found.unfinished == []
    assert repr(found) == "<Reconciliation as of 2026-03-31: 8 lines, 2 differences>"


def test_a_table_of_lines() -> None:
    found = march().to_pandas()
    assert list(found.columns) == [
        "group", "class", "matched_by", "side", "row", "reference", "date", "amount", "currency",
        "kind", "disputed", "disputed_amount", "difference",
    ]  # fmt: skip
    of_sum = found[found["matched_by"] == "sum"]
    assert list(of_sum["side"]) == ["ours", "theirs", "theirs"]
    assert of_sum["difference"].sum() == 0
    assert march().to_polars()["disputed"].sum() == 0


def test_one_payment_known_by_two_numbers_matches() -> None:
    ours = simple(("R1", "2026-03-05", "-100"), ("R2", "2026-03-06", "-60"),
                  ("R3", "2026-03-06", "-10"))  # fmt: skip
    theirs = simple(("V8", "2026-03-05", "-100"), ("V9", "2026-03-06", "-70"))
    found = o2c.reconcile(ours, theirs, as_of=AS_OF)
    assert [(x["class"], x["matched_by"]) for x in map(found.group, range(found.groups))] == [
        ("matched", "amount"),
        ("matched", "amount_sum"),
    ]
    assert found.to_pandas()["matched_by"].tolist() == ["amount"] * 2 + ["amount_sum"] * 3


def test_a_difference_that_is_in_dispute() -> None:
    book = o2c.Ledger()
    book.invoice("N1", party="Ningbo", date="2026-03-01", amount="1000 USD",
                 due_date="2026-03-31", recorded_at=MOMENT)  # fmt: skip
    book.dispute("N1", "100 USD", date="2026-03-11", recorded_at=MOMENT)
    statement = book.statement("Ningbo", period="2026-03")
    found = o2c.reconcile(statement, simple(("N1", "2026-03-01", "900")))
    (group,) = found.differences
    assert (group["class"], group["matched_by"]) == ("disputed", "reference")
    assert group["ours"][0]["disputed_amount"] == o2c.Money("100", "USD")
    assert "in dispute" in found.explain_group(group["group"]).to_text()
    assert found.balances["USD"]["classes"]["disputed"]["difference"] == o2c.Money("100", "USD")
    found = o2c.reconcile(statement, simple(("N1", "2026-03-01", "899.99")))
    assert [each["class"] for each in found.differences] == ["amount_differs"]
    # The lesser amount disputes nothing of what the other says more.
    found = o2c.reconcile(statement, simple(("N1", "2026-03-01", "1050")))
    assert [each["class"] for each in found.differences] == ["amount_differs"]


def test_columns_and_currencies_are_stated() -> None:
    own = [each.rename_columns(["No", "Day", "Sum", "Cur"]).drop(["Cur"]) for each in lists()]
    names = {"reference": "No", "date": "Day", "amount": "Sum"}
    found = o2c.reconcile(*own, as_of=AS_OF, currency="USD", columns=names)
    assert found.balances["USD"]["classes"]["matched"]["groups"] == 2


def test_as_text_and_html() -> None:
    found = march()
    assert "unexplained" in str(found)
    assert "未解释" in found.to_text("zh")
    page = found.to_html("zh")
    assert "在途未达" in page
    assert "R&lt;2&gt;" in page
    assert "<2>" not in page
    assert "Amount differs" in found._repr_html_()
    same = o2c.reconcile(lists()[0], lists()[0], as_of=AS_OF)
    assert "All lines match." in same.to_html()


def test_a_long_list_of_differences_is_cut() -> None:
    many = simple(*((f"A{i}", "2026-03-01", "1") for i in range(1_001)))
    html = o2c.reconcile(many, many.slice(0, 0), as_of=AS_OF).to_html()
    assert "the first 1,000 of 1,001 rows" in html


def ledger() -> o2c.Ledger:
    book = o2c.Ledger()
    book.invoice("INV-1", party="Ningbo", date="2026-03-01", amount="1000 USD",
                 due_date="2026-03-31", recorded_at=MOMENT)  # fmt: skip
    book.invoice("INV-2", party="Ningbo", date="2026-02-01", amount="70 USD",
                 due_date="2026-03-01", recorded_at=MOMENT)  # fmt: skip
    book.receipt("R-1", party="Ningbo", date="2026-03-09", amount="600 USD", recorded_at=MOMENT)
    book.dispute("INV-1", amount="10 USD", date="2026-03-10", recorded_at=MOMENT)
    return book


def test_our_list_may_be_a_statement() -> None:
    statement = ledger().statement("Ningbo", period="2026-03")
    theirs = simple(("R 1", "2026-03-09", "-600"))
    found = o2c.reconcile(statement, theirs, opening_theirs="70 USD")
    assert found.as_of == AS_OF
    assert [each["class"] for each in found.differences] == ["disputed"]
    balance = found.balances["USD"]
    assert balance["ours"]["opening"] == o2c.Money("70", "USD")
    assert balance["ours"]["closing"] == statement.accounts["USD"]["closing"]
    assert not balance["ours"]["unexplained"].minor
    with pytest.raises(o2c.InvalidArgument, match="the statement says them"):
        o2c.reconcile(statement, theirs, as_of=AS_OF)


def faults(call: Any) -> list[tuple[str, int, str, str]]:
    with pytest.raises(o2c.BadTable) as caught:
        call()
    return [(x.file, x.row, x.field, x.value) for x in caught.value.faults]


def test_every_fault_is_named() -> None:
    ours = pa.table(
        {
            "reference": ["A", "B", None],
            "date": pa.array([AS_OF, None, AS_OF]),
            "amount": pa.array([None, Decimal("1"), Decimal("1")]),
            "currency": ["USD", "USD", "XYZ"],
            "disputed": ["true", "perhaps", None],
        }
    )
    theirs = simple(("A", "2026-03-01", "1")).set_column(1, "date", pa.array([None], pa.date32()))
    assert faults(lambda: o2c.reconcile(ours, theirs, as_of=AS_OF)) == [
        ("ours", 0, "amount", "null"),
        ("ours", 1, "date", "null"),
        ("ours", 1, "disputed", "perhaps"),
        ("ours", 2, "currency", "XYZ"),
        ("theirs", 0, "date", "null"),
    ]
    wrong = simple(*[("A", "2026-03-01", "1")] * 3).append_column(
        "disputed_amount", pa.array([Decimal("-1"), Decimal("1.01"), Decimal("1")])
    )
    wrong = wrong.append_column("disputed", pa.array([True, True, False]))
    assert faults(lambda: o2c.reconcile(wrong, theirs.slice(0, 0), as_of=AS_OF)) == [
        ("ours", row, "disputed_amount", value)
        for row, value in enumerate(["-1.00 USD", "1.01 USD", "1.00 USD"])
    ]
    late = simple(("A", "2026-04-01", "1"))
    assert faults(lambda: o2c.reconcile(late, late, as_of=AS_OF)) == [
        ("ours", 0, "date", "2026-04-01"),
        ("theirs", 0, "date", "2026-04-01"),
    ]
    statement = ledger().statement("Ningbo", period="2026-03")
    assert faults(lambda: o2c.reconcile(statement, late)) == [("theirs", 0, "date", "2026-04-01")]
    for name in ("reference", "date", "amount"):
        with pytest.raises(o2c.BadTable, match=name):
            o2c.reconcile(late.drop([name]), late, as_of=AS_OF)


def test_arguments() -> None:
    ours, theirs = lists()
    with pytest.raises(o2c.InvalidArgument, match="as_of"):
        o2c.reconcile(ours, theirs)
    with pytest.raises(o2c.InvalidArgument) as caught:
        o2c.ReconcileTolerances(days=-1, amount="-1 USD", transit_days=-2, search_steps=-3)
    fields = [fault.field for fault in caught.value.faults]
    assert fields == ["days", "amount", "transit_days", "search_steps"]
    found = o2c.reconcile(ours, theirs, as_of=AS_OF)
    with pytest.raises(IndexError):
        found.group(found.groups)
    with pytest.raises(IndexError):
        found.explain_group(-1)
    with pytest.raises(o2c.InvalidArgument, match="EUR"):
        found.explain("EUR")
    with pytest.raises(ValueError, match="fr"):
        found.to_html("fr")


def test_a_search_that_is_given_up_is_told() -> None:
    ours = simple(("A", "2026-03-01", "0.01"))
    theirs = simple(
        *(("A", "2026-03-02", f"{10 + i / 50:.2f}") for i in range(30)),
        *(("A", "2026-03-02", f"{-10.01 - i * i / 50:.2f}") for i in range(30)),
    )
    brief = o2c.ReconcileTolerances(search_steps=3)
    found = o2c.reconcile(ours, theirs, as_of=AS_OF, tolerances=brief)
    assert found.unfinished == ["A"]
    assert "not finished: A" in found.to_html()


def test_a_large_list_with_itself() -> None:
    rows = [Line(f"INV-{i:06}", TODAY - i % 90, 100 + i, "USD") for i in range(20_000)]
    for threads in (1, 2):
        found = o2c.reconcile(table(rows), table(rows), as_of=AS_OF, threads=threads)
        assert found.balances["USD"]["classes"]["matched"]["groups"] == len(rows)
        assert found.differences == []
