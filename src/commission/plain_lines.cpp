#include "plain_lines.hpp"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <iterator>
#include <limits>
#include <optional>
#include <utility>

#include "o2c/columns/detail/arrow_buffers.hpp"
#include "o2c/columns/detail/past_cache.hpp"
#include "o2c/columns/parallel.hpp"
#include "o2c/number/error.hpp"
#include "o2c/number/int128.hpp"

#include "pay_curve.hpp"
#include "placed_lines.hpp"

namespace o2c::inline v1 {
namespace {

// What some of a person's lines of a span come to: their difference may be wider than the whole.
struct PartOfTotal {
  std::uint32_t person;
  std::uint16_t span;
  std::int64_t lines;
  Int128 base;
  Int128 commission;
};

// Accounts of many people from span to span.
class PlainAccounts {
 public:
  PlainAccounts(std::span<const SettledSpan> spans, std::size_t people)
      : spans_(spans), accounts_(people) {}

  /// What people have accumulated.
  PayCurve::Point* data() noexcept { return accounts_.data(); }

  /// From here on lines are of the span that has begun, of which others have been counted.
  void mark() { marks_ = accounts_; }
  /// Calls `use` with what lines have come to since the span began; `person(i)` has them.
  template <class Person, class Use>
  void close(std::size_t span, const Person& person, const Use& use) {
    const bool ends = ends_accumulation(spans_, span);
    for (std::size_t i = 0; i < accounts_.size(); ++i) {
      PayCurve::Point& account = accounts_[i];
      if (account.lines > 0) {
        const PayCurve::Point mark = marks_.empty() ? PayCurve::Point() : marks_[i];
        use(PartOfTotal{.person = person(i),
                        .span = static_cast<std::uint16_t>(span),
                        .lines = account.lines,
                        .base = Int128{account.base} - mark.base,
                        .commission = Int128{account.paid} - mark.paid});
      }
      account.lines = 0;
      if (ends) account = {};
    }
    marks_.clear();
    if (!ends) mark();
  }

 private:
  std::span<const SettledSpan> spans_;
  std::vector<PayCurve::Point> accounts_;  // Their lines are those of the span.
  std::vector<PayCurve::Point> marks_;     // Where accounts stood; empty: at nothing.
};

std::int64_t fitting(Int128 minor) {
  if (minor > std::numeric_limits<std::int64_t>::max() ||
      minor < std::numeric_limits<std::int64_t>::min())
    throw_overflow("what a person earns in a period");
  return static_cast<std::int64_t>(minor);
}

SpanTotal whole(const PartOfTotal& part) {
  return {.person = part.person,
          .span = part.span,
          .lines = part.lines,
          .base = fitting(part.base),
          .commission = fitting(part.commission)};
}

// --- by parts of the people ----------------------------------------------------------------------

// Spans that accumulate together, of a part of the people.
struct Stretch {
  std::size_t part;
  std::size_t begin;
  std::size_t end;
};

template <class Placed>
std::vector<SpanTotal> settle_stretch(const PayCurve& curve, const LinePlaces& places,
                                      const Placed placed, const Stretch& of,
                                      std::span<const SettledSpan> spans,
                                      std::int64_t* commissions) {
  std::vector<SpanTotal> totals;
  totals.reserve(places.people_of_part());
  PlainAccounts accounts(spans, places.people_of_part());
  PayCurve::Point* const account = accounts.data();
  for (std::size_t span = of.begin; span < of.end; ++span) {
    const auto day = static_cast<std::size_t>(spans[span].first - spans.front().first);
    const auto days = static_cast<std::size_t>(spans[span].last - spans[span].first + 1);
    const std::size_t end = places.begin(of.part, day + days);
    for (std::size_t place = places.begin(of.part, day); place < end; ++place) {
      const PlacedLine line = placed[place];
      commissions[place] = curve.pay(account[line.account], line.base);
    }
    accounts.close(
        span, [&](std::size_t i) { return places.person(of.part, i); },
        [&](const PartOfTotal& total) { totals.push_back(whole(total)); });
  }
  return totals;
}

template <class Placed>
std::vector<SpanTotal> settle_parts(const PayCurve& curve, const LinePlaces& places,
                                    const Placed& placed, std::span<const SettledSpan> spans,
                                    std::int64_t* commissions) {
  places.for_lines([=](std::size_t place) { placed.fetch(place); },
                   [&](std::size_t) {
                     return [=, lines = places.lines().of_rows(), part_bits = places.part_bits()](
                                std::size_t line, std::size_t row, std::size_t place) {
                       placed.put(place, {.base = lines.base(line, row),
                                          .account = lines.person(line, row) >> part_bits,
                                          .way = 0});
                     };
                   });
  std::vector<Stretch> stretches;
  for (std::size_t part = 0; part < places.parts(); ++part)
    for (std::size_t span = 0, begin = 0; span < spans.size(); ++span)
      if (ends_accumulation(spans, span))
        stretches.push_back(
            {.part = part, .begin = std::exchange(begin, span + 1), .end = span + 1});
  std::vector<std::vector<SpanTotal>> found(stretches.size());
  std::atomic<std::size_t> next = 0;
  run_threads(places.threads(), [&](std::size_t) {
    for (std::size_t i = next++; i < stretches.size(); i = next++)
      found[i] = settle_stretch(curve, places, placed, stretches[i], spans, commissions);
  });
  std::vector<SpanTotal> totals;
  for (const std::vector<SpanTotal>& each : found)
    totals.insert(totals.end(), each.begin(), each.end());
  return totals;
}

// --- in the order of the rows -------------------------------------------------------------------

// What a person's lines come to, of which it is not known yet whether they fit.
struct Carried {
  Int128 base = 0;
  std::size_t lines = 0;
};

// What the lines of a share's last accumulation come to.
struct Tail {
  std::optional<Period> accumulation{};  // None: the share has no line that counts.
  bool is_all = true;                    // Of the share.
  std::vector<Carried> people{};

  // Where all of a share is of one accumulation, the shares before may have begun it.
  void go_on_from(const Tail& before) {
    if (!is_all || !before.accumulation) return;
    if (!accumulation) {
      *this = before;
    } else if (accumulation == before.accumulation) {
      for (std::size_t i = 0; i < people.size(); ++i) {
        people[i].base += before.people[i].base;
        people[i].lines += before.people[i].lines;
      }
    }
  }
};

// Each thread settles its share of the rows, from what the shares before have accumulated.
class SettlingInOrder {
 public:
  SettlingInOrder(const PayCurve& curve, const LinePlaces& places,
                  std::span<const SettledSpan> spans, Int128* commissions)
      : curve_(&curve), places_(&places), spans_(spans), commissions_(commissions) {
    for (std::size_t i = 0; i < spans.size(); ++i)
      span_of_day_.resize(
          span_of_day_.size() + static_cast<std::size_t>(spans[i].last - spans[i].first + 1),
          static_cast<std::uint16_t>(i));
  }

  std::vector<SpanTotal> settle() const {
    const std::size_t threads = places_->threads();
    std::vector<Tail> tails(threads);
    run_threads(threads, [&](std::size_t t) {
      if (t + 1 < threads) tails[t] = tail_of(t);
    });
    for (std::size_t t = 1; t < threads; ++t) tails[t].go_on_from(tails[t - 1]);
    std::vector<std::vector<PartOfTotal>> parts(threads);
    run_threads(threads,
                [&](std::size_t t) { parts[t] = settle_share(t, t == 0 ? Tail() : tails[t - 1]); });
    return totals_of(parts);
  }

 private:
  [[nodiscard]] std::uint16_t span_of(std::size_t row) const {
    return span_of_day_[places_->lines().days[row]];
  }

  [[nodiscard]] Tail tail_of(std::size_t t) const {
    const CreditedLines& lines = places_->lines();
    const std::size_t end = places_->first_row(t + 1);
    std::size_t first = end;
    Tail tail;
    for (std::size_t row = end; row-- > places_->first_row(t);) {
      if (!lines.counts(row)) continue;
      const Period& accumulation = spans_[span_of(row)].accumulation;
      if (!tail.accumulation) tail.accumulation = accumulation;
      tail.is_all = accumulation == *tail.accumulation;
      if (!tail.is_all) break;
      first = row;
    }
    tail.people.resize(places_->people_of_part());
    lines.for_lines(first, end, [&](std::size_t line, std::size_t row) {
      if (!lines.counts(row)) return;
      Carried& of = tail.people[lines.person(line)];
      of.base += lines.base(line);
      ++of.lines;
    });
    return tail;
  }

  [[nodiscard]] std::vector<PartOfTotal> settle_share(std::size_t t, const Tail& before) const {
    const CreditedLines& lines = places_->lines();
    std::vector<PartOfTotal> parts;
    const std::size_t first = places_->first_row(t);
    const std::size_t end = places_->first_row(t + 1);
    std::size_t begin = first;
    while (begin < end && !lines.counts(begin)) ++begin;
    std::size_t span = begin < end ? span_of(begin) : 0;
    PlainAccounts accounts(spans_, places_->people_of_part());
    if (before.accumulation == spans_[span].accumulation) {
      for (std::size_t i = 0; i < before.people.size(); ++i)
        if (before.people[i].lines > 0)
          accounts.data()[i] = curve_->at(fitting(before.people[i].base));
      accounts.mark();
    }
    const auto close = [&] {
      accounts.close(
          span, [](std::size_t i) { return static_cast<std::uint32_t>(i); },
          [&](const PartOfTotal& part) { parts.push_back(part); });
    };
    lines.for_lines(first, end,
                    [&, day_end = day_after(span), days = lines.days.data(), of = lines.of_rows(),
                     account = accounts.data(), commission = commissions_, curve = curve_,
                     past_cache = detail::PastCache()](std::size_t line, std::size_t row) mutable {
                      if (days[row] >= day_end) [[unlikely]] {
                        if (days[row] >= CreditedLines::not_counted) {
                          past_cache.put(commission + line, 0);
                          return;
                        }
                        for (; days[row] >= day_end; day_end = day_after(span)) {
                          close();
                          ++span;
                        }
                      }
                      past_cache.put(commission + line,
                                     curve->pay(account[of.person(line, row)], of.base(line, row)));
                    });
    close();
    return parts;
  }

  [[nodiscard]] std::size_t day_after(std::size_t span) const {
    return static_cast<std::size_t>(spans_[span].last - spans_.front().first + 1);
  }

  // A span that one share ends in may go on in the next.
  [[nodiscard]] std::vector<SpanTotal> totals_of(
      std::span<const std::vector<PartOfTotal>> parts) const {
    std::size_t count = 0;
    for (const std::vector<PartOfTotal>& of_share : parts) count += of_share.size();
    std::vector<PartOfTotal> joined;
    joined.reserve(count);
    std::vector<std::size_t> last_of(places_->people_of_part(), 0);  // One more than where it is.
    for (const std::vector<PartOfTotal>& of_share : parts)
      for (const PartOfTotal& part : of_share) {
        std::size_t& last = last_of[part.person];
        if (last > 0 && joined[last - 1].span == part.span) {
          joined[last - 1].lines += part.lines;
          joined[last - 1].base += part.base;
          joined[last - 1].commission += part.commission;
        } else {
          joined.push_back(part);
          last = joined.size();
        }
      }
    std::vector<SpanTotal> totals;
    totals.reserve(joined.size());
    std::ranges::transform(joined, std::back_inserter(totals), whole);
    return totals;
  }

  const PayCurve* curve_;
  const LinePlaces* places_;
  std::span<const SettledSpan> spans_;
  Int128* commissions_;  // By line.
  std::vector<std::uint16_t> span_of_day_;
};

}  // namespace

std::vector<SpanTotal> settle_plain_lines(const Plan& plan, const LinePlaces& places,
                                          std::span<const SettledSpan> spans,
                                          LineCommissions& commissions) {
  const PayCurve curve(plan);
  if (places.keep_order())
    return SettlingInOrder(curve, places, spans, commissions.by_line()).settle();
  std::int64_t* const by_place = commissions.by_place();
  using Packed = PackedLines<0>;
  if (Packed::hold(places.lines().base_bits, places.people_of_part(), 0))
    return settle_parts(curve, places, Packed(by_place), spans, by_place);
  auto wide = detail::room_for<PlacedLine>(places.size());
  return settle_parts(curve, places, WideLines(wide.data()), spans, by_place);
}

}  // namespace o2c::inline v1
