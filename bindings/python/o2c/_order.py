"""The order: its history, what it has come to, and what comes next."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from html import escape
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple

from o2c import _core, events
from o2c._moments import microseconds, moment_of
from o2c._order_policy import OrderPolicy
from o2c._order_state import OrderState

if TYPE_CHECKING:
    import pandas as pd

_Lang = Literal["en", "zh"]
_Paper = Literal["sample_order", "contract", "production_plan", "qc_record", "shipment_notice"]
_Moment = datetime | str


class OrderEntry(NamedTuple):
    """An event with when it holds, who did it, in which office, and when it was recorded (UTC)."""

    event: events.OrderEvent
    on: date
    by: str
    role: str
    recorded_at: datetime


class Order(OrderState):
    """An order from the inquiry to the closed file: an append-only history of events, and what they
    come to.

    >>> order = o2c.Order("SO-1")
    >>> order.apply(o2c.events.OrderOpened("export_sale", "Rainy Harbor", "Li"),
    ...             on="2026-03-02", by="Li")
    1
    """

    _core_class: ClassVar = _core._Order
    _order: _core._Order

    def __init__(self, number: str, policy: OrderPolicy | None = None) -> None:
        self._policy = policy or OrderPolicy()
        self._order = _core._Order(number, vars(self._policy))
        self._number = number

    @classmethod
    def replay(
        cls, number: str, history: Iterable[OrderEntry], policy: OrderPolicy | None = None
    ) -> Order:
        """The order that a history makes. It is not judged again: the policy may have changed."""
        order = cls(number, policy)
        rows = [
            (
                entry.event,
                entry.on,
                entry.by,
                entry.role,
                microseconds(entry.recorded_at, "recorded_at"),
            )
            for entry in history
        ]
        order._order = order._order.replay(rows)
        return order

    @property
    def history(self) -> list[OrderEntry]:
        return [
            OrderEntry(event, on, by, role, moment_of(recorded_at))
            for event, on, by, role, recorded_at in self._order.history()
        ]

    def apply(
        self,
        event: events.OrderEvent,
        *,
        on: date | str,
        by: str,
        role: str | None = None,
        recorded_at: _Moment | None = None,
    ) -> int:
        """Takes what happened into the history, and gives how many events that are.

        ``on`` is the day it holds, ``by`` who did it, ``role`` in which office (without it, the
        first that may do it and that ``by`` holds), ``recorded_at`` when it was recorded (UTC;
        without it, with the last one). Raises Refused, and nothing has changed; InvalidArgument
        when it was recorded before the last one.
        """
        if recorded_at is not None:
            moment = microseconds(recorded_at, "recorded_at")
        else:
            moment = self._order.last_recorded_at()
        return self._order.apply(event, on, by, self._role(event, on, by, role), moment)

    def to_pandas(self) -> pd.DataFrame:
        """The history, an event a row."""
        import pandas as pd

        rows = [
            (i + 1, type(e.event).__name__, e.on, e.recorded_at, e.by, e.role, e.event)
            for i, e in enumerate(self.history)
        ]
        names = ["seq", "event", "on", "recorded_at", "by", "role", "what"]
        return pd.DataFrame(rows, columns=pd.Index(names))

    def timeline_html(self, as_of: date | str, lang: _Lang = "en") -> str:
        """A page that prints: where it stands, what happened day by day, what comes next and what
        is late as of a day."""
        return self._order.timeline_html(as_of, lang)

    def document(
        self,
        paper: _Paper,
        *,
        part: int | None = None,
        version: int | None = None,
        lang: _Lang = "en",
    ) -> OrderDocument:
        """A paper of the order as a page of its own that prints on A4: numbered, with its version
        and what changed since the one before, and with who signed it and when. All of it is read
        from the order's history; ``policy.company`` is its heading.

        ``part``: the sample, inspection or shipment, where there are several; ``version``: an
        earlier one than the last. Raises Refused with what has to happen before there is such a
        paper.
        """
        return OrderDocument(self._order.document(paper, part or 0, version or 0, lang))

    def mermaid(self, lang: _Lang = "en") -> str:
        """The order's own way through its machines, as a flowchart of Mermaid."""
        return self._order.mermaid(lang)

    def svg(self, lang: _Lang = "en") -> LifecycleDiagram:
        """The same as a picture, which a notebook shows; point at a step for what it lacks."""
        return LifecycleDiagram(self._order.svg(lang))


class OrderDocument(str):
    """A paper of an order: the text of an HTML page, which a notebook shows in a frame."""

    __slots__ = ()

    def save(self, path: str | PathLike[str]) -> None:
        """Writes the page, for a browser or a printer."""
        Path(path).write_text(self, encoding="utf-8")

    def _repr_html_(self) -> str:
        return (
            f'<iframe srcdoc="{escape(self)}" sandbox title="document" '
            'style="width:100%;max-width:820px;height:1131px;border:1px solid #b8c7d0"></iframe>'
        )


class LifecycleDiagram(str):
    """A machine's table, or an order's own way, drawn: a text in its form, which a notebook shows
    where it is SVG."""

    __slots__ = ()

    def _repr_html_(self) -> str | None:
        return str(self) if self.startswith("<svg") else None


def lifecycle_diagram(
    machine: str,
    *,
    profile: str = "export_sale",
    lang: _Lang = "en",
    form: Literal["svg", "mermaid", "dot", "markdown"] = "svg",
) -> LifecycleDiagram:
    """The table of one of the machines that an order is: "deal", "amendment", "sample", "security",
    "production", "shipment", "settlement", "after_sales" or "review"."""
    return LifecycleDiagram(_core._machine_drawing(machine, profile, lang, form))
