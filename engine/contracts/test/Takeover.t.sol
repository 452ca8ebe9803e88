// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {IOperators, OperatorStatus} from "../src/interfaces/IOperators.sol";
import {IRollup} from "../src/interfaces/IRollup.sol";
import {ChainFixture} from "./support/ChainFixture.sol";

/// @notice Rule O-10: where everybody is silent, or nobody is eligible, anyone takes over.
contract TakeoverTest is ChainFixture {
    address private constant kDora = address(0xD0);
    uint64 private constant kDoraBid = 5_000_000;

    function _takeOver(address operator, uint256 bondWei) private {
        vm.deal(operator, bondWei);
        vm.prank(operator);
        operators.takeOver{value: bondWei}(kDoraBid, "https://dora.example");
    }

    function _expectRefused(address operator, uint256 bondWei, bytes memory reason) private {
        vm.deal(operator, bondWei);
        vm.prank(operator);
        vm.expectRevert(reason);
        operators.takeOver{value: bondWei}(kDoraBid, "https://dora.example");
    }

    function test_O10_onlyOnceEveryoneWasPassedOver() external {
        registerThree();
        heartbeat(kAnna);
        uint64 opens = uint64(vm.getBlockNumber()) + 3 * kHeartbeat;
        checkEqual(operators.takeoverOpensAfter(), opens, "opens after");
        bytes memory reason = abi.encodeWithSelector(IOperators.TakeoverNotOpen.selector, opens);
        _expectRefused(kDora, kBond, reason);
        vm.roll(opens);
        checkCurrent(kCleo);
        _expectRefused(kDora, kBond, reason);
        pass(1);
        checkCurrent(kCleo); // she may still act
        _takeOver(kDora, kBond);
        checkCurrent(kDora);
        checkStatus(kAnna, OperatorStatus.Ejected);
        checkStatus(kBert, OperatorStatus.Ejected);
        checkStatus(kCleo, OperatorStatus.Ejected);
        checkStatus(kDora, OperatorStatus.Registered);
        checkEqual(kBurnt.balance, 3 ether, "a tenth of each bond");
        checkEqual(viewOf(kDora).bidWei, kDoraBid, "in effect at once");
        checkEqual(eraNow(), 2, "a new era");
        checkEqual(operators.ladder().length, 1, "alone on the ladder");
    }

    function test_O10_theLastMayActUntilSomebodyTakesOver() external {
        registerThree();
        pass(3 * kHeartbeat + 1);
        heartbeat(kCleo);
        uint64 opens = uint64(vm.getBlockNumber()) + kHeartbeat; // Anna and Bert are out
        _expectRefused(kDora, kBond, abi.encodeWithSelector(IOperators.TakeoverNotOpen.selector, opens));
    }

    function test_O10_whoTookOverAnchorsAtOnce() external {
        registerThree();
        pass(3 * kHeartbeat + 1);
        _takeOver(kDora, kBond);
        pass(1);
        checkEqual(submitRoot(kDora, bytes32(uint256(7))).baseFeeWei, kDoraBid, "base fee");
    }

    function test_O10_openWhileNobodyIsEligible() external {
        checkCurrent(address(0));
        goToEpoch(2);
        checkEqual(operators.takeoverOpensAfter(), vm.getBlockNumber() - 1, "open");
        _takeOver(kDora, kBond);
        checkCurrent(kDora);
        heartbeat(kDora);
    }

    function test_O10_whoWaitsForItsEpochNeedNotWait() external {
        goToEpoch(1);
        register(kDora, kMinBid, kBond);
        checkCurrent(address(0));
        _takeOver(kDora, 0); // its bond is there already
        checkCurrent(kDora);
        checkEqual(viewOf(kDora).bidWei, kDoraBid, "the bid of the takeover");
        checkEqual(viewOf(kDora).nextBidWei, kDoraBid, "the one that waited is replaced");
        goToEpoch(3);
        checkEqual(viewOf(kDora).bidWei, kDoraBid, "for good");
    }

    function test_O10_thePassedOverComeBackByToppingUp() external {
        registerThree();
        pass(3 * kHeartbeat + 1);
        _expectRefused(kAnna, 0, abi.encodeWithSelector(IOperators.BondTooSmall.selector, kBond - 1 ether, kBond));
        _takeOver(kAnna, 1 ether);
        checkCurrent(kAnna);
        checkEqual(viewOf(kAnna).bondWei, kBond, "bond");
        checkStatus(kBert, OperatorStatus.Ejected);
    }

    function test_O10_bringsTheBondAndAValidBid() external {
        _expectRefused(kDora, kBond - 1, abi.encodeWithSelector(IOperators.BondTooSmall.selector, kBond - 1, kBond));
        vm.deal(kDora, kBond);
        vm.prank(kDora);
        vm.expectRevert(abi.encodeWithSelector(IOperators.BidOutOfBounds.selector, 1, kMinBid, kMaxBid));
        operators.takeOver{value: kBond}(1, "");
        vm.prank(kDora);
        vm.expectRevert(abi.encodeWithSelector(IOperators.UrlTooLong.selector, 257, 256));
        operators.takeOver{value: kBond}(kMinBid, string(new bytes(257)));
    }

    function test_O10_convictedOnesStayOut() external {
        register(kDora, kMinBid, kBond);
        vm.prank(address(fraud));
        operators.convict(kDora, kAnna, true);
        _expectRefused(kDora, kBond, abi.encodeWithSelector(IOperators.IsConvicted.selector, kDora));
    }

    function test_O10_fullPlacesKeepNobodyOut() external {
        goToEpoch(1);
        for (uint160 i = 0; i < 8; ++i) {
            register(address(0x900 + i), kMinBid, kBond); // they only wait
        }
        _takeOver(kDora, kBond);
        checkCurrent(kDora);
        goToEpoch(3);
        checkEqual(operators.ladder().length, 9, "one above the places");
        // Each of the nine has its turn within the epoch, and somebody else's would come too.
        pass(8 * kHeartbeat + 1);
        checkCurrent(kDora);
        pass(kHeartbeat);
        _takeOver(kCleo, kBond);
        checkCurrent(kCleo);
    }

    function test_O10_whoLeftComesBack() external {
        registerThree();
        vm.prank(kAnna);
        operators.leave();
        goToEpoch(2);
        checkStatus(kAnna, OperatorStatus.Left);
        pass(2 * kHeartbeat + 1);
        _takeOver(kAnna, 0);
        checkCurrent(kAnna);
        checkEqual(viewOf(kAnna).leavesAtEpoch, 0, "she stays");
        goToEpoch(5);
        checkCurrent(kAnna);
    }

    function test_O10_bidsOfThePastStay() external {
        registerThree();
        goToEpoch(1);
        pass(2 * kHeartbeat + 1); // Cleo's turn
        uint64 before = uint64(vm.getBlockNumber()) - 2 * kHeartbeat - 2; // of epoch 0
        pass(kHeartbeat);
        vm.prank(kCleo);
        operators.setBid(kMaxBid);
        _takeOver(kCleo, 1 ether);
        checkEqual(operators.bidAt(kCleo, before), kCleoBid, "epoch 0");
        checkEqual(operators.bidAt(kCleo, uint64(vm.getBlockNumber())), kDoraBid, "epoch 1");
        checkEqual(operators.bidAt(kCleo, kStart + 3 * kEpoch), kDoraBid, "what was to come is replaced");
    }

    /// @dev Nobody can act on a frozen rollup, so that nobody is passed over for it.
    function test_O10_notOnAFrozenRollup() external {
        register(kAnna, kAnnaBid, kBond);
        vm.roll(rollup.aliveAt() + kEscape - kEpoch); // Anna is gone; it is not frozen yet
        register(kBert, kMinBid, kBond); // eligible two epochs later
        vm.roll(rollup.aliveAt() + kEscape);
        uint256 state = vm.snapshotState();
        _takeOver(kDora, kBond);
        check(vm.revertToState(state), "back");
        pass(1);
        (uint64 epoch,,,) = operators.clock();
        goToEpoch(epoch + 2);
        pass(2 * kHeartbeat + 1);
        check(operators.takeoverOpensAfter() < vm.getBlockNumber(), "it would be open");
        _expectRefused(kDora, kBond, abi.encodeWithSelector(IRollup.RollupFrozen.selector));
        checkStatus(kBert, OperatorStatus.Registered);
        checkEqual(viewOf(kBert).bondWei, kBond, "Bert has its bond");
        // Nor where nobody is eligible.
        vm.prank(kAnna);
        operators.leave();
        vm.prank(kBert);
        operators.leave();
        goToEpoch(epoch + 4);
        checkCurrent(address(0));
        _expectRefused(kDora, kBond, abi.encodeWithSelector(IRollup.RollupFrozen.selector));
    }

    function test_everyoneHasATurnWithinAnEpoch() external {
        uint64[2][3] memory wrong = [[uint64(17), 6], [uint64(2), 1], [uint64(60), 0]];
        for (uint256 i = 0; i < 3; ++i) {
            (bool deployed,) = address(this).call(abi.encodeCall(this.deployOperators, (wrong[i][0], wrong[i][1])));
            check(!deployed, "an epoch that is too short");
        }
        checkEqual(IOperators(this.deployOperators(18, 6)).maxOperators(), 1, "one");
        checkEqual(IOperators(this.deployOperators(1800, 75)).maxOperators(), 22, "as in the real preset");
        checkEqual(IOperators(this.deployOperators(10_000, 6)).maxOperators(), 32, "never more");
    }

    function deployOperators(uint64 epoch, uint64 heartbeat_) external returns (address) {
        bytes memory arguments = abi.encode(
            rollup, fraud, demands, promises, epoch, heartbeat_, kBond, kMinBid, kMaxBid, kPenaltyBps, kRewardBps
        );
        return vm.deployCode("Operators.sol", arguments);
    }
}
