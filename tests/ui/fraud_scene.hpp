#pragma once

#include "ui_fixture.hpp"

#include "models/lookup.hpp"

#include <QLabel>

/// What tests of frauds do again and again.
namespace aw::test {

/// Lets the active operator cheat; the challenge that it gives.
inline api::Challenge cheat(EngineDouble& console) {
    const auto before = console.snapshot()->challenges.size();
    console.injectBadRoot(models::currentOperator(*console.snapshot())->address, {});
    for (int i = 0; i < 120 && console.snapshot()->challenges.size() == before; ++i)
        console.run(500);
    return console.snapshot()->challenges.back();
}
inline api::Challenge cheat(Fixture& fixture) {
    const auto challenge = cheat(*fixture.console);
    fixture.settle();
    return challenge;
}

/// Convicts whoever anchored it, up to the rollback.
inline void convict(EngineDouble& console, const api::Challenge& fraud) {
    console.challenge(fraud.batch, {});
    for (int i = 0; i < 60 && models::challengeOf(*console.snapshot(), fraud.batchHash)->stage !=
                                  api::ChallengeStage::rolledBack;
         ++i)
        console.run(500);
}
inline void convict(Fixture& fixture, const api::Challenge& fraud) {
    convict(*fixture.console, fraud);
    fixture.settle();
}
/// The same, and runs on until its number is another batch's.
inline void convictAndGoOn(Fixture& fixture, const api::Challenge& fraud) {
    convict(fixture, fraud);
    auto& console = *fixture.console;
    for (int i = 0; i < 60 && models::findBatch(*console.snapshot(), fraud.batch)->hash == fraud.batchHash;
         ++i)
        fixture.run(500);
}

/// Every label in sight.
inline QString textOf(const QWidget* widget) {
    QStringList all;
    for (const auto* label : widget->findChildren<QLabel*>())
        if (label->isVisible()) all << label->text();
    return all.join(u'\n');
}

} // namespace aw::test
