// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {AccountProof, IBridge} from "../src/interfaces/IBridge.sol";
import {IInbox} from "../src/interfaces/IInbox.sol";
import {BatchHeader} from "../src/interfaces/IRollup.sol";
import {BridgeFixture} from "./support/BridgeFixture.sol";
import {Model} from "./support/Model.sol";

/// @notice Rules I-1, I-2, D-1 and D-2.
contract BridgeTest is BridgeFixture {
    function setUp() public override {
        super.setUp();
        for (uint256 i = 0; i < 5; ++i) {
            _model.add(address(uint160(0x700 + i)), 0, 1 ether);
        }
        _model.add(kUser, 0, 1 ether);
    }

    function test_I1_I2_D1_depositAppends() external {
        vm.recordLogs();
        deposit(kUser, 3 ether);
        bytes memory entry = _model.entry(kUser, 3 ether);
        (bytes32 acc, bytes memory logged) = abi.decode(lastLogOf(address(inbox)).data, (bytes32, bytes));
        checkEqual(keccak256(logged), keccak256(entry), "I-2");
        checkEqual(inbox.acc(0), bytes32(0), "acc(0)");
        checkEqual(inbox.acc(1), _model.accAfter(0, entry), "acc(1)");
        checkEqual(acc, inbox.acc(1), "acc in the event");
        checkEqual(inbox.count(), 1, "count");
        checkEqual(inbox.blockOf(0), vm.getBlockNumber(), "block");
        checkEqual(bridge.escrow(0), 3 ether, "escrow");
        checkEqual(deposit(kUser, 1), 1, "index");
        checkEqual(inbox.acc(2), _model.accAfter(acc, _model.entry(kUser, 1)), "acc(2)");
        checkEqual(bridge.escrow(0), 3 ether + 1, "escrow");
    }

    function test_I2_refusedDeposits() external {
        vm.expectRevert(IBridge.ZeroAmount.selector);
        bridge.deposit(kUser);
        vm.deal(address(this), 1 ether);
        vm.expectRevert(abi.encodeWithSelector(IBridge.BadRecipient.selector, address(0)));
        bridge.deposit{value: 1}(address(0));
        vm.expectRevert(abi.encodeWithSelector(IBridge.BadRecipient.selector, address(0xe817)));
        bridge.deposit{value: 1}(address(0xe817));
        vm.deal(address(this), 1 << 128);
        vm.expectRevert(abi.encodeWithSelector(IBridge.AmountTooLarge.selector, 1 << 128));
        bridge.deposit{value: 1 << 128}(kUser);
    }

    function test_I1_onlyTheBridgeAppends() external {
        vm.expectRevert(abi.encodeWithSelector(IInbox.NotBridge.selector, address(this)));
        inbox.append(hex"00");
    }

    function test_ethSentWithoutACallIsRefused() external {
        vm.deal(address(this), 1);
        (bool taken,) = address(bridge).call{value: 1}("");
        check(!taken, "refused");
    }

    function testFuzz_overdueBelowIsTheFirstThatIsNot(uint8[12] calldata gaps, uint8 wait, uint8 start) external {
        for (uint256 i = 0; i < gaps.length; ++i) {
            deposit(kUser, 1);
            pass(gaps[i] % 5);
        }
        pass(wait % 60);
        uint64 cursor = start % 14;
        uint64 expected = cursor;
        while (expected < 12 && vm.getBlockNumber() > inbox.blockOf(expected) + kDeadline) ++expected;
        checkEqual(inbox.overdueBelow(cursor), expected, "overdueBelow");
    }

    function test_D2_withdrawal() external {
        deposit(kUser, 10 ether);
        _exit(5, 2 ether);
        BatchHeader memory header = _finalize();
        // Anyone may call; the owner is paid.
        checkEqual(bridge.withdraw(header, _proof(5)), 2 ether, "amount");
        checkEqual(kUser.balance, 2 ether, "paid");
        checkEqual(bridge.claimed(5), 2 ether, "claimed");
        checkEqual(bridge.escrow(0), 8 ether, "escrow");
        AccountProof memory proof = _proof(5);
        vm.expectRevert(abi.encodeWithSelector(IBridge.NothingToWithdraw.selector, 5));
        bridge.withdraw(header, proof);
        // Only what came on top is paid later.
        _exit(5, 5 ether);
        checkEqual(bridge.withdraw(_finalize(), _proof(5)), 3 ether, "amount");
        // A final batch from before shows less than was paid.
        _exit(5, 2 ether);
        proof = _proof(5);
        vm.expectRevert(abi.encodeWithSelector(IBridge.NothingToWithdraw.selector, 5));
        bridge.withdraw(header, proof);
        checkEqual(kUser.balance, 5 ether, "paid in all");
    }

    function test_D2_onlyAgainstAFinalBatch() external {
        deposit(kUser, 10 ether);
        _exit(5, 2 ether);
        BatchHeader memory header = submitRoot(kAnna, _model.root());
        pass(kWindow);
        AccountProof memory proof = _proof(5);
        vm.expectRevert(abi.encodeWithSelector(IBridge.NotFinal.selector, 1));
        bridge.withdraw(header, proof);
        header.postStateRoot = bytes32(uint256(1));
        pass(1);
        proof = _proof(5);
        vm.expectRevert(abi.encodeWithSelector(IBridge.NotFinal.selector, 1));
        bridge.withdraw(header, proof);
    }

    function test_D2_everyFieldIsProven() external {
        deposit(kUser, 10 ether);
        _exit(5, 2 ether);
        BatchHeader memory header = _finalize();
        for (uint256 i = 0; i < 11; ++i) {
            AccountProof memory proof = _proof(5);
            if (i == 0) proof.index = 4;
            if (i == 1) proof.owner = address(this);
            if (i == 2) proof.token = 1;
            if (i == 3) proof.nonce += 1;
            if (i == 4) proof.balance += 1;
            if (i == 5) proof.withdrawn += 1;
            if (i == 6) proof.accountCount += 1;
            if (i == 7) proof.inboxCursor += 1;
            if (i == 8) proof.siblings[0] = bytes32(uint256(1));
            if (i == 9) proof.siblings[31] = bytes32(uint256(1));
            if (i == 10) proof.accountCount = 5; // the index lies outside
            vm.expectRevert(IBridge.WrongProof.selector);
            bridge.withdraw(header, proof);
        }
    }

    function test_D2_neverMoreThanTheEscrow() external {
        deposit(kUser, 1 ether);
        _exit(5, 2 ether);
        BatchHeader memory header = _finalize();
        vm.deal(address(bridge), 100 ether); // forced in from outside: not the escrow
        (bool paid,) = address(bridge).call(abi.encodeCall(bridge.withdraw, (header, _proof(5))));
        check(!paid, "refused");
    }

    function test_D2_ownerThatRefusesOrReentersIsNotPaidTwice() external {
        deposit(kUser, 10 ether);
        Reentrant owner = new Reentrant(bridge);
        Model.Account memory account = _model.account(5);
        account.owner = address(owner);
        account.withdrawn = 2 ether;
        _model.set(5, account);
        BatchHeader memory header = _finalize();
        owner.prepare(header, _proof(5));
        bridge.withdraw(header, _proof(5));
        checkEqual(address(owner).balance, 2 ether, "paid once");
        check(owner.refused(), "the second call was refused");
        _exit(5, 3 ether);
        header = _finalize();
        owner.refuse();
        AccountProof memory proof = _proof(5);
        vm.expectRevert(abi.encodeWithSelector(IBridge.PaymentFailed.selector, address(owner)));
        bridge.withdraw(header, proof);
        checkEqual(bridge.claimed(5), 2 ether, "nothing was taken");
    }
}

/// @notice An owner that calls back when it is paid.
contract Reentrant {
    IBridge private immutable _bridge;
    BatchHeader private _header;
    AccountProof private _proof;
    bool private _refuses;
    bool public refused;

    constructor(IBridge bridge) {
        _bridge = bridge;
    }

    function prepare(BatchHeader calldata header, AccountProof calldata proof) external {
        _header = header;
        _proof = proof;
    }

    function refuse() external {
        _refuses = true;
    }

    receive() external payable {
        require(!_refuses, "refused");
        try _bridge.withdraw(_header, _proof) {}
        catch {
            refused = true;
        }
    }
}
