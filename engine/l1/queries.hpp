#pragma once

#include "l1/events.hpp"
#include "l1/json_rpc.hpp"
#include "l1/transactions.hpp"
#include "store/values.hpp"

#include <optional>
#include <vector>

/// Blocks, logs, receipts and inputs of an L1. Errors of each: those of Rpc, "l1.rpc-error",
/// "l1.rate-limited", and those that it names. An answer that is not what was asked for (another number or
/// hash, a log of another address or block) is "l1.bad-answer". On the executor of the caller.
namespace aw::l1 {

using store::L1Block;

Task<Result<std::uint64_t>> headNumber(RpcPtr rpc);
Task<Result<L1Block>> latestBlock(RpcPtr rpc);
/// Error "l1.no-block" where the number is above the head.
Task<Result<L1Block>> blockByNumber(RpcPtr rpc, std::uint64_t number);
/// In one batch; nothing for a number above the head.
Task<Result<std::vector<std::optional<L1Block>>>> blocksIfThere(RpcPtr rpc,
                                                                std::vector<std::uint64_t> numbers);
/// In one batch. Error "l1.no-block" where a number is above the head.
Task<Result<std::vector<L1Block>>> blocksByNumber(RpcPtr rpc, std::vector<std::uint64_t> numbers);

/// Of the contracts, ascending, from block `from` to `to` in one question. A node that has not come to `to`
/// answers with what it has, without saying so.
Task<Result<std::vector<L1Log>>> logs(RpcPtr rpc, Addresses addresses, std::uint64_t from, std::uint64_t to);
/// Of the contracts in these very blocks (EIP-234), ascending as the blocks are. A node that does not have
/// one of them refuses.
Task<Result<std::vector<L1Log>>> logsOfBlocks(RpcPtr rpc, Addresses addresses, std::vector<L1Block> blocks);

/// Call data of a transaction. Error "l1.no-transaction".
Task<Result<Bytes>> transactionInput(RpcPtr rpc, Hash txHash);
/// As a node writes it; nothing where it is misshapen.
std::optional<Receipt> readReceipt(const boost::json::value& value);
/// Error "l1.no-receipt" while it is not mined.
Task<Result<Receipt>> receipt(RpcPtr rpc, Hash txHash);
/// In one batch, in the order of the hashes. Error "l1.no-receipt" where one is not mined.
Task<Result<std::vector<Receipt>>> receipts(RpcPtr rpc, std::vector<Hash> txHashes);
/// Of every transaction of a block, in order: by eth_getBlockReceipts, and one by one in a batch where the
/// endpoint does not know that. Error "l1.no-block" where the block is not in the chain (any more).
Task<Result<std::vector<Receipt>>> blockReceipts(RpcPtr rpc, L1Block block);

Task<Result<std::uint64_t>> chainId(RpcPtr rpc);
Task<Result<Wei>> balance(RpcPtr rpc, Address address);

} // namespace aw::l1
