#include "o2c/columns/page_array.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <new>

#if defined(__linux__)
#include <sys/mman.h>
#include <unistd.h>
#endif

namespace o2c::inline v1::detail {

#if defined(__linux__)

namespace {

constexpr std::size_t huge_page = std::size_t{2} << 20U;

// Small tables come from the heap: a mapping of their own would cost more than they do.
bool from_heap(std::size_t bytes) { return bytes < huge_page; }

std::size_t whole_pages(std::size_t bytes) {
  return (bytes + huge_page - 1) / huge_page * huge_page;
}

void* allocate_on_heap(std::size_t bytes) {
  void* memory = std::aligned_alloc(64, (bytes + 63) / 64 * 64);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

char* map(std::size_t size) {
  void* const mapped = mmap(nullptr, size, PROT_READ | PROT_WRITE,
                            MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (mapped == MAP_FAILED) throw std::bad_alloc();
  return static_cast<char*>(mapped);
}

std::size_t beyond_huge_page(const char* memory) {
  return reinterpret_cast<std::size_t>(memory) % huge_page;
}

// A mapping that begins on a huge page. The system puts it beside the last one, which then is as
// good as on one already; else one huge page more is reserved than asked, and what lies before and
// after the first boundary given back.
void* map_pages(std::size_t size) {
  char* begin = map(size);
  if (beyond_huge_page(begin) != 0) {
    munmap(begin, size);
    begin = map(size + huge_page);
    const std::size_t beyond = beyond_huge_page(begin);
    const std::size_t before = beyond == 0 ? 0 : huge_page - beyond;
    if (before > 0) munmap(begin, before);
    begin += before;
    munmap(begin + size, huge_page - before);
  }
  madvise(begin, size, MADV_HUGEPAGE);
  return begin;
}

// A quarter of what the machine has, so that large tables find theirs again as small ones do.
std::size_t most_to_keep() noexcept {
  constexpr std::size_t least = std::size_t{1} << 30U;
  const long pages = sysconf(_SC_PHYS_PAGES);
  const long page = sysconf(_SC_PAGESIZE);
  if (pages <= 0 || page <= 0) return least;
  return std::max(least, static_cast<std::size_t>(pages) / 4 * static_cast<std::size_t>(page));
}

// Pages that were given back. Whoever finds it in use goes to the system instead of waiting.
class KeptPages {
 public:
  // The smallest range that has room, or the front of it; null if there is none.
  char* take(std::size_t size) noexcept {
    const std::unique_lock lock(mutex_, std::try_to_lock);
    if (!lock) return nullptr;
    Range* best = nullptr;
    for (Range& range : ranges_)
      if (range.size >= size && (best == nullptr || range.size < best->size)) best = &range;
    if (best == nullptr) return nullptr;
    char* memory = best->begin;
    best->begin += size;
    best->size -= size;
    kept_ -= size;
    return memory;
  }

  bool keep(char* memory, std::size_t size) noexcept {
    const std::unique_lock lock(mutex_, std::try_to_lock);
    if (!lock || kept_ + size > most_) return false;
    Range* before = nullptr;
    Range* after = nullptr;
    Range* free = nullptr;
    for (Range& range : ranges_) {
      if (range.size == 0)
        free = &range;
      else if (range.begin + range.size == memory)
        before = &range;
      else if (memory + size == range.begin)
        after = &range;
    }
    if (before == nullptr && after == nullptr && free == nullptr) return false;
    if (madvise(memory, size, MADV_FREE) != 0) return false;
    if (before != nullptr && after != nullptr) {  // What lay between two makes them one.
      before->size += size + after->size;
      after->size = 0;
    } else if (before != nullptr) {
      before->size += size;
    } else if (after != nullptr) {
      after->begin = memory;
      after->size += size;
    } else {
      *free = {.begin = memory, .size = size};
    }
    kept_ += size;
    return true;
  }

 private:
  struct Range {
    char* begin = nullptr;
    std::size_t size = 0;
  };
  std::mutex mutex_;
  std::array<Range, 64> ranges_{};
  std::size_t kept_ = 0;
  std::size_t most_ = most_to_keep();
};

KeptPages& kept_pages() {
  static KeptPages pages;
  return pages;
}

}  // namespace

void* allocate_pages(std::size_t bytes) {
  if (bytes == 0) return nullptr;
  if (from_heap(bytes)) return std::memset(allocate_on_heap(bytes), 0, bytes);
  return map_pages(whole_pages(bytes));
}

void free_pages(void* memory, std::size_t bytes) noexcept {
  if (from_heap(bytes))
    std::free(memory);
  else
    munmap(memory, whole_pages(bytes));
}

void* take_pages(std::size_t bytes) {
  if (bytes == 0) return nullptr;
  if (from_heap(bytes)) return allocate_on_heap(bytes);
  if (char* kept = kept_pages().take(whole_pages(bytes))) return kept;
  return map_pages(whole_pages(bytes));
}

void give_back_pages(void* memory, std::size_t bytes) noexcept {
  if (from_heap(bytes) || !kept_pages().keep(static_cast<char*>(memory), whole_pages(bytes)))
    free_pages(memory, bytes);
}

#else

void* allocate_pages(std::size_t bytes) {
  return bytes == 0 ? nullptr : std::memset(::operator new(bytes, std::align_val_t{64}), 0, bytes);
}
void free_pages(void* memory, std::size_t) noexcept {
  ::operator delete(memory, std::align_val_t{64});
}
void* take_pages(std::size_t bytes) {
  return bytes == 0 ? nullptr : ::operator new(bytes, std::align_val_t{64});
}
void give_back_pages(void* memory, std::size_t bytes) noexcept { free_pages(memory, bytes); }

#endif

}  // namespace o2c::inline v1::detail
