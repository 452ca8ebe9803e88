#include "crypto/keystore_kdf.hpp"

#include "crypto/scrypt.hpp"

#include <openssl/evp.h>

#include <bit>
#include <memory>
#include <stdexcept>

namespace aw::crypto {
namespace {

// Twice what geth's strongest setting takes (n 262144, r 8).
constexpr std::uint64_t kMaxMemory = std::uint64_t{512} << 20;
// Four times its work.
constexpr std::uint64_t kMaxWork = std::uint64_t{1} << 23;
constexpr std::uint64_t kMaxRounds = 10'000'000;
// So that products of three fit 64 bits.
constexpr std::uint64_t kMaxParameter = std::uint64_t{1} << 20;

[[noreturn]] void fail(const char* what) {
    throw std::runtime_error(std::string("OpenSSL gives no ") + what + ".");
}

struct CipherDeleter {
    void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};

} // namespace

Result<void> checkCost(const ScryptCost& cost) {
    if (cost.n > kMaxParameter * 16 || cost.r > kMaxParameter || cost.p > kMaxParameter)
        return Error{ErrorCode::keystoreKdfTooCostly, "A parameter of scrypt is beyond all bounds."};
    if (cost.n < 2 || !std::has_single_bit(cost.n) || cost.r == 0 || cost.p == 0)
        return Error{
            ErrorCode::keystoreKdfInvalid,
            "The parameters of scrypt are not valid: n is a power of two from 2 on, r and p are not 0."};
    if (128 * cost.r * (cost.n + cost.p + 2) > kMaxMemory)
        return Error{ErrorCode::keystoreKdfTooCostly,
                     "Opening the key file would take more than 512 MiB of memory."};
    if (cost.n * cost.r * cost.p > kMaxWork)
        return Error{ErrorCode::keystoreKdfTooCostly,
                     "Opening the key file would take too long: n x r x p is above " +
                         std::to_string(kMaxWork) + "."};
    return {};
}

Result<void> checkCost(const Pbkdf2Cost& cost) {
    if (cost.rounds == 0) return Error{ErrorCode::keystoreKdfInvalid, "The number of rounds of PBKDF2 is 0."};
    if (cost.rounds > kMaxRounds)
        return Error{ErrorCode::keystoreKdfTooCostly, "Opening the key file would take too long: more than " +
                                                          std::to_string(kMaxRounds) + " rounds of PBKDF2."};
    return {};
}

SecretBytes deriveKey(const std::variant<ScryptCost, Pbkdf2Cost>& cost, std::string_view password,
                      ByteView salt) {
    SecretBytes key(32);
    if (const auto* chosen = std::get_if<ScryptCost>(&cost)) {
        const auto& [n, r, p] = *chosen;
        const bool inRfc = r >= 4 || n < std::uint64_t{1} << (16 * r);
        if (!inRfc) return scrypt(password, salt, n, r, p, key.size());
        if (EVP_PBE_scrypt(password.data(), password.size(), salt.data(), salt.size(), n, r, p, kMaxMemory,
                           key.writable().data(), key.size()) != 1)
            fail("scrypt");
        return key;
    }
    const auto rounds = std::get<Pbkdf2Cost>(cost).rounds;
    if (PKCS5_PBKDF2_HMAC(password.data(), static_cast<int>(password.size()), salt.data(),
                          static_cast<int>(salt.size()), static_cast<int>(rounds), EVP_sha256(),
                          static_cast<int>(key.size()), key.writable().data()) != 1)
        fail("PBKDF2");
    return key;
}

SecretBytes applyCipher(ByteView key, const std::array<std::uint8_t, 16>& iv, ByteView input) {
    SecretBytes output(input.size());
    const std::unique_ptr<EVP_CIPHER_CTX, CipherDeleter> context(EVP_CIPHER_CTX_new());
    int size = 0;
    if (!context ||
        EVP_EncryptInit_ex(context.get(), EVP_aes_128_ctr(), nullptr, key.data(), iv.data()) != 1 ||
        EVP_EncryptUpdate(context.get(), output.writable().data(), &size, input.data(),
                          static_cast<int>(input.size())) != 1 ||
        static_cast<std::size_t>(size) != input.size())
        fail("aes-128-ctr");
    return output;
}

} // namespace aw::crypto
