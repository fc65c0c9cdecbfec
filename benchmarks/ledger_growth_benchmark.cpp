// How the time of a fact grows with what one invoice was paid before, or one party owes: hardly.

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>

#include "o2c/columns/arrow_import.hpp"
#include "o2c/columns/renamed_table.hpp"
#include "o2c/receivable/ledger.hpp"
#include "o2c/receivable/ledger_tables.hpp"

#include "ledger_documents.hpp"

namespace o2c::bench {
namespace {

constexpr std::int64_t part = 10'000;

void in_steps(benchmark::internal::Benchmark* of) {
  of->Arg(2'048)->Arg(16'384)->Arg(131'072)->Unit(benchmark::kMillisecond);
}

Document receipt_numbered(std::uint32_t i, Date date, std::int64_t minor) {
  return {.kind = DocumentKind::receipt,
          .number = numbered("RCT-", i + 1, 8),
          .party = "Customer",
          .date = date,
          .amount = cents(minor)};
}

Document invoice_numbered(std::uint32_t i, Date date, std::int64_t minor) {
  return {.number = numbered("INV-", i + 1, 8),
          .party = "Customer",
          .date = date,
          .amount = cents(minor)};
}

// An invoice that so many receipts are applied to, half of which are taken back and applied again:
// the time of each application hardly depends on how many there are.
void BM_one_invoice(benchmark::State& state) {
  const auto count = static_cast<std::uint32_t>(state.range(0));
  for (auto _ : state) {
    Ledger ledger;
    std::int64_t moment = 0;
    Document of = invoice_numbered(0, first_day, part * count);
    of.due_date = first_day + 30;
    const DocumentId invoice = ledger.post(of, ++moment).value();
    std::vector<DocumentId> receipts_of_it;
    std::vector<ApplicationId> applied;
    const auto apply = [&](std::uint32_t i, Date date) {
      applied.push_back(ledger
                            .apply({.credit = receipts_of_it[i],
                                    .debit = invoice,
                                    .amount = cents(part),
                                    .date = date},
                                   ++moment)
                            .value()
                            .front());
    };
    for (std::uint32_t i = 0; i < count; ++i) {
      const Date date = first_day + static_cast<std::int32_t>(std::uint64_t{i} * days / count);
      receipts_of_it.push_back(ledger.post(receipt_numbered(i, date, part), ++moment).value());
      apply(i, date);
      if (i % 2 == 0) continue;
      benchmark::DoNotOptimize(ledger.reverse(applied.back(), date, ++moment).value());
      apply(i, date);
    }
  }
  state.SetItemsProcessed(state.iterations() * count);
}
BENCHMARK(BM_one_invoice)->Apply(in_steps);

// A party that owes so much, and pays by receipts that each settle what fell due first.
void BM_one_party(benchmark::State& state) {
  const auto count = static_cast<std::uint32_t>(state.range(0));
  for (auto _ : state) {
    Ledger ledger;
    std::int64_t moment = 0;
    for (std::uint32_t i = 0; i < count; ++i) {
      const Date date = first_day + static_cast<std::int32_t>(mixed(i) % days);
      Document invoice = invoice_numbered(i, date, part);
      invoice.due_date = date + 30;
      benchmark::DoNotOptimize(ledger.post(invoice, ++moment).value());
    }
    for (std::uint32_t i = 0; i < count; ++i) {
      const Date date = first_day + days;
      const DocumentId receipt = ledger.post(receipt_numbered(i, date, part), ++moment).value();
      benchmark::DoNotOptimize(ledger.settle(receipt, date, SettleOptions(), ++moment).value());
    }
  }
  state.SetItemsProcessed(state.iterations() * count);
}
BENCHMARK(BM_one_party)->Apply(in_steps);

// An invoice that so many receipts settle in part: each earns its part of a discount, and may leave
// a small difference.
void BM_one_invoice_settled(benchmark::State& state) {
  const auto count = static_cast<std::uint32_t>(state.range(0));
  const SettleOptions options{.discounts = SettleOptions::Discounts::granted,
                              .tolerance = Tolerance{.amount = cents(part)}};
  for (auto _ : state) {
    Ledger ledger;
    std::int64_t moment = 0;
    Document invoice = invoice_numbered(0, first_day, part * count);
    invoice.installments =
        PaymentTerms::parse("2/60 net 90").schedule(invoice.amount, {Anchor::invoice, first_day});
    benchmark::DoNotOptimize(ledger.post(invoice, ++moment).value());
    for (std::uint32_t i = 0; i < count; ++i) {
      const DocumentId receipt =
          ledger.post(receipt_numbered(i, first_day, part * 98 / 100 - 1), ++moment).value();
      benchmark::DoNotOptimize(ledger.settle(receipt, first_day, options, ++moment).value());
    }
  }
  state.SetItemsProcessed(state.iterations() * count);
}
BENCHMARK(BM_one_invoice_settled)->Apply(in_steps);

// A party that owes for so many orders, and pays each by a receipt for it, the latest first.
void BM_one_party_by_order(benchmark::State& state) {
  const auto count = static_cast<std::uint32_t>(state.range(0));
  for (auto _ : state) {
    Ledger ledger;
    std::int64_t moment = 0;
    for (std::uint32_t i = 0; i < count; ++i) {
      Document invoice = invoice_numbered(i, first_day, part);
      invoice.due_date = first_day + static_cast<std::int32_t>(mixed(i) % days);
      invoice.order = numbered("ORD-", i + 1, 8);
      benchmark::DoNotOptimize(ledger.post(invoice, ++moment).value());
    }
    for (std::uint32_t i = count; i-- > 0;) {
      Document receipt = receipt_numbered(i, first_day, part);
      receipt.order = numbered("ORD-", i + 1, 8);
      const DocumentId id = ledger.post(receipt, ++moment).value();
      benchmark::DoNotOptimize(ledger.settle(id, first_day, SettleOptions(), ++moment).value());
    }
  }
  state.SetItemsProcessed(state.iterations() * count);
}
BENCHMARK(BM_one_party_by_order)->Apply(in_steps);

// A party that owes so much, whose due dates become known one after the other, while it pays.
void BM_one_party_dated(benchmark::State& state) {
  const auto count = static_cast<std::uint32_t>(state.range(0));
  for (auto _ : state) {
    Ledger ledger;
    std::int64_t moment = 0;
    std::vector<DocumentId> invoices;
    for (std::uint32_t i = 0; i < count; ++i) {
      Document invoice = invoice_numbered(i, first_day, part);
      invoice.installments = {
          {.number = 1, .amount = invoice.amount, .anchor = Anchor::acceptance}};
      invoices.push_back(ledger.post(invoice, ++moment).value());
    }
    for (std::uint32_t i = 0; i < count; ++i) {
      const Date date = first_day + static_cast<std::int32_t>(mixed(i) % days);
      benchmark::DoNotOptimize(ledger.set_due_date(invoices[i], 1, date, ++moment).value());
      if (i % 16 != 0) continue;
      const DocumentId receipt =
          ledger.post(receipt_numbered(i, first_day, part), ++moment).value();
      benchmark::DoNotOptimize(
          ledger.settle(receipt, first_day, SettleOptions(), ++moment).value());
    }
  }
  state.SetItemsProcessed(state.iterations() * count);
}
BENCHMARK(BM_one_party_dated)->Apply(in_steps);

// An invoice that so many receipts paid, all of which were taken back: read from tables whose
// reversals do not say what they take back.
void BM_reversals_without_a_number(benchmark::State& state) {
  const auto count = static_cast<std::uint32_t>(state.range(0));
  Ledger ledger;
  std::int64_t moment = 0;
  Document of = invoice_numbered(0, first_day, part * count);
  of.due_date = first_day;
  const DocumentId invoice = ledger.post(of, ++moment).value();
  std::vector<ApplicationId> applied;
  for (std::uint32_t i = 0; i < count; ++i) {
    // Two for each receipt.
    const DocumentId receipt =
        i % 2 == 0 ? ledger.post(receipt_numbered(i, first_day, 2 * part), ++moment).value()
                   : ledger.find(numbered("RCT-", i, 8));
    applied.push_back(
        ledger
            .apply({.credit = receipt, .debit = invoice, .amount = cents(part), .date = first_day},
                   ++moment)
            .value()
            .front());
  }
  for (const ApplicationId each : applied)
    benchmark::DoNotOptimize(ledger.reverse(each, first_day, ++moment).value());
  const LedgerArrow tables = to_arrow(ledger);
  const auto source = [](const std::shared_ptr<const ArrowTable>& table) {
    ArrowArrayStream stream;
    export_arrow(table, stream);
    return import_arrow(stream);
  };
  for (auto _ : state) {
    const auto invoices = source(tables.invoices);
    const auto receipts = source(tables.receipts);
    RenamedTable applications(source(tables.applications), {{"left_unread", "reverses"}});
    const Ledger read = ledger_from_tables(
        {.invoices = invoices.get(), .receipts = receipts.get(), .applications = &applications});
    if (read.balance("Customer", first_day) != ledger.balance("Customer", first_day))
      state.SkipWithError("wrong balances");
  }
  state.SetItemsProcessed(state.iterations() * count);
}
BENCHMARK(BM_reversals_without_a_number)->Apply(in_steps);

}  // namespace
}  // namespace o2c::bench
