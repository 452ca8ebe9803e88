#pragma once

#include "api/values.hpp"

#include <QString>

/// Words for where a sentence has no room: the alarm, the event log. GUI thread.
namespace aw::models::texts {

/// "warning"
QString severity(api::Severity severity);
/// What is wrong with the batch: "wrong root".
QString wrong(const api::Challenge& challenge);

} // namespace aw::models::texts
