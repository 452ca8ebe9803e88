// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {IOperators, OperatorStatus, OperatorView} from "../src/interfaces/IOperators.sol";
import {BatchHeader} from "../src/interfaces/IRollup.sol";
import {ChainFixture} from "./support/ChainFixture.sol";

/// @notice Rules O-1 to O-9.
contract OperatorsTest is ChainFixture {
    bytes32 private constant kRoot = bytes32(uint256(1));
    address private constant kDora = address(0xD0);

    function _stepDown(address operator) private {
        vm.prank(operator);
        operators.stepDown();
    }

    function _setBid(address operator, uint64 bidWei) private {
        vm.prank(operator);
        operators.setBid(bidWei);
    }

    function _leave(address operator) private {
        vm.prank(operator);
        operators.leave();
    }

    function _release(address operator) private {
        vm.prank(operator);
        operators.releaseBond();
    }

    function _claim(address operator) private {
        vm.prank(operator);
        operators.claim();
    }

    function _expectRegister(address operator, uint64 bidWei, uint256 bondWei, bytes memory error_) private {
        vm.deal(operator, bondWei);
        vm.expectRevert(error_);
        vm.prank(operator);
        operators.register{value: bondWei}(bidWei, "https://operator.example");
    }

    // O-1

    function test_O1_registration() external {
        checkCurrent(address(0));
        register(kAnna, kAnnaBid, kBond + 1);
        OperatorView memory v = viewOf(kAnna);
        check(v.eligible, "eligible at once in epoch 0");
        checkEqual(v.bondWei, kBond + 1, "bond");
        checkEqual(v.bidWei, kAnnaBid, "bid");
        checkEqual(v.order, 1, "order");
        checkEqual(keccak256(bytes(v.url)), keccak256("https://operator.example"), "url");
        checkStatus(kAnna, OperatorStatus.Registered);
        checkCurrent(kAnna);
    }

    function test_O1_refusedRegistrations() external {
        _expectRegister(
            kAnna, kAnnaBid, kBond - 1, abi.encodeWithSelector(IOperators.BondTooSmall.selector, kBond - 1, kBond)
        );
        _expectRegister(
            kAnna,
            kMinBid - 1,
            kBond,
            abi.encodeWithSelector(IOperators.BidOutOfBounds.selector, kMinBid - 1, kMinBid, kMaxBid)
        );
        _expectRegister(
            kAnna,
            kMaxBid + 1,
            kBond,
            abi.encodeWithSelector(IOperators.BidOutOfBounds.selector, kMaxBid + 1, kMinBid, kMaxBid)
        );
        vm.deal(kAnna, kBond);
        vm.expectRevert(abi.encodeWithSelector(IOperators.UrlTooLong.selector, 257, 256));
        vm.prank(kAnna);
        operators.register{value: kBond}(kAnnaBid, string(new bytes(257)));
        register(kAnna, kAnnaBid, kBond);
        _expectRegister(kAnna, kAnnaBid, kBond, abi.encodeWithSelector(IOperators.AlreadyRegistered.selector, kAnna));
        vm.expectRevert(abi.encodeWithSelector(IOperators.NotRegistered.selector, kBert));
        _setBid(kBert, kMinBid);
    }

    function test_O1_registrationTakesTwoEpochs() external {
        register(kAnna, kAnnaBid, kBond);
        goToEpoch(1);
        register(kBert, kMinBid, kBond);
        checkEqual(viewOf(kBert).eligibleFromEpoch, 3, "eligible from");
        goToEpoch(3);
        vm.roll(vm.getBlockNumber() - 1);
        checkCurrent(kAnna);
        pass(1);
        checkCurrent(kBert);
    }

    function test_O1_bidTakesTwoEpochsAndTheNextStaysSettled() external {
        registerThree();
        goToEpoch(1);
        _setBid(kBert, kMinBid + 1);
        goToEpoch(2);
        _setBid(kBert, kMaxBid);
        OperatorView memory v = viewOf(kBert);
        checkEqual(v.bidWei, kBertBid, "bid in epoch 2");
        checkEqual(v.nextBidWei, kMaxBid, "standing bid");
        checkEqual(v.nextBidEpoch, 4, "from");
        goToEpoch(3);
        checkEqual(viewOf(kBert).bidWei, kMinBid + 1, "the change of epoch 1 is not lost");
        checkCurrent(kBert);
        goToEpoch(4);
        checkEqual(viewOf(kBert).bidWei, kMaxBid, "the change of epoch 2");
        checkCurrent(kAnna);
        // History answers A-13.
        checkEqual(operators.bidAt(kBert, kStart + 2 * kEpoch), kBertBid, "bid in epoch 2");
        checkEqual(operators.bidAt(kBert, kStart + 4 * kEpoch - 1), kMinBid + 1, "bid in epoch 3");
        checkEqual(operators.bidAt(kBert, kStart + 4 * kEpoch), kMaxBid, "bid in epoch 4");
    }

    function test_O1_lastBidOfAnEpochCounts() external {
        registerThree();
        _setBid(kCleo, kMinBid); // epoch 0: at once
        checkCurrent(kCleo);
        goToEpoch(1);
        _setBid(kAnna, kMinBid);
        _setBid(kAnna, kMinBid + 5);
        goToEpoch(3);
        checkEqual(viewOf(kAnna).bidWei, kMinBid + 5, "bid");
    }

    function test_O1_leavingTakesTwoEpochs() external {
        registerThree();
        goToEpoch(1);
        _leave(kAnna);
        checkEqual(viewOf(kAnna).leavesAtEpoch, 3, "leaves at");
        goToEpoch(2);
        _leave(kAnna); // saying it again does not put it off
        checkEqual(viewOf(kAnna).leavesAtEpoch, 3, "leaves at");
        checkCurrent(kAnna);
        checkStatus(kAnna, OperatorStatus.Registered);
        goToEpoch(3);
        checkCurrent(kBert);
        checkStatus(kAnna, OperatorStatus.Left);
        vm.expectRevert(abi.encodeWithSelector(IOperators.NotRegistered.selector, kAnna));
        _leave(kAnna);
    }

    function test_O1_placesAreBoundedAndFreed() external {
        // An epoch has 10 heartbeats.
        checkEqual(operators.maxOperators(), 8, "places");
        for (uint160 i = 0; i < 8; ++i) {
            register(address(0x900 + i), kAnnaBid, kBond);
        }
        _expectRegister(kAnna, kAnnaBid, kBond, abi.encodeWithSelector(IOperators.TooManyOperators.selector, 8));
        _leave(address(0x905));
        goToEpoch(2);
        register(kAnna, kAnnaBid, kBond);
        checkEqual(operators.all().length, 9, "everyone is listed");
        checkStatus(address(0x905), OperatorStatus.Left);
    }

    // O-2

    function test_O2_rankedByBidThenByOrder() external {
        register(kAnna, 5 * kMinBid, kBond);
        register(kBert, 4 * kMinBid, kBond);
        register(kCleo, 5 * kMinBid, kBond);
        register(kDora, 4 * kMinBid, kBond);
        address[] memory ladder = operators.ladder();
        checkEqual(ladder.length, 4, "all four");
        checkEqual(ladder[0], kBert, "first");
        checkEqual(ladder[1], kDora, "second");
        checkEqual(ladder[2], kAnna, "third");
        checkEqual(ladder[3], kCleo, "fourth");
    }

    // O-3

    function test_O3_theLadder() external {
        registerThree();
        uint256 start = vm.getBlockNumber();
        for (uint256 silent = 0; silent < kEpoch; ++silent) {
            vm.roll(start + silent);
            (,, uint64 silentBlocks,) = operators.clock();
            checkEqual(silentBlocks, silent, "silent");
            if (silent <= kHeartbeat) checkCurrent(kAnna);
            else if (silent <= 2 * kHeartbeat) checkCurrent(kBert);
            else checkCurrent(kCleo); // the last stays
        }
        goToEpoch(1);
        checkCurrent(kAnna); // an epoch begins anew
    }

    function test_O3_actionsEndSilence() external {
        registerThree();
        for (uint256 i = 0; i < 3; ++i) {
            pass(kHeartbeat);
            heartbeat(kAnna);
        }
        pass(kHeartbeat);
        submitRoot(kAnna, kRoot);
        (,, uint64 silentBlocks, uint64 lastActionAt) = operators.clock();
        checkEqual(silentBlocks, 0, "silent");
        checkEqual(lastActionAt, vm.getBlockNumber(), "last action");
    }

    function test_O3_lateRegistrationInEpoch0IsNotSilent() external {
        pass(20);
        registerThree();
        checkCurrent(kAnna);
        pass(kHeartbeat);
        heartbeat(kAnna);
        checkStatus(kAnna, OperatorStatus.Registered);
    }

    // O-4, O-6

    function test_O4_successorEjectsThoseBeforeIt() external {
        registerThree();
        pass(2 * kHeartbeat + 1);
        BatchHeader memory header = submitRoot(kCleo, kRoot);
        checkEqual(header.bondWei, kBond, "the successor's bond is whole");
        checkStatus(kAnna, OperatorStatus.Ejected);
        checkStatus(kBert, OperatorStatus.Ejected);
        checkEqual(viewOf(kAnna).bondWei, 9 ether, "a tenth is gone");
        checkEqual(kBurnt.balance, 2 ether, "burnt");
        checkEqual(address(operators).balance, 3 * kBond - 2 ether, "the rest is here");
        checkEqual(operators.ladder().length, 1, "one is left");
        checkCurrent(kCleo);
    }

    function test_O4_heartbeatEjectsToo() external {
        registerThree();
        pass(kHeartbeat + 1);
        heartbeat(kBert);
        checkStatus(kAnna, OperatorStatus.Ejected);
        checkStatus(kCleo, OperatorStatus.Registered);
    }

    function test_O6_eras() external {
        registerThree();
        checkEqual(eraNow(), 0, "nobody acted");
        heartbeat(kAnna);
        checkEqual(eraNow(), 1, "Anna's");
        pass(1);
        submitRoot(kAnna, kRoot);
        checkEqual(eraNow(), 1, "still Anna's");
        pass(kHeartbeat + 1);
        vm.expectEmit(true, true, true, true, address(operators));
        emit IOperators.EraStarted(2, kBert, _idOf(2, kBert));
        checkEqual(submitRoot(kBert, kRoot).era, 2, "Bert's");
        _stepDown(kBert);
        checkEqual(eraNow(), 3, "Cleo's, by the step-down");
        pass(1);
        checkEqual(submitRoot(kCleo, kRoot).era, 3, "her first action is in it");
    }

    /// @dev What names an era that begins now.
    function _idOf(uint64 era, address operator) private view returns (bytes32) {
        return keccak256(abi.encode(era, operator, block.chainid, blockhash(vm.getBlockNumber() - 1)));
    }

    function test_O6_eachEraHasAnId() external {
        registerThree();
        checkEqual(operators.eraId(0), bytes32(0), "nobody's");
        checkEqual(operators.eraId(1), bytes32(0), "nobody's yet");
        pass(1);
        bytes32 first = _idOf(1, kAnna);
        heartbeat(kAnna);
        checkEqual(operators.eraId(1), first, "Anna's");
        pass(kHeartbeat + 1);
        bytes32 second = _idOf(2, kBert);
        heartbeat(kBert);
        checkEqual(operators.eraId(2), second, "Bert's");
        checkEqual(operators.eraId(1), first, "kept");
        checkEqual(operators.eraId(3), bytes32(0), "above the era in force");
    }

    function test_actedIsTheRollupsAlone() external {
        registerThree();
        vm.expectRevert(abi.encodeWithSelector(IOperators.NotRollup.selector, address(this)));
        operators.acted(kAnna, true, 1);
        vm.prank(address(rollup));
        vm.expectRevert(abi.encodeWithSelector(IOperators.NotCurrent.selector, kBert, kAnna));
        operators.acted(kBert, true, 1);
    }

    // O-7

    function test_O7_stepDown() external {
        registerThree();
        heartbeat(kAnna);
        pass(kHeartbeat);
        _stepDown(kAnna);
        checkCurrent(kBert);
        checkEqual(viewOf(kAnna).bondWei, kBond, "no penalty");
        checkEqual(viewOf(kAnna).standsDownUntilEpoch, 2, "until");
        pass(kHeartbeat);
        checkCurrent(kBert); // a full heartbeat
        heartbeat(kBert);
        checkStatus(kAnna, OperatorStatus.Registered);
        goToEpoch(2);
        checkCurrent(kAnna);
        checkEqual(viewOf(kAnna).standsDownUntilEpoch, 0, "no more");
    }

    function test_O7_refused() external {
        register(kAnna, kAnnaBid, kBond);
        vm.expectRevert(IOperators.NobodyToTakeOver.selector);
        _stepDown(kAnna);
        register(kBert, kBertBid, kBond);
        vm.expectRevert(abi.encodeWithSelector(IOperators.NotCurrent.selector, kBert, kAnna));
        _stepDown(kBert);
    }

    function test_O7_whoTookOverHandsOverDownwards() external {
        registerThree();
        pass(kHeartbeat + 1);
        _stepDown(kBert); // Anna is silent
        checkCurrent(kCleo);
        checkStatus(kAnna, OperatorStatus.Ejected);
        vm.expectRevert(IOperators.NobodyToTakeOver.selector);
        _stepDown(kCleo);
    }

    // O-8, O-9

    function test_O8_bondStaysUntilTheLastBatchIsFinal() external {
        registerThree();
        goToEpoch(1);
        _leave(kAnna);
        vm.expectRevert(abi.encodeWithSelector(IOperators.NotRegistered.selector, kAnna));
        _release(kAnna);
        goToEpoch(2);
        pass(1);
        BatchHeader memory header = submitRoot(kAnna, kRoot);
        checkEqual(viewOf(kAnna).lastBatch, 1, "last batch");
        checkEqual(viewOf(kAnna).lastBatchAt, header.submittedAt, "at");
        vm.roll(header.submittedAt + kWindow);
        vm.expectRevert(abi.encodeWithSelector(IOperators.BondLocked.selector, header.submittedAt + kWindow));
        _release(kAnna);
        pass(1);
        check(rollup.isFinal(header), "final");
        _release(kAnna);
        checkEqual(operators.claimable(kAnna), kBond, "claimable");
        vm.expectRevert(abi.encodeWithSelector(IOperators.NothingToClaim.selector, kAnna));
        _release(kAnna);
    }

    function test_O8_ejectedComesBackByToppingUp() external {
        registerThree();
        pass(kHeartbeat + 1);
        heartbeat(kBert);
        _expectRegister(
            kAnna, kAnnaBid, 1 ether - 1, abi.encodeWithSelector(IOperators.BondTooSmall.selector, kBond - 1, kBond)
        );
        goToEpoch(1);
        register(kAnna, kAnnaBid, 1 ether);
        checkStatus(kAnna, OperatorStatus.Registered);
        checkEqual(viewOf(kAnna).bondWei, kBond, "bond");
        checkEqual(viewOf(kAnna).order, 4, "at the end of the order");
        checkEqual(operators.all().length, 3, "listed once");
        vm.expectRevert(abi.encodeWithSelector(IOperators.NotRegistered.selector, kAnna));
        _release(kAnna);
        goToEpoch(3);
        checkCurrent(kAnna);
    }

    function test_O8_ejectedTakesTheRestOut() external {
        registerThree();
        pass(1);
        submitRoot(kAnna, kRoot);
        pass(kHeartbeat + 1);
        heartbeat(kBert);
        vm.expectRevert(abi.encodeWithSelector(IOperators.BondLocked.selector, kStart + 1 + kWindow));
        _release(kAnna);
        vm.roll(kStart + kWindow + 2);
        _release(kAnna);
        checkEqual(operators.claimable(kAnna), 9 ether, "claimable");
    }

    function test_O9_claim() external {
        registerThree();
        vm.expectRevert(abi.encodeWithSelector(IOperators.NothingToClaim.selector, kAnna));
        _claim(kAnna);
        _leave(kAnna);
        goToEpoch(2);
        _release(kAnna);
        checkEqual(kAnna.balance, 0, "nothing is pushed");
        _claim(kAnna);
        checkEqual(kAnna.balance, kBond, "paid");
        vm.expectRevert(abi.encodeWithSelector(IOperators.NothingToClaim.selector, kAnna));
        _claim(kAnna);
    }

    function test_O9_whoRefusesThePaymentKeepsTheClaim() external {
        registerThree();
        _leave(kAnna);
        goToEpoch(2);
        _release(kAnna);
        vm.etch(kAnna, hex"60006000fd");
        vm.expectRevert(abi.encodeWithSelector(IOperators.PaymentFailed.selector, kAnna));
        _claim(kAnna);
        checkEqual(operators.claimable(kAnna), kBond, "still claimable");
    }

    // F-4, the part of Operators

    function test_F4_convictionTakesTheWholeBond() external {
        registerThree();
        heartbeat(kAnna);
        vm.expectRevert(abi.encodeWithSelector(IOperators.NotFraudContract.selector, address(this)));
        operators.convict(kAnna, address(this), true);
        vm.prank(address(fraud));
        (uint128 rewardWei, uint128 burntWei, uint64 era) = operators.convict(kAnna, kDora, true);
        checkEqual(rewardWei, 5 ether, "reward");
        checkEqual(burntWei, 5 ether, "burnt");
        checkEqual(kBurnt.balance, 5 ether, "burnt");
        checkEqual(era, 2, "era");
        checkEqual(operators.claimable(kDora), 5 ether, "claimable");
        checkStatus(kAnna, OperatorStatus.Convicted);
        checkCurrent(kBert);
        _expectRegister(kAnna, kAnnaBid, kBond, abi.encodeWithSelector(IOperators.IsConvicted.selector, kAnna));
        // Once more, for another batch of hers.
        vm.prank(address(fraud));
        (rewardWei, burntWei, era) = operators.convict(kAnna, kDora, true);
        checkEqual(uint256(rewardWei) + burntWei, 0, "nothing left");
        checkEqual(era, 3, "era");
    }

    function test_F4_thoseWhoLeftOrWereEjectedAreConvictedToo() external {
        registerThree();
        pass(kHeartbeat + 1);
        heartbeat(kBert);
        vm.prank(address(fraud));
        (uint128 rewardWei,,) = operators.convict(kAnna, kDora, true);
        checkEqual(rewardWei, 4.5 ether, "half of what the ejection left");
        _leave(kBert);
        goToEpoch(2);
        register(kDora, kMinBid, kBond); // drops those who left
        vm.prank(address(fraud));
        (rewardWei,,) = operators.convict(kBert, kDora, true);
        checkEqual(rewardWei, 5 ether, "half");
        checkStatus(kBert, OperatorStatus.Convicted);
        checkCurrent(kCleo);
    }

    function test_F4_nobodyLeft() external {
        register(kAnna, kAnnaBid, kBond);
        vm.prank(address(fraud));
        operators.convict(kAnna, kDora, true);
        checkCurrent(address(0));
        vm.prank(address(0));
        (bool accepted,) = address(rollup).call(abi.encodeCall(rollup.heartbeat, ()));
        check(!accepted, "the zero address is not an operator");
    }
}
