#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace aw::base {

/// What can go wrong, each thing once. The part before the first capital is the group, and the first part of
/// its name for programs: `l1NoBlock` is "l1.no-block" in JSON, logs, documents and on the command line.
///
/// A new enumerator does not compile until it stands in the table in error_code.cpp, and in every switch over
/// it: there is no `default` in any of them.
enum class ErrorCode : std::uint16_t {
    none, ///< what Result::error() gives where there is a value; no failure has it

    addressChecksum, ///< upper and lower case are not those of EIP-55
    addressInvalid,

    amountInvalid,
    amountTooLarge,
    amountTooPrecise, ///< more decimals than the unit has

    anchorNothing, ///< no L2 block to anchor
    anchorRule,    ///< an own block breaks a rule: a defect

    anvilDirectory, ///< its folder cannot be made
    anvilNotFound,
    anvilStartFailed,

    batchMalformedData,
    batchMalformedHeader,
    batchOtherData, ///< the data is not what the header commits to

    benchDisk, ///< a file of the benchmark cannot be written
    benchNoMemoryFigure,
    benchNotExecutable, ///< a transaction of the load is refused: a defect
    benchWrongResult,   ///< a restart or a rewind ended elsewhere: a defect

    bidOutOfBounds,

    chainBatchOrder, ///< a batch does not follow the last one that L1 has shown
    chainDamaged,    ///< the state is not that of the stored blocks
    chainInboxGap,   ///< a batch consumes inbox entries that L1 has not shown

    challengeAgrees,       ///< the own replay gives the claimed root
    challengeFollowsWrong, ///< the batch stands on another wrong one
    challengeRunning,
    challengeUnknownBatch,
    challengeUnseen, ///< the proof is on L1, its roll-back was not read yet

    derivationGap, ///< L1 shows an event whose predecessor is missing

    failoverNobodyReady,
    failoverNotCurrent, ///< only the current operator can hand over
    failoverSlow,       ///< nobody took over within a minute
    failoverTooEarly,   ///< L1 does not allow a takeover yet

    feedBadUrl,
    feedCrowded, ///< a peer sent more than is kept of one
    feedFlooded, ///< a peer sent faster than it may
    feedClosed,
    feedEquivocation, ///< an operator signed two histories
    feedForged,       ///< not signed by the operator that it is said to be of
    feedInbox,        ///< a block consumes what L1 has not shown here yet
    feedListen,
    feedMalformedFrame,
    feedMalformedItem,
    feedNotExecutable, ///< a block breaks a rule
    feedNotMember,     ///< a key that L1 does not know as an operator in the running
    feedNotNext,       ///< a block does not follow the head
    feedNotTaken,      ///< this node could not take an item yet
    feedProtocol,
    feedRefused, ///< the publisher closed the connection at the hello
    feedSilent,
    feedTooLarge,
    feedUnknownFrame,
    feedUnknownItem,
    feedUnreachable,
    feedVersion,
    feedWrongRoot, ///< a block's root is not what its transactions give

    hdkeyBadPath,
    hdkeyNoKey, ///< no key stands at this index (BIP-32)
    hdkeySeedSize,
    hdkeyTooDeep,

    hexBadDigit,
    hexOddLength,
    hexTooLarge,
    hexWrongSize,

    inboxMalformed,
    inboxNoEntry,        ///< no forced transaction at its index
    inboxOtherSignature, ///< a forced transaction is not signed by its sender
    inboxUnknownToken,

    keyInvalid,

    keystoreAddressMismatch,
    keystoreBadKey,
    keystoreKdfInvalid,
    keystoreKdfTooCostly,
    keystoreMalformed,
    keystoreNotJson,
    keystoreTooLarge,
    keystoreUnknownCipher,
    keystoreUnknownKdf,
    keystoreUnsupportedVersion,
    keystoreWrongPassword,

    l1BadAnswer,
    l1BadArtifact, ///< a compiled contract in this program is not usable
    l1BadEvent,    ///< a log of the contracts cannot be decoded
    l1BadUrl,
    l1Contradiction, ///< answers of one endpoint do not fit together
    l1DeployFailed,
    l1Dropped,  ///< a transaction left L1 in a reorganisation
    l1HeadBack, ///< L1's head went back further than a reorganisation can
    l1InsufficientFunds,
    l1Moved, ///< for the follower alone: L1 changed between two questions
    l1NoBlock,
    l1NoEndpoint,
    l1NoProfile, ///< parameters.json lacks a number of the profile
    l1NoReceipt, ///< a transaction is not mined yet
    l1NoTransaction,
    l1NonceTaken, ///< another transaction of the account took this one's place
    l1OtherChain, ///< not one block that was followed is in the chain of this L1
    l1RateLimited,
    l1Reverted,
    l1Rewound,  ///< for the follower alone: a reorganisation was found, go on from the fork
    l1RpcError, ///< the endpoint answered with an error of its own
    l1Timeout,
    l1TooLarge, ///< an answer of more than 64 MiB
    l1Unavailable,
    l1WrongChain, ///< the chain id is another

    l1txBudget,     ///< it would go beyond the day's budget; it waits
    l1txCancelled,  ///< it was taken back
    l1txFeeCap,     ///< L1 asks for more than may be paid for gas; it waits
    l1txNotWaiting, ///< it is mined, or was never sent
    l1txUnknown,    ///< no transaction of this operator has the number

    labFailed,  ///< the demo ended by an exception
    labFunding, ///< the first deposits were not anchored in time
    labL1Ended, ///< the demo's anvil ended by itself
    labLastOperator,
    labNotCurrent,
    labNotDemo,
    labNotRunning,
    labRegistered, ///< nothing to rejoin
    labRejoining,
    labRetired, ///< L1 never takes this key back
    labRunning,
    labSlow,          ///< registered on L1, not read by its node yet
    labStillStopping, ///< a node still holds its files
    labUnknownOperator,
    labWorkspace,     ///< cannot be made
    labWorkspaceUsed, ///< it holds an earlier demo

    loadOutOfBounds,

    logFile,
    logUnknownLevel,

    mempoolChainId,
    mempoolExpired, ///< it waited too long without a chance to be executed
    mempoolFeeTooLow,
    mempoolFull,
    mempoolInsufficientFunds,
    mempoolInsufficientTokens,
    mempoolIntrinsicGas,
    mempoolKnown,
    mempoolNonceGap,
    mempoolNonceTooLow,
    mempoolUnderpriced,
    mempoolUnknownToken,

    mnemonicChecksum,
    mnemonicEntropySize,
    mnemonicNotAscii,
    mnemonicPassphraseNotAscii,
    mnemonicUnknownWord,
    mnemonicWordCount,

    nodeBadUrl,
    nodeBusy,        ///< more is on its way in than is taken at a time
    nodeL1Silent,    ///< no news of L1 for so long that nothing is acknowledged
    nodeNoBackup,    ///< no backup confirmed a transaction in time
    nodeNotDurable,  ///< a transaction could not be written to disk
    nodeNotReady,    ///< the operator that was asked is still starting
    nodeOtherRollup, ///< the folder belongs to an operator of another rollup
    nodeStopped,
    nodeSyncing,     ///< it still reads L1
    nodeUnavailable, ///< no operator answers at the address

    processStartFailed,

    recordUndecodable,

    recoveryCancelled,
    recoveryStopped,

    rlpLeadingZero,
    rlpNotAString,
    rlpNotCanonical,
    rlpTooDeep,
    rlpTooLarge,
    rlpTooManyItems,
    rlpTrailingBytes,
    rlpTruncated,

    rpcListen,

    scenarioInterrupted,
    scenarioUnknown,

    signatureHighS, ///< EIP-2
    signatureInvalid,

    snapshotMalformed,
    snapshotMissing,
    snapshotNotOne, ///< the file does not begin as a snapshot
    snapshotNotReadable,
    snapshotNotWritable,
    snapshotWrongRoot,

    statePruned, ///< older than the states that are kept
    stateUnknownBlock,

    storeCannotOpen,
    storeCorrupt,
    storeFailed,
    storeFull,
    storeInvalid, ///< what was to be stored contradicts what is there
    storeIo,
    storeLocked,
    storeNotNext, ///< a block or batch does not follow the last stored one
    storeNotOurs, ///< the file is the database of another program
    storePruned,
    storeReadOnly,
    storeTooNew,
    storeTooOld,

    txAccessList,
    txBadSignature,
    txBadV, ///< neither 27, 28 nor 35 and above (EIP-155)
    txChainIdTooLarge,
    txFeeTooLarge,
    txGasTooLarge,
    txHighS, ///< EIP-2
    txLeadingZero,
    txMalformed,
    txNoRecipient,
    txNonceTooLarge, ///< EIP-2681
    txTipAboveMaxFee,
    txTooLarge,
    txTrailingBytes,
    txUnknownCall, ///< data that is no transfer of an ERC-20 token
    txValueTooLarge,
    txValueWithCall, ///< ETH and a token at once
    txWrongChain,
    txWrongType,
    txYParity,

    undoMalformed, ///< the bytes do not decode as the way back of a state

    withdrawNoAccount,
    withdrawNoFinalBatch,
    withdrawNoToken,
    withdrawNotFinal,
    withdrawNothing, ///< paid already, or never withdrawn

    witnessMalformed,
};

/// The name for programs, such as "l1.no-block": it never changes. Empty for a value that is no enumerator.
std::string_view name(ErrorCode code);
/// The code of a name; nullopt where no code has it.
std::optional<ErrorCode> errorCode(std::string_view text);
/// Every code, in the order above.
std::vector<ErrorCode> everyErrorCode();

/// Whether the node's database refused: the group "store".
bool isStoreFailure(ErrorCode code);
/// Whether L1 or its endpoint is what failed: the group "l1".
bool isL1Failure(ErrorCode code);

} // namespace aw::base

namespace aw {
using base::ErrorCode;
}
