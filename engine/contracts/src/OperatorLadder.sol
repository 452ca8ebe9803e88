// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {IOperators} from "./interfaces/IOperators.sol";

/// @notice What Operators stores, and the ladder computed from it (rules O-1 to O-3).
abstract contract OperatorLadder is IOperators {
    /// @dev The ladder is computed over all who are in the running at every action.
    uint256 private constant kMostOperators = 32;

    /// @dev A bid and the first epoch it is in effect. All are kept: A-13 asks for those of recent epochs.
    struct Bid {
        uint64 fromEpoch;
        uint64 bidWei;
    }

    /// @dev When an operator is in the running. All epochs; 0 stands for never where it ends something.
    struct Schedule {
        uint64 eligibleFrom;
        uint64 leavesAt;
        uint64 standsDownUntil;
        uint32 order; // of registration, from 1
        uint32 bidCount;
    }

    /// @dev What an operator has at stake, and what keeps it there (O-8).
    struct Stake {
        uint128 bondWei;
        uint48 lastBatch;
        uint40 lastBatchAt; // L1 block
        uint40 lastActedAt; // L1 block; of a batch, heartbeat, step-down or takeover; 0: never
    }

    /// @dev Whose era it is, and since when it may have been silent.
    struct Era {
        address operator;
        uint48 number;
        uint48 lastActionAt; // L1 block
    }

    /// @inheritdoc IOperators
    /// @dev The start of epoch 0.
    uint64 public immutable deployedAt;
    /// @inheritdoc IOperators
    uint64 public immutable epochBlocks;
    /// @inheritdoc IOperators
    uint64 public immutable heartbeatBlocks;
    /// @inheritdoc IOperators
    uint256 public immutable maxOperators;

    Era internal _era;
    /// @inheritdoc IOperators
    mapping(uint64 era => bytes32) public eraId;
    /// @dev Registered and not ejected, in order of registration. Those that left stay until room is needed.
    address[] internal _members;
    mapping(address operator => Schedule) internal _schedules;
    mapping(address operator => Bid[]) internal _bids;

    /// @notice An operator must have its turn within an epoch, and somebody else must be able to take over (O-10).
    error EpochTooShort(uint64 epochBlocks, uint64 minimum);

    /// @param epochBlocks_ L1 blocks of an epoch
    /// @param heartbeatBlocks_ L1 blocks of silence after which the next in rank may act
    constructor(uint64 epochBlocks_, uint64 heartbeatBlocks_) {
        // One operator, one that took over, and a heartbeat for others to take over.
        if (heartbeatBlocks_ == 0 || epochBlocks_ / 3 < heartbeatBlocks_) {
            revert EpochTooShort(epochBlocks_, 3 * heartbeatBlocks_);
        }
        uint256 turns = epochBlocks_ / heartbeatBlocks_ - 2;
        maxOperators = turns < kMostOperators ? turns : kMostOperators;
        deployedAt = uint64(block.number);
        epochBlocks = epochBlocks_;
        heartbeatBlocks = heartbeatBlocks_;
    }

    function _epochNow() internal view returns (uint64) {
        return (uint64(block.number) - deployedAt) / epochBlocks;
    }

    /// @dev O-3.
    function _silentBlocks(uint64 epoch) internal view returns (uint64) {
        uint64 since = deployedAt + epoch * epochBlocks;
        if (_era.lastActionAt > since) since = _era.lastActionAt;
        return uint64(block.number) - since;
    }

    /// @dev Position in the ladder that is current; 0 for an empty one.
    function _position(uint64 silentBlocks, uint256 eligible) internal view returns (uint256) {
        if (silentBlocks <= heartbeatBlocks || eligible == 0) return 0;
        uint256 position = (silentBlocks - 1) / heartbeatBlocks;
        return position < eligible ? position : eligible - 1;
    }

    /// @dev O-2, for members.
    function _isEligible(Schedule memory schedule, uint64 epoch) internal pure returns (bool) {
        return schedule.eligibleFrom <= epoch && (schedule.leavesAt == 0 || epoch < schedule.leavesAt)
            && schedule.standsDownUntil <= epoch;
    }

    /// @dev The bid in effect. Before the first one took effect: the first one. Walks back from the newest, as what
    /// is asked for is recent; 0 for who never registered.
    function _bidAt(address operator, uint64 epoch) internal view returns (uint64) {
        uint256 i = _schedules[operator].bidCount;
        if (i == 0) return 0;
        Bid[] storage bids = _bids[operator];
        Bid memory bid = bids[--i];
        while (bid.fromEpoch > epoch && i > 0) bid = bids[--i];
        return bid.bidWei;
    }

    /// @dev The eligible operators in rank order (O-2).
    function _ladderAt(uint64 epoch) internal view returns (address[] memory ranked) {
        uint256 memberCount = _members.length;
        ranked = new address[](memberCount);
        uint64[] memory bids = new uint64[](memberCount);
        uint256 count = 0;
        for (uint256 i = 0; i < memberCount; ++i) {
            address member = _members[i];
            if (!_isEligible(_schedules[member], epoch)) continue;
            uint64 bid = _bidAt(member, epoch);
            // Insertion after equal bids keeps the order of registration among them.
            uint256 place = count++;
            for (; place > 0 && bids[place - 1] > bid; --place) {
                bids[place] = bids[place - 1];
                ranked[place] = ranked[place - 1];
            }
            bids[place] = bid;
            ranked[place] = member;
        }
        assembly ("memory-safe") {
            mstore(ranked, count)
        }
    }

    /// @dev The ladder now, and the position in it that is current.
    function _standing() internal view returns (address[] memory ranked, uint256 position, uint64 silentBlocks) {
        uint64 epoch = _epochNow();
        ranked = _ladderAt(epoch);
        silentBlocks = _silentBlocks(epoch);
        position = _position(silentBlocks, ranked.length);
    }

    /// @dev The zero address where nobody is eligible.
    function _current() internal view returns (address) {
        (address[] memory ranked, uint256 position,) = _standing();
        return ranked.length == 0 ? address(0) : ranked[position];
    }

    /// @dev Takes an operator out of the running; keeps the order of the others.
    function _removeMember(address operator) internal {
        uint256 last = _members.length - 1;
        uint256 i = 0;
        while (_members[i] != operator) ++i;
        for (; i < last; ++i) {
            _members[i] = _members[i + 1];
        }
        _members.pop();
    }
}
