#include <cstdio>
#include <iostream>
#include <vector>

#include <o2c/order/journal_jsonl.hpp>
#include <o2c/order/journal_sqlite.hpp>

int main(int, char** arguments) {
  const std::vector<o2c::JournalEvent> events{{.id = "ev-1",
                                               .event = "confirmed",
                                               .on = o2c::Date(2026, 11, 2),
                                               .recorded_at_us = 1'793'611'800'000'000,
                                               .by = "Li",
                                               .payload = "{}"}};
  o2c::SqliteJournal journal(arguments[1]);
  const o2c::AppendAnswer answer = journal.append("SO-1", 0, events);
  std::cout << to_string(answer.outcome) << ' ' << answer.version << '\n'
            << to_string(journal.read("SO-1").front()) << '\n';
  export_jsonl(journal, std::cout, "standard output");
  try {
    o2c::SqliteJournal("/no/such/folder/orders.db");
  } catch (const o2c::JournalError& refused) {  // Recognised outside of the library.
    return journal.verify().empty() ? 0 : 1;
  }
  return 1;
}
