#include "dialogs/goals.hpp"

#include "models/format.hpp"
#include "models/lookup.hpp"
#include "models/texts.hpp"

#include <QCoreApplication>
#include <QDir>
#include <QLocale>
#include <QTranslator>

#include <algorithm>
#include <map>
#include <memory>

namespace aw::dialogs {

namespace format = models::format;
namespace texts = models::texts;
using models::PageId;

namespace {

const char* const kContext = "Goals";

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(Goals)
};

/// The catalogues by locale name, each loaded once.
const std::map<QString, std::unique_ptr<QTranslator>>& catalogues() {
    static const auto all = [] {
        std::map<QString, std::unique_ptr<QTranslator>> loaded;
        for (const auto& file : QDir(QStringLiteral(":/i18n")).entryInfoList({QStringLiteral("*.qm")})) {
            auto translator = std::make_unique<QTranslator>();
            if (translator->load(file.filePath())) loaded[file.fileName()] = std::move(translator);
        }
        return loaded;
    }();
    return all;
}

QString filled(QString text, const QStringList& arguments) {
    for (const auto& argument : arguments)
        text = text.arg(argument);
    return text;
}

/// A goal whose words are `source`, a text of this file, with its arguments.
Goal makeGoal(const char* source, const QStringList& arguments, const QString& icon, const QString& key,
              std::function<void()> go) {
    return {.text = filled(Texts::tr(source), arguments),
            .hint = Texts::tr("action"),
            .icon = icon,
            .also = inOtherLanguages(kContext, source, arguments),
            .go = std::move(go),
            .key = key};
}

/// Carries an act out and says what came of it.
using Command = void (bridge::EngineBridge::*)(const Address&, api::Done);
std::function<void()> carryOut(const pages::Context& context, Command command, const Address& who,
                               const QString& done, const Say& say) {
    return [&bridge = context.bridge, command, who, done, say] {
        (bridge.*command)(who, [done, say](const Result<void>& result) {
            say(result ? done : texts::error(result.error()));
        });
    };
}

void addChallenges(const pages::Context& context, std::vector<Goal>& goals) {
    const auto& snapshot = *context.bridge.snapshot();
    for (const auto& challenge : snapshot.challenges) {
        if (!models::needsChallenge(snapshot, challenge)) continue;
        auto goal =
            makeGoal(QT_TRANSLATE_NOOP("Goals", "Challenge batch %1 …"), {QString::number(challenge.batch)},
                     QStringLiteral("gavel"), QStringLiteral("challenge:%1").arg(challenge.batch),
                     [&selection = context.selection, batch = challenge.batch, hash = challenge.batchHash] {
                         selection.selectBatch(batch, hash);
                         selection.open(PageId::challenges);
                     });
        goal.number = challenge.batch;
        goals.push_back(std::move(goal));
    }
}

void addOperatorActs(const pages::Context& context, const Say& say, std::vector<Goal>& goals) {
    using bridge::EngineBridge;
    const auto& snapshot = *context.bridge.snapshot();
    if (snapshot.phase != api::Phase::running) return;
    const bool lab = context.bridge.hasLab();
    const auto said = [](const char* source, const QString& name) { return Texts::tr(source).arg(name); };
    for (const auto& entry : snapshot.operators) {
        if (!entry.local) continue;
        const QString name = QString::fromStdString(entry.name);
        const auto key = [&](const char* act) { return QLatin1String(act) + u':' + name; };
        if (lab && entry.running)
            goals.push_back(makeGoal(
                QT_TRANSLATE_NOOP("Goals", "Crash %1"), {name}, QStringLiteral("crash"), key("crash"),
                carryOut(context, &EngineBridge::crash, entry.address,
                         said(QT_TRANSLATE_NOOP("Goals", "The node of %1 is down."), name), say)));
        if (lab && !entry.running)
            goals.push_back(makeGoal(
                QT_TRANSLATE_NOOP("Goals", "Restart %1"), {name}, QStringLiteral("restart"), key("restart"),
                carryOut(context, &EngineBridge::restart, entry.address,
                         said(QT_TRANSLATE_NOOP("Goals", "The node of %1 is back."), name), say)));
        if (lab && entry.running && entry.current)
            goals.push_back(makeGoal(
                QT_TRANSLATE_NOOP("Goals", "Inject a bad root into %1"), {name}, QStringLiteral("inject"),
                key("inject"),
                carryOut(
                    context, &EngineBridge::injectBadRoot, entry.address,
                    said(QT_TRANSLATE_NOOP("Goals", "The next batch of %1 will claim a wrong root."), name),
                    say)));
        if (entry.status == api::OperatorStatus::ejected || entry.status == api::OperatorStatus::convicted)
            goals.push_back(makeGoal(QT_TRANSLATE_NOOP("Goals", "Rejoin %1 …"), {name},
                                     QStringLiteral("operators"), key("rejoin"),
                                     [&selection = context.selection, address = entry.address] {
                                         selection.selectOperator(address);
                                         selection.open(PageId::operators);
                                     }));
    }
}

} // namespace

QString inOtherLanguages(const char* context, const char* source, const QStringList& arguments) {
    const QString own =
        QLocale().name() == QStringLiteral("zh_CN") ? QStringLiteral("zh_CN") : QStringLiteral("en");
    QStringList all;
    for (const auto& [name, catalogue] : catalogues())
        if (!name.contains(own)) {
            const QString text = catalogue->translate(context, source);
            all << filled(text.isEmpty() ? QString::fromUtf8(source) : text, arguments);
        }
    return all.join(u' ');
}

std::vector<Goal> goalsOf(const pages::Context& context, const Say& say) {
    std::vector<Goal> goals;
    const auto& snapshot = *context.bridge.snapshot();
    auto& selection = context.selection;
    addChallenges(context, goals);
    addOperatorActs(context, say, goals);
    const auto openTx = [&selection, who = snapshot.viewpoint](std::uint64_t id) {
        return [&selection, who, id] {
            selection.selectL1Tx(who, id);
            selection.open(PageId::anchors);
        };
    };
    for (const auto& tx : snapshot.l1Txs)
        if (models::isInPool(tx))
            goals.push_back(makeGoal(QT_TRANSLATE_NOOP("Goals", "Speed up or cancel: %1 …"),
                                     {texts::purpose(tx)}, QStringLiteral("anchor"),
                                     QStringLiteral("l1tx:%1").arg(tx.id), openTx(tx.id)));
    goals.push_back(makeGoal(QT_TRANSLATE_NOOP("Goals", "Fail over …"), {}, QStringLiteral("takeover"),
                             QStringLiteral("failover"),
                             [&selection] { selection.open(PageId::operators); }));
    if (context.bridge.hasLab())
        goals.push_back(makeGoal(QT_TRANSLATE_NOOP("Goals", "Inject a fault …"), {}, QStringLiteral("inject"),
                                 QStringLiteral("fault"), [&selection] { selection.open(PageId::lab); }));
    for (const auto& entry : snapshot.operators)
        goals.push_back({.text = QString::fromStdString(entry.name),
                         .hint = Texts::tr("operator"),
                         .icon = QStringLiteral("operators"),
                         .also = format::fullAddress(entry.address) + u' ' +
                                 inOtherLanguages(kContext, QT_TRANSLATE_NOOP("Goals", "operator")),
                         .go =
                             [&selection, address = entry.address] {
                                 selection.selectOperator(address);
                                 selection.open(PageId::operators);
                             },
                         .key = QStringLiteral("operator:") + QString::fromStdString(entry.name)});
    for (auto it = snapshot.batches.rbegin(); it != snapshot.batches.rend(); ++it)
        goals.push_back({.text = Texts::tr("Batch %1").arg(it->number),
                         .hint = texts::status(*it),
                         .icon = QStringLiteral("batches"),
                         .also = format::fullHash(it->hash) + format::fullHash(it->claimedRoot) +
                                 format::fullHash(it->l1TxHash) + u' ' +
                                 inOtherLanguages(kContext, QT_TRANSLATE_NOOP("Goals", "Batch %1"),
                                                  {QString::number(it->number)}),
                         .go =
                             [&selection, number = it->number, hash = it->hash] {
                                 selection.selectBatch(number, hash);
                                 selection.open(PageId::batches);
                             },
                         .key = QStringLiteral("batch:%1").arg(it->number),
                         .number = it->number,
                         .isThing = true});
    for (auto it = snapshot.l1Txs.rbegin(); it != snapshot.l1Txs.rend(); ++it) {
        QString hashes = it->hash.isZero() ? QString() : format::fullHash(it->hash);
        for (const auto& hash : it->replacedHashes)
            hashes += u' ' + format::fullHash(hash);
        const QString purpose = texts::purpose(*it);
        goals.push_back(
            {.text = it->nonce ? Texts::tr("L1 transaction %1: %2").arg(QString::number(*it->nonce), purpose)
                               : Texts::tr("L1 transaction: %1").arg(purpose),
             .hint = texts::state(*it),
             .icon = QStringLiteral("anchor"),
             .also = hashes,
             .go = openTx(it->id),
             .key = QStringLiteral("l1tx:%1").arg(it->id)});
    }
    return goals;
}

namespace {

bool beginsAWord(const QString& text, const QString& part) {
    for (auto at = text.indexOf(part, 0, Qt::CaseInsensitive); at >= 0;
         at = text.indexOf(part, at + 1, Qt::CaseInsensitive))
        if (at == 0 || !text[at - 1].isLetterOrNumber() || text[at].script() == QChar::Script_Han)
            return true;
    return false;
}

/// Less is better; nothing where a word is not found.
std::optional<int> rankOf(const Goal& goal, const QStringList& parts) {
    const QString all = goal.text + u' ' + goal.hint + u' ' + goal.also;
    if (!std::all_of(parts.begin(), parts.end(),
                     [&](const QString& part) { return all.contains(part, Qt::CaseInsensitive); }))
        return std::nullopt;
    for (const auto& part : parts) {
        bool isNumber = false;
        const auto number = part.toULongLong(&isNumber);
        if (isNumber && goal.number == number) return parts.size() == 1 && goal.isThing ? 0 : 1;
    }
    const QString words = goal.text + u' ' + goal.also;
    return std::all_of(parts.begin(), parts.end(),
                       [&](const QString& part) { return beginsAWord(words, part); })
               ? 2
               : 3;
}

} // namespace

std::vector<std::size_t> ranked(const std::vector<Goal>& goals, const QString& query,
                                const QStringList& recent) {
    const auto parts = query.split(u' ', Qt::SkipEmptyParts);
    std::vector<std::pair<int, std::size_t>> found;
    for (std::size_t i = 0; i < goals.size(); ++i) {
        if (parts.isEmpty()) {
            const auto at = recent.indexOf(goals[i].key);
            found.emplace_back(at >= 0 ? static_cast<int>(at) : static_cast<int>(recent.size()), i);
        } else if (const auto rank = rankOf(goals[i], parts)) {
            found.emplace_back(*rank, i);
        }
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& one, const auto& other) { return one.first < other.first; });
    std::vector<std::size_t> order;
    for (const auto& [rank, i] : found)
        order.push_back(i);
    return order;
}

} // namespace aw::dialogs
