"""`o2c quote SHEET.toml`: prices of a product, or of a table of them, by terms, for quantities and
in currencies."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import pyarrow.parquet
import typer
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ._cost_html import (
    percent,
    products_page,
    quantity_text,
    quotation_page,
    refusal_text,
)
from ._errors import InvalidArgument
from ._figures import printable
from ._file_options import column_names, listed, stated_date
from ._labels import Language, heading, text
from ._terms_command import Lang
from ._write import replaced, write_page

if TYPE_CHECKING:
    from . import (
        CostSheet,
        Currency,
        Derivation,
        PriceTerm,
        PricingCurrency,
        ProductPricing,
        Quantity,
        QuotationSheet,
        Quote,
        QuoteTable,
        Refusal,
        Unit,
    )


def quote(
    sheet: Annotated[
        Path,
        typer.Argument(
            metavar="SHEET",
            help="A cost sheet with its pricing, as TOML; with --products the pricing alone.",
        ),
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
    products: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Quote the products of a table (CSV, Parquet)."),
    ] = None,
    materials: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Their bill of materials.")
    ] = None,
    expenses: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Their further lines of cost.")
    ] = None,
    columns: Annotated[
        str | None,
        typer.Option(
            metavar="NAME=COLUMN,...",
            help="What their columns are called: product=Item,usage=Qty.",
        ),
    ] = None,
    amount_digits: Annotated[
        int | None, typer.Option(help="Decimals of Parquet columns that are floats: 4.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Write a page (.html) as well; with --products also a table (.csv, .parquet).",
        ),
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Show how each came about.")] = False,
    lang: Annotated[Lang, typer.Option(help="The language of headings.")] = Lang.EN,
) -> None:
    """Prices of a product side by side. Ends with 1 where one may not be given as it is."""
    import o2c

    language: Language = lang.value
    day = stated_date("--as-of", as_of) if as_of else None
    if products is not None:
        if price is not None or explain:
            raise InvalidArgument("--price and --explain: expected a SHEET, without --products")
        pricing = o2c.ProductPricing.from_toml(sheet)
        priced = _asked_of(pricing, terms, quantity, currency)
        sheets = o2c.cost_sheets(
            products,
            materials=materials,
            expenses=expenses,
            currency=pricing.currency,
            unit=pricing.unit,
            amount_digits=amount_digits,
            columns=column_names(columns),
        )
        _quote_products(list(sheets.values()), priced, day, out, language)
        return
    of_tables = (materials, expenses, columns, amount_digits)
    if any(option is not None for option in of_tables):
        raise InvalidArgument(
            "--materials, --expenses, --columns and --amount-digits: expected --products as well"
        )
    _check_ending(out, (".html",))
    read = o2c.QuotationSheet.from_toml(sheet)
    asked = _asked(read, terms, quantity, currency)
    if price is not None and (len(asked.terms) > 1 or len(asked.currencies) > 1):
        raise InvalidArgument("--price: expected one of --terms and one --currency, which it is in")
    whys: list[Derivation] = []
    quotes = []
    refusals: list[Refusal] = []
    for each in asked.quantities:
        for money in asked.currencies:
            for term in asked.terms:
                why = o2c.Derivation()
                if price is not None:
                    made = o2c.at_price(
                        asked.sheet, asked.rule, money, term, each, price, trace=why
                    )
                else:
                    made = o2c.quote(asked.sheet, asked.rule, money, term, each, trace=why)
                whys.append(why)
                quotes.append(made)
                # Without a day none is too late.
                on = day or made.valid_until or datetime.date.min
                refusals += o2c.quote_refusals(asked.sheet, asked.rule, money, made, on)
    if out is not None:
        write_page(quotation_page(asked, quotes, refusals, lang=language), out)
        print(text("wrote", language, path=str(out)), file=sys.stderr)
    _print(asked, quotes, refusals, whys if explain else [], language)
    if refusals:
        raise typer.Exit(1)


def _check_ending(out: Path | None, endings: tuple[str, ...]) -> None:
    if out is not None and out.suffix.lower() not in endings:
        raise InvalidArgument(
            f'--out "{out}": expected a file name that ends in {", ".join(endings)}'
        )


def _asked(
    read: QuotationSheet, terms: str | None, quantity: list[str] | None, currency: str | None
) -> QuotationSheet:
    """What the file says, but for what the options say."""
    import o2c

    home, unit = read.sheet.currency, read.sheet.unit
    return o2c.QuotationSheet(
        read.sheet,
        read.rule,
        _currencies(read, currency, home),
        _terms(read, terms),
        _quantities(read, quantity, unit),
    )


def _asked_of(
    read: ProductPricing, terms: str | None, quantity: list[str] | None, currency: str | None
) -> ProductPricing:
    """The same of many products."""
    import o2c

    return o2c.ProductPricing(
        read.currency,
        read.unit,
        read.rule,
        _currencies(read, currency, read.currency),
        _terms(read, terms),
        _quantities(read, quantity, read.unit),
    )


def _terms(read: QuotationSheet | ProductPricing, given: str | None) -> Sequence[PriceTerm | str]:
    by = listed(given) if given else read.terms
    if not by:
        raise InvalidArgument('--terms: expected the terms to quote by, as in "FOB,CIF London"')
    return by


def _quantities(
    read: QuotationSheet | ProductPricing, given: list[str] | None, unit: Unit
) -> Sequence[Quantity]:
    amounts = [_quantity(each, unit) for each in given or ()] or read.quantities
    if not amounts:
        raise InvalidArgument('--quantity: expected how many, as in 1000 or "100 DZN"')
    return amounts


def _quantity(given: str, unit: Unit) -> Quantity:
    """A number alone is of the sheet's unit, whatever that is."""
    import o2c

    number = given.strip()
    if number and " " not in number:
        return o2c.Quantity(o2c.Quantity.parse(f"{number} PCE").value, unit)
    return o2c.Quantity.parse(number)


def _currencies(
    read: QuotationSheet | ProductPricing, given: str | None, home: Currency
) -> list[PricingCurrency]:
    """Those of the file; the sheet's own needs no rate."""
    import o2c

    of_file = {each.currency.code: each for each in read.currencies}
    of_file.setdefault(home.code, o2c.PricingCurrency(home))
    codes = listed(given) if given else [each.currency.code for each in read.currencies]
    for code in codes:
        if code not in of_file:
            raise InvalidArgument(
                f'--currency "{code}": expected {", ".join(of_file)}; others need a '
                "[[pricing.currency]] in the file"
            )
    return [of_file[code] for code in codes or [home.code]]


def _quote_products(
    sheets: list[CostSheet],
    asked: ProductPricing,
    day: datetime.date | None,
    out: Path | None,
    lang: Language,
) -> None:
    """Prints the prices of all products, and writes them. Ends with 1 as quote does."""
    import o2c

    _check_ending(out, (".html", ".csv", ".parquet"))
    table = o2c.quote_table(
        sheets,
        rule=asked.rule,
        currencies=asked.currencies,
        terms=asked.terms,
        quantities=asked.quantities,
        as_of=day,
        lang=lang,
    )
    rows = table.to_arrow().to_pylist()
    told = (f"{row['product']}: {row['refusal']}" for row in rows if row["refusal"])
    refusals = list(dict.fromkeys(told))
    if out is not None:
        _write_products(table, sheets, asked, refusals, out, lang)
        print(text("wrote", lang, path=str(out)), file=sys.stderr)
    console = Console()
    shown = _price_table(asked.terms, lang, with_product=True)
    width = len(asked.terms)
    for start in range(0, len(rows), width):
        row = rows[start : start + width]
        prices = (Text(f"{x['price']:,} ({percent(Fraction(x['profit_rate']))})") for x in row)
        first = row[0]
        amount = f"{first['quantity'].normalize():,f} {first['unit']}"
        shown.add_row(Text(printable(first["product"])), amount, first["currency"], *prices)
    console.print(shown, soft_wrap=True)
    _print_notes(console, asked.rule.valid_until, lang)
    for refusal in refusals:
        console.print(Text(printable(refusal), style="red"), soft_wrap=True)
    if refusals:
        raise typer.Exit(1)


def _write_products(
    table: QuoteTable,
    sheets: list[CostSheet],
    asked: ProductPricing,
    refusals: list[str],
    out: Path,
    lang: Language,
) -> None:
    import o2c

    if out.suffix.lower() == ".csv":
        table.to_csv(out)
    elif out.suffix.lower() == ".parquet":
        with replaced(out) as file:
            pyarrow.parquet.write_table(table.to_arrow(), file)
    else:
        quotes = [
            quote
            for sheet in sheets
            for quote in o2c.quotes(
                sheet,
                asked.rule,
                currencies=asked.currencies,
                terms=asked.terms,
                quantities=asked.quantities,
            )
        ]
        write_page(products_page(quotes, refusals, lang=lang), out)


def _price_table(terms: Sequence[PriceTerm], lang: Language, *, with_product: bool) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    if with_product:
        table.add_column(heading("product", lang), no_wrap=True)
    for name in ("quantity", "currency"):
        table.add_column(heading(name, lang), no_wrap=True)
    for term in terms:
        table.add_column(Text(printable(str(term))), no_wrap=True, justify="right")
    return table


def _print_notes(console: Console, until: datetime.date | None, lang: Language) -> None:
    console.print(Text(text("quote_leaves", lang), style="dim"), soft_wrap=True)
    if until is not None:
        console.print(Text(text("quote_valid", lang, date=str(until)), style="dim"), soft_wrap=True)


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
    table = _price_table(asked.terms, lang, with_product=False)
    width = len(asked.terms)
    for start in range(0, len(quotes), width):
        row = quotes[start : start + width]
        prices = (Text(f"{each.price:,} ({percent(each.profit_rate)})") for each in row)
        table.add_row(quantity_text(row[0].quantity), row[0].currency.code, *prices)
    console.print(table, soft_wrap=True)
    _print_notes(console, asked.rule.valid_until, lang)
    # Of quotes that are out of date by the same day it is said once.
    for told in dict.fromkeys(refusal_text(each, lang) for each in refusals):
        console.print(Text(told, style="red"), soft_wrap=True)
    for why in whys:
        console.print(Text(why.to_text(lang)), soft_wrap=True)
