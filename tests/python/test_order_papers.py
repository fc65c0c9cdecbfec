"""The papers of an order, printed by a browser: each on one page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import browser as chromium
import o2c
import pytest
from o2c import events as ev

if chromium.PROGRAM is None:
    pytest.skip(
        "Chromium is not installed; on Debian: apt-get install chromium", allow_module_level=True
    )

DAY = "2026-03-20"
PAPERS = ["sample_order", "contract", "production_plan", "qc_record", "shipment_notice"]
OFFICES = {"manager": "Chen Wei", "finance": "Wu Min", "production": "Zhao Lei",
           "quality": "Qian Yu", "documentation": "Zheng Yi"}  # fmt: skip


def order_of(products: int) -> o2c.Order:
    """Up to the notice of its shipment, once amended: each of its papers says all that it can."""
    policy = o2c.OrderPolicy(company="Bright Umbrella Co., Ltd.\n18 Harbour Road, Shaoxing, China")
    order = o2c.Order("SO-2026-017", policy)
    lines = [
        ev.OrderLine(f"Folding umbrella, 3 sections, model {n}", 1000, "PCE", "5.20", "5.20")
        for n in range(1, products + 1)
    ]
    amount = f"{5200 * products} USD"
    contract = o2c.Contract(
        number="SC-2026-017", date=DAY, lines=lines, amount=amount,
        terms="30% deposit; balance against copy of B/L", price_term="FOB Shanghai",
        tolerance="5%", latest_shipment="2026-05-31",
        specification="pongee 190T, logo on one panel", packing="50 pieces a carton",
        price_formula="",
    )  # fmt: skip
    quantities = dict.fromkeys(range(1, products + 1), 1000)
    amendment = ev.AmendmentProposed("A-1", "smaller cartons", packing="40 pieces a carton")
    plan = [ev.PlanDrafted("P-088", "2026-04-20"), ev.PlanApproved(),
            ev.PlanIssued(["workshop 2", "packing", "warehouse"], "S-0311")]  # fmt: skip
    for event in [
        ev.OrderOpened("export_sale", "Rainy Harbor Supply Co., Seattle", "Li Na"),
        ev.InquiryReceived("umbrellas"),
        ev.QuotationDrafted(lines, amount), ev.QuotationApproved(), ev.QuotationSent("mail"),
        ev.SampleRequested(1, "Folding umbrella", 2, fee="40 USD"),
        ev.SampleFeeReceived(1, "40 USD"), ev.FreightCollectConfirmed(1, "DHL 96 204 881"),
        ev.SampleOrdered(1, 3), ev.SampleOrderSigned(1), ev.SampleMade(1, 3),
        ev.SampleChecked(1, True, "as asked"), ev.SampleFiled(1, "photos/17", "S-0311"),
        ev.SampleSent(1, 2, "DHL", "JD014 600 003", DAY), ev.SampleArrived(1),
        ev.SampleVerdictGiven(1, "accepted", "fine, go ahead"),
        ev.ContractSigned(contract), ev.DepositReceived(f"{1560 * products} USD", "R-0324"),
        *plan, amendment, ev.AmendmentApproved(), ev.AmendmentAgreed("mail of 31 March"), *plan,
        *(ev.ProductionProgressed("making", n, 1000) for n in quantities),
        *(ev.GoodsInspected(n, 1000, 0, f"QC-{n}") for n in quantities),
        ev.ShipmentPlanned(1, quantities), ev.ShipmentConfirmed(1), ev.ShipmentAccepted(1, "mail"),
        ev.SpaceBooked(1, "COSU 6301", "Ever Given 026W"), ev.CommodityInspected(1, "CIQ 4471"),
        ev.CustomsPrepared(1, "declaration 1"), ev.LoadingFixed(1, DAY),
        ev.ShipmentNotified(1, "N-017/1"),
    ]:  # fmt: skip
        order.apply(event, on=DAY, by=OFFICES.get(event.by[0], "Li Na"))
    return order


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[chromium.Browser]:
    with chromium.browser(tmp_path_factory.mktemp("profile")) as window:
        yield window


@pytest.mark.parametrize("products", [1, 2, 8, 18, 32])
def test_each_paper_is_one_page(window: chromium.Browser, tmp_path: Path, products: int) -> None:
    order = order_of(products)
    for paper in PAPERS:
        for lang in ("en", "zh"):
            part = 1 if paper == "qc_record" else None
            page = tmp_path / f"{paper}.{lang}.html"
            order.document(paper, part=part, lang=lang).save(page)  # type: ignore[arg-type]
            window.open(page)
            pages = re.findall(rb"/Type\s*/Page\b", window.pdf())
            assert len(pages) == 1, (paper, lang)
