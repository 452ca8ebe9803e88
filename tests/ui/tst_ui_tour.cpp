#include "ui_fixture.hpp"

#include "shell/page_faults.hpp"
#include "shell/tour.hpp"
#include "widgets/controls.hpp"
#include "widgets/label.hpp"

#include <QDir>
#include <QImage>
#include <QLineEdit>
#include <QTimer>

using namespace aw;
using shell::Tour;
using test::Fixture;

/// The tour fails where a page has a fault, and names the page and the widget.
class TestTour : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { test::prepareApplication(); }
    void passesWhereNothingIsWrong();
    void failsWhereAPageIsEmpty();
    void failsWhereAPageIsHalfEmpty();
    void failsWhereAPageIsAnEmptyState();
    void failsWhereAPageShowsAnError();
    void failsWhereALabelIsCut();
    void failsWhereAPaintedTextIsCut();
    void failsWhereAPlaceholderIsCut();
    void picturesAreTwiceAsLargeAtScaleTwo();
};

namespace {

/// A tour through the pages of a running demo, in one look.
struct Visit {
    Fixture fixture;
    QTemporaryDir folder;
    QTimer clock;
    QString failure;
    int status = -1;

    Visit() {
        fixture.console->bringUp(14);
        fixture.run(100);
    }
    QWidget& page(const char* name) {
        auto* found = fixture.window->findChild<QWidget*>(QLatin1String(name));
        Q_ASSERT(found);
        return *found;
    }
    void play(Tour::Look look = {{1440, 900}, 1, widgets::Scheme::dark, QStringLiteral("en")}) {
        Tour tour(*fixture.window, *fixture.bridge, folder.path(), {false, {look}, 60});
        QObject::connect(&clock, &QTimer::timeout, [this] { fixture.console->run(100); });
        clock.start(20);
        status = QCoreApplication::exec();
        clock.stop();
        failure = tour.failure();
    }
    /// Where it failed with another sentence, that sentence.
    QString unlike(const QString& page, const QString& widget, const QString& words) const {
        for (const auto& line : failure.split(u'\n'))
            if (line.contains(QStringLiteral("Page ") + page) && line.contains(widget) &&
                line.contains(words))
                return {};
        return QStringLiteral("status %1, failure: %2").arg(status).arg(failure);
    }
};

} // namespace

void TestTour::passesWhereNothingIsWrong() {
    Visit visit;
    visit.play();
    QCOMPARE(visit.failure, QString());
    QCOMPARE(visit.status, 0);
    // One of every page.
    QCOMPARE(QDir(visit.folder.path()).entryList(QDir::Files).size(), 6);
}

void TestTour::failsWhereAPageIsEmpty() {
    Visit visit;
    for (auto* child : visit.page("challengesPage").findChildren<QWidget*>(Qt::FindDirectChildrenOnly))
        child->setMaximumHeight(0);
    visit.play();
    QCOMPARE(visit.status, 1);
    QCOMPARE(visit.unlike("challenges", "ChallengesPage challengesPage", "is empty"), QString());
}

void TestTour::failsWhereAPageIsHalfEmpty() {
    Visit visit;
    visit.page("loadCard").hide();
    visit.page("walletCard").hide();
    visit.play();
    QCOMPARE(visit.status, 1);
    QCOMPARE(visit.unlike("lab", "LabPage labPage", "its lower"), QString());
}

void TestTour::failsWhereAPageIsAnEmptyState() {
    Visit visit;
    auto& page = visit.page("batchesPage");
    auto* cover = new widgets::EmptyState(QStringLiteral("table"), QStringLiteral("Nothing yet"), {}, &page);
    cover->setObjectName(QStringLiteral("coverState"));
    cover->setGeometry(0, 0, 4000, 4000);
    cover->show();
    visit.play();
    QCOMPARE(visit.status, 1);
    QCOMPARE(visit.unlike("batches", "EmptyState coverState", "is empty"), QString());
}

void TestTour::failsWhereAPageShowsAnError() {
    Visit visit;
    visit.fixture.console->setL1Connected(false);
    visit.play();
    QCOMPARE(visit.status, 1);
    QCOMPARE(visit.unlike("operators", "Banner operatorsPageBanner", "L1 is not connected"), QString());
}

void TestTour::failsWhereALabelIsCut() {
    Visit visit;
    auto* label = widgets::makeLabel(QStringLiteral("Wider than it may be"), "value", &visit.page("labPage"));
    label->setObjectName(QStringLiteral("narrowLabel"));
    label->setGeometry(20, 4, 40, 20);
    label->show();
    visit.play();
    QCOMPARE(visit.status, 1);
    QCOMPARE(visit.unlike("lab", "QLabel narrowLabel", "Wider than it may be"), QString());
}

void TestTour::failsWhereAPaintedTextIsCut() {
    Visit visit;
    auto* label =
        new widgets::ElidedLabel(QStringLiteral("Wider than it may be"), "muted", &visit.page("anchorsPage"));
    label->setObjectName(QStringLiteral("elidedLabel"));
    label->setGeometry(20, 4, 40, 20);
    label->show();
    visit.play();
    QCOMPARE(visit.status, 1);
    QCOMPARE(visit.unlike("anchors", "ElidedLabel elidedLabel", "Wider than it may be"), QString());
}

void TestTour::failsWhereAPlaceholderIsCut() {
    Visit visit;
    visit.fixture.find<QLineEdit>("l1TxFilter")->setPlaceholderText(QString(60, u'w'));
    visit.play();
    QCOMPARE(visit.status, 1);
    QCOMPARE(visit.unlike("anchors", "QLineEdit l1TxFilter", "wwwww"), QString());
}

void TestTour::picturesAreTwiceAsLargeAtScaleTwo() {
    const auto looks = Tour::allLooks();
    QVERIFY(std::any_of(looks.begin(), looks.end(), [](const Tour::Look& look) {
        return look.size == QSize(1920, 1080) && look.scale == 2;
    }));
    Visit visit;
    visit.play({{1920, 1080}, 2, widgets::Scheme::light, QStringLiteral("en")});
    QCOMPARE(visit.failure, QString());
    const QImage picture(visit.folder.filePath(QStringLiteral("overview-light-en-1920x1080@2x.png")));
    QCOMPARE(picture.size(), QSize(3840, 2160));
}

QTEST_MAIN(TestTour)
#include "tst_ui_tour.moc"
