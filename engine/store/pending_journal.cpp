#include "store/pending_journal.hpp"

#include "base/bytes.hpp"
#include "base/log.hpp"
#include "crypto/keccak.hpp"
#include "store/journal_file.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <unordered_map>

namespace aw::store {

namespace {

const log::Logger kLog("store.journal");

enum Kind : std::uint8_t { kAdded = 1, kRemoved = 2 };

void append(Bytes& out, const PendingTx& tx) {
    out.push_back(kAdded);
    base::append(out, tx.sender.view());
    base::appendBigEndian(out, static_cast<std::uint16_t>(tx.raw.size()));
    base::append(out, tx.raw);
}

void append(Bytes& out, const Hash& removed) {
    out.push_back(kRemoved);
    base::append(out, removed.view());
}

/// The transactions of a content, in their order, without what was removed.
class Found {
public:
    /// False where the content is not what append() makes.
    bool read(ByteView content) {
        while (!content.empty()) {
            const auto kind = content.front();
            content = content.subspan(1);
            if (kind == kAdded) {
                constexpr auto kHead = Address::kSize + 2;
                if (content.size() < kHead) return false;
                const auto sender = Address::from(content.first(Address::kSize));
                const auto size = base::readBigEndian<std::uint16_t>(content.subspan(Address::kSize, 2));
                if (content.size() < kHead + size) return false;
                const auto raw = content.subspan(kHead, size);
                content = content.subspan(kHead + size);
                add({crypto::keccak256(raw), Bytes(raw.begin(), raw.end()), sender});
            } else if (kind == kRemoved && content.size() >= Hash::kSize) {
                remove(Hash::from(content.first(Hash::kSize)));
                content = content.subspan(Hash::kSize);
            } else {
                return false;
            }
        }
        return true;
    }
    std::vector<PendingTx> take() {
        std::erase_if(m_txs, [](const PendingTx& tx) { return tx.raw.empty(); });
        m_places.clear();
        return std::exchange(m_txs, {});
    }

private:
    void add(PendingTx tx) {
        if (m_places.emplace(tx.hash, m_txs.size()).second) m_txs.push_back(std::move(tx));
    }
    void remove(const Hash& hash) {
        const auto place = m_places.find(hash);
        if (place == m_places.end()) return;
        m_txs[place->second].raw.clear();
        m_places.erase(place);
    }

    std::vector<PendingTx> m_txs;
    std::unordered_map<Hash, std::size_t, FixedBytesHasher> m_places;
};

} // namespace

class PendingJournal::Impl {
public:
    explicit Impl(std::filesystem::path folder)
        : m_folder(std::move(folder)) {}
    ~Impl() {
        {
            const std::scoped_lock lock(m_mutex);
            m_ending = true;
        }
        m_wake.notify_one();
        if (m_thread.joinable()) m_thread.join();
    }

    Result<void> open() {
        auto files = JournalFile::list(m_folder);
        if (!files) return files.error();
        Found found;
        for (const auto number : *files) {
            const auto read =
                JournalFile::read(m_folder, number, [&](ByteView content) { return found.read(content); });
            if (!read) return read.error();
            m_size += *read;
            m_numbers.push_back(number);
        }
        m_found = found.take();
        if (m_found.empty()) {
            for (const auto number : std::exchange(m_numbers, {}))
                JournalFile::remove(m_folder, number);
            m_size = 0;
        }
        // The first write begins a file: behind what a crash cut off nothing is appended.
        m_thread = std::jthread([this] { run(); });
        return {};
    }

    std::vector<PendingTx> takeFound() { return std::exchange(m_found, {}); }
    std::uint64_t size() const { return m_size; }

    void add(std::vector<PendingTx> txs, Done done) {
        give([&] {
            for (const auto& tx : txs)
                append(m_content, tx);
            m_waiting.push_back(std::move(done));
        });
    }
    void remove(const std::vector<Hash>& hashes) {
        if (hashes.empty()) return;
        const std::scoped_lock lock(m_mutex);
        for (const auto& hash : hashes)
            append(m_content, hash);
    }
    void renew(const std::vector<PendingTx>& pending) {
        Bytes content;
        for (const auto& tx : pending)
            append(content, tx);
        give([&] {
            // Behind what is pending, what was given since and is not written yet.
            m_renewal = std::move(content);
        });
    }

private:
    template<class Change>
    void give(const Change& change) {
        {
            const std::scoped_lock lock(m_mutex);
            change();
        }
        m_wake.notify_one();
    }

    void run() {
        for (;;) {
            Bytes content;
            std::vector<Done> waiting;
            std::optional<Bytes> renewal;
            {
                std::unique_lock lock(m_mutex);
                m_wake.wait(lock, [&] { return m_ending || m_renewal || !m_waiting.empty(); });
                if (m_ending && !m_renewal && m_waiting.empty() && m_content.empty()) return;
                content = std::exchange(m_content, {});
                waiting = std::exchange(m_waiting, {});
                renewal = std::exchange(m_renewal, std::nullopt);
            }
            const auto written = write(content);
            if (renewal && written) compact(*renewal, content);
            for (const auto& done : waiting)
                done(written);
        }
    }

    /// A content on the disk, or nothing of it.
    Result<void> write(const Bytes& content) {
        if (!m_file) {
            // There is none yet, or the last one refused: what is written behind a failure might not be
            // found.
            if (const auto begun = begin(); !begun) return begun;
        }
        if (content.empty()) return {};
        const auto before = m_file->size();
        const auto written = m_file->append(content);
        if (!written) {
            m_file.reset();
            return written;
        }
        m_size += m_file->size() - before;
        return {};
    }

    Result<void> begin() {
        auto file = JournalFile::create(m_folder, m_numbers.empty() ? 1 : m_numbers.back() + 1);
        if (!file) return file.error();
        m_file = std::move(*file);
        m_numbers.push_back(m_file->number());
        return {};
    }

    /// `pending`, and what was written with the call that asked for it.
    void compact(const Bytes& pending, const Bytes& content) {
        const auto old = m_numbers;
        m_file.reset();
        if (const auto begun = begin(); !begun) {
            kLog.warn("a new file of pending transactions could not be begun", begun.error());
            return;
        }
        for (const auto* part : {&pending, &content}) {
            if (part->empty()) continue;
            if (const auto written = m_file->append(*part); !written) {
                kLog.warn("pending transactions could not be written anew", written.error());
                m_file.reset();
                return;
            }
        }
        // The files before hold nothing that this one does not.
        for (const auto number : old)
            JournalFile::remove(m_folder, number);
        m_numbers = {m_file->number()};
        m_size = m_file->size();
    }

    const std::filesystem::path m_folder;
    std::vector<PendingTx> m_found;
    // Of the thread, once it runs:
    std::vector<std::uint64_t> m_numbers; ///< of the files, ascending
    std::unique_ptr<JournalFile> m_file;  ///< nothing before the first write, and after one that failed
    std::atomic<std::uint64_t> m_size = 0;

    std::mutex m_mutex;
    std::condition_variable m_wake;
    // Guarded by m_mutex:
    bool m_ending = false;
    Bytes m_content;
    std::vector<Done> m_waiting;
    std::optional<Bytes> m_renewal;

    std::jthread m_thread;
};

PendingJournal::PendingJournal(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl)) {}
PendingJournal::~PendingJournal() = default;

Result<std::unique_ptr<PendingJournal>> PendingJournal::open(std::filesystem::path folder) {
    auto impl = std::make_unique<Impl>(std::move(folder));
    if (const auto opened = impl->open(); !opened) return opened.error();
    return std::unique_ptr<PendingJournal>(new PendingJournal(std::move(impl)));
}

std::vector<PendingTx> PendingJournal::takeFound() { return m_impl->takeFound(); }
void PendingJournal::add(std::vector<PendingTx> txs, Done done) {
    m_impl->add(std::move(txs), std::move(done));
}
void PendingJournal::remove(std::vector<Hash> hashes) { m_impl->remove(hashes); }
void PendingJournal::renew(std::vector<PendingTx> pending) { m_impl->renew(pending); }
std::uint64_t PendingJournal::size() const { return m_impl->size(); }

} // namespace aw::store
