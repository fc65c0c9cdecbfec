"""The words of a close in both languages: its tables, their columns, and what stands in them."""

from __future__ import annotations

from o2c._labels import Language

# Of each table: its title, and what it says.
TABLES = {
    "ties": (
        ("Ties", "勾稽"),
        ("What has to agree, and whether it does.", "应当相符的金额及差额。"),
    ),
    "commission": (
        ("Commission", "提成"),
        ("Who is paid what, by plan.", "按方案列示每人应发提成。"),
    ),
    "commission_lines": (
        ("Commission lines", "提成明细"),
        (
            "What each payment brought, and why lines bring nothing.",
            "每笔回款带来的提成及不计提原因。",
        ),
    ),
    "commission_corrections": (
        ("Corrections of closed months", "已结月份提成更正"),
        (
            "What each month was settled at, and what it comes to with what came since.",
            "各已结月份原结算额与重算额。",
        ),
    ),
    "profit": (
        ("Order profit", "订单利润"),
        (
            "What each order earned in the month, in the home currency.",
            "本月各订单利润（本位币）。",
        ),
    ),
    "variances": (
        ("Why profit differs from the budget", "利润差异分析"),
        (
            "Causes by product, in the home currency; above zero is for the better.",
            "按产品列示差异原因（本位币），正数为有利。",
        ),
    ),
    "worklist": (
        ("Overdue: whom to call first", "催收名单"),
        (
            "By broken promises, days and amount; whom credits cover comes last.",
            "按失约次数、逾期天数及金额排列；贷方金额足以抵付者列后。",
        ),
    ),
    "letters": (
        ("Reminders to send", "拟发催款函"),
        ("Proposed by the dunning policy.", "按催款政策建议。"),
    ),
    "held_letters": (
        ("Reminders held back", "暂不催款"),
        ("Overdue, and why no letter asks for it.", "已逾期但暂不发函的款项及原因。"),
    ),
    "orders": (
        ("Orders under way", "在办订单"),
        ("What each waits for; what is late first.", "各订单在等待什么，延误者在前。"),
    ),
    "attainment": (
        ("Targets", "任务完成"),
        ("Net sales against targets.", "不含税销售额与任务量。"),
    ),
    "fulfilment": (
        ("Framework contracts", "长单履约"),
        ("Delivered of what was called off.", "按要货量计算的履约率。"),
    ),
    "cash": (
        ("Cash", "现金上交"),
        ("What the sales force collected, and when it was handed in.", "业务员收取及上交的现金。"),
    ),
    "exceptions": (
        ("Exceptions", "异常"),
        ("What a controller has to look at.", "需要主管关注的事项。"),
    ),
    "aging": (
        ("Receivables by age", "应收账款账龄"),
        ("Who owes what, and how late.", "各客户欠款及逾期情况。"),
    ),
    "provision": (
        ("Provision", "坏账准备"),
        ("Expected losses by age (IFRS 9).", "按账龄计提的预期信用损失。"),
    ),
    "aging_change": (
        ("Why receivables changed", "应收变动原因"),
        ("Fact by fact, since the month that it is compared with.", "与对比月份相比，逐笔说明。"),
    ),
}

_COLUMNS = {
    "tie": ("Tie", "勾稽项"),
    "whole": ("Whole", "整体"),
    "parts": ("Parts", "部分合计"),
    "difference": ("Difference", "差额"),
    "party": ("Customer", "客户"),
    "currency": ("Currency", "币种"),
    "amount": ("Amount", "金额"),
    "plan": ("Plan", "方案"),
    "salesperson": ("Salesperson", "业务员"),
    "person": ("Person", "人员"),
    "commission": ("Commission", "提成"),
    "overrides": ("Overrides", "上级提成"),
    "pools": ("Pools", "奖金池"),
    "corrections": ("Corrections", "更正"),
    "settled": ("Settled at", "原结算"),
    "recomputed": ("Comes to", "重算"),
    "correction": ("Correction", "更正"),
    "held_back": ("Held back", "扣留"),
    "released": ("Released", "发放扣留"),
    "forgiven": ("Forgiven", "免还"),
    "held": ("Carried: held back", "结转扣留"),
    "repaid": ("Repaid", "抵还"),
    "advanced": ("Advanced", "预支"),
    "recovered": ("Recovered", "扣回"),
    "payable": ("Payable", "应发"),
    "overpaid": ("Carried: overpaid", "结转多发"),
    "draw": ("Carried: draw", "结转预支"),
    "deferred": ("Not payable yet", "未到期"),
    "awaiting": ("Carried: awaiting", "结转待付"),
    "standing": ("Standing", "状态"),
    "date": ("Date", "日期"),
    "document": ("Document", "单据"),
    "order": ("Order", "订单"),
    "net": ("Net", "不含税"),
    "line": ("Line", "业务线"),
    "entries": ("Entries", "笔数"),
    "revenue": ("Revenue", "收入"),
    "goods": ("Goods", "采购成本"),
    "material": ("Material", "材料"),
    "processing": ("Processing", "加工费"),
    "packing": ("Packing", "包装"),
    "refund": ("VAT refund", "出口退税"),
    "domestic": ("Domestic", "国内费用"),
    "freight": ("Freight", "运费"),
    "insurance": ("Insurance", "保险费"),
    "bank": ("Bank", "银行费用"),
    "claim": ("Claims", "索赔"),
    "rebate": ("Rebates", "返利"),
    "finance": ("Finance", "财务费用"),
    "exchange": ("Exchange", "汇兑损益"),
    "other": ("Other", "其他"),
    "cost": ("Cost", "成本"),
    "profit": ("Profit", "利润"),
    "overdue": ("Overdue", "逾期"),
    "disputed": ("Disputed", "争议"),
    "promised": ("Promised", "承诺"),
    "items": ("Items", "笔数"),
    "days_overdue": ("Days", "逾期天数"),
    "level": ("Level", "催款级别"),
    "broken_promises": ("Broken promises", "失约次数"),
    "fee": ("Fee", "费用"),
    "total": ("Total", "合计"),
    "credits": ("Credits", "贷项"),
    "hold": ("Held back", "原因"),
    "open": ("Open", "未清"),
    "last_event": ("Last event", "最近事件"),
    "since": ("Since", "日期"),
    "idle_days": ("Idle days", "停滞天数"),
    "waits_for": ("Waits for", "等待"),
    "due_on": ("Due", "期限"),
    "days_late": ("Days late", "延误天数"),
    "lacks": ("Lacks", "缺少"),
    "stuck": ("Stuck", "停滞"),
    "period": ("Period", "期间"),
    "target": ("Target", "任务量"),
    "actual": ("Invoiced", "实际"),
    "attainment": ("Attained", "完成率"),
    "product": ("Product", "产品"),
    "unit": ("Unit", "单位"),
    "contracted": ("Contracted", "合同量"),
    "called": ("Called off", "要货量"),
    "delivered": ("Delivered", "交付量"),
    "performed": ("Performed", "履约量"),
    "ours": ("Ours", "我方履约率"),
    "customers": ("Customer's", "客户履约率"),
    "receipt": ("Receipt", "收据"),
    "late_until": ("Late until", "迟交期限"),
    "collected": ("Collected", "收取"),
    "in_time": ("In time", "当日上交"),
    "late": ("Late", "迟交"),
    "recoverable": ("Missing", "应追回"),
    "withheld": ("Withheld", "私收"),
    "fine": ("Fine", "罚款"),
    "exception": ("Kind", "类别"),
    "subject": ("About", "对象"),
    "says": ("What", "说明"),
    "not_due": ("Not due", "未到期"),
    "unapplied": ("Unapplied", "未核销"),
    "deposits": ("Deposits", "预收定金"),
    "exposure": ("Exposure", "计提基数"),
    "provision": ("Provision", "坏账准备"),
    "budgeted_in": ("Budgeted in", "预算币种"),
    "cause": ("Cause", "原因"),
    "counterpart": ("Against", "对应单据"),
    "from": ("From", "自"),
    "to": ("To", "至"),
}

_VALUES = {
    "counted": ("counted", "计提"),
    "excluded": ("excluded", "不计提"),
    "unmatched": ("no rule", "无适用规则"),
    "pending": ("not earned yet", "未到计提时点"),
    "late": ("of a closed month", "归属已结月份"),
    "no_plan": ("no plan", "无方案"),
    "no_salesperson": ("no salesperson", "无业务员"),
    "cash_held": ("cash not handed in", "现金未上交"),
    "below_floor": ("price below floor", "低于底价"),
    "refused_event": ("against a rule", "违反规则"),
    "broken_promise": ("broken promise", "失约"),
    "returned_payment": ("payment returned", "退票"),
    "write_off": ("written off", "坏账核销"),
    "over_limit": ("above the limit", "超信用额度"),
    "cash_withheld": ("cash withheld", "私收货款"),
    "losing_order": ("losing order", "亏损订单"),
    "late_record": ("recorded late", "补录"),
    "collected": ("collected", "回款"),
    "aging": ("aging", "账龄"),
    "statements": ("statements", "往来"),
    "general_ledger": ("general ledger", "总帐"),
    "profit": ("profit", "利润"),
    "revenue": ("revenue", "收入"),
    "costs": ("costs", "成本费用"),
    "variance": ("budget", "预算"),
    "exchange": ("exchange", "汇率"),
    "price": ("price", "价格"),
    "cost": ("cost", "成本"),
    "mix": ("mix", "结构"),
    "quantity": ("quantity", "数量"),
    "new_document": ("new document", "新单据"),
    "application": ("application", "核销"),
    "adjustment": ("adjustment", "差额处理"),
    "reversal": ("reversal", "冲回"),
    "dispute": ("dispute", "争议"),
    "due_date": ("due date known", "到期日确定"),
    "invoiced": ("order invoiced", "订单已开票"),
    "passing_of_time": ("passing of time", "账龄推移"),
    "not_reached": ("level not reached", "未到级别"),
    "last_level": ("last level reached", "已达最高级别"),
    "interval": ("reminded lately", "间隔未到"),
}

_REST = {
    "close": ("Month close", "月结"),
    "signed": ("closed and signed", "已结帐"),
    "open_month": ("not signed yet", "未结帐"),
    "known_at": ("as known at {moment}", "以{moment}所知"),
    "compared": ("compared with {period}", "对比{period}"),
    "ties_hold": ("All ties hold", "勾稽全部相符"),
    "ties_differ": ("{count} ties differ", "{count}项勾稽不符"),
    "receivable": ("Receivable", "应收"),
    "deposits_apart": (
        "deposits of {amount} stand outside, the ties deduct them",
        "另有预收定金{amount}，勾稽中扣减",
    ),
    "payable_commission": ("Commission payable", "应发提成"),
    "orders_open": ("Orders under way", "在办订单"),
    "orders_stuck": ("of these stuck", "其中停滞"),
    "waiting": ("Costs waiting for an invoice", "待结转成本"),
    "margin": ("Margin", "利润率"),
    "explain": ("How it came about", "计算过程"),
    "total": ("Total", "合计"),
    "search": ("Find in all tables", "在各表中查找"),
    "more_rows": ("{count} more rows are in the files", "另有{count}行见数据文件"),
    "no_rows": ("None.", "无。"),
    "close_it": ("Close", "关闭"),
    "profit_bridge": ("From revenue to profit", "从收入到利润"),
    "by_age": ("Receivables by age", "应收账款账龄"),
    "targets": ("Targets", "任务完成"),
    "causes": ("Exceptions by kind", "异常分类"),
    "yes": ("yes", "是"),
    "no": ("", ""),
}


def word(key: str, lang: Language, **values: str) -> str:
    """A word or sentence of the close."""
    return _REST[key][lang == "zh"].format(**values)


def title(table: str, lang: Language) -> str:
    return TABLES[table][0][lang == "zh"]


def note(table: str, lang: Language) -> str:
    return TABLES[table][1][lang == "zh"]


def column(name: str, lang: Language) -> str:
    """The heading of a column; buckets of ages keep their own names."""
    if name in _COLUMNS:
        return _COLUMNS[name][lang == "zh"]
    for prefix in ("exposure_", "provision_"):
        if name.startswith(prefix):
            return f"{column(prefix[:-1], lang)} {column(name[len(prefix) :], lang)}"
    return name.replace("_", " ")


def value(name: str, lang: Language) -> str:
    """A value of a column of kinds, for people; others as they are."""
    return _VALUES[name][lang == "zh"] if name in _VALUES else name.replace("_", " ")
