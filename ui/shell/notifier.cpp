#include "shell/notifier.hpp"
// What Qt generates for an interface of signals alone is compiled with this file.
