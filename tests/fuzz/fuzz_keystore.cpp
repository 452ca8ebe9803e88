#include "crypto/keystore.hpp"
#include "crypto/mnemonic.hpp"
#include "fuzz.hpp"

using namespace aw;
using namespace aw::crypto;

namespace {

/// Opening is slow by intention; a fuzzer has no time for it.
bool isCheap(const Keystore& file) {
    if (const auto* scrypt = std::get_if<ScryptCost>(&file.cost))
        return scrypt->n * scrypt->r * scrypt->p <= 64;
    return std::get<Pbkdf2Cost>(file.cost).rounds <= 64;
}

} // namespace

/// Key files and mnemonics.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = fuzz::textOf({data, size});
    if (const auto file = Keystore::parse(text); file && isCheap(*file)) {
        const auto key = file->open("testpassword");
        if (key && file->address) fuzz::require(key->address() == *file->address);
    }
    if (const auto entropy = entropyFromMnemonic(text)) {
        const auto mnemonic = mnemonicFromEntropy(entropy->view());
        fuzz::require(mnemonic.has_value());
        const auto again = entropyFromMnemonic(mnemonic->text());
        fuzz::require(again && again->size() == entropy->size());
    }
    return 0;
}
