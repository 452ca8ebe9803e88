#pragma once

#include <string_view>

/// Files of resources/contracts, put into the program by CMake (embed.cmake).
namespace aw::l1::embedded {

extern const std::string_view kInbox;
extern const std::string_view kBridge;
extern const std::string_view kOperators;
extern const std::string_view kRollup;
extern const std::string_view kFraud;
extern const std::string_view kDemands;
extern const std::string_view kPromises;
extern const std::string_view kDemoToken; ///< no part of the rollup
extern const std::string_view kParameters;

} // namespace aw::l1::embedded
