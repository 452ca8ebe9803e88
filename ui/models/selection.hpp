#pragma once

#include "api/values.hpp"

#include <QObject>

#include <memory>
#include <string_view>

namespace aw::models {

/// A page of the console by its name, which its row in shell/page_table has. The constants are those pages
/// that others lead to; a page that nothing leads to needs none.
struct PageId {
    std::string_view name;

    static const PageId overview, batches, anchors, operators, challenges, lab;
    bool operator==(const PageId&) const = default;
};
inline constexpr PageId PageId::overview{"overview"};
inline constexpr PageId PageId::batches{"batches"};
inline constexpr PageId PageId::anchors{"anchors"};
inline constexpr PageId PageId::operators{"operators"};
inline constexpr PageId PageId::challenges{"challenges"};
inline constexpr PageId PageId::lab{"lab"};

/// What is selected across all pages, and where the user wants to go. Lives in the GUI thread.
class Selection : public QObject {
    Q_OBJECT
public:
    enum class Kind { none, batch, operatorEntry, l1Tx };

    using QObject::QObject;

    Kind kind() const { return m_chosen.kind; }
    /// Meaningful for Kind::batch.
    std::uint64_t batch() const { return m_chosen.batch; }
    /// Which of the batches of that number: after a roll-back the number comes again. Zero where none was
    /// known when it was selected.
    const Hash& batchHash() const { return m_chosen.batchHash; }
    /// Of the operator itself, or whose L1 transaction it is.
    const Address& address() const { return m_chosen.address; }
    /// Meaningful for Kind::l1Tx: api::L1Transaction::id.
    std::uint64_t l1Tx() const { return m_chosen.l1Tx; }

    /// What is known now, to find batches by their number.
    void setSnapshot(std::shared_ptr<const api::Snapshot> snapshot) { m_snapshot = std::move(snapshot); }

    void clear() { set({}); }
    void selectBatch(std::uint64_t number, const Hash& hash) {
        set({.kind = Kind::batch, .batch = number, .batchHash = hash});
    }
    /// The newest batch of that number.
    void selectBatch(std::uint64_t number);
    void selectOperator(const Address& address) { set({.kind = Kind::operatorEntry, .address = address}); }
    void selectL1Tx(const Address& operatorAddress, std::uint64_t id) {
        set({.kind = Kind::l1Tx, .address = operatorAddress, .l1Tx = id});
    }
    /// Asks the shell to show a page.
    void open(PageId page) { emit openRequested(page); }

signals:
    void changed();
    void openRequested(aw::models::PageId page);

private:
    struct Chosen {
        Kind kind = Kind::none;
        std::uint64_t batch = 0;
        Hash batchHash = {};
        Address address = {};
        std::uint64_t l1Tx = 0;
        bool operator==(const Chosen&) const = default;
    };
    void set(const Chosen& chosen);

    std::shared_ptr<const api::Snapshot> m_snapshot;
    Chosen m_chosen;
};

} // namespace aw::models
