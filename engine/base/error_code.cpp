#include "base/error_code.hpp"

namespace aw::base {

std::string_view name(ErrorCode code) {
    using enum ErrorCode;
    // A table, one row a code.
    // clang-format off
    switch (code) {
    case none: return "none";
    case addressChecksum: return "address.checksum";
    case addressInvalid: return "address.invalid";
    case amountInvalid: return "amount.invalid";
    case amountTooLarge: return "amount.too-large";
    case amountTooPrecise: return "amount.too-precise";
    case anchorNothing: return "anchor.nothing";
    case anchorRule: return "anchor.rule";
    case anvilDirectory: return "anvil.directory";
    case anvilNotFound: return "anvil.not-found";
    case anvilStartFailed: return "anvil.start-failed";
    case batchMalformedData: return "batch.malformed-data";
    case batchMalformedHeader: return "batch.malformed-header";
    case batchOtherData: return "batch.other-data";
    case benchDisk: return "bench.disk";
    case benchNoMemoryFigure: return "bench.no-memory-figure";
    case benchNotExecutable: return "bench.not-executable";
    case benchWrongResult: return "bench.wrong-result";
    case bidOutOfBounds: return "bid.out-of-bounds";
    case chainBatchOrder: return "chain.batch-order";
    case chainDamaged: return "chain.damaged";
    case chainInboxGap: return "chain.inbox-gap";
    case challengeAgrees: return "challenge.agrees";
    case challengeFollowsWrong: return "challenge.follows-wrong";
    case challengeRunning: return "challenge.running";
    case challengeUnknownBatch: return "challenge.unknown-batch";
    case challengeUnseen: return "challenge.unseen";
    case derivationGap: return "derivation.gap";
    case failoverNobodyReady: return "failover.nobody-ready";
    case failoverNotCurrent: return "failover.not-current";
    case failoverSlow: return "failover.slow";
    case failoverTooEarly: return "failover.too-early";
    case feedBadUrl: return "feed.bad-url";
    case feedClosed: return "feed.closed";
    case feedEquivocation: return "feed.equivocation";
    case feedForged: return "feed.forged";
    case feedInbox: return "feed.inbox";
    case feedListen: return "feed.listen";
    case feedMalformedFrame: return "feed.malformed-frame";
    case feedMalformedItem: return "feed.malformed-item";
    case feedNotExecutable: return "feed.not-executable";
    case feedNotNext: return "feed.not-next";
    case feedNotTaken: return "feed.not-taken";
    case feedProtocol: return "feed.protocol";
    case feedRefused: return "feed.refused";
    case feedSilent: return "feed.silent";
    case feedTooLarge: return "feed.too-large";
    case feedUnknownFrame: return "feed.unknown-frame";
    case feedUnknownItem: return "feed.unknown-item";
    case feedUnreachable: return "feed.unreachable";
    case feedVersion: return "feed.version";
    case feedWrongRoot: return "feed.wrong-root";
    case hdkeyBadPath: return "hdkey.bad-path";
    case hdkeyNoKey: return "hdkey.no-key";
    case hdkeySeedSize: return "hdkey.seed-size";
    case hdkeyTooDeep: return "hdkey.too-deep";
    case hexBadDigit: return "hex.bad-digit";
    case hexOddLength: return "hex.odd-length";
    case hexTooLarge: return "hex.too-large";
    case hexWrongSize: return "hex.wrong-size";
    case inboxMalformed: return "inbox.malformed";
    case inboxNoEntry: return "inbox.no-entry";
    case inboxOtherSignature: return "inbox.other-signature";
    case inboxUnknownToken: return "inbox.unknown-token";
    case keyInvalid: return "key.invalid";
    case keystoreAddressMismatch: return "keystore.address-mismatch";
    case keystoreBadKey: return "keystore.bad-key";
    case keystoreKdfInvalid: return "keystore.kdf-invalid";
    case keystoreKdfTooCostly: return "keystore.kdf-too-costly";
    case keystoreMalformed: return "keystore.malformed";
    case keystoreNotJson: return "keystore.not-json";
    case keystoreTooLarge: return "keystore.too-large";
    case keystoreUnknownCipher: return "keystore.unknown-cipher";
    case keystoreUnknownKdf: return "keystore.unknown-kdf";
    case keystoreUnsupportedVersion: return "keystore.unsupported-version";
    case keystoreWrongPassword: return "keystore.wrong-password";
    case l1BadAnswer: return "l1.bad-answer";
    case l1BadArtifact: return "l1.bad-artifact";
    case l1BadEvent: return "l1.bad-event";
    case l1BadUrl: return "l1.bad-url";
    case l1Contradiction: return "l1.contradiction";
    case l1DeployFailed: return "l1.deploy-failed";
    case l1Dropped: return "l1.dropped";
    case l1HeadBack: return "l1.head-back";
    case l1InsufficientFunds: return "l1.insufficient-funds";
    case l1Moved: return "l1.moved";
    case l1NoBlock: return "l1.no-block";
    case l1NoEndpoint: return "l1.no-endpoint";
    case l1NoProfile: return "l1.no-profile";
    case l1NoReceipt: return "l1.no-receipt";
    case l1NoTransaction: return "l1.no-transaction";
    case l1NonceTaken: return "l1.nonce-taken";
    case l1OtherChain: return "l1.other-chain";
    case l1RateLimited: return "l1.rate-limited";
    case l1Reverted: return "l1.reverted";
    case l1Rewound: return "l1.rewound";
    case l1RpcError: return "l1.rpc-error";
    case l1Timeout: return "l1.timeout";
    case l1TooLarge: return "l1.too-large";
    case l1Unavailable: return "l1.unavailable";
    case l1WrongChain: return "l1.wrong-chain";
    case labFailed: return "lab.failed";
    case labFunding: return "lab.funding";
    case labL1Ended: return "lab.l1-ended";
    case labLastOperator: return "lab.last-operator";
    case labNotCurrent: return "lab.not-current";
    case labNotDemo: return "lab.not-demo";
    case labNotRunning: return "lab.not-running";
    case labRegistered: return "lab.registered";
    case labRejoining: return "lab.rejoining";
    case labRetired: return "lab.retired";
    case labRunning: return "lab.running";
    case labSlow: return "lab.slow";
    case labStillStopping: return "lab.still-stopping";
    case labUnknownOperator: return "lab.unknown-operator";
    case labWorkspace: return "lab.workspace";
    case labWorkspaceUsed: return "lab.workspace-used";
    case loadOutOfBounds: return "load.out-of-bounds";
    case logFile: return "log.file";
    case logUnknownLevel: return "log.unknown-level";
    case mempoolChainId: return "mempool.chain-id";
    case mempoolFeeTooLow: return "mempool.fee-too-low";
    case mempoolFull: return "mempool.full";
    case mempoolInsufficientFunds: return "mempool.insufficient-funds";
    case mempoolInsufficientTokens: return "mempool.insufficient-tokens";
    case mempoolIntrinsicGas: return "mempool.intrinsic-gas";
    case mempoolKnown: return "mempool.known";
    case mempoolNonceGap: return "mempool.nonce-gap";
    case mempoolNonceTooLow: return "mempool.nonce-too-low";
    case mempoolUnderpriced: return "mempool.underpriced";
    case mempoolUnknownToken: return "mempool.unknown-token";
    case mnemonicChecksum: return "mnemonic.checksum";
    case mnemonicEntropySize: return "mnemonic.entropy-size";
    case mnemonicNotAscii: return "mnemonic.not-ascii";
    case mnemonicPassphraseNotAscii: return "mnemonic.passphrase-not-ascii";
    case mnemonicUnknownWord: return "mnemonic.unknown-word";
    case mnemonicWordCount: return "mnemonic.word-count";
    case nodeBadUrl: return "node.bad-url";
    case nodeL1Silent: return "node.l1-silent";
    case nodeNoBackup: return "node.no-backup";
    case nodeNotDurable: return "node.not-durable";
    case nodeNotReady: return "node.not-ready";
    case nodeOtherRollup: return "node.other-rollup";
    case nodeStopped: return "node.stopped";
    case nodeSyncing: return "node.syncing";
    case nodeUnavailable: return "node.unavailable";
    case processStartFailed: return "process.start-failed";
    case recordUndecodable: return "record.undecodable";
    case recoveryCancelled: return "recovery.cancelled";
    case recoveryStopped: return "recovery.stopped";
    case rlpLeadingZero: return "rlp.leading-zero";
    case rlpNotAString: return "rlp.not-a-string";
    case rlpNotCanonical: return "rlp.not-canonical";
    case rlpTooDeep: return "rlp.too-deep";
    case rlpTooLarge: return "rlp.too-large";
    case rlpTooManyItems: return "rlp.too-many-items";
    case rlpTrailingBytes: return "rlp.trailing-bytes";
    case rlpTruncated: return "rlp.truncated";
    case rpcListen: return "rpc.listen";
    case scenarioInterrupted: return "scenario.interrupted";
    case scenarioUnknown: return "scenario.unknown";
    case signatureHighS: return "signature.high-s";
    case signatureInvalid: return "signature.invalid";
    case snapshotMalformed: return "snapshot.malformed";
    case snapshotMissing: return "snapshot.missing";
    case snapshotNotOne: return "snapshot.not-one";
    case snapshotNotReadable: return "snapshot.not-readable";
    case snapshotNotWritable: return "snapshot.not-writable";
    case snapshotWrongRoot: return "snapshot.wrong-root";
    case statePruned: return "state.pruned";
    case stateUnknownBlock: return "state.unknown-block";
    case storeCannotOpen: return "store.cannot-open";
    case storeCorrupt: return "store.corrupt";
    case storeFailed: return "store.failed";
    case storeFull: return "store.full";
    case storeInvalid: return "store.invalid";
    case storeIo: return "store.io";
    case storeLocked: return "store.locked";
    case storeNotNext: return "store.not-next";
    case storeNotOurs: return "store.not-ours";
    case storePruned: return "store.pruned";
    case storeReadOnly: return "store.read-only";
    case storeTooNew: return "store.too-new";
    case storeTooOld: return "store.too-old";
    case txAccessList: return "tx.access-list";
    case txBadSignature: return "tx.bad-signature";
    case txBadV: return "tx.bad-v";
    case txChainIdTooLarge: return "tx.chain-id-too-large";
    case txFeeTooLarge: return "tx.fee-too-large";
    case txGasTooLarge: return "tx.gas-too-large";
    case txHighS: return "tx.high-s";
    case txLeadingZero: return "tx.leading-zero";
    case txMalformed: return "tx.malformed";
    case txNoRecipient: return "tx.no-recipient";
    case txNonceTooLarge: return "tx.nonce-too-large";
    case txTipAboveMaxFee: return "tx.tip-above-max-fee";
    case txTooLarge: return "tx.too-large";
    case txTrailingBytes: return "tx.trailing-bytes";
    case txUnknownCall: return "tx.unknown-call";
    case txValueTooLarge: return "tx.value-too-large";
    case txValueWithCall: return "tx.value-with-call";
    case txWrongChain: return "tx.wrong-chain";
    case txWrongType: return "tx.wrong-type";
    case txYParity: return "tx.y-parity";
    case undoMalformed: return "undo.malformed";
    case withdrawNoAccount: return "withdraw.no-account";
    case withdrawNoFinalBatch: return "withdraw.no-final-batch";
    case withdrawNoToken: return "withdraw.no-token";
    case withdrawNotFinal: return "withdraw.not-final";
    case withdrawNothing: return "withdraw.nothing";
    case witnessMalformed: return "witness.malformed";
    }
    // clang-format on
    return {};
}

std::vector<ErrorCode> everyErrorCode() {
    std::vector<ErrorCode> all;
    for (unsigned value = 0; !name(static_cast<ErrorCode>(value)).empty(); ++value)
        all.push_back(static_cast<ErrorCode>(value));
    return all;
}

std::optional<ErrorCode> errorCode(std::string_view text) {
    for (const auto code : everyErrorCode())
        if (name(code) == text) return code;
    return std::nullopt;
}

bool isStoreFailure(ErrorCode code) { return name(code).starts_with("store."); }
bool isL1Failure(ErrorCode code) { return name(code).starts_with("l1."); }

} // namespace aw::base
