"""How fast what was invoiced is collected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from o2c import _core
from o2c._arrow_result import ArrowResult

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Row = dict[str, Any]


class CollectionCurves(ArrowResult):
    """For the invoices of each month (or all) and each currency, how much was collected by how many
    days after their dates. As a table it has a row for each day on which a curve changes:
    ``month``, ``currency``, ``invoices``, ``invoiced``, ``days``, ``collected``.
    """

    def __init__(self, curves: list[Row], table: _core.ArrowTable) -> None:
        super().__init__(table)
        self._curves = curves

    @property
    def curves(self) -> list[Row]:
        """A dict for each curve: ``month`` (an o2c.Period, None: all), ``currency``, how many
        ``invoices``, the amount ``invoiced``, ``observed_days`` (the age of the youngest invoice:
        up to here the curve is whole), and ``points``: ``days`` after the invoice, ``collected`` by
        then, and its exact ``share`` of the amount invoiced, a fractions.Fraction."""
        return [{**curve, "points": [dict(p) for p in curve["points"]]} for curve in self._curves]

    def plot(self, **options: Any) -> Axes | list[Axes]:
        """A chart (needs ``pip install "o2c[plot]"``): shares as steps; dotted where the youngest
        invoices of a curve are not that old yet.

        days: how many are shown; by default up to the last on which a curve changes.
        currency: one of several. ax, lang: as of any chart of o2c.
        """
        from o2c._ledger_plots import plot_collection

        return plot_collection(self, **options)

    def __repr__(self) -> str:
        return f"<CollectionCurves: {len(self._curves)} curves>"
