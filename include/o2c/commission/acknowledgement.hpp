#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "o2c/number/field.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

/// What it means that somebody has not answered until the deadline.
enum class StatementSilence : std::uint8_t {
  open,     ///< Nothing: the line stays open.
  accepted  ///< The line is accepted.
};

std::string to_string(StatementSilence silence);
/// Reads what to_string writes. Throws ParseError.
StatementSilence parse_statement_silence(std::string_view text);

/// How long people have to answer a statement of their commissions.
struct AcknowledgementTerms {
  /// From the day on which it is handed out; the last one is the deadline. Without: there is none.
  std::optional<std::int64_t> days{};
  StatementSilence silence = StatementSilence::open;

  /// The last day for an answer. Throws Overflow.
  [[nodiscard]] std::optional<Date> deadline(Date handed_out) const;

  static constexpr auto fields() {
    return std::tuple{
        Field{"days", &AcknowledgementTerms::days, "to answer, from when it is handed out"},
        Field{"silence", &AcknowledgementTerms::silence, "what no answer until then means"}};
  }

  friend bool operator==(const AcknowledgementTerms&, const AcknowledgementTerms&) = default;
};

/// What somebody says of a statement.
enum class StatementOpinion : std::uint8_t { accepts, objects };

std::string to_string(StatementOpinion opinion);
/// Reads what to_string writes. Throws ParseError.
StatementOpinion parse_statement_opinion(std::string_view text);

/// What a person answers to a line of a statement, or to the statement as a whole.
struct StatementAnswer {
  std::string salesperson;
  Date date;
  StatementOpinion opinion;
  /// The line's position among those that were settled. Without: the statement as a whole.
  /// Accepting it accepts its lines; objecting to it (a line is missing) says nothing of those it
  /// has.
  std::optional<std::size_t> line{};
  std::string reason{};  ///< Objections need one.

  static constexpr auto fields() {
    return std::tuple{
        Field{"salesperson", &StatementAnswer::salesperson, "who answers"},
        Field{"date", &StatementAnswer::date, "when"},
        Field{"opinion", &StatementAnswer::opinion, "accepts or objects"},
        Field{"line", &StatementAnswer::line, "its position; without: the whole statement"},
        Field{"reason", &StatementAnswer::reason, "why; an objection needs it"}};
  }

  friend bool operator==(const StatementAnswer&, const StatementAnswer&) = default;
};

/// How a line stands with the person whose it is.
enum class LineAcknowledgement : std::uint8_t {
  accepted,
  accepted_by_silence,  ///< Nothing was said until the deadline, which is past.
  objected,
  open
};

std::string to_string(LineAcknowledgement standing);

/// A line of a statement, or the statement as a whole, and what was said of it last.
struct ReviewedLine {
  std::optional<std::size_t> line;  ///< None: the statement as a whole.
  LineAcknowledgement standing = LineAcknowledgement::open;
  std::optional<Date> date{};  ///< Of the answer.
  std::string reason{};

  friend bool operator==(const ReviewedLine&, const ReviewedLine&) = default;
};

/// How one person's statement stands on a day.
struct StatementReview {
  std::string salesperson;
  Date as_of;
  std::optional<Date> deadline{};
  ReviewedLine whole;
  std::vector<ReviewedLine> lines{};  ///< In the order of those given.

  friend bool operator==(const StatementReview&, const StatementReview&) = default;
};

/// How the statement of a person, who has these lines, stands on a day. Of answers that are for one
/// line, those to the whole statement among them, the last one counts: by date, then in the order
/// given; so an objection is withdrawn by accepting. Answers after the day do not count yet. Throws
/// InvalidArgument with every fault of the person's answers: before the statement was handed out,
/// to a line that is not the person's, an objection without a reason, after the deadline when
/// silence had accepted.
StatementReview review_statement(const AcknowledgementTerms& terms, const std::string& salesperson,
                                 std::span<const std::size_t> lines, Date handed_out,
                                 std::span<const StatementAnswer> answers, Date as_of);

}  // namespace o2c::inline v1
