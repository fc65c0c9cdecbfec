#include "o2c/commission/plan_history.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "o2c/number/detail/throw_faults.hpp"
#include "o2c/number/error.hpp"

#include "carried_over.hpp"

namespace o2c::inline v1 {
namespace {

bool begins_accumulation(Date date, const Plan& plan) {
  return first_accumulating_day(plan, date) == date;
}
// `whose`: such as "its".
std::string first_day_of(const Plan& plan, const std::string& whose) {
  const PeriodKind kind = accumulating_kind(plan);
  return "the first day of a " + to_string(kind) +
         (plan.terms().payout.longer_period == kind
              ? ", over which " + whose + " pay is bounded"
              : ", over which " + whose + " base accumulates");
}

std::vector<Fault> faults_of(const std::vector<PlanVersion>& versions) {
  std::vector<Fault> faults;
  if (versions.empty())
    faults.push_back({.field = "versions", .value = "none", .expected = "at least one version"});
  for (std::size_t i = 0; i < versions.size(); ++i) {
    const auto fault = [&](const char* field, std::string value, std::string expected) {
      faults.push_back({.row = static_cast<std::int64_t>(i),
                        .field = field,
                        .value = std::move(value),
                        .expected = std::move(expected)});
    };
    const auto& [from, plan] = versions[i];
    const std::string day = to_string(from);
    if (!begins_accumulation(from, plan)) fault("from_date", day, first_day_of(plan, "its"));
    if (i == 0) continue;
    const PlanVersion& before = versions[i - 1];
    if (from <= before.from_date)
      fault("from_date", day,
            "a day after " + to_string(before.from_date) +
                ", from which the version before it holds");
    else if (begins_accumulation(from, plan) && !begins_accumulation(from, before.plan))
      fault("from_date", day, first_day_of(before.plan, "the version before's"));
    const Plan& first = versions.front().plan;
    if (plan.name() != first.name())
      fault("name", plan.name(), first.name() + ", as of the first version");
    if (plan.currency() != first.currency())
      fault("currency", to_string(plan.currency()),
            to_string(first.currency()) + ", as of the first version");
  }
  return faults;
}

// Of two versions that do not count the same lines on the same day.
void add_other_counting(const PlanTerms& before, const PlanTerms& terms,
                        std::vector<Label>& findings) {
  const auto add = [&](const std::string& en, const std::string& zh) {
    findings.emplace_back(en + ": a line may count twice or not at all, and a close refuses it",
                          zh + "：一行可能计两次或不计，结账时不接受");
  };
  if (terms.earned_on != before.earned_on) {
    const std::string day = day_column(terms.earned_on);
    const std::string day_before = day_column(before.earned_on);
    add("it counts lines by their " + day + ", the version before by their " + day_before,
        "按" + day + "计提，前一版本按" + day_before);
  }
  const auto is_collected = [](const PlanTerms& of) {
    return of.basis == CommissionBasis::collected;
  };
  if (is_collected(terms) == is_collected(before)) return;
  if (is_collected(terms))
    add("it goes by what is collected, the version before by what is invoiced",
        "按回款计提，前一版本按开票");
  else
    add("it goes by what is invoiced, the version before by what is collected",
        "按开票计提，前一版本按回款");
}

std::string begin_of(const PlanVersion& version, Language language) {
  const std::string day = to_string(version.from_date);
  return language == Language::zh ? "自 " + day + " 起" : "from " + day;
}

}  // namespace

PlanHistory::PlanHistory(std::vector<PlanVersion> versions) : versions_(std::move(versions)) {
  throw_faults("no such versions of a plan", faults_of(versions_));
}

const PlanVersion& PlanHistory::on(Date date) const {
  const auto after = std::ranges::upper_bound(versions_, date, {}, &PlanVersion::from_date);
  if (after == versions_.begin())
    throw_faults("no version of the plan",
                 {{.field = "date",
                   .value = to_string(date),
                   .expected = "a day from " + to_string(versions_.front().from_date) +
                               ", when the first version begins"}});
  return *(after - 1);
}

const Plan& PlanHistory::for_period(const Period& period) const {
  const auto fault = [&](std::string expected) {
    throw_faults(
        "no version of the plan",
        {{.field = "period", .value = to_string(period), .expected = std::move(expected)}});
  };
  if (period.first() < versions_.front().from_date)
    fault("one that begins on " + to_string(versions_.front().from_date) +
          ", when the first version does, or later");
  const PlanVersion& version = on(period.first());
  if (&on(period.last()) != &version) {
    const Date change = (&version + 1)->from_date;
    fault("a period of one version, as the plan changes on " + to_string(change));
  }
  return version.plan;
}

std::string to_string(const PlanHistory& history) {
  std::string text = history.name() + ": " + std::to_string(history.versions().size()) +
                     (history.versions().size() == 1 ? " version in " : " versions in ") +
                     to_string(history.currency()) + ", from ";
  for (const PlanVersion& each : history.versions())
    text += (&each == &history.versions().front()  ? ""
             : &each == &history.versions().back() ? " and "
                                                   : ", ") +
            to_string(each.from_date);
  return text;
}

std::string describe(const PlanHistory& history, Language language) {
  std::string text;
  for (const PlanVersion& each : history.versions()) {
    const std::string begin = begin_of(each, language);
    text += begin + (language == Language::zh ? "，" : ", ") + describe(each.plan, language);
  }
  return text;
}

std::vector<Label> lint(const PlanHistory& history) {
  std::vector<Label> findings;
  const PlanVersion* before = nullptr;
  for (std::size_t i = 0; i < history.versions().size(); ++i) {
    const PlanVersion& each = history.versions()[i];
    const auto add = [&](const Label& finding) {
      findings.emplace_back(begin_of(each, Language::en) + ": " + finding.in(Language::en),
                            begin_of(each, Language::zh) + "：" + finding.in(Language::zh));
    };
    if (before != nullptr && before->plan == each.plan)
      add({"it is as the version before it", "与前一版本相同"});
    if (before != nullptr) {
      std::vector<Label> counting;
      add_other_counting(before->plan.terms(), each.plan.terms(), counting);
      std::ranges::for_each(counting, add);
    }
    for (const Label& finding : lint(each.plan)) add(finding);
    const PlanVersion* const next =
        i + 1 < history.versions().size() ? &history.versions()[i + 1] : nullptr;
    for (const PlanRule& rule : each.plan.rules())
      if ((rule.picks.to_date && *rule.picks.to_date < each.from_date) ||
          (next != nullptr && rule.picks.from_date && *rule.picks.from_date >= next->from_date))
        add({rule.name + ": it never picks a line, as its dates are not of this version",
             rule.name + "：其日期不在本版本之内，不会选中任何行"});
    before = &each;
  }
  return findings;
}

}  // namespace o2c::inline v1
