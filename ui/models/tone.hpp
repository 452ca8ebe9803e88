#pragma once

namespace aw::models {

/// The meaning of a colour; the theme knows the colour itself. Never the only carrier of the meaning.
/// `accent` is what one can do and nothing else; `anchored` is what is on L1.
enum class Tone { plain, muted, accent, ok, warn, bad, info, other, anchored };

} // namespace aw::models
