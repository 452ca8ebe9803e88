// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {IFraud} from "../src/interfaces/IFraud.sol";
import {Model} from "./support/Model.sol";
import {Records} from "./support/Records.sol";
import {ReplayFixture} from "./support/ReplayFixture.sol";
import {IReplayHarness} from "./support/IReplayHarness.sol";

/// @notice Rules W-1 to W-4: what a witness must be, and that a malformed one convicts nobody (F-2).
contract WitnessTest is ReplayFixture {
    function _some(uint256 a, uint256 b, uint256 c) private pure returns (uint256[] memory list) {
        list = new uint256[](3);
        (list[0], list[1], list[2]) = (a, b, c);
    }

    function _witness(uint256 appended) private view returns (bytes memory) {
        return model.witness(_some(kCollector, kAlice, kBob), appended, entries);
    }

    function _setU16(bytes memory data, uint256 offset, uint16 value) private pure {
        data[offset] = bytes1(uint8(value >> 8));
        data[offset + 1] = bytes1(uint8(value));
    }

    function test_W2_leastWitnessOpensTheState() external {
        bytes memory records = Records.transfer(kAlice, kBob, 1 ether);
        IReplayHarness.Output memory output = harness.replay(inputWith(records, _witness(0)));
        checkEqual(output.rule, 0, "rule");
        model.move(kAlice, kBob, kCollector, 1 ether, kTransferFee);
        expectPost(output);
    }

    function test_W1_appendedAccountsFollowTheLeaves() external {
        bytes memory records;
        for (uint256 i = 0; i < 5; ++i) {
            records = abi.encodePacked(records, Records.transferToNew(kAlice, address(uint160(0x1000 + i)), i));
        }
        IReplayHarness.Output memory output = harness.replay(inputWith(records, _witness(5)));
        checkEqual(output.rule, 0, "rule");
        for (uint256 i = 0; i < 5; ++i) {
            model.move(kAlice, model.add(address(uint160(0x1000 + i)), 0, 0), kCollector, i, kTransferFee);
        }
        expectPost(output);
    }

    function testFuzz_W2_anySizeOfState(uint8 extra, uint8 appended) external {
        for (uint256 i = 0; i < extra % 70; ++i) {
            model.add(address(uint160(0x2000 + i)), 0, uint128(i));
        }
        uint256 newcomers = appended % 10;
        bytes memory records;
        for (uint256 i = 0; i < newcomers; ++i) {
            records = abi.encodePacked(records, Records.transferToNew(kAlice, address(uint160(0x1000 + i)), i));
        }
        records = abi.encodePacked(records, Records.transfer(kBob, kAlice, 1));
        IReplayHarness.Output memory output = harness.replay(inputWith(records, _witness(newcomers)));
        checkEqual(output.rule, 0, "rule");
        for (uint256 i = 0; i < newcomers; ++i) {
            model.move(kAlice, model.add(address(uint160(0x1000 + i)), 0, 0), kCollector, i, kTransferFee);
        }
        model.move(kBob, kAlice, kCollector, 1, kTransferFee);
        expectPost(output);
    }

    function test_W1_noLeafAtAllNeedsAnEmptyState() external {
        expectMalformed(inputWith(Records.blockEnd(1), model.witness(new uint256[](0), 0, "")));
        model = new Model();
        bytes memory witness = model.witness(new uint256[](0), 0, "");
        IReplayHarness.Output memory output = harness.replay(inputWith(Records.blockEnd(1), witness));
        checkEqual(output.postRoot, model.root(), "nothing changed");
        expectMalformed(inputWith(Records.blockEnd(1), abi.encodePacked(witness, bytes32(0))));
    }

    function test_W2_siblingsLeftOverOrMissing() external {
        bytes memory records = Records.transfer(kAlice, kBob, 1);
        bytes memory witness = _witness(0);
        expectMalformed(inputWith(records, abi.encodePacked(witness, bytes32(uint256(1)))));
        assembly ("memory-safe") {
            mstore(witness, sub(mload(witness), 32))
        }
        expectMalformed(inputWith(records, witness));
    }

    function test_W2_wrongSiblingDoesNotOpen() external {
        bytes memory witness = _witness(0);
        witness[witness.length - 1] ^= 0x01;
        IReplayHarness.Input memory input = inputWith(Records.transfer(kAlice, kBob, 1), witness);
        (bool done, bytes memory reason) = address(harness).call(abi.encodeCall(harness.replay, (input)));
        check(!done && bytes4(reason) == IFraud.WrongPreState.selector, "WrongPreState");
    }

    function test_W3_anythingElseThanTheStateDoesNotOpen() external {
        IReplayHarness.Input memory input = inputWith(Records.transfer(kAlice, kBob, 1), _witness(0));
        // preCount, preCursor, the owner, the balance
        uint256[4] memory offsets = [uint256(7), 15, 30, 60];
        for (uint256 i = 0; i < offsets.length; ++i) {
            input.witness[offsets[i]] ^= 0x40;
            (bool done, bytes memory reason) = address(harness).call(abi.encodeCall(harness.replay, (input)));
            check(!done, "reverts");
            bytes4 selector = bytes4(reason);
            check(selector == IFraud.WrongPreState.selector || selector == IFraud.MalformedWitness.selector, "F-2");
            input.witness[offsets[i]] ^= 0x40;
        }
    }

    function test_W3_brokenRuleNeedsTheStateAllTheSame() external {
        IReplayHarness.Input memory input = inputWith(hex"07", _witness(0));
        checkEqual(harness.replay(input).rule, 1, "T-1");
        input.preRoot = bytes32(uint256(1));
        vm.expectRevert(abi.encodeWithSelector(IFraud.WrongPreState.selector, input.preRoot, model.root()));
        harness.replay(input);
    }

    function test_W3_brokenRuleAfterAnAppend() external view {
        bytes memory records =
            abi.encodePacked(Records.transferToNew(kAlice, kNewcomer, 1), Records.transfer(kCount, kBob, 1));
        checkEqual(harness.replay(inputWith(records, _witness(1))).rule, 28, "the newcomer cannot pay the fee");
    }

    function test_W4_missingLeafIsMalformed() external {
        expectMalformed(inputWith(Records.transfer(kRich, kBob, 1), _witness(0)));
        expectMalformed(inputWith(Records.transfer(kAlice, kRich, 1), _witness(0)));
        bytes memory noCollector = model.witness(_some(kAlice, kBob, kRich), 0, "");
        expectMalformed(inputWith(Records.transfer(kAlice, kBob, 1), noCollector));
    }

    function test_leavesAscendAndLieInTheState() external {
        bytes memory records = Records.blockEnd(1);
        expectMalformed(inputWith(records, model.witness(_some(kAlice, kAlice, kBob), 0, "")));
        expectMalformed(inputWith(records, model.witness(_some(kBob, kAlice, kRich), 0, "")));
        bytes memory outside = _witness(0);
        outside[26 + 2 * 68 + 3] = bytes1(uint8(kCount));
        expectMalformed(inputWith(records, outside));
    }

    function test_cutOffOrTooLong() external {
        bytes memory records = Records.blockEnd(1);
        bytes memory whole = _witness(0);
        uint256[5] memory lengths = [uint256(0), 25, 27, 26 + 3 * 68, whole.length - 1];
        for (uint256 i = 0; i < lengths.length; ++i) {
            bytes memory cut = new bytes(lengths[i]);
            for (uint256 j = 0; j < cut.length; ++j) {
                cut[j] = whole[j];
            }
            expectMalformed(inputWith(records, cut));
        }
        expectMalformed(inputWith(records, abi.encodePacked(whole, uint8(0))));
        bytes memory tooMany = _witness(0);
        _setU16(tooMany, 24, 65_535);
        expectMalformed(inputWith(records, tooMany));
        bytes memory tooBig = _witness(0);
        tooBig[3] = 0x02; // preCount above 2^32
        expectMalformed(inputWith(records, tooBig));
    }

    function test_entriesAreTheInboxs() external {
        queue(kAliceAddress, 5);
        IReplayHarness.Input memory input = inputOf(Records.depositTo(kAlice), 0);
        checkEqual(harness.replay(input).rule, 0, "rule");
        input.accEnd = bytes32(uint256(1));
        vm.expectRevert(abi.encodeWithSelector(IFraud.WrongInboxEntry.selector, uint64(0)));
        harness.replay(input);
    }

    function test_entriesAreThoseConsumed() external {
        queue(kAliceAddress, 5);
        expectMalformed(inputOf(Records.blockEnd(1), 0)); // one too many
        IReplayHarness.Input memory input = inputWith(Records.depositTo(kAlice), model.witness(everyone(), 0, ""));
        input.accEnd = 0;
        expectMalformed(input); // one too few
    }

    /// @dev T-12 and T-22: the full state of 2^32 accounts, of which two are shown and the rest is made up.
    function test_T12_T22_noAccountBeyondTheLast() external {
        uint256 full = 1 << 32;
        bytes memory siblings;
        for (uint256 height = 1; height < 32; ++height) {
            siblings = abi.encodePacked(siblings, keccak256(abi.encode(height)));
        }
        bytes memory leaves = abi.encodePacked(
            abi.encodePacked(uint32(0), kAliceAddress, uint32(0), uint64(0), uint128(1 ether), uint128(0)),
            abi.encodePacked(uint32(1), kBobAddress, uint32(0), uint64(0), uint128(1 ether), uint128(0))
        );
        uint256[] memory nodes = new uint256[](6);
        for (uint256 i = 0; i < 2; ++i) {
            address owner = i == 0 ? kAliceAddress : kBobAddress;
            nodes[3 * i] = i;
            nodes[3 * i + 1] = uint256(
                keccak256(abi.encodePacked(uint8(0), owner, uint32(0), uint64(0), uint128(1 ether), uint128(0)))
            );
        }
        (bytes32 root,, bool exact) = harness.updateLayout(nodes, full, siblings);
        check(exact, "all siblings used");
        queue(kNewcomer, 1);
        bytes memory witness =
            abi.encodePacked(uint64(full), uint64(0), uint64(0), uint16(2), leaves, uint16(1), entries, siblings);
        IReplayHarness.Input memory input = inputWith(Records.depositToNew(), witness);
        input.preRoot = keccak256(abi.encodePacked(uint8(2), root, uint64(full), uint64(0), uint64(0)));
        checkEqual(harness.replay(input).rule, 12, "T-12");
        input.records = Records.segment(Records.transferToNew(0, kNewcomer, 1));
        checkEqual(harness.replay(input).rule, 22, "T-22");
    }
}
