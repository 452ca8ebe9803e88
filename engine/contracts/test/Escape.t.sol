// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {AccountProof, IBridge} from "../src/interfaces/IBridge.sol";
import {IInbox} from "../src/interfaces/IInbox.sol";
import {BatchHeader, IRollup, Submission} from "../src/interfaces/IRollup.sol";
import {BridgeFixture} from "./support/BridgeFixture.sol";
import {Model} from "./support/Model.sol";
import {Behaviour, TestToken} from "./support/TestToken.sol";

/// @notice A frozen rollup (A-21), and how everyone gets out of it (D-4, D-5).
contract EscapeTest is BridgeFixture {
    TestToken private _token;
    BatchHeader private _none;

    function setUp() public override {
        super.setUp();
        _token = new TestToken(Behaviour.Standard);
        bridge.registerToken(address(_token));
        _token.mint(address(this), 1000);
        _token.approve(address(bridge), 1000);
    }

    function _freeze() private {
        vm.roll(rollup.aliveAt() + kEscape + 1);
        check(rollup.isFrozen(), "frozen");
    }

    /// @dev The user has 6 ETH, one of them withdrawn to L1, and 400 units of the token; one ETH more waits in the inbox.
    function _lastBatch() private returns (BatchHeader memory header) {
        deposit(kUser, 6 ether);
        bridge.depositToken(address(_token), kUser, 400);
        _model.add(kUser, 0, 5 ether);
        _model.add(kUser, 1, 400);
        _exit(0, 1 ether);
        header = _finalize();
        deposit(kUser, 1 ether);
    }

    function _expectNoEscape(BatchHeader memory header, uint32 index, bytes memory reason) private {
        AccountProof memory proof = _proof(index);
        vm.expectRevert(reason);
        bridge.escape(header, proof);
    }

    function _expectNoWithdrawal(BatchHeader memory header, uint32 index, bytes memory reason) private {
        AccountProof memory proof = _proof(index);
        vm.expectRevert(reason);
        bridge.withdraw(header, proof);
    }

    function test_A21_freezesWithoutASignOfLife() external {
        uint64 alive = rollup.aliveAt();
        checkEqual(alive, kStart, "the deployment");
        vm.roll(alive + kEscape);
        check(!rollup.isFrozen(), "not yet");
        pass(1);
        check(rollup.isFrozen(), "now");
    }

    function test_A21_batchesAndHeartbeatsAreSignsOfLife() external {
        pass(10);
        BatchHeader memory header = submitRoot(operators.currentOperator(), _model.root());
        checkEqual(rollup.aliveAt(), header.submittedAt, "a batch");
        pass(3);
        heartbeat(operators.currentOperator());
        checkEqual(rollup.aliveAt(), vm.getBlockNumber(), "a heartbeat");
    }

    function test_A21_frozenForGood() external {
        _freeze();
        address current = operators.currentOperator();
        Submission memory submission = submissionOf(current);
        bytes memory data = encode(one(_model.root(), 0, hex"010001"));
        vm.prank(current);
        vm.expectRevert(IRollup.RollupFrozen.selector);
        rollup.submitBatch(submission, data);
        vm.expectRevert(IRollup.RollupFrozen.selector);
        heartbeat(current);
        vm.prank(current);
        vm.expectRevert(IRollup.RollupFrozen.selector);
        rollup.heartbeatWaiting(1);
        vm.deal(address(this), 1 ether);
        vm.expectRevert(IInbox.RollupFrozen.selector);
        bridge.deposit{value: 1 ether}(kUser);
        vm.expectRevert(IInbox.RollupFrozen.selector);
        bridge.depositToken(address(_token), kUser, 5);
    }

    function test_D4_balanceAndUnclaimedExitsAreThePayment() external {
        BatchHeader memory header = _lastBatch();
        _freeze();
        vm.expectEmit(true, true, true, true, address(bridge));
        emit IBridge.Escaped(0, kUser, 0, 6 ether);
        checkEqual(bridge.escape(header, _proof(0)), 6 ether, "amount");
        checkEqual(kUser.balance, 6 ether, "paid");
        checkEqual(bridge.escrow(0), 1 ether, "what waits in the inbox");
        checkEqual(bridge.escape(header, _proof(1)), 400, "tokens");
        checkEqual(_token.balanceOf(kUser), 400, "paid");
        checkEqual(bridge.escrow(1), 0, "escrow");
    }

    function test_D4_nothingIsPaidTwice() external {
        BatchHeader memory header = _lastBatch();
        checkEqual(bridge.withdraw(header, _proof(0)), 1 ether, "withdrawn before");
        _freeze();
        checkEqual(bridge.escape(header, _proof(0)), 5 ether, "the rest");
        _expectNoEscape(header, 0, abi.encodeWithSelector(IBridge.AlreadyEscaped.selector, 0));
        _expectNoWithdrawal(header, 0, abi.encodeWithSelector(IBridge.NothingToWithdraw.selector, 0));
        checkEqual(kUser.balance, 6 ether, "paid once");
    }

    function test_D4_exitsEscapeWithTheBalance() external {
        BatchHeader memory header = _lastBatch();
        _freeze();
        bridge.escape(header, _proof(0));
        _expectNoWithdrawal(header, 0, abi.encodeWithSelector(IBridge.NothingToWithdraw.selector, 0));
    }

    function test_D4_onlyWhenFrozen() external {
        BatchHeader memory header = _lastBatch();
        _expectNoEscape(header, 0, abi.encodeWithSelector(IBridge.NotFrozen.selector));
        bytes memory entry = _model.entry(kUser, 1 ether);
        vm.expectRevert(IBridge.NotFrozen.selector);
        bridge.returnDeposit(header, 2, entry);
    }

    function test_D4_onlyAgainstTheLastBatch() external {
        BatchHeader memory older = _lastBatch();
        Model.Account memory account = _model.account(0);
        account.balance = 1; // spent
        _model.set(0, account);
        BatchHeader memory header = _finalize();
        _freeze();
        _expectNoEscape(older, 0, abi.encodeWithSelector(IBridge.NotTheLastBatch.selector, older.number));
        bridge.escape(header, _proof(0));
    }

    function test_D4_onlyOnceTheLastBatchIsFinal() external {
        BatchHeader memory header = _lastBatch();
        vm.roll(header.submittedAt + 10);
        vm.etch(address(rollup), _frozenRollupCode());
        _expectNoEscape(header, 0, abi.encodeWithSelector(IBridge.NotFinal.selector, 1));
    }

    /// @dev A rollup whose escape delay is shorter than its window, in the place of the other one and with its storage.
    function _frozenRollupCode() private returns (bytes memory) {
        bytes memory arguments = abi.encode(operators, inbox, fraud, demands, kChainId, kWindow, uint64(1));
        return vm.deployCode("Rollup.sol", arguments).code;
    }

    function test_D4_proofIsChecked() external {
        BatchHeader memory header = _lastBatch();
        _freeze();
        Model.Account memory account = _model.account(0);
        account.balance += 1;
        _model.set(0, account);
        _expectNoEscape(header, 0, abi.encodeWithSelector(IBridge.WrongProof.selector));
    }

    function test_D4_emptyAccountsHaveNothing() external {
        _model.add(kUser, 0, 0);
        BatchHeader memory header = _finalize();
        _freeze();
        _expectNoEscape(header, 0, abi.encodeWithSelector(IBridge.NothingToWithdraw.selector, 0));
    }

    function test_D4_indexesOutsideHaveNothing() external {
        BatchHeader memory header = _lastBatch();
        _freeze();
        AccountProof memory proof = _proof(1);
        proof.index = 2;
        vm.expectRevert(IBridge.WrongProof.selector);
        bridge.escape(header, proof);
    }

    /// @dev With a header that nobody submitted, of the state root 0, and an account of no state.
    function _expectNoEscapeWithoutABatch() private {
        BatchHeader memory header;
        AccountProof memory proof;
        proof.owner = kUser;
        proof.balance = uint128(bridge.escrow(0));
        bytes memory reason = abi.encodeWithSelector(IBridge.NotTheLastBatch.selector, 0);
        vm.expectRevert(reason);
        bridge.escape(header, proof);
        // Nor with one that fits its account.
        _model.add(kUser, 0, proof.balance);
        header.postStateRoot = _model.root();
        proof = _proof(uint32(_model.count() - 1));
        vm.expectRevert(reason);
        bridge.escape(header, proof);
    }

    function test_D4_nobodyEscapesWithoutAnyBatch() external {
        deposit(address(0xa11ce), 7 ether);
        _freeze();
        _expectNoEscapeWithoutABatch();
        bridge.returnDeposit(_none, 0, _model.entry(address(0xa11ce), 7 ether));
        checkEqual(address(0xa11ce).balance, 7 ether, "it is there for whom it belongs to");
    }

    function test_D4_nobodyEscapesWhereAllBatchesWereRolledBack() external {
        deposit(address(0xa11ce), 7 ether);
        BatchHeader memory header = submitRoot(kAnna, bytes32(uint256(0xbad)));
        vm.startPrank(address(fraud));
        operators.convict(kAnna, address(this), true);
        rollup.rollBack(header);
        vm.stopPrank();
        _freeze();
        _expectNoEscapeWithoutABatch();
        bridge.returnDeposit(_none, 0, _model.entry(address(0xa11ce), 7 ether));
        checkEqual(address(0xa11ce).balance, 7 ether, "it is there for whom it belongs to");
    }

    function test_D5_depositsNotConsumedAreReturned() external {
        BatchHeader memory header = _lastBatch();
        bridge.depositToken(address(_token), kUser, 100);
        _freeze();
        vm.expectEmit(true, true, true, true, address(bridge));
        emit IBridge.DepositReturned(2, kUser, 0, 1 ether);
        checkEqual(bridge.returnDeposit(header, 2, _model.entry(kUser, 1 ether)), 1 ether, "ETH");
        checkEqual(kUser.balance, 1 ether, "paid");
        checkEqual(bridge.returnDeposit(header, 3, _model.entryOf(kUser, 1, 100)), 100, "tokens");
        checkEqual(_token.balanceOf(kUser), 100, "paid");
        bytes memory entry = _model.entry(kUser, 1 ether);
        vm.expectRevert(abi.encodeWithSelector(IBridge.AlreadyReturned.selector, 2));
        bridge.returnDeposit(header, 2, entry);
        // All that was ever brought in can leave.
        bridge.escape(header, _proof(0));
        bridge.escape(header, _proof(1));
        checkEqual(bridge.escrow(0), 0, "ETH left");
        checkEqual(bridge.escrow(1), 0, "tokens left");
    }

    function test_D5_onlyWhatWasNotConsumed() external {
        BatchHeader memory header = _lastBatch();
        _freeze();
        bytes memory entry = _model.entry(kUser, 6 ether);
        vm.expectRevert(abi.encodeWithSelector(IBridge.WasConsumed.selector, 0, 2));
        bridge.returnDeposit(header, 0, entry);
        vm.expectRevert(abi.encodeWithSelector(IBridge.WrongEntry.selector, 2));
        bridge.returnDeposit(header, 2, entry);
        vm.expectRevert(abi.encodeWithSelector(IBridge.WrongEntry.selector, 3));
        bridge.returnDeposit(header, 3, entry);
    }

    function test_D5_withoutAnyBatch() external {
        deposit(kUser, 2 ether);
        _freeze();
        checkEqual(bridge.returnDeposit(_none, 0, _model.entry(kUser, 2 ether)), 2 ether, "returned");
        checkEqual(kUser.balance, 2 ether, "paid");
    }
}
