// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {BadSegmentProof} from "../../src/interfaces/IFraud.sol";
import {Demand, DemandedTransaction, DemandStatus} from "../../src/interfaces/IDemands.sol";
import {Signature} from "../../src/interfaces/IInbox.sol";
import {BrokenPromiseProof, SoftConfirmation} from "../../src/interfaces/IPromises.sol";
import {L2} from "../support/L2.sol";
import {CompetitionActs} from "./CompetitionActs.sol";
import {Flaw} from "./Sequencer.sol";

/// @notice Challenges: of right segments, demands for signatures, and promises.
abstract contract ChallengeActs is CompetitionActs {
    /// @dev What a demand was for, by its id.
    struct Asked {
        uint256 batch;
        bytes32 hash;
        address sender;
        bool isSigned;
    }

    mapping(uint64 id => Asked) internal _asked;
    /// @notice Demands that are neither answered, convicted nor voided.
    uint64[] internal _openDemands;
    bool private _wasCurrent; // the honest operator, in the block before

    function _sign(uint256 key, bytes32 hash) internal pure returns (Signature memory signature) {
        uint8 v;
        (v, signature.r, signature.s) = vm.sign(key, hash);
        signature.yParity = v - 27;
    }

    /// @dev Somebody tries to convict a right segment, by its own witness or one that was tampered with.
    function accuse(uint256 seed) external {
        seed = _mixed(seed);
        (uint256 id, uint32 segment, bool found) = _rightSegment(seed);
        if (!found) return;
        BadSegmentProof memory proof = _proofOf(id, segment);
        uint256 kind = (seed >> 32) % 8;
        uint256 noise = seed >> 64;
        if (kind == 1) proof.witness[noise % proof.witness.length] ^= bytes1(uint8(1 << (noise >> 8) % 8));
        if (kind == 2) proof.witness = abi.encodePacked(proof.witness, bytes32(noise));
        if (kind == 3) proof.previous.postRoot = bytes32(noise);
        if (kind == 4) proof.records[noise % proof.records.length] ^= bytes1(uint8(1 << (noise >> 8) % 8));
        if (kind == 5) proof.header.inboxAfter ^= 1;
        if (kind == 6) proof.postRoot = bytes32(noise);
        if (kind == 7) proof.txRoot ^= bytes32(uint256(1));
        _commitTo(proof, kStranger);
        _pass(1);
        if (!rollup.isInChain(_batches[id].header)) return;
        // With another salt than it was committed to, where the rest is right.
        if (kind == 0 && noise % 2 == 0) proof.salt = bytes32(noise);
        vm.prank(kStranger);
        (bool done,) = address(fraud).call(abi.encodeCall(fraud.proveBadSegment, (proof)));
        _forbid(done, "a right segment was convicted");
        ++hits["right segments accused"];
        _look();
    }

    /// @dev A segment that is right, of a batch that may be wrong elsewhere.
    function _rightSegment(uint256 seed) internal view returns (uint256 id, uint32 segment, bool found) {
        if (_chain.length == 0) return (0, 0, false);
        id = _chain[_chain.length - 1 - seed % (_chain.length < 4 ? _chain.length : 4)];
        segment = uint32((seed >> 16) % _segments[id].length);
        found = _batches[id].flaw == Flaw.None || _batches[id].segment != segment;
        // The last one is wrong by the cursor that the header states, whoever made it so.
        if (_batches[id].flaw == Flaw.Cursor && segment + 1 == _segments[id].length) found = false;
    }

    function demandSignature(uint256 seed) external {
        seed = _mixed(seed);
        (uint256 id, uint32 segment, bool found) = _aTransaction(seed);
        if (!found || _openDemands.length > 8) return;
        uint8 place = uint8((seed >> 16) % _segments[id][segment].hashes.length);
        DemandedTransaction memory t = _demanded(id, segment, place);
        if ((seed >> 24) % 5 == 0) t.signingHash ^= bytes32(uint256(1));
        address demander = _people[(seed >> 32) % _people.length];
        bool inTime = _now() <= _batches[id].header.submittedAt + kCutoff;
        bytes memory data = abi.encodeCall(demands.demand, (t));
        bool done = _call(demander, address(demands), kDemandBond, data);
        if (!done) return;
        _forbid((seed >> 24) % 5 == 0, "a transaction was demanded that is not in the batch");
        _forbid(!inTime, "a demand was taken too late");
        uint64 demand = demands.demandCount();
        _asked[demand] = Asked(id, t.signingHash, t.sender, _segments[id][segment].isSigned);
        _openDemands.push(demand);
        _forbid(
            _now() + kAnswer > _batches[id].header.submittedAt + kWindow,
            "a demand is overdue after its batch is final"
        );
        ++hits["demands"];
    }

    /// @dev A segment with transactions, of one of the last batches.
    function _aTransaction(uint256 seed) internal view returns (uint256 id, uint32 segment, bool found) {
        for (uint256 i = 0; i < 8 && _chain.length > 0; ++i) {
            id = _chain[_chain.length - 1 - (seed % 64 + i / 2) % (_chain.length < 4 ? _chain.length : 4)];
            segment = uint32(((seed >> 8) + i) % _segments[id].length);
            // What the txRoot does not hold cannot be shown.
            bool isThere = _batches[id].flaw != Flaw.TxRoot || _batches[id].segment != segment;
            if (isThere && _segments[id][segment].hashes.length != 0) return (id, segment, true);
        }
    }

    function _demanded(uint256 id, uint32 segment, uint8 place) internal view returns (DemandedTransaction memory t) {
        Made storage made = _segments[id][segment];
        t.header = _batches[id].header;
        t.segmentLeaves = _leavesOf(id);
        t.segment = segment;
        t.opening = _opening(id, segment);
        t.place = place;
        t.signingHash = made.hashes[place];
        t.sender = made.senders[place];
        (, t.siblings) = L2.txTree(_txLeaves(id, segment), place);
    }

    function _txLeaves(uint256 id, uint256 segment) internal view returns (bytes32[] memory leaves) {
        Made storage made = _segments[id][segment];
        leaves = new bytes32[](made.hashes.length);
        for (uint256 i = 0; i < leaves.length; ++i) {
            leaves[i] = _txLeaf(made.hashes[i], made.senders[i]);
        }
    }

    /// @dev With the signature, or where there is none with another's.
    function answer(uint256 which, uint256 who) external {
        which = _mixed(which);
        who = _mixed(who);
        if (_openDemands.length == 0) return;
        _answer(_openDemands[which % _openDemands.length], _people[who % _people.length]);
        _look();
    }

    function _answer(uint64 id, address answerer) internal {
        Asked memory asked = _asked[id];
        uint256 key = asked.isSigned ? _keys[asked.sender] : _keys[_ops[0]];
        Signature memory signature = _sign(key, asked.hash);
        bool isIn = rollup.isInChain(_batches[asked.batch].header);
        uint256 before = operators.claimable(answerer);
        bool done = _call(answerer, address(demands), 0, abi.encodeCall(demands.answer, (id, signature)));
        _forbid(done && !asked.isSigned, "a signature was taken that is none");
        check(done == (asked.isSigned && isIn), "an answer is taken exactly where it should be");
        if (!done) return;
        _settle(id);
        check(operators.claimable(answerer) == before + kDemandBond, "who answers has the bond");
        ++hits["answers"];
    }

    /// @dev The demand's bond moved into Operators.
    function _settle(uint64 id) private {
        sentWei += kDemandBond;
        for (uint256 i = 0; i < _openDemands.length; ++i) {
            if (_openDemands[i] != id) continue;
            _openDemands[i] = _openDemands[_openDemands.length - 1];
            _openDemands.pop();
            return;
        }
    }

    /// @dev Of any demand, settled ones too.
    function convictUnanswered(uint256 which, bool waits) external {
        which = _mixed(which);
        uint64 count = demands.demandCount();
        if (count == 0) return;
        uint64 id = uint64(1 + which % count);
        Demand memory d = demands.demandOf(id);
        if (waits && d.status == DemandStatus.Open && _now() <= d.madeAt + kAnswer) {
            _pass(d.madeAt + kAnswer + 1 - _now());
            d = demands.demandOf(id);
        }
        bool isIn = rollup.batchHash(d.number) == d.batchHash;
        bool expected = d.status == DemandStatus.Open && isIn && _now() > d.madeAt + kAnswer;
        Stakes memory stakes = _stakes(d.operator, d.demander);
        stakes.claimWei += kDemandBond;
        bytes memory data = abi.encodeCall(demands.convictUnanswered, (id, _batches[_asked[id].batch].header));
        bool done = _call(kStranger, address(demands), 0, data);
        _forbid(done && d.status == DemandStatus.Answered, "an answered demand convicted");
        _forbid(expected && !done, "an unanswered demand did not convict");
        check(done == expected, "a demand convicts exactly where it should");
        if (d.status == DemandStatus.Answered) ++hits["answered demands tried"];
        if (!done) return;
        _settle(id);
        _checkConviction(stakes, true);
        ++hits["demands convicted"];
        _look();
    }

    function voidDemand(uint256 which) external {
        which = _mixed(which);
        if (_openDemands.length == 0) return;
        uint64 id = _openDemands[which % _openDemands.length];
        bool isIn = rollup.isInChain(_batches[_asked[id].batch].header);
        bool done = _call(kStranger, address(demands), 0, abi.encodeCall(demands.voidDemand, (id)));
        check(done != isIn, "a demand is void exactly where its batch left the chain");
        if (!done) return;
        _settle(id);
        ++hits["demands voided"];
    }

    /// @dev Who waits for the answer to a demand says so (O-5).
    function beatWaiting(uint256 which) external {
        which = _mixed(which);
        if (_openDemands.length == 0) return;
        uint64 id = _openDemands[which % _openDemands.length];
        address current = operators.currentOperator();
        uint64 aliveAt = rollup.aliveAt();
        bool isFrozen = rollup.isFrozen();
        Demand memory d = demands.demandOf(id);
        bool expected = current != address(0) && current != d.operator && !isFrozen && _now() <= d.madeAt + kAnswer
            && _now() <= aliveAt + kEpoch + kAnswer && rollup.batchHash(d.number) == d.batchHash;
        bool done = _call(current, address(rollup), 0, abi.encodeCall(rollup.heartbeatWaiting, (id)));
        _forbid(done && isFrozen, "a frozen rollup took something");
        check(done == expected, "who waits says so exactly where it may");
        check(rollup.aliveAt() == aliveAt, "no sign of life");
        if (done) {
            ++hits["heartbeats while waiting"];
            _actedAt[current] = _now();
        }
        _look();
    }

    function _isDemandedOf(address operator) internal view override returns (bool) {
        for (uint256 i = 0; i < _openDemands.length; ++i) {
            Demand memory d = demands.demandOf(_openDemands[i]);
            if (d.operator == operator && rollup.batchHash(d.number) == d.batchHash) return true;
        }
        return false;
    }

    // Promises.

    /// @dev A promise of who made a batch about a transaction in it: kept, broken, or of another fork of L1.
    function keepOrBreak(uint256 seed) external {
        seed = _mixed(seed);
        (uint256 id, uint32 segment, bool found) = _aTransaction(seed);
        if (!found) return;
        BrokenPromiseProof memory proof = _promised(id, segment, seed >> 16);
        address operator = proof.header.operator;

        // 0 broken, 1 of an era that another operator began there, or this one after another block, else kept
        uint256 kind = (seed >> 32) % 6;
        if (operator == honest && kind == 0) kind = 2;
        proof.confirmation.eraId = operators.eraId(proof.confirmation.era);
        if (kind == 1) proof.confirmation.eraId = _idElsewhere(proof.confirmation.era, operator, seed >> 40);
        proof.confirmation.txLeaf = proof.txLeaf;
        if (kind < 2) proof.confirmation.txLeaf = keccak256(abi.encode(seed));
        _provePromise(proof, kind);
    }

    /// @dev The id of an era on another fork of L1, on another L1, or of another era.
    function _idElsewhere(uint64 era, address operator, uint256 seed) private view returns (bytes32) {
        if (seed % 4 == 0) return operators.eraId(era + 1);
        if (seed % 4 == 1) return operators.eraId(era - 1);
        return keccak256(abi.encode(era, operator, block.chainid + seed % 2, keccak256(abi.encode(seed))));
    }

    function _provePromise(BrokenPromiseProof memory proof, uint256 kind) private {
        address operator = proof.header.operator;
        bytes32 hash = promises.promiseHash(proof.confirmation);
        proof.signature = _sign(_keys[operator], hash);
        bytes32 commitment = keccak256(abi.encode(kWatcher, hash, kSalt));
        if (promises.committedAt(commitment) == 0) {
            vm.prank(kWatcher);
            promises.commit(commitment);
        }
        _pass(1);
        bool expected = kind == 0 && rollup.isInChain(proof.header) && !operators.isConvicted(operator);
        Stakes memory stakes = _stakes(operator, kWatcher);
        bool done = _call(kWatcher, address(promises), 0, abi.encodeCall(promises.proveBroken, (proof)));
        _forbid(done && kind > 1, "a kept promise convicted");
        _forbid(done && kind == 1, "a promise of another fork convicted");
        _forbid(expected && !done, "a broken promise did not convict");
        check(done == expected, "a promise convicts exactly where it is broken");
        if (kind > 1) ++hits["kept promises tried"];
        if (kind == 1) ++hits["promises of other forks tried"];
        if (!done) return;
        ++hits["broken promises convicted"];
        _checkConviction(stakes, false);
        _look();
    }

    function _promised(uint256 id, uint32 segment, uint256 seed)
        private
        view
        returns (BrokenPromiseProof memory proof)
    {
        Made storage made = _segments[id][segment];
        uint256 place = seed % made.hashes.length;
        proof.header = _batches[id].header;
        proof.segmentLeaves = _leavesOf(id);
        proof.segment = segment;
        if (segment > 0) proof.previous = _opening(id, segment - 1);
        proof.opening = _opening(id, segment);
        proof.before = made.before;
        bytes32[] memory leaves = _txLeaves(id, segment);
        proof.txLeaf = leaves[place];
        bytes32 top;
        (top, proof.siblings) = L2.txTree(leaves, place);
        proof.salt = kSalt;
        proof.confirmation.era = proof.header.era;
        proof.confirmation.sequence = made.before.txCount + uint64(place);
    }

    /// @dev As soon as it is the turn of the honest operator, others do something about it, and then whoever is current.
    function strike(uint256 who) external {
        who = _mixed(who);
        for (uint256 i = 0; i < 16 && operators.currentOperator() != honest; ++i) {
            _pass(1);
        }
        if (operators.currentOperator() != honest) return;
        if (who % 3 == 0) {
            bytes memory data = abi.encodeCall(operators.setBid, (uint64(kMinBid + (who >> 8) % 8)));
            _call(_aMember(who >> 16), address(operators), 0, data);
        } else {
            _conflict(who);
        }
        ++hits["strikes"];
        address current = operators.currentOperator();
        if (current == honest) return;
        _call(current, address(rollup), 0, abi.encodeCall(rollup.heartbeat, ()));
        _look();
    }

    /// @dev Any operator convicts itself by two promises of its own, or tries it with one.
    function conflict(uint256 who) external {
        who = _mixed(who);
        if ((who >> 128) % 3 == 0) _conflict(who);
    }

    function _conflict(uint256 who) private {
        address operator = _aMember(who);
        // Of any era until now; sometimes of none, or of another fork of L1.
        uint64 era = uint64((who >> 24) % (eraNow() + 2));
        bytes32 id = operators.eraId(era);
        bool isThere = id != 0 && (who >> 32) % 8 != 0;
        if (id != 0 && !isThere) id = _idElsewhere(era, operator, who >> 40);
        SoftConfirmation memory one_ = SoftConfirmation(era, id, 1, bytes32(uint256(1 + (who >> 8) % 2)));
        SoftConfirmation memory other = SoftConfirmation(era, id, 1, bytes32(uint256(2 + (who >> 16) % 2)));
        bytes32 hash = promises.promiseHash(one_);
        bytes32 commitment = keccak256(abi.encode(kStranger, hash, kSalt));
        if (promises.committedAt(commitment) == 0) {
            vm.prank(kStranger);
            promises.commit(commitment);
            _pass(1);
        } else if (promises.committedAt(commitment) == _now()) {
            _pass(1);
        }
        Signature memory first = _sign(_keys[operator], hash);
        Signature memory second = _sign(_keys[operator], promises.promiseHash(other));
        bytes memory data = abi.encodeCall(promises.proveConflict, (one_, first, other, second, kSalt));
        bool expected = isThere && operators.bidAt(operator, _now()) != 0 && !operators.isConvicted(operator)
            && one_.txLeaf != other.txLeaf;
        Stakes memory stakes = _stakes(operator, kStranger);
        bool done = _call(kStranger, address(promises), 0, data);
        _forbid(done && one_.txLeaf == other.txLeaf, "a kept promise convicted");
        _forbid(done && !isThere, "a promise of another fork convicted");
        _forbid(expected && !done, "a broken promise did not convict");
        check(done == expected, "promises convict exactly where they conflict");
        if (!done) return;
        ++hits["conflicts convicted"];
        _checkConviction(stakes, false);
        _look();
    }

    /// @dev The honest operator answers, and acts where it is its turn.
    function _honestTurn() internal override {
        for (uint256 i = _openDemands.length; i > 0; --i) {
            uint64 id = _openDemands[i - 1];
            uint256 batch = _asked[id].batch;
            if (_batches[batch].header.operator == honest && rollup.isInChain(_batches[batch].header)) {
                _answer(id, honest);
            }
        }
        bool wasCurrent = _wasCurrent;
        _wasCurrent = operators.currentOperator() == honest;
        if (!wasCurrent || !_wasCurrent) return;
        _look();
        (,,, uint64 cursor,) = rollup.tip();
        if (inbox.overdueBelow(cursor) > cursor) {
            _anchor(honest, uint256(keccak256(abi.encode(_now()))), Flaw.None, true);
        } else {
            vm.prank(honest);
            rollup.heartbeat();
            _actedAt[honest] = _now();
        }
        ++hits["honest turns"];
    }
}
