#include <string>
#include <utility>
#include <vector>

#include "paper_contents.hpp"

namespace o2c::inline v1 {

namespace {

using namespace events;

Label fee_text(const std::optional<Money>& due, const std::optional<Money>& received) {
  if (!due) return {"free of charge", "免费"};
  const std::string got = format_money(received.value_or(Money::zero(due->currency())));
  const std::string amount = format_money(*due);
  return {amount + ", received " + got, amount + "，已收" + got};
}

/// What has become of the sample, step by step; what has not happened yet is to be filled in.
PaperTable sample_course(const PaperSource& source) {
  PaperTable table{
      {"Course", "进程"},
      {{{"step", "事项"}}, {{"record", "记录"}}, {{"by", "经手人"}}, {{"date", "日期"}}}};
  table.is_for_reference = true;
  const auto add_step = [&](Text step, const OrderEntry* entry, Label record) {
    if (entry == nullptr)
      table.rows.push_back({step, {}, {}, {}});
    else
      table.rows.push_back({step, std::move(record), same(entry->by), same(to_string(entry->on))});
  };
  const OrderEntry* made = last_of_sample<SampleMade>(source);
  const OrderEntry* checked = last_of_sample<SampleChecked>(source);
  const OrderEntry* filed = last_of_sample<SampleFiled>(source);
  const OrderEntry* sent = last_of_sample<SampleSent>(source);
  const OrderEntry* verdict = last_of_sample<SampleVerdictGiven>(source);
  add_step({"made", "制成"}, made, made ? pieces_text(said<SampleMade>(*made).pieces) : Label{});
  add_step({"checked", "审核"}, checked,
           checked ? with_verdict(said<SampleChecked>(*checked).passed,
                                  said<SampleChecked>(*checked).record)
                   : Label{});
  add_step({"photographed, one sealed and kept", "拍照留样"}, filed,
           filed ? Label{"seal " + said<SampleFiled>(*filed).seal + ", photographs " +
                             said<SampleFiled>(*filed).photos,
                         "封样" + said<SampleFiled>(*filed).seal + "，照片" +
                             said<SampleFiled>(*filed).photos}
                 : Label{});
  add_step(
      {"sent", "寄出"}, sent,
      sent ? same(said<SampleSent>(*sent).courier + " " + said<SampleSent>(*sent).tracking_number)
           : Label{});
  if (verdict != nullptr) {
    const auto& given = said<SampleVerdictGiven>(*verdict);
    const Label word = verdict_word(given.verdict);
    add_step({"customer's verdict", "客户意见"}, verdict,
             {word.en + ": " + given.words, word.zh + "：" + given.words});
  } else {
    add_step({"customer's verdict", "客户意见"}, nullptr, {});
  }
  return table;
}

Label security_text(const OrderState& state) {
  const SecurityState& security = state.security;
  std::vector<Label> parts;
  if (security.deposit && sign(*security.deposit) > 0)
    parts.emplace_back("deposit received", "定金已到账");
  if (security.credit_fits) parts.emplace_back("letter of credit checked", "信用证审核无误");
  if (security.granted) parts.emplace_back("credit granted", "已批准赊销");
  return listed(parts);
}

/// Without prices: a workshop has no need of them.
PaperTable goods_to_make(const Contract& contract) {
  PaperTable table{{"Goods", "货物"},
                   {{{"line", "行"}},
                    {{"product", "品名"}},
                    {{"quantity", "数量"}, true},
                    {{"at least", "最少"}, true},
                    {{"at most", "最多"}, true},
                    {{"unit", "单位"}}}};
  for (std::size_t i = 0; i < contract.lines.size(); ++i) {
    const OrderLine& line = contract.lines[i];
    table.rows.push_back(
        {same(std::to_string(i + 1)), same(line.product), same(grouped(line.quantity)),
         same(grouped(normalized(least_of(line.quantity, contract.tolerance)))),
         same(grouped(normalized(most_of(line.quantity, contract.tolerance)))), same(line.unit)});
  }
  return table;
}

/// Signed after the inspection for what it rejected, before the line is inspected again.
const OrderEntry* concession_after(const PaperSource& source, std::int32_t line) {
  for (std::size_t i = source.begins + 1; i < source.history.size(); ++i) {
    const OrderEntry& entry = source.history[i];
    const auto* again = std::get_if<GoodsInspected>(&entry.event);
    if (again != nullptr && again->line == line) return nullptr;
    const auto* concession = std::get_if<ConcessionSigned>(&entry.event);
    if (concession != nullptr && concession->line == line) return &entry;
  }
  return nullptr;
}

}  // namespace

Paper sample_order(const PaperSource& source) {
  const OrderEntry& ordered = beginning(source);
  const SampleState& sample = source.state.samples[static_cast<std::size_t>(source.part) - 1];
  Paper paper{name_of(OrderPaper::sample_order),
              source.order.number() + "/S" + std::to_string(source.part), ordered.on};
  add_order(paper, source);
  add_fact(paper, {"Round", "轮次"}, std::to_string(source.part));
  const OrderEntry* requested = last_of_sample<SampleRequested>(source);
  if (requested != nullptr)
    add_fact(paper, {"Product", "品名"}, said<SampleRequested>(*requested).product);
  add_fact(paper, {"To be made", "打样数量"}, pieces_text(sample.ordered));
  add_fact(paper, {"For the customer", "客户要求"}, pieces_text(sample.asked));
  add_fact(paper, {"Kept here", "留样"}, pieces_text(sample.ordered - sample.asked));
  add_fact(paper, {"Sample fee", "样品费"}, fee_text(sample.fee, sample.fee_received));
  if (sample.courier_fee) {
    add_fact(paper, {"Courier fee", "快递费"},
             fee_text(sample.courier_fee, sample.courier_fee_received));
  }
  if (const OrderEntry* collect = last_of_sample<FreightCollectConfirmed>(source))
    add_fact(paper, {"Freight collect", "到付账号"},
             said<FreightCollectConfirmed>(*collect).account);
  const OrderEntry* before = last_of<SampleVerdictGiven>(
      source, [&](const SampleVerdictGiven& e) { return e.sample == source.part - 1; });
  if (before != nullptr)
    add_fact(paper, {"Said of the round before", "上轮客户意见"},
             said<SampleVerdictGiven>(*before).words);
  paper.tables.push_back(sample_course(source));
  paper.signatures = {
      signature_of(name_of(ordered.role), &ordered),
      signature_of(name_of(Role::manager), last_of_sample<SampleOrderSigned>(source))};
  return paper;
}

Paper production_plan(const PaperSource& source) {
  const OrderEntry& drafted = beginning(source);
  const auto& plan = said<PlanDrafted>(drafted);
  const Contract& contract = *source.state.contract;
  Paper paper{name_of(OrderPaper::production_plan), plan.number, drafted.on};
  add_order(paper, source);
  add_fact(paper, {"Finish by", "完成日期"}, to_string(plan.finish_by));
  add_fact(paper, {"Latest shipment", "最迟装运期"}, contract.latest_shipment);
  add_goods_facts(paper, contract);
  add_fact(paper, {"Payment is secured", "付款保障"}, security_text(source.state));
  // Of this plan, not of one that it takes the place of.
  const auto since = [&]<class Event>(std::in_place_type_t<Event>) -> const OrderEntry* {
    const OrderEntry* entry = last_of<Event>(source);
    return entry != nullptr && entry > &drafted ? entry : nullptr;
  };
  const OrderEntry* issued = since(std::in_place_type<PlanIssued>);
  if (issued != nullptr && said<PlanIssued>(*issued).sample_seal)
    add_fact(paper, {"Sealed sample", "封样"}, *said<PlanIssued>(*issued).sample_seal);
  paper.tables.push_back(goods_to_make(contract));
  if (issued != nullptr) {
    PaperTable copies{{"Copies", "抄送"}, {{{"department", "部门"}}, {{"received", "签收"}}}};
    copies.is_for_reference = true;
    for (const std::string& department : said<PlanIssued>(*issued).departments)
      copies.rows.push_back({same(department), {}});
    paper.tables.push_back(std::move(copies));
  }
  paper.signatures = {signature_of(name_of(drafted.role), &drafted),
                      signature_of(name_of(Role::manager), since(std::in_place_type<PlanApproved>)),
                      signature_of(Text{"issued by", "下发人"}, issued)};
  return paper;
}

Paper qc_record(const PaperSource& source) {
  const OrderEntry& inspected = beginning(source);
  const auto& inspection = said<GoodsInspected>(inspected);
  OrderState then;
  for (std::size_t i = 0; i <= source.begins; ++i) fold(then, source.history[i]);
  const Contract& contract = *then.contract;
  const std::size_t at = static_cast<std::size_t>(inspection.line) - 1;
  const OrderLine& goods = contract.lines[at];
  const LineProgress& progress = then.lines[at];
  Paper paper{name_of(OrderPaper::qc_record), inspection.record, inspected.on};
  add_order(paper, source);
  add_fact(paper, {"Line", "合同行"}, std::to_string(inspection.line));
  add_fact(paper, {"Product", "品名"}, goods.product);
  add_fact(paper, {"Unit", "单位"}, goods.unit);
  add_goods_facts(paper, contract);
  for (const SampleState& sample : then.samples)
    if (sample.stage == SampleStage::accepted)
      add_fact(paper, {"Sealed sample", "封样"}, sample.seal);
  const bool passes = sign(inspection.rejected) == 0;
  add_fact(paper, {"Verdict", "结论"}, passes ? Label{"passed", "合格"} : Label{"rework", "返工"});

  PaperTable table{
      {"Quantities", "数量"},
      {{{"", ""}}, {{"this inspection", "本次"}, true}, {{"line so far", "累计"}, true}}};
  const auto add_row = [&](Label name, const std::string& now, const std::string& in_all) {
    table.rows.push_back({std::move(name), same(now), same(in_all)});
  };
  add_row({"ordered", "合同数量"}, "", grouped(progress.ordered));
  add_row({"made", "已完成"}, "", grouped(progress.made));
  add_row({"inspected", "验货数量"}, grouped(inspection.passed + inspection.rejected), "");
  add_row({"passed", "合格"}, grouped(inspection.passed), grouped(progress.passed));
  add_row({"rejected", "不合格"}, grouped(inspection.rejected), "");
  paper.tables.push_back(std::move(table));

  paper.signatures.push_back(signature_of(inspected));
  if (const OrderEntry* concession = concession_after(source, inspection.line)) {
    const auto& agreed = said<ConcessionSigned>(*concession);
    add_fact(paper, {"Concession", "让步接收"},
             Label{grouped(agreed.quantity) + " " + goods.unit + ", " + agreed.agreement,
                   grouped(agreed.quantity) + " " + goods.unit + "，" + agreed.agreement});
    paper.signatures.push_back(signature_of(*concession));
  }
  return paper;
}

}  // namespace o2c::inline v1
