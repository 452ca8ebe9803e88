#include "rpc/state_read.hpp"

#include "rpc/public_text.hpp"

namespace aw::rpc {

RpcError stateError(const Error& error) {
    if (error.code == ErrorCode::stateUnknownBlock)
        return rejected("header not found: " + withoutPaths(std::string_view(error.detail)));
    if (error.code == ErrorCode::statePruned)
        return rejected("historical state is not available: " + withoutPaths(std::string_view(error.detail)));
    return {RpcErrorCode::internal, "internal error: the state could not be read"};
}

bool stillThere(const Backend& backend, const BlockRef& ref) {
    if (ref.named != BlockRef::Named::hash) return true;
    const auto block = backend.blockByNumber(ref.number);
    return block && block->hash == ref.hash;
}

} // namespace aw::rpc
