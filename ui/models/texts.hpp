#pragma once

#include "api/values.hpp"
#include "base/result.hpp"
#include "models/tone.hpp"

#include <QString>

/// Sentences and words for the codes that the engine speaks in. GUI thread.
namespace aw::models::texts {

/// What went wrong and what to do, for people; the engine's own detail for what no act of the console leads
/// to.
QString error(const Error& failure);

/// One line for the event log.
QString event(const api::Event& event);
Tone tone(api::Severity severity);

QString startStep(const std::string& id);

QString status(const api::Batch& batch);
Tone tone(const api::Batch& batch);
/// "agrees", "differs", or "not recomputed".
QString rootVerdict(const api::Batch& batch);

/// "active", "backup, ready", "stopped", "ejected" ...
QString standing(const api::Operator& entry);
Tone standingTone(const api::Operator& entry);
/// Why it is not ready; empty if it is.
QString notReady(const api::Operator& entry);

QString stage(api::ChallengeStage stage);
Tone tone(api::ChallengeStage stage);
/// What is wrong with the batch, in a sentence.
QString reason(const api::Challenge& challenge);

/// What an L1 transaction is for, as a noun; with its batch where it is of one: "Challenge of batch 12".
QString kind(api::L1TxKind kind);
QString purpose(const api::L1Transaction& tx);
/// Where it stands in a word; "waits" where something holds it back before it is sent.
QString state(const api::L1Transaction& tx);
Tone tone(const api::L1Transaction& tx);
/// The same in a sentence.
QString standing(const api::L1Transaction& tx);
/// Why it waits or failed; empty where nothing is said.
QString problem(const api::L1Transaction& tx);

/// What somebody can be convicted of, as a noun.
QString fraud(api::FraudKind kind);

QString environment(api::Environment environment);

} // namespace aw::models::texts
