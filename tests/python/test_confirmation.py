"""Letters of confirmation: what they say, texts of one's own, and what is refused."""

from __future__ import annotations

import datetime as dt
from typing import Any

import o2c
import pytest

MOMENT = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def ledger() -> o2c.Ledger:
    book = o2c.Ledger()
    book.invoice("INV<1>", party="Ningbo & Co", date="2026-03-01", amount="1000 USD",
                 due_date="2026-03-31", recorded_at=MOMENT)  # fmt: skip
    book.receipt("R-1", party="Ningbo & Co", date="2026-03-09", amount="600 USD",
                 recorded_at=MOMENT)  # fmt: skip
    return book


def letter(**options: Any) -> o2c.BalanceConfirmation:
    return ledger().confirmation(
        "Ningbo & Co",
        as_of="2026-03-31",
        **{"company": "Acme", "reply_to": "audit@acme.example", **options},
    )


def test_a_letter_in_both_languages() -> None:
    found = letter()
    assert found.balances == o2c.MoneyBag([o2c.Money("400", "USD")])
    assert sum((item.amount for item in found.items), o2c.MoneyBag()) == found.balances
    text = str(found)
    assert "To: Ningbo & Co" in text
    assert "致：Ningbo & Co" in text
    assert "USD        400.00" in text
    assert "INV<1>" not in text
    assert found.party == "Ningbo & Co"
    assert found.as_of == dt.date(2026, 3, 31)


def test_open_items_if_asked() -> None:
    text = str(letter(items="listed"))
    assert text.count("INV<1>") == 2
    assert [table for _, table in letter(items="listed").parts("zh")] == ["balances", "items", None]


def test_html() -> None:
    page = letter(items="listed").to_html()
    assert page.startswith("<!DOCTYPE html>")
    assert "INV&lt;1&gt;" in page
    assert "Ningbo &amp; Co" in page
    assert "<1>" not in page
    assert "签字盖章" in page
    assert "Signature and stamp" in page
    assert 'class="letter"' in letter()._repr_html_()


def test_texts_of_ones_own() -> None:
    own = {"en": o2c.confirmation_text().replace("BALANCE CONFIRMATION", "{company} asks")}
    found = str(letter(texts=own))
    assert found.startswith("Acme asks\n")
    assert "询证函" in found
    with pytest.raises(o2c.ParseError, match="one of company party"):
        letter(texts={"zh": "{name}"})
    with pytest.raises(o2c.InvalidArgument, match="fr"):
        letter(texts={"fr": ""})
    with pytest.raises(o2c.InvalidArgument, match="listed"):
        letter(items="some")
    assert "{balances}" in o2c.confirmation_text("zh")


def test_what_is_not_there() -> None:
    with pytest.raises(o2c.InvalidArgument, match="nobody"):
        ledger().confirmation("nobody", as_of="2026-03-31", company="A", reply_to="B")
    early = ledger().confirmation("Ningbo & Co", as_of="2026-02-01", company="A", reply_to="B")
    assert "no balance" in str(early)
    assert "No balance." in early.to_html()
