#include <string>

#include <gtest/gtest.h>

#include "o2c/receivable/terms.hpp"

namespace o2c {
namespace {

struct Case {
  const char* text;
  const char* canonical;
};

TEST(TermsText, ReadsTheShorthandOfTheTrade) {
  for (const auto& [text, canonical] : {
           Case{"Net 30", "net 30"},
           Case{"net 30 days", "net 30"},
           Case{"30 days net", "net 30"},
           Case{"Payment within 30 days of invoice date", "net 30"},
           Case{"2/10 net 30", "2/10 net 30"},
           Case{"2/10, net 30", "2/10 net 30"},
           Case{"2% 10 days, net 30", "2/10 net 30"},
           Case{"2% discount within 10 days, net 30", "2/10 net 30"},
           Case{"2/5 1/10 net 30", "2/5 1/10 net 30"},
           Case{"1.5/10 net 30", "1.5/10 net 30"},
           Case{"EOM", "EOM"},
           Case{"EOM+45", "EOM+45"},
           Case{"EOM 45 days", "EOM+45"},
           Case{"10th prox", "on invoice date + proximo 10"},
           Case{"net 10th of next month", "on invoice date + proximo 10"},
           Case{"proximo 10 cut-off 25", "on invoice date + proximo 10 cut-off 25"},
           Case{"30% deposit; 70% against copy of B/L", "30% deposit; 70% against copy of B/L"},
           Case{"30% T/T in advance, balance 60 days after B/L date",
                "30% T/T in advance; balance 60 days after B/L date"},
           Case{"Deposit 30%, balance 70% against B/L copy",
                "30% deposit; 70% against copy of B/L"},
           Case{"L/C at sight", "L/C at sight"},
           Case{"irrevocable letter of credit at sight", "L/C at sight"},
           Case{"L/C 90 days after B/L date", "L/C 90 days after B/L date"},
           Case{"L/C 60 days after sight", "L/C 60 days after sight"},
           Case{"D/P at sight", "D/P at sight"},
           Case{"D/P", "D/P at sight"},
           Case{"CAD", "D/P at sight"},
           Case{"D/A 60 days after sight", "D/A 60 days after sight"},
           Case{"D/A 60 days after acceptance", "D/A 60 days after acceptance of the draft"},
           Case{"90% net 30; 10% retention due 12 months after acceptance",
                "90% net 30; 10% retention 12 months after acceptance"},
           Case{"open account 90 days", "open account net 90"},
           Case{"COD", "cash on delivery"},
           Case{"100% T/T in advance", "T/T in advance"},
           Case{"50% in advance and 50% before shipment", "50% in advance; 50% before B/L date"},
           Case{"1/3 deposit; 2/3 on delivery", "1/3 deposit; 2/3 on delivery"},
           Case{"USD 1,000 deposit; balance 7 days before delivery",
                "1000.00 USD deposit; balance 7 days before delivery"},
           Case{"500 CAD deposit; balance net 30", "500.00 CAD deposit; balance net 30"},
           Case{"20% deposit; 50% of the rest on delivery; balance net 30",
                "20% deposit; 50% of the rest on delivery; balance net 30"},
           Case{"on B/L date + end of month + 15 days roll preceding",
                "on B/L date + end of month + 15 days roll preceding"},
           Case{"2/10 net 30; discount before tax; discount grace 3 days",
                "2/10 net 30; discount before tax; discount grace 3 days"},
           Case{"款到发货", "before B/L date"},
           Case{"货到付款", "on delivery"},
           Case{"货到30天付款", "30 days after delivery"},
           Case{"月结30天", "EOM+30"},
           Case{"月结", "EOM"},
           Case{"次月10日付款", "on invoice date + proximo 10"},
           Case{"开票后30天内付款", "net 30"},
           Case{"30%定金，余款见提单副本付清", "30% deposit; balance against copy of B/L"},
           Case{"30%预付款，70%提单日后60天", "30% in advance; 70% 60 days after B/L date"},
           Case{"30%订金，余款见提单副本付清", "30% in advance; balance against copy of B/L"},
           Case{"合同签订后15天付30%订金，余款发票后30天",
                "30% 15 days after contract date; balance net 30"},
           Case{"即期信用证", "L/C at sight"},
           Case{"90%验收后30天，10%质保金验收后12个月",
                "90% 30 days after acceptance; 10% retention 12 months after acceptance"},
           Case{"承兑交单见票后60天", "D/A 60 days after sight"},
           Case{"发货前3天付清", "3 days before B/L date"},
           Case{"30%定金，70%款到发货", "30% deposit; 70% before B/L date"},
           Case{"30%定金，70%余款见提单副本付清", "30% deposit; 70% against copy of B/L"},
           Case{"T/T 30% deposit, 70% balance before shipment",
                "30% T/T deposit; 70% T/T before B/L date"},
           Case{"T/T 30% deposit, 70% L/C at sight", "30% T/T deposit; 70% L/C at sight"},
           Case{"sight L/C", "L/C at sight"},
           Case{"COD 30%, 70% net 30", "30% cash on delivery; 70% net 30"},
           Case{"usance L/C at 90 days after sight", "L/C 90 days after sight"},
           Case{"不可撤销即期信用证", "L/C at sight"},
           Case{"2/10, n/30", "2/10 net 30"},
           Case{"2% 10, net 30", "2/10 net 30"},
           Case{"2/10 net EOM", "2/10 net EOM"},
           Case{"30% deposit, 70% after delivery", "30% deposit; 70% on delivery"},
           Case{"月结30", "EOM+30"},
           Case{"30天月结", "EOM+30"},
           Case{"次月10号前付款", "on invoice date + proximo 10"},
           Case{"合同签订后预付30%，余款发票后30天", "30% in advance; balance net 30"},
           Case{"CWO", "cash on order date"},
           Case{"cash with order", "cash on order date"},
           Case{"50% cash with order, balance COD",
                "50% cash on order date; balance cash on delivery"},
           Case{"CIA", "cash in advance"},
           Case{"cash in advance", "cash in advance"},
           Case{"30% CIA, 70% CAD", "30% cash in advance; 70% D/P at sight"},
           Case{"due on receipt", "on invoice date"},
           Case{"Payment due upon receipt of the invoice", "on invoice date"},
           Case{"30% deposit; 70% upon receipt of goods", "30% deposit; 70% on delivery"},
           Case{"30% deposit; balance on receipt of invoice",
                "30% deposit; balance on invoice date"},
           Case{"confirmed L/C at sight", "L/C at sight"},
           Case{"confirmed irrevocable letter of credit 60 days after B/L date",
                "L/C 60 days after B/L date"},
           Case{"不可撤销保兑即期信用证", "L/C at sight"},
           Case{"1/2 deposit 1/2 on delivery", "50% deposit; 50% on delivery"},
           Case{"1/3 deposit 1/3 on delivery 1/3 net 60",
                "1/3 deposit; 1/3 on delivery; 1/3 net 60"},
           Case{"1/3 2/10 net 30; 2/3 net 60", "1/3 2%/10 net 30; 2/3 net 60"},
           Case{"月结2个月", "on invoice date + 2 months + end of month"},
           Case{"月结2个月付款", "on invoice date + 2 months + end of month"},
           Case{"2个月月结", "on invoice date + 2 months + end of month"},
           Case{"30% deposit 7 days; balance net 30",
                "30% deposit 7 days after contract date; balance net 30"},
       }) {
    SCOPED_TRACE(text);
    try {
      const PaymentTerms terms = PaymentTerms::parse(text);
      EXPECT_EQ(to_string(terms), canonical);
      EXPECT_EQ(PaymentTerms::parse(canonical), terms);
    } catch (const Error& error) {
      ADD_FAILURE() << error.what();
    }
  }
}

std::string refusal(std::string_view text) {
  try {
    return "read as " + to_string(PaymentTerms::parse(text));
  } catch (const Error& error) {
    return error.what();
  }
}

TEST(TermsText, RefusesTwoReadingsWithBoth) {
  for (const char* text : {"30 days EOM", "net 30 EOM"}) {
    const std::string message = refusal(text);
    EXPECT_NE(message.find("\"EOM+30\""), std::string::npos) << message;
    EXPECT_NE(message.find("\"on invoice date + 30 days + end of month\""), std::string::npos)
        << message;
  }
  const std::string tenor = refusal("D/A 60 days");
  EXPECT_NE(tenor.find("after sight"), std::string::npos) << tenor;
  EXPECT_NE(tenor.find("after B/L date"), std::string::npos) << tenor;
  const std::string acceptance = refusal("L/C 60 days after acceptance");
  EXPECT_NE(acceptance.find("acceptance of the goods"), std::string::npos) << acceptance;
  EXPECT_NE(acceptance.find("acceptance of the draft"), std::string::npos) << acceptance;
  const std::string quotient = refusal("1/3 deposit 2/10 net 30; balance net 60");
  EXPECT_NE(quotient.find("1/3 deposit; 20% net 30; balance"), std::string::npos) << quotient;
  EXPECT_NE(quotient.find("1/3 deposit 2%/10 30 days after"), std::string::npos) << quotient;
}

TEST(TermsText, RefusesAcceptanceAfterAMonthsAccount) {
  const std::string message = refusal("月结90天承兑");
  EXPECT_NE(message.find("paid by a bill"), std::string::npos) << message;
  EXPECT_NE(message.find("acceptance of a draft"), std::string::npos) << message;
}

TEST(TermsText, RefusesDaysAfterTheReceiptOfAnInvoice) {
  for (const char* text : {"收到发票后30天", "票到付款", "30 days after receipt of invoice",
                           "net 30 days from receipt", "30 days upon receipt of the invoice"})
    EXPECT_NE(refusal(text).find("30 days after invoice date (发票日后30天)"), std::string::npos)
        << refusal(text);
}

TEST(TermsText, SaysWhereItCannotRead) {
  const auto offset = [](std::string_view text) {
    try {
      PaymentTerms::parse(text);
    } catch (const ParseError& error) {
      return error.offset();
    }
    return std::string_view::npos;
  };
  EXPECT_EQ(offset("net thirty"), 4U);
  EXPECT_EQ(offset(""), 0U);
  EXPECT_EQ(offset("30% deposit; 70% whenever"), 17U);
  EXPECT_EQ(offset("net 30, net 60"), 0U);
  EXPECT_EQ(offset("30% deposit; net 60"), 13U);
  EXPECT_EQ(offset("100 XYZ deposit; balance net 30"), 4U);
  EXPECT_EQ(offset("L/C"), 0U);
  EXPECT_EQ(offset("2/10"), 0U);
  EXPECT_EQ(offset("D/A at sight"), 0U);
  EXPECT_EQ(offset("net 1.5"), 4U);
  EXPECT_EQ(offset("net 30,000"), 4U);
  EXPECT_EQ(offset("net 30; no roll"), 8U);
  EXPECT_EQ(offset("EUR 1.000 deposit; balance net 30"), 4U);
  EXPECT_EQ(offset("deposit; balance net 30"), 0U);
  EXPECT_EQ(offset("30% deposit; 70% against B/L"), 25U);
  EXPECT_EQ(offset("2/10 EOM"), 5U);
  EXPECT_EQ(offset("2/5 1/10 EOM"), 9U);
  EXPECT_EQ(offset("15号付款"), 2U);
  EXPECT_EQ(offset("60 days date"), 8U);
  EXPECT_EQ(offset("L/C 30 days at sight"), 0U);
  EXPECT_EQ(offset("discount before tax"), 0U);
  EXPECT_EQ(offset("D/P at sight 60 days after B/L date"), 0U);
  EXPECT_EQ(offset("net 30 in advance"), 7U);
  EXPECT_EQ(offset("net 0 before delivery"), 6U);
  EXPECT_EQ(offset("net 30 CWO"), 7U);
  EXPECT_EQ(offset("on receipt of payment"), 3U);
  EXPECT_EQ(offset("30% deposit; 70% on receipt"), 20U);
  EXPECT_EQ(offset("on receipt of the order"), 3U);
  EXPECT_EQ(offset("unconfirmed L/C at sight"), 0U);
  EXPECT_EQ(offset("30% deposit retention; balance net 30"), 12U);
  EXPECT_EQ(offset("net 30 roll following no roll"), 22U);
  EXPECT_EQ(offset("2/10 net 30; discount grace 3 days; discount grace 5 days"), 51U);
}

TEST(TermsText, RefusesTermsThatMakeNoSense) {
  EXPECT_THROW(PaymentTerms::parse("30% deposit; 60% net 30"), InvalidArgument);
  EXPECT_THROW(PaymentTerms::parse("10% retention due 12 months after acceptance"),
               InvalidArgument);
  EXPECT_THROW(PaymentTerms::parse("on invoice date + proximo 40"), InvalidArgument);
  EXPECT_THROW(PaymentTerms::parse("2% discount, net 30"), InvalidArgument);
  EXPECT_THROW(PaymentTerms::parse("2/30 net 10"), InvalidArgument);
  EXPECT_THROW(PaymentTerms::parse("L/C at sight 30 days after B/L date"), InvalidArgument);
}

}  // namespace
}  // namespace o2c
