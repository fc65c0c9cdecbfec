"""The order: its history, what it has come to, and what comes next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from html import escape
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, NoReturn

from o2c import _core, events
from o2c._core import Calendar, Money, PaymentTerms
from o2c._errors import Refusal, Refused
from o2c._moments import microseconds, moment_of

if TYPE_CHECKING:
    import pandas as pd

    from o2c._journal import AppendAnswer, Journal

_Lang = Literal["en", "zh"]
_Paper = Literal["sample_order", "contract", "production_plan", "qc_record", "shipment_notice"]
_Moment = datetime | str


def _frozen(offices: Mapping[str, str | Iterable[str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(
        (name, (roles,) if isinstance(roles, str) else tuple(roles))
        for name, roles in offices.items()
    )


@dataclass(frozen=True)
class OrderPolicy:
    """What the house decides about its orders.

    ``company``: its name and address, as they stand on papers.
    ``staff``: the offices of each person; without any, nobody's office is asked for.
    ``assignments``: who does an event, where that is not whom the handbook names.
    ``reply_days``, ``verdict_days``, ``amendment_days``: for the answer to an inquiry, the verdict
    on a sample, the answer to an amendment; business days where a ``calendar`` is given.
    ``usual_terms``: terms of payment that need no approval; without any, none does.
    ``spare_samples``: made in addition to what the customer asks for.
    ``freight_collect_is_enough``: whether it stands for the sample fee, too.
    ``sample_needed``, ``inspection_needed``: before a plan is issued, and before loading.
    ``bank_charges``: what is borne for the customer, for each payment, at most; None: any.
    """

    __module__ = "o2c"

    company: str = ""
    staff: Mapping[str, str | Iterable[str]] = field(default_factory=dict)
    assignments: Mapping[str, str | Iterable[str]] = field(default_factory=dict)
    calendar: Calendar | None = None
    reply_days: int = 1
    verdict_days: int = 7
    amendment_days: int = 3
    usual_terms: Iterable[PaymentTerms | str] = ()
    spare_samples: int = 1
    freight_collect_is_enough: bool = False
    sample_needed: bool = True
    inspection_needed: bool = True
    bank_charges: Money | str | None = None

    def __init_subclass__(cls) -> NoReturn:
        raise TypeError("type 'o2c.OrderPolicy' is not an acceptable base type")

    def __post_init__(self) -> None:
        for name in ("staff", "assignments"):
            offices = {person: list(roles) for person, roles in _frozen(getattr(self, name))}
            object.__setattr__(self, name, offices)
        terms = self.usual_terms
        if not isinstance(terms, str):
            read = (PaymentTerms.parse(each) if isinstance(each, str) else each for each in terms)
            object.__setattr__(self, "usual_terms", tuple(read))
        _core._Order("-", vars(self))  # Says what is wrong with it.

    def __hash__(self) -> int:
        rest = {k: v for k, v in vars(self).items() if k not in ("staff", "assignments")}
        return hash((_frozen(self.staff), _frozen(self.assignments), tuple(rest.values())))


class OrderEntry(NamedTuple):
    """An event with when it holds, who did it, in which office, and when it was recorded (UTC)."""

    event: events.OrderEvent
    on: date
    by: str
    role: str
    recorded_at: datetime


class OrderStage(NamedTuple):
    """Where one of the order's machines stands. ``part``: the sample, shipment or complaint; 0: the
    order."""

    machine: str
    part: int
    stage: str
    label: tuple[str, str]


class OrderLineProgress(NamedTuple):
    """What has become of a line of the contract, in its unit."""

    line: int
    product: str
    unit: str
    ordered: Decimal
    made: Decimal
    passed: Decimal
    shipped: Decimal
    closed_short: bool


class ShipmentMoney(NamedTuple):
    """What of a shipment was invoiced, what settled it, and what is open."""

    shipment: int
    invoiced: Money
    settled: Money
    open: Money


class CancellationAccount(NamedTuple):
    """What becomes of what was paid in advance when an order was cancelled.

    ``received``: in advance, less what was handed back before; ``earnest``: of it, what counts as
    定金, at most 20% of the contract (Civil Code art. 586); ``forfeited`` by its payer's default,
    or ``doubled`` by its receiver's (art. 587); ``kept`` as agreed; ``due``: to be handed back, of
    which ``refunded`` was, and ``left`` is to come.
    """

    received: Money
    earnest: Money
    forfeited: Money
    doubled: Money
    kept: Money
    due: Money
    refunded: Money
    left: Money


class NextStep(NamedTuple):
    """What can be done next: ``lacks`` is empty when it can be done at once, ``brings`` what the
    event has to bring with it, in English and Chinese."""

    event: str
    label: tuple[str, str]
    machine: str
    part: int
    by: list[str]
    lacks: list[Refusal]
    brings: list[tuple[str, str]]
    due_on: date | None
    days_late: int
    why_due: tuple[str, str] | None


class Order:
    """An order from the inquiry to the closed file: an append-only history of events, and what they
    come to.

    >>> order = o2c.Order("SO-1")
    >>> order.apply(o2c.events.OrderOpened("export_sale", "Rainy Harbor", "Li"),
    ...             on="2026-03-02", by="Li")
    1
    """

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

    @classmethod
    def open(
        cls,
        journal: Journal,
        number: str,
        policy: OrderPolicy | None = None,
        *,
        known_at: _Moment | None = None,
    ) -> Order:
        """The order as its journal has it, or had it at a moment; without entries, a new one."""
        history = []
        for entry in journal.read(number, known_at=known_at):
            event, role = _core._event_of_payload(entry.event, entry.event_version, entry.payload)
            history.append(OrderEntry(event, entry.on, entry.by, role, entry.recorded_at))
        return cls.replay(number, history, policy)

    @property
    def number(self) -> str:
        return self._number

    @property
    def policy(self) -> OrderPolicy:
        return self._policy

    @property
    def party(self) -> str:
        """The customer; of an import, the supplier."""
        return self._order.party()

    @property
    def salesperson(self) -> str:
        return self._order.salesperson()

    @property
    def profile(self) -> str:
        """ "export_sale", "route_sale", "framework" or "import"."""
        return self._order.profile()

    @property
    def contract(self) -> events.Contract | None:
        """The contract, as amended."""
        contract: events.Contract | None = self._order.contract()
        return contract

    @property
    def version(self) -> int:
        """How many events there are."""
        return self._order.version()

    @property
    def history(self) -> list[OrderEntry]:
        return [
            OrderEntry(event, on, by, role, moment_of(recorded_at))
            for event, on, by, role, recorded_at in self._order.history()
        ]

    @property
    def stages(self) -> list[OrderStage]:
        """Where each machine stands that has begun."""
        return [OrderStage(*stage) for stage in self._order.stages()]

    def stage(self, machine: str, part: int = 0) -> str:
        """The stage of a machine, of one of its parts; "none" before it has begun. ``part`` may be
        left out where there is one only."""
        found = [s for s in self.stages if s.machine == machine and part in (0, s.part)]
        if len(found) > 1:
            raise _core.InvalidArgument(f"{machine}: expected which one of {len(found)}")
        return found[0].stage if found else "none"

    @property
    def lines(self) -> list[OrderLineProgress]:
        return [OrderLineProgress(*line) for line in self._order.lines()]

    @property
    def money(self) -> list[ShipmentMoney]:
        """A row for each shipment with an invoice."""
        return [ShipmentMoney(*row) for row in self._order.money()]

    def _role(self, event: events.OrderEvent, by: str, role: str | None) -> str:
        """The office that somebody acts in: the one said; else one that may and that he holds."""
        if role is not None:
            return role
        if not isinstance(event, events.OrderEvent):
            raise TypeError(f"expected an event of o2c.events, got {event!r}")
        offices = self._policy.assignments.get(type(event).__name__, event.by)
        held = self._policy.staff.get(by, ())
        for office in offices:
            if office in held:
                return str(office)
        return next(iter(held), None) or next(iter(offices))

    def can(
        self, event: events.OrderEvent, *, on: date | str, by: str, role: str | None = None
    ) -> bool:
        """Whether nothing stands against it."""
        return not self.refusals(event, on=on, by=by, role=role)

    def refusals(
        self, event: events.OrderEvent, *, on: date | str, by: str, role: str | None = None
    ) -> list[Refusal]:
        """Everything that stands against it: each rule with its reason, and what would cure it."""
        found = self._order.refusals(event, on, by, self._role(event, by, role))
        return [Refusal(*refusal) for refusal in found]

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
        return self._order.apply(event, on, by, self._role(event, by, role), moment)

    def record(
        self,
        journal: Journal,
        event: events.OrderEvent,
        *,
        on: date | str,
        by: str,
        recorded_at: _Moment,
        id: str,
        role: str | None = None,
    ) -> AppendAnswer:
        """What happened is applied, and is in the journal for good: both, or neither.

        ``id`` makes it safe to send an event twice. Raises Refused, and nothing has changed. In
        conflict (the answer is false) somebody else was faster and nothing has changed either: open
        the order again, and decide anew.
        """
        from o2c._journal import JournalEvent

        office = self._role(event, by, role)
        moment = microseconds(recorded_at, "recorded_at")
        refusals = self.refusals(event, on=on, by=by, role=office)
        name, version, payload = _core._event_payload(event, office)
        kept = JournalEvent(
            id, name, on=on, recorded_at=recorded_at, by=by, payload=payload, event_version=version
        )
        if refusals and journal.find(id) is None:
            text = "\n".join(refusal.en for refusal in refusals)
            raise Refused(text, refusals)
        answer = journal.append(self._number, [kept], expected_version=self.version)
        if answer.outcome == "appended":
            self._order.apply(event, on, by, office, moment)
        return answer

    def next_steps(self, as_of: date | str) -> list[NextStep]:
        """What can be done next as of a day: what is late first, then what can be done at once,
        then what lacks something."""
        return [
            NextStep(*row[:5], [Refusal(*refusal) for refusal in row[5]], *row[6:])
            for row in self._order.next_steps(as_of)
        ]

    @property
    def cancellation(self) -> CancellationAccount | None:
        """What becomes of what was paid in advance; None unless the order was cancelled."""
        account = self._order.cancellation()
        return CancellationAccount(*account) if account else None

    def changes(self) -> list[tuple[str, str, str]]:
        """What the pending amendment changes: the term, before, after."""
        return self._order.changes()

    def consequences(self) -> list[tuple[str, int, tuple[str, str], tuple[str, str]]]:
        """What agreeing on the pending amendment brings besides: machine, part, from which stage to
        which: the production plan is void, the sample has to be made again, ..."""
        return self._order.consequences()

    def to_pandas(self) -> pd.DataFrame:
        """The history, an event a row."""
        import pandas as pd

        rows = [
            (i + 1, type(e.event).__name__, e.on, e.recorded_at, e.by, e.role, e.event)
            for i, e in enumerate(self.history)
        ]
        names = ["seq", "event", "on", "recorded_at", "by", "role", "what"]
        return pd.DataFrame(rows, columns=pd.Index(names))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Order):
            return NotImplemented
        return bool(self._order == other._order)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        deal = self._order.stages()[0][2]
        return f"<Order {self._number}: {deal}, {self.version} events>"

    def to_html(self, lang: _Lang = "en", *, as_of: date | str | None = None) -> str:
        """Where it stands, its lines, its money, and, with ``as_of``, what comes next and what is
        late; an HTML fragment with its own style, for notebooks."""
        from o2c._order_html import order_html

        return order_html(self, lang=lang, as_of=as_of)

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

    def _repr_html_(self) -> str:
        return self.to_html()


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
    """A machine's table, drawn; a text in its form, which a notebook shows where it is SVG."""

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


__all__ = [
    "NextStep",
    "Order",
    "OrderEntry",
    "OrderPolicy",
    "Refused",
    "lifecycle_diagram",
]
