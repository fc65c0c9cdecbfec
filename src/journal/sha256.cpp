#include "sha256.hpp"

#include <array>
#include <cstddef>
#include <memory>
#include <stdexcept>

#include <openssl/evp.h>

namespace o2c::inline v1 {
namespace {

void require(bool done) {
  if (!done) throw std::runtime_error("libcrypto cannot compute SHA-256 here");
}

struct Free {
  void operator()(EVP_MD* method) const { EVP_MD_free(method); }
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

}  // namespace

// Looking the method up, and making room for its state, takes longer than a hash of an entry.
class Sha256::Hasher {
 public:
  Hasher() : method_(EVP_MD_fetch(nullptr, "SHA256", nullptr)), context_(EVP_MD_CTX_new()) {
    require(method_ != nullptr && context_ != nullptr);
  }
  void begin() { require(EVP_DigestInit_ex2(context_.get(), method_.get(), nullptr) == 1); }
  void add(const void* data, std::size_t size) {
    require(EVP_DigestUpdate(context_.get(), data, size) == 1);
  }
  JournalHash end() {
    JournalHash hash;
    require(EVP_DigestFinal_ex(context_.get(), hash.bytes.data(), nullptr) == 1);
    return hash;
  }

 private:
  std::unique_ptr<EVP_MD, Free> method_;
  std::unique_ptr<EVP_MD_CTX, Free> context_;
};

Sha256::Hasher& Sha256::of_this_thread() {
  static thread_local Hasher hasher;
  return hasher;
}

Sha256::Sha256(std::string_view domain) : hasher_(&of_this_thread()) {
  hasher_->begin();
  bytes(domain.data(), domain.size());
}

void Sha256::bytes(const void* data, std::size_t size) { hasher_->add(data, size); }

Sha256& Sha256::number(std::int64_t value) {
  std::array<std::uint8_t, 8> big_endian{};
  auto rest = static_cast<std::uint64_t>(value);
  for (std::size_t i = big_endian.size(); i-- > 0; rest >>= 8U)
    big_endian[i] = static_cast<std::uint8_t>(rest & 0xFFU);
  bytes(big_endian.data(), big_endian.size());
  return *this;
}

Sha256& Sha256::text(std::string_view value) {
  number(static_cast<std::int64_t>(value.size()));
  bytes(value.data(), value.size());
  return *this;
}

Sha256& Sha256::hash(const JournalHash& value) {
  bytes(value.bytes.data(), value.bytes.size());
  return *this;
}

JournalHash Sha256::finish() { return hasher_->end(); }

}  // namespace o2c::inline v1
