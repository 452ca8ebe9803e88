#include "pages/operators_page.hpp"

#include "models/commands.hpp"
#include "models/format.hpp"
#include "models/lookup.hpp"
#include "models/operator_model.hpp"
#include "models/table_roles.hpp"
#include "models/texts.hpp"
#include "pages/fail_over_act.hpp"
#include "widgets/card.hpp"
#include "widgets/command_line.hpp"
#include "widgets/controls.hpp"
#include "widgets/figures.hpp"
#include "widgets/label.hpp"
#include "widgets/ladder_view.hpp"
#include "widgets/plots.hpp"
#include "widgets/theme.hpp"

#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSortFilterProxyModel>
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

} // namespace

OperatorCard::OperatorCard(const Context& context, const Address& address, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_address(address)
    , m_card(new widgets::Card)
    , m_name(widgets::makeLabel({}, "title"))
    , m_badge(new widgets::Badge)
    , m_reason(widgets::makeWrapped({}, "muted"))
    , m_bid(new QDoubleSpinBox)
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

OperatorsPage::OperatorsPage(const Context& context, QWidget* parent)
    : Page(
          context, [] { return tr("Operators"); }, QStringLiteral("operatorsPage"), parent)
    , m_ladder(new widgets::LadderView)
    , m_epoch(new widgets::EpochBar)
    , m_epochText(widgets::makeLabel({}, "label"))
    , m_rules(new widgets::FactList)
    , m_bids(new widgets::BidsPlot)
    , m_failOver(new FailOverAct(context))
    , m_model(new models::OperatorModel(this))
    , m_sorted(new QSortFilterProxyModel(this))
    , m_table(new widgets::DataTable)
    , m_grid(new widgets::FlowGrid(220, 4)) {
    auto* top = new QHBoxLayout;
    top->setSpacing(12);
    auto* ladder = new widgets::Card([] { return tr("Ladder against the L1 clock"); });
    ladder->body()->addWidget(m_ladder);
    ladder->body()->addSpacing(8);
    ladder->body()->addWidget(m_epochText);
    ladder->body()->addWidget(m_epoch);
    ladder->body()->addSpacing(8);
    ladder->body()->addStretch(1);
    ladder->body()->addWidget(m_rules);
    top->addWidget(ladder, 3);
    auto* failOver = new widgets::Card([] { return tr("Fail over"); });
    failOver->setMinimumWidth(252);
    failOver->body()->addWidget(m_failOver);
    failOver->body()->addStretch(1);
    top->addWidget(failOver, 2);
    body()->addLayout(top);
    auto* compared = new widgets::Card;
    compared->layout()->setContentsMargins(4, 4, 4, 4);
    compared->body()->addWidget(m_table);
    body()->addWidget(compared);
    setUpTable();
    body()->addWidget(m_grid);
    m_bids->setMinimumHeight(190);
    body()->addWidget(m_bids, 1);
}

void OperatorsPage::setUpTable() {
    using models::OperatorModel;
    m_sorted->setSourceModel(m_model);
    m_sorted->setSortRole(models::SortRole);
    m_table->setObjectName(QStringLiteral("operatorTable"));
    widgets::onLanguage(m_table, [this] { m_table->setAccessibleName(tr("Operators compared")); });
    m_table->setUp(m_sorted, {116, 132, 56, 92, 140, 100, 92, 84, 108, 100, 88, 84}, -1,
                   {OperatorModel::Claimable, OperatorModel::LastBatch, OperatorModel::Peers,
                    OperatorModel::PendingHeld, OperatorModel::BatchesHeld, OperatorModel::Bond});
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(-1, Qt::AscendingOrder);
    m_table->enableCellMenu(false);
    m_table->enableRowsToCopy();
    m_table->keepColumns(QStringLiteral("operators"));
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& row) {
                if (!row.isValid() || m_following) return;
                context().selection.selectOperator(m_model->rowAt(m_sorted->mapToSource(row).row()).address);
            });
    connect(&context().selection, &models::Selection::changed, this, &OperatorsPage::followSelection);
    connect(m_model, &QAbstractItemModel::modelReset, this, &OperatorsPage::followSelection);
}

void OperatorsPage::followSelection() {
    const auto& selection = context().selection;
    QModelIndex selected;
    if (selection.kind() == models::Selection::Kind::operatorEntry)
        for (int row = 0; row < m_model->rowCount() && !selected.isValid(); ++row)
            if (m_model->rowAt(row).address == selection.address())
                selected = m_sorted->mapFromSource(m_model->index(row, 0));
    if (selected.row() == m_table->currentIndex().row()) return;
    m_following = true;
    m_table->setCurrentIndex(selected);
    m_following = false;
}

void OperatorsPage::show(const SnapshotPtr& snapshot) {
    setSubtitle(tr("%n operators", nullptr, static_cast<int>(snapshot->operators.size())) +
                QStringLiteral(" · ") +
                tr("%1 ready · epoch %2 · era %3")
                    .arg(models::readyOperators(*snapshot))
                    .arg(snapshot->clock.epoch)
                    .arg(snapshot->clock.era));
    m_ladder->setSnapshot(snapshot);
    const auto& clock = snapshot->clock;
    const auto now = std::clamp(snapshot->heads.l1.number, clock.epochStartBlock, clock.epochEndBlock);
    const auto length = clock.epochEndBlock - clock.epochStartBlock;
    m_epoch->setProgress(
        length ? static_cast<double>(now - clock.epochStartBlock) / static_cast<double>(length) : 0);
    const auto blockTimeMs = snapshot->l1.blockTimeMs;
    widgets::setText(m_epochText, tr("Epoch %1: the lowest bid is active until L1 block %2 · %3 left")
                                      .arg(format::number(clock.epoch), format::number(clock.epochEndBlock),
                                           format::blockSpan(clock.epochEndBlock - now, blockTimeMs)));
    const auto& rules = snapshot->parameters;
    m_rules->begin();
    m_rules->set(tr("Heartbeat due"),
                 tr("every %1").arg(format::blockSpan(rules.heartbeatBlocks, blockTimeMs)));
    m_rules->set(tr("Silence costs"),
                 tr("%1 of the bond").arg(format::percent(rules.silencePenaltyBps / 10'000.0)));
    m_rules->set(tr("Minimum bond"), format::etherUnit(rules.minBondWei, 2));
    m_rules->end();
    m_bids->setData(snapshot, context().history);
    m_failOver->apply(snapshot);
    m_model->update(snapshot);
    m_table->setStale(isStale());
    // All of them in sight, however many there are; a long list scrolls.
    constexpr int kRow = 32, kMostRows = 8;
    m_table->setFixedHeight(kRow * (1 + std::clamp(m_model->rowCount(), 1, kMostRows)) + 4);
    std::erase_if(m_cards, [&](const auto& card) {
        const bool gone = !models::findOperator(*snapshot, card.first);
        if (gone) m_grid->remove(card.second);
        return gone;
    });
    for (const auto& entry : snapshot->operators) {
        auto& card = m_cards[entry.address];
        if (!card) {
            card = new OperatorCard(context(), entry.address);
            m_grid->add(card);
        }
        card->apply(snapshot);
    }
}

} // namespace aw::pages
