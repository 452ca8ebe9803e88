// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {AccountProof, IBridge} from "../../src/interfaces/IBridge.sol";
import {ForcedTransaction, Signature} from "../../src/interfaces/IInbox.sol";
import {BatchHeader} from "../../src/interfaces/IRollup.sol";
import {L2} from "../support/L2.sol";
import {Model} from "../support/Model.sol";
import {ChallengeActs} from "./ChallengeActs.sol";

/// @notice Money in and out, and transactions forced past the operators.
abstract contract BridgeActs is ChallengeActs {
    using L2 for L2.State;

    uint256 internal constant kMostPending = 16;

    /// @notice What an account index was paid, by withdrawals and its escape; what a token's deposits gave back.
    mapping(uint256 index => uint256) public paidTo;
    mapping(uint32 token => uint256) public returnedOf;

    uint64 internal _countBefore;
    bytes32 internal _accBefore;
    uint64 internal _overdueBefore;
    uint64 internal _finalBefore; // batches that were seen to be final
    bool internal _frozenBefore;
    uint64 internal _tipWhenFrozen;

    function put(uint256 who, uint32 token, uint256 amount) external {
        who = _mixed(who);
        token %= kTokens;
        address to = _users[who % kUsers];
        if (_pending() >= kMostPending) return;
        if (rollup.isFrozen()) {
            vm.deal(address(this), address(this).balance + 1);
            (bool done,) = address(bridge).call{value: 1}(abi.encodeCall(bridge.deposit, (to)));
            _forbid(done, "a frozen rollup took something");
            return;
        }
        _deposit(to, token, token == 0 ? 1 + amount % 3 ether : 1 + amount % 1_000_000);
        ++hits["deposits"];
        _look();
    }

    /// @dev Some can be executed, some cannot, for each reason that there is.
    function force(uint256 seed) external {
        seed = _mixed(seed);
        if (_pending() >= kMostPending) return;
        ForcedTransaction memory f;
        address sender = _users[seed % kUsers];
        uint32 token = uint32((seed >> 8) % kTokens);
        address recipient = (seed >> 16) % 3 == 0 ? L2.kExit : _users[(seed >> 24) % kUsers];
        L2.State memory s = _stateAt(_chain.length);
        uint256 account = s.find(sender, 0);
        if (account < s.count) f.nonce = s.accounts[account].nonce;
        if ((seed >> 32) % 6 == 0) ++f.nonce;
        f.maxFeeWei = (seed >> 40) % 6 == 0 ? kMinBid - 1 : kMaxFee;
        f.tipWei = uint64((seed >> 48) % 2);
        f.gasLimit = L2.gasOf(recipient == L2.kExit, token != 0);
        // What could never be executed, too: the inbox refuses it, or the operators could not go on.
        if ((seed >> 56) % 8 == 0) --f.gasLimit;
        if ((seed >> 56) % 8 == 1) f.tipWei = f.maxFeeWei + 1;
        f.amount = uint128((seed >> 64) % (token == 0 ? 4 ether : 800_000));
        f.tokenCall = token != 0;
        (f.to, f.recipient) = token == 0 ? (recipient, address(0)) : (address(_tokens[token]), recipient);
        _force(f, sender, token, recipient);
        _look();
    }

    function _force(ForcedTransaction memory f, address sender, uint32 token, address recipient) private {
        Model.Tx memory t =
            Model.Tx(kChainId, f.nonce, f.tipWei, f.maxFeeWei, f.gasLimit, f.to, token == 0 ? f.amount : 0);
        bytes32 hash = token == 0 ? _maths.signingHash(t) : _maths.tokenSigningHash(t, recipient, f.amount);
        Signature memory signature = _sign(_keys[sender], hash);
        bool isFrozen = rollup.isFrozen();
        (bool done,) = address(inbox).call(abi.encodeCall(inbox.force, (f, signature)));
        _forbid(done && isFrozen, "a frozen rollup took something");
        if (!done) {
            bool isJunk = f.tipWei > f.maxFeeWei || f.gasLimit < L2.gasOf(recipient == L2.kExit, token != 0);
            check(isFrozen || isJunk, "a forced transaction is taken where it should be");
            return;
        }
        _entries.push(Entry(true, sender, token, f.amount, f.nonce, f.tipWei, f.maxFeeWei, recipient));
        _entryBytes.push(
            _maths.forcedEntry(
                Model.Forced(sender, f.nonce, f.tipWei, f.maxFeeWei, f.gasLimit, token, recipient, f.amount)
            )
        );
        ++hits["forced transactions"];
    }

    /// @dev Against any batch and account; twice, as a thief would.
    function withdraw(uint256 which, uint256 index) external {
        which = _mixed(which);
        index = _mixed(index);
        if (_chain.length == 0) return;
        uint256 height = 1 + which % _chain.length;
        // The newest of those that are final, more often than not.
        if (which >> 255 == 0 && _finalBefore != 0) height = _finalBefore;
        L2.State memory s = _stateAt(height);
        uint32 i = uint32(index % s.count);
        BatchHeader memory header = _batches[_chain[height - 1]].header;
        bool isFinal = rollup.isFinal(header);
        bytes memory data = abi.encodeCall(bridge.withdraw, (header, s.proof(i)));
        bool expected = isFinal && s.accounts[i].withdrawn > bridge.claimed(i);
        bool done = _payOut(s.accounts[i], i, data);
        _forbid(done && !isFinal, "a withdrawal from a batch that is not final");
        check(done == expected, "a withdrawal is paid exactly where something is owed");
        if (done) ++hits["withdrawals"];
        _forbid(_payOut(s.accounts[i], i, data), "a withdrawal was paid twice");
        _look();
    }

    /// @dev As withdraw, with what there is in the end.
    function escape(uint256 index) external {
        index = _mixed(index);
        if (_chain.length == 0 || index % 8 == 0) _escapeFromNothing(index >> 8);
        if (_chain.length == 0) return;
        L2.State memory s = _stateAt(_chain.length);
        _escape(s, uint32(index % s.count));
    }

    /// @dev A thief, with a header of its own making and an account of no state. Where there is no batch, nobody can.
    function _escapeFromNothing(uint256 seed) internal {
        BatchHeader memory header;
        AccountProof memory proof;
        proof.owner = kStranger;
        proof.token = uint32(seed % kTokens);
        proof.balance = uint128(bridge.escrow(proof.token));
        proof.index = uint32((seed >> 8) % 3);
        // Of a state that could be, where there is one account; else of none.
        if ((seed >> 16) % 2 == 0) {
            proof.accountCount = proof.index + 1;
            L2.State memory s = L2.empty();
            while (s.count < proof.accountCount) s.add(kStranger, proof.token, proof.balance);
            header.postStateRoot = s.root();
            proof = s.proof(proof.index);
        }
        uint256 escrow = bridge.escrow(proof.token);
        (bool done, bytes memory reason) = address(bridge).call(abi.encodeCall(bridge.escape, (header, proof)));
        _forbid(done || bridge.escrow(proof.token) != escrow, "an escape from what was not settled");
        if (!rollup.isFrozen() || _chain.length != 0) return;
        check(bytes4(reason) == IBridge.NotTheLastBatch.selector, "without a batch there is no account");
        ++hits["escapes without a batch tried"];
    }

    function _escape(L2.State memory s, uint32 i) internal returns (bool done) {
        BatchHeader memory header = _batches[_chain[_chain.length - 1]].header;
        bool isSettled = rollup.isFrozen() && rollup.isFinal(header);
        bytes memory data = abi.encodeCall(bridge.escape, (header, s.proof(i)));
        done = _payOut(s.accounts[i], i, data);
        _forbid(done && !isSettled, "an escape from what was not settled");
        if (done) ++hits["escapes"];
        _forbid(_payOut(s.accounts[i], i, data), "an escape was paid twice");
    }

    /// @dev Calls, and counts what the owner got.
    function _payOut(L2.Account memory account, uint32 index, bytes memory data) private returns (bool done) {
        uint256 before = _has(account.owner, account.token);
        uint256 escrow = bridge.escrow(account.token);
        (done,) = address(bridge).call(data);
        uint256 left = escrow - bridge.escrow(account.token);
        uint256 got = _has(account.owner, account.token) - before;
        paidTo[index] += left;
        _forbid(got != (account.token == 2 ? left - left / 100 : left), "the owner got something else");
    }

    function _has(address owner, uint32 token) private view returns (uint256) {
        return token == 0 ? owner.balance : _tokens[token].balanceOf(owner);
    }

    function takeBack(uint256 which) external {
        which = _mixed(which);
        if (_entries.length == 0) return;
        // One of the newest, mostly.
        uint256 newest = which >> 255 == 0 && _entries.length > 6 ? 6 : _entries.length;
        _takeBack(uint64(_entries.length - 1 - which % newest));
    }

    function _takeBack(uint64 index) internal {
        Entry memory e = _entries[index];
        BatchHeader memory header;
        if (_chain.length != 0) header = _batches[_chain[_chain.length - 1]].header;
        bool isSettled = rollup.isFrozen() && (_chain.length == 0 || rollup.isFinal(header));
        bool expected = isSettled && !e.forced && index >= header.inboxAfter && !bridge.returned(index);
        uint256 escrow = bridge.escrow(e.token);
        uint256 before = _has(e.owner, e.token);
        bytes memory data = abi.encodeCall(bridge.returnDeposit, (header, index, _entryBytes[index]));
        (bool done,) = address(bridge).call(data);
        uint256 left = escrow - bridge.escrow(e.token);
        uint256 got = _has(e.owner, e.token) - before;
        _forbid(got != (e.token == 2 ? left - left / 100 : left), "the owner got something else");
        _forbid(left != (done ? e.amount : 0), "another amount than the deposit's was returned");
        returnedOf[e.token] += left;
        _forbid(done && !expected, "a deposit was returned that should not be");
        check(done == expected, "a deposit is returned exactly where it should be");
        if (done) ++hits["deposits returned"];
        (done,) = address(bridge).call(data);
        _forbid(done, "a deposit was returned twice");
    }

    function _look() internal override {
        super._look();
        uint64 count = inbox.count();
        _forbid(count < _countBefore || inbox.acc(_countBefore) != _accBefore, "the inbox forgot something");
        (_countBefore, _accBefore) = (count, inbox.acc(count));
        check(count == _entries.length, "all entries are known");
        uint64 overdue = inbox.overdueBelow(_overdueBefore);
        _forbid(overdue < _overdueBefore, "what was overdue is not any more");
        _forbid(inbox.overdueBelow(0) != overdue, "what is overdue depends on where one looks");
        _overdueBefore = overdue;

        // What is final stays so.
        _forbid(_chain.length < _finalBefore, "a final batch was rolled back");
        if (_finalBefore > _chain.length) _finalBefore = uint64(_chain.length);
        if (_finalBefore != 0) {
            _forbid(!rollup.isFinal(_batches[_chain[_finalBefore - 1]].header), "a final batch is final no more");
        }
        while (_finalBefore < _chain.length && rollup.isFinal(_batches[_chain[_finalBefore]].header)) ++_finalBefore;

        bool isFrozen = rollup.isFrozen();
        _forbid(_frozenBefore && !isFrozen, "a frozen rollup thawed");
        _forbid(_frozenBefore && _chain.length > _tipWhenFrozen, "a frozen rollup took something");
        (_frozenBefore, _tipWhenFrozen) = (isFrozen, uint64(_chain.length));
    }
}
