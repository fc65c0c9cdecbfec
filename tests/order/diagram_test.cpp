#include "o2c/order/diagram.hpp"

#include <gmock/gmock.h>

#include "story.hpp"

namespace o2c::test {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Diagram, DrawsChoicesAndGuards) {
  const std::string drawn = mermaid(Machine::security, Profile::export_sale, Language::en);
  EXPECT_THAT(drawn, HasSubstr("stateDiagram-v2\n"));
  EXPECT_THAT(drawn, HasSubstr("state \"credit to amend\" as credit_to_amend\n"));
  EXPECT_THAT(drawn, HasSubstr("deposit received [when nothing is missing then]"));
  EXPECT_THAT(drawn, HasSubstr("– a contract that is signed and not completed yet"));
  EXPECT_THAT(mermaid(Machine::security, Profile::export_sale, Language::en, DiagramDetail::events),
              Not(HasSubstr("note right of")));
  EXPECT_THAT(dot(Machine::security, Profile::export_sale, Language::zh), HasSubstr("信用证待改"));
}

TEST(Diagram, LeavesOutWhatAProfileDoesNotHave) {
  EXPECT_EQ(mermaid(Machine::sample, Profile::import, Language::en), "stateDiagram-v2\n");
  EXPECT_THAT(svg(Machine::shipment, Profile::route_sale, Language::en),
              testing::AllOf(HasSubstr(">van loaded<"), Not(HasSubstr("space booked"))));
}

TEST(Diagram, ShowsTheWayOfAnOrderAndWhatComesNext) {
  const std::string way = mermaid(contracted().order(), Language::en);
  EXPECT_THAT(way, HasSubstr("subgraph sample1 [\"sample 1\"]"));
  EXPECT_THAT(way, HasSubstr("|\"contract signed<br/>2026-03-06, Li\"|"));
  EXPECT_THAT(way, HasSubstr("deposit#58; 0.00 USD of 15000.00 USD received"));
}

TEST(Diagram, IsAPictureOfTheWayOfAnOrder) {
  const std::string way = svg(contracted().order(), Language::en);
  EXPECT_THAT(way, testing::StartsWith("<svg "));
  EXPECT_THAT(way, HasSubstr(">sample 1</text>"));
  EXPECT_THAT(way, HasSubstr(">contract signed<title>SC-1, 50000.00 USD, 30% deposit; "));
  EXPECT_THAT(way, HasSubstr("font-style=\"italic\">2026-03-06, Li</text>"));
  EXPECT_THAT(way, HasSubstr("deposit: 0.00 USD of 15000.00 USD received)</title>"));
  EXPECT_THAT(svg(contracted().order(), Language::zh), HasSubstr(">下一步</text>"));
}

TEST(Diagram, TellsWhatIsLate) {
  Story story;
  story.then(events::OrderOpened{Profile::export_sale, "Rainy Harbor", "Li"})
      .then(events::InquiryReceived{"umbrellas"});
  EXPECT_THAT(timeline_html(story.order(), Date(2026, 3, 5), Language::en),
              HasSubstr("2026-03-03 <span class=\"late\">late by 2</span>"));
  EXPECT_THAT(timeline_html(story.order(), Date(2026, 3, 3), Language::zh),
              Not(HasSubstr("class=\"late\"")));
}

// Names come from outside: they stay text wherever they are shown.
TEST(Diagram, EscapesWhatItIsTold) {
  const std::string name = "<script>\"A\" | B;\n# C & 'D'";
  Story story({}, name);
  OrderEntry opened = story.entry(events::OrderOpened{Profile::export_sale, name, name});
  opened.by = name;
  story.then(opened);
  const std::string page = timeline_html(story.order(), Date(2026, 3, 2), Language::en);
  EXPECT_THAT(page, Not(HasSubstr("<script")));
  EXPECT_THAT(page, HasSubstr("&lt;script&gt;&quot;A&quot; | B;\uFFFD# C &amp; &#39;D&#39;"));
  EXPECT_THAT(svg(story.order(), Language::en), Not(HasSubstr("<script")));
  EXPECT_THAT(mermaid(story.order(), Language::en),
              HasSubstr("#60;script#62;#34;A#34; #124; B#59; #35; C #38; 'D'"));
}

}  // namespace
}  // namespace o2c::test
