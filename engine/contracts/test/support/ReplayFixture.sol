// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {IFraud} from "../../src/interfaces/IFraud.sol";
import {Model} from "./Model.sol";
import {IReplayHarness} from "./IReplayHarness.sol";
import {Records} from "./Records.sol";
import {Test} from "./Test.sol";

/// @notice A small state and the means to replay a segment over it.
abstract contract ReplayFixture is Test {
    uint256 internal constant kCollector = 0;
    uint256 internal constant kAlice = 1;
    uint256 internal constant kBob = 2;
    uint256 internal constant kTokenAccount = 3; // of Alice, token 7
    uint256 internal constant kExitOwned = 4; // owned by the exit address
    uint256 internal constant kRich = 5; // one wei below the limit
    uint256 internal constant kWorn = 6; // highest nonce
    uint256 internal constant kBobToken = 7; // of Bob, token 7
    uint256 internal constant kOtherToken = 8; // of Alice, token 2
    uint256 internal constant kUnknownToken = 9; // of Alice, token 9, which L1 does not know
    uint256 internal constant kExitOwnedToken = 10; // owned by the exit address, token 7
    uint256 internal constant kRichToken = 11; // of Bob's, one unit below the limit, token 2
    uint256 internal constant kCount = 12;

    address internal constant kAliceAddress = address(0xa11ce);
    address internal constant kBobAddress = address(0xb0b);
    address internal constant kNewcomer = address(0x1234567890123456789012345678901234567890);

    uint64 internal constant kChainId = 817_001;
    uint64 internal constant kBaseFee = 1000;
    uint64 internal constant kTip = 5;
    uint256 internal constant kTransferFee = 21_000 * 1005;
    uint256 internal constant kExitFee = 30_000 * 1005;
    uint256 internal constant kTokenFee = 30_000 * 1005;
    uint256 internal constant kTokenExitFee = 39_000 * 1005;

    IReplayHarness internal harness;
    Model internal model;
    bytes internal entries;
    bytes32 internal accEnd;
    uint32 internal feeAccount;
    uint64 internal inboxAfter;

    function setUp() public virtual {
        harness = IReplayHarness(vm.deployCode("ReplayHarness.sol"));
        model = new Model();
        model.add(address(0xfee), 0, 0);
        model.add(kAliceAddress, 0, 10 ether);
        model.add(kBobAddress, 0, 1 ether);
        model.add(kAliceAddress, 7, 5 ether);
        model.add(address(0xe817), 0, 0);
        model.add(address(0x51c4), 0, type(uint128).max - 1);
        model.add(address(0x0901), 0, 1 ether);
        model.add(kBobAddress, 7, 100);
        model.add(kAliceAddress, 2, 100);
        model.add(kAliceAddress, 9, 100);
        model.add(address(0xe817), 7, 0);
        model.add(kBobAddress, 2, type(uint128).max - 1);
        address[] memory tokens = new address[](7);
        for (uint256 i = 0; i < 7; ++i) {
            tokens[i] = tokenAt(uint32(i + 1));
        }
        harness.setTokens(tokens);
        model.set(kWorn, Model.Account(address(0x0901), 0, type(uint64).max, 1 ether, 0));
    }

    /// @dev Where tokens 1 to 7 are on L1.
    function tokenAt(uint32 token) internal pure returns (address) {
        return address(uint160(0x70000000000000000000000000000000000000 + token));
    }

    function queue(address owner, uint128 amountWei) internal {
        queue(owner, 0, amountWei);
    }

    function queue(address owner, uint32 token, uint128 amount) internal {
        _queue(model.entryOf(owner, token, amount));
    }

    function queue(Model.Forced memory forced) internal {
        _queue(model.forcedEntry(forced));
    }

    function _queue(bytes memory entry) private {
        entries = abi.encodePacked(entries, entry);
        accEnd = model.accAfter(accEnd, entry);
        ++inboxAfter;
    }

    function everyone() internal pure returns (uint256[] memory list) {
        list = new uint256[](kCount);
        for (uint256 i = 0; i < kCount; ++i) {
            list[i] = i;
        }
    }

    /// @dev The input of a replay with a witness of all accounts; the records are without their bits of an index.
    function inputOf(bytes memory records, uint256 appended) internal view returns (IReplayHarness.Input memory) {
        return inputWith(records, model.witness(everyone(), appended, entries));
    }

    function inputWith(bytes memory records, bytes memory witness)
        internal
        view
        returns (IReplayHarness.Input memory)
    {
        return IReplayHarness.Input({
            chainId: kChainId,
            baseFeeWei: kBaseFee,
            feeAccount: feeAccount,
            templateMaxFeeWei: 2000,
            templateTipWei: kTip,
            inboxAfter: inboxAfter,
            preRoot: model.root(),
            accStart: 0,
            accEnd: entries.length == 0 ? bytes32(0) : accEnd,
            records: Records.segment(records),
            witness: witness
        });
    }

    function expectRule(bytes memory records, uint256 rule) internal view {
        expectRule(records, 0, rule);
    }

    function expectRule(bytes memory records, uint256 appended, uint256 rule) internal view {
        IReplayHarness.Output memory output = harness.replay(inputOf(records, appended));
        checkEqual(output.rule, rule, "rule");
    }

    /// @dev Replays; the test then changes the model and calls expectPost.
    function run(bytes memory records, uint256 appended) internal view returns (IReplayHarness.Output memory output) {
        output = harness.replay(inputOf(records, appended));
        checkEqual(output.rule, 0, "rule");
        check(output.valid, "valid");
    }

    function expectPost(IReplayHarness.Output memory output) internal view {
        checkEqual(output.postRoot, model.root(), "postRoot");
        checkEqual(output.finalCursor, model.cursor(), "finalCursor");
        checkEqual(output.finalTxCount, model.txCount(), "finalTxCount");
    }

    function expectMalformed(IReplayHarness.Input memory input) internal {
        vm.expectRevert(IFraud.MalformedWitness.selector);
        harness.replay(input);
    }
}
