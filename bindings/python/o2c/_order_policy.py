"""What the house decides about its orders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NoReturn

from o2c import _core
from o2c._core import Calendar, Money, PaymentTerms


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
    on a sample, the answer to an amendment, each up to 36,500; business days where a
    ``calendar`` is given.
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
