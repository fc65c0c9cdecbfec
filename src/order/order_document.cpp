#include "o2c/order/order_document.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "o2c/number/detail/named_values.hpp"

#include "machines.hpp"
#include "paper_contents.hpp"
#include "paper_editions.hpp"
#include "wording.hpp"

namespace o2c::inline v1 {

namespace {

constexpr std::array<std::string_view, order_paper_count> papers{
    "sample_order", "contract", "production_plan", "qc_record", "shipment_notice"};
constexpr std::array<Text, order_paper_count> paper_titles{{{"Sample order", "打样单"},
                                                            {"Sales contract", "销售合同"},
                                                            {"Production plan", "生产计划单"},
                                                            {"Quality record", "验货记录"},
                                                            {"Shipment notice", "出货通知单"}}};
constexpr std::array<Text, order_paper_count> part_words{{{"sample", "样品"},
                                                          {"contract", "合同"},
                                                          {"plan", "计划单"},
                                                          {"inspection", "验货"},
                                                          {"shipment", "批次"}}};

bool has_parts_of_its_own(OrderPaper paper) {
  return paper == OrderPaper::sample_order || paper == OrderPaper::qc_record ||
         paper == OrderPaper::shipment_notice;
}

/// The part that is meant, from 1.
std::int32_t chosen_part(const Order& order, OrderPaper paper, std::int32_t part) {
  if (part < 0) throw_invalid("parts of an order count from 1: " + std::to_string(part));
  if (part != 0 && !has_parts_of_its_own(paper))
    throw_invalid(to_string(paper) + ": an order has one, expected no part");
  if (part != 0) return part;
  const std::int32_t there_are = parts_of(order, paper);
  if (there_are > 1)
    throw_invalid(to_string(paper) + ": expected which one of " + std::to_string(there_are));
  return 1;
}

/// What has to happen before there is such a paper, and what that lacks in its turn.
Refusals missing(const Order& order, OrderPaper paper, std::int32_t part) {
  const EventKind event = beginning_of(paper);
  const EventInfo& info = info_of(event);
  const Text title = name_of(paper);
  const Text word = part_words[static_cast<std::size_t>(paper)];
  const std::string number = std::to_string(part);
  const bool is_of_part = has_parts_of_its_own(paper);
  const std::int32_t home_part = has_parts(info.machine) ? part : 0;
  const Text now = stage_label(info.machine, stage_of(order.state(), info.machine, home_part));
  Label reason{"no paper “" + std::string(title.en) + "”" +
                   (is_of_part ? " of " + std::string(word.en) + " " + number : "") +
                   " yet: expected “" + std::string(info.label.en) + "” before; " +
                   std::string(words_of(info.machine).en) + " is at: " + std::string(now.en),
               "尚无" + std::string(title.zh) +
                   (is_of_part ? "（" + std::string(word.zh) + number + "）" : "") + "：须先“" +
                   std::string(info.label.zh) + "”；" + std::string(words_of(info.machine).zh) +
                   "现为：" + std::string(now.zh)};
  Refusals refusals{{"paper_has_begun",
                     std::move(reason),
                     {"Do that first.", "先办理该事项。"},
                     "sales handbook: papers"}};
  for (NextStep& step : order.next_steps(Date::min()))
    if (step.event == event && step.part == home_part)
      std::ranges::move(step.lacks, std::back_inserter(refusals));
  return refusals;
}

Refusals no_such_version(OrderPaper paper, std::int32_t version, std::size_t there_are) {
  const Text title = name_of(paper);
  const std::string asked = std::to_string(version);
  const std::string last = std::to_string(there_are);
  return {{"paper_has_that_version",
           {std::string(title.en) + ": expected a version from 1 to " + last + ", not " + asked,
            std::string(title.zh) + "：版本应为1至" + last + "，而非" + asked},
           {"Ask for one of these.", "请选择其中一版。"},
           "sales handbook: papers"}};
}

/// What a version says at its end.
Paper written(const Order& order, OrderPaper paper, std::int32_t part,
              const PaperEdition& edition) {
  const std::span<const OrderEntry> history =
      std::span<const OrderEntry>(order.history()).first(edition.ends);
  OrderState state;
  for (const OrderEntry& entry : history) fold(state, entry);
  return paper_of(paper, {order, state, history, edition.begins, part});
}

}  // namespace

std::string to_string(OrderPaper paper) {
  return std::string(papers[static_cast<std::size_t>(paper)]);
}
OrderPaper parse_order_paper(std::string_view text) {
  return parse_name<OrderPaper>(text, papers, "a paper of an order: one of");
}
Text name_of(OrderPaper paper) noexcept { return paper_titles[static_cast<std::size_t>(paper)]; }

Expected<std::string> order_document(const Order& order, OrderPaper paper, Language language,
                                     const PaperChoice& choice) {
  const std::int32_t part = chosen_part(order, paper, choice.part);
  const std::vector<PaperEdition> editions = editions_of(order, paper, part);
  if (editions.empty()) return missing(order, paper, part);
  const std::int32_t last = static_cast<std::int32_t>(editions.size());
  const std::int32_t version = choice.version == 0 ? last : choice.version;
  if (version < 1 || version > last) return no_such_version(paper, version, editions.size());
  const std::size_t at = static_cast<std::size_t>(version) - 1;
  const Paper now = written(order, paper, part, editions[at]);
  PaperFrame frame{order.policy().company, order.number(), version, editions[at].mark};
  frame.events = editions[at].ends;
  if (at > 0) frame.changes = changes_between(written(order, paper, part, editions[at - 1]), now);
  if (version < last)
    frame.mark =
        Label{"Version " + std::to_string(version) + " of " + std::to_string(last) +
                  ": a later one has taken its place",
              "第" + std::to_string(version) + "版，已由第" + std::to_string(last) + "版取代"};
  return paper_html(now, frame, language);
}

}  // namespace o2c::inline v1
