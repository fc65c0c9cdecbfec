"""What a reader sees: headings and sentences in English and Chinese, dates and amounts as text."""

from __future__ import annotations

import datetime
import decimal
import functools
import re
from collections.abc import Callable
from typing import Literal, ParamSpec, TypeVar, get_args

Language = Literal["en", "zh"]

# Enough for any sum of decimal128 amounts; a result that did not fit would raise, never round.
EXACT = decimal.Context(prec=120, traps=[decimal.Inexact, decimal.InvalidOperation])

_SHOWN = decimal.Context(
    prec=EXACT.prec,
    rounding=decimal.ROUND_HALF_EVEN,
    traps=[decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow],
)

_Arguments = ParamSpec("_Arguments")
_Returned = TypeVar("_Returned")


def in_own_decimals(
    function: Callable[_Arguments, _Returned],
) -> Callable[_Arguments, _Returned]:
    """Calculates with as many digits as EXACT has, half to even, where a share needs rounding: the
    caller's decimal context, which may have few, must not change what a reader sees."""

    @functools.wraps(function)
    def calculated(*arguments: _Arguments.args, **options: _Arguments.kwargs) -> _Returned:
        with decimal.localcontext(_SHOWN):
            return function(*arguments, **options)

    return calculated


_TEXT: dict[str, tuple[str, str]] = {
    # Columns.
    "party": ("Party", "客户"),
    "salesperson": ("Salesperson", "业务员"),
    "document": ("Document", "单据"),
    "instalment": ("Instalment", "分期"),
    "order": ("Order", "订单"),
    "receipt": ("Receipt", "收款单"),
    "invoice_date": ("Invoice date", "开票日期"),
    "due_date": ("Due date", "到期日"),
    "currency": ("Currency", "币种"),
    "amount": ("Amount", "金额"),
    "items": ("Items", "笔数"),
    "days": ("Days", "天数"),
    "not_due": ("Not due", "未到期"),
    "future": ("Future", "未到开票日"),
    "disputed": ("Disputed", "争议"),
    "credits": ("Credits", "贷项"),
    "unapplied": ("Unapplied", "未核销收款"),
    "total": ("Total", "合计"),
    "deposits": ("Deposits", "预收款"),
    # Headings over several columns.
    "days_past_due": ("Days past due", "逾期天数"),
    "days_since_invoice": ("Days since invoice", "开票后天数"),
    # Titles and sentences.
    "aging": ("Receivables aging", "应收账款账龄表"),
    "as_of": ("as of {date}", "截至{date}"),
    "by_due_date": ("aged by due date", "按到期日计算"),
    "by_invoice_date": ("aged by invoice date", "按开票日期计算"),
    "row_count": ("{count} rows", "{count}行"),
    "one_row": ("1 row", "1行"),
    "item_count": ("{count} items", "{count}笔"),
    "one_item": ("1 item", "1笔"),
    "more_rows": (
        "{count} more rows; shown are the largest by total, the totals cover all rows",
        "另有{count}行未显示；所示为余额最大者，合计包含全部行",
    ),
    "one_more_row": (
        "1 more row; shown are the largest by total, the totals cover all rows",
        "另有1行未显示；所示为余额最大者，合计包含全部行",
    ),
    "no_rows": ("Nothing was open on that day.", "当日无未清项。"),
    "whole_units": (
        "Amounts in whole units, rounded to fit the width; a wider terminal or --out shows all.",
        "金额已按宽度取整显示；加宽终端或使用 --out 可见全部小数。",
    ),
    # A book.
    "book_table": ("Table", "表"),
    "book_rows": ("Rows", "行数"),
    "book_sound": ("No faults.", "未发现错误。"),
    "one_fault": ("1 fault", "1处错误"),
    "fault_count": ("{count} faults", "{count}处错误"),
    "book_written": ("{count} files written to {path}", "已在{path}写入{count}个文件"),
    # Headline figures of the page.
    "total_receivable": ("Total receivable", "应收总额"),
    "overdue": ("Overdue", "逾期"),
    "overdue_share": ("Overdue share", "逾期占比"),
    "up_to_days": ("Up to {days} days", "{days}天以内"),
    "older_than_days": ("Older than {days} days", "超过{days}天"),
    "older": ("Older", "更早"),
    "older_share": ("Share of older", "长账龄占比"),
    "profile": ("By age", "账龄分布"),
    "parties": ("Largest balances", "最大余额"),
    "all_others": ("All others", "其余合计"),
    "all": ("All", "全部"),
    "details": ("All figures", "明细"),
    "largest_first": ("largest first", "按余额从大到小"),
    "notes": ("Reading the table", "说明"),
    "note_not_due": (
        "Not due: due on {date} or later. Day 1 after the due date is the first day past due.",
        "未到期：到期日为{date}或以后。到期日次日为逾期第1天。",
    ),
    "note_future": (
        "Days are counted from the invoice date to {date}.",
        "天数自开票日计至{date}。",
    ),
    "note_disputed": (
        "Disputed: what customers dispute of debits, whatever the due date; it is in no bucket, "
        "and no part of what is overdue.",
        "争议：客户对应收项目提出争议的部分，不论到期日；不计入各账龄段及逾期。",
    ),
    "note_credits": (
        "Credits: credit notes and other negative items, whatever their due date.",
        "贷项：贷项通知单及其他负数项目，不论到期日。",
    ),
    "note_unapplied": (
        "Unapplied: receipts not yet matched with an invoice on that day.",
        "未核销收款：当日尚未与发票核销的收款。",
    ),
    "note_share": (
        "Overdue share: overdue ÷ (not due + overdue), before credits and unapplied receipts.",
        "逾期占比＝逾期÷（未到期＋逾期），未扣贷项及未核销收款。",
    ),
    "note_total": (
        "Total = all buckets{disputed} + credits + unapplied: the balance of the ledger.",
        "合计＝各账龄段{disputed}＋贷项＋未核销收款，即应收账款净额，与应收明细账核对。",
    ),
    "note_total_netted": (
        "Total = all buckets{disputed} + unapplied, credits being netted in the buckets: "
        "the balance of the ledger.",
        "合计＝各账龄段（贷项已抵减）{disputed}＋未核销收款，即应收账款净额，与应收明细账核对。",
    ),
    "and_disputed": (" + disputed", "＋争议"),
    "note_deposits": (
        "Deposits: received for orders not yet invoiced; outside the receivable and its total.",
        "预收款：尚未开票订单的收款，不计入应收合计。",
    ),
    # The statement of a party.
    "statement": ("Statement of account", "对账单"),
    "from_to": ("{from_date} to {to_date}", "{from_date}至{to_date}"),
    "balance_on": ("Balance on {date}", "{date}余额"),
    "posted": ("Date", "日期"),
    "entry": ("Entry", "摘要"),
    "number": ("Number", "单号"),
    "debit": ("Debit", "借方"),
    "credit": ("Credit", "贷方"),
    "balance": ("Balance", "余额"),
    "applied": ("Applied", "核销"),
    "opening": ("Opening balance", "期初余额"),
    "closing": ("Closing balance", "期末余额"),
    "dated": ("dated {date}", "单据日期{date}"),
    "reversal_of": ("Reversal of {entry}", "冲销{entry}"),
    "conversion": ("Applied to another currency", "异币核销"),
    "no_movement": (
        "No balance and no movement in the period.",
        "本期无余额，无发生额。",
    ),
    "note_balance": (
        "Balance: what {party} owes; a negative balance is in its favour.",
        "余额：{party}应付我方的款项；负数为我方应付。",
    ),
    "note_applied": (
        "Applied: what settled an item by the end of the period; the payment itself is an entry of "
        "its own.",
        "核销：截至期末冲抵该单据的款项；收款本身另列一行。",
    ),
    "kind_invoice": ("Invoice", "发票"),
    "kind_debit_note": ("Debit note", "借项通知单"),
    "kind_interest": ("Interest", "利息"),
    "kind_refund": ("Refund", "退款"),
    "kind_returned_payment": ("Returned payment", "退票"),
    "kind_receipt": ("Receipt", "收款"),
    "kind_deposit": ("Deposit", "定金"),
    "kind_note_receivable": ("Bill", "票据"),
    "kind_credit_note": ("Credit note", "贷项通知单"),
    "adjustment_discount": ("Discount", "现金折扣"),
    "adjustment_late_discount": ("Discount in days of grace", "宽限期折扣"),
    "adjustment_bank_charge": ("Bank charge", "银行费用"),
    "adjustment_difference": ("Small difference", "尾差"),
    "adjustment_write_off": ("Write-off", "坏账核销"),
    "adjustment_waiver": ("Waiver", "减免"),
    # The change of an aging.
    "aging_change": ("Change of the aging", "账龄变动"),
    "cause": ("Cause", "原因"),
    "counterpart": ("With", "对方单据"),
    "column_from": ("From", "转出"),
    "column_to": ("To", "转入"),
    "no_change": ("Nothing changed.", "无变动。"),
    "late": ("{cause} (recorded late)", "{cause}（补录）"),
    "cause_new_document": ("New document", "新单据"),
    "cause_late_record": ("Recorded late", "补录单据"),
    "cause_application": ("Application", "核销"),
    "cause_adjustment": ("Adjustment", "调整"),
    "cause_reversal": ("Reversal", "冲销"),
    "cause_dispute": ("Dispute", "争议"),
    "cause_due_date": ("Due date known", "到期日确定"),
    "cause_passing_of_time": ("Passing of time", "账龄推移"),
    # Late interest.
    "late_interest": ("Late interest", "逾期利息"),
    "accrued": ("Accrued", "应计利息"),
    "charged_before": ("Charged before", "此前已计收"),
    "to_be_charged": ("To be charged", "本次计收"),
    "no_interest": ("Nothing is to be charged.", "无应计收利息。"),
    "interest_stretch": (
        "{first} to {last}, {days} days: {amount} at {rate}",
        "{first}至{last}，{days}天：{amount}，年利率{rate}",
    ),
    "interest_covered": (
        "Covered by credits that were not applied: apply them by their own dates first.",
        "有未核销贷方金额可抵：请先按其日期核销。",
    ),
    # Reminders, and whom to call.
    "dunning_run": ("Reminders proposed", "催款建议"),
    "reminder": ("Reminder, level {level}", "催款函（第{level}级）"),
    "dunning_level": ("Level", "催款级别"),
    "last_level": ("Last level", "上次级别"),
    "asked_for": ("Asked for", "催收金额"),
    "reminder_fee": ("Fee of the reminder", "催款费"),
    "unapplied_credits": ("Credits not applied", "未核销贷方金额"),
    "open_amount": ("Open", "未清金额"),
    "dunning_held_back": ("Held back", "暂缓催款"),
    "hold": ("Reason", "原因"),
    "dunned_item": (
        "{document}, due {date}, days overdue {days}: {amount}",
        "{document}，到期日{date}，逾期{days}天：{amount}",
    ),
    "worklist": ("Whom to call first", "催收优先名单"),
    "worklist_converted": ("overdue amounts compared in {currency}", "逾期金额折合{currency}比较"),
    "converted": ("Converted", "折算金额"),
    "promised_amount": ("Promised", "已承诺付款"),
    "broken_promises": ("Broken promises", "失信承诺数"),
    "limit_used": ("Limit used", "额度使用率"),
    "nothing": ("Nothing.", "无。"),
    # Pictures of a ledger.
    "aging_over_time": ("Receivables by age", "应收账款账龄走势"),
    "collection_curve": ("Collected of what was invoiced", "回款曲线"),
    "days_after_invoice": ("Days after the invoice", "开票后天数"),
    "all_invoices": ("All invoices", "全部发票"),
    # Credit.
    "credit_exposure": ("Credit exposure", "信用风险敞口"),
    "credit_limit": ("Credit limit", "信用额度"),
    "credit_given": ("Credit may be given.", "可以授信。"),
    "stage_open": ("Open", "未到期"),
    "stage_overdue": ("Overdue", "逾期"),
    "stage_under_collection": ("Under collection", "托收中"),
    "stage_draft": ("Invoice drafts", "发票草稿"),
    "stage_shipped": ("Shipped, not invoiced", "已发货未开票"),
    "stage_ordered": ("Ordered, not shipped", "已订未发"),
    "credit_covered": ("Covered", "有保障"),
    "credit_insured": ("Insured", "已投保"),
    "credit_at_risk": ("Exposure", "敞口"),
    "credit_days_overdue": ("Days overdue", "逾期天数"),
    "credit_limit_of": ("Limit of", "额度项目"),
    "credit_most": ("Limit", "额度"),
    "credit_used": ("Used", "已用"),
    "credit_left": ("Left", "剩余"),
    "credit_elsewhere": (
        "Not counted, in other currencies: {amounts}",
        "未计入的其他币种：{amounts}",
    ),
    # Cash of the sales force.
    "cash_hand_in": ("Cash handed in", "现金上交"),
    "cash_collected": ("Collected", "收款"),
    "cash_date": ("Collected on", "收款日"),
    "cash_in_time": ("In time", "当日上交"),
    "cash_late": ("Late", "迟交"),
    "cash_late_until": ("Late until", "迟交期限"),
    "cash_recovered": ("Recovered", "逾期后上交"),
    "cash_recoverable": ("Recoverable", "应追回"),
    "cash_not_due_yet": ("Not handed in, not late yet", "未到期限待上交"),
    "cash_still_withheld": ("Withheld, not handed in", "私收未上交"),
    "cash_handed_in": ("Handed in", "已上交"),
    "cash_out": ("Cash that is out", "未上交现金"),
    "cash_withheld": ("Withheld", "私收"),
    "cash_fine": ("Fine", "罚款"),
    "cash_cap": ("Cap of deductions", "本月扣款上限"),
    "cash_most": ("Deductible", "本月可扣"),
    "cash_unsigned": (
        "Hand-ins that finance has not signed for do not count: {count}",
        "未经财务签收、不计入的上交：{count}笔",
    ),
    "no_such_rows": ("Nothing.", "无。"),
    # Reconciling, and letters of confirmation.
    "reconciliation": ("Reconciliation", "往来对账表"),
    "reconcile_class": ("Class", "类别"),
    "reconcile_groups": ("Groups", "组数"),
    "reconcile_ours": ("Ours", "我方"),
    "reconcile_theirs": ("Theirs", "对方"),
    "reconcile_difference": ("Difference", "差额"),
    "reconcile_reference": ("Reference", "编号"),
    "reconcile_date": ("Date", "日期"),
    "reconcile_matched": ("Matched", "相符"),
    "reconcile_within_tolerance": ("Within tolerance", "容差内相符"),
    "reconcile_amount_differs": ("Amount differs", "金额不符"),
    "reconcile_date_differs": ("Date differs", "日期不符"),
    "reconcile_currency_differs": ("Currency differs", "币种不符"),
    "reconcile_duplicate": ("Duplicate", "重复入账"),
    "reconcile_disputed": ("Disputed", "争议"),
    "reconcile_in_transit": ("In transit", "在途未达"),
    "reconcile_missing_from_theirs": ("Missing from theirs", "对方未入账"),
    "reconcile_missing_from_ours": ("Missing from ours", "我方未入账"),
    "reconcile_unexplained": ("Unexplained", "未解释"),
    "reconcile_no_difference": ("All lines match.", "全部相符。"),
    "reconcile_unfinished": (
        "The search for sums was not finished: {reference}",
        "组合搜索未完成：{reference}",
    ),
    "confirmation": ("Balance confirmation", "询证函"),
    "no_balance": ("No balance.", "无余额。"),
    # Commissions.
    "commission_title": ("Commission", "提成核算"),
    "commission": ("Commission", "提成"),
    "base": ("Base", "计提基数"),
    "lines": ("Lines", "笔数"),
    "lines_unmatched": ("{count} lines that no rule picks", "{count}笔无适用规则"),
    "commission_statement": ("Statement of commissions", "提成单"),
    "line": ("Line", "行"),
    "rule": ("Rule", "规则"),
    "share": ("Share", "份额"),
    "left": ("Modifiers leave", "调整系数"),
    "manager": ("Manager", "上级"),
    "level": ("Level", "级"),
    "of": ("Of", "基于"),
    "pool": ("Pool", "奖金池"),
    "overrides": ("Overrides", "上级提成"),
    "pools": ("Pools", "奖金池"),
    "corrections": ("Corrections", "更正"),
    "deferred": ("Not payable yet", "未到期"),
    "awaiting": ("Awaiting", "待付余额"),
    "repaid": ("Repaid", "抵扣多付"),
    "held_back": ("Held back", "扣留"),
    "recovered": ("Draws repaid", "抵扣预支"),
    "released": ("Released", "释放扣留"),
    "payable": ("Payable", "应付"),
    "overpaid": ("Overpaid, carried on", "多付结转"),
    "overpaid_balance": ("Overpaid", "多付余额"),
    "draw": ("Draws owed", "预支余额"),
    "held": ("Held", "扣留余额"),
    "net": ("Net", "净额"),
    "cost": ("Cost", "成本"),
    "list_price": ("List price", "目录价"),
    "tax": ("Tax", "税额"),
    "days_overdue": ("Days overdue", "逾期天数"),
    "product": ("Product", "产品"),
    "category": ("Category", "类别"),
    "date": ("Date", "日期"),
    "standing": ("Standing", "状态"),
    "answer": ("Answer", "答复"),
    "answered": ("Answered", "答复日"),
    "reason": ("Reason", "理由"),
    "accepted": ("accepted", "已确认"),
    "accepted_by_silence": (
        "accepted, as nothing was said until the deadline",
        "逾期未答复，视同确认",
    ),
    "objected": ("objected to", "有异议"),
    "open": ("open", "待答复"),
    "statement_whole": ("The statement as a whole: {standing}.", "整单：{standing}。"),
    "answer_until": (
        "Each line is accepted or objected to until {date}.",
        "请于{date}前（含当日）逐行确认或提出异议。",
    ),
    "corrections_of": ("Corrections of closed periods", "已结期间更正"),
    "settled": ("Settled", "原结算"),
    "recomputed": ("Recomputed", "重算"),
    "correction": ("Correction", "更正额"),
    "late_lines": ("Lines that came late", "迟到的行"),
    "lines_uncounted": ("Lines that earn nothing", "不计提的行"),
    "line_excluded": ("excluded", "不计提"),
    "line_unmatched": ("no rule picks it", "无适用规则"),
    "line_too_late": ("returned too late", "退货逾期"),
    "line_house": ("nobody's, as the salesperson has left", "销售员已离职"),
    "line_pending": ("not earned yet", "尚未计提"),
    "lines_earlier": ("{count} lines before the period", "另有{count}笔早于本期"),
    "lines_outside": ("{count} lines of other dates", "另有{count}笔不属于本期"),
    # Plans compared and simulated.
    "plan_comparison": ("Plans compared", "方案比较"),
    "plan_base": ("Base", "计提基数"),
    "plan_base_before": ("Base before", "原方案基数"),
    "plan_base_after": ("Base after", "新方案基数"),
    "plan_before": ("Before", "原方案"),
    "plan_after": ("After", "新方案"),
    "plan_change": ("Change", "增减"),
    "plan_as_is": ("As it is", "现状"),
    "plan_costs": (
        "Of a revenue of {revenue} is paid: {before} before, {after} after (rounded half up to "
        "0.01%). {gain} gain, {lose} lose.",
        "占收入{revenue}的比例：原方案{before}，新方案{after}（四舍五入至0.01%）。"
        "{gain}人增加，{lose}人减少。",
    ),
    "plan_simulation": ("What a plan would cost", "方案成本测算"),
    "plan_scale": ("Lines scaled to", "业绩缩放至"),
    "plan_quantile": ("Of the runs, at most", "模拟分位数"),
    "plan_revenue": ("Revenue", "收入"),
    "plan_cost": ("Cost", "提成成本"),
    "plan_cost_share": ("Of revenue", "占收入"),
    "plan_runs": ("Runs", "模拟次数"),
    "plan_quantiles": (
        "Each column's own quantiles of {runs} runs: an amount that so many of them do not exceed.",
        "{runs}次模拟各列的分位数：达到该比例的模拟不超过此金额。",
    ),
    "plan_over_base": ("Base of a period", "期间计提基数"),
    "plan_over_quantity": ("Quantity of a period", "期间数量"),
    "plan_over_attainment": ("Attainment of the target", "目标达成率"),
    "plan_over_quantity_attainment": ("Attainment of the target of quantity", "销量目标达成率"),
    "plan_over_margin": ("Margin of a line", "单笔毛利率"),
    "plan_rate": ("Rate", "提成比例"),
    "plan_of_target": ("Commission, of the target", "提成占目标"),
    "plan_of_target_unit": ("Commission, for each unit of the target", "目标每单位的提成"),
    "plan_effective_rate": ("Effective rate", "实际提成比例"),
    "plan_cap": ("Cap", "封顶"),
    "plan_floor": ("Floor", "保底"),
    # Measures of collecting, and provisions.
    "measures": ("Measures of collecting", "回款指标"),
    "first_rows": ("the first {count} of {all} rows", "共{all}行，所示为前{count}行"),
    "period": ("Period", "期间"),
    "credit_sales": ("Credit sales", "赊销额"),
    "goods": ("Goods", "货物成本"),
    "budget": ("Budget", "预算"),
    "actual": ("Actual", "实际"),
    "exchange": ("Exchange", "汇率差异"),
    "price": ("Price", "价格"),
    "quantity": ("Quantity", "数量"),
    "material": ("Material", "材料"),
    "processing": ("Processing", "加工费"),
    "packing": ("Packing", "包装"),
    "freight": ("Freight", "运费"),
    "insurance": ("Insurance", "保险费"),
    "exchange_rate": ("Exchange rate", "汇率"),
    "purchase_price": ("Purchase price", "进价"),
    "expenses": ("Expenses", "费用"),
    "fixed_costs": ("Fixed costs", "固定费用"),
    "expense_rate": ("Expense rate", "费用率"),
    "input_falls": ("Input falls", "因素下降"),
    "input_rises": ("Input rises", "因素上升"),
    "profit_revenue": ("Revenue", "销售收入"),
    "profit_goods": ("Goods", "采购成本"),
    "profit_material": ("Material", "材料"),
    "profit_processing": ("Processing", "加工费"),
    "profit_packing": ("Packing", "包装费"),
    "profit_refund": ("VAT refund", "出口退税"),
    "profit_domestic": ("Domestic charges", "国内费用"),
    "profit_freight": ("Freight", "国际运费"),
    "profit_insurance": ("Insurance", "保险费"),
    "profit_bank": ("Bank charges", "银行费用"),
    "profit_commission": ("Commission", "佣金提成"),
    "profit_claim": ("Claims", "索赔"),
    "profit_rebate": ("Rebates received", "供应商返利"),
    "profit_finance": ("Finance cost", "财务费用"),
    "profit_exchange": ("Exchange differences", "汇兑损益"),
    "profit_other": ("Other costs", "其他费用"),
    "cost_material": ("Material", "材料"),
    "cost_bought_in": ("Bought in", "外购"),
    "cost_processing": ("Processing", "加工费"),
    "cost_packing": ("Packing", "包装费"),
    "cost_tooling": ("Tooling", "模具费"),
    "cost_overhead": ("Overhead", "管理费"),
    "cost_finance": ("Finance", "财务费用"),
    "cost_expense": ("Expense", "费用"),
    "profit_cost": ("Cost", "成本合计"),
    "profit": ("Profit", "利润"),
    "profit_item": ("Item", "项目"),
    "profit_statement": ("Profit statement", "利润表"),
    "share_of_revenue": ("Of revenue", "占收入"),
    "exchange_cost": ("Exchange cost", "换汇成本"),
    "cost_line": ("Line", "成本项目"),
    "cost_sheet": ("Cost of one unit", "单位成本"),
    "cost_of_price": ("Besides, the price has to hold {rate} of itself", "另按价格计提{rate}"),
    "offer_commission": ("Commission", "佣金"),
    "offer_vat": ("VAT rate", "增值税率"),
    "offer_refund_rate": ("Refund rate", "退税率"),
    "offer_figures": ("Figures of export", "出口效益指标"),
    "offer_note": (
        "Net FOB and the break-even price in foreign currency, other amounts in home currency; "
        "of one unit, but for the profit of all.",
        "外汇净收入与保本价格为外币，其余金额为本币；除利润总额外均为单位数。",
    ),
    "offer_figure": ("Figure", "指标"),
    "offer_net_fob": ("Net FOB", "外汇净收入 FOB"),
    "offer_revenue": ("Revenue", "本币收入"),
    "offer_refund": ("VAT refund", "出口退税"),
    "offer_cost": ("Cost", "总成本"),
    "offer_profit": ("Profit", "利润"),
    "offer_total_profit": ("Profit of all", "利润总额"),
    "offer_exchange_cost": ("Exchange cost", "换汇成本"),
    "offer_profit_loss_ratio": ("Profit ÷ cost", "盈亏率"),
    "offer_break_even_price": ("Break-even price", "保本价格"),
    "offer_break_even_rate": ("Break-even rate", "保本汇率"),
    "offer_break_even_quantity": ("Break-even quantity", "保本量"),
    "landed_costs": ("Landed cost", "到岸成本"),
    "landed_value": ("Value", "货值"),
    "landed_duty": ("Duty", "关税"),
    "landed_unit_cost": ("Cost of one", "单位成本"),
    "profit_variance": ("Profit against the budget", "利润差异分析"),
    "selling_expenses": ("Expenses of selling", "销售费用"),
    "expense_person": ("Person", "人员"),
    "expense_limit": ("Limit", "限额"),
    "expense_spent": ("Spent", "已支出"),
    "expense_left": ("Left", "余额"),
    "everybody": ("all", "全体"),
    "every_category": ("all", "全部费用"),
    "no_limit": ("no limit", "无限额"),
    "quotation": ("Quotation", "报价"),
    "quote_leaves": ("In brackets the rate of profit", "括号内为利润率"),
    "quote_below": ("Below each price its rate of profit", "价格下方为利润率"),
    "quote_valid": ("Valid until {date}", "有效期至{date}"),
    "dso": ("DSO", "周转天数"),
    "countback_dso": ("DSO counted back", "倒推周转天数"),
    "best_possible_dso": ("Best possible DSO", "最佳周转天数"),
    "average_days_delinquent": ("Average days delinquent", "平均逾期天数"),
    "collection_effectiveness": ("Collection effectiveness", "回款有效性"),
    "days_to_pay": ("Days to pay", "付款天数"),
    "days_late": ("Days late", "逾期付款天数"),
    "turnover": ("Turnover", "周转率"),
    "provision_title": ("Provision for receivables", "应收账款坏账准备"),
    "bucket": ("Age", "账龄"),
    "exposure": ("Exposure", "计提基数"),
    "loss_rate": ("Loss rate", "损失率"),
    "provision": ("Provision", "坏账准备"),
    # Terms of payment.
    "second_amount": ("Second amount", "第二币种金额"),
    "discount": ("Discount", "现金折扣"),
    "pending": ("pending on the {event}", "待定：{event}"),
    "until": ("{amount} until {date}", "{date}及以前 {amount}"),
    "event_order": ("order date", "下单日"),
    "event_contract": ("contract date", "合同签订日"),
    "event_invoice": ("invoice date", "发票日"),
    "event_documents_sent": ("sending of the documents", "单据寄出日"),
    "event_bl": ("B/L date", "提单日"),
    "event_delivery": ("delivery", "交货日"),
    "event_acceptance": ("acceptance", "验收日"),
    "event_presentation": ("presentation", "交单日"),
    "event_sight": ("sight", "见票日"),
    "event_draft_acceptance": ("acceptance of the draft", "承兑日"),
    # The terminal.
    "reading": ("reading {name}", "读取{name}"),
    "wrote": ("wrote {path}", "已写入 {path}"),
}

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def check_language(lang: str) -> Language:
    """`lang` itself, if it is "en" or "zh"; ValueError otherwise."""
    if lang not in get_args(Language):
        raise ValueError(f'lang "{lang}": expected "en" or "zh"')
    return lang  # type: ignore[return-value]


def text(key: str, lang: Language, **values: str) -> str:
    """The sentence or heading named `key`, with its `{places}` filled."""
    return _TEXT[key][lang == "zh"].format(**values)


def heading(name: str, lang: Language) -> str:
    """A column's heading; a column that we do not know keeps its own name."""
    if name in _TEXT and "{" not in _TEXT[name][0]:  # sentences with places are no headings
        return text(name, lang)
    if span := re.fullmatch(r"(\d+)-(\d+)", name):
        days = f"{span[1]}–{span[2]}"
        return f"{days}天" if lang == "zh" else days
    if over := re.fullmatch(r">(\d+)", name):
        return f"超过{over[1]}天" if lang == "zh" else f"Over {over[1]}"
    return name


def count_text(key: str, count: int, lang: Language) -> str:
    """ "1 row" or "2,013 rows": `key` is "row", "item" or "more_row"."""
    plural = "more_rows" if key == "more_row" else f"{key}_count"
    return text(f"one_{key}", lang) if count == 1 else text(plural, lang, count=f"{count:,}")


def date_text(date: datetime.date, lang: Language) -> str:
    """31 October 2026, or 2026年10月31日; independent of any locale."""
    if lang == "zh":
        return f"{date.year}年{date.month}月{date.day}日"
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


def amount_text(amount: decimal.Decimal, digits: int) -> str:
    """1,234.50 with `digits` decimals; choose them with `digits_needed` and nothing is rounded."""
    shown = f"{amount:,.{digits}f}"
    # What rounds to zero has no sign: "-0" would read as a credit.
    return shown.lstrip("-") if not shown.strip("-0.,") else shown


def compact_text(amount: decimal.Decimal, lang: Language) -> str:
    """A short form for a chart, to three digits, half up: 1.25M, 310k; 125万, 3.1亿."""
    short = decimal.Context(prec=3, rounding=decimal.ROUND_HALF_UP).abs(amount)
    units = ((8, "亿"), (4, "万")) if lang == "zh" else ((9, "B"), (6, "M"), (3, "k"))
    exponent, unit = next((u for u in units if short.adjusted() >= u[0]), (0, ""))
    shown = f"{short.scaleb(-exponent):f}"
    if "." in shown:
        shown = shown.rstrip("0").rstrip(".")
    return f"{'−' if amount < 0 else ''}{shown}{unit}"
