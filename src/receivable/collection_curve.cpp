#include "o2c/receivable/collection_curve.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "o2c/number/detail/named_values.hpp"

#include "ledger_items.hpp"
#include "ledger_state.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::array<std::string_view, 2> cohort_names{"all", "by_month"};

// The first day of the month, or none, and the currency.
using Cohort = std::pair<std::optional<Date>, Currency>;

struct Followed {
  std::int64_t invoices = 0;
  Money invoiced;
  Date youngest = Date::min();
  std::map<std::int32_t, Money> collected{};  // On each day.
};

class Follower {
 public:
  Follower(const Ledger& ledger, const AsOf& as_of, const CollectionOptions& options)
      : ledger_(&ledger), as_of_(as_of), options_(&options) {}

  void add(const PostedDocument& document) {
    if (document.kind != DocumentKind::invoice || !is_wanted(document.date) ||
        !holds(document.posted, document.recorded_at_us))
      return;
    std::optional<Date> month;
    if (options_->cohorts == CollectionCohorts::by_month)
      month = Period::month_of(document.date).first();
    const Currency currency = document.amount.currency();
    const Money zero = Money::zero(currency);
    Followed& followed =
        cohorts_.try_emplace(Cohort(month, currency), Followed{.invoiced = zero}).first->second;
    ++followed.invoices;
    followed.invoiced += document.amount;
    followed.youngest = std::max(followed.youngest, document.date);
    for (const AppliedAmount& row : ledger_->history(document.id)) {
      if (!row.credit || !holds(row.posted, row.recorded_at_us)) continue;
      if (!is_payment(ledger_->document(*row.credit).kind)) continue;
      const std::int32_t days = std::max(row.date - document.date, 0);
      followed.collected.try_emplace(days, zero).first->second += row.amount;
    }
  }

  [[nodiscard]] std::vector<CollectionCurve> curves() const {
    std::vector<CollectionCurve> curves;
    for (const auto& [cohort, followed] : cohorts_) {
      const auto& [month, currency] = cohort;
      CollectionCurve curve{.month = std::nullopt,
                            .currency = currency,
                            .invoices = followed.invoices,
                            .invoiced = followed.invoiced,
                            .observed_days = std::max(as_of_.date - followed.youngest, 0),
                            .points = {}};
      if (month) curve.month = Period::month_of(*month);
      Money collected = Money::zero(currency);
      for (const auto& [days, amount] : followed.collected) {
        if (is_zero(amount)) continue;
        collected += amount;
        curve.points.push_back({.days = days, .collected = collected});
      }
      curves.push_back(std::move(curve));
    }
    return curves;
  }

 private:
  [[nodiscard]] bool is_wanted(Date date) const {
    return !(options_->from && date < *options_->from) && !(options_->to && *options_->to < date);
  }
  [[nodiscard]] bool holds(Date posted, std::int64_t recorded_at_us) const {
    return posted <= as_of_.date && recorded_at_us <= as_of_.known_at_us;
  }

  const Ledger* ledger_;
  AsOf as_of_;
  const CollectionOptions* options_;
  std::map<Cohort, Followed> cohorts_;
};

}  // namespace

std::string to_string(CollectionCohorts cohorts) {
  return std::string(cohort_names[static_cast<std::size_t>(cohorts)]);
}

CollectionCohorts parse_collection_cohorts(std::string_view text) {
  return parse_name<CollectionCohorts>(text, cohort_names, "which invoices are followed: one of");
}

std::vector<CollectionCurve> collection_curves(const Ledger& ledger, const AsOf& as_of,
                                               const CollectionOptions& options) {
  Follower follower(ledger, as_of, options);
  if (options.party) {
    for (const std::uint32_t id : documents_of(ledger.state(), *options.party))
      follower.add(ledger.document(DocumentId{id}));
  } else {
    for (std::uint32_t id = 0; id < ledger.documents(); ++id)
      follower.add(ledger.document(DocumentId{id}));
  }
  return follower.curves();
}

}  // namespace o2c::inline v1
