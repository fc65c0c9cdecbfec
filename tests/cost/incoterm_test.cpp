#include "o2c/cost/incoterm.hpp"

#include <gmock/gmock.h>

#include "o2c/number/error.hpp"

namespace o2c {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

TEST(Incoterm, SaysWhoBearsWhat) {
  EXPECT_EQ(bearer(Incoterm::EXW, RouteItem::packing), Bearer::seller);
  EXPECT_EQ(bearer(Incoterm::EXW, RouteItem::loading_at_works), Bearer::buyer);
  EXPECT_EQ(bearer(Incoterm::FCA, RouteItem::export_clearance), Bearer::seller);
  EXPECT_EQ(bearer(Incoterm::FCA, RouteItem::origin_handling), Bearer::buyer);
  EXPECT_EQ(bearer(Incoterm::FAS, RouteItem::loading_on_board), Bearer::buyer);
  EXPECT_EQ(bearer(Incoterm::FOB, RouteItem::loading_on_board), Bearer::seller);
  EXPECT_EQ(bearer(Incoterm::FOB, RouteItem::main_freight), Bearer::buyer);
  EXPECT_EQ(bearer(Incoterm::CFR, RouteItem::main_freight), Bearer::seller);
  EXPECT_EQ(bearer(Incoterm::CFR, RouteItem::insurance), Bearer::nobody);
  EXPECT_EQ(bearer(Incoterm::CIF, RouteItem::insurance), Bearer::seller);
  EXPECT_EQ(bearer(Incoterm::CIP, RouteItem::insurance), Bearer::seller);
  EXPECT_EQ(bearer(Incoterm::DDP, RouteItem::insurance), Bearer::nobody);
  EXPECT_EQ(bearer(Incoterm::CIF, RouteItem::arrival), Bearer::carriage);
  EXPECT_EQ(bearer(Incoterm::DAP, RouteItem::unloading), Bearer::carriage);
  EXPECT_EQ(bearer(Incoterm::DPU, RouteItem::unloading), Bearer::seller);
  EXPECT_EQ(bearer(Incoterm::DPU, RouteItem::import_clearance), Bearer::buyer);
  EXPECT_EQ(bearer(Incoterm::DDP, RouteItem::import_clearance), Bearer::seller);
}

TEST(Incoterm, FourAreForTheSea) {
  for (const Incoterm term : incoterms) {
    const bool sea = term == Incoterm::FAS || term == Incoterm::FOB || term == Incoterm::CFR ||
                     term == Incoterm::CIF;
    EXPECT_EQ(is_for_sea_only(term), sea) << to_string(term);
  }
}

TEST(PriceTerm, ReadsWhatItPrints) {
  for (const char* text : {"FOB Shanghai", "EXW", "FOBC3 Shanghai", "CIFC2.5 New York", "DDP"})
    EXPECT_EQ(to_string(PriceTerm::parse(text)), text);
  EXPECT_EQ(PriceTerm::parse("CIFC2.5% London").commission, Rate::parse("2.5%"));
  EXPECT_EQ(PriceTerm::parse("FOB  Ningbo ").place, "Ningbo");
  for (const char* wrong : {"", "FO", "FOQ Shanghai", "fob Shanghai", "FOBX3", "FOBC", "FOBC0",
                            "FOBC100", "FOBC-3", "FOBC3x"})
    EXPECT_THROW(PriceTerm::parse(wrong), ParseError) << wrong;
  EXPECT_THAT([] { PriceTerm::parse("C&F London"); },
              ThrowsMessage<ParseError>(HasSubstr("Incoterms 2020")));
}

}  // namespace
}  // namespace o2c
