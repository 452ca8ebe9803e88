// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {IDemands} from "./interfaces/IDemands.sol";
import {IOperators, OperatorStatus, OperatorView} from "./interfaces/IOperators.sol";
import {IRollup} from "./interfaces/IRollup.sol";
import {OperatorLadder} from "./OperatorLadder.sol";
import {kBurnAddress} from "./interfaces/Protocol.sol";

/// @notice The competition of operators (PROTOCOL.md, section 9). Who is current follows from the L1 clock alone;
/// nobody has to poke anything. Burnt ETH goes to kBurnAddress.
contract Operators is OperatorLadder {
    uint256 private constant kMaxUrlBytes = 256;
    uint256 private constant kBpsOne = 10_000;
    /// @dev A change takes effect this many epochs later, so that this epoch and the next are always settled.
    uint64 private constant kNoticeEpochs = 2;

    /// @notice Says who acted, and when a bond is free.
    address public immutable rollup;
    /// @notice Convicts by bad segments.
    address public immutable fraud;
    /// @notice Convicts by withheld signatures.
    IDemands public immutable demands;
    /// @notice Convicts by broken promises.
    address public immutable promises;
    /// @inheritdoc IOperators
    uint128 public immutable minBondWei;
    /// @notice Lowest bid, in wei per L2 gas.
    uint64 public immutable minBidWei;
    /// @notice Highest bid, in wei per L2 gas.
    uint64 public immutable maxBidWei;
    /// @inheritdoc IOperators
    uint16 public immutable silencePenaltyBps;
    /// @inheritdoc IOperators
    uint16 public immutable rewardBps;

    /// @inheritdoc IOperators
    mapping(address account => uint128) public claimable;

    /// @dev Everyone who ever registered.
    address[] private _everyone;
    uint32 private _lastOrder;
    mapping(address operator => OperatorStatus) private _statuses;
    mapping(address operator => Stake) private _stakes;
    mapping(address operator => string) private _urls;

    /// @notice A constructor argument makes no sense: no epoch, no heartbeat, no bid, a reward above half of the bond
    /// (convicting oneself must cost), or a penalty above all of it.
    error BadParameters();

    /// @param rollup_ address that the Rollup gets
    /// @param fraud_ address that Fraud gets
    /// @param demands_ address that Demands gets
    /// @param promises_ address that Promises gets
    /// @param epochBlocks_ L1 blocks of an epoch
    /// @param heartbeatBlocks_ L1 blocks of silence after which the next in rank may act
    /// @param minBondWei_ least bond
    /// @param minBidWei_ lowest bid, in wei per L2 gas
    /// @param maxBidWei_ highest bid
    /// @param silencePenaltyBps_ share of the bond that silence costs, in 1/10000
    /// @param rewardBps_ share of the bond for who convicts, in 1/10000
    constructor(
        address rollup_,
        address fraud_,
        IDemands demands_,
        address promises_,
        uint64 epochBlocks_,
        uint64 heartbeatBlocks_,
        uint128 minBondWei_,
        uint64 minBidWei_,
        uint64 maxBidWei_,
        uint16 silencePenaltyBps_,
        uint16 rewardBps_
    ) OperatorLadder(epochBlocks_, heartbeatBlocks_) {
        if (
            epochBlocks_ == 0 || heartbeatBlocks_ == 0 || minBondWei_ == 0 || minBidWei_ == 0
                || minBidWei_ > maxBidWei_ || silencePenaltyBps_ > kBpsOne || rewardBps_ > kBpsOne / 2
        ) revert BadParameters();
        rollup = rollup_;
        fraud = fraud_;
        demands = demands_;
        promises = promises_;
        minBondWei = minBondWei_;
        minBidWei = minBidWei_;
        maxBidWei = maxBidWei_;
        silencePenaltyBps = silencePenaltyBps_;
        rewardBps = rewardBps_;
    }

    /// @inheritdoc IOperators
    function register(uint64 bidWei, string calldata url) external payable {
        if (_statusOf(msg.sender) == OperatorStatus.Registered) revert AlreadyRegistered(msg.sender);
        _dropLeft();
        uint64 from = _effectiveFrom(_epochNow());
        _makeRoom(bidWei, from);
        _enter(bidWei, url, from);
        // Whoever becomes eligible at once is not held to a silence that began before.
        if (from == 0) _era.lastActionAt = uint48(block.number);
    }

    /// @inheritdoc IOperators
    /// @dev There is room for one above maxOperators: those who only wait for their epoch keep nobody out.
    function takeOver(uint64 bidWei, string calldata url) external payable {
        _checkNotFrozen();
        (address[] memory ranked,, uint64 silentBlocks) = _standing();
        uint64 opensAfter = takeoverOpensAfter();
        if (block.number <= opensAfter) revert TakeoverNotOpen(opensAfter);
        uint128 burntWei = _ejectBefore(ranked, ranked.length, msg.sender, silentBlocks);
        _dropLeft();
        // Registered, and waiting for its epoch or standing down.
        if (_statusOf(msg.sender) == OperatorStatus.Registered) _removeMember(msg.sender);
        _enter(bidWei, url, _epochNow());
        uint64 era = _startEra(msg.sender);
        emit TakenOver(msg.sender, era);
        _pay(kBurnAddress, burntWei);
    }

    /// @inheritdoc IOperators
    function setBid(uint64 bidWei) external {
        _checkRegistered();
        _checkBid(bidWei);
        uint64 from = _effectiveFrom(_epochOfNotice());
        bytes32 ranksBefore = from == 0 ? _ranks() : bytes32(0);
        _setBid(msg.sender, bidWei, from);
        // Where ranks change at once, nobody is passed over by that.
        if (from == 0 && _ranks() != ranksBefore) _era.lastActionAt = uint48(block.number);
        emit BidChanged(msg.sender, bidWei, from);
    }

    /// @inheritdoc IOperators
    function leave() external {
        _checkRegistered();
        uint64 atEpoch = _schedules[msg.sender].leavesAt;
        if (atEpoch == 0) {
            atEpoch = _epochOfNotice() + kNoticeEpochs;
            _schedules[msg.sender].leavesAt = atEpoch;
        }
        emit LeaveAnnounced(msg.sender, atEpoch);
    }

    /// @inheritdoc IOperators
    /// @dev It counts as an action (O-3, O-4): those passed over are ejected, and the successor has a full heartbeat.
    function stepDown() external {
        _checkNotFrozen();
        (address[] memory ranked, uint256 position, uint64 silentBlocks) = _standing();
        address current = ranked.length == 0 ? address(0) : ranked[position];
        if (msg.sender != current) revert NotCurrent(msg.sender, current);
        if (position + 1 >= ranked.length) revert NobodyToTakeOver();
        uint128 burntWei = _ejectBefore(ranked, position, current, silentBlocks);
        uint64 untilEpoch = _epochNow() + kNoticeEpochs;
        _schedules[msg.sender].standsDownUntil = untilEpoch;
        _stakes[msg.sender].lastActedAt = uint40(block.number);
        address successor = ranked[position + 1];
        uint64 era = _startEra(successor);
        emit SteppedDown(msg.sender, successor, untilEpoch, era);
        _pay(kBurnAddress, burntWei);
    }

    /// @inheritdoc IOperators
    function releaseBond() external {
        OperatorStatus status = _statusOf(msg.sender);
        if (status != OperatorStatus.Left && status != OperatorStatus.Ejected) revert NotRegistered(msg.sender);
        Stake memory stake = _stakes[msg.sender];
        // A roll-back leaves lastActedAt as it is, which only lengthens the lock.
        uint64 lockedUntil = stake.lastActedAt + IRollup(rollup).challengeWindowBlocks();
        if (stake.lastActedAt != 0 && block.number <= lockedUntil) revert BondLocked(lockedUntil);
        if (demands.isOverdueBelow(stake.lastBatch)) revert DemandOverdue(stake.lastBatch);
        if (stake.bondWei == 0) revert NothingToClaim(msg.sender);
        _stakes[msg.sender].bondWei = 0;
        claimable[msg.sender] += stake.bondWei;
        emit BondReleased(msg.sender, stake.bondWei);
    }

    /// @inheritdoc IOperators
    function claim() external returns (uint128 amountWei) {
        amountWei = claimable[msg.sender];
        if (amountWei == 0) revert NothingToClaim(msg.sender);
        claimable[msg.sender] = 0;
        emit Claimed(msg.sender, amountWei);
        _pay(msg.sender, amountWei);
    }

    /// @inheritdoc IOperators
    function credit(address account) external payable {
        if (msg.sender != address(demands)) revert NotFraudContract(msg.sender);
        claimable[account] += uint128(msg.value);
        emit Credited(account, uint128(msg.value));
    }

    /// @inheritdoc IOperators
    function acted(address operator, bool isBatch, uint64 batchNumber)
        external
        returns (uint64 era, uint128 bondWei)
    {
        if (msg.sender != rollup) revert NotRollup(msg.sender);
        (address[] memory ranked, uint256 position, uint64 silentBlocks) = _standing();
        address current = ranked.length == 0 ? address(0) : ranked[position];
        if (operator != current || operator == address(0)) revert NotCurrent(operator, current);
        uint128 burntWei = _ejectBefore(ranked, position, operator, silentBlocks);
        if (_era.operator != operator) {
            era = _startEra(operator);
        } else {
            era = _era.number;
            _era.lastActionAt = uint48(block.number);
        }
        Stake storage stake = _stakes[operator];
        bondWei = stake.bondWei;
        stake.lastActedAt = uint40(block.number);
        if (isBatch) {
            stake.lastBatch = uint48(batchNumber);
            stake.lastBatchAt = uint40(block.number);
        }
        _pay(kBurnAddress, burntWei);
    }

    /// @inheritdoc IOperators
    /// @dev The bond of who was convicted before is 0: then nobody is paid, and the roll-back goes on all the same.
    function convict(address operator, address challenger, bool rollsBack)
        external
        returns (uint128 rewardWei, uint128 burntWei, uint64 era)
    {
        if (msg.sender != fraud && msg.sender != address(demands) && msg.sender != promises) {
            revert NotFraudContract(msg.sender);
        }
        OperatorStatus status = _statuses[operator];
        if (status == OperatorStatus.None) revert NotRegistered(operator);
        bool wasMember = status == OperatorStatus.Registered && _isMember(operator);
        bool wasEligible = wasMember && _isEligible(_schedules[operator], _epochNow());
        if (wasMember) _removeMember(operator);
        _statuses[operator] = OperatorStatus.Convicted;
        uint128 bondWei = _stakes[operator].bondWei;
        _stakes[operator].bondWei = 0;
        rewardWei = _share(bondWei, rewardBps);
        burntWei = bondWei - rewardWei;
        claimable[challenger] += rewardWei;
        emit OperatorConvicted(operator, challenger, rewardWei, burntWei);
        // The roll-back takes the last actions away: silence is counted anew, from the first in rank. So it is where
        // the one who was to act is gone, and where ranks move up: nobody is passed over by that.
        if (rollsBack || wasEligible || _era.operator == operator) _era.lastActionAt = uint48(block.number);
        era = rollsBack ? _startEra(_current()) : _era.number;
        _pay(kBurnAddress, burntWei);
    }

    /// @inheritdoc IOperators
    function currentOperator() external view returns (address) {
        return _current();
    }

    /// @inheritdoc IOperators
    function bidAt(address operator, uint64 l1Block) external view returns (uint64) {
        return _bidAt(operator, l1Block < deployedAt ? 0 : (l1Block - deployedAt) / epochBlocks);
    }

    /// @inheritdoc IOperators
    function baseFeeAt(address operator, uint64 l1Block) external view returns (uint64) {
        uint64 epoch = _epochNow();
        if (epoch == 0) return _bidAt(operator, 0);
        uint64 start = deployedAt + epoch * epochBlocks;
        // Who bound a block of the epoch before has a heartbeat's time to bring the batch.
        uint64 earliest = block.number < start + heartbeatBlocks ? start - epochBlocks : start;
        if (l1Block < earliest) revert BoundTooEarly(l1Block, earliest);
        return _bidAt(operator, l1Block < start ? epoch - 1 : epoch);
    }

    /// @inheritdoc IOperators
    function ladder() external view returns (address[] memory) {
        return _ladderAt(_epochNow());
    }

    /// @inheritdoc IOperators
    function all() external view returns (OperatorView[] memory views) {
        views = new OperatorView[](_everyone.length);
        for (uint256 i = 0; i < views.length; ++i) {
            _fill(views[i], _everyone[i]);
        }
    }

    /// @inheritdoc IOperators
    /// @dev lastActionAt is the L1 block that silence is counted from where the epoch began before: of the last batch,
    /// heartbeat, hand-over, conviction, or registration that took effect at once.
    function clock() external view returns (uint64 epoch, uint64 era, uint64 silentBlocks, uint64 lastActionAt) {
        epoch = _epochNow();
        return (epoch, _era.number, _silentBlocks(epoch), _era.lastActionAt);
    }

    /// @inheritdoc IOperators
    function takeoverOpensAfter() public view returns (uint64) {
        uint64 epoch = _epochNow();
        uint256 eligible = _ladderAt(epoch).length;
        // Open now, where nobody is eligible.
        if (eligible == 0) return uint64(block.number) - 1;
        return uint64(block.number) - _silentBlocks(epoch) + uint64(eligible) * heartbeatBlocks;
    }

    /// @inheritdoc IOperators
    function isConvicted(address operator) external view returns (bool) {
        return _statuses[operator] == OperatorStatus.Convicted;
    }

    /// @dev The caller comes into the running, with what it sends on top of the bond that is there.
    function _enter(uint64 bidWei, string calldata url, uint64 from) private {
        OperatorStatus status = _statuses[msg.sender];
        if (status == OperatorStatus.Convicted) revert IsConvicted(msg.sender);
        _checkBid(bidWei);
        if (bytes(url).length > kMaxUrlBytes) revert UrlTooLong(bytes(url).length, kMaxUrlBytes);
        // All ETH there is stays far below 2^128.
        uint128 bondWei = _stakes[msg.sender].bondWei + uint128(msg.value);
        if (bondWei < minBondWei) revert BondTooSmall(bondWei, minBondWei);
        _members.push(msg.sender);
        if (status == OperatorStatus.None) _everyone.push(msg.sender);
        _statuses[msg.sender] = OperatorStatus.Registered;
        _stakes[msg.sender].bondWei = bondWei;
        _urls[msg.sender] = url;
        uint32 bidCount = _schedules[msg.sender].bidCount;
        _schedules[msg.sender] = Schedule(from, 0, 0, ++_lastOrder, bidCount);
        _setBid(msg.sender, bidWei, from);
        emit OperatorRegistered(msg.sender, bondWei, bidWei, from, url);
    }

    /// @dev O-4. Returns what is to be burnt once everything else is written.
    function _ejectBefore(address[] memory ranked, uint256 position, address successor, uint64 silentBlocks)
        private
        returns (uint128 burntWei)
    {
        for (uint256 i = 0; i < position; ++i) {
            address ejected = ranked[i];
            uint128 penaltyWei = _share(_stakes[ejected].bondWei, silencePenaltyBps);
            _stakes[ejected].bondWei -= penaltyWei;
            burntWei += penaltyWei;
            _statuses[ejected] = OperatorStatus.Ejected;
            _removeMember(ejected);
            emit OperatorEjected(ejected, successor, penaltyWei, silentBlocks);
        }
    }

    /// @dev O-6. An era belongs to an operator, who is heard of by this. Its id names it on this fork of this L1.
    function _startEra(address operator) private returns (uint64 number) {
        number = _era.number + 1;
        _era = Era(operator, uint48(number), uint48(block.number));
        bytes32 id = keccak256(abi.encode(number, operator, block.chainid, blockhash(block.number - 1)));
        eraId[number] = id;
        // It may promise from now on. Where nobody is eligible, the era is nobody's.
        _stakes[operator].lastActedAt = uint40(block.number);
        emit EraStarted(number, operator, id);
    }

    function _ranks() private view returns (bytes32) {
        return keccak256(abi.encode(_ladderAt(_epochNow())));
    }

    /// @dev In epoch 0 registrations and bids take effect at once (O-1).
    function _effectiveFrom(uint64 epoch) private pure returns (uint64) {
        return epoch == 0 ? 0 : epoch + kNoticeEpochs;
    }

    /// @dev The epoch in which the caller's change counts as announced: not before it comes into the running itself. Else
    /// it would take another's place by a bid that never counts, or by none.
    function _epochOfNotice() private view returns (uint64 epoch) {
        epoch = _epochNow();
        uint64 eligibleFrom = _schedules[msg.sender].eligibleFrom;
        if (eligibleFrom > epoch) epoch = eligibleFrom;
    }

    function _setBid(address operator, uint64 bidWei, uint64 from) private {
        uint256 count = _schedules[operator].bidCount;
        Bid[] storage bids = _bids[operator];
        // Epochs rise: what was to take effect then or later is replaced.
        for (; count != 0 && bids[count - 1].fromEpoch >= from; --count) {
            bids.pop();
        }
        bids.push(Bid(from, bidWei));
        _schedules[operator].bidCount = uint32(count + 1);
    }

    /// @dev Where all places are taken, a lower bid takes that of the last in rank, who leaves as by leave(), or at once
    /// where it was not yet in the running. So nobody keeps cheaper ones out by filling places.
    function _makeRoom(uint64 bidWei, uint64 from) private {
        uint256 staying = 0;
        uint64 worstBid = 0;
        address worst;
        for (uint256 i = 0; i < _members.length; ++i) {
            address member = _members[i];
            uint64 leavesAt = _schedules[member].leavesAt;
            if (leavesAt != 0 && leavesAt <= from) continue;
            ++staying;
            uint64 bid = _bidAt(member, from);
            // Of equal bids the later registration ranks lower; members stand in that order.
            if (bid >= worstBid) (worstBid, worst) = (bid, member);
        }
        if (staying < maxOperators) return;
        if (from == 0 || bidWei >= worstBid) revert TooManyOperators(maxOperators);
        if (_schedules[worst].eligibleFrom > _epochNow()) {
            from = _epochNow();
            _statuses[worst] = OperatorStatus.Left;
            _removeMember(worst);
        }
        _schedules[worst].leavesAt = from;
        emit LeaveAnnounced(worst, from);
    }

    /// @dev Makes room: who has left is in the running no more.
    function _dropLeft() private {
        uint64 epoch = _epochNow();
        for (uint256 i = _members.length; i > 0; --i) {
            address member = _members[i - 1];
            uint64 leavesAt = _schedules[member].leavesAt;
            if (leavesAt == 0 || epoch < leavesAt) continue;
            _statuses[member] = OperatorStatus.Left;
            _removeMember(member);
        }
    }

    function _isMember(address operator) private view returns (bool) {
        for (uint256 i = 0; i < _members.length; ++i) {
            if (_members[i] == operator) return true;
        }
        return false;
    }

    /// @dev The stored status, except that leaving takes effect by the clock.
    function _statusOf(address operator) private view returns (OperatorStatus status) {
        status = _statuses[operator];
        uint64 leavesAt = _schedules[operator].leavesAt;
        if (status == OperatorStatus.Registered && leavesAt != 0 && _epochNow() >= leavesAt) {
            return OperatorStatus.Left;
        }
    }

    function _fill(OperatorView memory view_, address operator) private view {
        uint64 epoch = _epochNow();
        Schedule memory schedule = _schedules[operator];
        Stake memory stake = _stakes[operator];
        Bid memory standing = _bids[operator][schedule.bidCount - 1];
        view_.operator = operator;
        view_.status = _statusOf(operator);
        view_.eligible = view_.status == OperatorStatus.Registered && _isEligible(schedule, epoch);
        view_.bondWei = stake.bondWei;
        view_.claimableWei = claimable[operator];
        view_.bidWei = _bidAt(operator, epoch);
        view_.nextBidWei = standing.bidWei;
        view_.nextBidEpoch = standing.fromEpoch;
        view_.eligibleFromEpoch = schedule.eligibleFrom;
        view_.leavesAtEpoch = schedule.leavesAt;
        view_.standsDownUntilEpoch = schedule.standsDownUntil > epoch ? schedule.standsDownUntil : 0;
        view_.order = schedule.order;
        view_.lastBatch = stake.lastBatch;
        view_.lastBatchAt = stake.lastBatchAt;
        view_.url = _urls[operator];
    }

    function _checkBid(uint64 bidWei) private view {
        if (bidWei < minBidWei || bidWei > maxBidWei) revert BidOutOfBounds(bidWei, minBidWei, maxBidWei);
    }

    /// @dev Nobody can act on a frozen rollup, so that nobody may be passed over.
    function _checkNotFrozen() private view {
        if (IRollup(rollup).isFrozen()) revert IRollup.RollupFrozen();
    }

    function _checkRegistered() private view {
        if (_statusOf(msg.sender) != OperatorStatus.Registered) revert NotRegistered(msg.sender);
    }

    function _share(uint128 amountWei, uint16 bps) private pure returns (uint128) {
        return uint128(uint256(amountWei) * bps / kBpsOne);
    }

    /// @dev The last thing a function does.
    function _pay(address to, uint128 amountWei) private {
        if (amountWei == 0) return;
        bool paid;
        assembly ("memory-safe") {
            paid := call(gas(), to, amountWei, 0, 0, 0, 0)
        }
        if (!paid) revert PaymentFailed(to);
    }
}
