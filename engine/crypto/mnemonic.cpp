#include "crypto/mnemonic.hpp"

#include "crypto/word_list.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>
#include <stdexcept>

namespace aw::crypto {
namespace {

constexpr std::size_t kWords = 2048;
constexpr std::size_t kBitsOfWord = 11;
constexpr std::size_t kLongestWord = 8;
constexpr std::size_t kMostWords = 24;
constexpr int kRounds = 2048;
constexpr std::string_view kWhite = " \t\r\n\v\f";

const std::array<std::string_view, kWords>& words() {
    static const auto list = [] {
        std::array<std::string_view, kWords> result;
        auto rest = kEnglishWordList;
        for (auto& word : result) {
            const auto end = rest.find('\n');
            word = rest.substr(0, end);
            rest = rest.substr(end + 1);
        }
        if (!rest.empty()) throw std::logic_error("The word list has not 2048 lines.");
        return result;
    }();
    return list;
}

bool isAscii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// Number of the checksum's bits of so many words: a 33rd of all.
std::size_t checksumBits(std::size_t wordCount) { return wordCount / 3; }

bool isWordCount(std::size_t count) { return count >= 12 && count <= kMostWords && count % 3 == 0; }

std::uint8_t checksumByte(ByteView entropy) {
    std::array<std::uint8_t, 32> hash;
    unsigned size = 0;
    if (EVP_Digest(entropy.data(), entropy.size(), hash.data(), &size, EVP_sha256(), nullptr) != 1)
        throw std::runtime_error("OpenSSL gives no SHA-256.");
    return hash[0];
}

/// Bit `i` of bytes, the highest bit of the first byte being bit 0.
bool bitOf(ByteView bytes, std::size_t i) { return (bytes[i / 8] >> (7 - i % 8) & 1) != 0; }

/// Numbers of the words of a mnemonic. They are secret; the array is wiped by its owner.
Result<std::size_t> lookUp(std::string_view mnemonic, std::array<std::uint16_t, kMostWords>& numbers) {
    if (!isAscii(mnemonic))
        return Error{ErrorCode::mnemonicNotAscii,
                     "The words hold characters that are in no English word; other lists are not known."};
    std::size_t count = 0;
    for (auto start = mnemonic.find_first_not_of(kWhite); start < mnemonic.size();
         start = mnemonic.find_first_not_of(kWhite, start)) {
        const auto end = std::min(mnemonic.find_first_of(kWhite, start), mnemonic.size());
        const auto written = mnemonic.substr(start, end - start);
        start = end;
        if (++count > kMostWords) break;
        std::array<char, kLongestWord> lower{};
        if (written.size() <= kLongestWord)
            std::ranges::transform(written, lower.begin(), [](char c) {
                return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
            });
        const std::string_view word(lower.data(), std::min(written.size(), kLongestWord));
        const auto found = std::ranges::lower_bound(words(), word);
        if (written.size() > kLongestWord || found == words().end() || *found != word)
            return Error{ErrorCode::mnemonicUnknownWord,
                         "Word " + std::to_string(count) + " is not in the English list of BIP-39."};
        numbers[count - 1] = static_cast<std::uint16_t>(found - words().begin());
    }
    if (!isWordCount(count))
        return Error{ErrorCode::mnemonicWordCount, "A mnemonic has 12, 15, 18, 21 or 24 words, not " +
                                                       (count > kMostWords ? "more" : std::to_string(count)) +
                                                       "."};
    return count;
}

} // namespace

Result<SecretBytes> generateMnemonic(std::size_t wordCount) {
    if (!isWordCount(wordCount))
        return Error{ErrorCode::mnemonicWordCount,
                     "A mnemonic has 12, 15, 18, 21 or 24 words, not " + std::to_string(wordCount) + "."};
    SecretBytes entropy((wordCount * kBitsOfWord - checksumBits(wordCount)) / 8);
    fillRandom(entropy.writable());
    return mnemonicFromEntropy(entropy.view());
}

Result<SecretBytes> mnemonicFromEntropy(ByteView entropy) {
    if (entropy.size() < 16 || entropy.size() > 32 || entropy.size() % 4 != 0)
        return Error{ErrorCode::mnemonicEntropySize,
                     "A mnemonic is made of 16, 20, 24, 28 or 32 bytes, not " +
                         std::to_string(entropy.size()) + "."};
    SecretBytes bits(entropy.size() + 1);
    std::ranges::copy(entropy, bits.writable().begin());
    bits.writable().back() = checksumByte(entropy);

    const auto wordCount = (8 * entropy.size() + entropy.size() / 4) / kBitsOfWord;
    const auto visit = [&](const auto& use) {
        for (std::size_t i = 0; i < wordCount; ++i) {
            std::size_t number = 0;
            for (std::size_t bit = 0; bit < kBitsOfWord; ++bit)
                number = 2 * number + (bitOf(bits.view(), kBitsOfWord * i + bit) ? 1 : 0);
            use(words()[number]);
        }
    };
    std::size_t size = wordCount - 1;
    visit([&](std::string_view word) { size += word.size(); });
    SecretBytes mnemonic(size);
    auto out = mnemonic.writable().begin();
    visit([&](std::string_view word) {
        out = std::ranges::copy(word, out).out;
        if (out != mnemonic.writable().end()) *out++ = ' ';
    });
    return mnemonic;
}

Result<SecretBytes> entropyFromMnemonic(std::string_view mnemonic) {
    std::array<std::uint16_t, kMostWords> numbers{};
    const auto count = lookUp(mnemonic, numbers);
    if (!count) {
        OPENSSL_cleanse(numbers.data(), sizeof numbers);
        return count.error();
    }
    const auto checksum = checksumBits(*count);
    SecretBytes entropy((*count * kBitsOfWord - checksum) / 8);
    std::uint8_t stated = 0;
    for (std::size_t i = 0; i < *count * kBitsOfWord; ++i) {
        const auto bit = numbers[i / kBitsOfWord] >> (kBitsOfWord - 1 - i % kBitsOfWord) & 1;
        auto& byte = i < 8 * entropy.size() ? entropy.writable()[i / 8] : stated;
        byte = static_cast<std::uint8_t>(byte << 1 | bit);
    }
    OPENSSL_cleanse(numbers.data(), sizeof numbers);
    if (stated != checksumByte(entropy.view()) >> (8 - checksum))
        return Error{ErrorCode::mnemonicChecksum,
                     "The words do not belong together: one is wrong, or two are exchanged."};
    return entropy;
}

Result<SecretBytes> seedFromMnemonic(std::string_view mnemonic, std::string_view passphrase) {
    if (!isAscii(passphrase))
        return Error{ErrorCode::mnemonicPassphraseNotAscii,
                     "The passphrase holds characters other than ASCII; wallets disagree on their form."};
    const auto entropy = entropyFromMnemonic(mnemonic);
    if (!entropy) return entropy.error();
    // The words as they stand in the list, one space between them.
    const auto sentence = mnemonicFromEntropy(entropy->view());
    const auto password = sentence->text();
    constexpr std::string_view kSalt = "mnemonic";
    SecretBytes salt(kSalt.size() + passphrase.size());
    std::ranges::copy(passphrase, std::ranges::copy(kSalt, salt.writable().begin()).out);
    SecretBytes seed(64);
    if (PKCS5_PBKDF2_HMAC(password.data(), static_cast<int>(password.size()), salt.view().data(),
                          static_cast<int>(salt.size()), kRounds, EVP_sha512(), static_cast<int>(seed.size()),
                          seed.writable().data()) != 1)
        throw std::runtime_error("OpenSSL gives no PBKDF2.");
    return seed;
}

} // namespace aw::crypto
