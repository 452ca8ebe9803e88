#include "base/hex.hpp"
#include "base/units.hpp"
#include "crypto/hd_key.hpp"
#include "crypto/keys.hpp"
#include "fuzz.hpp"

#include <cctype>

using namespace aw;
using namespace aw::base;

namespace {

std::string lower(std::string_view text) {
    std::string result(text);
    for (auto& c : result)
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return result;
}

} // namespace

/// What people and wallets write: hex, quantities, addresses, amounts, paths. What is read is written the
/// same.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = fuzz::textOf({data, size});
    if (const auto bytes = fromHex(text)) {
        const auto digits = lower(text);
        fuzz::require(toHex(*bytes) == (digits.starts_with("0x") ? digits : "0x" + digits));
    }
    if (const auto value = quantityFromHex(text))
        fuzz::require(*quantityFromHex(toQuantity(*value)) == *value);
    if (const auto value = quantity64FromHex(text))
        fuzz::require(*quantity64FromHex(toQuantity(*value)) == *value);
    if (const auto address = crypto::parseAddress(text))
        fuzz::require(*crypto::parseAddress(crypto::checksumAddress(*address)) == *address);
    for (const unsigned decimals : {0U, 6U, 18U})
        if (const auto value = parseUnits(text, decimals))
            fuzz::require(*parseUnits(formatUnits(*value, decimals), decimals) == *value);
    if (size <= 64) {
        static const auto master = crypto::HdKey::fromSeed(Bytes(16, 1));
        if (const auto key = master->derive(text)) fuzz::require(key->depth() <= 64);
    }
    return 0;
}
