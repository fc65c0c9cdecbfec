#include "interest_disputes.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include "o2c/money/money_text.hpp"
#include "o2c/number/error.hpp"

namespace o2c::inline v1 {

// In one thread: there are few.
class InterestDisputes::Reader {
 public:
  Reader(const InterestDocuments& documents, const HeldTable& table)
      : documents_(&documents), table_(&table), facts_(documents, table) {
    ended_column_ = table.find("ended");
    if (ended_column_ && table.fields()[*ended_column_].kind.type != ColumnType::nulls)
      ended_.emplace(table.fields()[*ended_column_]);
    if (!ended_ || !documents.items().options->known_at_us) return;
    end_recorded_column_ = table.column("end_recorded_at");
    end_recorded_.emplace(table.fields()[*end_recorded_column_]);
  }

  void read(const HeldRows& rows, std::int32_t before, std::vector<Paused>& disputes) {
    std::span<const std::int32_t> ended;
    if (ended_)
      ended = ended_->read(rows.batch->columns[*ended_column_], rows.begin, rows.count(),
                           rows.first_row, facts_.faults());
    const auto facts = facts_.read(rows);
    for (std::size_t i = 0; i < facts.size(); ++i) {
      if (!facts[i]) continue;
      check(rows, i, *facts[i]);
      std::int32_t end = open;
      if (ended_ && ended[i] != DateReader::null_date && end_was_known(rows, i)) end = ended[i];
      if (end < facts[i]->date)
        facts_.fault(rows, i, *ended_column_, "a day that is not before the dispute's own");
      if (facts[i]->date < before) disputes.push_back({*facts[i], end < before ? end : open});
    }
  }

  FaultList& faults() noexcept { return facts_.faults(); }

 private:
  void check(const HeldRows& rows, std::size_t i, const InterestFact& fact) {
    const InterestItems& items = documents_->items();
    Int128 most = 0;
    for (const std::uint32_t row : documents_->rows(fact.document))
      if (fact.row == DocumentIndex::unknown || fact.row == row)
        most += std::max<std::int64_t>(items.minor[row], 0);
    if (fact.minor > 0 && fact.minor <= most) return;
    const Decimal amount = Decimal::from_parts(most, items.currency_of(fact.document).digits());
    facts_.fault(
        rows, i, table_->column("amount"),
        "an amount above zero, and no more than that of the document, " + to_string(amount));
  }

  bool end_was_known(const HeldRows& rows, std::size_t i) {
    if (!end_recorded_) return true;
    const std::int64_t moment = end_recorded_->at(rows.batch->columns[*end_recorded_column_],
                                                  rows.begin + static_cast<std::int64_t>(i));
    if (moment == MomentReader::null_moment)
      facts_.fault(rows, i, *end_recorded_column_, "the moment when the end was recorded");
    return moment <= *documents_->items().options->known_at_us;
  }

  const InterestDocuments* documents_;
  const HeldTable* table_;
  InterestFactReader facts_;
  std::optional<std::size_t> ended_column_;
  std::optional<std::size_t> end_recorded_column_;
  std::optional<DateReader> ended_;
  std::optional<MomentReader> end_recorded_;
};

InterestDisputes::InterestDisputes(const InterestDocuments& documents, TableSource* source,
                                   Date before) {
  if (source == nullptr) return;
  const HeldTable table(*source, "disputes");
  Reader reader(documents, table);
  table.for_blocks(
      1, [&](std::size_t, const HeldRows& rows) { reader.read(rows, before.days(), disputes_); });
  reader.faults().throw_if_any(table.name());
  std::ranges::stable_sort(disputes_, {}, [](const Paused& each) {
    return std::tuple(each.fact.document, each.fact.date);
  });
}

std::span<const InterestDisputes::Paused> InterestDisputes::of(std::uint32_t first_row) const {
  const auto found = std::ranges::equal_range(
      disputes_, first_row, {}, [](const Paused& each) { return each.fact.document; });
  return {found.begin(), found.end()};
}

}  // namespace o2c::inline v1
