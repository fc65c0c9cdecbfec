"""Orders in Python: events as values, refusals that say what is missing, journals."""

from __future__ import annotations

import copy
import datetime
import pickle
import subprocess
import sys
from dataclasses import FrozenInstanceError
from decimal import Decimal
from pathlib import Path

import o2c
import pytest
from o2c import events as ev

ROOT = Path(__file__).parent.parent.parent
LINES = [ev.OrderLine("umbrella", 10_000, "PCE", 5, 5)]


def contract(terms: str = "30% deposit; balance against copy of B/L") -> o2c.Contract:
    return o2c.Contract(
        number="SC-1",
        date="2026-03-06",
        lines=LINES,
        amount="50000 USD",
        terms=terms,
        price_term="FOB Shanghai",
        tolerance="5%",
        latest_shipment="2026-05-31",
        specification="black",
        packing="50 a carton",
        price_formula="",
    )


def sampled(policy: o2c.OrderPolicy | None = None) -> o2c.Order:
    order = o2c.Order("SO-1", policy)
    day = "2026-03-02"
    order.apply(ev.OrderOpened("export_sale", "Rainy Harbor", "Li"), on=day, by="Li")
    order.apply(ev.InquiryReceived("umbrellas"), on=day, by="Li")
    order.apply(ev.QuotationDrafted(LINES, "50000 USD", "2026-03-31"), on=day, by="Li")
    order.apply(ev.QuotationApproved(), on=day, by="Chen")
    order.apply(ev.QuotationSent("mail 17"), on=day, by="Li")
    order.apply(ev.SampleRequested(1, "umbrella", 2, fee="40 USD"), on=day, by="Li")
    order.apply(ev.SampleFeeReceived(1, "40 USD"), on=day, by="Wu")
    order.apply(ev.FreightCollectConfirmed(1, "DHL 77"), on=day, by="Li")
    order.apply(ev.SampleOrdered(1, 3), on=day, by="Li")
    order.apply(ev.SampleOrderSigned(1), on=day, by="Chen")
    order.apply(ev.SampleMade(1, 3), on=day, by="Zhao")
    order.apply(ev.SampleChecked(1, True, "as asked"), on=day, by="Li")
    order.apply(ev.SampleFiled(1, "photos/1", "S-1"), on=day, by="Li")
    order.apply(ev.SampleSent(1, 2, "DHL", "JD014", "2026-03-05"), on=day, by="Li")
    order.apply(ev.SampleArrived(1), on="2026-03-05", by="Li")
    order.apply(ev.SampleFollowedUp(1, "mail 20"), on="2026-03-05", by="Li")
    order.apply(ev.SampleVerdictGiven(1, "accepted", "fine"), on="2026-03-05", by="Li")
    order.apply(ev.ContractSigned(contract()), on="2026-03-06", by="Li")
    return order


def test_events_are_values() -> None:
    one = ev.DepositReceived("15000 USD", "R-1")
    same = ev.DepositReceived(amount=o2c.Money(15000, "USD"), reference="R-1", bank_charges=None)
    assert one == same
    assert hash(one) == hash(same)
    assert one != ev.DepositReceived("15000 USD", "R-2")
    assert pickle.loads(pickle.dumps(one)) == one == copy.deepcopy(one)
    assert one.amount == o2c.Money("15000", "USD")
    assert one.label == ("deposit received", "收到定金")
    with pytest.raises(FrozenInstanceError):
        one.amount = o2c.Money(1, "USD")  # type: ignore[misc]
    shipped = ev.GoodsShipped(1, "BL-1", "2026-04-30", {1: 9800}, "INV-1", "49000 USD", "15000 USD")
    assert eval(repr(shipped), {**vars(o2c), **vars(ev)}) == shipped
    assert shipped.quantities == ((1, Decimal(9800)),)
    assert shipped.shipped_on == datetime.date(2026, 4, 30)
    assert hash(ev.ContractSigned(contract())) == hash(ev.ContractSigned(contract()))


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: ev.DepositReceived(15000.0, "R"), o2c.FloatRefused, "DepositReceived, amount: "),
        (lambda: ev.DepositReceived("15000", "R"), o2c.ParseError, "DepositReceived, amount: "),
        (lambda: ev.DepositReceived("1 USD", 7), TypeError, "expected a text, got int 7"),
        (lambda: ev.SampleArrived("1"), TypeError, "SampleArrived, sample: "),
        (lambda: ev.SampleArrived(1 << 40), o2c.InvalidArgument, "32 bits, got 1099511627776"),
        (lambda: ev.SampleChecked(1, "yes", "r"), TypeError, "passed: expected True or False"),
        (lambda: ev.SampleVerdictGiven(1, "maybe", "w"), o2c.ParseError, "verdict: .*accepted"),
        (lambda: ev.LoadingFixed(1, "28.4.2026"), o2c.ParseError, "LoadingFixed, loading_on: "),
        (lambda: ev.ShipmentPlanned(1, 9800), TypeError, r"such as \{1: 9800\}"),
        (lambda: ev.ShipmentPlanned(1, {1: 9800.5}), o2c.FloatRefused, "quantities: "),
        (lambda: ev.QuotationDrafted([("umbrella", 1)], "5 USD"), TypeError, "an o2c.OrderLine"),
        (lambda: ev.OrderOpened("export", "P", "Li"), o2c.ParseError, "export_sale route_sale"),
    ],
)  # fmt: skip
def test_what_an_event_cannot_be(make: object, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        make()  # type: ignore[operator]


def test_an_order_says_what_is_missing() -> None:
    order = sampled()
    plan = ev.PlanDrafted("P-1", "2026-04-20")
    assert not order.can(plan, on="2026-03-07", by="Li")
    (refusal,) = order.refusals(plan, on="2026-03-07", by="Li")
    assert refusal.rule == "is_secured"
    assert "deposit: 0.00 USD of 15000.00 USD received" in refusal.en
    assert "应收15000.00 USD，已收0.00 USD" in refusal.zh
    assert refusal.cure_en == "Collect what is missing of it."
    assert refusal.source == "sales handbook: payment before production"
    version = order.version
    with pytest.raises(o2c.Refused, match="deposit received") as caught:
        order.apply(plan, on="2026-03-07", by="Li")
    assert caught.value.refusals == [refusal]
    assert order.version == version

    order.apply(ev.DepositReceived("15000 USD", "R-1"), on="2026-03-08", by="Wu")
    assert order.apply(plan, on="2026-03-08", by="Li") == version + 2
    assert order.stage("production") == "drafted"
    assert order.stage("shipment") == "none"
    with pytest.raises(o2c.InvalidArgument, match="'shipments': expected one of after_sales"):
        order.stage("shipments")


def test_one_person_does_not_sign_twice() -> None:
    order = sampled()
    order.apply(ev.DepositReceived("15000 USD", "R-1"), on="2026-03-08", by="Wu")
    order.apply(ev.PlanDrafted("P-1", "2026-04-20"), on="2026-03-08", by="Li")
    assert [r.rule for r in order.refusals(ev.PlanApproved(), on="2026-03-08", by="Li")] == [
        "plan_signed_by_another"
    ]


def test_staff_and_offices() -> None:
    policy = o2c.OrderPolicy(
        staff={"Li": "salesperson", "Chen": ["manager", "salesperson"]},
        assignments={"InquiryReceived": ["manager"]},
    )
    order = o2c.Order("SO-2", policy)
    order.apply(ev.OrderOpened("export_sale", "P", "Li"), on="2026-03-02", by="Li")
    inquiry = ev.InquiryReceived("umbrellas")
    assert [r.rule for r in order.refusals(inquiry, on="2026-03-02", by="Li")] == ["office_may"]
    assert [r.rule for r in order.refusals(inquiry, on="2026-03-02", by="Wang")] == [
        "person_has_office"
    ]
    assert order.can(inquiry, on="2026-03-02", by=" chen ")
    with pytest.raises(o2c.ParseError, match="an office"):
        o2c.OrderPolicy(staff={"Li": "seller"})
    with pytest.raises(o2c.InvalidArgument, match=r'reply_days "-1": .* \(and 2 more\)') as caught:
        o2c.OrderPolicy(reply_days=-1, bank_charges="-5 USD", assignments={"PlanIssued": []})
    assert [fault.field for fault in caught.value.faults] == [
        "reply_days", "bank_charges", "assignments",
    ]  # fmt: skip
    with pytest.raises(TypeError, match="by: expected a text, got 5"):
        order.can(inquiry, on="2026-03-02", by=5)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="role: expected a text"):
        order.can(inquiry, on="2026-03-02", by="Li", role=1)  # type: ignore[arg-type]
    with pytest.raises(o2c.ParseError, match="an event of an order"):
        o2c.OrderPolicy(assignments={"Inquiry": "manager"})
    assert hash(policy) == hash(copy.deepcopy(policy))


def test_next_steps() -> None:
    order = sampled()
    steps = {step.event: step for step in order.next_steps("2026-03-07")}
    assert [r.rule for r in steps["PlanDrafted"].lacks] == ["is_secured"]
    assert steps["DepositReceived"].lacks == []
    assert steps["DepositReceived"].by == ["finance"]
    late = o2c.Order("SO-3")
    late.apply(ev.OrderOpened("export_sale", "P", "Li"), on="2026-03-02", by="Li")
    late.apply(ev.InquiryReceived("umbrellas"), on="2026-03-02", by="Li")
    first = late.next_steps("2026-03-05")[0]
    assert (first.event, first.days_late, first.due_on) == (
        "QuotationDrafted",
        2,
        datetime.date(2026, 3, 3),
    )
    assert "manager" in first.by
    draft = ev.QuotationDrafted(LINES, "50000 USD", "2026-03-31")
    assert late.can(draft, on="2026-03-05", by="Chen", role="manager")
    assert not late.can(draft, on="2026-03-03", by="Chen", role="manager")
    house = o2c.OrderPolicy(staff={"Li": "salesperson", "Chen": "manager"})
    late = o2c.Order.replay("SO-3", late.history, house)
    assert late.can(draft, on="2026-03-05", by="Chen")
    assert not late.can(draft, on="2026-03-03", by="Chen")


def test_an_order_is_what_its_history_says() -> None:
    order = sampled()
    again = o2c.Order.replay("SO-1", order.history)
    assert again == order
    assert again.stages == order.stages
    frame = order.to_pandas()
    assert list(frame["event"][:2]) == ["OrderOpened", "InquiryReceived"]
    assert len(frame) == order.version
    with pytest.raises(TypeError):
        hash(order)
    with pytest.raises(o2c.InvalidArgument, match="goes back"):
        order.apply(
            ev.AmendmentProposed("A-1", "blue", specification="blue"),
            on="2026-03-09", by="Li", recorded_at="1969-01-01T00:00:00Z",
        )  # fmt: skip


def test_amendments_tell_what_follows() -> None:
    order = sampled()
    order.apply(ev.AmendmentProposed("A-1", "blue", specification="blue"), on="2026-03-09", by="Li")
    assert order.changes() == [("specification", "black", "blue")]
    assert [(machine, part) for machine, part, *_ in order.consequences()] == [("sample", 1)]
    order.apply(ev.AmendmentApproved(), on="2026-03-09", by="Chen")
    order.apply(ev.AmendmentAgreed("mail 21"), on="2026-03-10", by="Li")
    agreed = order.contract
    assert agreed is not None
    assert agreed.specification == "blue"
    assert order.stage("sample", 1) == "rejected"


def test_orders_in_a_journal(tmp_path: Path) -> None:
    journal = o2c.Journal(tmp_path / "orders.db")
    order = o2c.Order("SO-1")
    for number, entry in enumerate(sampled().history):
        moment = f"2026-03-10T08:00:{number:02}Z"
        answer = order.record(
            journal, entry.event, on=entry.on, by=entry.by, role=entry.role,
            recorded_at=moment, id=f"e{number}",
        )  # fmt: skip
        assert answer
    again = o2c.Order.open(journal, "SO-1")
    assert again == order
    assert o2c.Order.open(journal, "SO-1", known_at="2026-03-10T08:00:02Z").version == 3
    assert journal.verify() == []

    twice = order.record(
        journal, sampled().history[0].event, on="2026-03-02", by="Li",
        recorded_at="2026-03-11T08:00:00Z", id="e0",
    )  # fmt: skip
    assert twice.outcome == "already_there"
    with pytest.raises(o2c.Refused):
        order.record(
            journal, ev.PlanDrafted("P-1", "2026-04-20"), on="2026-03-11", by="Li",
            recorded_at="2026-03-11T08:00:00Z", id="e99",
        )  # fmt: skip
    deposit = ev.DepositReceived("15000 USD", "R-1")
    common = {"on": "2026-03-11", "by": "Wu", "recorded_at": "2026-03-11T08:00:00Z"}
    assert order.record(journal, deposit, id="e30", **common)
    assert again.record(journal, deposit, id="e31", **common).outcome == "conflict"
    assert again.version == order.version - 1


def amended_often(journal: o2c.Journal) -> o2c.Order:
    """An order in a journal with more events than a state is kept after, a second apart."""
    order = o2c.Order("SO-1")
    entries = [(entry.event, entry.on, entry.by, entry.role) for entry in sampled().history]
    for number in range(150):
        proposal = ev.AmendmentProposed(f"A-{number}", "blue", specification="blue")
        entries.append((proposal, datetime.date(2026, 3, 9), "Li", "salesperson"))
        entries.append(
            (ev.AmendmentRefused("not now"), datetime.date(2026, 3, 9), "Li", "salesperson")
        )
    moment = datetime.datetime(2026, 3, 10, tzinfo=datetime.UTC)
    for number, (event, on, by, role) in enumerate(entries):
        moment += datetime.timedelta(seconds=1)
        assert order.record(
            journal, event, on=on, by=by, role=role, recorded_at=moment, id=f"e{number}"
        )
    return order


def test_what_an_order_has_come_to_without_its_history() -> None:
    journal = o2c.Journal(":memory:")
    order = amended_often(journal)
    state = o2c.OrderState.open(journal, "SO-1")
    assert repr(state) == f"<OrderState SO-1: contracted, {order.version} events>"
    assert (state.stages, state.lines, state.contract) == (
        order.stages, order.lines, order.contract,
    )  # fmt: skip
    assert state.next_steps("2026-03-11") == order.next_steps("2026-03-11")
    assert state.to_html("zh") == order.to_html("zh")
    assert state != order
    assert not isinstance(state, o2c.Order)
    with pytest.raises(TypeError):
        hash(state)
    with pytest.raises(TypeError, match=r"made by OrderState\.open"):
        o2c.OrderState()

    # The state that was kept is a cache: without it the same comes out, at any moment.
    moments = ["2026-03-10T00:00:03Z", "2026-03-10T00:04:30Z", "2027-01-01T00:00:00Z"]
    kept = [o2c.OrderState.open(journal, "SO-1", known_at=moment) for moment in moments]
    assert [each.version for each in kept] == [3, 270, order.version]
    assert journal.drop_snapshots() == 1
    assert kept == [o2c.OrderState.open(journal, "SO-1", known_at=moment) for moment in moments]
    assert o2c.OrderState.open(journal, "SO-2").version == 0


def test_a_state_goes_on_in_the_journal() -> None:
    journal = o2c.Journal(":memory:")
    order = amended_often(journal)
    mine = o2c.OrderState.open(journal, "SO-1")
    yours = o2c.OrderState.open(journal, "SO-1")
    deposit = ev.DepositReceived("15000 USD", "R-1")
    common = {"on": "2026-03-11", "by": "Wu", "recorded_at": "2026-03-11T08:00:00Z"}
    assert mine.record(journal, deposit, id="d1", **common).outcome == "appended"
    assert mine.version == order.version + 1
    assert mine.stage("security") == "secured"
    assert mine == o2c.OrderState.open(journal, "SO-1")
    assert mine.record(journal, deposit, id="d1", **common).outcome == "already_there"
    before = o2c.OrderState.open(journal, "SO-1", known_at="2026-03-10T23:00:00Z")
    assert yours.record(journal, deposit, id="d2", **common).outcome == "conflict"
    assert yours == before
    with pytest.raises(o2c.Refused) as caught:
        mine.record(journal, ev.AmendmentAgreed("mail 21"), id="d3", **common)
    assert caught.value.refusals == mine.refusals(
        ev.AmendmentAgreed("mail 21"), on="2026-03-11", by="Wu"
    )


def test_an_order_shows_itself() -> None:
    order = sampled()
    assert repr(order) == f"<Order SO-1: contracted, {order.version} events>"
    page = order.to_html("zh", as_of="2026-03-07")
    assert "已签约" in page
    assert "收到定金" in page
    assert "umbrella" in order._repr_html_()


def test_the_style_of_an_order_is_its_own() -> None:
    order = sampled(o2c.OrderPolicy(reply_days=2))
    order.apply(ev.AmendmentProposed("A-1", "blue", specification="blue"), on="2026-03-09", by="Li")
    page = order.to_html(as_of="2026-03-20")
    assert page.startswith('<div class="o2c-report o2c-order"><style>')
    assert '<li class="amendment">amendment  <b>proposed</b></li>' in page
    assert '<td class="num">10,000</td>' in page
    assert '<td class="num late">8</td>' in page  # Answered by 12 March.
    assert "<script" not in o2c.Order("<script>").to_html()


def test_papers() -> None:
    order = sampled(o2c.OrderPolicy(company="Bright & Co."))
    contract_page = order.document("contract")
    assert contract_page.startswith("<!DOCTYPE html>")
    assert "Bright &amp; Co." in contract_page
    assert "50,000.00" in contract_page
    assert "销售合同" in order.document("contract", lang="zh")
    assert "SO-1/S1" in order.document("sample_order", part=1)
    assert contract_page._repr_html_().startswith('<iframe srcdoc="&lt;!DOCTYPE html&gt;')
    with pytest.raises(o2c.Refused, match=r"no paper .Production plan") as refused:
        order.document("production_plan")
    assert [r.rule for r in refused.value.refusals] == ["paper_has_begun", "is_secured"]
    with pytest.raises(o2c.Refused, match="expected a version from 1 to 1, not 2"):
        order.document("contract", version=2)
    with pytest.raises(o2c.InvalidArgument, match="expected no part"):
        order.document("contract", part=1)
    with pytest.raises(o2c.ParseError, match="one of sample_order contract"):
        order.document("invoice")  # type: ignore[arg-type]


def test_a_paper_is_saved(tmp_path: Path) -> None:
    page = sampled().document("contract", lang="zh")
    page.save(tmp_path / "contract.html")
    assert (tmp_path / "contract.html").read_text(encoding="utf-8") == page


def secured(policy: o2c.OrderPolicy | None = None) -> o2c.Order:
    order = sampled(policy)
    order.apply(ev.DepositReceived("15000 USD", "R-1"), on="2026-03-08", by="Wu")
    return order


def test_what_is_due_after_a_default() -> None:
    order = secured()
    assert order.cancellation is None
    order.apply(ev.WeDefaulted("no cloth", "mail 40"), on="2026-03-09", by="Chen")
    account = order.cancellation
    assert account is not None
    assert (account.earnest, account.doubled, account.left) == (
        o2c.Money(10_000, "USD"),
        o2c.Money(10_000, "USD"),
        o2c.Money(25_000, "USD"),
    )
    assert [step.event for step in order.next_steps("2026-03-09")] == ["DepositRefunded"]
    order.apply(ev.DepositRefunded("25000 USD", "TT-9"), on="2026-03-12", by="Wu")
    assert order.next_steps("2026-03-12") == []
    assert "25,000.00" in order.to_html()
    assert "双倍返还增加" in order.to_html("zh")


def test_terms_that_need_an_approval() -> None:
    policy = o2c.OrderPolicy(usual_terms=["net 30", o2c.PaymentTerms.parse("L/C at sight")])
    assert policy.usual_terms == tuple(map(o2c.PaymentTerms.parse, ("net 30", "L/C at sight")))
    with pytest.raises(o2c.Refused, match=r"usual: net 30 \| L/C at sight"):
        sampled(policy)
    with pytest.raises(o2c.ParseError):
        o2c.OrderPolicy(usual_terms=["someday"])
    with pytest.raises(TypeError):
        o2c.OrderPolicy(usual_terms=[30])  # type: ignore[list-item]
    with pytest.raises(TypeError):
        o2c.OrderPolicy(usual_terms="net 30")


def test_drawings() -> None:
    drawn = o2c.lifecycle_diagram("deal")
    assert drawn.startswith("<svg")
    assert drawn._repr_html_() == drawn
    assert "收到询盘" in o2c.lifecycle_diagram("deal", lang="zh", form="markdown")
    assert o2c.lifecycle_diagram("shipment", profile="import", form="mermaid").startswith("state")
    assert o2c.lifecycle_diagram("sample", form="dot")._repr_html_() is None
    with pytest.raises(o2c.ParseError, match="one of deal amendment"):
        o2c.lifecycle_diagram("deals")
    with pytest.raises(o2c.ParseError, match="svg mermaid dot markdown"):
        o2c.lifecycle_diagram("deal", form="png")  # type: ignore[arg-type]
    order = sampled()
    assert "contract signed" in order.mermaid()
    assert ">签订合同<" in order.svg("zh")
    assert order.svg()._repr_html_().startswith("<svg")
    page = order.timeline_html("2026-03-07", lang="zh")
    assert page.startswith("<!doctype html>") or "<html" in page
    assert "签订合同" in page


def test_the_module_of_events_is_what_the_definitions_make() -> None:
    script = ROOT / "tools/make_order_events.py"
    if not script.exists():
        pytest.skip("not in a working tree")
    done = subprocess.run([sys.executable, str(script), "--check"], capture_output=True, text=True)
    assert done.returncode == 0, "run tools/make_order_events.py\n" + done.stderr
