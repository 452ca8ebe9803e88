#include "pages/wallet_card.hpp"

#include "models/commands.hpp"
#include "models/format.hpp"
#include "widgets/command_line.hpp"
#include "widgets/figures.hpp"
#include "widgets/label.hpp"

#include <QLabel>
#include <QVBoxLayout>

namespace aw::pages {

namespace format = models::format;
using models::Tone;

namespace {

/// Of either end of an address or a key; a URL is shown whole.
constexpr int kDigits = 6;
constexpr int kWhole = 40;

} // namespace

WalletCard::WalletCard(QWidget* parent)
    : Card([] { return tr("Connect a wallet"); }, parent)
    , m_facts(new widgets::FactList)
    , m_command(new widgets::CommandLine) {
    setObjectName(QStringLiteral("walletCard"));
    body()->addWidget(m_facts);
    body()->addWidget(widgets::makeWrapped(
        [] { return tr("Anyone can spend from these accounts: use them in this demo only."); }, "faint"));
    body()->addWidget(m_command);
    body()->addStretch(1);
}

void WalletCard::apply(const SnapshotPtr& snapshot) {
    if (!snapshot->lab) return;
    const auto& lab = *snapshot->lab;
    m_facts->begin();
    m_facts->setHash(tr("JSON-RPC"), QString::fromStdString(snapshot->rpcUrl), Tone::plain, kWhole);
    m_facts->set(tr("Chain ID"),
                 snapshot->l1.l2ChainId ? QString::number(snapshot->l1.l2ChainId) : QString(QChar(0x2014)),
                 Tone::plain, true);
    for (std::size_t i = 0; i < lab.wallets.size(); ++i) {
        const auto number = static_cast<int>(i + 1);
        m_facts->setHash(tr("Account %1").arg(number), format::fullAddress(lab.wallets[i].address),
                         Tone::plain, kDigits);
        m_facts->setHash(tr("Key of account %1").arg(number),
                         QString::fromStdString(lab.wallets[i].secretKey), Tone::plain, kDigits);
    }
    if (!lab.wallets.empty())
        m_facts->setHash(tr("ERC-20 token of both"), format::fullAddress(lab.token), Tone::plain, kDigits);
    m_facts->end();
    m_command->setCommand(models::commands::transfer(*snapshot));
}

} // namespace aw::pages
