"""What an order has come to, and what comes next."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple, Self

from o2c import _core, events
from o2c._core import Money
from o2c._errors import Refusal, Refused
from o2c._moments import microseconds, optional_microseconds
from o2c._order_policy import OrderPolicy

if TYPE_CHECKING:
    from o2c._journal import AppendAnswer, Journal

_Lang = Literal["en", "zh"]
_Moment = datetime | str


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


class OrderState:
    """What an order has come to, without its history: OrderState.open makes it. An Order is one
    with its history.

    For orders of many events: the journal keeps their state now and then, and only the events after
    it are read.
    """

    _core_class: ClassVar[type[_core._OrderState]] = _core._OrderState
    _order: _core._OrderState
    _number: str
    _policy: OrderPolicy

    def __init__(self) -> None:
        raise TypeError("an OrderState is made by OrderState.open")

    @classmethod
    def open(
        cls,
        journal: Journal,
        number: str,
        policy: OrderPolicy | None = None,
        *,
        known_at: _Moment | None = None,
    ) -> Self:
        """The order as its journal has it, or had it at a moment; without entries, a new one."""
        self = cls.__new__(cls)
        self._policy = policy or OrderPolicy()
        self._number = number
        moment = optional_microseconds(known_at, "known_at")
        self._order = cls._core_class.open(journal._journal, number, vars(self._policy), moment)
        return self

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
    def stages(self) -> list[OrderStage]:
        """Where each machine stands that has begun."""
        return [OrderStage(*stage) for stage in self._order.stages()]

    def stage(self, machine: str, part: int = 0) -> str:
        """The stage of a machine, of one of its parts; "none" before it has begun. ``part`` may be
        left out where there is one only."""
        found = [s for s in self.stages if s.machine == machine and part in (0, s.part)]
        if len(found) > 1:
            raise _core.InvalidArgument(f"{machine}: expected which one of {len(found)}")
        machines = {event.machine for event in events.OrderEvent.__subclasses__()}
        if machine not in machines:
            raise _core.InvalidArgument(
                f"{machine!r}: expected one of {' '.join(sorted(machines))}"
            )
        return found[0].stage if found else "none"

    @property
    def lines(self) -> list[OrderLineProgress]:
        return [OrderLineProgress(*line) for line in self._order.lines()]

    @property
    def money(self) -> list[ShipmentMoney]:
        """A row for each shipment with an invoice."""
        return [ShipmentMoney(*row) for row in self._order.money()]

    def _role(self, event: events.OrderEvent, on: date | str, by: str, role: str | None) -> str:
        """The office that somebody acts in: the one said; else one that may and that he holds."""
        if not isinstance(by, str):
            raise TypeError(f"by: expected a text, got {by!r}")
        if role is not None:
            if not isinstance(role, str):
                raise TypeError(f"role: expected a text, got {role!r}")
            return role
        if not isinstance(event, events.OrderEvent):
            raise TypeError(f"expected an event of o2c.events, got {event!r}")
        name = type(event).__name__
        offices = [
            *self._policy.assignments.get(name, event.by),
            *self._order.offices(name, on),  # Besides, whose it is by then.
        ]
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
        found = self._order.refusals(event, on, by, self._role(event, on, by, role))
        return [Refusal(*refusal) for refusal in found]

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
        """What happened is applied, and is in the journal for good: both, or neither. The journal
        keeps the state now and then, for OrderState.open.

        ``id`` makes it safe to send an event twice. Raises Refused, and nothing has changed. In
        conflict (the answer is false) somebody else was faster and nothing has changed either: open
        the order again, and decide anew.
        """
        from o2c._journal import AppendAnswer

        office = self._role(event, on, by, role)
        moment = microseconds(recorded_at, "recorded_at")
        answer = self._order.record(journal._journal, event, on, by, office, moment, id)
        if isinstance(answer, list):
            refusals = [Refusal(*refusal) for refusal in answer]
            raise Refused("\n".join(refusal.en for refusal in refusals), refusals)
        return AppendAnswer(*answer)

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

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return bool(self._order == other._order)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        deal = self._order.stages()[0][2]
        return f"<{type(self).__name__} {self._number}: {deal}, {self.version} events>"

    def to_html(self, lang: _Lang = "en", *, as_of: date | str | None = None) -> str:
        """Where it stands, its lines, its money, and, with ``as_of``, what comes next and what is
        late; an HTML fragment with its own style, for notebooks."""
        from o2c._order_html import order_html

        return order_html(self, lang=lang, as_of=as_of)

    def _repr_html_(self) -> str:
        return self.to_html()
