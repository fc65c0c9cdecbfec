"""Polars, lazily, with its streaming or its in-memory engine."""

import datetime
from itertools import pairwise
from typing import Any, Literal

import polars as pl

from benchmarks.peers.answer import Answer
from benchmarks.peers.cases import AS_OF, LIMITS, MEASURES, Case
from benchmarks.peers.data import Inputs

_amount, _due_date = pl.col("amount"), pl.col("due_date")


def _cells() -> list[pl.Expr]:
    """Each measure's part of the amount, 0 elsewhere."""
    first_day = [pl.lit(AS_OF - datetime.timedelta(days)) for days in (0, *LIMITS)]
    debit = _amount >= 0
    conditions = [debit & (_due_date >= first_day[0])]
    for newer, older in pairwise(first_day):
        conditions.append(debit & (_due_date < newer) & (_due_date >= older))
    conditions += [debit & (_due_date < first_day[-1]), _amount < 0]
    return [
        pl.when(condition).then(_amount).otherwise(0).alias(name)
        for name, condition in zip(MEASURES, conditions, strict=False)
    ] + [_amount.alias(MEASURES[-1])]


def _aging(items: pl.LazyFrame) -> pl.LazyFrame:
    # Faster than summing conditions inside agg, or than grouping by party and bucket first.
    return items.select("party", *_cells()).group_by("party").agg(pl.col(MEASURES).sum())


def _open_items(invoices: pl.LazyFrame, applications: pl.LazyFrame) -> pl.LazyFrame:
    day = pl.lit(AS_OF)
    applied = (
        applications.filter(pl.col("date") <= day)
        .group_by("document")
        .agg(_amount.sum().alias("applied"))
    )
    return (
        invoices.filter(pl.col("invoice_date") <= day)
        .join(applied, on="document", how="left")
        .select("party", "due_date", _amount - pl.col("applied").fill_null(0))
    )


class Polars:
    def __init__(self, engine: Literal["streaming", "in-memory"]) -> None:
        self._engine = engine
        self._query: pl.LazyFrame

    def supports(self, case: Case) -> bool:
        return case.kind != "stream"

    def prepare(self, inputs: Inputs) -> None:
        if inputs.case.kind == "items":
            items = pl.DataFrame(inputs.items)
            inputs.items = None
            self._query = _aging(items.lazy())
            return
        invoices, applications = pl.DataFrame(inputs.invoices), pl.DataFrame(inputs.applications)
        inputs.invoices = inputs.applications = None
        self._query = _aging(_open_items(invoices.lazy(), applications.lazy()))

    def run(self) -> Any:
        return self._query.collect(engine=self._engine)

    def answer(self, result: Any) -> Answer:
        return Answer.from_table(result.to_arrow())
