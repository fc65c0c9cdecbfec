"""DuckDB with two threads, on its own tables or scanning Arrow."""

from typing import Any

import duckdb
import pyarrow as pa

from benchmarks.peers.answer import Answer
from benchmarks.peers.cases import AS_OF, LIMITS, Case
from benchmarks.peers.data import Inputs
from benchmarks.peers.engines import THREADS

_DAY = f"DATE '{AS_OF}'"
_FIRST, _SECOND, _THIRD = LIMITS

# The fastest of four ways of writing it that were tried (a FILTER or a CASE for each bucket with
# its two dates, this one, and GROUP BY party and bucket first).
_AGING = f"""
SELECT party,
       sum(amount) FILTER (bucket = 0) AS "not_due",
       sum(amount) FILTER (bucket = 1) AS "1-30",
       sum(amount) FILTER (bucket = 2) AS "31-60",
       sum(amount) FILTER (bucket = 3) AS "61-90",
       sum(amount) FILTER (bucket = 4) AS ">90",
       sum(amount) FILTER (bucket = 5) AS "credits",
       sum(amount) AS "total"
FROM (SELECT party, amount,
             CASE WHEN amount < 0 THEN 5
                  WHEN due_date >= {_DAY} THEN 0
                  WHEN due_date >= {_DAY} - {_FIRST} THEN 1
                  WHEN due_date >= {_DAY} - {_SECOND} THEN 2
                  WHEN due_date >= {_DAY} - {_THIRD} THEN 3
                  ELSE 4 END AS bucket
      FROM items)
GROUP BY party"""

_OPEN_ITEMS = f"""
WITH applied AS (
  SELECT document, sum(amount)::BIGINT AS applied FROM applications
  WHERE date <= {_DAY} GROUP BY document),
items AS (
  SELECT party, due_date, amount - coalesce(applied, 0) AS amount
  FROM invoices LEFT JOIN applied USING (document)
  WHERE invoice_date <= {_DAY})
"""


class DuckDb:
    def __init__(self, native: bool) -> None:
        self._native = native
        self._connection = duckdb.connect(config={"threads": THREADS})
        self._query = _AGING
        self._inputs: Inputs

    def supports(self, case: Case) -> bool:
        return case.kind != "stream" or not self._native

    def prepare(self, inputs: Inputs) -> None:
        self._inputs = inputs
        for name in ("items", "invoices", "applications"):
            table: pa.Table | None = getattr(inputs, name)
            if table is None:
                continue
            self._connection.register("given" if self._native else name, table)
            if self._native:
                self._connection.execute(f"CREATE TABLE {name} AS SELECT * FROM given")
                self._connection.unregister("given")
                setattr(inputs, name, None)
        if inputs.case.kind == "documents":
            self._query = _OPEN_ITEMS + _AGING

    def run(self) -> Any:
        if self._inputs.stream is not None:
            self._connection.register("items", self._inputs.stream())
        return self._connection.sql(self._query).to_arrow_table()

    def answer(self, result: Any) -> Answer:
        return Answer.from_table(result)
