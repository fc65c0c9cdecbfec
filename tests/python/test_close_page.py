"""The page of a close in a browser: on a desk, on a phone, on paper."""

from __future__ import annotations

import html.parser
import re
from collections.abc import Iterator
from pathlib import Path

import browser as chromium
import o2c
import pytest
import sample_book_tables

pytest.importorskip("jinja2")
if chromium.PROGRAM is None:
    pytest.skip(
        "Chromium is not installed; on Debian: apt-get install chromium", allow_module_level=True
    )

NASTY = "<img src=x onerror=alert(1)>"
HEADINGS = "#profit th span"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> o2c.CloseReport:
    book = sample_book_tables.generate(tmp_path_factory.mktemp("book"), "--orders", "300")
    return o2c.close(book, period="2026-10")


@pytest.fixture(scope="module")
def pages(report: o2c.CloseReport, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    for lang in ("en", "zh"):
        report.save(folder / f"{lang}.html", lang=lang)
    return {lang: folder / f"{lang}.html" for lang in ("en", "zh")}


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[chromium.Browser]:
    with chromium.browser(tmp_path_factory.mktemp("profile")) as window:
        yield window


class Words(html.parser.HTMLParser):
    """The text of a fragment of HTML."""

    def __init__(self, fragment: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(fragment)

    def handle_data(self, data: str) -> None:
        self.found += data.split()


def is_open(window: chromium.Browser) -> bool:
    return bool(window.run("document.getElementById('derivation').open"))


def column(window: chromium.Browser, table: str, place: int) -> list[float]:
    """The numbers of a column as they stand."""
    return [
        float(text.replace(",", "").replace("–", "0") or 0)
        for text in window.run(
            f"[...document.querySelectorAll('#{table} tbody tr')]"
            f".map(row => row.cells[{place}].textContent)"
        )
    ]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("table", ["profit", "commission", "aging", "ties"])
def test_a_figure_opens_its_derivation(
    window: chromium.Browser,
    pages: dict[str, Path],
    report: o2c.CloseReport,
    table: str,
    lang: str,
) -> None:
    window.open(pages[lang])
    window.click(f"#{table} tbody tr:nth-child(2) td.num")
    assert is_open(window)
    words = " ".join(window.run("document.querySelector('dialog div').innerText").split())
    cells = window.run(
        f"[...document.querySelectorAll('#{table} tbody tr:nth-child(2) td')]"
        ".map(cell => cell.textContent)"
    )
    # The row of the table that stands there: the one with the same names and figures.
    rows = [
        row
        for row, each in enumerate(report[table].to_arrow().to_pylist())
        if all(
            str(each[name]) in cells
            for name in ("order", "plan", "salesperson", "party")
            if name in each
        )
        and str(each.get("currency", cells[0])) in cells
        and (table != "ties" or row == 1)
    ]
    assert len(rows) == 1
    derivation = report.explain(table, rows[0])
    assert derivation.recheck() == []
    assert words == " ".join(Words(derivation.to_html(lang)).found)
    total = {"profit": "profit", "commission": "payable", "aging": "total", "ties": "whole"}[table]
    amount = report[table].to_arrow().to_pylist()[rows[0]]["amount" if table == "ties" else total]
    assert f"{amount.normalize():f}".lstrip("-").split(".")[0] in words


def test_a_derivation_closes_and_begins_at_its_top(
    window: chromium.Browser, pages: dict[str, Path]
) -> None:
    window.open(pages["en"], height=420)
    row = "#aging tbody tr td.num"
    window.click(row)
    assert is_open(window)
    assert window.run("document.querySelector('dialog').scrollTop") == 0
    window.press("Escape", 27)
    assert not is_open(window)
    window.click(row)
    assert is_open(window)
    window.click("dialog button")
    assert not is_open(window)
    window.run("document.querySelector('#commission tbody tr').focus()")
    window.press("Enter", 13)
    assert is_open(window)


def test_a_heading_sorts_numbers_by_value(window: chromium.Browser, pages: dict[str, Path]) -> None:
    window.open(pages["en"])
    headings = window.run(f"[...document.querySelectorAll('{HEADINGS}')].map(h => h.textContent)")
    place = headings.index("Profit")
    unsorted = column(window, "profit", place)
    assert min(unsorted) < 0 < max(unsorted)
    total = window.run("document.querySelector('#profit tfoot').textContent")
    window.click(f"#profit th:nth-child({place + 1}) span")
    assert column(window, "profit", place) == sorted(unsorted, reverse=True)
    window.click(f"#profit th:nth-child({place + 1}) span")
    assert column(window, "profit", place) == sorted(unsorted)
    sorted_by = window.run("document.querySelector('#profit th[aria-sort]').ariaSort")
    assert sorted_by == "ascending"
    assert window.run("document.querySelector('#profit tfoot').textContent") == total

    names = "[...document.querySelectorAll('#profit tbody tr')].map(row => row.cells[0].innerText)"
    window.run(f"document.querySelector('{HEADINGS}').focus()")
    window.press("Enter", 13)
    assert window.run(names) == sorted(window.run(names))


def test_a_sorted_row_still_tells_its_own_derivation(
    window: chromium.Browser, pages: dict[str, Path]
) -> None:
    window.open(pages["en"])
    first = "document.querySelector('#commission tbody tr')"
    person = window.run(f"{first}.cells[1].textContent")
    told = window.run(f"{first}.querySelector('template').innerHTML")
    window.click("#commission th:nth-child(2) span")
    window.click("#commission th:nth-child(2) span")
    row = (
        "[...document.querySelectorAll('#commission tbody tr')]"
        f".find(row => row.cells[1].textContent === {person!r})"
    )
    assert window.run(f"{row}.querySelector('template').innerHTML") == told


def test_totals_are_those_of_the_report(
    window: chromium.Browser, pages: dict[str, Path], report: o2c.CloseReport
) -> None:
    window.open(pages["en"])
    headings = window.run(f"[...document.querySelectorAll('{HEADINGS}')].map(h => h.textContent)")
    total = window.run(
        "[...document.querySelector('#profit tfoot tr').cells].map(cell => cell.textContent)"
    )
    shown = dict(zip(headings, total, strict=True))
    for name, amount in (
        ("Revenue", report.revenue), ("Cost", report.cost), ("Profit", report.profit),
    ):  # fmt: skip
        assert shown[name].replace(",", "") == str(amount.amount)


def test_the_search_hides_what_does_not_have_the_words(
    window: chromium.Browser, pages: dict[str, Path]
) -> None:
    window.open(pages["en"])
    order = window.run("document.querySelector('#profit tbody tr').cells[0].textContent")
    shown = (
        "[...document.querySelectorAll('section.table tbody tr')]"
        ".filter(row => row.checkVisibility()).map(row => row.textContent)"
    )
    everything = window.run(shown)
    window.click("#find")
    window.write(order.lower())
    found = window.run(shown)
    assert found == [row for row in everything if order in row]
    assert 0 < len(found) < len(everything)
    assert not window.run("document.querySelector('#profit tfoot').checkVisibility()")
    assert not window.run("document.querySelector('#provision').checkVisibility()")
    window.run(
        "(() => { const find = document.getElementById('find'); find.value = '';"
        " find.dispatchEvent(new Event('input')); })()"
    )
    assert window.run(shown) == everything


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_page_needs_no_network(
    window: chromium.Browser, pages: dict[str, Path], lang: str
) -> None:
    window.open(pages[lang])
    asked = [each["request"]["url"] for each in window.told("Network.requestWillBeSent")]
    assert asked == [pages[lang].as_uri()]
    assert window.told("Runtime.exceptionThrown") == []
    assert window.told("Runtime.consoleAPICalled") == []
    assert window.told("Log.entryAdded") == []
    text = pages[lang].read_text(encoding="utf-8")
    assert not re.search(r"""(?:src|href)\s*=\s*["']?(?:https?:)?//|url\(|@import""", text)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", [360, 420, 1300])
def test_only_scroll_boxes_are_wider_than_the_window(
    window: chromium.Browser, pages: dict[str, Path], lang: str, width: int
) -> None:
    window.open(pages[lang], width=width, height=850)
    assert window.run("document.documentElement.scrollWidth") == width
    too_wide = window.run(
        "[...document.querySelectorAll('body *')].filter(each => each.checkVisibility()"
        " && !each.closest('.scroll, nav') && each.getBoundingClientRect().right > innerWidth + 1)"
        ".map(each => each.outerHTML.slice(0, 80))"
    )
    assert too_wide == []
    # A figure stands in one line with its currency, inside its card.
    wrong = window.run(
        "[...document.querySelectorAll('.card')].filter(card =>"
        " card.querySelector('b').getClientRects().length !== 1"
        " || card.querySelector('b').getBoundingClientRect().height > 34"
        " || card.scrollWidth > card.clientWidth).map(card => card.innerText)"
    )
    assert wrong == []


def test_headings_stay_while_a_table_scrolls(
    window: chromium.Browser, pages: dict[str, Path]
) -> None:
    window.open(pages["en"])
    distance = (
        "document.querySelector('#profit th').getBoundingClientRect().top"
        " - document.querySelector('#profit .scroll').getBoundingClientRect().top"
    )
    scrolled = window.run(
        "(() => { const box = document.querySelector('#profit .scroll');"
        " box.scrollTop = 200; return box.scrollTop; })()"
    )
    assert scrolled == 200
    assert abs(window.run(distance)) < 1


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_page_prints_whole(window: chromium.Browser, pages: dict[str, Path], lang: str) -> None:
    window.open(pages[lang])
    pdf = window.pdf()
    assert pdf.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) > 5
    # On paper: all of each table in sight, and nothing beside the sheet.
    window.send("Emulation.setEmulatedMedia", media="print")
    assert not window.run("document.querySelector('nav').checkVisibility()")
    cut = window.run(
        "[...document.querySelectorAll('section.table .scroll')]"
        ".filter(box => getComputedStyle(box).overflow !== 'visible'"
        " || box.clientHeight < box.querySelector('table').offsetHeight)"
        ".map(box => box.parentNode.id)"
    )
    window.send("Emulation.setEmulatedMedia", media="")
    assert cut == []


def test_names_from_the_data_are_text(window: chromium.Browser, tmp_path: Path) -> None:
    tables = {
        "book.toml": f"[book]\ncompany = '{NASTY}'\nhome = 'CNY'\n",
        "parties.csv": "party,line,country,salesperson,credit_limit,currency\n"
        f"{NASTY},export,,{NASTY},,\n",
        "people.csv": f"person,manager,joined,left\n{NASTY},,2024-01-01,\n",
        "invoices.csv": "document,party,invoice_date,due_date,amount,net,currency,salesperson\n"
        f"{NASTY},{NASTY},2026-09-01,2026-09-30,100.00,100.00,CNY,{NASTY}\n",
    }
    for name, text in tables.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    report = o2c.close(tmp_path, period="2026-10")
    report.save(tmp_path / "page.html")
    window.open(tmp_path / "page.html")
    assert window.run("document.querySelectorAll('img').length") == 0
    assert window.run("document.querySelector('h1').textContent").startswith(NASTY)
    assert window.run("document.querySelector('#aging tbody td').textContent") == NASTY
    window.click("#aging tbody td.num")
    assert is_open(window)
    assert NASTY in window.run("document.querySelector('dialog div').textContent")
    assert window.run("document.querySelectorAll('img').length") == 0
    assert window.told("Page.javascriptDialogOpening") == []
