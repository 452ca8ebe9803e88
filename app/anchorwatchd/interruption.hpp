#pragma once

namespace aw::app {

/// From here on SIGINT, SIGTERM and SIGHUP ask the program to end instead of ending it, and so does an output
/// that nobody reads any more (a broken pipe). What was told to be ignored (nohup) stays ignored. Once, in
/// the main thread, before others are started.
void catchInterruptions();

/// Whether the program was asked to end. Main thread.
bool interrupted();

} // namespace aw::app
