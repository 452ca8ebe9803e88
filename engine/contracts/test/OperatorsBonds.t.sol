// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {Signature} from "../src/interfaces/IInbox.sol";
import {IOperators, OperatorStatus} from "../src/interfaces/IOperators.sol";
import {SoftConfirmation} from "../src/interfaces/IPromises.sol";
import {SignedBatches} from "./support/SignedBatches.sol";

/// @notice O-8: whatever an operator did or promised, its bond stays a challenge window longer than it acted, so that it
/// can be punished.
contract OperatorsBondsTest is SignedBatches {
    uint256 private constant kKey = 0x0bad;
    address private constant kChallenger = address(0xcc);
    bytes32 private constant kSalt = bytes32(uint256(0x5a17));

    address private _cheat;

    function setUp() public override {
        super.setUp();
        _cheat = vm.addr(kKey);
    }

    function _release(address operator) private {
        vm.prank(operator);
        operators.releaseBond();
    }

    /// @dev It is locked until a window after the block given, and then free.
    function _checkLocked(address operator, uint64 actedAt) private {
        uint256 state = vm.snapshotState();
        bytes memory reason = abi.encodeWithSelector(IOperators.BondLocked.selector, actedAt + kWindow);
        vm.expectRevert(reason);
        _release(operator);
        vm.roll(actedAt + kWindow);
        vm.expectRevert(reason);
        _release(operator);
        pass(1);
        _release(operator);
        check(vm.revertToState(state), "back");
    }

    function _now() private view returns (uint64) {
        return uint64(vm.getBlockNumber());
    }

    /// @dev Convicts the cheat by two promises of an era.
    function _convict(uint64 era) private {
        SoftConfirmation memory first = promiseOf(era, 0, hashOf(1));
        SoftConfirmation memory second = promiseOf(era, 0, hashOf(2));
        bytes32 hash = promises.promiseHash(first);
        Signature memory one_ = signedBy(kKey, hash);
        Signature memory other = signedBy(kKey, promises.promiseHash(second));
        vm.prank(kChallenger);
        promises.commit(keccak256(abi.encode(kChallenger, hash, kSalt)));
        pass(1);
        vm.prank(_cheat);
        (bool released,) = address(operators).call(abi.encodeCall(operators.releaseBond, ()));
        check(!released, "not before it can be shown");
        vm.prank(kChallenger);
        promises.proveConflict(first, one_, second, other, kSalt);
    }

    /// @dev Who made promises and no batch cannot be gone a heartbeat later.
    function test_O8_whoPromisedAndWasEjectedIsPunished() external {
        register(_cheat, kMinBid, kBond);
        register(kBert, kBertBid, kBond);
        heartbeat(_cheat);
        uint64 actedAt = _now();
        pass(kHeartbeat + 1);
        heartbeat(kBert);
        checkStatus(_cheat, OperatorStatus.Ejected);
        _checkLocked(_cheat, actedAt);
        _convict(1);
        checkEqual(operators.claimable(kChallenger), 4.5 ether, "half of what the ejection left");
    }

    /// @dev Who leaves makes its last promises in its last block.
    function test_O8_whoPromisedAndLeftIsPunished() external {
        register(_cheat, kMinBid, kBond);
        register(kBert, kBertBid, kBond);
        vm.prank(_cheat);
        operators.leave();
        for (uint256 i = 0; i < 2 * kEpoch / kHeartbeat - 1; ++i) {
            pass(kHeartbeat);
            heartbeat(_cheat);
        }
        uint64 actedAt = _now();
        vm.roll(kStart + 2 * kEpoch - 1);
        checkCurrent(_cheat);
        uint256 state = vm.snapshotState();
        pass(1);
        checkStatus(_cheat, OperatorStatus.Left);
        _checkLocked(_cheat, actedAt);
        check(vm.revertToState(state), "back");
        _convict(eraNow());
        checkEqual(operators.claimable(kChallenger), kBond / 2, "half of the bond");
        checkEqual(viewOf(_cheat).bondWei, 0, "the whole bond");
    }

    function test_O8_takeoversAndStepDownsAreActs() external {
        register(kBert, kBertBid, kBond);
        goToEpoch(1);
        pass(kHeartbeat + 1);
        vm.deal(_cheat, kBond);
        vm.prank(_cheat);
        operators.takeOver{value: kBond}(kMinBid, "");
        uint64 tookOverAt = _now();
        register(kCleo, kCleoBid, kBond);
        pass(kHeartbeat + 1);
        vm.deal(kBert, kBond);
        vm.prank(kBert);
        operators.takeOver{value: kBond}(kBertBid, "");
        checkStatus(_cheat, OperatorStatus.Ejected);
        _checkLocked(_cheat, tookOverAt);

        goToEpoch(3);
        vm.prank(kBert);
        operators.leave();
        goToEpoch(4);
        for (uint256 i = 0; i < kEpoch / kHeartbeat - 1; ++i) {
            heartbeat(kBert);
            pass(kHeartbeat);
        }
        vm.prank(kBert);
        operators.stepDown(); // to Cleo
        uint64 steppedDownAt = _now();
        goToEpoch(5);
        checkStatus(kBert, OperatorStatus.Left);
        _checkLocked(kBert, steppedDownAt);
    }

    /// @dev An era that another gave it is enough to promise in.
    function test_O8_whoWasGivenAnEraIsPunished() external {
        register(kAnna, kMinBid, kBond);
        register(_cheat, kAnnaBid, kBond);
        register(kBert, kBertBid, kBond);
        vm.prank(kAnna);
        operators.stepDown();
        uint64 begunAt = _now();
        pass(kHeartbeat + 1);
        heartbeat(kBert);
        checkStatus(_cheat, OperatorStatus.Ejected);
        _checkLocked(_cheat, begunAt);
        _convict(1);
        checkEqual(operators.claimable(kChallenger), 4.5 ether, "half of what the ejection left");
    }

    /// @dev A heartbeat while it waits for an answer (O-5) is an act like another.
    function test_O8_waitingIsAnAct() external {
        registerThree();
        pass(1);
        uint64 demand = makeDemand(kChallenger, demandFor(submitSigned(kAnna), 0, 0));
        pass(kHeartbeat + 1);
        vm.prank(kBert);
        rollup.heartbeatWaiting(demand);
        uint64 actedAt = _now();
        demands.answer(demand, signedBy(kUserKey, hashOf(0)));
        pass(kHeartbeat + 1);
        heartbeat(kCleo);
        checkStatus(kBert, OperatorStatus.Ejected);
        _checkLocked(kBert, actedAt);
    }

    /// @dev Who never acted has promised nothing that counts.
    function test_O8_whoNeverActedIsFreeAtOnce() external {
        registerThree();
        pass(kHeartbeat + 1);
        heartbeat(kBert);
        checkStatus(kAnna, OperatorStatus.Ejected);
        _release(kAnna);
        checkEqual(operators.claimable(kAnna), 9 ether, "the rest");
    }
}
