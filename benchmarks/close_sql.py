"""What a month's close asks of a book, in DuckDB's SQL.

Amounts are whole minor units, and products of them HUGEINT, so that nothing is rounded but where a
close rounds. Rows keep the order of their table by `rowid`. The days of the month and the moment up
to which facts are known are the variables `first`, `last` and `known`; `begin` is the first day of
the plans, and lines of commissions are those from `since` on.
"""

from __future__ import annotations

from benchmarks.close_plans import PlanSql

COST_KINDS = (
    *("goods", "material", "processing", "packing", "refund", "domestic", "freight", "insurance"),
    *("bank", "commission", "claim", "rebate", "finance", "exchange", "other"),
)
INCOMES = ("refund", "rebate", "exchange")


def rounded(value: str, by: str) -> str:
    """Halves away from zero."""
    whole = f"((2 * abs({value}) + {by}) // (2 * {by}))"
    return f"(CASE WHEN {value} < 0 THEN -{whole} ELSE {whole} END)::BIGINT"


def posted(rows: str, date: str = "date", recorded: str = "recorded_at") -> str:
    """The rows of a table that are known, with the day on which each is posted."""
    return (
        f"(SELECT r.rowid AS row, r.*, greatest(r.{date}, m.open_from) AS posted FROM {rows} r"
        f" ASOF LEFT JOIN months m ON r.{recorded} >= m.closed_at"
        f" WHERE r.{recorded} <= getvariable('known'))"
    )


# From a closed month's moment on its facts belong to the day after it.
MONTHS = """
CREATE OR REPLACE TEMP TABLE months AS
SELECT closed_at, last_day(strptime(period || '-01', '%Y-%m-%d')::DATE) + 1 AS open_from
FROM closed_periods
"""

# Debits, credit notes and payments, known by then.
DOCUMENTS = f"""
CREATE OR REPLACE TEMP TABLE documents AS
SELECT row, document AS number, kind, kind <> 'credit_note' AS is_debit, false AS is_payment, party,
       currency, abs(amount) AS gross, abs(coalesce(net, amount)) AS net, "order", salesperson,
       invoice_date AS date, due_date, recorded_at, posted
FROM (SELECT * REPLACE (coalesce(kind, CASE WHEN amount < 0 THEN 'credit_note' ELSE 'invoice' END)
                        AS kind) FROM {posted("invoices", "invoice_date")})
UNION ALL
SELECT row, receipt, coalesce(kind, 'receipt'), false, true, party, currency, amount, amount,
       "order", salesperson, date, NULL, recorded_at, posted
FROM {posted("receipts")}
"""

# An application holds no earlier than its documents.
APPLIED = f"""
CREATE OR REPLACE TEMP TABLE applied AS
SELECT a.row, a.document, a.receipt, a.amount, d.kind AS debit_kind, c.kind AS credit_kind,
       coalesce(c.is_payment, false) AS by_payment, c.date AS paid_on, d.due_date,
       greatest(a.recorded_at, d.recorded_at, c.recorded_at) AS recorded_at,
       greatest(a.posted, d.posted, c.posted) AS posted
FROM {posted("applications")} a
JOIN documents d ON d.number = a.document AND d.is_debit
LEFT JOIN documents c ON c.number = a.receipt AND NOT c.is_debit
WHERE a.receipt IS NULL OR c.number IS NOT NULL
"""


def aging(buckets: list[int]) -> str:
    """Debits by their due dates, what is disputed, credits and payments beside them."""
    late = "getvariable('last') - due_date"
    bounds = [0, *buckets]
    owed = "sum(open - disputed) FILTER (WHERE is_debit AND {})"
    columns = [("not_due", owed.format(f"(due_date IS NULL OR {late} <= 0)"))]
    columns += [
        (f"{low + 1}-{high}", owed.format(f"{late} > {low} AND {late} <= {high}"))
        for low, high in zip(bounds, buckets, strict=False)
    ]
    columns.append((f">{bounds[-1]}", owed.format(f"{late} > {bounds[-1]}")))
    columns += [
        ("credits", "-sum(open) FILTER (WHERE NOT is_debit AND NOT is_payment)"),
        ("unapplied", "-sum(open) FILTER (WHERE is_payment AND NOT is_deposit)"),
        (
            "total",
            "sum(CASE WHEN is_debit THEN open WHEN is_deposit THEN 0 ELSE -open END)",
        ),
        ("deposits", "sum(open) FILTER (WHERE is_deposit)"),
        ("disputed", "sum(disputed)"),
        ("items", "count(*)"),
    ]
    sums = ", ".join(f'coalesce({what}, 0)::BIGINT AS "{name}"' for name, what in columns)
    return f"""
WITH settled AS (SELECT * FROM applied WHERE posted <= getvariable('last')),
charged AS (SELECT DISTINCT "order" FROM documents
            WHERE is_debit AND "order" IS NOT NULL AND posted <= getvariable('last')),
contested AS (
    SELECT document, sum(amount) AS disputed
    FROM (SELECT d.*, greatest(d.ended, m.open_from) AS end_posted
          FROM {posted("disputes")} d ASOF LEFT JOIN months m ON d.end_recorded_at >= m.closed_at)
    WHERE posted <= getvariable('last')
      AND NOT coalesce(end_posted <= getvariable('last')
                       AND end_recorded_at <= getvariable('known'), false)
    GROUP BY document),
standing AS (
    SELECT d.party, d.currency, d.is_debit, d.is_payment, d.due_date,
           d.is_payment AND d."order" IS NOT NULL AND c."order" IS NULL AS is_deposit,
           d.gross - coalesce(CASE WHEN d.is_debit THEN s.paid ELSE t.paid END, 0) AS open,
           least(coalesce(x.disputed, 0), open) AS disputed
    FROM documents d
    LEFT JOIN (SELECT document, sum(amount) AS paid FROM settled GROUP BY document) s
           ON s.document = d.number AND d.is_debit
    LEFT JOIN (SELECT receipt, sum(amount) AS paid FROM settled WHERE receipt IS NOT NULL
               GROUP BY receipt) t ON t.receipt = d.number AND NOT d.is_debit
    LEFT JOIN charged c ON c."order" = d."order"
    LEFT JOIN contested x ON x.document = d.number AND d.is_debit
    WHERE d.posted <= getvariable('last'))
SELECT party, currency, {sums} FROM standing WHERE open <> 0 GROUP BY party, currency
"""


# What was handed in by the number of a receipt, then what fills the oldest of the rest: both are
# laid end to end by salesperson, and a receipt is whole on the day whose end reaches its own.
CASH_DAYS = f"""
CREATE OR REPLACE TEMP TABLE cash_days AS
WITH given AS (SELECT * FROM {posted("cash_handed_in")}
               WHERE posted <= getvariable('last') AND trim(signed_by) <> ''),
named AS (SELECT receipt, sum(amount) AS amount, max(posted) AS posted FROM given
          WHERE receipt IS NOT NULL GROUP BY receipt),
taken AS (
    SELECT t.receipt, t.salesperson, t.currency, n.posted,
           t.amount - coalesce(n.amount, 0) AS rest,
           sum(t.amount - coalesce(n.amount, 0)) OVER (PARTITION BY t.salesperson, t.currency
               ORDER BY t.date, t.row ROWS UNBOUNDED PRECEDING) AS reach
    FROM {posted("cash_collected")} t LEFT JOIN named n USING (receipt)
    WHERE t.posted <= getvariable('last')),
filling AS (
    SELECT salesperson, currency, posted,
           row_number() OVER (PARTITION BY salesperson, currency ORDER BY date, row) AS number,
           sum(amount) OVER (PARTITION BY salesperson, currency
               ORDER BY date, row ROWS UNBOUNDED PRECEDING) AS reach
    FROM given WHERE receipt IS NULL),
filled AS (
    SELECT t.receipt, t.salesperson, t.currency,
           unnest(generate_series(a.number, z.number)) AS number
    FROM taken t
    ASOF JOIN filling a ON a.salesperson = t.salesperson AND a.currency = t.currency
                       AND a.reach > t.reach - t.rest
    ASOF JOIN filling z ON z.salesperson = t.salesperson AND z.currency = t.currency
                       AND z.reach >= t.reach
    WHERE t.rest > 0),
last_filled AS (SELECT receipt, max(posted) AS posted
                FROM filled JOIN filling USING (salesperson, currency, number) GROUP BY receipt)
SELECT t.receipt, CASE WHEN t.rest = 0 THEN t.posted WHEN l.posted IS NOT NULL
                       THEN greatest(l.posted, t.posted) END AS date
FROM taken t LEFT JOIN last_filled l USING (receipt)
"""

# Who has what was somebody's, from the day after `after` on.
HEIRS = """
CREATE OR REPLACE TEMP TABLE heirs AS
WITH RECURSIVE chain AS (
    SELECT person, person AS heir, DATE '0001-01-01' AS after, 0 AS step FROM people
    UNION ALL
    SELECT c.person, p.successor, greatest(c.after, p."left"), c.step + 1
    FROM chain c JOIN people p ON p.person = c.heir
    WHERE p."left" IS NOT NULL AND p.successor IS NOT NULL
      AND c.step < (SELECT count(*) FROM people))
SELECT person, after, arg_max(heir, step) AS heir FROM chain GROUP BY person, after
"""

# Each application's share of its document's net: what was due up to it, less what was before.
LINES = f"""
CREATE OR REPLACE TEMP TABLE lines AS
WITH moved AS (
    SELECT *, CASE WHEN debit_kind = 'refund' THEN receipt ELSE document END AS of_document,
           CASE WHEN debit_kind = 'refund' THEN -1 ELSE 1 END AS sign
    FROM applied
    WHERE (by_payment AND debit_kind IN ('invoice', 'debit_note'))
       OR (credit_kind = 'credit_note' AND debit_kind = 'refund')),
dated AS (
    SELECT m.*, greatest(m.posted, c.date) AS counts,
           m.posted BETWEEN getvariable('begin') AND getvariable('last')
           AND (c.receipt IS NULL OR c.date IS NOT NULL) AS is_whole
    FROM moved m LEFT JOIN cash_days c USING (receipt)),
counted AS (
    SELECT *, coalesce(is_whole AND counts BETWEEN getvariable('since') AND getvariable('last'),
                       false) AS counts_now
    FROM dated),
shared AS (
    SELECT c.*, d.net, d.gross, d.currency, d.party, d."order", d.salesperson,
           sum(c.amount) OVER (PARTITION BY c.of_document, c.sign
               ORDER BY c.recorded_at, c.row ROWS UNBOUNDED PRECEDING) AS up_to
    FROM counted c
    JOIN documents d ON d.number = c.of_document AND d.is_debit = (c.sign = 1) AND NOT d.is_payment
    WHERE c.of_document IN (SELECT of_document FROM counted WHERE counts_now))
SELECT 'collected' AS basis, recorded_at, row, of_document AS document, posted, counts, currency,
       sign * ({rounded("net * up_to", "gross")}
               - {rounded("net * (up_to - amount)", "gross")}) AS net,
       CASE WHEN sign = 1 THEN coalesce(paid_on - due_date, 0) ELSE 0 END AS days_overdue,
       party, "order", salesperson
FROM shared WHERE counts_now
UNION ALL
SELECT 'invoiced', recorded_at, row, number, posted, posted, currency,
       CASE WHEN is_debit THEN net ELSE -net END, 0, party, "order", salesperson
FROM documents
WHERE kind IN ('invoice', 'debit_note', 'credit_note')
  AND posted BETWEEN getvariable('since') AND getvariable('last')
"""


def in_currency(amount: str, digits: str, rate: str, to_digits: int) -> str:
    """Minor units of another currency at a rate, DECIMAL(18, 8) of it for one."""
    scaled = f"(({amount})::HUGEINT * ({rate} * 100000000)::HUGEINT * {10**to_digits})"
    return rounded(scaled, f"(100000000::HUGEINT * (10 ** {digits})::HUGEINT)")


def commissioned(plan: PlanSql, digits: dict[str, int]) -> str:
    """What each line of a plan pays: what it adds to what its person has earned, rounded."""
    rate = "CASE WHEN l.currency <> '{0}' THEN coalesce(x.rate, error('no rate')) END"
    converted = in_currency("l.net", "g.digits", rate.format(plan.currency), digits[plan.currency])
    target = (
        "coalesce(t.amount, error('no target of ' || salesperson))"
        if plan.by_attainment
        else "NULL::BIGINT"
    )
    cap = f"{plan.cap * 10 ** digits[plan.currency]:f}::BIGINT" if plan.cap is not None else "NULL"
    earned = f"(({plan.tiers('after')} - {plan.tiers('after - base')}) * {plan.pays})"
    return f"""
WITH whose AS (
    SELECT l.*, coalesce(o.line, p.line) AS business,
           coalesce(h.heir, l.salesperson, o.salesperson, p.salesperson) AS person
    FROM lines l
    LEFT JOIN orders o ON o."order" = l."order"
    LEFT JOIN parties p ON p.party = l.party
    ASOF LEFT JOIN heirs h
      ON h.person = coalesce(l.salesperson, o.salesperson, p.salesperson) AND h.after < l.posted
    WHERE l.basis = '{plan.basis}' AND coalesce(o.line, p.line) = '{plan.name}'
      AND l.counts BETWEEN DATE '{plan.first}' AND DATE '{plan.last}'),
based AS (
    SELECT l.* EXCLUDE salesperson, l.person AS salesperson,
           strftime(l.counts, '%Y-%m') AS month,
           CASE WHEN l.currency = '{plan.currency}' THEN l.net ELSE {converted} END AS base
    FROM whose l JOIN digits g USING (currency)
    ASOF LEFT JOIN (SELECT * FROM exchange_rates WHERE quote = '{plan.currency}') x
      ON x.base = l.currency AND x.date <= l.counts
    WHERE l.person IS NOT NULL),
summed AS (
    SELECT *, sum(base) OVER (PARTITION BY salesperson, month ORDER BY counts, recorded_at, row
               ROWS UNBOUNDED PRECEDING) AS after FROM based),
aimed AS (
    SELECT s.*, {target} AS target FROM summed s LEFT JOIN targets t
        ON t.person = s.salesperson AND t.period = s.month
       AND t.currency = '{plan.currency}'),
earning AS (SELECT *, {earned} AS earned FROM aimed),
totals AS (
    SELECT *, sum(earned) OVER (PARTITION BY salesperson, month ORDER BY counts, recorded_at, row
               ROWS UNBOUNDED PRECEDING)::HUGEINT AS total FROM earning)
SELECT '{plan.name}' AS plan, salesperson, '{plan.currency}' AS currency, month, "order",
       {cap} AS cap,
       {rounded("total", str(plan.scale))}
       - {rounded("(total - earned)", str(plan.scale))} AS commission
FROM totals
"""


def commission(plans: list[PlanSql], digits: dict[str, int], to: str) -> list[str]:
    """Of each line in a table `to`; of each person and month, what lines earn within the cap."""
    parts = " UNION ALL ".join(f"(FROM ({commissioned(plan, digits)}))" for plan in plans)
    return [
        CASH_DAYS,
        HEIRS,
        LINES,
        f"CREATE OR REPLACE TEMP TABLE {to} AS {parts}",
        "SELECT plan, salesperson, currency, month,"
        f" least(sum(commission), min(cap))::BIGINT AS commission FROM {to} GROUP BY ALL",
    ]


def profit(home: str, digits: dict[str, int]) -> str:
    """Revenue, each kind of cost and profit by order; its commissions are those of its lines."""
    rate = f"CASE WHEN e.currency <> '{home}' THEN coalesce(e.rate, x.rate, error('no rate')) END"
    converted = in_currency("e.amount", "g.digits", rate, digits[home])
    kinds = ("revenue", *COST_KINDS)
    sums = ", ".join(
        f"coalesce(sum(amount) FILTER (kind = '{kind}'), 0)::BIGINT AS \"{kind}\"" for kind in kinds
    )
    incomes = ", ".join(f"'{kind}'" for kind in INCOMES)
    cost = (
        f"CASE WHEN kind = 'revenue' THEN 0 WHEN kind IN ({incomes}) THEN -amount ELSE amount END"
    )
    return f"""
WITH sales AS (SELECT * FROM {posted("invoices", "invoice_date")}
               WHERE posted <= getvariable('last')
                 AND coalesce(kind, 'invoice') IN ('invoice', 'debit_note', 'credit_note')),
since AS (SELECT "order", min(posted) AS since FROM sales WHERE "order" IS NOT NULL
          GROUP BY "order"),
entries AS (
    SELECT 'revenue' AS kind, "order", coalesce(net, amount) AS amount, currency, rate,
           invoice_date AS date
    FROM sales WHERE posted >= getvariable('first')
    UNION ALL
    SELECT c.kind, c."order", c.amount, c.currency, c.rate, c.date
    FROM {posted("costs")} c LEFT JOIN since s USING ("order")
    WHERE c.posted <= getvariable('last')
      AND (c."order" IS NULL OR s.since IS NOT NULL)
      AND greatest(c.posted, s.since) >= getvariable('first')),
homed AS (
    SELECT e.kind, e."order",
           CASE WHEN e.currency = '{home}' THEN e.amount ELSE {converted} END AS amount
    FROM entries e JOIN digits g USING (currency)
    ASOF LEFT JOIN (SELECT * FROM exchange_rates WHERE quote = '{home}') x
      ON x.base = e.currency AND x.date <= e.date
    UNION ALL
    SELECT 'commission', "order", commission FROM commissions WHERE commission <> 0),
summed AS (
    SELECT "order", count(*) AS entries, {sums}, sum({cost})::BIGINT AS cost
    FROM homed GROUP BY "order")
SELECT s."order", o.party, o.salesperson, o.line, s.* EXCLUDE ("order"),
       s.revenue - s.cost AS profit
FROM summed s LEFT JOIN orders o ON o."order" = s."order"
"""
