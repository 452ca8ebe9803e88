#include "models/texts.hpp"

#include <QCoreApplication>

namespace aw::models::texts {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(Texts)
};

QString fromView(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

} // namespace

QString error(const Error& failure) {
    using enum ErrorCode;
    const auto told = QString::fromStdString(failure.detail);
    switch (failure.code) {
    case anvilDirectory:
    case labWorkspace:
        return Texts::tr("The workspace could not be created. %1").arg(told);
    case anvilNotFound:
        return Texts::tr(
            "The program anvil was not found. Install it with Anchorwatch's tools, or set its path.");
    case anvilStartFailed:
        return Texts::tr("The local L1 node did not start. %1").arg(told);
    case bidOutOfBounds:
        return Texts::tr("The bid is outside the bounds that the contract allows.");
    case chainDamaged:
        return Texts::tr("The blocks in the operator's folder are damaged. Move the folder away and start "
                         "again: the node rebuilds from L1. %1")
            .arg(told);
    case challengeAgrees:
        return Texts::tr("Your replay gives the claimed root. There is nothing to challenge.");
    case challengeFollowsWrong:
        return Texts::tr("This batch is built on one with a wrong root. Challenge that one first.");
    case challengeRunning:
        return Texts::tr("A challenge of this batch is already under way.");
    case challengeUnknownBatch:
        return Texts::tr("This batch is not on L1, or it was already rolled back.");
    case challengeUnseen:
        return Texts::tr("The proof is on L1, but the rollback has not been seen yet.");
    case failoverNobodyReady:
        return Texts::tr("No other operator is ready to take over. Each operator's card says why.");
    case failoverNotCurrent:
        return Texts::tr(
            "Another operator has become active in the meantime. There is nothing to hand over.");
    case failoverSlow:
        return Texts::tr("No other operator took over on L1 within a minute.");
    case failoverTooEarly:
        return Texts::tr("The active operator is down, but L1 does not yet allow a takeover. %1").arg(told);
    case feedListen:
    case rpcListen:
        return Texts::tr("A port of the operator could not be opened. %1").arg(told);
    case l1BadAnswer:
    case l1BadEvent:
    case l1NoBlock:
    case l1NoReceipt:
    case l1NoTransaction:
    case l1RpcError:
    case l1TooLarge:
        return Texts::tr("L1 gave an unusable response. Try again, or use another L1 endpoint. %1").arg(told);
    case l1BadArtifact:
    case l1DeployFailed:
    case l1NoProfile:
        return Texts::tr("The rollup's contracts could not be deployed. %1").arg(told);
    case l1BadUrl:
        return Texts::tr("An L1 address is not valid. %1").arg(told);
    case l1Contradiction:
        return Texts::tr("Responses of the L1 endpoint contradict each other and were ignored. Use another "
                         "endpoint. %1")
            .arg(told);
    case l1Dropped:
        return Texts::tr("L1 was reorganised and the transaction is no longer in it. Try again.");
    case l1HeadBack:
        return Texts::tr("The L1 endpoint lost its newest blocks, or is still syncing. Wait for it, or use "
                         "another endpoint. %1")
            .arg(told);
    case l1InsufficientFunds:
        return Texts::tr("The L1 account has too little ETH for this. Fund it and try again. %1").arg(told);
    case l1NoEndpoint:
        return Texts::tr("No L1 endpoint is given. Give at least one, such as http://127.0.0.1:8545.");
    case l1NonceTaken:
        return Texts::tr("Another transaction of the same L1 account was mined in its place. Make sure that "
                         "the key is not in use elsewhere, then try again.");
    case l1OtherChain:
        return Texts::tr(
                   "None of the L1 blocks that the node followed are in this chain: the endpoint belongs to "
                   "another L1, or its chain was restarted. Check its address, or choose an empty folder. %1")
            .arg(told);
    case l1RateLimited:
        return Texts::tr("The L1 endpoint limits the number of requests. Try again in a minute, or use "
                         "another endpoint. %1")
            .arg(told);
    case l1Reverted:
        return Texts::tr("L1 refused the transaction. %1").arg(told);
    case l1Timeout:
        return Texts::tr("L1 did not respond in time; the transaction may still be mined. %1").arg(told);
    case l1Unavailable:
        return Texts::tr("L1 is not responding. Nothing was sent; try again when the connection is back.");
    case l1WrongChain:
        return Texts::tr(
                   "The L1 endpoint belongs to another chain: its chain ID differs. Check its address. %1")
            .arg(told);
    case l1txBudget:
        return Texts::tr(
                   "The budget of 24 hours for L1 is used up. It waits until earlier costs are a day old, or "
                   "until the budget is raised. %1")
            .arg(told);
    case l1txCancelled:
        return Texts::tr("It was cancelled; an empty transfer used its nonce.");
    case l1txFeeCap:
        return Texts::tr(
                   "L1 fees are above the cap. It waits until L1 is cheaper, or until the cap is raised. %1")
            .arg(told);
    case l1txNotWaiting:
        return Texts::tr("It is not in L1's pool: it is already in a block, or was never sent.");
    case l1txUnknown:
        return Texts::tr(
            "The operator no longer knows this L1 transaction. It was settled long ago, or never requested.");
    case labFailed:
        return Texts::tr("The demo failed unexpectedly. %1").arg(told);
    case labFunding:
        return Texts::tr("The deposits were not anchored in time. The machine may be overloaded.");
    case labL1Ended:
        return Texts::tr("The demo's L1, the program anvil, exited unexpectedly. No more blocks can become "
                         "safe, so the operators were stopped. Start the demo again.");
    case labLastOperator:
        return Texts::tr("This is the last running operator; without it nobody would watch the rollup.");
    case labNotCurrent:
        return Texts::tr("Only the active operator can anchor batches, wrong ones included.");
    case labNotDemo:
        return Texts::tr("Faults can only be injected in a demo.");
    case labRegistered:
        return Texts::tr("It is already registered on L1. There is nothing to rejoin.");
    case labRejoining:
        return Texts::tr("It is already rejoining. Wait until it has finished.");
    case labRetired:
        return Texts::tr("L1 no longer accepts this key. Its operator continues with a new one.");
    case labRunning:
        return Texts::tr("Its node is already running.");
    case labSlow:
        return Texts::tr(
            "It registered on L1 with a new key that its node has not read yet. Wait for it to catch up.");
    case labStillStopping:
        return Texts::tr("The node is still releasing its files. Try again in a moment.");
    case labUnknownOperator:
        return Texts::tr("This demo has no such operator.");
    case labWorkspaceUsed:
        return Texts::tr("The workspace holds an earlier demo, whose L1 ended with it. Choose an empty "
                         "folder, or remove this one.");
    case loadOutOfBounds:
        return Texts::tr("The load can be from 0 to 5,000 transactions a second.");
    case nodeOtherRollup:
        return Texts::tr("The folder belongs to an operator of another rollup. %1").arg(told);
    case labNotRunning:
        return Texts::tr("The demo or this operator is not running. Start it first.");
    case nodeStopped:
        return Texts::tr("This operator's node is stopped. Restart it first.");
    case storeFull:
        return Texts::tr("The operator's disk is full. Free some space and try again. %1").arg(told);
    case storeLocked:
        return Texts::tr("The operator's database is in use by another process. Stop that one, or use "
                         "another workspace. %1")
            .arg(told);
    case storeCannotOpen:
    case storeCorrupt:
    case storeFailed:
    case storeInvalid:
    case storeIo:
    case storeNotNext:
    case storeNotOurs:
    case storePruned:
    case storeReadOnly:
    case storeTooNew:
    case storeTooOld:
        return Texts::tr("The operator's database could not be used. %1").arg(told);
    // What no act of the console leads to: wallets, peers, the command line, defects.
    case none:
    case addressChecksum:
    case addressInvalid:
    case amountInvalid:
    case amountTooLarge:
    case amountTooPrecise:
    case anchorNothing:
    case anchorRule:
    case batchMalformedData:
    case batchMalformedHeader:
    case batchOtherData:
    case benchDisk:
    case benchNoMemoryFigure:
    case benchNotExecutable:
    case benchWrongResult:
    case chainBatchOrder:
    case chainInboxGap:
    case derivationGap:
    case feedBadUrl:
    case feedClosed:
    case feedCrowded:
    case feedEquivocation:
    case feedFlooded:
    case feedForged:
    case feedInbox:
    case feedMalformedFrame:
    case feedMalformedItem:
    case feedNotExecutable:
    case feedNotMember:
    case feedNotNext:
    case feedNotTaken:
    case feedProtocol:
    case feedRefused:
    case feedSilent:
    case feedTooLarge:
    case feedUnknownFrame:
    case feedUnknownItem:
    case feedUnreachable:
    case feedVersion:
    case feedWrongRoot:
    case hdkeyBadPath:
    case hdkeyNoKey:
    case hdkeySeedSize:
    case hdkeyTooDeep:
    case hexBadDigit:
    case hexOddLength:
    case hexTooLarge:
    case hexWrongSize:
    case inboxMalformed:
    case inboxNoEntry:
    case inboxOtherSignature:
    case inboxUnknownToken:
    case keyInvalid:
    case keystoreAddressMismatch:
    case keystoreBadKey:
    case keystoreKdfInvalid:
    case keystoreKdfTooCostly:
    case keystoreMalformed:
    case keystoreNotJson:
    case keystoreTooLarge:
    case keystoreUnknownCipher:
    case keystoreUnknownKdf:
    case keystoreUnsupportedVersion:
    case keystoreWrongPassword:
    case l1Moved:
    case l1Rewound:
    case logFile:
    case logUnknownLevel:
    case mempoolChainId:
    case mempoolExpired:
    case mempoolFeeTooLow:
    case mempoolFull:
    case mempoolInsufficientFunds:
    case mempoolInsufficientTokens:
    case mempoolIntrinsicGas:
    case mempoolKnown:
    case mempoolNonceGap:
    case mempoolNonceTooLow:
    case mempoolUnderpriced:
    case mempoolUnknownToken:
    case mnemonicChecksum:
    case mnemonicEntropySize:
    case mnemonicNotAscii:
    case mnemonicPassphraseNotAscii:
    case mnemonicUnknownWord:
    case mnemonicWordCount:
    case nodeBadUrl:
    case nodeBusy:
    case nodeL1Silent:
    case nodeNoBackup:
    case nodeNotDurable:
    case nodeNotReady:
    case nodeSyncing:
    case nodeUnavailable:
    case processStartFailed:
    case recordUndecodable:
    case recoveryCancelled:
    case recoveryStopped:
    case rlpLeadingZero:
    case rlpNotAString:
    case rlpNotCanonical:
    case rlpTooDeep:
    case rlpTooLarge:
    case rlpTooManyItems:
    case rlpTrailingBytes:
    case rlpTruncated:
    case scenarioInterrupted:
    case scenarioUnknown:
    case signatureHighS:
    case signatureInvalid:
    case snapshotMalformed:
    case snapshotMissing:
    case snapshotNotOne:
    case snapshotNotReadable:
    case snapshotNotWritable:
    case snapshotWrongRoot:
    case statePruned:
    case stateUnknownBlock:
    case txAccessList:
    case txBadSignature:
    case txBadV:
    case txChainIdTooLarge:
    case txFeeTooLarge:
    case txGasTooLarge:
    case txHighS:
    case txLeadingZero:
    case txMalformed:
    case txNoRecipient:
    case txNonceTooLarge:
    case txTipAboveMaxFee:
    case txTooLarge:
    case txTrailingBytes:
    case txUnknownCall:
    case txValueTooLarge:
    case txValueWithCall:
    case txWrongChain:
    case txWrongType:
    case txYParity:
    case undoMalformed:
    case withdrawNoAccount:
    case withdrawNoFinalBatch:
    case withdrawNoToken:
    case withdrawNotFinal:
    case withdrawNothing:
    case witnessMalformed:
        break;
    }
    return told.isEmpty() ? fromView(name(failure.code)) : told;
}

} // namespace aw::models::texts
