// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {ForcedTransaction, IInbox, Signature} from "../src/interfaces/IInbox.sol";
import {IBridge} from "../src/interfaces/IBridge.sol";
import {Vm} from "./support/Test.sol";
import {Model} from "./support/Model.sol";
import {SignedBatches} from "./support/SignedBatches.sol";
import {Behaviour, TestToken} from "./support/TestToken.sol";

/// @notice Rule I-3: what L1 takes as a forced transaction.
contract InboxForceTest is SignedBatches {
    address private constant kRecipient = address(0xbeef);
    address private constant kExit = 0x000000000000000000000000000000000000e817;

    Model private _model;
    TestToken private _token;

    function setUp() public override {
        super.setUp();
        _model = new Model();
        _token = new TestToken(Behaviour.Standard);
        bridge.registerToken(address(_token));
    }

    function _ofEth() private pure returns (ForcedTransaction memory) {
        return ForcedTransaction(3, 5, 2000, 21_000, false, kRecipient, address(0), 7 ether);
    }

    function _ofToken() private view returns (ForcedTransaction memory) {
        return ForcedTransaction(3, 5, 2000, 30_000, true, address(_token), kRecipient, 7);
    }

    /// @dev X-1, as the wallet makes it.
    function _signingHash(ForcedTransaction memory t) private view returns (bytes32) {
        Model.Tx memory tx_ =
            Model.Tx(kChainId, t.nonce, t.tipWei, t.maxFeeWei, t.gasLimit, t.to, t.tokenCall ? 0 : t.amount);
        if (t.tokenCall) return _model.tokenSigningHash(tx_, t.recipient, t.amount);
        return _model.signingHash(tx_);
    }

    function _sign(ForcedTransaction memory t) private view returns (Signature memory) {
        return signedBy(kUserKey, _signingHash(t));
    }

    function _checkForced(ForcedTransaction memory t, uint32 token) private {
        Signature memory signature = _sign(t);
        bytes memory entry = _model.forcedEntry(
            Model.Forced(user, t.nonce, t.tipWei, t.maxFeeWei, t.gasLimit, token, kRecipient, t.amount)
        );
        checkEqual(entry.length, 93, "bytes of an entry");
        bytes32 acc = _model.accAfter(inbox.acc(0), entry);
        vm.expectEmit(true, true, true, true, address(inbox));
        emit IInbox.EntryAppended(0, acc, entry);
        vm.expectEmit(true, true, true, true, address(inbox));
        emit IInbox.TransactionForced(0, user, _signingHash(t), signature.yParity, signature.r, signature.s);
        vm.prank(address(0x777)); // anyone may bring it
        checkEqual(inbox.force(t, signature), 0, "index");
        checkEqual(inbox.count(), 1, "count");
        checkEqual(inbox.acc(1), acc, "acc");
        checkEqual(inbox.blockOf(0), vm.getBlockNumber(), "block");
        pass(kDeadline + 1);
        checkEqual(inbox.overdueBelow(0), 1, "it has a deadline as deposits have");
    }

    function test_I3_ofEth() external {
        _checkForced(_ofEth(), 0);
    }

    function test_I3_ofAToken() external {
        _checkForced(_ofToken(), 1);
    }

    function testFuzz_I3_senderIsWhoSigned(uint256 key, uint64 nonce, uint64 tip, uint128 amount) external {
        key = bound(key, 1, type(uint128).max);
        ForcedTransaction memory t = _ofEth();
        t.nonce = uint64(bound(nonce, 0, type(uint64).max - 1));
        t.tipWei = tip;
        t.maxFeeWei = type(uint64).max;
        t.amount = amount;
        vm.recordLogs();
        inbox.force(t, signedBy(key, _signingHash(t)));
        Vm.Log memory log = lastLogOf(address(inbox));
        checkEqual(log.topics[2], bytes32(uint256(uint160(vm.addr(key)))), "sender");
    }

    function _expectRefused(ForcedTransaction memory t, bytes memory reason) private {
        Signature memory signature = _sign(t);
        vm.expectRevert(reason);
        inbox.force(t, signature);
    }

    function test_I3_signature() external {
        ForcedTransaction memory t = _ofEth();
        Signature memory good = _sign(t);
        Signature memory high = malleated(good);
        vm.expectRevert(IInbox.BadSignature.selector);
        inbox.force(t, high);
        Signature memory noParity = Signature(2, good.r, good.s);
        vm.expectRevert(IInbox.BadSignature.selector);
        inbox.force(t, noParity);
        vm.expectRevert(IInbox.BadSignature.selector);
        inbox.force(t, Signature(0, 0, 0));
        checkEqual(inbox.count(), 0, "nothing got in");
    }

    function test_I3_whatNoStateCouldExecute() external {
        ForcedTransaction memory t = _ofEth();
        t.gasLimit = 20_999;
        _expectRefused(t, abi.encodeWithSelector(IInbox.GasLimitTooLow.selector, 20_999, 21_000));
        t.to = kExit;
        t.gasLimit = 29_999;
        _expectRefused(t, abi.encodeWithSelector(IInbox.GasLimitTooLow.selector, 29_999, 30_000));
        t = _ofToken();
        t.gasLimit = 29_999;
        _expectRefused(t, abi.encodeWithSelector(IInbox.GasLimitTooLow.selector, 29_999, 30_000));
        t.recipient = kExit;
        t.gasLimit = 38_999;
        _expectRefused(t, abi.encodeWithSelector(IInbox.GasLimitTooLow.selector, 38_999, 39_000));
        t = _ofEth();
        t.tipWei = 2001;
        _expectRefused(t, abi.encodeWithSelector(IInbox.TipAboveMaxFee.selector, 2001, 2000));
        t = _ofEth();
        t.nonce = type(uint64).max;
        _expectRefused(t, abi.encodeWithSelector(IInbox.NonceTooHigh.selector, type(uint64).max));
        t = _ofToken();
        t.to = address(inbox);
        _expectRefused(t, abi.encodeWithSelector(IInbox.TokenNotRegistered.selector, address(inbox)));
        t = _ofEth();
        t.recipient = kRecipient;
        _expectRefused(t, abi.encodeWithSelector(IInbox.RecipientNotZero.selector, kRecipient));
    }

    function test_A21_notWhenFrozen() external {
        vm.roll(rollup.aliveAt() + kEscape + 1);
        _expectRefused(_ofEth(), abi.encodeWithSelector(IInbox.RollupFrozen.selector));
    }

    function test_D5_aForcedTransactionIsNoDeposit() external {
        ForcedTransaction memory t = _ofEth();
        inbox.force(t, _sign(t));
        vm.roll(rollup.aliveAt() + kEscape + 1);
        bytes memory entry = _model.forcedEntry(
            Model.Forced(user, t.nonce, t.tipWei, t.maxFeeWei, t.gasLimit, 0, kRecipient, t.amount)
        );
        vm.expectRevert(abi.encodeWithSelector(IBridge.NotADeposit.selector, 0));
        bridge.returnDeposit(emptyHeader(), 0, entry);
    }
}
