#include "o2c/columns/page_array.hpp"

#include <cstdlib>
#include <cstring>
#include <new>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace o2c::inline v1::detail {
namespace {
constexpr std::size_t huge_page = std::size_t{2} << 20U;
}

#if defined(__linux__)

// Small tables come from the heap: a mapping of their own would cost more than they do.
void* allocate_pages(std::size_t bytes) {
  if (bytes == 0) return nullptr;
  if (bytes < huge_page) {
    const std::size_t lines = (bytes + 63) / 64 * 64;
    void* memory = std::aligned_alloc(64, lines);
    if (memory == nullptr) throw std::bad_alloc();
    return std::memset(memory, 0, lines);
  }
  // Reserves one huge page more than asked, and gives back what lies before and after the first
  // boundary, so that the mapping begins on one.
  const std::size_t size = (bytes + huge_page - 1) / huge_page * huge_page;
  void* mapped = mmap(nullptr, size + huge_page, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (mapped == MAP_FAILED) throw std::bad_alloc();
  auto* begin = static_cast<char*>(mapped);
  const auto misalignment = reinterpret_cast<std::size_t>(begin) % huge_page;
  const std::size_t before = misalignment == 0 ? 0 : huge_page - misalignment;
  if (before > 0) munmap(begin, before);
  if (before < huge_page) munmap(begin + before + size, huge_page - before);
  madvise(begin + before, size, MADV_HUGEPAGE);
  return begin + before;
}

void free_pages(void* memory, std::size_t bytes) noexcept {
  if (bytes < huge_page)
    std::free(memory);
  else
    munmap(memory, (bytes + huge_page - 1) / huge_page * huge_page);
}

#else

void* allocate_pages(std::size_t bytes) {
  return bytes == 0 ? nullptr : std::memset(::operator new(bytes, std::align_val_t{64}), 0, bytes);
}
void free_pages(void* memory, std::size_t) noexcept {
  ::operator delete(memory, std::align_val_t{64});
}

#endif

}  // namespace o2c::inline v1::detail
