"""An empty book, to be filled in."""

from __future__ import annotations

import json

from ._book import BookTable, book_tables

_BOOK = """\
[book]
company = {company}
home = {home}                  # the currency of its books

# What the house decides about its orders. These hold unless you state others.
# [orders]
# reply_days = 1              # to answer an inquiry, then it is the manager's
# verdict_days = 7            # for the customer's verdict on a sample
# amendment_days = 3          # for the answer to an amendment
# spare_samples = 1           # made in addition to what the customer asks for
# freight_collect_is_enough = false  # true: it stands for the sample fee, too
# sample_needed = true        # a plan is issued with an approved sample
# inspection_needed = true    # commodity inspection before loading
# bank_charges = "30 USD"     # borne for each payment, at most; else any
# usual_terms = ["30% T/T in advance; balance 30 days after B/L date"]  # need no approval; else all
"""

_DUNNING = """\
# When overdue items are reminded of. Each [[level]] is a letter; an item goes from one to the next.
interval_days = 7             # between two reminders of an item, at least

# The least of an item that is asked for, in each currency:
# minimums = { CNY = 500, USD = 50 }

[[level]]
days = 1                      # after the due date

[[level]]
days = 15
# counted = "previous_level"  # the days are counted from the reminder before, not the due date
# fees = { CNY = 40 }         # what a letter costs the customer
# fee_rate = "0.5%"           # and of the amount that it asks for

[[level]]
days = 30

[[level]]
days = 60
"""

_PROVISION = """\
# Loss rates by age (IFRS 9, simplified approach). Nothing is provided for until you state yours.
buckets = [30, 60, 90]        # days overdue: not due, 1-30, 31-60, 61-90, more
rates = ["0%", "0%", "0%", "0%", "0%"]
forward_looking = "1"         # what all rates are multiplied by
disputed_rate = "0%"
credits = "ignored"           # or "oldest_first", "newest_first": they lessen what is provided for
rounding = "half_up"

# Customers with a rate of their own:
# [specific]
# "Old Harbour Ltd" = "50%"
"""

_CALENDAR = """\
# Business days: see docs/calendar-format.md. Holidays are in the official notice of each year.
calendar {company}
weekend Saturday Sunday
# holiday 2026-10-01 National Day
# workday 2026-10-10 made up for National Day
"""

_PLAN = """\
# Copy this file to the name of a line of business, export.toml: it is the commission plan of that
# line, by which the orders and customers whose `line` is "export" are settled. See
# docs/commission.md.
name = "Export"
currency = {home}

[[version]]
from_date = 2026-01-01
basis = "collected"           # of what has come in; or "invoiced", "gross_profit", "quantity"
method = "marginal"
tiers = [
  {{ from = 0, rate = "1%" }},
  {{ from = 1000000, rate = "1.5%" }},
]
"""

_README = """\
# The book of {company}

Each table is a CSV file with a header, in UTF-8 (or NAME.parquet with the same columns). A column
in **bold** needs a value in each row; one in brackets may be left out altogether. Columns of your
own begin with `x_`. The full description is in docs/book.md; `o2c check` lists all that is wrong.

| file | what it holds | columns |
|---|---|---|
{tables}
| file | what it says |
|---|---|
| book.toml | the company and the currency of its books |
| dunning.toml | when overdue items are reminded of |
| provision.toml | loss rates by age |
| calendar.txt | business days |
| plans/LINE.toml | the commission plan of a line of business |
"""

_MARKS = {"required": ("**", "**"), "nullable": ("", ""), "optional": ("[", "]")}


def empty_book(company: str, home: str) -> dict[str, str]:
    """The texts of its files by name. They make a sound book."""
    named = {"company": json.dumps(company, ensure_ascii=False), "home": json.dumps(home)}
    tables = {
        f"{table.name}.csv": ",".join(column.name for column in table.columns) + "\n"
        for table in book_tables()
    }
    return {
        "README.md": _README.format(
            company=company, tables="".join(_row(table) for table in book_tables())
        ),
        "book.toml": _BOOK.format(**named),
        "dunning.toml": _DUNNING,
        "provision.toml": _PROVISION,
        "calendar.txt": _CALENDAR.format(company=" ".join(company.split())),
        "plans/LINE.toml.example": _PLAN.format(**named),
        **tables,
    }


def _row(table: BookTable) -> str:
    columns = ", ".join(
        _MARKS[column.presence][0] + column.name + _MARKS[column.presence][1]
        for column in table.columns
    )
    return f"| {table.name}.csv | {table.meaning} | {columns} |\n"
