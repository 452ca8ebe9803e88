// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {AccountProof} from "../src/interfaces/IBridge.sol";
import {ForcedTransaction} from "../src/interfaces/IInbox.sol";
import {BatchHeader, Submission} from "../src/interfaces/IRollup.sol";
import {GasFixture} from "./support/GasFixture.sol";
import {Model} from "./support/Model.sol";
import {Records} from "./support/Records.sol";
import {Behaviour, TestToken} from "./support/TestToken.sol";

/// @notice What anchoring costs, and every other call that somebody pays for.
contract GasOfCallsTest is GasFixture {
    uint256 private constant kMostPerTransfer = 520;

    function setUp() public override {
        super.setUp();
        registerThree();
        pass(1);
    }

    /// @dev 63 transfers of different amounts between accounts of a grown rollup, in one L2 block.
    function _transfers(uint256 seed) private pure returns (bytes memory records) {
        for (uint256 i = 0; i < 63; ++i) {
            uint256 random = uint256(keccak256(abi.encode(seed, i)));
            uint256 sender = random % 16_384;
            uint256 recipient = (random >> 32) % 16_384;
            uint256 value = (1 + (random >> 64) % 65_000) * 1e14; // 0.0001 to 6.5 ETH
            records = abi.encodePacked(records, Records.user(0, Records.pair(sender, recipient, 14), value));
        }
        records = abi.encodePacked(uint8(14), records, Records.blockEnd(10));
    }

    function _batch(uint256 count) private returns (Cost memory) {
        Segment[] memory segments = new Segment[](count);
        for (uint256 i = 0; i < count; ++i) {
            segments[i] =
                Segment(keccak256(abi.encode(i)), keccak256(abi.encode(i, vm.getBlockNumber())), _transfers(i));
        }
        bytes memory callData = abi.encodeCall(rollup.submitBatch, (submissionOf(kAnna), encode(segments)));
        return costOf(kAnna, address(rollup), 0, callData);
    }

    /// @dev Where the gas of a batch goes: PROTOCOL.md, section 12.
    function test_anchoring() external {
        _batch(16); // storage that only the first batch pays
        pass(1);
        uint256 transfers = 16 * 63;
        Cost memory cost = _batch(16);
        remember("anchoring", "batch of 1008 transfers", cost);
        vm.snapshotValue("anchoring", "batch of 1008 transfers, gas per transfer", cost.total / transfers);
        vm.snapshotValue("anchoring", "batch of 1008 transfers, bytes", cost.bytes_);
        vm.snapshotValue("anchoring", "batch of 1008 transfers, gas of execution", cost.execution);
        uint256 records = 0;
        uint256 recordGas = 0;
        for (uint256 i = 0; i < 16; ++i) {
            bytes memory part = _transfers(i);
            records += part.length;
            recordGas += _floorGas(part);
        }
        vm.snapshotValue("anchoring", "batch of 1008 transfers, gas of the records", recordGas);
        uint256 roots = 10 * 4 * 64 * 16;
        vm.snapshotValue("anchoring", "batch of 1008 transfers, gas of 16 pairs of roots, at most", roots);
        print("  gas per transfer", cost.total / transfers);
        print("  bytes of records", records);
        print("  gas of the records", recordGas);
        print("  gas of the roots, at most", roots);
        print("  gas of the rest of the calldata", cost.floor - 21_000 - recordGas - roots);
        check(cost.total / transfers <= kMostPerTransfer, "a transfer costs at most 520 gas of L1");
        pass(1);
        remember("anchoring", "batch of 63 transfers", _batch(1));
        pass(1);
        Cost memory beat = costOf(kAnna, address(rollup), 0, abi.encodeCall(rollup.heartbeat, ()));
        remember("anchoring", "heartbeat", beat);
    }

    function _floorGas(bytes memory data) private pure returns (uint256 gas_) {
        for (uint256 i = 0; i < data.length; ++i) {
            gas_ += data[i] == 0 ? 10 : 40;
        }
    }

    /// @dev I-4: what somebody pays to put an entry into the inbox, and what it costs an operator.
    function test_entriesOfTheInbox() external {
        deposit(user, 1);
        pass(1);
        Cost memory ofDeposit = costOf(user, address(bridge), 1, abi.encodeCall(bridge.deposit, (user)));
        remember("bridge", "deposit of ETH", ofDeposit);
        TestToken token = new TestToken(Behaviour.Standard);
        token.mint(user, 100);
        vm.prank(user);
        token.approve(address(bridge), 100);
        bytes memory callData = abi.encodeCall(bridge.registerToken, (address(token)));
        remember("bridge", "registration of a token", costOf(user, address(bridge), 0, callData));
        callData = abi.encodeCall(bridge.depositToken, (address(token), user, 5));
        remember("bridge", "first deposit of a token", costOf(user, address(bridge), 0, callData));

        Model wallet = new Model();
        ForcedTransaction memory t = ForcedTransaction(0, 0, 1000, 21_000, false, user, address(0), 1);
        Model.Tx memory tx_ = Model.Tx(kChainId, 0, 0, 1000, 21_000, user, 1);
        callData = abi.encodeCall(inbox.force, (t, signedBy(kUserKey, wallet.signingHash(tx_))));
        Cost memory ofForced = costOf(user, address(inbox), 0, callData);
        remember("bridge", "forced transaction", ofForced);
        check(ofDeposit.total >= 60_000 && ofForced.total >= 60_000, "an entry costs its sender at least 60,000 gas");
    }

    function test_exits() external {
        Model model = new Model();
        model.add(user, 0, 3 ether);
        model.add(kAnna, 0, 1 ether);
        Model.Account memory account = model.account(0);
        account.withdrawn = 2 ether;
        model.set(0, account);
        for (uint256 i = 0; i < 2; ++i) {
            deposit(user, 3 ether);
        }
        model.setCursor(2);
        Submission memory submission = submissionOf(kAnna);
        submission.inboxAfter = 2;
        BatchHeader memory header = submit(kAnna, submission, one(model.root(), 0, hex"010001"));
        deposit(user, 3 ether);
        vm.roll(header.submittedAt + kWindow + 1);
        AccountProof memory proof;
        proof.owner = user;
        proof.balance = 3 ether;
        proof.withdrawn = 2 ether;
        proof.accountCount = 2;
        proof.inboxCursor = 2;
        proof.siblings = model.siblings(0);
        bytes memory callData = abi.encodeCall(bridge.withdraw, (header, proof));
        remember("bridge", "withdrawal", costOf(user, address(bridge), 0, callData));
        vm.roll(rollup.aliveAt() + kEscape + 1);
        callData = abi.encodeCall(bridge.escape, (header, proof));
        remember("bridge", "escape", costOf(user, address(bridge), 0, callData));
        callData = abi.encodeCall(bridge.returnDeposit, (header, 2, model.entry(user, 3 ether)));
        remember("bridge", "return of a deposit", costOf(user, address(bridge), 0, callData));
    }

    function test_competition() external {
        address dora = address(0xD0);
        bytes memory callData = abi.encodeCall(operators.register, (kMinBid, "https://dora.example"));
        remember("operators", "registration", costOf(dora, address(operators), kBond, callData));
        callData = abi.encodeCall(operators.setBid, (kMinBid + 1));
        goToEpoch(1);
        remember("operators", "another bid", costOf(dora, address(operators), 0, callData));
        callData = abi.encodeCall(operators.stepDown, ());
        remember("operators", "hand-over", costOf(dora, address(operators), 0, callData));
        callData = abi.encodeCall(rollup.heartbeat, ());
        pass(2 * kHeartbeat + 1);
        remember("operators", "heartbeat that ejects two", costOf(kCleo, address(rollup), 0, callData));
        for (uint160 i = 0; i < 4; ++i) {
            register(address(0x900 + i), kMinBid, kBond);
        }
        goToEpoch(3);
        pass(6 * kHeartbeat + 1);
        callData = abi.encodeCall(operators.takeOver, (kMinBid, "https://eve.example"));
        remember("operators", "takeover from six", costOf(address(0xE0), address(operators), kBond, callData));
        vm.prank(kCleo);
        operators.releaseBond();
        callData = abi.encodeCall(operators.claim, ());
        remember("operators", "claim", costOf(kCleo, address(operators), 0, callData));
    }
}
