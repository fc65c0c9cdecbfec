#include "o2c/explain/refusal.hpp"

namespace o2c::inline v1 {

std::string to_string(const Refusals& refusals, Language language) {
  std::string text;
  for (const Refusal& refusal : refusals) {
    if (!text.empty()) text += '\n';
    text += refusal.reason.in(language);
  }
  return text;
}

Refused::Refused(Refusals refusals) {
  State state{.refusals = std::move(refusals), .message = {}};
  state.message = to_string(state.refusals);
  state_ = std::make_shared<const State>(std::move(state));
}

}  // namespace o2c::inline v1
