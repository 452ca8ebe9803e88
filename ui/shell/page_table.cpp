#include "shell/page_table.hpp"

#include "pages/anchors_page.hpp"
#include "pages/batches_page.hpp"
#include "pages/challenges_page.hpp"
#include "pages/lab_page.hpp"
#include "pages/operators_page.hpp"
#include "pages/overview_page.hpp"

#include <QCoreApplication>
#include <QKeySequence>

namespace aw::shell {

using models::PageId;

namespace {

struct Pages {
    Q_DECLARE_TR_FUNCTIONS(Pages)
};

template<class P>
pages::Page* make(const pages::Context& context) {
    return new P(context);
}

} // namespace

QString PageInfo::navName() const {
    QString name = QString::fromUtf8(id.name.data(), static_cast<qsizetype>(id.name.size()));
    name[0] = name[0].toUpper();
    return QStringLiteral("nav") + name;
}

QString PageInfo::keys() const { return QKeySequence(Qt::CTRL | digit).toString(QKeySequence::PortableText); }

QList<PageInfo> pageTable(const bridge::EngineBridge& bridge) {
    QList<PageInfo> rows{
        {PageId::overview, [] { return Pages::tr("Overview"); }, "overview", Qt::Key_1, false,
         make<pages::OverviewPage>},
        {PageId::batches, [] { return Pages::tr("Batches"); }, "batches", Qt::Key_2, false,
         make<pages::BatchesPage>},
        {PageId::anchors, [] { return Pages::tr("Anchors"); }, "anchor", Qt::Key_3, false,
         make<pages::AnchorsPage>},
        {PageId::operators, [] { return Pages::tr("Operators"); }, "operators", Qt::Key_4, false,
         make<pages::OperatorsPage>},
        {PageId::challenges, [] { return Pages::tr("Challenges"); }, "challenges", Qt::Key_5, false,
         make<pages::ChallengesPage>},
        {PageId::lab, [] { return Pages::tr("Lab"); }, "lab", Qt::Key_6, true, make<pages::LabPage>},
    };
    if (!bridge.hasLab()) rows.removeIf([](const PageInfo& row) { return row.inLab; });
    return rows;
}

} // namespace aw::shell
