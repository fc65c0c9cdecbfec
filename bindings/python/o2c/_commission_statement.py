"""A person's statement of commissions (提成单): what is handed to the salesperson."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from html import escape
from typing import TYPE_CHECKING, Any

from o2c import _core
from o2c._arrow_result import plain_text
from o2c._commission_html import STYLE, amount_cell, sentences_html
from o2c._labels import Language, check_language, date_text, heading, text
from o2c._row_result import as_decimal, takeable_table

if TYPE_CHECKING:
    import datetime
    import os

    import pandas
    import polars
    import pyarrow

    from o2c._commission import CommissionResult, Row
    from o2c._commission_review import CommissionStatementReview

# Columns of the lines' table that tell a line from another.
_DETAILS = (
    "date", "document", "order", "party", "product", "category", "quantity", "list_price", "net",
    "cost", "days_overdue",
)  # fmt: skip
# Parts of a correction are told as such.
_HEADINGS = {"late": "of_late_lines", "changed": "of_changed_tables"}
# What is called otherwise where it is a balance.
_BALANCES = {"overpaid": "overpaid_balance"}
# Lines of the period that earn nothing; others are of other settlements.
_UNCOUNTED = ("excluded", "unmatched", "too_late", "house", "pending")


class CommissionStatement:
    """All that one person is paid in a settlement, and why; shows itself as HTML."""

    def __init__(self, result: CommissionResult, salesperson: str | int, lines: Any = None) -> None:
        self._result = result
        self._details: Any = None  # A pyarrow.Table of all lines, if the table was given.
        self.salesperson = salesperson
        self.lines: list[Row] = result._lines.lines_of(salesperson)
        """What each line earned, in the order of the table: ``line`` (its position), details of it
        if the table was given (amounts that are decimals, or minor units of the plan's
        currency), ``period``, ``rule``, ``share`` (of a line that is shared),
        ``base``, ``quantity`` (the person's, where the rule counts it; else the table's), ``left``
        (what modifiers leave), ``commission``."""
        self.uncounted: list[Row] = result._lines.uncounted_of(salesperson)
        """The person's lines that earn nothing: ``line``, details, ``standing`` (as of
        ``tie_out``) and ``rule``; ``explain_line`` says why."""
        if not self.lines and not self.uncounted and self.payout is None:
            raise _core.InvalidArgument(
                f"salesperson: expected one who has lines or is paid, got {salesperson!r}"
            )
        if lines is not None:
            self._add_details(lines)

    def _add_details(self, lines: Any) -> None:
        import pyarrow

        table = takeable_table(lines, "a statement with lines")
        wanted = list(_DETAILS)
        payable_on = self._result.plan.payable_on
        if payable_on is not None and payable_on != "date":
            wanted.append(f"{payable_on}_date")
        plan = self._result.plan
        wanted += [name for name in (*plan.base_plus, *plan.base_less) if name not in wanted]
        names = [name for name in wanted if name in table.column_names]
        money = {"net", "cost", *plan.base_plus, *plan.base_less}
        for name in [name for name in names if name in money]:
            kind = table.schema.field(name).type
            if pyarrow.types.is_decimal(kind):
                continue
            # Whole minor units are amounts where their currency is known; floats never are.
            digits = _digits_of_rows(table, plan.currency)
            if pyarrow.types.is_integer(kind) and digits is not None:
                units = table[name].to_pylist()
                amounts = [
                    None if of is None else Decimal(of).scaleb(-places)
                    for of, places in zip(units, digits, strict=True)
                ]
                column = pyarrow.array(amounts, pyarrow.decimal128(38, max(digits, default=0)))
                table = table.set_column(table.column_names.index(name), name, column)
            else:
                names.remove(name)
        self._details = table.select(
            [name for name in table.column_names if name in names or name == "currency"]
        )

        def detailed(rows: list[Row]) -> list[Row]:
            positions = pyarrow.array([row["line"] for row in rows], pyarrow.int64())
            details = table.select(names).take(positions).to_pylist()
            return [_detailed(row, of) for row, of in zip(rows, details, strict=True)]

        self.lines = detailed(self.lines)
        self.uncounted = detailed(self.uncounted)

    @property
    def totals(self) -> list[Row]:
        """What the lines of each period come to: as of the result's rows."""
        name = str(self.salesperson)
        return [row for row in self._result.rows if str(row["salesperson"]) == name]

    @property
    def by_rule(self) -> list[Row]:
        """What the lines of each period come to by rule."""
        name = str(self.salesperson)
        return [row for row in self._result.by_rule if row["salesperson"] == name]

    @property
    def overrides(self) -> list[Row]:
        """What was earned on what the team has sold."""
        name = str(self.salesperson)
        return [row for row in self._result.overrides if row["manager"] == name]

    @property
    def pools(self) -> list[Row]:
        """What was earned of pools."""
        name = str(self.salesperson)
        return [row for row in self._result.pools if row["salesperson"] == name]

    @property
    def payout(self) -> Row | None:
        """What is paid and carried on; None for somebody who is not paid."""
        name = str(self.salesperson)
        found = [row for row in self._result.payouts if row["salesperson"] == name]
        return found[0] if found else None

    @property
    def corrections(self) -> list[Row]:
        """Of a settlement of an o2c.CommissionBook: what is corrected of closed periods, as of
        CommissionSettlement.corrections."""
        name = str(self.salesperson)
        rows = getattr(self._result, "corrections", [])
        return [row for row in rows if row["salesperson"] == name]

    @property
    def late(self) -> list[Row]:
        """The lines that came late to the closed periods that are corrected, whoever's they are:
        those of others may be shared, or lift what a manager earns. ``commission`` is what this
        person earns of them; None of those that earn the person nothing."""
        periods = [row["period"] for row in self.corrections]
        earned = {
            (period, row["line"]): row["commission"]
            for period in periods
            for row in self._lines_of_closed(period)
        }
        return [
            {**row, "commission": earned.get((row["period"], row["line"]))}
            for row in getattr(self._result, "late", [])
            if row["period"] in periods
        ]

    def _lines_of_closed(self, period: _core.Period) -> list[Row]:
        of: Any = self._result  # A CommissionSettlement, as there are corrections.
        closed: CommissionResult = of.recomputed(period)
        return closed._lines.lines_of(self.salesperson)

    def explain(
        self, *, line: int | None = None, period: str | _core.Period | None = None
    ) -> _core.Derivation:
        """How what is paid came about; with a ``period`` of the plan what its lines earned, or, of
        one that is corrected, the correction; with a ``line``, by its position in the table, what
        of it is this person's.

        Raises o2c.InvalidArgument for both, and for what the statement has not."""
        if line is not None and period is not None:
            raise _core.InvalidArgument("explain: expected a line or a period, got both")
        if line is not None:
            return self._result.explain_line(line, self.salesperson)
        if period is not None:
            of = _core.Period(period) if isinstance(period, str) else period
            if any(row["period"] == of for row in self.corrections):
                return self._explain_correction(of)
            return self._result.explain(self.salesperson, period)
        return self._result.explain_payout(self.salesperson)

    def _explain_correction(self, period: _core.Period) -> _core.Derivation:
        of: Any = self._result  # A CommissionSettlement, as there are corrections.
        why: _core.Derivation = of.explain_correction(self.salesperson, period)
        return why

    def to_arrow(self, of: str = "lines") -> pyarrow.Table:
        """A table of the statement as a pyarrow.Table; amounts are decimal128.

        of: ``lines`` and ``uncounted`` (with whose they are), ``totals``, ``by_rule``,
            ``overrides``, ``pools``, ``corrections`` or ``payout`` (one row, or none for somebody
            who is not paid). Amounts of ``currency``, the plan's; those of a line's details are in
            ``line_currency`` where lines have a currency.

        Raises ImportError when pyarrow is absent, o2c.InvalidArgument for another table."""
        from o2c._commission_statement_tables import statement_table

        return statement_table(self, of, self._details)

    def to_pandas(self, of: str = "lines") -> pandas.DataFrame:
        """The same as a pandas.DataFrame whose amounts are decimal.Decimal."""
        frame: pandas.DataFrame = self.to_arrow(of).to_pandas()
        return frame

    def to_polars(self, of: str = "lines") -> polars.DataFrame:
        """The same as a polars.DataFrame whose amounts are Decimal."""
        import polars

        return polars.DataFrame(self.to_arrow(of))

    def to_csv(
        self, path: str | os.PathLike[str] | None = None, *, of: str = "lines"
    ) -> str | None:
        """The same as CSV in UTF-8, names in its first line: a text, or written to a file, which is
        there as a whole or not at all. Raises OSError when the place cannot be written."""
        from o2c._arrow_result import written_csv

        return written_csv(self.to_arrow(of), path)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.to_arrow().__arrow_c_stream__(requested_schema)

    def review(
        self,
        answers: Iterable[_core.StatementAnswer],
        *,
        handed_out: datetime.date | str,
        as_of: datetime.date | str,
    ) -> CommissionStatementReview:
        """How the statement stands on a day: what is accepted, objected to, and open.

        answers: o2c.StatementAnswers; those of others are left aside. Of those to one line, or to
            the statement as a whole, the last until ``as_of`` counts.
        handed_out: the day from which the plan's ``answer_days`` are counted.

        Raises o2c.InvalidArgument for answers to lines that are not the person's, before the
        statement was handed out, after a deadline at which silence has accepted, and objections
        without a reason.
        """
        from o2c._commission_review import CommissionStatementReview

        return CommissionStatementReview(self, answers, handed_out, as_of)

    def to_html(self, lang: str = "en", *, review: CommissionStatementReview | None = None) -> str:
        """The statement as HTML, in English ("en") or Chinese ("zh"): lines, how each period's
        commission came about, and how what is paid did. Data is escaped.

        review: what ``review`` gives: shows how each line stands, and the deadline.
        """
        language = check_language(lang)
        result = self._result
        name = str(self.salesperson)
        title = " · ".join(
            (text("commission_statement", language), name, str(result.period), result.plan.name)
        )
        parts = [f"<h3>{escape(title)}</h3>"]
        if review is None:
            parts.append(_table(self.lines, language))
        else:
            parts.append(_review(review, language))
        whys = result._lines.explain_lines_of(self.salesperson)
        for row, why in zip(self.lines, whys, strict=True):
            summary = f"{heading('line', language)} {row['line']}: {row['commission']}"
            parts.append(_folded(summary, why.to_html(language)))
        parts.append(self._uncounted_html(language, review))
        if len(self._result.plan.rules) > 1:
            rows = [
                {key: value for key, value in row.items() if key != "salesperson"}
                for row in self.by_rule
            ]
            parts.append(_table(rows, language))
        for row in self.totals:
            parts.append(f"<h4>{escape(str(row['period']))}</h4>")
            parts.append(result.explain(self.salesperson, row["period"]).to_html(language))
        parts.append(_table(self.overrides, language))
        for row in self.overrides:
            why = result.explain_override(row["manager"], row["period"], row["level"])
            parts.append(why.to_html(language))
        parts.append(_table(self.pools, language))
        for row in self.pools:
            parts.append(result.explain_pool(row["pool"], row["salesperson"]).to_html(language))
        if self.corrections:
            parts.append(f"<h4>{escape(text('corrections_of', language))}</h4>")
            rows = [
                {_HEADINGS.get(key, key): value for key, value in row.items()}
                for row in self.corrections
            ]
            parts.append(_table(rows, language))
            for row in self.corrections:
                title = f"{row['period']}: {heading('correction', language)} {row['correction']}"
                why = self._explain_correction(row["period"])
                parts.append(_folded(title, why.to_html(language)))
            if late := self.late:
                parts.append(f"<h4>{escape(text('late_lines', language))}</h4>")
                parts.append(_table(late, language))
        if self.payout is not None:
            parts.append(f"<h4>{escape(heading('payable', language))}</h4>")
            parts.append(result.explain_payout(self.salesperson).to_html(language))
            parts.append(_table(_balances(result, name, language), language))
        return (
            f'<div class="o2c-commission"><style>{STYLE}</style>{"".join(parts)}'
            f'<p class="o2c-note">{sentences_html(result.plan.describe(language))}</p></div>'
        )

    # Of the period's own lines each, of those of other settlements how many they are.
    def _uncounted_html(self, lang: Language, review: CommissionStatementReview | None) -> str:
        rows = self.uncounted if review is None else review.uncounted
        others = [row["standing"] for row in rows if row["standing"] not in _UNCOUNTED]
        rows = [row for row in rows if row["standing"] in _UNCOUNTED]
        parts = []
        if rows:
            parts.append(f"<h4>{escape(text('lines_uncounted', lang))}</h4>")
            parts.append(_table([_uncounted_row(row, lang) for row in rows], lang))
        for row in rows:
            title = f"{heading('line', lang)} {row['line']}"
            why = self._result.explain_line(row["line"], self.salesperson)
            parts.append(_folded(title, why.to_html(lang)))
        notes = [
            text(f"lines_{standing}", lang, count=str(others.count(standing)))
            for standing in ("earlier", "outside")
            if standing in others
        ]
        if notes:
            parts.append(f'<p class="o2c-note">{escape("; ".join(notes))}</p>')
        return "".join(parts)

    def _repr_html_(self) -> str:
        return self.to_html()

    def __repr__(self) -> str:
        return (
            f"<CommissionStatement: {self.salesperson}, {self._result.period}, "
            f"{len(self.lines)} lines>"
        )


# The lines with how they stand, and until when they are answered.
def _review(review: CommissionStatementReview, lang: Language) -> str:
    rows = [{**row, "standing": text(row["standing"], lang)} for row in review.lines]
    notes = []
    if review.deadline is not None:
        notes.append(text("answer_until", lang, date=date_text(review.deadline, lang)))
    whole = text(review.whole["standing"], lang)
    if review.whole["reason"]:
        whole += f" ({review.whole['reason']})"
    notes.append(text("statement_whole", lang, standing=whole))
    return _table(rows, lang) + f'<p class="o2c-note">{escape(" ".join(notes))}</p>'


# A line that earns nothing, and what was said of it.
def _uncounted_row(row: Row, lang: Language) -> Row:
    told = {**row, "standing": text(f"line_{row['standing']}", lang)}
    if "answer" in row:
        told["answer"] = text(row["answer"], lang)
    return told


# How many decimal places the currency of each row has; None where one is not of ISO 4217.
def _digits_of_rows(table: Any, currency: _core.Currency) -> list[int] | None:
    if "currency" not in table.column_names:
        return [currency.digits] * int(table.num_rows)
    codes = table["currency"].to_pylist()
    known = {currency.code: currency.digits, None: currency.digits}
    for code in set(codes) - known.keys():
        try:
            known[code] = _core.Currency(code).digits
        except _core.Error:
            return None
    return [known[code] for code in codes]


# What was carried into the settlement, and is carried on: balances that are zero at both are left
# out.
def _balances(result: CommissionResult, salesperson: str, lang: Language) -> list[Row]:
    balances = result._lines.balances(salesperson) or {}
    return [
        {
            "balance": heading(_BALANCES.get(name, name), lang),
            "opening": opening,
            "closing": closing,
        }
        for name, (opening, closing) in balances.items()
        if opening.minor or closing.minor
    ]


# What the rule counts comes before what the table says of the same name.
def _detailed(row: Row, details: Row) -> Row:
    told = {key: value for key, value in row.items() if value is not None or key not in details}
    return {"line": row["line"], **details, **told}


def _folded(title: str, html: str) -> str:
    return f"<details><summary>{escape(title)}</summary>{html}</details>"


def _table(rows: list[Row], lang: Language) -> str:
    if not rows:
        return ""
    shown = [key for key in rows[0] if any(_is_shown(key, row[key]) for row in rows)]
    head = "".join(
        f'<th scope="col"{_side([row[key] for row in rows])}>{escape(heading(key, lang))}</th>'
        for key in shown
    )
    body = "".join(
        f"<tr>{''.join(_cell(_told(key, row[key]), lang) for key in shown)}</tr>" for row in rows
    )
    return (
        '<table style="margin-bottom:10px">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


# Columns that say nothing of any row are left out.
def _is_shown(key: str, value: Any) -> bool:
    return value is not None and not (key == "left" and value == 1)


# Texts and days stand on the left, as do their headings.
def _side(values: list[Any]) -> str:
    texts = all(
        value is None or isinstance(value, str | _core.Period) or hasattr(value, "isoformat")
        for value in values
    )
    return ' class="key"' if texts else ""


# What modifiers leave is a percentage, and nobody writes zeros behind a quantity.
def _told(key: str, value: Any) -> Any:
    if key == "left" and isinstance(value, Decimal | Fraction):
        return _core.Rate(f"{plain_text(as_decimal(value * 100))}%")
    if key == "quantity" and isinstance(value, Decimal):
        return Decimal(plain_text(value))
    return value


def _cell(value: Any, lang: Language) -> str:
    if isinstance(value, _core.Money):
        return amount_cell(value)
    if value is None:
        return "<td></td>"
    if isinstance(value, Decimal):
        return f"<td>{value:,f}</td>"
    shown = date_text(value, lang) if hasattr(value, "isoformat") else str(value)
    return f"<td{_side([value])}>{escape(shown)}</td>"
