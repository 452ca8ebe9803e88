#include "pages/operators_page.hpp"

#include "models/format.hpp"
#include "models/lookup.hpp"
#include "pages/fail_over_act.hpp"
#include "pages/operator_card.hpp"
#include "pages/operator_table.hpp"
#include "widgets/card.hpp"
#include "widgets/figures.hpp"
#include "widgets/label.hpp"
#include "widgets/ladder_view.hpp"
#include "widgets/plots.hpp"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace aw::pages {

namespace format = models::format;

OperatorsPage::OperatorsPage(const Context& context, QWidget* parent)
    : Page(
          context, [] { return tr("Operators"); }, QStringLiteral("operatorsPage"), parent)
    , m_ladder(new widgets::LadderView)
    , m_epoch(new widgets::EpochBar)
    , m_epochText(widgets::makeLabel({}, "label"))
    , m_rules(new widgets::FactList)
    , m_bids(new widgets::BidsPlot)
    , m_failOver(new FailOverAct(context))
    , m_table(new OperatorTable(context))
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
    body()->addWidget(m_grid);
    m_bids->setMinimumHeight(190);
    body()->addWidget(m_bids, 1);
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
    m_table->apply(snapshot);
    m_table->setStale(isStale());
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
