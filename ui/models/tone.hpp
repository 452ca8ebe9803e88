#pragma once

namespace aw::models {

/// The meaning of a colour; the theme knows the colour itself. Never the only carrier of the meaning.
enum class Tone { plain, muted, accent, ok, warn, bad, info, other };

} // namespace aw::models
