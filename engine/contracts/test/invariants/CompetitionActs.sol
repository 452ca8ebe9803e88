// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {OperatorStatus, OperatorView} from "../../src/interfaces/IOperators.sol";
import {Submission} from "../../src/interfaces/IRollup.sol";
import {Flaw} from "./Sequencer.sol";
import {World} from "./World.sol";

/// @notice What operators do, and those who would be: bonds, bids, turns, batches.
abstract contract CompetitionActs is World {
    /// @notice Whose place a lower bid took.
    mapping(address operator => bool) public outbid;

    /// @dev Anybody but the honest one, which acts on its own.
    function _anOperator(uint256 who) internal view returns (address operator) {
        operator = _ops[who % kOperators];
        if (operator == honest) operator = _ops[(who % kOperators + 1) % kOperators];
    }

    /// @dev One that is on the ladder, mostly.
    function _aMember(uint256 who) internal view returns (address operator) {
        address[] memory ladder = operators.ladder();
        if (ladder.length == 0 || who % 8 == 0) return _anOperator(who >> 8);
        operator = ladder[(who >> 8) % ladder.length];
        if (operator == honest) operator = _anOperator(who >> 8);
    }

    function _call(address actor, address target, uint256 value, bytes memory data) internal returns (bool done) {
        if (value != 0) vm.deal(actor, actor.balance + value);
        vm.prank(actor);
        (done,) = target.call{value: value}(data);
        if (value != 0 && !done) vm.deal(actor, actor.balance - value);
    }

    function wait(uint256 blocks) external {
        _pass(1 + blocks % 14);
    }

    function waitLong(uint256 blocks) external {
        _pass(1 + blocks % 70);
    }

    function join(uint256 who, uint256 bid) external {
        who = _mixed(who);
        bid = _mixed(bid);
        // Those who were ejected bring what is missing only, or all of it.
        uint256 value = bid % 3 == 0 ? kBond / 10 : kBond;
        if (!_join(_anOperator(who), uint64(kMinBid + bid % 8), value)) return;
        ++hits["registrations"];
        _look();
    }

    /// @dev O-1. Registers, and looks at whose place that takes.
    function _join(address actor, uint64 bidWei, uint256 value) private returns (bool done) {
        (uint64 epoch,,,) = operators.clock();
        (bool isFull, OperatorView memory last, uint64 lastBid) = _places(epoch);
        bool expected = !isFull || (epoch != 0 && bidWei < lastBid);
        bool known = operators.bidAt(actor, _now()) != 0;
        if (known) {
            OperatorView memory before = viewOf(actor);
            expected = expected && before.bondWei + value >= kBond && before.status != OperatorStatus.Registered
                && before.status != OperatorStatus.Convicted;
        } else {
            expected = expected && value >= kBond;
        }
        done = _call(actor, address(operators), value, abi.encodeCall(operators.register, (bidWei, "x")));
        check(done == expected, "a registration is taken exactly where there is a place");
        if (!done) return done;
        sentWei += value;
        if (!isFull) return done;
        ++hits["places taken"];
        outbid[last.operator] = true;
        OperatorView memory after_ = viewOf(last.operator);
        bool waited = last.eligibleFromEpoch > epoch;
        check(after_.leavesAtEpoch == (waited ? epoch : epoch + 2), "the last in rank leaves");
        check(after_.status == (waited ? OperatorStatus.Left : OperatorStatus.Registered), "when it should");
        check(after_.bondWei == last.bondWei, "with its bond");
    }

    /// @dev Whether all places of the epoch from which who registers now is eligible are taken, and by whom the last.
    function _places(uint64 epoch) private view returns (bool isFull, OperatorView memory last, uint64 lastBid) {
        uint64 from = epoch == 0 ? 0 : epoch + 2;
        OperatorView[] memory views = operators.all();
        uint256 staying = 0;
        for (uint256 i = 0; i < views.length; ++i) {
            if (views[i].status != OperatorStatus.Registered) continue;
            if (views[i].leavesAtEpoch != 0 && views[i].leavesAtEpoch <= from) continue;
            ++staying;
            uint64 bid = operators.bidAt(views[i].operator, kStart + from * kEpoch);
            if (bid > lastBid || (bid == lastBid && views[i].order > last.order)) (last, lastBid) = (views[i], bid);
        }
        isFull = staying >= operators.maxOperators();
    }

    /// @dev All who are not there yet come at once; not all of them find room.
    function crowd(uint256 chance) external {
        chance = _mixed(chance);
        if (chance % 4 != 0) return;
        for (uint256 i = 0; i < kOperators; ++i) {
            if (_ops[i] == honest) continue;
            _join(_ops[i], uint64(kMinBid + (chance >> 8 * i) % 8), kBond);
        }
        ++hits["crowds"];
        _look();
    }

    function changeBid(uint256 who, uint256 bid) external {
        who = _mixed(who);
        bid = _mixed(bid);
        bytes memory data = abi.encodeCall(operators.setBid, (uint64(kMinBid + bid % 8)));
        if (_call(_aMember(who), address(operators), 0, data)) ++hits["bids"];
        _look();
    }

    function leave(uint256 who) external {
        who = _mixed(who);
        if ((who >> 128) % 3 != 0) return;
        if (_call(_aMember(who), address(operators), 0, abi.encodeCall(operators.leave, ()))) ++hits["leaves"];
        _look();
    }

    function stepDown(uint256 who) external {
        who = _mixed(who);
        address current = operators.currentOperator();
        address actor = who % 4 == 0 ? _anOperator(who >> 8) : current;
        if (actor == honest) return;
        uint64 era = eraNow();
        address[] memory ladder = operators.ladder();
        bool isLast = ladder.length == 0 || ladder[ladder.length - 1] == current;
        bool expected = actor == current && current != address(0) && !isLast && !rollup.isFrozen();
        bool done = _call(actor, address(operators), 0, abi.encodeCall(operators.stepDown, ()));
        check(done == expected, "a step-down is taken exactly where it should be");
        if (!done) return;
        _actedAt[actor] = _now();
        _forbid(actor != current, "who is not current stepped down");
        _forbid(eraNow() <= era, "a step-down began no era");
        ++hits["step-downs"];
        _look();
    }

    function beat(uint256 who) external {
        who = _mixed(who);
        address current = operators.currentOperator();
        address actor = who % 4 == 0 ? _anOperator(who >> 8) : current;
        if (actor == honest && who % 4 == 0) return;
        bool isFrozen = rollup.isFrozen();
        (,,, uint64 cursor,) = rollup.tip();
        bool expected = actor == current && current != address(0) && !isFrozen && inbox.overdueBelow(cursor) <= cursor;
        bool done = _call(actor, address(rollup), 0, abi.encodeCall(rollup.heartbeat, ()));
        _forbid(done && actor != current, "who is not current acted");
        _forbid(done && isFrozen, "a frozen rollup took something");
        check(done == expected, "a heartbeat is taken exactly where it should be");
        if (done) {
            ++hits["heartbeats"];
            _actedAt[actor] = _now();
        }
        _look();
    }

    function takeOver(uint256 who, uint256 bid) external {
        who = _mixed(who);
        bid = _mixed(bid);
        address actor = _anOperator(who);
        uint64 opensAfter = operators.takeoverOpensAfter();
        // Half of the time as soon as nobody else has a turn any more.
        if (who >> 255 == 1 && opensAfter >= _now() && opensAfter < _now() + 60 && honest == address(0)) {
            _pass(opensAfter + 1 - _now());
        }
        (,, uint64 silentBlocks,) = operators.clock();
        uint256 eligible = operators.ladder().length;
        bool isOpen = eligible == 0 || silentBlocks > eligible * kHeartbeat;
        uint64 era = eraNow();
        bytes memory data = abi.encodeCall(operators.takeOver, (uint64(kMinBid + bid % 8), "x"));
        if (!_call(actor, address(operators), kBond, data)) return;
        sentWei += kBond;
        _actedAt[actor] = _now();
        _forbid(!isOpen, "a takeover while somebody had a turn");
        _forbid(rollup.isFrozen(), "a frozen rollup took something");
        _forbid(eraNow() <= era, "a takeover began no era");
        ++hits["takeovers"];
        _look();
    }

    function release(uint256 who) external {
        who = _mixed(who);
        address actor = _ops[who % kOperators];
        if (actor == honest) return;
        if (!_call(actor, address(operators), 0, abi.encodeCall(operators.releaseBond, ()))) return;
        for (uint256 i = 0; i < _chain.length; ++i) {
            if (_batches[_chain[i]].header.operator != actor) continue;
            _forbid(!rollup.isFinal(_batches[_chain[i]].header), "a bond left before its batch was final");
        }
        bool isLocked = _actedAt[actor] != 0 && _now() <= _actedAt[actor] + kWindow;
        _forbid(isLocked, "a bond left before a window had passed");
        _forbid(_isDemandedOf(actor), "a bond left while a demand was open");
        ++hits["bonds released"];
        _look();
    }

    function claim(uint256 who) external {
        who = _mixed(who);
        address actor = _people[who % _people.length];
        uint256 owed = operators.claimable(actor);
        uint256 before = actor.balance;
        bool done = _call(actor, address(operators), 0, abi.encodeCall(operators.claim, ()));
        _forbid(done != (owed != 0), "a claim was refused, or there was none");
        _forbid(actor.balance - before != owed, "a claim paid something else");
        _forbid(operators.claimable(actor) != 0, "a claim is left after it was paid");
        paidWei += owed;
        if (done) ++hits["claims"];
    }

    /// @dev The current operator anchors a batch that is right.
    function anchor(uint256 seed) external {
        seed = _mixed(seed);
        address current = operators.currentOperator();
        if (!_canAnchor(current)) return;
        _anchor(current, seed, Flaw.None, true);
        _look();
    }

    /// @dev Valid by the rules; but nobody signed what it holds.
    function anchorUnsigned(uint256 seed) external {
        seed = _mixed(seed);
        address current = operators.currentOperator();
        if (!_canAnchor(current) || current == honest) return;
        _anchor(current, seed, Flaw.None, false);
        _look();
    }

    function anchorWrong(uint256 seed, uint256 flaw) external {
        seed = _mixed(seed);
        flaw = _mixed(flaw);
        address current = operators.currentOperator();
        if (!_canAnchor(current) || current == honest) return;
        _anchor(current, seed, Flaw(1 + flaw % uint256(type(Flaw).max)), true);
        _look();
    }

    /// @dev A batch of somebody whose turn it is not, and of anybody where the rollup is frozen.
    function intrude(uint256 who) external {
        who = _mixed(who);
        address current = operators.currentOperator();
        address actor = _ops[who % kOperators];
        bool isFrozen = rollup.isFrozen();
        if (!isFrozen && actor == current) return;
        Submission memory submission = submissionOf(actor);
        submission.inboxAfter = inbox.count();
        bytes memory data = encode(one(bytes32(uint256(1)), 0, hex"080001"));
        bool done = _call(actor, address(rollup), 0, abi.encodeCall(rollup.submitBatch, (submission, data)));
        _forbid(done && actor != current, "who is not current acted");
        _forbid(done && isFrozen, "a frozen rollup took something");
        ++hits["intrusions"];
    }

    function convictWrong(uint256 who) external {
        who = _mixed(who);
        (uint256 place, bool wrong) = _firstWrong();
        if (!wrong) return;
        // Not always the first that is wrong.
        for (uint256 i = _chain.length; i > place && who % 3 == 0; --i) {
            if (_batches[_chain[i - 1]].flaw != Flaw.None) place = i - 1;
            if (who % 2 == 0) break;
        }
        _pass(1);
        if (place >= _chain.length || _batches[_chain[place]].flaw == Flaw.None) return;
        _convictWrong(who % 2 == 0 ? kWatcher : kStranger, place);
    }

    /// @dev Everybody waits until the rollup is frozen.
    function freeze(uint256 chance) external {
        chance = _mixed(chance);
        if (chance % 5 != 0 || honest != address(0)) return;
        uint64 aliveAt = rollup.aliveAt();
        if (_now() <= aliveAt + kEscape) _pass(aliveAt + kEscape + 1 - _now());
        ++hits["freezes"];
    }

    /// @dev Whether a demand is open against a batch of an operator that is in the chain.
    function _isDemandedOf(address operator) internal view virtual returns (bool);

    function _canAnchor(address current) internal view returns (bool) {
        return current != address(0) && !rollup.isFrozen();
    }
}
