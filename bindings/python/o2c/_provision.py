"""What is provided for receivables that may not be paid (坏账准备)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from o2c import _core
from o2c._aging import AgingResult
from o2c._arrow_result import ArrowResult

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Row = dict[str, Any]


def provision(aging: AgingResult, *, matrix: _core.ProvisionMatrix) -> ProvisionResult:
    """The provision for an aging, by bucket and row.

        >>> matrix = o2c.ProvisionMatrix(["1%", "3%", "10%", "25%", "60%"])
        >>> o2c.provision(o2c.aging(items, as_of="2026-10-31"), matrix=matrix)

    The aging has the matrix's buckets, and its credits stand apart. What stands in a bucket at one
    rate, in one currency, is rounded once and divided among its rows by the largest remainder; the
    total is the sum of the parts. A party with a rate of its own is rounded by itself.

    Raises o2c.InvalidArgument for an aging by other buckets, or disputes without a rate; TypeError
    for what is no aging; o2c.Overflow.
    """
    if not isinstance(aging, AgingResult):
        raise TypeError(f"aging: expected what o2c.aging gives, got {type(aging).__name__}")
    return ProvisionResult(_core.Provision(aging.table, matrix), matrix)


class ProvisionResult(ArrowResult):
    """The provision for each row of an aging.

    As a table: the keys, ``currency``, ``exposure``, ``provision``, and for each bucket
    ``exposure_...`` and ``provision_...``.
    """

    def __init__(self, provision: _core.Provision, matrix: _core.ProvisionMatrix) -> None:
        super().__init__(provision.to_arrow_table())
        self._provision = provision
        self.matrix = matrix
        """The loss rates."""

    @property
    def columns(self) -> list[str]:
        """The buckets, then ``disputed`` if the aging has it."""
        return self._provision.columns

    @property
    def keys(self) -> list[str]:
        """Names of the key columns."""
        return self._provision.keys

    @property
    def rows(self) -> list[Row]:
        """The rows as dicts: the keys, ``currency``, ``exposures`` and ``provisions`` by bucket,
        and their sums ``exposure`` and ``provision``, all o2c.Money."""
        return [self._provision.row(row) for row in range(len(self))]

    @property
    def totals(self) -> list[Row]:
        """The sums of all rows, for each currency."""
        return self._provision.totals()

    def explain(self, row: int) -> _core.Derivation:
        """How the provision of a row (from 0) came about. Raises IndexError beyond the last."""
        if not 0 <= row < len(self):
            raise IndexError(f"row {row}: expected one below {len(self)}")
        return self._provision.explain(row)

    def plot(self, **options: Any) -> Axes | list[Axes]:
        """A chart (needs ``pip install "o2c[plot]"``): what is provided for each bucket.

        currency: one of several. ax, lang: as of any chart of o2c.
        """
        from o2c._measure_plots import plot_provision

        return plot_provision(self, **options)

    def to_html(self, lang: str = "en") -> str:
        """The totals by bucket as HTML, in English ("en") or Chinese ("zh")."""
        from o2c._measure_html import provision_html

        return provision_html(self, lang=lang)

    def _repr_html_(self) -> str:
        return self.to_html()

    def __repr__(self) -> str:
        return f"<ProvisionResult: {len(self)} rows, as of {self._provision.as_of}>"
