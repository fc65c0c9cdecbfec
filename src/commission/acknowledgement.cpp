#include "o2c/commission/acknowledgement.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

#include "o2c/number/detail/named_values.hpp"
#include "o2c/number/detail/throw_faults.hpp"
#include "o2c/number/error.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::array<std::string_view, 2> silences{"open", "accepted"};
constexpr std::array<std::string_view, 2> opinions{"accepts", "objects"};
constexpr std::array<std::string_view, 4> standings{"accepted", "accepted_by_silence", "objected",
                                                    "open"};

// What a person has said, by line.
class Answers {
 public:
  Answers(const AcknowledgementTerms& terms, std::span<const std::size_t> lines, Date handed_out)
      : terms_(&terms), handed_out_(handed_out), deadline_(terms.deadline(handed_out)) {
    for (const std::size_t line : lines) said_.try_emplace(line);
  }

  void check(std::size_t row, const StatementAnswer& answer) {
    const auto fault = [&](const char* field, std::string value, std::string expected) {
      faults_.push_back({.row = static_cast<std::int64_t>(row),
                         .field = field,
                         .value = std::move(value),
                         .expected = std::move(expected)});
    };
    if (answer.line && !said_.contains(*answer.line))
      fault("line", std::to_string(*answer.line),
            "a line of the statement of " + answer.salesperson);
    if (answer.date < handed_out_)
      fault("date", to_string(answer.date),
            "a day from " + to_string(handed_out_) + ", when the statement was handed out");
    if (deadline_ && answer.date > *deadline_ && terms_->silence == StatementSilence::accepted)
      fault("date", to_string(answer.date),
            "a day until " + to_string(*deadline_) +
                ", the deadline, after which the statement is accepted");
    if (answer.opinion == StatementOpinion::objects && answer.reason.empty())
      fault("reason", "", "why, as it is an objection");
  }
  void throw_if_any() { throw_faults("cannot review a statement", std::move(faults_)); }

  void take(const StatementAnswer& answer) {
    if (answer.line) {
      said_[*answer.line] = &answer;
      return;
    }
    whole_ = &answer;
    if (answer.opinion == StatementOpinion::accepts)
      for (auto& [line, said] : said_) said = &answer;
  }

  [[nodiscard]] ReviewedLine line(std::optional<std::size_t> line, Date as_of) const {
    const StatementAnswer* const said = line ? said_.at(*line) : whole_;
    ReviewedLine reviewed{.line = line};
    if (said != nullptr) {
      reviewed.standing = said->opinion == StatementOpinion::accepts
                              ? LineAcknowledgement::accepted
                              : LineAcknowledgement::objected;
      reviewed.date = said->date;
      reviewed.reason = said->reason;
    } else if (deadline_ && as_of > *deadline_ && terms_->silence == StatementSilence::accepted) {
      reviewed.standing = LineAcknowledgement::accepted_by_silence;
    }
    return reviewed;
  }
  [[nodiscard]] std::optional<Date> deadline() const { return deadline_; }

 private:
  const AcknowledgementTerms* terms_;
  Date handed_out_;
  std::optional<Date> deadline_;
  std::unordered_map<std::size_t, const StatementAnswer*> said_;
  const StatementAnswer* whole_ = nullptr;
  std::vector<Fault> faults_;
};

}  // namespace

std::string to_string(StatementSilence silence) {
  return std::string(silences[static_cast<std::size_t>(silence)]);
}
StatementSilence parse_statement_silence(std::string_view text) {
  return parse_name<StatementSilence>(text, silences, "what silence means: one of");
}

std::string to_string(StatementOpinion opinion) {
  return std::string(opinions[static_cast<std::size_t>(opinion)]);
}
StatementOpinion parse_statement_opinion(std::string_view text) {
  return parse_name<StatementOpinion>(text, opinions, "what somebody answers: one of");
}

std::string to_string(LineAcknowledgement standing) {
  return std::string(standings[static_cast<std::size_t>(standing)]);
}

std::optional<Date> AcknowledgementTerms::deadline(Date handed_out) const {
  if (!days) return std::nullopt;
  return handed_out + *days;
}

StatementReview review_statement(const AcknowledgementTerms& terms, const std::string& salesperson,
                                 std::span<const std::size_t> lines, Date handed_out,
                                 std::span<const StatementAnswer> answers, Date as_of) {
  Answers said(terms, lines, handed_out);
  std::vector<const StatementAnswer*> order;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    if (answers[i].salesperson != salesperson) continue;
    said.check(i, answers[i]);
    if (answers[i].date <= as_of) order.push_back(&answers[i]);
  }
  said.throw_if_any();
  std::ranges::stable_sort(order, {}, &StatementAnswer::date);
  for (const StatementAnswer* const each : order) said.take(*each);
  StatementReview review{.salesperson = salesperson,
                         .as_of = as_of,
                         .deadline = said.deadline(),
                         .whole = said.line(std::nullopt, as_of)};
  for (const std::size_t line : lines) review.lines.push_back(said.line(line, as_of));
  return review;
}

}  // namespace o2c::inline v1
