"""What can happen to an order: one class for each event.

Written by tools/make_order_events.py from the definitions in include/o2c/order; do not change it
by hand. Events are values: what they are made of is checked and made exact when they are made.
Who did it, and when, is said where it is applied: see ``o2c.Order.apply``.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from o2c import _core
from o2c._core import Money, PaymentTerms, Rate

Profile = Literal["export_sale", "route_sale", "framework", "import"]
Verdict = Literal["accepted", "rejected", "no_order"]
Stage = Literal["purchasing", "making", "packing"]
Quantities = Mapping[int, Decimal | int | str] | Iterable[tuple[int, Decimal | int | str]]


def _shown(value: object) -> str:
    """As it would be given."""
    if isinstance(value, (Decimal, datetime.date)):
        return repr(str(value))
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_shown, value)) + "]"
    return repr(value)


class _Struct:
    """Its fields as C++ reads them."""

    def __init_subclass__(cls) -> None:
        if cls.__module__ not in (__name__, "o2c"):
            raise TypeError("an event of o2c is not an acceptable base type")

    def __repr__(self) -> str:
        said = ((name, value) for name, value in vars(self).items() if value is not None)
        fields = ", ".join(f"{name}={_shown(value)}" for name, value in said)
        return f"{type(self).__name__}({fields})"

    def _set(self, **given: Any) -> None:
        for name, value in _core._normalized(type(self).__name__, given).items():
            object.__setattr__(self, name, value)


class OrderEvent(_Struct):
    """The base of all events. ``label`` is its name for people in English and Chinese, ``machine``
    the one that has to be ready for it, ``by`` the offices that do it."""

    label: tuple[str, str]
    machine: str
    by: tuple[str, ...]


@dataclass(frozen=True, init=False, repr=False)
class OrderLine(_Struct):
    """a line of an order (订单行).

    ``product``: what is sold.

    ``quantity``: how much of it.

    ``unit``: UN/ECE Rec 20: PCE, TNE, ....

    ``unit_price``: of one unit.

    ``list_price``: of one unit, by the list, if any.
    """

    __module__ = "o2c"

    product: str
    quantity: Decimal
    unit: str
    unit_price: Decimal
    list_price: Decimal | None

    def __init__(
        self,
        product: str,
        quantity: Decimal | int | str,
        unit: str,
        unit_price: Decimal | int | str,
        list_price: Decimal | int | str | None = None,
    ) -> None:
        self._set(
            product=product,
            quantity=quantity,
            unit=unit,
            unit_price=unit_price,
            list_price=list_price,
        )


@dataclass(frozen=True, init=False, repr=False)
class Contract(_Struct):
    """a contract (合同).

    ``number``: its number.

    ``date``: when it was signed.

    ``lines``: what is sold.

    ``amount``: what the lines come to.

    ``terms``: terms of payment.

    ``price_term``: Incoterm 2020 and place.

    ``tolerance``: more or less of each quantity.

    ``latest_shipment``: the last day to ship, if any.

    ``specification``: what the sample fixes.

    ``packing``: how it is packed.

    ``price_formula``: for prices that are fixed later.
    """

    __module__ = "o2c"

    number: str
    date: datetime.date
    lines: tuple[OrderLine, ...]
    amount: Money
    terms: PaymentTerms
    price_term: str
    tolerance: Rate
    latest_shipment: datetime.date | None
    specification: str
    packing: str
    price_formula: str

    def __init__(
        self,
        number: str,
        date: datetime.date | str,
        lines: Iterable[OrderLine],
        amount: Money | str,
        terms: PaymentTerms | str,
        price_term: str,
        tolerance: Rate | str,
        specification: str,
        packing: str,
        price_formula: str,
        latest_shipment: datetime.date | str | None = None,
    ) -> None:
        self._set(
            number=number,
            date=date,
            lines=lines,
            amount=amount,
            terms=terms,
            price_term=price_term,
            tolerance=tolerance,
            latest_shipment=latest_shipment,
            specification=specification,
            packing=packing,
            price_formula=price_formula,
        )


@dataclass(frozen=True, init=False, repr=False)
class OrderOpened(OrderEvent):
    """order opened (立项).

    ``profile``: which business it is.

    ``party``: the customer, or the supplier.

    ``salesperson``: whose order it is.
    """

    label = ("order opened", "立项")
    machine = "deal"
    by = ("salesperson",)

    profile: Profile
    party: str
    salesperson: str

    def __init__(self, profile: Profile, party: str, salesperson: str) -> None:
        self._set(profile=profile, party=party, salesperson=salesperson)


@dataclass(frozen=True, init=False, repr=False)
class InquiryReceived(OrderEvent):
    """inquiry received (收到询盘).

    ``subject``: what is asked for.
    """

    label = ("inquiry received", "收到询盘")
    machine = "deal"
    by = ("salesperson",)

    subject: str

    def __init__(self, subject: str) -> None:
        self._set(subject=subject)


@dataclass(frozen=True, init=False, repr=False)
class InquiryEscalated(OrderEvent):
    """inquiry put to the manager (询盘请示经理).

    ``question``: what is not known.
    """

    label = ("inquiry put to the manager", "询盘请示经理")
    machine = "deal"
    by = ("salesperson",)

    question: str

    def __init__(self, question: str) -> None:
        self._set(question=question)


@dataclass(frozen=True, init=False, repr=False)
class OutletVisited(OrderEvent):
    """outlet visited (拜访终端).

    ``outlet``: the outlet on the route.

    ``note``: its stock and display, if any.
    """

    label = ("outlet visited", "拜访终端")
    machine = "deal"
    by = ("salesperson",)

    outlet: str
    note: str | None

    def __init__(self, outlet: str, note: str | None = None) -> None:
        self._set(outlet=outlet, note=note)


@dataclass(frozen=True, init=False, repr=False)
class QuotationDrafted(OrderEvent):
    """quotation drafted (拟订报价).

    ``lines``: what is offered.

    ``amount``: what the lines come to.

    ``valid_until``: the last day that it holds, if any.
    """

    label = ("quotation drafted", "拟订报价")
    machine = "deal"
    by = ("salesperson",)

    lines: tuple[OrderLine, ...]
    amount: Money
    valid_until: datetime.date | None

    def __init__(
        self,
        lines: Iterable[OrderLine],
        amount: Money | str,
        valid_until: datetime.date | str | None = None,
    ) -> None:
        self._set(lines=lines, amount=amount, valid_until=valid_until)


@dataclass(frozen=True, init=False, repr=False)
class QuotationApproved(OrderEvent):
    """quotation approved (报价审核).

    ``reason``: of prices below the list, if any.
    """

    label = ("quotation approved", "报价审核")
    machine = "deal"
    by = ("manager",)

    reason: str | None

    def __init__(self, reason: str | None = None) -> None:
        self._set(reason=reason)


@dataclass(frozen=True, init=False, repr=False)
class QuotationReviewWaived(OrderEvent):
    """review of the quotation waived (报价免审).

    ``reason``: why nobody reviews it.
    """

    label = ("review of the quotation waived", "报价免审")
    machine = "deal"
    by = ("salesperson",)

    reason: str

    def __init__(self, reason: str) -> None:
        self._set(reason=reason)


@dataclass(frozen=True, init=False, repr=False)
class QuotationSent(OrderEvent):
    """quotation sent (发出报价).

    ``reference``: the mail or letter.
    """

    label = ("quotation sent", "发出报价")
    machine = "deal"
    by = ("salesperson",)

    reference: str

    def __init__(self, reference: str) -> None:
        self._set(reference=reference)


@dataclass(frozen=True, init=False, repr=False)
class SpecialTermsApproved(OrderEvent):
    """special terms approved (批准特殊付款条件).

    ``terms``: terms of payment.

    ``reason``: why this customer has them.
    """

    label = ("special terms approved", "批准特殊付款条件")
    machine = "deal"
    by = ("manager",)

    terms: PaymentTerms
    reason: str

    def __init__(self, terms: PaymentTerms | str, reason: str) -> None:
        self._set(terms=terms, reason=reason)


@dataclass(frozen=True, init=False, repr=False)
class ContractSigned(OrderEvent):
    """contract signed (签订合同).

    ``contract``: what was agreed on.
    """

    label = ("contract signed", "签订合同")
    machine = "deal"
    by = ("salesperson",)

    contract: Contract

    def __init__(self, contract: Contract) -> None:
        self._set(contract=contract)


@dataclass(frozen=True, init=False, repr=False)
class OrderLost(OrderEvent):
    """order lost (丢单).

    ``reason``: why the customer did not order.
    """

    label = ("order lost", "丢单")
    machine = "deal"
    by = ("salesperson",)

    reason: str

    def __init__(self, reason: str) -> None:
        self._set(reason=reason)


@dataclass(frozen=True, init=False, repr=False)
class OrderCancelled(OrderEvent):
    """order cancelled (取消订单).

    ``reason``: why.

    ``agreement``: what settles deposit and costs.

    ``kept``: of the deposit, for what it has cost, as agreed, if any.
    """

    label = ("order cancelled", "取消订单")
    machine = "deal"
    by = ("manager",)

    reason: str
    agreement: str
    kept: Money | None

    def __init__(self, reason: str, agreement: str, kept: Money | str | None = None) -> None:
        self._set(reason=reason, agreement=agreement, kept=kept)


@dataclass(frozen=True, init=False, repr=False)
class PartyDefaulted(OrderEvent):
    """ended for the other side's default (对方违约解约).

    ``reason``: what was not performed.

    ``notice``: the writing that ends it.
    """

    label = ("ended for the other side's default", "对方违约解约")
    machine = "deal"
    by = ("manager",)

    reason: str
    notice: str

    def __init__(self, reason: str, notice: str) -> None:
        self._set(reason=reason, notice=notice)


@dataclass(frozen=True, init=False, repr=False)
class WeDefaulted(OrderEvent):
    """ended for our default (我方违约解约).

    ``reason``: what was not performed.

    ``notice``: the writing that ends it.
    """

    label = ("ended for our default", "我方违约解约")
    machine = "deal"
    by = ("manager",)

    reason: str
    notice: str

    def __init__(self, reason: str, notice: str) -> None:
        self._set(reason=reason, notice=notice)


@dataclass(frozen=True, init=False, repr=False)
class ShortShipmentClosed(OrderEvent):
    """short shipment closed (短装结案).

    ``line``: from 1, as in the contract.

    ``agreement``: the customer's writing.
    """

    label = ("short shipment closed", "短装结案")
    machine = "deal"
    by = ("salesperson",)

    line: int
    agreement: str

    def __init__(self, line: int, agreement: str) -> None:
        self._set(line=line, agreement=agreement)


@dataclass(frozen=True, init=False, repr=False)
class OrderCompleted(OrderEvent):
    """order completed (订单完成)."""

    label = ("order completed", "订单完成")
    machine = "deal"
    by = ("salesperson",)


@dataclass(frozen=True, init=False, repr=False)
class OrderClosed(OrderEvent):
    """order closed (订单结案)."""

    label = ("order closed", "订单结案")
    machine = "deal"
    by = ("manager",)


@dataclass(frozen=True, init=False, repr=False)
class AmendmentProposed(OrderEvent):
    """amendment proposed (提出变更).

    ``number``: its number.

    ``reason``: why.

    ``lines``: all lines as they become, if any.

    ``amount``: what these come to, if any.

    ``terms``: terms of payment, if any.

    ``price_term``: Incoterm 2020 and place, if any.

    ``latest_shipment``: the last day to ship, if any.

    ``specification``: what the sample fixes, if any.

    ``packing``: how it is packed, if any.
    """

    label = ("amendment proposed", "提出变更")
    machine = "amendment"
    by = ("salesperson",)

    number: str
    reason: str
    lines: tuple[OrderLine, ...] | None
    amount: Money | None
    terms: PaymentTerms | None
    price_term: str | None
    latest_shipment: datetime.date | None
    specification: str | None
    packing: str | None

    def __init__(
        self,
        number: str,
        reason: str,
        lines: Iterable[OrderLine] | None = None,
        amount: Money | str | None = None,
        terms: PaymentTerms | str | None = None,
        price_term: str | None = None,
        latest_shipment: datetime.date | str | None = None,
        specification: str | None = None,
        packing: str | None = None,
    ) -> None:
        self._set(
            number=number,
            reason=reason,
            lines=lines,
            amount=amount,
            terms=terms,
            price_term=price_term,
            latest_shipment=latest_shipment,
            specification=specification,
            packing=packing,
        )


@dataclass(frozen=True, init=False, repr=False)
class AmendmentApproved(OrderEvent):
    """amendment approved (变更审批)."""

    label = ("amendment approved", "变更审批")
    machine = "amendment"
    by = ("manager",)


@dataclass(frozen=True, init=False, repr=False)
class AmendmentAgreed(OrderEvent):
    """amendment agreed (客户确认变更).

    ``reference``: the customer's writing.
    """

    label = ("amendment agreed", "客户确认变更")
    machine = "amendment"
    by = ("salesperson",)

    reference: str

    def __init__(self, reference: str) -> None:
        self._set(reference=reference)


@dataclass(frozen=True, init=False, repr=False)
class AmendmentRefused(OrderEvent):
    """amendment refused (变更未获同意).

    ``reason``: why it stays as it was.
    """

    label = ("amendment refused", "变更未获同意")
    machine = "amendment"
    by = ("salesperson",)

    reason: str

    def __init__(self, reason: str) -> None:
        self._set(reason=reason)


@dataclass(frozen=True, init=False, repr=False)
class SampleRequested(OrderEvent):
    """sample requested (客户索样).

    ``sample``: the round, from 1.

    ``product``: what is to be sampled.

    ``pieces``: how many the customer asks for.

    ``fee``: for making it, if any.

    ``courier_fee``: for sending it, if any.
    """

    label = ("sample requested", "客户索样")
    machine = "sample"
    by = ("salesperson",)

    sample: int
    product: str
    pieces: int
    fee: Money | None
    courier_fee: Money | None

    def __init__(
        self,
        sample: int,
        product: str,
        pieces: int,
        fee: Money | str | None = None,
        courier_fee: Money | str | None = None,
    ) -> None:
        self._set(sample=sample, product=product, pieces=pieces, fee=fee, courier_fee=courier_fee)


@dataclass(frozen=True, init=False, repr=False)
class SampleFeeReceived(OrderEvent):
    """sample fee received (收到样品费).

    ``sample``: the round.

    ``amount``: for making it.
    """

    label = ("sample fee received", "收到样品费")
    machine = "sample"
    by = ("finance",)

    sample: int
    amount: Money

    def __init__(self, sample: int, amount: Money | str) -> None:
        self._set(sample=sample, amount=amount)


@dataclass(frozen=True, init=False, repr=False)
class CourierFeeReceived(OrderEvent):
    """courier fee received (收到快递费).

    ``sample``: the round.

    ``amount``: for sending it.
    """

    label = ("courier fee received", "收到快递费")
    machine = "sample"
    by = ("finance",)

    sample: int
    amount: Money

    def __init__(self, sample: int, amount: Money | str) -> None:
        self._set(sample=sample, amount=amount)


@dataclass(frozen=True, init=False, repr=False)
class FreightCollectConfirmed(OrderEvent):
    """freight collect confirmed (确认到付).

    ``sample``: the round.

    ``account``: the customer's with the courier.
    """

    label = ("freight collect confirmed", "确认到付")
    machine = "sample"
    by = ("salesperson",)

    sample: int
    account: str

    def __init__(self, sample: int, account: str) -> None:
        self._set(sample=sample, account=account)


@dataclass(frozen=True, init=False, repr=False)
class SampleOrdered(OrderEvent):
    """sample ordered (下打样单).

    ``sample``: the round.

    ``pieces``: how many are to be made.
    """

    label = ("sample ordered", "下打样单")
    machine = "sample"
    by = ("salesperson",)

    sample: int
    pieces: int

    def __init__(self, sample: int, pieces: int) -> None:
        self._set(sample=sample, pieces=pieces)


@dataclass(frozen=True, init=False, repr=False)
class SampleOrderSigned(OrderEvent):
    """sample order signed by the manager (经理签打样单).

    ``sample``: the round.
    """

    label = ("sample order signed by the manager", "经理签打样单")
    machine = "sample"
    by = ("manager",)

    sample: int

    def __init__(self, sample: int) -> None:
        self._set(sample=sample)


@dataclass(frozen=True, init=False, repr=False)
class SampleMade(OrderEvent):
    """sample made (样品制成).

    ``sample``: the round.

    ``pieces``: how many were made.
    """

    label = ("sample made", "样品制成")
    machine = "sample"
    by = ("production",)

    sample: int
    pieces: int

    def __init__(self, sample: int, pieces: int) -> None:
        self._set(sample=sample, pieces=pieces)


@dataclass(frozen=True, init=False, repr=False)
class SampleChecked(OrderEvent):
    """sample checked (样品审核).

    ``sample``: the round.

    ``passed``: whether it is as asked for.

    ``record``: the written record.
    """

    label = ("sample checked", "样品审核")
    machine = "sample"
    by = ("salesperson",)

    sample: int
    passed: bool
    record: str

    def __init__(self, sample: int, passed: bool, record: str) -> None:
        self._set(sample=sample, passed=passed, record=record)


@dataclass(frozen=True, init=False, repr=False)
class SampleFiled(OrderEvent):
    """sample photographed, one sealed and kept (拍照留样).

    ``sample``: the round.

    ``photos``: where the photographs are.

    ``seal``: the label of the one that is kept.
    """

    label = ("sample photographed, one sealed and kept", "拍照留样")
    machine = "sample"
    by = ("salesperson",)

    sample: int
    photos: str
    seal: str

    def __init__(self, sample: int, photos: str, seal: str) -> None:
        self._set(sample=sample, photos=photos, seal=seal)


@dataclass(frozen=True, init=False, repr=False)
class SampleSent(OrderEvent):
    """sample sent (寄出样品).

    ``sample``: the round.

    ``pieces``: how many were sent.

    ``courier``: by whom.

    ``tracking_number``: of the waybill.

    ``expected_on``: when it should arrive.
    """

    label = ("sample sent", "寄出样品")
    machine = "sample"
    by = ("salesperson",)

    sample: int
    pieces: int
    courier: str
    tracking_number: str
    expected_on: datetime.date

    def __init__(
        self,
        sample: int,
        pieces: int,
        courier: str,
        tracking_number: str,
        expected_on: datetime.date | str,
    ) -> None:
        self._set(
            sample=sample,
            pieces=pieces,
            courier=courier,
            tracking_number=tracking_number,
            expected_on=expected_on,
        )


@dataclass(frozen=True, init=False, repr=False)
class SampleArrived(OrderEvent):
    """sample arrived (样品送达).

    ``sample``: the round.
    """

    label = ("sample arrived", "样品送达")
    machine = "sample"
    by = ("salesperson",)

    sample: int

    def __init__(self, sample: int) -> None:
        self._set(sample=sample)


@dataclass(frozen=True, init=False, repr=False)
class SampleFollowedUp(OrderEvent):
    """customer asked about the sample (邮件跟进).

    ``sample``: the round.

    ``reference``: the mail.
    """

    label = ("customer asked about the sample", "邮件跟进")
    machine = "sample"
    by = ("salesperson",)

    sample: int
    reference: str

    def __init__(self, sample: int, reference: str) -> None:
        self._set(sample=sample, reference=reference)


@dataclass(frozen=True, init=False, repr=False)
class SampleVerdictGiven(OrderEvent):
    """verdict on the sample (客户样品意见).

    ``sample``: the round.

    ``verdict``: accepted, rejected, no_order.

    ``words``: the customer's.
    """

    label = ("verdict on the sample", "客户样品意见")
    machine = "sample"
    by = ("salesperson",)

    sample: int
    verdict: Verdict
    words: str

    def __init__(self, sample: int, verdict: Verdict, words: str) -> None:
        self._set(sample=sample, verdict=verdict, words=words)


@dataclass(frozen=True, init=False, repr=False)
class SampleWithdrawn(OrderEvent):
    """sample withdrawn (取消打样).

    ``sample``: the round.

    ``reason``: why.
    """

    label = ("sample withdrawn", "取消打样")
    machine = "sample"
    by = ("salesperson",)

    sample: int
    reason: str

    def __init__(self, sample: int, reason: str) -> None:
        self._set(sample=sample, reason=reason)


@dataclass(frozen=True, init=False, repr=False)
class DepositReceived(OrderEvent):
    """deposit received (收到定金).

    ``amount``: what came in.

    ``bank_charges``: kept by banks on the way, that we bear, if any.

    ``reference``: of the receipt.
    """

    label = ("deposit received", "收到定金")
    machine = "security"
    by = ("finance",)

    amount: Money
    bank_charges: Money | None
    reference: str

    def __init__(
        self, amount: Money | str, reference: str, bank_charges: Money | str | None = None
    ) -> None:
        self._set(amount=amount, bank_charges=bank_charges, reference=reference)


@dataclass(frozen=True, init=False, repr=False)
class LetterOfCreditReceived(OrderEvent):
    """letter of credit received (收到信用证).

    ``number``: field 20.

    ``amount``: field 32B.

    ``latest_shipment``: field 44C; without it, the expiry, if any.

    ``expiry``: field 31D.

    ``presentation_days``: field 48; without it, 21: UCP 600 art. 14(c), if any.
    """

    label = ("letter of credit received", "收到信用证")
    machine = "security"
    by = ("salesperson", "finance", "documentation")

    number: str
    amount: Money
    latest_shipment: datetime.date | None
    expiry: datetime.date
    presentation_days: int | None

    def __init__(
        self,
        number: str,
        amount: Money | str,
        expiry: datetime.date | str,
        latest_shipment: datetime.date | str | None = None,
        presentation_days: int | None = None,
    ) -> None:
        self._set(
            number=number,
            amount=amount,
            latest_shipment=latest_shipment,
            expiry=expiry,
            presentation_days=presentation_days,
        )


@dataclass(frozen=True, init=False, repr=False)
class LetterOfCreditChecked(OrderEvent):
    """letter of credit checked (审证).

    ``discrepancies``: what has to be amended; empty: it is as agreed.
    """

    label = ("letter of credit checked", "审证")
    machine = "security"
    by = ("salesperson", "documentation")

    discrepancies: tuple[str, ...]

    def __init__(self, discrepancies: Iterable[str]) -> None:
        self._set(discrepancies=discrepancies)


@dataclass(frozen=True, init=False, repr=False)
class CreditGranted(OrderEvent):
    """credit granted (批准赊销).

    ``amount``: what it covers of the order.

    ``reference``: of the decision.
    """

    label = ("credit granted", "批准赊销")
    machine = "security"
    by = ("manager", "finance")

    amount: Money
    reference: str

    def __init__(self, amount: Money | str, reference: str) -> None:
        self._set(amount=amount, reference=reference)


@dataclass(frozen=True, init=False, repr=False)
class SecurityLapsed(OrderEvent):
    """security lapsed (付款保障失效).

    ``reason``: why.
    """

    label = ("security lapsed", "付款保障失效")
    machine = "security"
    by = ("salesperson", "finance")

    reason: str

    def __init__(self, reason: str) -> None:
        self._set(reason=reason)


@dataclass(frozen=True, init=False, repr=False)
class DepositRefunded(OrderEvent):
    """deposit refunded (退还定金).

    ``amount``: what was handed back.

    ``reference``: of the payment.
    """

    label = ("deposit refunded", "退还定金")
    machine = "security"
    by = ("finance",)

    amount: Money
    reference: str

    def __init__(self, amount: Money | str, reference: str) -> None:
        self._set(amount=amount, reference=reference)


@dataclass(frozen=True, init=False, repr=False)
class DepositPaid(OrderEvent):
    """deposit paid (支付定金).

    ``amount``: what was paid.

    ``reference``: of the payment.
    """

    label = ("deposit paid", "支付定金")
    machine = "security"
    by = ("finance",)

    amount: Money
    reference: str

    def __init__(self, amount: Money | str, reference: str) -> None:
        self._set(amount=amount, reference=reference)


@dataclass(frozen=True, init=False, repr=False)
class LetterOfCreditIssued(OrderEvent):
    """letter of credit issued (开出信用证).

    ``number``: field 20.

    ``amount``: field 32B.
    """

    label = ("letter of credit issued", "开出信用证")
    machine = "security"
    by = ("finance",)

    number: str
    amount: Money

    def __init__(self, number: str, amount: Money | str) -> None:
        self._set(number=number, amount=amount)


@dataclass(frozen=True, init=False, repr=False)
class PlanDrafted(OrderEvent):
    """production plan signed by the salesperson (业务员签生产计划单).

    ``number``: of the plan.

    ``finish_by``: when the goods have to be ready.
    """

    label = ("production plan signed by the salesperson", "业务员签生产计划单")
    machine = "production"
    by = ("salesperson",)

    number: str
    finish_by: datetime.date

    def __init__(self, number: str, finish_by: datetime.date | str) -> None:
        self._set(number=number, finish_by=finish_by)


@dataclass(frozen=True, init=False, repr=False)
class PlanApproved(OrderEvent):
    """production plan signed by the manager (经理签生产计划单)."""

    label = ("production plan signed by the manager", "经理签生产计划单")
    machine = "production"
    by = ("manager",)


@dataclass(frozen=True, init=False, repr=False)
class PlanIssued(OrderEvent):
    """production plan issued (下发生产计划单).

    ``departments``: who has a copy.

    ``sample_seal``: of the approved sample that goes with it, if any.
    """

    label = ("production plan issued", "下发生产计划单")
    machine = "production"
    by = ("salesperson",)

    departments: tuple[str, ...]
    sample_seal: str | None

    def __init__(self, departments: Iterable[str], sample_seal: str | None = None) -> None:
        self._set(departments=departments, sample_seal=sample_seal)


@dataclass(frozen=True, init=False, repr=False)
class ProductionProgressed(OrderEvent):
    """production progressed (生产进度).

    ``stage``: purchasing, making, packing.

    ``line``: of the contract, from 1.

    ``quantity``: made in addition; of the other stages what they have done.
    """

    label = ("production progressed", "生产进度")
    machine = "production"
    by = ("production", "purchasing", "warehouse")

    stage: Stage
    line: int
    quantity: Decimal

    def __init__(self, stage: Stage, line: int, quantity: Decimal | int | str) -> None:
        self._set(stage=stage, line=line, quantity=quantity)


@dataclass(frozen=True, init=False, repr=False)
class GoodsInspected(OrderEvent):
    """goods inspected (验货).

    ``line``: of the contract, from 1.

    ``passed``: what passed in addition.

    ``rejected``: what has to be reworked.

    ``record``: the written record.
    """

    label = ("goods inspected", "验货")
    machine = "production"
    by = ("salesperson", "quality")

    line: int
    passed: Decimal
    rejected: Decimal
    record: str

    def __init__(
        self, line: int, passed: Decimal | int | str, rejected: Decimal | int | str, record: str
    ) -> None:
        self._set(line=line, passed=passed, rejected=rejected, record=record)


@dataclass(frozen=True, init=False, repr=False)
class GoodsReinspected(OrderEvent):
    """passed goods rejected by re-inspection (复检不合格).

    ``line``: of the contract, from 1.

    ``rejected``: of what had passed.

    ``record``: the written record.
    """

    label = ("passed goods rejected by re-inspection", "复检不合格")
    machine = "production"
    by = ("salesperson", "quality")

    line: int
    rejected: Decimal
    record: str

    def __init__(self, line: int, rejected: Decimal | int | str, record: str) -> None:
        self._set(line=line, rejected=rejected, record=record)


@dataclass(frozen=True, init=False, repr=False)
class ConcessionSigned(OrderEvent):
    """concession signed (让步接收).

    ``line``: of the contract, from 1.

    ``quantity``: what is let pass.

    ``agreement``: the customer's writing.
    """

    label = ("concession signed", "让步接收")
    machine = "production"
    by = ("manager",)

    line: int
    quantity: Decimal
    agreement: str

    def __init__(self, line: int, quantity: Decimal | int | str, agreement: str) -> None:
        self._set(line=line, quantity=quantity, agreement=agreement)


@dataclass(frozen=True, init=False, repr=False)
class ShipmentPlanned(OrderEvent):
    """shipment planned (拟订出运计划).

    ``shipment``: its number, from 1.

    ``quantities``: what is to go, by line.
    """

    label = ("shipment planned", "拟订出运计划")
    machine = "shipment"
    by = ("salesperson",)

    shipment: int
    quantities: tuple[tuple[int, Decimal], ...]

    def __init__(self, shipment: int, quantities: Quantities) -> None:
        self._set(shipment=shipment, quantities=quantities)


@dataclass(frozen=True, init=False, repr=False)
class ShipmentConfirmed(OrderEvent):
    """shipment plan confirmed inside (内部确认出运计划).

    ``shipment``: its number, from 1.
    """

    label = ("shipment plan confirmed inside", "内部确认出运计划")
    machine = "shipment"
    by = ("manager", "production")

    shipment: int

    def __init__(self, shipment: int) -> None:
        self._set(shipment=shipment)


@dataclass(frozen=True, init=False, repr=False)
class ShipmentAccepted(OrderEvent):
    """shipment plan confirmed by the customer (客户确认出运计划).

    ``shipment``: its number, from 1.

    ``reference``: the customer's writing.
    """

    label = ("shipment plan confirmed by the customer", "客户确认出运计划")
    machine = "shipment"
    by = ("salesperson",)

    shipment: int
    reference: str

    def __init__(self, shipment: int, reference: str) -> None:
        self._set(shipment=shipment, reference=reference)


@dataclass(frozen=True, init=False, repr=False)
class ShipmentDeclined(OrderEvent):
    """shipment plan declined by the customer (客户不同意出运计划).

    ``shipment``: its number, from 1.

    ``reason``: why.
    """

    label = ("shipment plan declined by the customer", "客户不同意出运计划")
    machine = "shipment"
    by = ("salesperson",)

    shipment: int
    reason: str

    def __init__(self, shipment: int, reason: str) -> None:
        self._set(shipment=shipment, reason=reason)


@dataclass(frozen=True, init=False, repr=False)
class SpaceBooked(OrderEvent):
    """space booked (订舱).

    ``shipment``: its number, from 1.

    ``booking``: its number.

    ``vessel``: and voyage.
    """

    label = ("space booked", "订舱")
    machine = "shipment"
    by = ("salesperson", "documentation")

    shipment: int
    booking: str
    vessel: str

    def __init__(self, shipment: int, booking: str, vessel: str) -> None:
        self._set(shipment=shipment, booking=booking, vessel=vessel)


@dataclass(frozen=True, init=False, repr=False)
class CommodityInspected(OrderEvent):
    """commodity inspection passed (商检通过).

    ``shipment``: its number, from 1.

    ``certificate``: its number.
    """

    label = ("commodity inspection passed", "商检通过")
    machine = "shipment"
    by = ("documentation",)

    shipment: int
    certificate: str

    def __init__(self, shipment: int, certificate: str) -> None:
        self._set(shipment=shipment, certificate=certificate)


@dataclass(frozen=True, init=False, repr=False)
class CustomsPrepared(OrderEvent):
    """customs papers prepared (报关资料齐备).

    ``shipment``: its number, from 1.

    ``declaration``: what was prepared.
    """

    label = ("customs papers prepared", "报关资料齐备")
    machine = "shipment"
    by = ("documentation",)

    shipment: int
    declaration: str

    def __init__(self, shipment: int, declaration: str) -> None:
        self._set(shipment=shipment, declaration=declaration)


@dataclass(frozen=True, init=False, repr=False)
class LoadingFixed(OrderEvent):
    """loading date fixed (确定进舱/拖柜日期).

    ``shipment``: its number, from 1.

    ``loading_on``: the day.
    """

    label = ("loading date fixed", "确定进舱/拖柜日期")
    machine = "shipment"
    by = ("warehouse", "documentation")

    shipment: int
    loading_on: datetime.date

    def __init__(self, shipment: int, loading_on: datetime.date | str) -> None:
        self._set(shipment=shipment, loading_on=loading_on)


@dataclass(frozen=True, init=False, repr=False)
class ShipmentNotified(OrderEvent):
    """written shipment notice given (出货通知单).

    ``shipment``: its number, from 1.

    ``reference``: of the notice (出货通知单).
    """

    label = ("written shipment notice given", "出货通知单")
    machine = "shipment"
    by = ("salesperson",)

    shipment: int
    reference: str

    def __init__(self, shipment: int, reference: str) -> None:
        self._set(shipment=shipment, reference=reference)


@dataclass(frozen=True, init=False, repr=False)
class GoodsShipped(OrderEvent):
    """goods shipped (出运).

    ``shipment``: its number, from 1.

    ``transport_document``: B/L, waybill.

    ``shipped_on``: the on-board date, else that of issue: UCP 600 art. 20.

    ``quantities``: what has gone, by line.

    ``invoice``: its number.

    ``amount``: of the invoice.

    ``deposit_applied``: of the deposit, to the invoice, if any.
    """

    label = ("goods shipped", "出运")
    machine = "shipment"
    by = ("documentation",)

    shipment: int
    transport_document: str
    shipped_on: datetime.date
    quantities: tuple[tuple[int, Decimal], ...]
    invoice: str
    amount: Money
    deposit_applied: Money | None

    def __init__(
        self,
        shipment: int,
        transport_document: str,
        shipped_on: datetime.date | str,
        quantities: Quantities,
        invoice: str,
        amount: Money | str,
        deposit_applied: Money | str | None = None,
    ) -> None:
        self._set(
            shipment=shipment,
            transport_document=transport_document,
            shipped_on=shipped_on,
            quantities=quantities,
            invoice=invoice,
            amount=amount,
            deposit_applied=deposit_applied,
        )


@dataclass(frozen=True, init=False, repr=False)
class ShipmentWithdrawn(OrderEvent):
    """shipment withdrawn (取消出运计划).

    ``shipment``: its number, from 1.

    ``reason``: why.
    """

    label = ("shipment withdrawn", "取消出运计划")
    machine = "shipment"
    by = ("salesperson",)

    shipment: int
    reason: str

    def __init__(self, shipment: int, reason: str) -> None:
        self._set(shipment=shipment, reason=reason)


@dataclass(frozen=True, init=False, repr=False)
class VanLoaded(OrderEvent):
    """van loaded (装车).

    ``shipment``: its number, from 1.

    ``quantities``: what was loaded, by line.

    ``counted_with``: the salesperson who signs the count.
    """

    label = ("van loaded", "装车")
    machine = "shipment"
    by = ("warehouse",)

    shipment: int
    quantities: tuple[tuple[int, Decimal], ...]
    counted_with: str

    def __init__(self, shipment: int, quantities: Quantities, counted_with: str) -> None:
        self._set(shipment=shipment, quantities=quantities, counted_with=counted_with)


@dataclass(frozen=True, init=False, repr=False)
class GoodsDelivered(OrderEvent):
    """goods delivered to the outlet (送货签收).

    ``shipment``: its number, from 1.

    ``quantities``: what was delivered, by line.

    ``signed_by``: for the outlet.

    ``invoice``: the delivery note.

    ``amount``: to be paid.
    """

    label = ("goods delivered to the outlet", "送货签收")
    machine = "shipment"
    by = ("salesperson",)

    shipment: int
    quantities: tuple[tuple[int, Decimal], ...]
    signed_by: str
    invoice: str
    amount: Money

    def __init__(
        self,
        shipment: int,
        quantities: Quantities,
        signed_by: str,
        invoice: str,
        amount: Money | str,
    ) -> None:
        self._set(
            shipment=shipment,
            quantities=quantities,
            signed_by=signed_by,
            invoice=invoice,
            amount=amount,
        )


@dataclass(frozen=True, init=False, repr=False)
class VanCounted(OrderEvent):
    """van counted (收车盘点).

    ``shipment``: its number, from 1.

    ``returned``: what is back, by line.

    ``missing``: what is not there, by line.
    """

    label = ("van counted", "收车盘点")
    machine = "shipment"
    by = ("warehouse",)

    shipment: int
    returned: tuple[tuple[int, Decimal], ...]
    missing: tuple[tuple[int, Decimal], ...]

    def __init__(self, shipment: int, returned: Quantities, missing: Quantities) -> None:
        self._set(shipment=shipment, returned=returned, missing=missing)


@dataclass(frozen=True, init=False, repr=False)
class CallOffReceived(OrderEvent):
    """call-off received (收到提货计划).

    ``shipment``: its number, from 1.

    ``quantities``: what is called off, by line.

    ``prepaid``: what was paid for it before, if any.
    """

    label = ("call-off received", "收到提货计划")
    machine = "shipment"
    by = ("salesperson",)

    shipment: int
    quantities: tuple[tuple[int, Decimal], ...]
    prepaid: Money | None

    def __init__(
        self, shipment: int, quantities: Quantities, prepaid: Money | str | None = None
    ) -> None:
        self._set(shipment=shipment, quantities=quantities, prepaid=prepaid)


@dataclass(frozen=True, init=False, repr=False)
class GoodsDispatched(OrderEvent):
    """goods dispatched (发运).

    ``shipment``: its number, from 1.

    ``reference``: of the dispatch note.
    """

    label = ("goods dispatched", "发运")
    machine = "shipment"
    by = ("warehouse",)

    shipment: int
    reference: str

    def __init__(self, shipment: int, reference: str) -> None:
        self._set(shipment=shipment, reference=reference)


@dataclass(frozen=True, init=False, repr=False)
class GoodsWeighed(OrderEvent):
    """goods weighed (过磅).

    ``shipment``: its number, from 1.

    ``line``: of the contract, from 1.

    ``tare``: in the line's unit.

    ``gross``: in the line's unit.

    ``slips``: their numbers.
    """

    label = ("goods weighed", "过磅")
    machine = "shipment"
    by = ("quality", "warehouse")

    shipment: int
    line: int
    tare: Decimal
    gross: Decimal
    slips: str

    def __init__(
        self,
        shipment: int,
        line: int,
        tare: Decimal | int | str,
        gross: Decimal | int | str,
        slips: str,
    ) -> None:
        self._set(shipment=shipment, line=line, tare=tare, gross=gross, slips=slips)


@dataclass(frozen=True, init=False, repr=False)
class GoodsArrived(OrderEvent):
    """goods arrived (到港).

    ``shipment``: its number, from 1.

    ``reference``: of the arrival notice.
    """

    label = ("goods arrived", "到港")
    machine = "shipment"
    by = ("documentation",)

    shipment: int
    reference: str

    def __init__(self, shipment: int, reference: str) -> None:
        self._set(shipment=shipment, reference=reference)


@dataclass(frozen=True, init=False, repr=False)
class CustomsCleared(OrderEvent):
    """customs cleared (清关).

    ``shipment``: its number, from 1.

    ``declaration``: its number.
    """

    label = ("customs cleared", "清关")
    machine = "shipment"
    by = ("documentation",)

    shipment: int
    declaration: str

    def __init__(self, shipment: int, declaration: str) -> None:
        self._set(shipment=shipment, declaration=declaration)


@dataclass(frozen=True, init=False, repr=False)
class GoodsLanded(OrderEvent):
    """goods landed (入库).

    ``shipment``: its number, from 1.

    ``quantities``: what was counted in, by line.
    """

    label = ("goods landed", "入库")
    machine = "shipment"
    by = ("warehouse",)

    shipment: int
    quantities: tuple[tuple[int, Decimal], ...]

    def __init__(self, shipment: int, quantities: Quantities) -> None:
        self._set(shipment=shipment, quantities=quantities)


@dataclass(frozen=True, init=False, repr=False)
class BlCopySent(OrderEvent):
    """copy of the B/L sent, balance claimed (提单副本催款).

    ``shipment``: its number, from 1.

    ``reference``: the mail.
    """

    label = ("copy of the B/L sent, balance claimed", "提单副本催款")
    machine = "settlement"
    by = ("salesperson",)

    shipment: int
    reference: str

    def __init__(self, shipment: int, reference: str) -> None:
        self._set(shipment=shipment, reference=reference)


@dataclass(frozen=True, init=False, repr=False)
class DocumentsPresented(OrderEvent):
    """documents presented to the bank (交单).

    ``shipment``: its number, from 1.

    ``bank``: to which.

    ``checked_by``: who held them against the credit.
    """

    label = ("documents presented to the bank", "交单")
    machine = "settlement"
    by = ("documentation",)

    shipment: int
    bank: str
    checked_by: str

    def __init__(self, shipment: int, bank: str, checked_by: str) -> None:
        self._set(shipment=shipment, bank=bank, checked_by=checked_by)


@dataclass(frozen=True, init=False, repr=False)
class DocumentsSentForCollection(OrderEvent):
    """documents sent for collection (托收).

    ``shipment``: its number, from 1.

    ``bank``: to which.
    """

    label = ("documents sent for collection", "托收")
    machine = "settlement"
    by = ("documentation",)

    shipment: int
    bank: str

    def __init__(self, shipment: int, bank: str) -> None:
        self._set(shipment=shipment, bank=bank)


@dataclass(frozen=True, init=False, repr=False)
class OriginalsReleased(OrderEvent):
    """originals released (寄出正本单据).

    ``shipment``: its number, from 1.

    ``reference``: of the courier, or of the telex release.
    """

    label = ("originals released", "寄出正本单据")
    machine = "settlement"
    by = ("salesperson", "documentation")

    shipment: int
    reference: str

    def __init__(self, shipment: int, reference: str) -> None:
        self._set(shipment=shipment, reference=reference)


@dataclass(frozen=True, init=False, repr=False)
class DiscrepanciesNotified(OrderEvent):
    """discrepancies notified by the bank (银行提出不符点).

    ``shipment``: its number, from 1.

    ``discrepancies``: all of them: UCP 600 art. 16.
    """

    label = ("discrepancies notified by the bank", "银行提出不符点")
    machine = "settlement"
    by = ("finance", "documentation")

    shipment: int
    discrepancies: tuple[str, ...]

    def __init__(self, shipment: int, discrepancies: Iterable[str]) -> None:
        self._set(shipment=shipment, discrepancies=discrepancies)


@dataclass(frozen=True, init=False, repr=False)
class DiscrepanciesCured(OrderEvent):
    """discrepancies cured (不符点已处理).

    ``shipment``: its number, from 1.

    ``how``: corrected or waived, and by what writing.
    """

    label = ("discrepancies cured", "不符点已处理")
    machine = "settlement"
    by = ("salesperson", "documentation")

    shipment: int
    how: str

    def __init__(self, shipment: int, how: str) -> None:
        self._set(shipment=shipment, how=how)


@dataclass(frozen=True, init=False, repr=False)
class DocumentsAccepted(OrderEvent):
    """documents accepted (承兑/接受单据).

    ``shipment``: its number, from 1.

    ``due_date``: when they will be paid; without: at sight, if any.
    """

    label = ("documents accepted", "承兑/接受单据")
    machine = "settlement"
    by = ("finance", "documentation")

    shipment: int
    due_date: datetime.date | None

    def __init__(self, shipment: int, due_date: datetime.date | str | None = None) -> None:
        self._set(shipment=shipment, due_date=due_date)


@dataclass(frozen=True, init=False, repr=False)
class PaymentReceived(OrderEvent):
    """payment received (收到货款).

    ``shipment``: its number, from 1.

    ``amount``: what came in.

    ``bank_charges``: kept by banks on the way, that we bear, if any.

    ``reference``: of the receipt.
    """

    label = ("payment received", "收到货款")
    machine = "settlement"
    by = ("finance",)

    shipment: int
    amount: Money
    bank_charges: Money | None
    reference: str

    def __init__(
        self,
        shipment: int,
        amount: Money | str,
        reference: str,
        bank_charges: Money | str | None = None,
    ) -> None:
        self._set(shipment=shipment, amount=amount, bank_charges=bank_charges, reference=reference)


@dataclass(frozen=True, init=False, repr=False)
class PaymentRefunded(OrderEvent):
    """overpayment refunded (退还多收款).

    ``shipment``: its number, from 1.

    ``amount``: what was handed back.

    ``reference``: of the payment.
    """

    label = ("overpayment refunded", "退还多收款")
    machine = "settlement"
    by = ("finance",)

    shipment: int
    amount: Money
    reference: str

    def __init__(self, shipment: int, amount: Money | str, reference: str) -> None:
        self._set(shipment=shipment, amount=amount, reference=reference)


@dataclass(frozen=True, init=False, repr=False)
class BalanceWrittenOff(OrderEvent):
    """balance written off (核销余额).

    ``shipment``: its number, from 1.

    ``amount``: what is let go.

    ``reason``: why.
    """

    label = ("balance written off", "核销余额")
    machine = "settlement"
    by = ("manager",)

    shipment: int
    amount: Money
    reason: str

    def __init__(self, shipment: int, amount: Money | str, reason: str) -> None:
        self._set(shipment=shipment, amount=amount, reason=reason)


@dataclass(frozen=True, init=False, repr=False)
class CashCollected(OrderEvent):
    """cash collected by the salesperson (业务员收现).

    ``shipment``: its number, from 1.

    ``amount``: what was collected.

    ``receipt``: its number.
    """

    label = ("cash collected by the salesperson", "业务员收现")
    machine = "settlement"
    by = ("salesperson",)

    shipment: int
    amount: Money
    receipt: str

    def __init__(self, shipment: int, amount: Money | str, receipt: str) -> None:
        self._set(shipment=shipment, amount=amount, receipt=receipt)


@dataclass(frozen=True, init=False, repr=False)
class CashHandedIn(OrderEvent):
    """cash handed in (交款).

    ``shipment``: its number, from 1.

    ``amount``: what was handed in.

    ``receipt``: its number.
    """

    label = ("cash handed in", "交款")
    machine = "settlement"
    by = ("finance",)

    shipment: int
    amount: Money
    receipt: str

    def __init__(self, shipment: int, amount: Money | str, receipt: str) -> None:
        self._set(shipment=shipment, amount=amount, receipt=receipt)


@dataclass(frozen=True, init=False, repr=False)
class ProvisionalInvoiced(OrderEvent):
    """invoiced provisionally (暂定价开票).

    ``shipment``: its number, from 1.

    ``invoice``: its number.

    ``amount``: of the invoice.

    ``deposit_applied``: of what was paid before, if any.
    """

    label = ("invoiced provisionally", "暂定价开票")
    machine = "settlement"
    by = ("salesperson", "finance")

    shipment: int
    invoice: str
    amount: Money
    deposit_applied: Money | None

    def __init__(
        self,
        shipment: int,
        invoice: str,
        amount: Money | str,
        deposit_applied: Money | str | None = None,
    ) -> None:
        self._set(
            shipment=shipment, invoice=invoice, amount=amount, deposit_applied=deposit_applied
        )


@dataclass(frozen=True, init=False, repr=False)
class PriceFixed(OrderEvent):
    """price fixed (点价).

    ``shipment``: its number, from 1.

    ``note``: the number of the debit or credit note.

    ``difference``: final less provisional; below zero: a credit.
    """

    label = ("price fixed", "点价")
    machine = "settlement"
    by = ("salesperson", "finance")

    shipment: int
    note: str
    difference: Money

    def __init__(self, shipment: int, note: str, difference: Money | str) -> None:
        self._set(shipment=shipment, note=note, difference=difference)


@dataclass(frozen=True, init=False, repr=False)
class StatementMatched(OrderEvent):
    """statement signed by both (对账确认).

    ``shipment``: its number, from 1.

    ``signed_by_us``: who.

    ``signed_by_party``: who.
    """

    label = ("statement signed by both", "对账确认")
    machine = "settlement"
    by = ("finance",)

    shipment: int
    signed_by_us: str
    signed_by_party: str

    def __init__(self, shipment: int, signed_by_us: str, signed_by_party: str) -> None:
        self._set(shipment=shipment, signed_by_us=signed_by_us, signed_by_party=signed_by_party)


@dataclass(frozen=True, init=False, repr=False)
class SupplierInvoiced(OrderEvent):
    """supplier's invoice received (收到供应商发票).

    ``shipment``: its number, from 1.

    ``invoice``: its number.

    ``amount``: of the invoice.

    ``deposit_applied``: of what we paid before, if any.
    """

    label = ("supplier's invoice received", "收到供应商发票")
    machine = "settlement"
    by = ("finance",)

    shipment: int
    invoice: str
    amount: Money
    deposit_applied: Money | None

    def __init__(
        self,
        shipment: int,
        invoice: str,
        amount: Money | str,
        deposit_applied: Money | str | None = None,
    ) -> None:
        self._set(
            shipment=shipment, invoice=invoice, amount=amount, deposit_applied=deposit_applied
        )


@dataclass(frozen=True, init=False, repr=False)
class PaymentMade(OrderEvent):
    """payment made (付款).

    ``shipment``: its number, from 1.

    ``amount``: what was paid.

    ``reference``: of the payment.
    """

    label = ("payment made", "付款")
    machine = "settlement"
    by = ("finance",)

    shipment: int
    amount: Money
    reference: str

    def __init__(self, shipment: int, amount: Money | str, reference: str) -> None:
        self._set(shipment=shipment, amount=amount, reference=reference)


@dataclass(frozen=True, init=False, repr=False)
class ShipmentCommissionSettled(OrderEvent):
    """commission on a shipment settled (批次提成结算).

    ``shipment``: its number, from 1.

    ``reference``: of the settlement.
    """

    label = ("commission on a shipment settled", "批次提成结算")
    machine = "settlement"
    by = ("finance",)

    shipment: int
    reference: str

    def __init__(self, shipment: int, reference: str) -> None:
        self._set(shipment=shipment, reference=reference)


@dataclass(frozen=True, init=False, repr=False)
class ComplaintOpened(OrderEvent):
    """complaint opened (受理投诉).

    ``ticket``: its number, from 1.

    ``shipment``: that it is about.

    ``subject``: what is wrong.
    """

    label = ("complaint opened", "受理投诉")
    machine = "after_sales"
    by = ("salesperson",)

    ticket: int
    shipment: int
    subject: str

    def __init__(self, ticket: int, shipment: int, subject: str) -> None:
        self._set(ticket=ticket, shipment=shipment, subject=subject)


@dataclass(frozen=True, init=False, repr=False)
class RemedyAgreed(OrderEvent):
    """remedy agreed (商定补救).

    ``ticket``: its number, from 1.

    ``remedy``: what is done.

    ``credit``: of the credit note, if there is one, if any.
    """

    label = ("remedy agreed", "商定补救")
    machine = "after_sales"
    by = ("manager",)

    ticket: int
    remedy: str
    credit: Money | None

    def __init__(self, ticket: int, remedy: str, credit: Money | str | None = None) -> None:
        self._set(ticket=ticket, remedy=remedy, credit=credit)


@dataclass(frozen=True, init=False, repr=False)
class ComplaintClosed(OrderEvent):
    """complaint closed (投诉结案).

    ``ticket``: its number, from 1.

    ``reference``: the customer's word, or why it is unfounded.
    """

    label = ("complaint closed", "投诉结案")
    machine = "after_sales"
    by = ("salesperson",)

    ticket: int
    reference: str

    def __init__(self, ticket: int, reference: str) -> None:
        self._set(ticket=ticket, reference=reference)


@dataclass(frozen=True, init=False, repr=False)
class ProfitReported(OrderEvent):
    """profit reported (效益分析).

    ``profit``: below zero: a loss.

    ``reference``: of the analysis.

    ``copy_to``: the manager who has it.
    """

    label = ("profit reported", "效益分析")
    machine = "review"
    by = ("salesperson",)

    profit: Money
    reference: str
    copy_to: str

    def __init__(self, profit: Money | str, reference: str, copy_to: str) -> None:
        self._set(profit=profit, reference=reference, copy_to=copy_to)


@dataclass(frozen=True, init=False, repr=False)
class CommissionSettled(OrderEvent):
    """commission settled (提成结算).

    ``reference``: of the settlement.
    """

    label = ("commission settled", "提成结算")
    machine = "review"
    by = ("finance",)

    reference: str

    def __init__(self, reference: str) -> None:
        self._set(reference=reference)
