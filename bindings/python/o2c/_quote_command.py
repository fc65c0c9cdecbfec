"""`o2c quote SHEET.toml`: prices of a product by terms, for quantities and in currencies."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ._cost_html import percent, quotation_page
from ._errors import InvalidArgument
from ._figures import printable
from ._file_options import listed, stated_date
from ._labels import Language, heading, text
from ._terms_command import Lang
from ._write import write_page

if TYPE_CHECKING:
    from . import Derivation, PricingCurrency, Quantity, QuotationSheet, Quote, Refusal


def quote(
    sheet: Annotated[
        Path, typer.Argument(metavar="SHEET", help="A cost sheet with its pricing, as TOML.")
    ],
    terms: Annotated[
        str | None,
        typer.Option(
            metavar="TERM,...", help='As in "FOB Shanghai,CIFC3 London"; else the file\'s.'
        ),
    ] = None,
    quantity: Annotated[
        list[str] | None,
        typer.Option(
            metavar="QUANTITY",
            help='As in 1000 or "100 DZN"; may be given several times; else the file\'s.',
        ),
    ] = None,
    currency: Annotated[
        str | None,
        typer.Option(metavar="CODE,...", help="Some of the file's, or the sheet's own; else all."),
    ] = None,
    price: Annotated[
        str | None,
        typer.Option(metavar="PRICE", help="Judge this price instead of making one."),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="DATE", help="Whether prices are still valid on a day."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a page (.html) as well.")
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Show how each came about.")] = False,
    lang: Annotated[Lang, typer.Option(help="The language of headings.")] = Lang.EN,
) -> None:
    """Prices of a product side by side. Ends with 1 where one may not be given as it is."""
    import o2c

    if out is not None and out.suffix.lower() != ".html":
        raise InvalidArgument(f'--out "{out}": expected a file name that ends in .html')
    day = stated_date("--as-of", as_of) if as_of else None
    asked = _asked(o2c.QuotationSheet.from_toml(sheet), terms, quantity, currency)
    if price is not None and (len(asked.terms) > 1 or len(asked.currencies) > 1):
        raise InvalidArgument("--price: expected one of --terms and one --currency, which it is in")
    whys: list[Derivation] = []
    quotes = []
    refusals: list[Refusal] = []
    for each in asked.quantities:
        for money in asked.currencies:
            for term in asked.terms:
                if price is not None:
                    made = o2c.at_price(asked.sheet, asked.rule, money, term, each, price)
                else:
                    why = o2c.Derivation()
                    made = o2c.quote(asked.sheet, asked.rule, money, term, each, trace=why)
                    whys.append(why)
                quotes.append(made)
                # Without a day none is too late.
                on = day or made.valid_until or datetime.date.min
                refusals += o2c.quote_refusals(asked.sheet, asked.rule, money, made, on)
    language: Language = lang.value
    if out is not None:
        write_page(quotation_page(asked, quotes, refusals, lang=language), out)
        print(text("wrote", language, path=str(out)), file=sys.stderr)
    _print(asked, quotes, refusals, whys if explain else [], language)
    if refusals:
        raise typer.Exit(1)


def _asked(
    read: QuotationSheet, terms: str | None, quantity: list[str] | None, currency: str | None
) -> QuotationSheet:
    """What the file says, but for what the options say."""
    import o2c

    by = listed(terms) if terms else read.terms
    if not by:
        raise InvalidArgument('--terms: expected the terms to quote by, as in "FOB,CIF London"')
    amounts = [_quantity(each, read) for each in quantity or ()] or read.quantities
    if not amounts:
        raise InvalidArgument('--quantity: expected how many, as in 1000 or "100 DZN"')
    return o2c.QuotationSheet(read.sheet, read.rule, _currencies(read, currency), by, amounts)


def _quantity(given: str, read: QuotationSheet) -> Quantity:
    """A number alone is of the sheet's unit, whatever that is."""
    import o2c

    number = given.strip()
    if number and " " not in number:
        return o2c.Quantity(o2c.Quantity.parse(f"{number} PCE").value, read.sheet.unit)
    return o2c.Quantity.parse(number)


def _currencies(read: QuotationSheet, given: str | None) -> list[PricingCurrency]:
    """Those of the file; the sheet's own needs no rate."""
    import o2c

    of_file = {each.currency.code: each for each in read.currencies}
    home = read.sheet.currency
    of_file.setdefault(home.code, o2c.PricingCurrency(home))
    codes = listed(given) if given else [each.currency.code for each in read.currencies]
    for code in codes:
        if code not in of_file:
            raise InvalidArgument(
                f'--currency "{code}": expected {", ".join(of_file)}; others need a '
                "[[pricing.currency]] in the file"
            )
    return [of_file[code] for code in codes or [home.code]]


def _print(
    asked: QuotationSheet,
    quotes: list[Quote],
    refusals: list[Refusal],
    whys: list[Derivation],
    lang: Language,
) -> None:
    console = Console()
    title = f"{text('quotation', lang)} · {printable(asked.sheet.product)}"
    console.print(Text(title, style="bold"), soft_wrap=True)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for name in ("quantity", "currency"):
        table.add_column(heading(name, lang), no_wrap=True)
    for term in asked.terms:
        table.add_column(Text(printable(str(term))), no_wrap=True, justify="right")
    width = len(asked.terms)
    for start in range(0, len(quotes), width):
        row = quotes[start : start + width]
        prices = (Text(f"{each.price:,} ({percent(each.profit_rate)})") for each in row)
        amount = row[0].quantity
        table.add_row(f"{amount.value:,} {amount.unit.code}", row[0].currency.code, *prices)
    console.print(table, soft_wrap=True)
    console.print(Text(text("quote_leaves", lang), style="dim"), soft_wrap=True)
    until = asked.rule.valid_until
    if until is not None:
        console.print(Text(text("quote_valid", lang, date=str(until)), style="dim"), soft_wrap=True)
    for refusal in refusals:
        in_zh = lang == "zh"
        parts = (refusal.zh, refusal.cure_zh) if in_zh else (refusal.en, refusal.cure_en)
        console.print(Text(("：" if in_zh else ": ").join(parts), style="red"), soft_wrap=True)
    for why in whys:
        console.print(Text(why.to_text(lang)), soft_wrap=True)
