// Compiled for processors with BMI1 and BMI2 (CMakeLists.txt); called only where the processor has them. They
// have and-not and rotations that leave their source alone, which saves a quarter of the instructions.
#include "crypto/keccak_word.hpp"

namespace aw::crypto {
namespace {

struct ThisFile;

} // namespace

constinit const KeccakCode kKeccakBmi2 = keccakCodeOfWords<ThisFile>();

} // namespace aw::crypto
