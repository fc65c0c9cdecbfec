#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "o2c/explain/derivation.hpp"
#include "o2c/order/event_info.hpp"
#include "o2c/time/date.hpp"

// What stands on a paper of an order, before it is laid out.
namespace o2c::inline v1 {

struct PaperFact {
  Label name;
  Label value;

  friend bool operator==(const PaperFact&, const PaperFact&) = default;
};

struct PaperTable {
  struct Column {
    Label name;
    bool is_number = false;
  };
  Text title;
  std::vector<Column> columns;
  std::vector<std::vector<Label>> rows{};
  std::vector<Label> total{};     ///< Of the last columns; the first of it names it.
  bool is_for_reference = false;  ///< Not what the paper orders: versions are not told by it.
};

/// A place to sign: empty where nobody has signed yet.
struct PaperSignature {
  Text office;
  std::string side{};  ///< Whom he signs for, where that is not the house.
  std::string name{};
  std::optional<Date> on{};
};

/// What another version says.
struct PaperChange {
  Label what;
  Label before;
  Label after;
};

struct Paper {
  Text title;
  std::string number;  ///< Empty: it has none yet.
  Date dated;
  std::vector<PaperFact> facts{};
  std::vector<PaperTable> tables{};
  std::vector<PaperSignature> signatures{};
};

/// The facts, and the rows of tables by their first cell, that are not the same.
std::vector<PaperChange> changes_between(const Paper& before, const Paper& after);

/// What stands around a paper.
struct PaperFrame {
  std::string company;
  std::string order;
  std::int32_t version = 1;
  std::optional<Label> mark{};  ///< "void since ...", "not signed yet"
  std::vector<PaperChange> changes{};
  std::size_t events = 0;  ///< How much of the order's history it rests on.
};

std::string paper_html(const Paper& paper, const PaperFrame& frame, Language language);

}  // namespace o2c::inline v1
