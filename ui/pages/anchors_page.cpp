#include "pages/anchors_page.hpp"

#include "models/batch_model.hpp"
#include "models/format.hpp"
#include "models/l1_tx_model.hpp"
#include "models/lookup.hpp"
#include "models/table_roles.hpp"
#include "models/word_filter.hpp"
#include "widgets/card.hpp"
#include "widgets/controls.hpp"
#include "widgets/figures.hpp"
#include "widgets/margin_plot.hpp"
#include "widgets/table_columns.hpp"
#include "widgets/table_export.hpp"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace aw::pages {

namespace format = models::format;
using models::L1TxModel;
using models::Tone;

namespace {

enum Tile { Runway, Balance, Spent, BaseFee };
/// A runway this long fills its bar.
constexpr double kAmpleDays = 30;
constexpr int kMarginHeight = 216;
constexpr int kTableRows = 7;
constexpr int kRowHeight = 32;
/// Beyond this share of a bound the bar turns to a warning.
constexpr double kNear = 0.8;

double shareOf(const Wei& part, const Wei& whole) {
    return whole == 0 ? 0 : part.convert_to<double>() / whole.convert_to<double>();
}

Tone toneOf(double share) { return share >= 1 ? Tone::bad : share >= kNear ? Tone::warn : Tone::info; }

/// An amount for a narrow tile: as many places as tell something beside its whole ETH.
QString amount(const Wei& wei) {
    const Wei unit("1000000000000000000");
    return format::ether(wei, wei < 10 * unit ? 4 : wei < 1000 * unit ? 2 : 0);
}

} // namespace

AnchorsPage::AnchorsPage(const Context& context, QWidget* parent)
    : Page(
          context, [] { return tr("Anchors"); }, QStringLiteral("anchorsPage"), parent)
    , m_noAccount(new widgets::EmptyState(QStringLiteral("anchor"), {}, {}))
    , m_unknown(new widgets::Card)
    , m_funds(new widgets::FlowGrid(148, 4))
    , m_address(new widgets::HashLabel)
    , m_figures(new widgets::MarginFigures)
    , m_plot(new widgets::MarginPlot)
    , m_card(new widgets::Card([] { return tr("L1 transactions"); }))
    , m_model(new L1TxModel(this))
    , m_filter(new models::WordFilter(this))
    , m_words(widgets::makeFilterField(
          QStringLiteral("filter"), [] { return tr("Filter L1 transactions"); },
          [] { return tr("Kind, state, nonce or hash  (Ctrl+F)"); }, QStringLiteral("l1TxFilter")))
    , m_table(new widgets::DataTable)
    , m_empty(new widgets::EmptyState(QStringLiteral("anchor"), {}, {})) {
    const widgets::Text names[] = {[] { return tr("Runway"); }, [] { return tr("Balance on L1"); },
                                   [] { return tr("Spent in 24 hours"); }, [] { return tr("L1 base fee"); }};
    for (const auto& name : names) {
        m_tiles.append(new widgets::StatTile(name));
        m_funds->add(m_tiles.back());
    }
    m_address->setObjectName(QStringLiteral("l1AccountAddress"));
    widgets::onLanguage(m_address, [this] { m_address->setAccessibleName(tr("Address of the L1 account")); });
    m_tiles[Balance]->body()->insertWidget(2, m_address, 0, Qt::AlignLeft);
    widgets::onLanguage(m_funds, [this] {
        m_tiles[Runway]->setToolTip(tr("How long the balance lasts at the spending of the last 24 hours"));
        m_tiles[BaseFee]->setToolTip(tr("What L1's newest block asks for a unit of gas"));
    });
    body()->addWidget(m_funds);

    auto* toOperators = m_noAccount->addButton([] { return tr("Choose an operator to view as"); });
    toOperators->setObjectName(QStringLiteral("toOperatorsButton"));
    connect(toOperators, &QPushButton::clicked, this,
            [this] { this->context().selection.open(models::PageId::operators); });
    m_noAccount->setMinimumHeight(220);
    m_unknown->body()->addWidget(m_noAccount, 1);
    body()->addWidget(m_unknown, 1);

    auto* row = new QWidget;
    auto* columns = new QHBoxLayout(row);
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(12);
    m_figures->setFixedWidth(244);
    columns->addWidget(m_figures);
    columns->addWidget(m_plot, 1);
    row->setFixedHeight(kMarginHeight);
    body()->addWidget(row);
    addTable();
}

void AnchorsPage::addTable() {
    setFilterField(m_words);
    m_words->setMaximumWidth(340);
    m_words->setMinimumWidth(200);
    m_card->header()->addWidget(m_words, 1);
    connect(m_words, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_filter->setWords(text);
        showTable(*bridge().snapshot());
    });
    m_filter->setSourceModel(m_model);
    m_table->setObjectName(QStringLiteral("l1TxTable"));
    widgets::onLanguage(m_table, [this] { m_table->setAccessibleName(tr("L1 transactions")); });
    m_table->setUp(m_filter, {102, 100, 56, 56, 84, 96, 136, 104, 68, 52, 52, 94, 128}, -1,
                   {L1TxModel::Tip, L1TxModel::Gas, L1TxModel::Replaced, L1TxModel::Confirmations,
                    L1TxModel::MaxFee, L1TxModel::Cost});
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(L1TxModel::Age, Qt::DescendingOrder);
    m_table->setMinimumHeight(kRowHeight * (kTableRows + 1));
    m_table->enableCellMenu();
    m_table->enableRowsToCopy();
    m_table->keepColumns(QStringLiteral("l1Transactions"), {L1TxModel::TxHash});
    m_card->header()->addWidget(widgets::makeColumnsButton(m_table, QStringLiteral("l1TxColumns")));
    m_card->header()->addWidget(widgets::makeExportButton(m_table, QStringLiteral("l1-transactions.tsv"),
                                                          QStringLiteral("l1TxExport")));
    m_empty->setMinimumHeight(kRowHeight * (kTableRows + 1));
    m_empty->hide();
    m_card->layout()->setContentsMargins(4, 8, 4, 4);
    m_card->header()->setContentsMargins(10, 0, 8, 0);
    m_card->body()->addWidget(m_table, 1);
    m_card->body()->addWidget(m_empty, 1);
    body()->addWidget(m_card, 1);
    connect(m_table, &widgets::DataTable::filterRequested, m_words, &QLineEdit::setText);
    connect(m_table, &widgets::DataTable::linkFollowed, this, [this](const QModelIndex& index) {
        auto& selection = context().selection;
        const auto id = index.siblingAtColumn(0).data(models::KeyRole).toULongLong();
        const auto* tx = models::findL1Tx(*bridge().snapshot(), id);
        if (!tx || tx->batch == 0) return;
        selection.selectBatch(tx->batch, models::batchOf(*bridge().snapshot(), *tx));
        selection.open(models::PageId::batches);
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& row) {
                if (!row.isValid() || m_following) return;
                context().selection.selectL1Tx(bridge().snapshot()->viewpoint,
                                               row.siblingAtColumn(0).data(models::KeyRole).toULongLong());
            });
    connect(&context().selection, &models::Selection::changed, this, &AnchorsPage::followSelection);
}

void AnchorsPage::show(const SnapshotPtr& snapshot) {
    const auto& account = snapshot->l1Account;
    const auto* viewpoint = models::viewpointOperator(*snapshot);
    const QString name = viewpoint ? QString::fromStdString(viewpoint->name) : QString();
    m_funds->setVisible(account.has_value());
    m_figures->setVisible(account.has_value());
    m_card->setVisible(account.has_value());
    m_unknown->setVisible(!account);
    m_plot->setSnapshot(snapshot);
    if (!account) {
        const bool down = viewpoint && viewpoint->local && !viewpoint->running;
        setSubtitle(name);
        m_noAccount->setText(
            tr("This operator's L1 account is unknown"),
            down ? tr("Its node is stopped. Funds and L1 transactions appear when it runs again.")
                 : tr("Only an operator's own node knows what it sends to L1. View as one that runs here."));
        return;
    }
    const auto pool = std::count_if(snapshot->l1Txs.begin(), snapshot->l1Txs.end(), models::isInPool);
    setSubtitle(name + QStringLiteral(" · ") +
                tr("%n L1 transactions known", nullptr, static_cast<int>(snapshot->l1Txs.size())) +
                QStringLiteral(" · ") + tr("%n in L1's pool", nullptr, static_cast<int>(pool)));
    showFunds(*account);
    m_figures->setAccount(account);
    m_figures->setStale(isStale());
    m_model->update(*snapshot, bridge().nowMs());
    m_table->setStale(isStale());
    showTable(*snapshot);
    followSelection();
}

void AnchorsPage::showFunds(const api::L1Account& account) {
    const QString dash(QChar(0x2014));
    const QString eth = QStringLiteral("ETH");
    const auto tone = models::runwayTone(account);
    const bool spent = account.runwayDays > 0;
    const auto left = format::span(account.runwayDays);
    const bool empty = account.balanceWei == 0;
    m_tiles[Runway]->setValue(empty   ? QStringLiteral("0")
                              : spent ? left.value
                                      : dash,
                              empty || spent ? left.unit : QString(), tone == Tone::ok ? Tone::plain : tone);
    m_tiles[Runway]->setMeter(account.runwayDays / kAmpleDays, tone);
    m_tiles[Runway]->setHint(tone == Tone::bad    ? tr("Fund the account now.")
                             : tone == Tone::warn ? tr("Less than a week: fund the account.")
                             : spent              ? tr("at this spending")
                                                  : tr("nothing was spent yet"));
    m_tiles[Balance]->setValue(amount(account.balanceWei), eth);
    m_tiles[Balance]->setToolTip(format::etherUnit(account.balanceWei, 18));
    m_tiles[Balance]->setHint(account.pendingWei == 0
                                  ? tr("nothing pending")
                                  : tr("up to %1 pending").arg(format::etherUnit(account.pendingWei, 5)));
    m_address->setHash(format::fullAddress(account.address), 6);

    m_tiles[Spent]->setValue(amount(account.spentDayWei), eth);
    m_tiles[Spent]->setToolTip(format::etherUnit(account.spentDayWei, 18));
    if (account.dayBudgetWei != 0) {
        const double share = shareOf(account.spentDayWei, account.dayBudgetWei);
        const Wei rest = account.dayBudgetWei - std::min(account.spentDayWei, account.dayBudgetWei);
        m_tiles[Spent]->setMeter(share, toneOf(share));
        m_tiles[Spent]->setHint(
            rest == 0 ? tr("the budget of %1 is used up").arg(format::etherUnit(account.dayBudgetWei, 2))
                      : tr("%1 of the budget left").arg(amount(rest) + u' ' + eth));
    } else {
        m_tiles[Spent]->setMeter(0, Tone::info);
        m_tiles[Spent]->setHint(tr("no budget is set"));
    }
    const auto fee = format::fee(account.baseFeeWei);
    m_tiles[BaseFee]->setValue(fee.value, fee.unit);
    if (account.maxFeeCapWei != 0) {
        const double share = shareOf(account.baseFeeWei, account.maxFeeCapWei);
        m_tiles[BaseFee]->setMeter(share, toneOf(share));
        m_tiles[BaseFee]->setHint(
            share > 1 ? tr("above the cap of %1: nothing is sent").arg(format::feeUnit(account.maxFeeCapWei))
                      : tr("cap %1, tip %2")
                            .arg(format::feeUnit(account.maxFeeCapWei), format::feeUnit(account.tipCapWei)));
    } else {
        m_tiles[BaseFee]->setMeter(0, Tone::info);
        m_tiles[BaseFee]->setHint(tr("no cap is set"));
    }
    for (auto* tile : m_tiles)
        tile->setStale(isStale());
}

void AnchorsPage::showTable(const api::Snapshot& snapshot) {
    const bool none = snapshot.l1Txs.empty();
    const bool empty = m_filter->rowCount() == 0;
    m_table->setVisible(!empty);
    m_empty->setVisible(empty);
    if (none)
        m_empty->setText(tr("No L1 transaction yet"),
                         tr("The first one appears here as soon as this operator registers, bids or anchors "
                            "a batch."));
    else if (empty)
        m_empty->setText(tr("No L1 transaction matches"),
                         tr("Rows must match every word of the filter. Clear it to see all."));
}

void AnchorsPage::followSelection() {
    const auto& selection = context().selection;
    const bool own = selection.kind() == models::Selection::Kind::l1Tx &&
                     selection.address() == bridge().snapshot()->viewpoint;
    const QModelIndex current = m_table->currentIndex();
    if (own && current.isValid() &&
        current.siblingAtColumn(0).data(models::KeyRole).toULongLong() == selection.l1Tx())
        return;
    if (!own && !current.isValid()) return;
    m_following = true;
    // Another thing was selected elsewhere: a click on the row of before counts again.
    if (!own) m_table->setCurrentIndex({});
    if (own)
        for (int row = 0; row < m_filter->rowCount(); ++row) {
            const QModelIndex index = m_filter->index(row, 0);
            if (index.data(models::KeyRole).toULongLong() != selection.l1Tx()) continue;
            m_table->setCurrentIndex(index);
            break;
        }
    m_following = false;
}

} // namespace aw::pages
