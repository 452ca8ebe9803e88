#pragma once

#include "rpc/params.hpp"

namespace aw::rpc {

/// The error that a client gets for "state.pruned", "state.unknown-block" and whatever else a read of the
/// state gives: code -32000, in words that clients of geth look for.
RpcError stateError(const Error& error);

/// Whether the block that was named by its hash still has its number; always true for the others. To be
/// asked after reading at the number: a reorganisation may have come between.
bool stillThere(const Backend& backend, const BlockRef& ref);

/// Answers a question about the state at the block that a parameter names: `read` is given a BlockRef and
/// returns a Reply. A tag is resolved again where the block that it named is gone when it is read.
template<class Read>
Reply readState(const Backend& backend, const Params& params, std::size_t index, const Read& read) {
    constexpr int kTries = 4;
    for (int tries = 1;; ++tries) {
        const auto ref = blockRef(backend, params, index);
        if (!ref) return ref.error();
        Reply reply = read(*ref);
        if (!stillThere(backend, *ref)) return rejected("header for hash not found");
        if (reply || ref->named != BlockRef::Named::tag || tries == kTries) return reply;
        const auto now = blockRef(backend, params, index);
        if (!now || now->number == ref->number) return reply;
    }
}

} // namespace aw::rpc
