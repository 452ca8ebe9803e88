#include "interruption.hpp"

#include <csignal>
#include <iostream>

namespace aw::app {

namespace {

volatile std::sig_atomic_t asked = 0;
void onSignal(int) { asked = 1; }

} // namespace

void catchInterruptions() {
    for (const int signal : {SIGINT, SIGTERM, SIGHUP})
        if (std::signal(signal, onSignal) == SIG_IGN) std::signal(signal, SIG_IGN);
    std::signal(SIGPIPE, SIG_IGN);
}

bool interrupted() { return asked != 0 || !std::cout; }

} // namespace aw::app
