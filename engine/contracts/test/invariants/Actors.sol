// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {BadSegmentProof, IFraud} from "../../src/interfaces/IFraud.sol";
import {Demand, DemandStatus} from "../../src/interfaces/IDemands.sol";
import {IOperators, OperatorStatus, OperatorView} from "../../src/interfaces/IOperators.sol";
import {BatchHeader} from "../../src/interfaces/IRollup.sol";
import {L2} from "../support/L2.sol";
import {BridgeActs} from "./BridgeActs.sol";
import {Flaw} from "./Sequencer.sol";

/// @notice All that anybody does, and what an invariant asks of the world. What is asked may change the world: forge
/// drops what an invariant did.
contract Actors is BridgeActs {
    using L2 for L2.State;

    constructor(bool withHonest, bool withBatch) {
        setUp();
        if (withBatch) _anchor(operators.currentOperator(), 0, Flaw.None, true);
        _look();
        if (withHonest) honest = _ops[1];
    }

    function operatorsContract() external view returns (IOperators) {
        return operators;
    }

    function isFrozen() external view returns (bool) {
        return rollup.isFrozen();
    }

    function people() external view returns (address[] memory) {
        return _people;
    }

    function bondsAndClaims() external view returns (uint256 bonds, uint256 claims) {
        OperatorView[] memory views = operators.all();
        for (uint256 i = 0; i < views.length; ++i) {
            bonds += views[i].bondWei;
        }
        for (uint256 i = 0; i < _people.length; ++i) {
            claims += operators.claimable(_people[i]);
        }
    }

    function checkHonest() external view {
        OperatorView memory view_ = viewOf(honest);
        bool hasLeft = view_.status == OperatorStatus.Left && outbid[honest];
        check(hasLeft || view_.status == OperatorStatus.Registered, "the honest operator is in the running");
        checkEqual(view_.bondWei, kBond, "the honest operator has its bond");
    }

    // Money.

    /// @dev D-6, of one token; and that nobody has more than it is entitled to.
    function checkValue() external view {
        (uint256 right,) = _firstWrong();
        L2.State memory s = _stateAt(right);
        uint256[3] memory owed;
        for (uint32 i = 0; i < s.count; ++i) {
            L2.Account memory a = s.accounts[i];
            if (!bridge.escaped(i)) owed[a.token] += uint256(a.balance) + a.withdrawn - bridge.claimed(i);
        }
        for (uint256 i = s.cursor; i < _entries.length; ++i) {
            if (_entries[i].forced || bridge.returned(uint64(i))) continue;
            owed[_entries[i].token] += _entries[i].amount;
        }
        for (uint32 token = 0; token < kTokens; ++token) {
            checkEqual(bridge.escrow(token), owed[token], "escrow = what is owed");
        }
    }

    function checkHeld() external view {
        check(address(bridge).balance >= bridge.escrow(0), "the ETH is there");
        for (uint32 token = 1; token < kTokens; ++token) {
            check(_tokens[token].balanceOf(address(bridge)) >= bridge.escrow(token), "the tokens are there");
        }
    }

    function checkPaid() external view {
        (uint256 right,) = _firstWrong();
        L2.State memory s = _stateAt(right);
        for (uint32 i = 0; i < s.count; ++i) {
            L2.Account memory a = s.accounts[i];
            uint256 entitled = bridge.escaped(i) ? uint256(a.balance) + a.withdrawn : a.withdrawn;
            check(paidTo[i] <= entitled, "nobody is paid more than it has");
            uint256 claimed = bridge.escaped(i) ? entitled : bridge.claimed(i);
            checkEqual(paidTo[i], claimed, "the bridge knows what it paid");
        }
        for (uint256 i = s.count; i < L2.kMost; ++i) {
            checkEqual(paidTo[i], 0, "no account, no pay");
        }
    }

    /// @dev Plays the world to its end: all are paid all.
    function drain() external {
        (, bool wrong) = _firstWrong();
        if (wrong) _pass(kWindow); // the watcher convicts
        uint64 aliveAt = rollup.aliveAt();
        if (_now() <= aliveAt + kEscape) vm.roll(aliveAt + kEscape + 1);
        for (uint256 i = _openDemands.length; i > 0; --i) {
            uint64 id = _openDemands[i - 1];
            if (!rollup.isInChain(_batches[_asked[id].batch].header)) continue;
            if (_now() <= demands.demandOf(id).madeAt + kAnswer) _roll(kAnswer + 1);
            demands.convictUnanswered(id, _batches[_asked[id].batch].header);
            _look();
        }
        (, wrong) = _firstWrong();
        check(!wrong, "only right batches are left");
        if (_chain.length != 0) {
            vm.roll(_now() + kWindow + 1);
            L2.State memory s = _stateAt(_chain.length);
            for (uint32 i = 0; i < s.count; ++i) {
                _escape(s, i);
            }
        }
        _escapeFromNothing(0);
        for (uint64 i = 0; i < _entries.length; ++i) {
            _takeBack(i);
        }
        for (uint32 token = 0; token < kTokens; ++token) {
            checkEqual(bridge.escrow(token), 0, "all is paid");
        }
    }

    // The chain.

    function checkTip() external view {
        (uint64 number, bytes32 hash, bytes32 root, uint64 cursor,) = rollup.tip();
        checkEqual(number, _chain.length, "number");
        for (uint256 i = 0; i < _chain.length; ++i) {
            checkEqual(rollup.batchHash(uint64(i + 1)), _batches[_chain[i]].hash, "hash of each batch");
        }
        checkEqual(rollup.batchHash(number + 1), 0, "nothing above the tip");
        if (number == 0) return;
        BatchHeader storage header = _batches[_chain[number - 1]].header;
        checkEqual(header.number, number, "header's number");
        checkEqual(hash, _batches[_chain[number - 1]].hash, "tip's hash");
        checkEqual(root, header.postStateRoot, "tip's root");
        checkEqual(cursor, header.inboxAfter, "tip's cursor");
        if (number < 2) return;
        BatchHeader storage before = _batches[_chain[number - 2]].header;
        checkEqual(header.parentHash, _batches[_chain[number - 2]].hash, "tip's parent");
        checkEqual(header.preStateRoot, before.postStateRoot, "tip's root before");
        checkEqual(header.inboxBefore, before.inboxAfter, "tip's cursor before");
    }

    /// @dev Not even who convicts can roll back the last batch that is final.
    function checkFinal() external {
        if (_finalBefore == 0) return;
        BatchHeader memory header = _batches[_chain[_finalBefore - 1]].header;
        check(rollup.isFinal(header), "what was final is final");
        vm.prank(address(fraud));
        (bool done,) = address(rollup).call(abi.encodeCall(rollup.rollBack, (header)));
        check(!done, "what is final is not rolled back");
    }

    function checkFrozen() external {
        if (!rollup.isFrozen()) return;
        address current = operators.currentOperator();
        vm.prank(current);
        (bool done,) = address(rollup).call(abi.encodeCall(rollup.heartbeat, ()));
        check(!done, "no heartbeat");
        vm.prank(current);
        bytes memory data = encode(one(bytes32(uint256(1)), 0, hex"080001"));
        (done,) = address(rollup).call(abi.encodeCall(rollup.submitBatch, (submissionOf(current), data)));
        check(!done, "no batch");
        vm.deal(address(this), 1 ether);
        (done,) = address(bridge).call{value: 1 ether}(abi.encodeCall(bridge.deposit, (kStranger)));
        check(!done, "no deposit");
    }

    // Challenges.

    /// @dev The first wrong segment is shown for what it is.
    function checkWrong() external view {
        (uint256 place, bool wrong) = _firstWrong();
        if (!wrong) return;
        uint256 id = _chain[place];
        (uint8 reason, uint16 rule) = fraud.checkBadSegment(_proofOf(id, _batches[id].segment));
        checkEqual(reason, _batches[id].reason, "reason");
        checkEqual(rule, _batches[id].rule, "rule");
    }

    /// @dev A right segment of the last batches is not.
    function checkRight(uint256 seed) external view {
        (uint256 id, uint32 segment, bool found) = _rightSegment(seed);
        if (!found || rollup.isFinal(_batches[id].header)) return;
        _checkValid(_proofOf(id, segment));
    }

    function _checkValid(BadSegmentProof memory proof) private view {
        try fraud.checkBadSegment(proof) returns (uint8 reason, uint16 rule) {
            revert Different("a right segment is bad, by reason and rule", reason, rule);
        } catch (bytes memory error_) {
            check(bytes4(error_) == IFraud.SegmentIsValid.selector, "a right segment is valid");
        }
    }

    function checkDemandBonds() external view {
        uint256 open = 0;
        uint64 count = demands.demandCount();
        for (uint64 id = 1; id <= count; ++id) {
            if (demands.demandOf(id).status == DemandStatus.Open) ++open;
        }
        checkEqual(open, _openDemands.length, "those that are open are known");
        checkEqual(address(demands).balance, open * kDemandBond, "open demands x bond");
    }

    function checkOverdue() external view {
        for (uint256 i = 0; i < _openDemands.length; ++i) {
            Demand memory d = demands.demandOf(_openDemands[i]);
            if (rollup.batchHash(d.number) != d.batchHash) continue;
            check(
                d.madeAt + kAnswer <= _batches[_asked[_openDemands[i]].batch].header.submittedAt + kWindow,
                "it is overdue before its batch can be final"
            );
            if (_now() <= d.madeAt + kAnswer) continue;
            for (uint256 height = d.number; height <= _chain.length; ++height) {
                check(!rollup.isFinal(_batches[_chain[height - 1]].header), "nothing above it is final");
            }
        }
    }

    /// @dev Anybody convicts by any demand that is overdue, and by none that was answered.
    function checkUnanswered() external {
        uint64 count = demands.demandCount();
        for (uint64 id = count; id > 0; --id) {
            Demand memory d = demands.demandOf(id);
            BatchHeader memory header = _batches[_asked[id].batch].header;
            bytes memory data = abi.encodeCall(demands.convictUnanswered, (id, header));
            bool isDue = d.status == DemandStatus.Open && rollup.isInChain(header);
            if (isDue && _now() <= d.madeAt + kAnswer) {
                (bool early,) = address(demands).call(data);
                check(!early, "not before its time");
                continue;
            }
            (bool done,) = address(demands).call(data);
            check(done == isDue, "an overdue demand convicts, and no other");
            if (isDue) return;
        }
    }

    // The inbox.

    /// @dev Whoever is current consumes all that is there, or all that is overdue, and is not convicted for it.
    function checkInbox(bool all) external {
        if (rollup.isFrozen()) return;
        address current = operators.currentOperator();
        if (current == address(0)) {
            current = kStranger;
            vm.deal(current, kBond);
            vm.prank(current);
            operators.takeOver{value: kBond}(kMinBid, "x");
        }
        uint64 least = inbox.overdueBelow(0);
        (,,, uint64 cursor,) = rollup.tip();
        if (least < cursor) least = cursor;
        // How many more than those that are overdue.
        _anchor(current, all ? _entries.length - least : 0, Flaw.None, true);
        uint256 id = _chain[_chain.length - 1];
        checkEqual(_batches[id].header.inboxAfter, all ? _entries.length : least, "they are consumed");
        for (uint32 segment = 0; segment < _segments[id].length; ++segment) {
            _checkValid(_proofOf(id, segment));
        }
    }
}
