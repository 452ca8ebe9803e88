#pragma once

#include "ui_fixture.hpp"

#include "models/lookup.hpp"

#include <QLabel>

/// What tests of frauds do again and again.
namespace aw::test {

/// Lets the active operator cheat; the challenge that it gives.
inline api::Challenge cheat(Fixture& fixture) {
    auto& console = *fixture.console;
    const auto before = console.snapshot()->challenges.size();
    console.injectBadRoot(models::currentOperator(*console.snapshot())->address, {});
    for (int i = 0; i < 60 && console.snapshot()->challenges.size() == before; ++i)
        fixture.run(500);
    return console.snapshot()->challenges.back();
}

/// Convicts it, and runs on until its number is another batch's.
inline void convict(Fixture& fixture, const api::Challenge& challenge) {
    auto& console = *fixture.console;
    console.challenge(challenge.batch, {});
    for (int i = 0; i < 60 && models::challengeOf(*console.snapshot(), challenge.batchHash)->stage !=
                                  api::ChallengeStage::rolledBack;
         ++i)
        fixture.run(500);
}
inline void convictAndGoOn(Fixture& fixture, const api::Challenge& challenge) {
    convict(fixture, challenge);
    auto& console = *fixture.console;
    for (int i = 0;
         i < 60 && models::findBatch(*console.snapshot(), challenge.batch)->hash == challenge.batchHash; ++i)
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
