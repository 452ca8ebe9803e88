#include "subscriber.hpp"

#include "feed/frame.hpp"

namespace aw::simulation {

std::optional<Address> subscriberOf(std::string_view sent) {
    // After the handshake, a WebSocket frame of 126 bytes at least: two bytes, a length of two, a mask of
    // four, and the message, masked (RFC 6455, section 5.2).
    constexpr std::string_view kEnd = "\r\n\r\n";
    constexpr std::size_t kLengthAt = 2, kMaskAt = 4, kMaskBytes = 4, kMessageAt = kMaskAt + kMaskBytes;
    constexpr unsigned char kLengthOfTwo = 0x80 | 126;
    const auto end = sent.find(kEnd);
    if (end == std::string_view::npos) return std::nullopt;
    const auto frame = sent.substr(end + kEnd.size());
    const auto byteAt = [&](std::size_t at) { return static_cast<unsigned char>(frame[at]); };
    if (frame.size() < kMessageAt || byteAt(1) != kLengthOfTwo) return std::nullopt;
    const auto length = static_cast<std::size_t>(byteAt(kLengthAt)) << 8U | byteAt(kLengthAt + 1);
    if (frame.size() < kMessageAt + length) return std::nullopt;
    Bytes message;
    for (std::size_t i = 0; i < length; ++i)
        message.push_back(
            static_cast<std::uint8_t>(byteAt(kMessageAt + i) ^ byteAt(kMaskAt + i % kMaskBytes)));
    const auto decoded = feed::decodeFrame(message);
    const auto* hello = decoded ? std::get_if<feed::HelloFrame>(&*decoded) : nullptr;
    return hello ? std::optional(hello->operatorAddress) : std::nullopt;
}

} // namespace aw::simulation
