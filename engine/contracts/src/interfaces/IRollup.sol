// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

/// @notice A batch as L1 remembers it: only its hash is stored (rule A-3).
struct BatchHeader {
    address rollup;
    uint64 number;
    bytes32 parentHash;
    address operator;
    uint64 era;
    uint64 baseFeeWei; // wei per L2 gas
    uint64 l1BlockNumber; // the bound L1 block
    bytes32 l1BlockHash;
    uint64 submittedAt; // L1 block number of the submission
    uint32 feeAccount; // L2 account index that earns the fees
    uint64 templateMaxFeeWei;
    uint64 templateTipWei;
    uint64 inboxBefore;
    uint64 inboxAfter;
    bytes32 preStateRoot;
    bytes32 postStateRoot;
    bytes32 segmentsHash; // rule A-2
    uint32 segmentCount;
    uint128 bondWei; // the operator's bond in force
}

/// @notice What an operator states when it submits a batch.
struct Submission {
    bytes32 parentHash;
    uint64 l1BlockNumber;
    bytes32 l1BlockHash;
    uint64 baseFeeWei;
    uint32 feeAccount;
    uint64 templateMaxFeeWei;
    uint64 templateTipWei;
    uint64 inboxAfter;
}

/// @notice The chain of batches.
interface IRollup {
    /// @param data A-1, as it was hashed: whoever was called, and by whom, this is what the header commits to
    event BatchSubmitted(
        uint64 indexed number, bytes32 indexed batchHash, address indexed operator, BatchHeader header, bytes data
    );
    /// @param waitingFor the demand that the operator waits for (O-5); 0 where it is a sign of life (A-21)
    event Heartbeat(address indexed operator, uint64 era, uint64 waitingFor);
    /// @param number the batch that was convicted; the tip is now number - 1
    event RolledBack(uint64 indexed number, bytes32 indexed batchHash, bytes32 newTipHash, uint64 era);

    error NotCurrentOperator(address caller, address current); // A-10
    error WrongParent(bytes32 stated, bytes32 tip); // A-11
    error WrongL1Block(uint64 number, bytes32 stated, bytes32 actual); // A-12
    error WrongBaseFee(uint64 stated, uint64 bid); // A-13
    error MalformedData(uint256 offset); // A-14
    error InboxOverdue(uint64 inboxAfter, uint64 overdueBelow); // A-15, O-5
    error WrongInboxCursor(uint64 inboxAfter, uint64 cursor, uint64 count); // A-15
    error RollupFrozen(); // A-16, A-21
    error NotWaiting(uint64 demandId); // O-5
    error NotFraud(address caller);
    error UnknownBatch(bytes32 batchHash);
    error BatchIsFinal(uint64 number);

    /// @notice Submits the next batch. Data layout: rule A-1.
    function submitBatch(Submission calldata submission, bytes calldata data) external returns (bytes32 batchHash);

    /// @notice Says that the current operator is alive though it has nothing to anchor (O-3, O-5).
    function heartbeat() external;

    /// @notice As heartbeat(), while the caller waits for the answer to a demand against another operator's batch: it
    /// need not consume what is overdue meanwhile (O-5).
    function heartbeatWaiting(uint64 demandId) external;

    /// @notice Moves the tip to the batch before the given one. Fraud and Demands only.
    function rollBack(BatchHeader calldata header) external;

    /// @return number of the tip batch (0: genesis)
    /// @return hash of the tip
    /// @return stateRoot after the tip
    /// @return inboxCursor after the tip
    /// @return l1BlockNumber bound by the tip
    function tip()
        external
        view
        returns (uint64 number, bytes32 hash, bytes32 stateRoot, uint64 inboxCursor, uint64 l1BlockNumber);

    /// @return the hash of the batch in the chain with this number; the genesis hash for 0; 0 above the tip
    function batchHash(uint64 number) external view returns (bytes32);

    /// @return whether the header is of a batch that is in the chain
    function isInChain(BatchHeader calldata header) external view returns (bool);

    /// @return whether the header is of a batch that is final (A-20)
    function isFinal(BatchHeader calldata header) external view returns (bool);

    /// @return whether the rollup is frozen (A-21)
    function isFrozen() external view returns (bool);

    /// @return L1 block of the last sign of life (A-21)
    function aliveAt() external view returns (uint64);

    /// @return the chain id that users sign for
    function l2ChainId() external view returns (uint64);

    /// @return L1 blocks in which a batch can be challenged (A-20)
    function challengeWindowBlocks() external view returns (uint64);

    /// @return L1 blocks without a sign of life after which the rollup freezes (A-21)
    function escapeBlocks() external view returns (uint64);
}
