#pragma once

#include "base/result.hpp"
#include "base/types.hpp"

#include <optional>
#include <span>
#include <vector>

namespace aw::codec {

/// The call transfer(address,uint256) of an ERC-20.
struct TokenTransfer {
    Address recipient;
    Wei amount; ///< in the token's smallest unit
    bool operator==(const TokenTransfer&) const = default;
};

/// An EIP-1559 transaction as the rollup accepts it (PROTOCOL.md section 4).
struct Transaction {
    std::uint64_t chainId = 0;
    std::uint64_t nonce = 0;
    std::uint64_t tipWei = 0;    ///< maxPriorityFeePerGas
    std::uint64_t maxFeeWei = 0; ///< maxFeePerGas
    std::uint64_t gasLimit = 0;
    Address to; ///< who gets the ETH, or the token's L1 address
    Wei value;  ///< ETH; 0 where a token moves
    std::optional<TokenTransfer> token = std::nullopt;

    bool operator==(const Transaction&) const = default;

    /// Who gets the ETH or the token; kWithdrawalAddress for a withdrawal.
    const Address& recipient() const { return token ? token->recipient : to; }
    /// What they get, in wei or in the token's smallest unit.
    const Wei& amount() const { return token ? token->amount : value; }
    /// L2 gas that it takes.
    std::uint64_t gas() const;
};

/// The 68 bytes of a token transfer's data; empty for none.
Bytes callData(const Transaction& tx);
/// The token transfer that these bytes call for; nullopt where they are anything else.
std::optional<TokenTransfer> tokenTransferOf(ByteView data);

/// What is hashed to be signed.
Bytes signingBytes(const Transaction& tx);

///
Hash signingHash(const Transaction& tx);

///
Hash txLeaf(const Hash& signingHash, const Address& sender);
/// X-2 of many, made several at a time: `signingHashes` and `senders` have the same size.
std::vector<Hash> txLeaves(std::span<const Hash> signingHashes, std::span<const Address> senders);

/// A transaction with its signature, its bytes and who signed it.
struct SignedTransaction {
    Transaction tx;
    Signature signature;
    Hash signingHash;
    Hash hash; ///< keccak-256 of the signed bytes
    Address sender;
    Bytes raw;
};

/// Decodes and recovers. Checks everything in PROTOCOL.md section 4 but the chain id (chainId is returned as
/// it is). Errors, each its own code: "tx.wrong-type", "tx.malformed", "tx.trailing-bytes",
/// "tx.leading-zero", "tx.no-recipient", "tx.unknown-call", "tx.value-with-call", "tx.access-list",
/// "tx.value-too-large", "tx.fee-too-large", "tx.gas-too-large", "tx.nonce-too-large", "tx.y-parity",
/// "tx.high-s", "tx.bad-signature", "tx.tip-above-max-fee".
Result<SignedTransaction> decodeTransaction(ByteView raw);

/// The same without recovering who signed: `sender` stays zero. Errors as of decodeTransaction, but those of
/// the signature itself ("tx.high-s", "tx.bad-signature" where r and s are of the right size).
Result<SignedTransaction> parseTransaction(ByteView raw);

/// Whose transaction it is, of what crypto::recover() of its signing hash and signature gave. Errors
/// "tx.high-s", "tx.bad-signature".
Result<Address> senderOf(Result<Address> recovered);

/// The transaction of signingBytes(): not signed. Errors as of parseTransaction.
Result<Transaction> parseSigningBytes(ByteView bytes);

/// The signed bytes 0x02 ‖ rlp([... , yParity, r, s]).
Bytes encodeTransaction(const Transaction& tx, const Signature& signature);

} // namespace aw::codec
