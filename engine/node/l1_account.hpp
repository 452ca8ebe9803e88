#pragma once

#include "api/values.hpp"
#include "l1/tx_manager.hpp"

#include <boost/json/object.hpp>

#include <deque>

/// What is shown of an operator's transactions on L1. Pure.
namespace aw::node {

/// The newest 500. `head`: L1's newest block.
std::vector<api::L1Transaction> l1Transactions(const l1::AccountView& account, std::uint64_t head);

/// `batches`: those that are shown, of which the account's own of the last 24 hours count.
api::L1Account l1Account(const l1::AccountView& account, const Wei& balanceWei,
                         const std::deque<api::Batch>& batches, std::int64_t nowMs);

/// The answer of rollup_getL1Transactions: amounts in wei as decimal text, times in milliseconds.
boost::json::object l1Document(const std::vector<api::L1Transaction>& txs, const api::L1Account& account);

/// The same with the newest transactions alone, so many.
boost::json::object newestOf(const boost::json::object& document, std::size_t limit);

} // namespace aw::node
