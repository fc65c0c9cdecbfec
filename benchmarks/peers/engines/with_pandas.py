"""pandas, as a careful notebook would write it (one thread)."""

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from benchmarks.peers.answer import Answer
from benchmarks.peers.cases import AS_OF, LIMITS, Case
from benchmarks.peers.data import Inputs

_DAY = pd.Timestamp(AS_OF)
_CREDITS = len(LIMITS) + 2


def _aging(items: pd.DataFrame) -> Any:
    days = (_DAY - items["due_date"]).dt.days.to_numpy()
    bucket = np.searchsorted((0, *LIMITS), days, side="left").astype(np.int8)
    bucket[items["amount"].to_numpy() < 0] = _CREDITS
    sums = items["amount"].groupby([items["party"], bucket], observed=True).sum()
    table = sums.unstack(fill_value=0).reindex(columns=range(_CREDITS + 1), fill_value=0)
    return table.assign(total=table.sum(axis=1))


def _open_items(invoices: pd.DataFrame, applications: pd.DataFrame) -> Any:
    applied = applications[applications["date"] <= _DAY].groupby("document")["amount"].sum()
    items = invoices[invoices["invoice_date"] <= _DAY]
    applied_to_item = applied.reindex(items["document"], fill_value=0).to_numpy()
    return items.assign(amount=items["amount"] - applied_to_item)


class Pandas:
    def __init__(self) -> None:
        self._frames: list[pd.DataFrame] = []

    def supports(self, case: Case) -> bool:
        return case.kind != "stream"

    def prepare(self, inputs: Inputs) -> None:
        for name in ("items", "invoices", "applications"):
            table: pa.Table | None = getattr(inputs, name)
            if table is not None:
                self._frames.append(table.to_pandas(date_as_object=False))
                setattr(inputs, name, None)

    def run(self) -> Any:
        items = self._frames[0] if len(self._frames) == 1 else _open_items(*self._frames)
        return _aging(items)

    def answer(self, result: Any) -> Answer:
        return Answer.from_columns(
            pa.array(result.index), [result[name].to_numpy() for name in result.columns]
        )
