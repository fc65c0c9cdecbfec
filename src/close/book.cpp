#include "o2c/close/book.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "o2c/commission/plan_file.hpp"
#include "o2c/explain/detail/toml_reader.hpp"
#include "o2c/money/exchange_rate.hpp"
#include "o2c/order/order_policy.hpp"
#include "o2c/receivable/policy_file.hpp"

#include "book_checks.hpp"
#include "book_table.hpp"
#include "order_settings.hpp"

namespace o2c::inline v1 {

struct Book::Parts {
  std::optional<BookSettings> settings;
  OrderPolicy orders{};
  std::vector<BookRows> tables;
  ExchangeTable rates{};
  std::vector<std::pair<std::string, PlanHistory>> plans{};
  std::optional<DunningPolicy> dunning{};
  std::optional<ProvisionMatrix> provision{};
  std::optional<Calendar> calendar{};
};

namespace {

constexpr std::string_view plan_folder = "plans/";
constexpr std::string_view toml_ending = ".toml";

DunningPolicy usual_dunning() {
  return DunningPolicy({{.days = 1}, {.days = 15}, {.days = 30}, {.days = 60}});
}

BookSettings settings_from_toml(std::string_view text, const std::string& file,
                                const CurrencyTable& currencies, OrderPolicy& orders) {
  LineFaults faults(file, "cannot read the book's settings");
  const TomlTable table = parse_toml(text, faults);
  faults.throw_if_any();
  TomlReader top(table, 1, faults);
  std::string company;
  std::optional<Currency> home;
  if (std::optional<TomlReader> book = top.inner("book")) {
    book->require("company", company, text_of, "the company's name");
    book->require(
        "home", home, [&](const TomlValue& value) { return currencies.at(text_of(value)); },
        "the currency of its books, such as \"CNY\"");
    book->end();
  } else if (top.find("book") == nullptr) {
    top.fault(1, "book", "", "[book] with its company and home");
  }
  if (const std::optional<TomlReader> said = top.inner("orders"))
    read_order_settings(*said, orders, currencies);
  top.end();
  faults.throw_if_any();
  return {std::move(company), home.value()};
}

// All that is wrong with a book.
class BookFaults {
 public:
  void add(Fault fault) {
    faults_.push_back(std::move(fault));
    ++count_;
  }
  /// Of a table, or of a text that was refused.
  void add(const std::string& file, const FaultList& list) {
    count_ += list.count();
    for (Fault& fault : list.sorted()) {
      fault.file = file;
      faults_.push_back(std::move(fault));
    }
  }
  void add(const std::string& file, const Error& error) {
    if (error.faults().empty())
      add({.file = file, .expected = std::string("something else: ") + error.what()});
    for (Fault fault : error.faults()) {
      if (fault.file.empty()) fault.file = file;
      add(std::move(fault));
    }
  }

  void throw_if_any() {
    if (faults_.empty()) return;
    std::string message = "the book is faulty: " + to_string(faults_.front());
    if (count_ > 1) message += " (and " + std::to_string(count_ - 1) + " more)";
    throw BadBook(message, std::move(faults_));
  }

 private:
  std::vector<Fault> faults_;
  std::size_t count_ = 0;
};

std::string names_of_tables() {
  std::string names;
  for (const BookTable& table : book_tables()) {
    if (!names.empty()) names += ", ";
    names += table.name;
  }
  return names;
}

}  // namespace

/// Reads a book part by part, and goes on after a fault.
class BookAssembly {
 public:
  BookAssembly(BookInput& input, std::size_t threads)
      : input_(&input), threads_(std::max<std::size_t>(threads, 1)) {}

  Book::Parts read() {
    read_files();
    std::vector<BookTableRead> tables = read_tables();
    for (BookTableRead& table : tables) check_key(table, threads_);
    check_references(tables, threads_);
    check_rules(tables);
    for (const BookTableRead& table : tables) parts_.tables.emplace_back(table.state);
    read_rates(tables);
    if (parts_.settings) parts_.orders.company = parts_.settings->company;
    parts_.orders.calendar = parts_.calendar;
    // The tables first: what is wrong with the files is short.
    BookFaults faults;
    for (const Fault& each : unknown_tables_) faults.add(each);
    for (const BookTableRead& table : tables)
      faults.add(std::string(table.state->table->name), table.faults);
    for (const auto& [file, error] : file_faults_) faults.add(file, error);
    faults.throw_if_any();
    return std::move(parts_);
  }

 private:
  // Takes what `convert` makes of a file, or notes what is wrong with it.
  template <class Convert>
  void read_file(const std::string& name, const Convert& convert) {
    try {
      convert();
    } catch (const Error& error) {
      file_faults_.emplace_back(name, error);
    }
  }

  void read_files() {
    std::ranges::sort(input_->files);
    for (std::size_t i = 0; i < input_->files.size(); ++i) {
      const std::string& name = input_->files[i].first;
      read_file(name, [&] {
        if (i > 0 && input_->files[i - 1].first == name) refuse(name, "only one file of this name");
        read_file_of(name, input_->files[i].second);
      });
    }
    const bool has_settings = std::ranges::any_of(
        input_->files, [](const auto& file) { return file.first == "book.toml"; });
    if (!has_settings)
      read_file("book.toml", [] { refuse("book.toml", "[book] with its company and home"); });
  }

  [[noreturn]] static void refuse(const std::string& file, std::string expected) {
    Fault fault{.file = file, .expected = std::move(expected)};
    const std::string message = to_string(fault);
    throw BadTable(message, {std::move(fault)});
  }

  // A month is settled by one version; weeks and half-months begin within months, too.
  static void check_begins_months(const PlanHistory& plan, const std::string& file) {
    std::vector<Fault> faults;
    for (const PlanVersion& each : plan.versions())
      if (Period::month_of(each.from_date).first() != each.from_date)
        faults.push_back({.file = file,
                          .field = "from_date",
                          .value = to_string(each.from_date),
                          .expected = "the first day of a month, as a book is closed by months"});
    if (faults.empty()) return;
    const std::string message = to_string(faults.front());
    throw InvalidArgument(message, std::move(faults));
  }

  void read_file_of(const std::string& name, const std::string& text) {
    if (name == "book.toml") {
      parts_.settings = settings_from_toml(text, name, input_->currencies, parts_.orders);
    } else if (name == "dunning.toml") {
      parts_.dunning = dunning_policy_from_toml(text, name, input_->currencies);
    } else if (name == "provision.toml") {
      parts_.provision = provision_matrix_from_toml(text, name);
    } else if (name == "calendar.txt") {
      parts_.calendar = Calendar::parse(text, name);
    } else if (name.starts_with(plan_folder) && name.ends_with(toml_ending) &&
               name.size() > plan_folder.size() + toml_ending.size()) {
      const std::size_t size = name.size() - plan_folder.size() - toml_ending.size();
      PlanHistory plan = plan_history_from_toml(text, name);
      check_begins_months(plan, name);
      parts_.plans.emplace_back(name.substr(plan_folder.size(), size), std::move(plan));
    } else {
      refuse(name,
             "a file of a book: book.toml, dunning.toml, provision.toml, calendar.txt or "
             "plans/LINE.toml");
    }
  }

  std::vector<BookTableRead> read_tables() {
    const BookReading reading{
        .long_texts = input_->long_texts,
        .currencies = &input_->currencies,
        .home = parts_.settings ? std::optional(parts_.settings->home) : std::nullopt,
        .threads = threads_};
    std::vector<BookTableRead> tables;
    for (const BookTable& table : book_tables())
      tables.push_back({.state = std::make_shared<BookRows::State>(table), .given = false});
    for (auto& [name, source] : input_->tables) {
      const BookTable* const table = find_book_table(name);
      if (table == nullptr) {
        unknown_tables_.push_back(
            {.file = name, .expected = "a table of a book: " + names_of_tables()});
        continue;
      }
      BookTableRead& into = tables[static_cast<std::size_t>(table - book_tables().data())];
      if (into.given) {
        into.faults.add({.expected = "only one table of this name"});
        continue;
      }
      if (source != nullptr) {
        into = read_book_table(*table, *source, reading);
      } else {
        into.given = true;
        into.faults.add({.expected = "a table that can be read"});
      }
    }
    return tables;
  }

  void read_rates(const std::vector<BookTableRead>& tables) {
    const BookTable* const table = find_book_table("exchange_rates");
    const BookTableRead& read = tables[static_cast<std::size_t>(table - book_tables().data())];
    if (!read.faults.empty() || !parts_.settings) return;
    const BookRows rows(read.state);
    const std::size_t date = rows.column("date");
    const std::size_t base = rows.column("base");
    const std::size_t quote = rows.column("quote");
    const std::size_t rate = rows.column("rate");
    std::vector<ExchangeRate> rates;
    for (std::size_t row = 0; row < rows.rows(); ++row)
      rates.emplace_back(rows.currency(base, row), rows.currency(quote, row),
                         normalized(rows.decimal(rate, row)), rows.date(date, row));
    parts_.rates = ExchangeTable(rates, {.pivot = parts_.settings->home});
  }

  BookInput* input_;
  std::size_t threads_;
  Book::Parts parts_;
  std::vector<Fault> unknown_tables_;
  std::vector<std::pair<std::string, Error>> file_faults_;
};

Book::Book(BookInput input, std::size_t threads) : Book(read(std::move(input), threads)) {}

Book::Parts Book::read(BookInput input, std::size_t threads) {
  return BookAssembly(input, threads).read();
}

Book::Book(Parts parts)
    : settings_(std::move(parts.settings).value()),
      orders_(std::make_shared<const OrderPolicy>(std::move(parts.orders))),
      tables_(std::move(parts.tables)),
      rates_(std::move(parts.rates)),
      plans_(std::move(parts.plans)),
      dunning_(parts.dunning ? *std::move(parts.dunning) : usual_dunning()),
      provision_(std::move(parts.provision)),
      calendar_(std::move(parts.calendar)) {}

const BookRows& Book::rows(std::string_view table) const {
  const BookTable* const found = find_book_table(table);
  if (found == nullptr) throw_invalid("a book has no table " + in_quotes(table));
  return tables_[static_cast<std::size_t>(found - book_tables().data())];
}

const PlanHistory* Book::plan(std::string_view name) const noexcept {
  const auto found = std::ranges::find(plans_, name, &std::pair<std::string, PlanHistory>::first);
  return found == plans_.end() ? nullptr : &found->second;
}

}  // namespace o2c::inline v1
