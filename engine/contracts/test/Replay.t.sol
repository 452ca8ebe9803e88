// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {IFraud} from "../src/interfaces/IFraud.sol";
import {Model} from "./support/Model.sol";
import {Records} from "./support/Records.sol";
import {ReplayFixture} from "./support/ReplayFixture.sol";
import {IReplayHarness} from "./support/IReplayHarness.sol";

/// @notice Rules T-1 to T-29 on hand-built segments: each kept, and each broken.
contract ReplayTest is ReplayFixture {
    function _repeat(bytes memory record, uint256 times) private pure returns (bytes memory out) {
        for (uint256 i = 0; i < times; ++i) {
            out = abi.encodePacked(out, record);
        }
    }

    /// @dev A transfer whose amount field is given raw.
    function _rawAmount(uint256 amountClass, bytes memory amount) private pure returns (bytes memory) {
        return abi.encodePacked(uint8(0x80 | amountClass), hex"0102", amount);
    }

    function test_transferMovesValueAndFee() external {
        IReplayHarness.Output memory output =
            run(abi.encodePacked(Records.transfer(kAlice, kBob, 1 ether), Records.blockEnd(20)), 0);
        model.move(kAlice, kBob, kCollector, 1 ether, kTransferFee);
        expectPost(output);

        bytes32[] memory hashes = new bytes32[](1);
        address[] memory senders = new address[](1);
        hashes[0] = model.signingHash(Model.Tx(kChainId, 0, kTip, 2000, 21_000, kBobAddress, 1 ether));
        senders[0] = kAliceAddress;
        checkEqual(output.signingHashes.length, 1, "one transaction");
        checkEqual(output.signingHashes[0], hashes[0], "X-1");
        checkEqual(output.txRoot, model.txRoot(hashes, senders), "X-3");
    }

    function test_feeIsCappedByMaxFee() external {
        IReplayHarness.Output memory output = run(Records.transferWithFees(kAlice, kBob, 7, 21_000, 1003, 10), 0);
        model.move(kAlice, kBob, kCollector, 7, 21_000 * 1003);
        expectPost(output);
    }

    function test_senderRecipientAndCollectorMayBeOne() external {
        feeAccount = uint32(kAlice);
        IReplayHarness.Output memory output = run(Records.transfer(kAlice, kAlice, 3 ether), 0);
        model.move(kAlice, kAlice, kAlice, 3 ether, kTransferFee);
        expectPost(output);
    }

    function test_exitCountsUp() external {
        IReplayHarness.Output memory output =
            run(abi.encodePacked(Records.exit(kAlice, 2 ether), Records.exit(kAlice, 1 ether)), 0);
        model.exit(kAlice, kCollector, 2 ether, kExitFee);
        model.exit(kAlice, kCollector, 1 ether, kExitFee);
        expectPost(output);
        checkEqual(
            output.signingHashes[1],
            model.signingHash(Model.Tx(kChainId, 1, kTip, 2000, 30_000, address(0xe817), 1 ether)),
            "X-1 of an exit"
        );
    }

    function test_newRecipientIsAppendedAndCanSpend() external {
        IReplayHarness.Output memory output = run(
            abi.encodePacked(
                Records.transferToNew(kAlice, kNewcomer, 2 ether), Records.transfer(kCount, kBob, 1 ether)
            ),
            1
        );
        uint256 index = model.add(kNewcomer, 0, 0);
        model.move(kAlice, index, kCollector, 2 ether, kTransferFee);
        model.move(index, kBob, kCollector, 1 ether, kTransferFee);
        expectPost(output);
    }

    function test_depositsToKnownAndNew() external {
        queue(kAliceAddress, 5);
        queue(kNewcomer, 6);
        IReplayHarness.Output memory output =
            run(abi.encodePacked(Records.depositTo(kAlice), Records.depositToNew()), 1);
        model.credit(kAlice, 5);
        model.add(kNewcomer, 0, 6);
        model.setCursor(2);
        expectPost(output);
        checkEqual(output.txRoot, bytes32(0), "no user transaction, no txRoot");
    }

    function test_firstDepositIntoTheEmptyState() external {
        model = new Model();
        queue(kNewcomer, 1 ether);
        bytes memory witness = model.witness(new uint256[](0), 1, entries);
        IReplayHarness.Output memory output = harness.replay(inputWith(Records.depositToNew(), witness));
        checkEqual(output.rule, 0, "rule");
        model.add(kNewcomer, 0, 1 ether);
        model.setCursor(1);
        expectPost(output);
    }

    // T-1

    function test_T1_undecodableBytes() external view {
        expectRule(hex"07", 1); // unknown tag
        expectRule(hex"3f", 1);
        expectRule(hex"40", 1); // cut off
        expectRule(hex"410102", 1); // bits that say nothing
        expectRule(hex"440102", 1);
        expectRule(hex"5801", 1); // no such target
        expectRule(hex"7f", 1);
        expectRule(hex"9801020000", 1); // no such target
        expectRule(hex"00", 1); // cut off
        expectRule(hex"01", 1);
        expectRule(hex"04", 1);
        expectRule(hex"05", 1);
        expectRule(hex"0601", 1);
        expectRule(hex"80", 1);
        expectRule(hex"8001", 1);
        expectRule(hex"800102", 1);
        expectRule(hex"880112345678", 1);
    }

    function test_T1_bitsOfAnIndex() external {
        IReplayHarness.Input memory input = inputOf("", 0);
        checkEqual(harness.replay(input).rule, 0, "no record at all");
        bytes[3] memory wrong = [bytes(""), hex"00", hex"21"];
        for (uint256 i = 0; i < 3; ++i) {
            input.records = wrong[i];
            checkEqual(harness.replay(input).rule, 1, "no bits");
            input.records = abi.encodePacked(wrong[i], Records.depositToNew());
            if (i > 0) checkEqual(harness.replay(input).rule, 1, "no bits");
        }
        // 4 bits each: one byte; 5 bits each: ten bits in two bytes, six of them 0.
        input.records = hex"04801200";
        checkEqual(harness.replay(input).rule, 0, "4 bits");
        input.records = hex"0580002200";
        checkEqual(harness.replay(input).rule, 0, "5 bits");
        input.records = hex"0580042200";
        checkEqual(harness.replay(input).rule, 1, "a bit above");
        // 32 bits each, of three indexes.
        input.records = hex"20a000000001000000030000000700";
        checkEqual(harness.replay(input).rule, 0, "32 bits");
        input.records = hex"20a0ffffffff000000030000000700";
        checkEqual(harness.replay(input).rule, 20, "2^32-1: decodable, unknown");
        queue(kAliceAddress, 1);
        input = inputOf("", 0);
        input.records = hex"09010001";
        checkEqual(harness.replay(input).rule, 0, "9 bits");
        input.records = hex"09010201";
        checkEqual(harness.replay(input).rule, 1, "a bit above");
    }

    function test_T1_varints() external view {
        expectRule(hex"00ffffffffffffffffff01", 0); // 2^64-1
        expectRule(hex"00ffffffffffffffffff02", 1); // 2^64
        expectRule(hex"0080808080808080808080", 1); // 11 bytes
        expectRule(hex"008000", 1); // a zero after the first byte
        expectRule(hex"0080", 1);
    }

    function test_T1_amounts() external view {
        expectRule(_rawAmount(0, hex"00"), 0); // zero
        expectRule(_rawAmount(0, hex"f8"), 0); // zero x 10^31
        expectRule(_rawAmount(1, hex"0001"), 0); // not the lowest class, yet decodable
        expectRule(_rawAmount(1, hex"00"), 1); // cut off
        for (uint256 amountClass = 0; amountClass < 8; ++amountClass) {
            uint256 size = Records.amountBytes(amountClass);
            expectRule(_rawAmount(amountClass, Records.amountAs(1, 0, amountClass)), 0);
            expectRule(_rawAmount(amountClass, new bytes(size - 1)), 1);
            uint256 largest = (1 << (8 * size - 5)) - 1;
            // 10^31 times the largest is too much but for 3, 11 and 19 bits, and Alice has not got that.
            expectRule(
                _rawAmount(amountClass, Records.amountAs(largest, 31, amountClass)),
                largest <= type(uint128).max / 10 ** 31 ? 28 : 1
            );
        }
        expectRule(_rawAmount(7, Records.amountAs(type(uint128).max, 0, 7)), 28);
        expectRule(_rawAmount(7, Records.amountAs(uint256(type(uint128).max) + 1, 0, 7)), 1);
    }

    function test_T1_feeFields() external view {
        expectRule(hex"c001020008", 1); // mask bit 3
        expectRule(hex"c0010200", 1); // no mask
        expectRule(hex"c001020001", 1); // no gas limit
        expectRule(hex"c001020000", 0); // an empty mask
        expectRule(hex"c00102000405", 0); // a tip alone
    }

    function test_T2_atMostKRecords() external view {
        expectRule(_repeat(Records.blockEnd(1), 64), 0);
        expectRule(_repeat(Records.blockEnd(1), 65), 2);
        // Decodable comes first.
        expectRule(abi.encodePacked(_repeat(Records.blockEnd(1), 64), hex"07"), 1);
    }

    function test_T3_atMost128Indexes() external view {
        bytes memory all = _repeat(Records.tokenTransfer(kAlice, kTokenAccount, kBobToken, 0), 42); // 126 indexes
        expectRule(abi.encodePacked(all, Records.transfer(kAlice, kBob, 0)), 0);
        expectRule(abi.encodePacked(all, Records.tokenTransfer(kAlice, kTokenAccount, kBobToken, 0)), 3);
        // Neither ends of blocks nor new accounts count, and what stands after the last index does not matter.
        expectRule(abi.encodePacked(all, Records.transfer(kAlice, kBob, 0), Records.blockEnd(1)), 0);
        expectRule(abi.encodePacked(all, Records.transfer(kAlice, kBob, 0), Records.exit(kAlice, 0)), 3);
    }

    /// @dev The form of all records is looked at before the first is executed: a witness that opens the state is enough,
    /// and what the records before would break does not matter.
    function test_T1_T2_T3_areJudgedBeforeAnythingIsExecuted() external {
        queue(kAliceAddress, 1);
        bytes memory some = abi.encodePacked(
            Records.depositTo(kAlice),
            Records.tokenTransfer(kAlice, kTokenAccount, kBobToken, 0),
            Records.transferToNew(kAlice, kNewcomer, 1),
            Records.transfer(kAlice, kCount + 1, 0) // T-21
        );
        bytes[3] memory all = [
            abi.encodePacked(some, uint8(0x3f)),
            abi.encodePacked(some, _repeat(Records.blockEnd(1), 61)),
            abi.encodePacked(some, _repeat(Records.tokenTransfer(kAlice, kTokenAccount, kBobToken, 0), 42))
        ];
        uint256[] memory first = new uint256[](1);
        for (uint16 rule = 1; rule <= 3; ++rule) {
            checkEqual(harness.replay(inputOf(all[rule - 1], 0)).rule, rule, "with all that there is");
            IReplayHarness.Input memory input = inputWith(all[rule - 1], model.witness(first, 0, ""));
            input.accEnd = 0;
            checkEqual(harness.replay(input).rule, rule, "with one account, and no entry");
            input.preRoot = bytes32(uint256(1));
            vm.expectRevert(abi.encodeWithSelector(IFraud.WrongPreState.selector, input.preRoot, model.root()));
            harness.replay(input);
        }
        expectRule(some, 1, 21);
    }

    // Inbox records

    function test_T10_cursorBelowInboxAfter() external {
        expectRule(Records.depositToNew(), 10);
        queue(kNewcomer, 1);
        expectRule(abi.encodePacked(Records.depositToNew(), Records.depositToNew()), 1, 10);
    }

    function test_T11_accountIsTheEntrys() external {
        queue(kAliceAddress, 1);
        expectRule(Records.depositTo(kAlice), 0);
        expectRule(Records.depositTo(kBob), 11);
        expectRule(Records.depositTo(kTokenAccount), 11); // hers, of another token
        expectRule(Records.depositTo(kCount), 11); // none there
    }

    function test_T13_balanceStaysBelowTheLimit() external {
        queue(address(0x51c4), 1);
        expectRule(Records.depositTo(kRich), 0);
        entries = "";
        accEnd = 0;
        queue(address(0x51c4), 2);
        expectRule(Records.depositTo(kRich), 13);
    }

    // User transactions

    function test_T20_sender() external view {
        expectRule(Records.transfer(kCount, kBob, 0), 20);
        expectRule(Records.transfer(kTokenAccount, kBob, 0), 20);
    }

    function test_T21_recipient() external view {
        expectRule(Records.transfer(kAlice, kCount, 0), 21);
        expectRule(Records.transfer(kAlice, kTokenAccount, 0), 21);
        expectRule(Records.transfer(kAlice, kExitOwned, 0), 21);
    }

    function test_T22_newRecipientIsNotTheExitAddress() external view {
        expectRule(Records.transferToNew(kAlice, address(0xe817), 0), 22);
        expectRule(Records.transferToNew(kAlice, address(0xe818), 0), 1, 0);
    }

    function test_T23_feeAccount() external {
        feeAccount = uint32(kTokenAccount);
        expectRule(Records.transfer(kAlice, kBob, 0), 23);
        feeAccount = uint32(kCount);
        expectRule(Records.transfer(kAlice, kBob, 0), 23);
        // The account that the record itself appends is too late.
        expectRule(Records.transferToNew(kAlice, kNewcomer, 0), 23);
        queue(kNewcomer, 1);
        expectRule(abi.encodePacked(Records.depositToNew(), Records.transfer(kAlice, kBob, 0)), 1, 0);
    }

    function test_T24_gasLimit() external view {
        expectRule(Records.transferWithFees(kAlice, kBob, 0, 21_000, 2000, 5), 0);
        expectRule(Records.transferWithFees(kAlice, kBob, 0, 20_999, 2000, 5), 24);
        expectRule(Records.withFees(Records.exit(kAlice, 0), 30_000, 2000, 5), 0);
        expectRule(Records.withFees(Records.exit(kAlice, 0), 29_999, 2000, 5), 24);
    }

    function test_T25_maxFee() external view {
        expectRule(Records.transferWithFees(kAlice, kBob, 0, 21_000, 1000, 0), 0);
        expectRule(Records.transferWithFees(kAlice, kBob, 0, 21_000, 999, 0), 25);
    }

    function test_T26_tip() external view {
        expectRule(Records.transferWithFees(kAlice, kBob, 0, 21_000, 1000, 1000), 0);
        expectRule(Records.transferWithFees(kAlice, kBob, 0, 21_000, 1000, 1001), 26);
    }

    function test_T27_nonce() external {
        expectRule(Records.transfer(kWorn, kBob, 0), 27);
        model.set(kWorn, Model.Account(address(0x0901), 0, type(uint64).max - 1, 1 ether, 0));
        expectRule(Records.transfer(kWorn, kBob, 0), 0);
    }

    function test_T28_balance() external view {
        expectRule(Records.transfer(kBob, kAlice, 1 ether - kTransferFee), 0);
        expectRule(Records.transfer(kBob, kAlice, 1 ether - kTransferFee + 1), 28);
        expectRule(Records.exit(kBob, 1 ether - kExitFee), 0);
        expectRule(Records.exit(kBob, 1 ether - kExitFee + 1), 28);
    }

    function test_T29_nothingReachesTheLimit() external {
        expectRule(Records.transfer(kAlice, kRich, 1), 0);
        expectRule(Records.transfer(kAlice, kRich, 2), 29);
        feeAccount = uint32(kRich);
        expectRule(Records.transfer(kAlice, kBob, 1), 29);
        feeAccount = uint32(kCollector);
        model.set(kBob, Model.Account(kBobAddress, 0, 0, 1 ether, type(uint128).max - 10));
        expectRule(Records.exit(kBob, 10), 0);
        expectRule(Records.exit(kBob, 11), 29);
    }

    function test_firstBrokenRuleIsNamed() external view {
        expectRule(abi.encodePacked(Records.transfer(kAlice, kCount, 0), hex"03"), 21);
        expectRule(abi.encodePacked(Records.transfer(kAlice, kCount, 0), hex"07"), 1); // the form comes first
        // A record before it has its effect: Bob has spent what he had.
        bytes memory all = Records.transfer(kBob, kAlice, 1 ether - kTransferFee);
        expectRule(abi.encodePacked(all, Records.transfer(kBob, kAlice, 0)), 28);
    }

    // Signing hash

    /// @dev Signed with cast; the signature gives the signer only if the hash is right.
    function test_X1_recoversTheSignerOfARealTransaction() external view {
        bytes32 hash = harness.signingHash(
            _fields(817_001, 7, 1_000_000_000, 3_000_000_000, 21_000, address(0xdeadbeef), 1_234_567_890_123_456_789)
        );
        address signer = ecrecover(
            hash,
            28,
            0x23f28073aa7f8af2ab0f261498f9e770f1b28c91886b68653f9b2d3e8bc4b6e9,
            0x292a41013a5c89504d8be85ae1571c3f37ec30b8d5a082e835ecfa56418b7e6a
        );
        checkEqual(signer, 0x70997970C51812dc3A010C7d01b50e0d17dc79C8, "signer");
    }

    function testFuzz_X1_agreesWithPlainRlp(
        uint64 chainId,
        uint64 nonce,
        uint64 tip,
        uint64 maxFee,
        uint64 gasLimit,
        address to,
        uint128 value,
        uint8 shift
    ) external view {
        // Small numbers are encoded in other ways than large ones.
        nonce >>= shift % 65 == 64 ? 63 : shift % 64;
        value >>= shift % 128;
        tip >>= (shift / 4) % 64;
        checkEqual(
            harness.signingHash(_fields(chainId, nonce, tip, maxFee, gasLimit, to, value)),
            model.signingHash(Model.Tx(chainId, nonce, tip, maxFee, gasLimit, to, value)),
            "X-1"
        );
    }

    function _fields(
        uint64 chainId,
        uint64 nonce,
        uint64 tip,
        uint64 maxFee,
        uint64 gasLimit,
        address to,
        uint128 value
    ) private pure returns (IReplayHarness.Fields memory) {
        return IReplayHarness.Fields(chainId, nonce, tip, maxFee, gasLimit, to, value, false, address(0));
    }
}
