#include "base/bytes.hpp"
#include "crypto/keccak.hpp"
#include "crypto/keccak_code.hpp"
#include "crypto/keys.hpp"
#include "crypto/mnemonic.hpp"
#include "crypto/scrypt.hpp"
#include "values.hpp"

#include <QCryptographicHash>
#include <QMessageAuthenticationCode>
#include <QTest>

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include <memory>
#include <random>

using namespace aw;
using namespace aw::crypto;
using aw::test::codeOf;
using aw::test::hexOf;

/// What is written here against what others wrote: OpenSSL's curve and sponge, Qt's hashes.
namespace {

template<auto kFree>
struct Free {
    template<class T>
    void operator()(T* pointer) const {
        kFree(pointer);
    }
};
using PKey = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using PKeyContext = std::unique_ptr<EVP_PKEY_CTX, Free<EVP_PKEY_CTX_free>>;
using ParamBuilder = std::unique_ptr<OSSL_PARAM_BLD, Free<OSSL_PARAM_BLD_free>>;
using Params = std::unique_ptr<OSSL_PARAM, Free<OSSL_PARAM_free>>;
using BigNumber = std::unique_ptr<BIGNUM, Free<BN_free>>;

Bytes randomBytes(std::mt19937_64& random, std::size_t size) {
    Bytes bytes(size);
    for (auto& byte : bytes)
        byte = static_cast<std::uint8_t>(random());
    return bytes;
}

/// SHA3-256 with the permutation of keccak-256: the padding alone is another (FIPS 202).
Bytes sha3With(ByteView data) {
    constexpr std::size_t kRate = 136;
    Bytes padded(data.begin(), data.end());
    padded.push_back(0x06);
    padded.resize((padded.size() + kRate - 1) / kRate * kRate);
    padded.back() |= 0x80;
    std::array<std::uint64_t, 25> state{};
    for (std::size_t start = 0; start < padded.size(); start += kRate) {
        for (std::size_t i = 0; i < kRate; ++i)
            state[i / 8] ^= std::uint64_t{padded[start + i]} << (8 * (i % 8));
        keccakCodeOfOne().permute(state.data());
    }
    Bytes hash(32);
    for (std::size_t i = 0; i < hash.size(); ++i)
        hash[i] = static_cast<std::uint8_t>(state[i / 8] >> (8 * (i % 8)));
    return hash;
}

Bytes derInteger(ByteView number) {
    while (number.size() > 1 && number[0] == 0)
        number = number.subspan(1);
    Bytes out{2};
    const bool zero = number[0] >= 0x80;
    out.push_back(static_cast<std::uint8_t>(number.size() + (zero ? 1 : 0)));
    if (zero) out.push_back(0);
    base::append(out, number);
    return out;
}

Bytes derOf(const Signature& signature) {
    auto body = derInteger(signature.view().first(32));
    base::append(body, derInteger(signature.view().subspan(32, 32)));
    Bytes out{0x30, static_cast<std::uint8_t>(body.size())};
    base::append(out, body);
    return out;
}

/// r and s of a strict DER signature; s is brought into the lower half of the order.
Signature signatureOf(ByteView der) {
    Signature result;
    auto rest = der.subspan(2);
    for (const std::size_t at : {0U, 32U}) {
        auto number = rest.subspan(2, rest[1]);
        rest = rest.subspan(2 + number.size());
        if (number.size() == 33) number = number.subspan(1);
        std::ranges::copy(number,
                          result.bytes.begin() + static_cast<std::ptrdiff_t>(at + 32 - number.size()));
    }
    const U256 order("0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");
    const auto s = base::readU256(result.view().subspan(32, 32));
    if (s > order / 2) {
        Bytes low;
        base::appendBigEndian(low, U256(order - s));
        std::ranges::copy(low, result.bytes.begin() + 32);
    }
    return result;
}

/// OpenSSL's form of a key.
PKey opensslKey(const SecretKey& key) {
    const auto point = key.publicKey().uncompressed();
    const BigNumber secret(BN_bin2bn(key.secret().data(), 32, nullptr));
    const ParamBuilder builder(OSSL_PARAM_BLD_new());
    OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "secp256k1", 0);
    OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size());
    OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, secret.get());
    const Params params(OSSL_PARAM_BLD_to_param(builder.get()));
    const PKeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
    EVP_PKEY* made = nullptr;
    if (EVP_PKEY_fromdata_init(context.get()) == 1)
        EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_KEYPAIR, params.get());
    return PKey(made);
}

} // namespace

class TestCryptoOpenssl : public QObject {
    Q_OBJECT

private slots:
    void thePermutationMakesSha3() {
        std::mt19937_64 random(20271);
        for (std::size_t size = 0; size < 600; ++size) {
            const auto data = randomBytes(random, size);
            Bytes expected(32);
            unsigned written = 0;
            QVERIFY(EVP_Digest(data.data(), data.size(), expected.data(), &written, EVP_sha3_256(),
                               nullptr) == 1);
            QCOMPARE(hexOf(sha3With(data)), hexOf(expected));
        }
    }

    void opensslVerifiesWhatIsSignedHere() {
        for (std::uint64_t i = 0; i < 100; ++i) {
            const auto key = SecretKey::derive("openssl", i);
            const auto other = opensslKey(key);
            QVERIFY(other);
            // A point that is not the secret's would be no key pair.
            const PKeyContext pair(EVP_PKEY_CTX_new(other.get(), nullptr));
            QCOMPARE(EVP_PKEY_pairwise_check(pair.get()), 1);

            const auto hash = keccak256(key.address().view());
            const auto der = derOf(key.sign(hash));
            const PKeyContext context(EVP_PKEY_CTX_new(other.get(), nullptr));
            QCOMPARE(EVP_PKEY_verify_init(context.get()), 1);
            QCOMPARE(EVP_PKEY_verify(context.get(), der.data(), der.size(), hash.bytes.data(), 32), 1);
            auto another = hash;
            another.bytes[31] ^= 1;
            QVERIFY(EVP_PKEY_verify(context.get(), der.data(), der.size(), another.bytes.data(), 32) != 1);
        }
    }

    void whatOpensslSignsIsVerifiedHere() {
        for (std::uint64_t i = 0; i < 100; ++i) {
            const auto key = SecretKey::derive("openssl", i);
            const auto other = opensslKey(key);
            const auto hash = keccak256(key.address().view());
            const PKeyContext context(EVP_PKEY_CTX_new(other.get(), nullptr));
            Bytes der(80);
            auto size = der.size();
            QCOMPARE(EVP_PKEY_sign_init(context.get()), 1);
            QCOMPARE(EVP_PKEY_sign(context.get(), der.data(), &size, hash.bytes.data(), 32), 1);
            auto signature = signatureOf(ByteView(der).first(size));
            QCOMPARE(codeOf(verify(hash, signature, key.publicKey())), "ok");
            // One of the two parities gives the key back.
            const auto even = recover(hash, signature);
            signature.bytes[64] = 1;
            const auto odd = recover(hash, signature);
            QVERIFY((even && *even == key.address()) != (odd && *odd == key.address()));
        }
    }

    void scryptIsThatOfOpenssl() {
        std::mt19937_64 random(20272);
        for (const auto& [n, r, p] : {std::array<std::uint64_t, 3>{2, 1, 1},
                                      {16, 1, 1},
                                      {1024, 8, 1},
                                      {64, 3, 5},
                                      {32768, 1, 2},
                                      {4, 5, 9}}) {
            const auto password = randomBytes(random, static_cast<std::size_t>(n % 50));
            const std::string_view text(reinterpret_cast<const char*>(password.data()), password.size());
            const auto salt = randomBytes(random, 1 + static_cast<std::size_t>(r));
            Bytes expected(40);
            QCOMPARE(EVP_PBE_scrypt(text.data(), text.size(), salt.data(), salt.size(), n, r, p, 1 << 30,
                                    expected.data(), expected.size()),
                     1);
            QCOMPARE(hexOf(scrypt(text, salt, n, r, p, expected.size()).view()), hexOf(expected));
        }
    }

    // RFC 7914, section 12.
    void scryptOfTheRfc() {
        QCOMPARE(hexOf(scrypt("", {}, 16, 1, 1, 64).view()),
                 "0x77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
                 "fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906");
    }

    // PBKDF2 of one block is a chain of HMACs (RFC 8018, section 5.2): here with those of Qt.
    void theSeedOfAMnemonicIsAChainOfHmacs() {
        const QByteArray password =
            "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";
        const auto hmac = [&](const QByteArray& message) {
            return QMessageAuthenticationCode::hash(message, password, QCryptographicHash::Sha512);
        };
        auto last = hmac(QByteArray("mnemonicpassphrase") + QByteArray("\0\0\0\1", 4));
        auto sum = last;
        for (int round = 1; round < 2048; ++round) {
            last = hmac(last);
            for (qsizetype i = 0; i < sum.size(); ++i)
                sum[i] = static_cast<char>(sum[i] ^ last[i]);
        }
        const auto seed = seedFromMnemonic(password.toStdString(), "passphrase").value();
        QCOMPARE(hexOf(seed.view()), "0x" + sum.toHex());
    }
};

QTEST_APPLESS_MAIN(TestCryptoOpenssl)
#include "tst_crypto_openssl.moc"
