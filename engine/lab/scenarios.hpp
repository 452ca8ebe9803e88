#pragma once

#include "lab/play.hpp"

/// Scenarios drive the console's interface, as a person at the window does, and read their verdict from L1 by
/// a client of their own. Each has a file of its own; scenario.cpp lists them.
namespace aw::lab {

void playHappy(Play& play);
void playBadRoot(Play& play);
void playCrashFailover(Play& play);

} // namespace aw::lab
