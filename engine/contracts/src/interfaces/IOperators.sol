// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

enum OperatorStatus {
    None,
    Registered,
    Left,
    Ejected,
    Convicted
}

/// @notice An operator as consoles and nodes read it.
struct OperatorView {
    address operator;
    OperatorStatus status;
    bool eligible; // in the current epoch (O-2)
    uint128 bondWei;
    uint128 claimableWei;
    uint64 bidWei; // in effect in the current epoch; wei per L2 gas
    uint64 nextBidWei; // standing bid once nextBidEpoch is reached; equals bidWei where nothing is pending
    uint64 nextBidEpoch;
    uint64 eligibleFromEpoch;
    uint64 leavesAtEpoch; // 0: not leaving
    uint64 standsDownUntilEpoch; // 0: not standing down; eligible again from this epoch
    uint32 order; // of registration, for ties
    uint64 lastBatch; // number of its last batch
    uint64 lastBatchAt; // L1 block number of it
    string url;
}

/// @notice The competition: bonds, bids and the ladder, computed from the L1 clock alone.
interface IOperators {
    event OperatorRegistered(
        address indexed operator, uint128 bondWei, uint64 bidWei, uint64 eligibleFromEpoch, string url
    );
    event BidChanged(address indexed operator, uint64 bidWei, uint64 fromEpoch);
    event LeaveAnnounced(address indexed operator, uint64 atEpoch);
    event SteppedDown(address indexed operator, address indexed successor, uint64 untilEpoch, uint64 era);
    event OperatorEjected(
        address indexed operator, address indexed successor, uint128 penaltyWei, uint64 silentBlocks
    );
    event OperatorConvicted(
        address indexed operator, address indexed challenger, uint128 rewardWei, uint128 burntWei
    );
    event EraStarted(uint64 indexed era, address indexed operator, bytes32 id);
    /// @notice O-10. OperatorRegistered and, for each who was passed over, OperatorEjected go before it.
    event TakenOver(address indexed operator, uint64 era);
    /// @notice What the account can claim rose, by a demand's bond.
    event Credited(address indexed account, uint128 amountWei);
    event BondReleased(address indexed operator, uint128 amountWei);
    event Claimed(address indexed account, uint128 amountWei);

    error BondTooSmall(uint128 sentWei, uint128 minimumWei);
    error BidOutOfBounds(uint64 bidWei, uint64 minimumWei, uint64 maximumWei);
    error AlreadyRegistered(address operator);
    error NotRegistered(address operator);
    error NotCurrent(address caller, address current);
    error NobodyToTakeOver();
    error TakeoverNotOpen(uint64 openAfterL1Block);
    error IsConvicted(address operator);
    error BondLocked(uint64 untilL1Block);
    error BoundTooEarly(uint64 l1Block, uint64 earliest); // A-13
    error DemandOverdue(uint64 lastBatch);
    error NothingToClaim(address account);
    error NotRollup(address caller);
    error NotFraudContract(address caller);
    error TooManyOperators(uint256 maximum);
    error UrlTooLong(uint256 length, uint256 maximum);
    error PaymentFailed(address account);

    /// @notice Registers with the sent ETH as bond (O-1). An ejected operator comes back this way, its old bond counted
    /// (O-8). Where all places are taken, a bid below that of the last in rank takes its place.
    function register(uint64 bidWei, string calldata url) external payable;

    /// @notice DiffBuilder the standing bid, effective two epochs later.
    function setBid(uint64 bidWei) external;

    /// @notice Leaves, effective two epochs later.
    function leave() external;

    /// @notice Hands over to the next in rank at once (O-7).
    function stepDown() external;

    /// @notice Takes over where everybody was silent or nobody is eligible, with the sent ETH on top of the bond that is
    /// there already (O-10). The bid is in effect at once.
    function takeOver(uint64 bidWei, string calldata url) external payable;

    /// @notice Turns the bond of an operator that left or was ejected into a claim, a challenge window after it last acted
    /// (O-8).
    function releaseBond() external;

    /// @notice Pays what the caller can claim: rewards and released bonds (O-9).
    function claim() external returns (uint128 amountWei);

    /// @notice Rollup contract only: the current operator acted. Ejects those passed over (O-4), advances the era (O-6).
    /// @param isBatch whether it was a batch rather than a heartbeat
    /// @return era in force from now on
    /// @return bondWei the operator's bond in force
    function acted(address operator, bool isBatch, uint64 batchNumber) external returns (uint64 era, uint128 bondWei);

    /// @notice Fraud, Demands and Promises only: takes the bond and rewards the challenger (F-4).
    /// @param rollsBack whether a roll-back follows, which begins a new era
    function convict(address operator, address challenger, bool rollsBack)
        external
        returns (uint128 rewardWei, uint128 burntWei, uint64 era);

    /// @notice Demands only: the sent ETH, a demand's bond, becomes a claim of the account (O-9).
    function credit(address account) external payable;

    /// @notice Always defined once somebody registered; the zero address before that, or when nobody is eligible.
    function currentOperator() external view returns (address);

    /// @return L1 block after which anyone may take over, if nobody acts (O-10)
    function takeoverOpensAfter() external view returns (uint64);

    /// @return whether an operator was convicted
    function isConvicted(address operator) external view returns (bool);

    /// @return what names an era on this fork of L1, so that promises of another one are void (F-9); 0 above the era in
    /// force
    function eraId(uint64 era) external view returns (bytes32);

    /// @return the base fee of a batch that an operator submits now and that binds an L1 block (A-13): its bid at the
    /// block's epoch, which must be this one or, for a heartbeat's time, the one before
    function baseFeeAt(address operator, uint64 l1Block) external view returns (uint64);

    /// @return the bid in effect of an operator at an L1 block's epoch
    function bidAt(address operator, uint64 l1Block) external view returns (uint64);

    /// @return the eligible operators in rank order
    function ladder() external view returns (address[] memory);

    /// @return every operator that ever registered, in order of registration
    function all() external view returns (OperatorView[] memory);

    /// @return epoch now
    /// @return era in force
    /// @return silentBlocks since the last action or the epoch's start (O-3)
    /// @return lastActionAt L1 block that silence is counted from where the epoch began before (O-3)
    function clock() external view returns (uint64 epoch, uint64 era, uint64 silentBlocks, uint64 lastActionAt);

    /// @return what an account can claim: rewards, released bonds, bonds of demands
    function claimable(address account) external view returns (uint128);

    /// @return L1 block at which epoch 0 began
    function deployedAt() external view returns (uint64);

    /// @return L1 blocks of an epoch
    function epochBlocks() external view returns (uint64);

    /// @return most operators in the running at once: so many that each has its turn within an epoch (O-3)
    function maxOperators() external view returns (uint256);

    /// @return L1 blocks of silence after which the next in rank may act (O-3)
    function heartbeatBlocks() external view returns (uint64);

    /// @return least bond of an operator
    function minBondWei() external view returns (uint128);

    /// @return share of a convicted operator's bond for who convicts it, in 1/10000
    function rewardBps() external view returns (uint16);

    /// @return share of the bond that silence costs (O-4), in 1/10000
    function silencePenaltyBps() external view returns (uint16);
}
