"""What the tables of a book are called."""

from __future__ import annotations

from ._labels import Language

_CHINESE = {
    "parties": "客户",
    "people": "业务员及主管",
    "products": "商品及包装",
    "price_list": "价格表",
    "orders": "订单",
    "order_lines": "订单明细",
    "events": "订单事件（日志）",
    "invoices": "发票、借项、贷项及退款",
    "invoice_lines": "发票明细",
    "receipts": "收款及票据",
    "applications": "核销及调整",
    "disputes": "争议",
    "promises": "付款承诺",
    "reminders": "催款函",
    "costs": "采购及费用",
    "exchange_rates": "汇率",
    "budgets": "预算",
    "targets": "销售目标",
    "quantity_targets": "销量目标",
    "holdback_releases": "扣留提成的发放",
    "contract_quantities": "长单数量",
    "cash_collected": "业务员收取的现金",
    "cash_handed_in": "上缴的现金",
    "control_balances": "总账控制余额",
    "closed_periods": "已结账期间",
}


def table_name(name: str, meaning: str, lang: Language) -> str:
    """What a table is, in a few words."""
    return _CHINESE[name] if lang == "zh" else meaning
