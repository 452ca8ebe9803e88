#pragma once

#include "base/types.hpp"

#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>

/// Tables by hash or address for where thousands come and go a second: without an allocation for each entry.
/// References to entries end with the next change.
namespace aw::base {

template<class Key, class Value>
using FlatMap = boost::unordered_flat_map<Key, Value, FixedBytesHasher>;
template<class Key>
using FlatSet = boost::unordered_flat_set<Key, FixedBytesHasher>;

} // namespace aw::base
