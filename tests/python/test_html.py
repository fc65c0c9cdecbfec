"""The aging as HTML: what stands in it, and that it is safe and complete by itself."""

import datetime
import decimal
import html.parser
import re
import subprocess
import sys

import o2c
import pyarrow as pa
import pytest
from o2c._html import aging_html, aging_page

AS_OF = datetime.date(2026, 3, 31)
VOID = {"meta"}


def open_items(*rows):
    party, currency, days, amount = zip(*rows, strict=True)
    return pa.table(
        {
            "party": party,
            "currency": currency,
            "due_date": [AS_OF - datetime.timedelta(days=n) for n in days],
            "amount": pa.array([decimal.Decimal(a) for a in amount], pa.decimal128(20, 3)),
        }
    )


BOOK = open_items(
    ("Tom & <b>Jerry</b>", "USD", 0, "1234567.80"),
    ("Tom & <b>Jerry</b>", "USD", 31, "1000.00"),
    ("Ann", "USD", 95, "3000.50"),
    ("Ann", "USD", 2, "-500.00"),
    ("田中", "JPY", 15, "70000"),
    ("Sheikh", "KWD", 15, "1.234"),
)


@pytest.fixture
def result():
    return o2c.aging(BOOK, as_of=AS_OF)


class Elements(html.parser.HTMLParser):
    """Collects the elements, and fails on one that is not closed."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.rows = [], [], []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th") and self.rows:
            self.rows[-1].append("")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_startendtag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, data):
        if self.open[-1:] in (["td"], ["th"]):
            self.rows[-1][-1] += data


def rows_of(text):
    return Elements(text).rows


def test_the_table_shows_each_row_and_the_totals_of_each_currency(result):
    over, head, *rows = rows_of(aging_html(result))
    assert over == ["", "", "", "Days past due", "", ""]
    assert head == [
        "Party", "Currency", "Not due", "1–30", "31–60", "61–90", "Over 90", "Credits", "Total",
    ]  # fmt: skip
    assert rows == [
        ["田中", "JPY", "–", "70,000", "–", "–", "–", "–", "70,000"],
        ["Sheikh", "KWD", "–", "1.234", "–", "–", "–", "–", "1.234"],
        ["Tom & <b>Jerry</b>", "USD", "1,234,567.80", "–", "1,000.00", "–", "–", "–",
         "1,235,567.80"],
        ["Ann", "USD", "–", "–", "–", "–", "3,000.50", "-500.00", "2,500.50"],
        ["Total", "JPY", "–", "70,000", "–", "–", "–", "–", "70,000"],
        ["Total", "KWD", "–", "1.234", "–", "–", "–", "–", "1.234"],
        ["Total", "USD", "1,234,567.80", "–", "1,000.00", "–", "3,000.50", "-500.00",
         "1,238,068.30"],
    ]  # fmt: skip


def test_what_comes_from_the_data_is_escaped(result):
    for text in (aging_html(result, title="<i>"), aging_page(result, title="<i>")):
        assert "<b>Jerry" not in text
        assert "<i>" not in text
        assert "Tom &amp; &lt;b&gt;Jerry" in text


def test_the_callers_decimal_context_changes_no_page():
    rows = [(str(i), "USD", 0, f"{1000 + i}.01") for i in range(30)]
    result = o2c.aging(open_items(*rows), as_of=AS_OF)
    shown = aging_page(result), aging_html(result)
    with decimal.localcontext(decimal.Context(prec=2, rounding=decimal.ROUND_UP)):
        assert (aging_page(result), aging_html(result)) == shown
    # Beside the twelve largest: 1000.01 to 1017.01.
    assert "18,153.18" in shown[0]


def test_a_column_name_is_escaped_too():
    table = BOOK.rename_columns(["<u>", *BOOK.column_names[1:]])
    result = o2c.aging(table, as_of=AS_OF, group_by=("<u>",))
    assert "<u>" not in aging_html(result) + aging_page(result)


def test_the_rows_are_capped_and_the_rest_is_counted():
    items = open_items(*[(f"P{i}", "USD" if i % 3 else "EUR", 1, f"{i}.00") for i in range(1, 61)])
    text = aging_html(o2c.aging(items, as_of=AS_OF), max_rows=10)
    parties = [row[0] for row in rows_of(text)[2:-2]]
    # Half of the rows for each currency, the largest.
    assert parties == ["P60", "P57", "P54", "P51", "P48", "P59", "P58", "P56", "P55", "P53"]
    assert "50 more rows" in text
    assert "more row" not in aging_html(o2c.aging(items, as_of=AS_OF), max_rows=60)
    assert "1 more row;" in aging_html(o2c.aging(items, as_of=AS_OF), max_rows=59)


def test_a_currency_with_few_rows_leaves_room_to_the_others():
    items = open_items(("E", "EUR", 1, "1"), *[(f"P{i}", "USD", 1, f"{i}") for i in range(1, 30)])
    rows = rows_of(aging_html(o2c.aging(items, as_of=AS_OF), max_rows=10))[2:-2]
    assert [row[1] for row in rows] == ["EUR"] + ["USD"] * 9


def test_overdue_cells_are_tinted_and_what_stands_apart_is_marked(result):
    cells = [a.get("class", "") for tag, a in Elements(aging_html(result)).tags if tag == "td"]
    assert any(css.split()[:2] == ["num", "b4"] for css in cells)
    assert "num credits apart neg" in cells
    assert re.search(r"td\.b4\{background:rgba", aging_html(result))
    assert not re.search(r"td\.b0\{background", aging_html(result))  # What is not due.


def test_deposits_stand_outside_the_total():
    receipts = pa.table(
        {"receipt": ["R1"], "party": ["Ann"], "date": [AS_OF], "currency": ["USD"],
         "amount": pa.array([decimal.Decimal("250.00")]), "order": ["O1"]}
    )  # fmt: skip
    invoices = pa.table(
        {"document": ["I1"], "party": ["Ann"], "invoice_date": [AS_OF], "due_date": [AS_OF],
         "currency": ["USD"], "amount": pa.array([decimal.Decimal("100.00")]), "order": ["O9"]}
    )  # fmt: skip
    text = aging_html(o2c.aging(invoices, receipts=receipts, as_of=AS_OF))
    _, head, row, _ = rows_of(text)
    assert head[-2:] == ["Total", "Deposits"]
    assert row[-2:] == ["100.00", "250.00"]
    assert "outside" in text


def test_headings_in_chinese(result):
    over, head, *rows = rows_of(aging_html(result, lang="zh"))
    assert "逾期天数" in over
    assert head == [
        "客户", "币种", "未到期", "1–30天", "31–60天", "61–90天", "超过90天", "贷项", "合计",
    ]  # fmt: skip
    assert rows[-1][0] == "合计"
    page = aging_page(result, lang="zh")
    assert '<html lang="zh-CN">' in page
    assert "截至2026年3月31日" in page
    assert not re.search(r"Not due|Overdue|Credits|Total", page)


def test_disputes_stand_apart_and_are_explained():
    disputed = pa.array([decimal.Decimal(n) for n in (0, 400, 0, 0, 70000, 0)])
    result = o2c.aging(BOOK.append_column("disputed", disputed), as_of=AS_OF)
    _, head, *rows = rows_of(aging_html(result))
    assert head[-3:] == ["Disputed", "Credits", "Total"]
    assert rows[0] == ["田中", "JPY", *"–––––", "70,000", "–", "70,000"]
    assert rows[-1][-5:] == ["–", "3,000.50", "400.00", "-500.00", "1,238,068.30"]
    cells = [a.get("class", "") for tag, a in Elements(aging_html(result)).tags if tag == "td"]
    assert "num disputed apart" in cells
    assert "num credits neg" in cells
    page = aging_page(result)
    # 600 and 3,000.50 of 1,238,168.30 are overdue.
    shown = re.sub(r"<[^>]+>|\s+", " ", page)
    assert re.search(r"Overdue +3,600\.50 +Overdue share +0\.3% +Disputed +400\.00", shown)
    assert "Total = all buckets + disputed + credits + unapplied" in page
    assert 'class="fill-disputed"' in page
    chinese = aging_page(result, lang="zh")
    assert "争议：客户对应收项目提出争议的部分" in chinese
    assert "合计＝各账龄段＋争议＋贷项＋未核销收款" in chinese
    assert "Disputed" not in chinese


def test_without_disputes_nothing_is_said_of_them(result):
    page = re.sub(r"<style>.*</style>", "", aging_page(result), flags=re.DOTALL)
    assert "disputed" not in page.lower()
    assert "Total = all buckets + credits + unapplied" in page


def test_an_unknown_language_is_refused(result):
    for show in (aging_html, aging_page):
        with pytest.raises(ValueError, match='lang "de": expected "en" or "zh"'):
            show(result, lang="de")


def test_by_invoice_date_nothing_is_called_overdue():
    items = BOOK.rename_columns(["party", "currency", "invoice_date", "amount"])
    page = aging_page(o2c.aging(items, as_of=AS_OF, by="invoice_date"))
    assert "Days since invoice" in page
    assert "Older than 30 days" in page
    assert "verdue" not in re.sub(r"<style>.*</style>|<[^>]*>", "", page, flags=re.DOTALL)


def test_the_page_needs_nothing_else(result):
    page = aging_page(result)
    Elements(page)
    assert not re.search(r"https?:|<script|<link|<img|@import|url\(|src=", page)
    assert "prefers-color-scheme: dark" in page
    assert "@media print" in page


def test_the_page_has_the_headline_figures(result):
    page = aging_page(result)
    shown = re.sub(r"<[^>]+>|\s+", " ", page)
    # 4,000.50 of 1,238,568.30 is 0.32299...%
    assert re.search(r"Total receivable +1,238,068\.30", shown)
    assert re.search(r"Overdue +4,000\.50 +Overdue share +0\.3% +Credits +-500\.00", shown)


def test_the_share_is_rounded_from_the_exact_one():
    # 0.15% exactly is a tie, which goes up; a binary float is a little below it.
    items = open_items(("A", "USD", 0, "1997.00"), ("A", "USD", 1, "3.00"))
    assert ">0.2%<" in aging_page(o2c.aging(items, as_of=AS_OF))
    items = open_items(("A", "USD", 0, "1997.01"), ("A", "USD", 1, "3.00"))
    assert ">0.1%<" in aging_page(o2c.aging(items, as_of=AS_OF))


def test_the_bars_of_a_party_are_as_long_as_its_amounts():
    items = open_items(
        ("A", "USD", 0, "600"), ("A", "USD", 40, "200"), ("A", "USD", 1, "-200"),
        ("B", "USD", 95, "100"),
    )  # fmt: skip
    page = aging_page(o2c.aging(items, as_of=AS_OF))
    _, parties = page.split('class="parties"')
    bars = re.findall(r'class="fill-(\w+)" x="([\d.]+)" y="0" width="([\d.]+)"', parties)
    # 1000 units stand for what reaches from -200 to 800.
    assert bars[:4] == [
        ("b0", "200.00", "600.00"),
        ("b2", "800.00", "200.00"),
        ("credits", "0.00", "200.00"),
        ("b4", "200.00", "100.00"),
    ]


def test_an_aging_without_rows_says_so():
    empty = o2c.aging(BOOK.slice(0, 0), as_of=AS_OF)
    for text in (aging_html(empty), aging_page(empty)):
        Elements(text)
        assert "Nothing was open on that day." in text


def test_without_group_keys_there_are_totals_only(result):
    result = o2c.aging(BOOK, as_of=AS_OF, group_by=())
    assert [row[0] for row in rows_of(aging_html(result))[2:]] == ["JPY", "KWD", "USD"]
    Elements(aging_page(result))


def test_a_huge_amount_is_shown_in_full():
    amount = "123456789012345.678"
    items = open_items(*[("A", "KWD", 5, amount)] * 3)
    assert "370,370,367,037,037.034" in aging_html(o2c.aging(items, as_of=AS_OF))


def test_a_notebook_needs_no_third_party_package():
    # pyarrow makes the table; the rest of the extras stays out.
    script = """
import sys, datetime, pyarrow
sys.path[:0] = {path!r}
import o2c
table = pyarrow.table({{"party": ["A"], "due_date": [datetime.date(2026, 1, 1)],
                       "amount": pyarrow.array([100]), "currency": ["USD"]}})
assert "1.00" in o2c.aging(table, as_of=datetime.date(2026, 1, 1))._repr_html_()
assert not {{"jinja2", "matplotlib", "rich", "typer"}} & set(sys.modules)
"""
    subprocess.run([sys.executable, "-c", script.format(path=sys.path)], check=True)
