// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {OperatorStatus} from "../src/interfaces/IOperators.sol";
import {SoftConfirmation} from "../src/interfaces/IPromises.sol";
import {IRollup} from "../src/interfaces/IRollup.sol";
import {SignedBatches} from "./support/SignedBatches.sol";

/// @notice O-3, O-4: nobody loses its turn by what others do while it has it. Three operators: Anna is silent, Bert's
/// turn has just come, Cleo would be after it.
contract OperatorsTurnsTest is SignedBatches {
    bytes32 private constant kSalt = bytes32(uint256(0x5a17));

    function setUp() public override {
        super.setUp();
        registerThree();
    }

    /// @dev Cleo cannot act in Bert's turn, and Bert can.
    function _checkBertsTurn() private {
        vm.prank(kCleo);
        (bool done,) = address(rollup).call(abi.encodeCall(rollup.heartbeat, ()));
        check(!done, "Cleo acted in the turn of Bert");
        while (operators.currentOperator() != kBert) pass(1);
        heartbeat(kBert);
        checkStatus(kBert, OperatorStatus.Registered);
        checkEqual(viewOf(kBert).bondWei, kBond, "Bert has its bond");
    }

    function test_O3_aBidInEpoch0PassesNobodyOver() external {
        heartbeat(kAnna);
        pass(kHeartbeat + 1);
        checkCurrent(kBert);
        vm.prank(kAnna);
        operators.setBid(kMaxBid);
        _checkBertsTurn();
    }

    function test_O3_aConvictionWithoutRollBackPassesNobodyOver() external {
        pass(1);
        vm.prank(kAnna);
        operators.stepDown(); // the era is Bert's
        heartbeat(kBert);
        goToEpoch(2); // Anna is back, the first in rank, and silent
        pass(kHeartbeat + 1);
        checkCurrent(kBert);
        vm.prank(address(promises));
        operators.convict(kAnna, kCleo, false);
        _checkBertsTurn();
    }

    /// @dev A bid that changes no rank keeps no silent operator in.
    function test_O3_aBidInEpoch0ThatChangesNoRankIsNoAction() external {
        heartbeat(kAnna);
        uint64 lastAction = uint64(vm.getBlockNumber());
        for (uint64 i = 1; i <= kHeartbeat; ++i) {
            pass(1);
            vm.prank(kCleo);
            operators.setBid(kCleoBid + i % 2); // last in rank all the same
            vm.prank(kAnna);
            operators.setBid(kAnnaBid - i % 2); // first in rank all the same
        }
        (,,, uint64 counted) = operators.clock();
        checkEqual(counted, lastAction, "silence goes on");
        pass(1);
        checkCurrent(kBert);
        _checkBertsTurn();
    }

    function test_O3_aBidInEpoch0ThatChangesRanksIsAnAction() external {
        pass(kHeartbeat);
        vm.prank(kCleo);
        operators.setBid(kBertBid - 1); // now before Bert
        (,, uint64 silentBlocks,) = operators.clock();
        checkEqual(silentBlocks, 0, "counted anew");
        checkCurrent(kAnna);
    }

    /// @dev Who is not in the running convicts itself for next to nothing: it takes no turn from anybody.
    function test_O3_aConvictionOfWhoHasLeftIsNoAction() external {
        heartbeat(kAnna); // era 1
        address[4] memory puppets;
        for (uint256 i = 0; i < 4; ++i) {
            puppets[i] = vm.addr(100 + i);
            register(puppets[i], kMaxBid, kBond);
            vm.prank(puppets[i]);
            operators.leave();
        }
        goToEpoch(1);
        pass(1);
        address waiting = vm.addr(104);
        register(waiting, kMaxBid, kBond);
        goToEpoch(2);
        heartbeat(kAnna);
        SoftConfirmation memory first = promiseOf(1, 0, hashOf(1));
        bytes32 hash = promises.promiseHash(first);
        promises.commit(keccak256(abi.encode(address(this), hash, kSalt)));
        pass(kHeartbeat + 1);
        checkCurrent(kBert);
        for (uint256 i = 0; i < 4; ++i) {
            checkStatus(puppets[i], OperatorStatus.Left);
            if (i % 2 == 0) {
                vm.prank(puppets[i]);
                operators.releaseBond();
            }
            _convict(100 + i, first);
            checkStatus(puppets[i], OperatorStatus.Convicted);
            checkCurrent(kBert);
        }
        // Nor does one that only waits for its epoch.
        check(!viewOf(waiting).eligible, "not yet");
        _convict(104, first);
        checkStatus(waiting, OperatorStatus.Convicted);
        checkCurrent(kBert);
        _checkBertsTurn();
    }

    /// @dev By two promises of its own.
    function _convict(uint256 key, SoftConfirmation memory first) private {
        SoftConfirmation memory second = promiseOf(first.era, first.sequence, hashOf(2));
        promises.proveConflict(
            first,
            signedBy(key, promises.promiseHash(first)),
            second,
            signedBy(key, promises.promiseHash(second)),
            kSalt
        );
    }

    /// @dev Nobody can act on a frozen rollup, so that nobody is passed over for it.
    function test_O7_nobodyStepsDownOnAFrozenRollup() external {
        vm.roll(rollup.aliveAt() + kEscape + 1);
        (uint64 epoch,,,) = operators.clock();
        goToEpoch(epoch + 1);
        pass(kHeartbeat + 1);
        checkCurrent(kBert);
        vm.prank(kBert);
        vm.expectRevert(IRollup.RollupFrozen.selector);
        operators.stepDown();
        checkStatus(kAnna, OperatorStatus.Registered);
        checkEqual(viewOf(kAnna).bondWei, kBond, "Anna has its bond");
    }
}
