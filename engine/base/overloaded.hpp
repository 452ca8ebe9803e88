#pragma once

namespace aw::base {

/// One function for each kind of a variant, for std::visit. Give each kind a lambda of its own, none that
/// takes `auto`: then what is added to the variant does not compile before it is handled.
template<class... Cases>
struct Overloaded : Cases... {
    using Cases::operator()...;
};
// Clang 16 does not deduce the arguments of an aggregate by itself.
template<class... Functions>
Overloaded(Functions...) -> Overloaded<Functions...>;

} // namespace aw::base
