#pragma once

#include <cstdint>
#include <string>

#include "o2c/explain/derivation.hpp"
#include "o2c/order/event_info.hpp"
#include "o2c/order/order.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

/// How much a drawing says of each step.
enum class DiagramDetail : std::uint8_t {
  events,  ///< What happens, and which way it goes.
  guards   ///< Besides, what it asks for, as a note at the stage.
};

// The tables of the machines, drawn. An event that leads different ways has its choice in
// brackets; what only stays where it is, because of another machine's event, is left out.

/// A machine of a profile as a state diagram of Mermaid (stateDiagram-v2).
std::string mermaid(Machine machine, Profile profile, Language language,
                    DiagramDetail detail = DiagramDetail::guards);
/// The same for Graphviz; the guards are the tooltips of its edges.
std::string dot(Machine machine, Profile profile, Language language);
/// The same as a picture of its own, an svg element without script; the guards are tooltips.
std::string svg(Machine machine, Profile profile, Language language);
/// The whole table in Markdown: at which stage what may happen, where it leads, by whom, and if
/// what.
std::string markdown(Machine machine, Profile profile, Language language);

/// The order's own way through its machines: each stage with its day, what led there and by whom,
/// and, dashed, what comes next. A flowchart of Mermaid.
std::string mermaid(const Order& order, Language language);
/// The same as a picture of its own, an svg element without script: each machine a column. What an
/// event said, and what a next step still lacks, are tooltips.
std::string svg(const Order& order, Language language);
/// The order as a page that prints: where it stands, what happened day by day, and what comes next
/// and is late as of the date. HTML without script.
std::string timeline_html(const Order& order, Date as_of, Language language);

}  // namespace o2c::inline v1
