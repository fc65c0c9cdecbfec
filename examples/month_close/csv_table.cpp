#include "csv_table.hpp"

#include <algorithm>
#include <cstddef>
#include <new>
#include <span>
#include <utility>

#include <csv.h>

#include <o2c/columns/column_view.hpp>

namespace month_close {
namespace {

/// What the columns of a table look at.
struct Texts {
  std::string arena;  // All fields, one after the other. It has room for them, so it never moves.
  std::vector<std::vector<std::string_view>> columns;
};

/// Takes one field after the other, as libcsv finds them.
class Reader {
 public:
  explicit Reader(std::string file) : file_(std::move(file)) {}

  CsvTable read(std::string_view text) {
    csv_parser parser{};
    if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL) != 0)
      throw std::bad_alloc();
    const std::unique_ptr<csv_parser, decltype(&csv_free)> freed(&parser, &csv_free);
    // Blanks belong to their field, says RFC 4180; libcsv cuts them off unless nothing is one.
    csv_set_space_func(&parser, [](unsigned char) { return 0; });
    texts_->arena.reserve(text.size());
    const std::size_t size =
        csv_parse(&parser, text.data(), text.size(), &Reader::on_field, &Reader::on_end, this);
    if (size < text.size() || csv_fini(&parser, &Reader::on_field, &Reader::on_end, this) != 0) {
      fault(std::string("CSV (") + csv_strerror(csv_error(&parser)) + ')');
      return std::move(table_);
    }
    finish();
    return std::move(table_);
  }

 private:
  // Called from C, which no exception may pass: where memory runs out, the program ends.
  static void on_field(void* bytes, std::size_t size, void* reader) noexcept {
    static_cast<Reader*>(reader)->take_field({static_cast<const char*>(bytes), size});
  }
  static void on_end(int terminator, void* reader) noexcept {
    static_cast<Reader*>(reader)->end_line(terminator);
  }

  void take_field(std::string_view field) {
    std::string& arena = texts_->arena;
    arena += field;
    record_.emplace_back(arena.data() + arena.size() - field.size(), field.size());
  }

  /// A record ends, or, without fields, an empty line or the second half of "\r\n".
  void end_line(int terminator) {
    if (!record_.empty()) take_record();
    for (const std::string_view field : record_) line_ += std::ranges::count(field, '\n');
    if (terminator == '\n') ++line_;
    record_.clear();
  }

  void take_record() {
    if (names_.empty()) {
      names_.assign(record_.begin(), record_.end());
      texts_->columns.resize(names_.size());
    } else if (record_.size() != names_.size()) {
      fault(std::to_string(names_.size()) + " fields, found " + std::to_string(record_.size()));
    } else {
      for (std::size_t i = 0; i < record_.size(); ++i) texts_->columns[i].push_back(record_[i]);
      table_.lines.push_back(line_);
    }
  }

  void finish() {
    if (names_.empty()) return fault("a header line with the names of the columns");
    auto memory = std::make_unique<o2c::MemoryTable>();
    for (std::size_t i = 0; i < names_.size(); ++i) {
      if (std::ranges::count(names_, names_[i]) > 1)
        return fault("each column once, found \"" + names_[i] + "\" again");
      auto column = o2c::ColumnView::of(std::span<const std::string_view>(texts_->columns[i]));
      column.own = texts_;
      memory->add(names_[i], std::move(column));
    }
    table_.source = std::move(memory);
  }

  void fault(std::string expected) {
    table_.faults.push_back(
        {.file = file_ + ", line " + std::to_string(line_), .expected = std::move(expected)});
  }

  std::string file_;
  std::int64_t line_ = 1;  // On which the record begins.
  std::vector<std::string_view> record_;
  std::vector<std::string> names_;
  std::shared_ptr<Texts> texts_ = std::make_shared<Texts>();
  CsvTable table_;
};

}  // namespace

CsvTable read_csv(std::string_view text, const std::string& file) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  return Reader(file).read(text);
}

}  // namespace month_close
