"""A close in lines that fit one screen."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from o2c import _close_figures as figures
from o2c._close_words import column, title, value, word
from o2c._labels import Language, amount_text, in_own_decimals

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from o2c._close import CloseReport

_OVERDUE_ROWS = 5


def close_text(report: CloseReport, lang: Language) -> str:
    """The summary as plain text, without colours (needs rich)."""
    from rich.console import Console

    sink = io.StringIO()
    # In a notebook rich would show it beside instead of writing it.
    console = Console(
        file=sink,
        width=100,
        no_color=True,
        highlight=False,
        force_terminal=False,
        force_jupyter=False,
    )
    print_close(report, console, lang)
    return "\n".join(line.rstrip() for line in sink.getvalue().splitlines()) + "\n"


@in_own_decimals
def print_close(report: CloseReport, console: Console, lang: Language) -> None:
    """The headline figures, what is paid, whom to call first, what to look at, and the ties."""
    from rich.measure import Measurement
    from rich.text import Text

    console.print(
        Text.assemble(
            (f"{report.company} · {word('close', lang)} {report.period}", "bold"),
            (f"  {figures.state(report, lang)}", "dim"),
        ),
        soft_wrap=True,
    )
    home = report.home.code
    line = [
        f"{column('revenue', lang)} {figures.money_text(report.revenue.amount, home)}",
        f"{column('cost', lang)} {figures.money_text(report.cost.amount, home)}",
        f"{column('profit', lang)} {figures.money_text(report.profit.amount, home)}"
        f" ({figures.margin(report)})",
    ]
    console.print(" · ".join(line), soft_wrap=True, highlight=False)
    for table in (_receivables(report, lang), _payouts(report, lang), _overdue(report, lang)):
        if table is not None:  # Wider than the terminal is better than an amount that is cut.
            width = Measurement.get(console, console.options.update(max_width=999), table).maximum
            own = console.width
            console.width = max(width, own)
            console.print(table, highlight=False)
            console.width = own
    orders, stuck = figures.orders_under_way(report)
    notes = [
        f"{word('orders_open', lang)} {orders:,}, {word('orders_stuck', lang)} {stuck:,}",
        f"{title('exceptions', lang)}: "
        + (", ".join(f"{n:,} {value(kind, lang)}" for kind, n in figures.exceptions(report).items())
           or word("no_rows", lang)),
    ]  # fmt: skip
    for note in notes:
        console.print(note, highlight=False)
    console.print(_ties(report, lang), highlight=False)


def _table(*headings: str, names: int = 1) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for place, heading in enumerate(headings):
        table.add_column(heading, no_wrap=True, justify="left" if place < names else "right")
    return table


def _receivables(report: CloseReport, lang: Language) -> Table | None:
    rows = figures.receivables(report)
    if not rows:
        return None
    names = list(rows[0].buckets)
    headings = [column(name, lang) for name in ("currency", *names, "total")]
    table = _table(*headings, column("overdue", lang))
    for row in rows:
        amounts = [*row.buckets.values(), row.total]
        shown = [figures.money_text(amount, row.currency).split()[0] for amount in amounts]
        table.add_row(row.currency, *shown, f"{row.overdue_share:.1f}%")
    return table


def _payouts(report: CloseReport, lang: Language) -> Table | None:
    rows = report.tables["commission"].to_arrow().to_pylist()
    if not rows:
        return None
    names = (
        *("plan", "salesperson", "commission", "overrides"),
        *("held_back", "released", "recovered", "payable"),
    )
    table = _table(*(column(name, lang) for name in names), names=2)
    for row in rows:
        amounts = [amount_text(row[name], 2) if row[name] else "–" for name in names[2:]]
        table.add_row(row["plan"], row["salesperson"], *amounts)
    return table


def _overdue(report: CloseReport, lang: Language) -> Table | None:
    rows = report.tables["worklist"].to_arrow().to_pylist()
    if not rows:
        return None
    table = _table(
        title("worklist", lang),
        *(column(name, lang) for name in ("overdue", "days_overdue", "broken_promises")),
    )
    seen: dict[str, int] = {}
    for row in rows:
        seen[row["currency"]] = seen.get(row["currency"], 0) + 1
        if seen[row["currency"]] > 2 or table.row_count >= _OVERDUE_ROWS:
            continue
        table.add_row(
            row["party"],
            figures.money_text(row["overdue"], row["currency"]),
            str(row["days_overdue"]),
            str(row["broken_promises"] or "–"),
        )
    return table


def _ties(report: CloseReport, lang: Language) -> Text:
    from rich.text import Text

    wrong = [tie for tie in report.ties if not tie.holds]
    if not wrong:
        names = dict.fromkeys(value(tie.name, lang) for tie in report.ties)
        return Text(f"✓ {word('ties_hold', lang)}: {', '.join(names)}", style="green")
    text = Text(f"✗ {word('ties_differ', lang, count=str(len(wrong)))}", style="bold red")
    for tie in wrong:
        text.append(f"\n  {value(tie.name, lang)}: {column('difference', lang)} {tie.difference}")
    return text
