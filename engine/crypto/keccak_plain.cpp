#include "crypto/keccak_word.hpp"

namespace aw::crypto {
namespace {

struct ThisFile;

} // namespace

constinit const KeccakCode kKeccakPlain = keccakCodeOfWords<ThisFile>();

} // namespace aw::crypto
