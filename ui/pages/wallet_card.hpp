#pragma once

#include "pages/page.hpp"
#include "widgets/card.hpp"

namespace aw::widgets {
class CommandLine;
class FactList;
} // namespace aw::widgets

namespace aw::pages {

/// What a wallet needs to use the demo: the viewpoint's JSON-RPC, the chain, two accounts with ETH and a
/// token, each copied by a click.
class WalletCard : public widgets::Card {
    Q_OBJECT
public:
    explicit WalletCard(QWidget* parent = nullptr);
    void apply(const SnapshotPtr& snapshot);

private:
    widgets::FactList* m_facts;
    widgets::CommandLine* m_command;
};

} // namespace aw::pages
