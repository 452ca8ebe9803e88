#include "pages/operator_card.hpp"

#include "models/commands.hpp"
#include "models/format.hpp"
#include "models/lookup.hpp"
#include "models/texts.hpp"
#include "pages/act.hpp"
#include "widgets/card.hpp"
#include "widgets/command_line.hpp"
#include "widgets/controls.hpp"
#include "widgets/figures.hpp"
#include "widgets/label.hpp"

#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace aw::pages {

namespace format = models::format;
namespace texts = models::texts;
using models::Tone;

namespace {

constexpr double kGwei = 1e9;

std::uint64_t weiOf(const QDoubleSpinBox& box) {
    return static_cast<std::uint64_t>(std::llround(box.value() * kGwei));
}

/// Shows no zeros that say nothing: 0.31, not 0.3100.
class BidBox : public QDoubleSpinBox {
public:
    using QDoubleSpinBox::QDoubleSpinBox;
    QString textFromValue(double value) const override {
        return locale().toString(value, 'f', QLocale::FloatingPointShortest);
    }
};

} // namespace

OperatorCard::OperatorCard(const Context& context, const Address& address, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_address(address)
    , m_card(new widgets::Card)
    , m_name(widgets::makeLabel({}, "title"))
    , m_badge(new widgets::Badge)
    , m_reason(widgets::makeWrapped({}, "muted"))
    , m_bid(new BidBox)
    , m_setBid(widgets::makeButton([] { return tr("Bid"); }, "", {}))
    , m_rejoin(widgets::makeButton([] { return tr("Rejoin with a fresh bond"); }, "primary", {}))
    , m_viewpoint(widgets::makeButton({}, "link", {}))
    , m_message(new ActReport)
    , m_command(new widgets::CommandLine) {
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(m_card);
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(m_name);
    head->addWidget(m_badge);
    head->addStretch(1);
    m_card->body()->addLayout(head);
    m_card->body()->addWidget(m_reason);
    widgets::setTone(m_reason, Tone::warn);

    m_card->body()->addStretch(1);
    auto* bidRow = new QHBoxLayout;
    bidRow->setSpacing(8);
    m_bid->setDecimals(4);
    m_bid->setSuffix(QStringLiteral(" gwei"));
    m_bid->setRange(0, 1e6);
    m_bid->setSingleStep(0.01);
    m_bid->setButtonSymbols(QAbstractSpinBox::NoButtons);
    bidRow->addWidget(m_bid, 1);
    bidRow->addWidget(m_setBid);
    m_card->body()->addLayout(bidRow);
    m_card->body()->addWidget(m_message);
    m_card->body()->addWidget(m_rejoin);
    m_card->body()->addWidget(m_command);
    m_card->body()->addWidget(m_viewpoint);
    connect(m_bid, &QDoubleSpinBox::valueChanged, this, [this] {
        m_hasOutcome = false;
        m_edited = true;
        checkBid();
    });
    connect(m_message, &ActReport::finished, this, [this] {
        m_hasOutcome = true;
        m_rejoin->setEnabled(true);
        checkBid();
    });
    widgets::onLanguage(this, [this] {
        m_bid->setLocale(QLocale());
        if (!m_name->text().isEmpty()) nameWidgets(m_name->text());
        checkBid();
    });
    connect(m_setBid, &QPushButton::clicked, this, &OperatorCard::sendBid);
    connect(m_rejoin, &QPushButton::clicked, this, [this] {
        m_rejoin->setEnabled(false);
        m_message->run([this](auto done) { m_context.bridge.rejoin(m_address, std::move(done)); },
                       [] { return tr("Registering on L1 with a fresh bond …"); },
                       [] { return tr("It is registered again."); });
    });
    connect(m_viewpoint, &QPushButton::clicked, this, [this] {
        m_message->run([this](auto done) { m_context.bridge.setViewpoint(m_address, std::move(done)); }, {},
                       {});
    });
}

void OperatorCard::mousePressEvent(QMouseEvent*) { m_context.selection.selectOperator(m_address); }

void OperatorCard::checkBid() {
    if (!m_snapshot) return;
    const auto* entry = models::findOperator(*m_snapshot, m_address);
    if (!entry) return;
    const auto wei = weiOf(*m_bid);
    const auto& parameters = m_snapshot->parameters;
    const bool changed = wei != entry->nextBidWei;
    const bool allowed = wei >= parameters.minBidWei && wei <= parameters.maxBidWei;
    m_setBid->setEnabled(changed && allowed);
    const bool registered = entry->status == api::OperatorStatus::registered;
    if (!m_hasOutcome && !m_message->isRunning())
        m_message->say(registered ? bidNote(*entry, wei) : QString(),
                       changed && !allowed ? Tone::bad : Tone::muted);
    m_command->setCommand(!entry->local        ? QString()
                          : !registered        ? models::commands::registerOperator(*m_snapshot, *entry)
                          : changed && allowed ? models::commands::setBid(*m_snapshot, wei)
                                               : QString());
}

void OperatorCard::followBid(const api::Operator& entry) {
    // One that has no bid on L1 yet is shown none; what somebody types stays until it is what L1 has.
    if (weiOf(*m_bid) == entry.nextBidWei) {
        // What came of the bid is what L1 says now.
        if (m_edited && m_hasOutcome) m_hasOutcome = false;
        m_edited = false;
    }
    if (m_edited) return;
    const QSignalBlocker quiet(m_bid);
    m_bid->setValue(static_cast<double>(entry.nextBidWei) / kGwei);
}

QString OperatorCard::bidNote(const api::Operator& entry, std::uint64_t wei) const {
    const auto& parameters = m_snapshot->parameters;
    if (wei == entry.nextBidWei)
        return entry.nextBidWei == entry.bidWei ? QString()
                                                : tr("%1 from epoch %2 on.")
                                                      .arg(format::feeUnit(entry.nextBidWei))
                                                      .arg(entry.nextBidEpoch);
    if (wei < parameters.minBidWei || wei > parameters.maxBidWei)
        return tr("L1 allows bids from %1 to %2.")
            .arg(format::feeUnit(parameters.minBidWei), format::feeUnit(parameters.maxBidWei));
    const auto& all = m_snapshot->operators;
    const auto better = std::count_if(all.begin(), all.end(), [&](const api::Operator& other) {
        return other.address != m_address && other.status == api::OperatorStatus::registered &&
               other.nextBidWei <= wei;
    });
    return tr("Would rank %1 from epoch %2 on.").arg(better + 1).arg(m_snapshot->clock.epoch + 2);
}

void OperatorCard::nameWidgets(const QString& name) {
    setObjectName(QStringLiteral("operatorCard_") + name);
    m_bid->setObjectName(QStringLiteral("bidField_") + name);
    m_setBid->setObjectName(QStringLiteral("bidButton_") + name);
    m_rejoin->setObjectName(QStringLiteral("rejoinButton_") + name);
    m_viewpoint->setObjectName(QStringLiteral("viewpointButton_") + name);
    m_bid->setAccessibleName(tr("Bid of %1").arg(name));
    m_setBid->setAccessibleName(tr("Set the bid of %1").arg(name));
    m_rejoin->setAccessibleName(tr("%1: rejoin with a fresh bond").arg(name));
}

void OperatorCard::sendBid() {
    m_setBid->setEnabled(false);
    m_message->run([this](auto done) { m_context.bridge.setBid(m_address, weiOf(*m_bid), std::move(done)); },
                   [] { return tr("Sending the bid to L1 …"); },
                   [] { return tr("The bid is on L1; it counts two epochs from now."); });
}

void OperatorCard::apply(const SnapshotPtr& snapshot) {
    m_snapshot = snapshot;
    const auto* entry = models::findOperator(*snapshot, m_address);
    if (!entry) return;
    const QString name = QString::fromStdString(entry->name);
    followBid(*entry);
    // An entry may change its name: a convicted key gives it up to the one that follows it.
    if (m_name->text() != name) nameWidgets(name);
    widgets::setText(m_name, name);
    m_badge->setState(texts::standing(*entry), texts::standingTone(*entry));
    const QString reason = texts::notReady(*entry);
    widgets::setText(m_reason, reason);
    m_reason->setVisible(!reason.isEmpty() && !entry->current);

    const bool registered = entry->status == api::OperatorStatus::registered;
    m_bid->setVisible(entry->local && registered);
    m_setBid->setVisible(entry->local && registered);
    m_rejoin->setVisible(entry->local && !registered);
    const bool isViewpoint = snapshot->viewpoint == m_address;
    m_viewpoint->setVisible(entry->local);
    m_viewpoint->setEnabled(!isViewpoint);
    m_viewpoint->setText(isViewpoint ? tr("You are viewing as this operator") : tr("View as this operator"));
    widgets::setStyleProperty(m_card, "current", entry->current);
    checkBid();
}

} // namespace aw::pages
