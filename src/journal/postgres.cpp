#include "postgres.hpp"

#include <charconv>
#include <cstddef>
#include <new>
#include <string>

#include "o2c/order/journal_error.hpp"

namespace o2c::inline v1 {
namespace {

// What follows from PostgreSQL's five-letter states (appendix A of its manual).
JournalFailure failure_of(std::string_view state) {
  const std::string_view kind = state.substr(0, 2);
  if (state == "53100") return JournalFailure::full;
  if (state == "55P03" || state == "57014" || kind == "40") return JournalFailure::locked;
  if (state == "XX001" || state == "XX002") return JournalFailure::corrupt;
  if (kind == "08" || kind == "28" || kind == "3D" || kind == "57" || state == "42501" ||
      state == "25006" || state == "53300" || state.empty())
    return JournalFailure::inaccessible;
  return JournalFailure::failed;
}

const char* advice(JournalFailure failure) {
  switch (failure) {
    case JournalFailure::full:
      return "the server's disk is full; make room and do it again";
    case JournalFailure::locked:
      return "another writer held the journal for too long; do it again, or wait longer "
             "(lock_timeout_ms)";
    case JournalFailure::inaccessible:
      return "the server cannot be reached or does not let us in; see to it and do it again: what "
             "was stored without our hearing of it is not stored twice";
    case JournalFailure::corrupt:
      return "the server's files are damaged; restore a backup or an export";
    default:
      return "PostgreSQL refused";
  }
}

std::string one_line(std::string_view message) {
  std::string line;
  for (const char c : message) line += c == '\n' ? ' ' : c;
  while (!line.empty() && line.back() == ' ') line.pop_back();
  return line;
}

}  // namespace

std::string_view PostgresRows::text(int row, int column) const {
  return {PQgetvalue(result_.get(), row, column),
          static_cast<std::size_t>(PQgetlength(result_.get(), row, column))};
}

std::int64_t PostgresRows::integer(int row, int column) const {
  const std::string_view digits = text(row, column);
  std::int64_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

std::string PostgresRows::bytes(int row, int column) const {
  std::string_view hex = text(row, column);
  std::string data;
  hex.remove_prefix(hex.starts_with("\\x") ? 2 : hex.size());
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    unsigned byte = 0;
    std::from_chars(hex.data() + i, hex.data() + i + 2, byte, 16);
    data += static_cast<char>(byte);
  }
  return data;
}

PostgresValues& PostgresValues::add(std::int64_t value) {
  texts_.push_back(std::to_string(value));
  return *this;
}
PostgresValues& PostgresValues::add(std::string_view text) {
  texts_.emplace_back(text);
  return *this;
}
PostgresValues& PostgresValues::add(const JournalHash& hash) {
  texts_.push_back("\\x" + to_string(hash));
  return *this;
}

void PostgresValues::append_element(std::string& array, std::int64_t value) {
  array += std::to_string(value);
}
void PostgresValues::append_element(std::string& array, std::string_view text) {
  array += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') array += '\\';
    array += c;
  }
  array += '"';
}
void PostgresValues::append_element(std::string& array, const JournalHash& hash) {
  append_element(array, std::string_view("\\x" + to_string(hash)));
}

PostgresConnection::PostgresConnection(const std::string& connection)
    : handle_(PQconnectdb(connection.c_str())) {
  if (!handle_) throw std::bad_alloc();
  // Never the connection as it was given: it may hold a password.
  const char* host = PQhost(handle_.get());
  const char* database = PQdb(handle_.get());
  place_ = std::string("PostgreSQL database ") + (database == nullptr ? "" : database) + " at " +
           (host == nullptr ? "" : host) + ":" + PQport(handle_.get());
  if (lost()) fail(nullptr);
  PQsetNoticeProcessor(handle_.get(), [](void*, const char*) {}, nullptr);
}

void PostgresConnection::name_place(const std::string& schema) { place_ += ", schema " + schema; }

bool PostgresConnection::lost() const { return PQstatus(handle_.get()) != CONNECTION_OK; }

void PostgresConnection::reconnect() {
  PQreset(handle_.get());
  if (lost()) fail(nullptr);
}

bool PostgresConnection::in_transaction() const {
  const PGTransactionStatusType status = PQtransactionStatus(handle_.get());
  return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
}

void PostgresConnection::fail(const PGresult* result) const {
  const char* state = result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const JournalFailure failure =
      lost() ? JournalFailure::inaccessible : failure_of(state == nullptr ? "" : state);
  throw JournalError(failure, place_ + ": " + advice(failure) + " (" +
                                  one_line(PQerrorMessage(handle_.get())) + ")");
}

PostgresRows PostgresConnection::checked(PGresult* result) const {
  PostgresRows rows(result);
  const ExecStatusType status = PQresultStatus(result);
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) fail(result);
  return rows;
}

PostgresRows PostgresConnection::run(const std::string& sql) {
  return checked(PQexec(handle_.get(), sql.c_str()));
}

PostgresRows PostgresConnection::run(const std::string& sql, const PostgresValues& values) {
  std::vector<const char*> texts;
  for (const std::string& text : values.texts()) texts.push_back(text.c_str());
  return checked(PQexecParams(handle_.get(), sql.c_str(), static_cast<int>(texts.size()), nullptr,
                              texts.data(), nullptr, nullptr, 0));
}

void PostgresConnection::prepare(const char* name, const std::string& sql) {
  checked(PQprepare(handle_.get(), name, sql.c_str(), 0, nullptr));
}

PostgresRows PostgresConnection::run_prepared(const char* name, const PostgresValues& values) {
  std::vector<const char*> texts;
  for (const std::string& text : values.texts()) texts.push_back(text.c_str());
  return checked(PQexecPrepared(handle_.get(), name, static_cast<int>(texts.size()), texts.data(),
                                nullptr, nullptr, 0));
}

}  // namespace o2c::inline v1
