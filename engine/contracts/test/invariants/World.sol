// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {BadSegmentProof} from "../../src/interfaces/IFraud.sol";
import {OperatorStatus} from "../../src/interfaces/IOperators.sol";
import {BatchHeader, Submission} from "../../src/interfaces/IRollup.sol";
import {SegmentOpening} from "../../src/interfaces/ISegments.sol";
import {L2} from "../support/L2.sol";
import {Flaw, Sequencer} from "./Sequencer.sol";

/// @notice A deployment, people with keys, and a chain of batches of which everything is known. Time passes here alone:
/// somebody convicts every wrong batch before its window is over, as the protocol takes for granted. Where one operator
/// is honest, it acts one block after its turn came: others are faster.
abstract contract World is Sequencer {
    using L2 for L2.State;

    struct Batch {
        BatchHeader header;
        bytes32 hash;
        Flaw flaw;
        uint8 segment; // which is wrong
        uint8 reason;
        uint16 rule;
        uint64 stateCursor; // as the state says
        uint64 txCount;
        L2.Account[] accounts; // as the batch says they are afterwards
    }

    uint256 internal constant kOperators = 12;
    address public constant kWatcher = address(0x3a7c);
    address public constant kStranger = address(0x57a9);
    bytes32 internal constant kSalt = bytes32(uint256(0x5a17));

    Batch[] internal _batches; // all that ever were
    mapping(uint256 id => Made[]) internal _segments;
    uint256[] internal _chain; // ids in _batches
    address[] internal _ops;
    address[] internal _people; // all who can have a claim
    address public honest; // the operator that does what it should; nobody where it is 0

    /// @notice How often something was done, and how often what must not be was seen.
    mapping(string what => uint256) public hits;
    mapping(string what => uint256) public broken;
    mapping(uint8 flaw => uint256) public convictedOfFlaw;
    uint256 public acts;
    /// @notice When an operator last did what its bond answers for (O-8); 0: never.
    mapping(address operator => uint64) internal _actedAt;

    // What came into Operators and what of it was paid out.
    uint256 public sentWei;
    uint256 public paidWei;
    uint64 internal _eraBefore;
    uint256 private _mixes;

    function setUp() public virtual override {
        super.setUp();
        for (uint256 i = 0; i < kOperators; ++i) {
            _ops.push(_person(0x0900 + i));
            _people.push(_ops[i]);
        }
        for (uint256 i = 0; i < kUsers; ++i) {
            _people.push(_users[i]);
        }
        _people.push(kWatcher);
        _people.push(kStranger);
        for (uint256 i = 0; i < 3; ++i) {
            _register(_ops[i], uint64(kMinBid + 2 * i));
        }
        _roll(1);
        for (uint256 i = 0; i + 1 < kUsers; ++i) {
            _deposit(_users[i], 0, 5 ether);
            if (i < 2) _deposit(_users[i], 1, 1_000_000);
            if (i > 0) _deposit(_users[i], 2, 1_000_000);
        }
    }

    function _register(address operator, uint64 bidWei) internal {
        vm.deal(operator, operator.balance + kBond);
        vm.prank(operator);
        operators.register{value: kBond}(bidWei, "x");
        sentWei += kBond;
    }

    function _forbid(bool seen, string memory what) internal {
        if (seen) ++broken[what];
    }

    /// @dev Fuzzed numbers are small more often than not; their bits are used as if they were not.
    function _mixed(uint256 value) internal returns (uint256) {
        return uint256(keccak256(abi.encode(value, ++_mixes)));
    }

    // Time.

    function _now() internal view returns (uint64) {
        return uint64(vm.getBlockNumber());
    }

    function _roll(uint256 blocks) internal {
        vm.roll(_now() + blocks);
    }

    /// @dev Lets time pass, but for those who watch.
    function _pass(uint256 blocks) internal {
        uint256 target = _now() + blocks;
        (uint256 place, bool wrong) = _firstWrong();
        if (wrong && target + 3 > _batches[_chain[place]].header.submittedAt + kWindow) {
            _convictWrong(kWatcher, place);
            if (_now() > target) target = _now();
        }
        if (honest == address(0)) {
            if (target > _now()) vm.roll(target);
        } else {
            while (_now() < target) {
                _roll(1);
                _honestTurn();
            }
        }
        _look();
    }

    /// @dev What an honest operator does.
    function _honestTurn() internal virtual {}

    /// @dev What is to be seen after each act.
    function _look() internal virtual {
        (uint64 number,,,,) = rollup.tip();
        if (_chain.length > number) ++hits["roll-backs"];
        while (_chain.length > number) _chain.pop();
        ++acts;
        uint64 era = eraNow();
        _forbid(era < _eraBefore, "an era went back");
        _eraBefore = era;
    }

    // Batches.

    function _pending() internal view returns (uint256) {
        (,,, uint64 cursor,) = rollup.tip();
        return _entries.length - cursor;
    }

    /// @dev The state after the tip as its batch states it.
    function _stateAt(uint256 height) internal view returns (L2.State memory s) {
        s = L2.empty();
        if (height == 0) return s;
        Batch storage batch = _batches[_chain[height - 1]];
        s.count = batch.accounts.length;
        for (uint256 i = 0; i < s.count; ++i) {
            s.accounts[i] = batch.accounts[i];
        }
        s.cursor = batch.stateCursor;
        s.txCount = batch.txCount;
    }

    /// @dev The next batch of the current operator.
    /// @param signs whether its transactions were signed
    function _anchor(address operator, uint256 seed, Flaw flaw, bool signs) internal {
        Submission memory submission = submissionOf(operator);
        Draft memory d;
        d.state = _stateAt(_chain.length);
        d.baseFeeWei = submission.baseFeeWei;
        uint64 least = inbox.overdueBelow(submission.inboxAfter);
        d.inboxAfter = least + uint64(seed % (_entries.length - least + 1));
        if (_chain.length == 0) d.inboxAfter = uint64(_entries.length);
        if (d.inboxAfter < d.state.cursor) d.inboxAfter = d.state.cursor;
        if (d.state.count == 0 && d.inboxAfter == 0) flaw = Flaw.None;

        uint256 count = 1 + (seed >> 8) % 2;
        uint256 wrong = flaw == Flaw.Cursor || flaw == Flaw.BeyondInbox ? count - 1 : (seed >> 16) % count;
        Made[] memory made = new Made[](count);
        for (uint256 i = 0; i < count; ++i) {
            uint64 upTo = d.inboxAfter;
            if (i + 1 < count) upTo = (d.state.cursor + upTo) / 2;
            made[i] = _segment(d, upTo, (seed >> 24) % 4, seed >> (32 + 8 * i), i == wrong ? flaw : Flaw.None);
            made[i].isSigned = signs;
        }
        submission.inboxAfter = d.inboxAfter;
        _keep(operator, submission, made, d, uint8(wrong));
    }

    function _keep(address operator, Submission memory submission, Made[] memory made, Draft memory d, uint8 wrong)
        private
    {
        Segment[] memory segments = new Segment[](made.length);
        for (uint256 i = 0; i < made.length; ++i) {
            segments[i] = Segment(made[i].postRoot, made[i].txRoot, made[i].records);
        }
        uint256 id = _batches.length;
        Batch storage batch = _batches.push();
        batch.header = submit(operator, submission, segments);
        _actedAt[operator] = _now();
        batch.hash = keccak256(abi.encode(batch.header));
        batch.flaw = d.flaw;
        batch.segment = wrong;
        batch.reason = d.reason;
        batch.rule = d.rule;
        batch.stateCursor = d.state.cursor;
        batch.txCount = d.state.txCount;
        for (uint256 i = 0; i < d.state.count; ++i) {
            batch.accounts.push(d.state.accounts[i]);
        }
        for (uint256 i = 0; i < made.length; ++i) {
            _segments[id].push(made[i]);
        }
        _chain.push(id);
        ++hits[d.flaw == Flaw.None ? "right batches" : "wrong batches"];
    }

    /// @dev How many batches of the chain are right, counted from the first.
    function _firstWrong() internal view returns (uint256 place, bool wrong) {
        while (place < _chain.length) {
            if (_batches[_chain[place]].flaw != Flaw.None) return (place, true);
            ++place;
        }
    }

    function _leavesOf(uint256 id) internal view returns (bytes32[] memory leaves) {
        leaves = new bytes32[](_segments[id].length);
        for (uint256 i = 0; i < leaves.length; ++i) {
            SegmentOpening memory o = _opening(id, i);
            leaves[i] = keccak256(abi.encodePacked(uint8(7), o.postRoot, o.txRoot, o.recordsHash));
        }
    }

    function _opening(uint256 id, uint256 segment) internal view returns (SegmentOpening memory) {
        Made storage made = _segments[id][segment];
        return SegmentOpening(made.postRoot, made.txRoot, keccak256(made.records));
    }

    function _proofOf(uint256 id, uint32 segment) internal view returns (BadSegmentProof memory proof) {
        Made storage made = _segments[id][segment];
        proof.header = _batches[id].header;
        proof.segmentLeaves = _leavesOf(id);
        proof.index = segment;
        if (segment > 0) proof.previous = _opening(id, segment - 1);
        proof.postRoot = made.postRoot;
        proof.txRoot = made.txRoot;
        proof.records = made.records;
        proof.witness = made.witness;
        proof.salt = kSalt;
    }

    function _commitTo(BadSegmentProof memory proof, address challenger) internal {
        bytes32 commitment = commitmentTo(challenger, proof);
        if (fraud.committedAt(commitment) != 0) return;
        vm.prank(challenger);
        fraud.commit(commitment);
    }

    /// @dev Commits and reveals; takes a block.
    function _convictWrong(address challenger, uint256 place) internal {
        Batch storage batch = _batches[_chain[place]];
        BadSegmentProof memory proof = _proofOf(_chain[place], batch.segment);
        _commitTo(proof, challenger);
        _roll(1);
        if (honest != address(0)) _honestTurn();
        if (!rollup.isInChain(proof.header)) return;
        Stakes memory stakes = _stakes(batch.header.operator, challenger);
        vm.prank(challenger);
        try fraud.proveBadSegment(proof) {
            ++hits["wrong batches convicted"];
            ++convictedOfFlaw[uint8(batch.flaw)];
            _checkConviction(stakes, true);
        } catch {
            _forbid(true, "a wrong segment was not convicted");
        }
        _look();
    }

    /// @dev What is at stake before a conviction.
    struct Stakes {
        address operator;
        address challenger;
        uint256 bondWei;
        uint256 claimWei;
        uint256 burntWei;
        uint64 era;
    }

    function _stakes(address operator, address challenger) internal view returns (Stakes memory) {
        bool known = operators.bidAt(operator, _now()) != 0;
        uint256 bondWei = known ? viewOf(operator).bondWei : 0;
        return Stakes(operator, challenger, bondWei, operators.claimable(challenger), kBurnt.balance, eraNow());
    }

    /// @dev F-4.
    function _checkConviction(Stakes memory s, bool rollsBack) internal {
        uint256 reward = operators.claimable(s.challenger) - s.claimWei;
        _forbid(2 * reward > s.bondWei, "more than half of a bond was a reward");
        _forbid(kBurnt.balance - s.burntWei != s.bondWei - reward, "the rest of a bond was not burnt");
        _forbid(viewOf(s.operator).bondWei != 0, "who was convicted kept a bond");
        _forbid(viewOf(s.operator).status != OperatorStatus.Convicted, "who was convicted is not out");
        _forbid(rollsBack && eraNow() <= s.era, "a roll-back began no era");
    }

    // The inbox.

    function _deposit(address to, uint32 token, uint256 amount) internal {
        if (token == 0) {
            vm.deal(address(this), address(this).balance + amount);
            bridge.deposit{value: amount}(to);
        } else {
            _tokens[token].mint(address(this), amount);
            _tokens[token].approve(address(bridge), amount);
            bridge.depositToken(address(_tokens[token]), to, amount);
            if (token == 2) amount -= amount / 100;
        }
        _entries.push(Entry(false, to, token, uint128(amount), 0, 0, 0, address(0)));
        _entryBytes.push(_maths.entryOf(to, token, uint128(amount)));
    }
}
