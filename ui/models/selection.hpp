#pragma once

#include "base/types.hpp"

#include <QObject>

#include <string_view>

namespace aw::models {

/// A page of the console by its name, which its row in shell/page_table has. The constants are those pages
/// that others lead to; a page that nothing leads to needs none.
struct PageId {
    std::string_view name;

    static const PageId overview, batches, operators, challenges, lab;
    bool operator==(const PageId&) const = default;
};
inline constexpr PageId PageId::overview{"overview"};
inline constexpr PageId PageId::batches{"batches"};
inline constexpr PageId PageId::operators{"operators"};
inline constexpr PageId PageId::challenges{"challenges"};
inline constexpr PageId PageId::lab{"lab"};

/// What is selected across all pages, and where the user wants to go. Lives in the GUI thread.
class Selection : public QObject {
    Q_OBJECT
public:
    enum class Kind { none, batch, operatorEntry };

    using QObject::QObject;

    Kind kind() const { return m_kind; }
    /// Meaningful for Kind::batch.
    std::uint64_t batch() const { return m_batch; }
    /// Meaningful for Kind::operatorEntry.
    const Address& address() const { return m_address; }

    void clear() { set(Kind::none, 0, {}); }
    void selectBatch(std::uint64_t number) { set(Kind::batch, number, {}); }
    void selectOperator(const Address& address) { set(Kind::operatorEntry, 0, address); }
    /// Asks the shell to show a page.
    void open(PageId page) { emit openRequested(page); }

signals:
    void changed();
    void openRequested(aw::models::PageId page);

private:
    void set(Kind kind, std::uint64_t batch, const Address& address);

    Kind m_kind = Kind::none;
    std::uint64_t m_batch = 0;
    Address m_address;
};

} // namespace aw::models
