#pragma once

#include "base/types.hpp"

#include <QObject>

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

    Kind kind() const { return m_kind; }
    /// Meaningful for Kind::batch.
    std::uint64_t batch() const { return m_batch; }
    /// Of the operator itself, or whose L1 transaction it is.
    const Address& address() const { return m_address; }
    /// Meaningful for Kind::l1Tx: api::L1Transaction::id.
    std::uint64_t l1Tx() const { return m_l1Tx; }

    void clear() { set(Kind::none, 0, {}, 0); }
    void selectBatch(std::uint64_t number) { set(Kind::batch, number, {}, 0); }
    void selectOperator(const Address& address) { set(Kind::operatorEntry, 0, address, 0); }
    void selectL1Tx(const Address& operatorAddress, std::uint64_t id) {
        set(Kind::l1Tx, 0, operatorAddress, id);
    }
    /// Asks the shell to show a page.
    void open(PageId page) { emit openRequested(page); }

signals:
    void changed();
    void openRequested(aw::models::PageId page);

private:
    void set(Kind kind, std::uint64_t batch, const Address& address, std::uint64_t l1Tx);

    Kind m_kind = Kind::none;
    std::uint64_t m_batch = 0;
    Address m_address;
    std::uint64_t m_l1Tx = 0;
};

} // namespace aw::models
