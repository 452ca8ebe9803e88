// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {Demand, DemandedTransaction, DemandStatus, IDemands} from "../src/interfaces/IDemands.sol";
import {Signature} from "../src/interfaces/IInbox.sol";
import {IOperators, OperatorStatus} from "../src/interfaces/IOperators.sol";
import {BatchHeader, IRollup} from "../src/interfaces/IRollup.sol";
import {ISegments} from "../src/interfaces/ISegments.sol";
import {SignedBatches} from "./support/SignedBatches.sol";

/// @notice Rules F-5 to F-8, and what they do to finality (A-20), heartbeats (O-5) and bonds (O-8).
contract DemandsTest is SignedBatches {
    address private constant kDoubter = address(0xd0b7);
    address private constant kHelper = address(0x4e1b);

    BatchHeader private _header;

    function setUp() public override {
        super.setUp();
        registerThree();
        pass(1);
        _header = submitSigned(kAnna);
        pass(1);
    }

    function _answer(uint64 id, Signature memory signature) private {
        vm.prank(kHelper);
        demands.answer(id, signature);
    }

    function _expectRefused(DemandedTransaction memory transaction, bytes memory reason) private {
        vm.deal(kDoubter, kDemandBond);
        vm.prank(kDoubter);
        vm.expectRevert(reason);
        demands.demand{value: kDemandBond}(transaction);
    }

    function _checkDemand(uint64 id, DemandStatus status) private view {
        checkEqual(uint256(demands.demandOf(id).status), uint256(status), "status of the demand");
    }

    function test_F5_demandIsRemembered() external {
        vm.expectEmit(true, true, true, true, address(demands));
        emit IDemands.SignatureDemanded(
            1,
            1,
            kDoubter,
            keccak256(abi.encode(_header)),
            kAnna,
            1,
            1,
            hashOf(4),
            user,
            uint64(vm.getBlockNumber()) + kAnswer
        );
        uint64 id = makeDemand(kDoubter, demandFor(_header, 1, 1));
        checkEqual(id, 1, "id");
        Demand memory made = demands.demandOf(id);
        checkEqual(made.batchHash, keccak256(abi.encode(_header)), "batch");
        checkEqual(made.signingHash, hashOf(4), "hash");
        checkEqual(made.sender, user, "sender");
        checkEqual(made.demander, kDoubter, "demander");
        checkEqual(made.operator, kAnna, "operator");
        checkEqual(made.madeAt, vm.getBlockNumber(), "block");
        checkEqual(demands.demandCount(), 1, "count");
        checkEqual(address(demands).balance, kDemandBond, "held");
        _checkDemand(id, DemandStatus.Open);
        _checkDemand(2, DemandStatus.None);
        _checkDemand(0, DemandStatus.None);
    }

    function test_F5_bondIsExact() external {
        DemandedTransaction memory transaction = demandFor(_header, 0, 0);
        uint256[3] memory wrong = [uint256(0), kDemandBond - 1, kDemandBond + 1];
        vm.deal(kDoubter, 1 ether);
        for (uint256 i = 0; i < 3; ++i) {
            vm.prank(kDoubter);
            vm.expectRevert(abi.encodeWithSelector(IDemands.WrongDemandBond.selector, wrong[i], kDemandBond));
            demands.demand{value: wrong[i]}(transaction);
        }
    }

    function test_F5_onlyOfABatchInTheChain() external {
        DemandedTransaction memory transaction = demandFor(_header, 0, 0);
        transaction.header.feeAccount = 7;
        bytes32 hash = keccak256(abi.encode(transaction.header));
        _expectRefused(transaction, abi.encodeWithSelector(ISegments.NotInChain.selector, hash));
    }

    function test_F5_onlyBeforeTheCutoff() external {
        vm.roll(_header.submittedAt + kCutoff);
        makeDemand(kDoubter, demandFor(_header, 0, 0));
        pass(1);
        _expectRefused(
            demandFor(_header, 0, 1),
            abi.encodeWithSelector(IDemands.DemandTooLate.selector, _header.submittedAt + kCutoff)
        );
    }

    function test_F5_onlyOfATransactionOfTheSegment() external {
        bytes memory reason = abi.encodeWithSelector(IDemands.WrongTransaction.selector);
        DemandedTransaction memory transaction = demandFor(_header, 0, 2);
        transaction.place = 1;
        _expectRefused(transaction, reason);
        transaction.place = 2 + 64; // the same path, were it cut to 6 bits
        _expectRefused(transaction, reason);
        transaction.place = 2;
        transaction.sender = kDoubter;
        _expectRefused(transaction, reason);
        transaction.sender = user;
        transaction.signingHash = hashOf(1);
        _expectRefused(transaction, reason);
        transaction.signingHash = hashOf(2);
        transaction.siblings[5] = bytes32(uint256(1));
        _expectRefused(transaction, reason);
        transaction.siblings[5] = 0;
        makeDemand(kDoubter, transaction);
    }

    function test_F5_onlyOfASegmentOfTheBatch() external {
        DemandedTransaction memory transaction = demandFor(_header, 0, 0);
        transaction.segment = 1;
        _expectRefused(transaction, abi.encodeWithSelector(ISegments.WrongOpening.selector));
        transaction.segment = 2;
        _expectRefused(transaction, abi.encodeWithSelector(ISegments.WrongSegments.selector));
        transaction.segment = 0;
        transaction.segmentLeaves[1] = 0;
        _expectRefused(transaction, abi.encodeWithSelector(ISegments.WrongSegments.selector));
    }

    function test_F5_eachTransactionOnce() external {
        uint64 id = makeDemand(kDoubter, demandFor(_header, 0, 0));
        bytes memory reason = abi.encodeWithSelector(IDemands.AlreadyDemanded.selector, id);
        _expectRefused(demandFor(_header, 0, 0), reason);
        _answer(id, signedBy(kUserKey, hashOf(0)));
        _expectRefused(demandFor(_header, 0, 0), reason);
        makeDemand(kDoubter, demandFor(_header, 0, 1));
        makeDemand(kDoubter, demandFor(_header, 1, 0));
    }

    function test_F6_anyoneAnswersAndEarnsTheBond() external {
        uint64 id = makeDemand(kDoubter, demandFor(_header, 0, 1));
        Signature memory signature = signedBy(kUserKey, hashOf(1));
        vm.expectEmit(true, true, true, true, address(demands));
        emit IDemands.SignatureAnswered(id, kHelper, signature.yParity, signature.r, signature.s);
        _answer(id, signature);
        _checkDemand(id, DemandStatus.Answered);
        checkEqual(operators.claimable(kHelper), kDemandBond, "earned");
        checkEqual(address(demands).balance, 0, "handed on");
        vm.prank(kHelper);
        operators.claim();
        checkEqual(kHelper.balance, kDemandBond, "paid");
        vm.expectRevert(abi.encodeWithSelector(IDemands.DemandNotOpen.selector, id, DemandStatus.Answered));
        _answer(id, signature);
        pass(kAnswer + 1);
        vm.expectRevert(abi.encodeWithSelector(IDemands.DemandNotOpen.selector, id, DemandStatus.Answered));
        demands.convictUnanswered(id, _header);
        pass(kWindow);
        check(rollup.isFinal(_header), "final as if nothing had been");
    }

    function test_F6_onlyTheSendersSignature() external {
        uint64 id = makeDemand(kDoubter, demandFor(_header, 0, 1));
        Signature memory another = signedBy(0xb0b, hashOf(1));
        vm.expectRevert(abi.encodeWithSelector(IDemands.WrongSigner.selector, vm.addr(0xb0b), user));
        _answer(id, another);
        Signature memory high = malleated(signedBy(kUserKey, hashOf(1)));
        vm.expectRevert(abi.encodeWithSelector(IDemands.WrongSigner.selector, user, user));
        _answer(id, high);
        Signature memory broken = signedBy(kUserKey, hashOf(1));
        broken.yParity = 2;
        vm.expectRevert(abi.encodeWithSelector(IDemands.WrongSigner.selector, address(0), user));
        _answer(id, broken);
        vm.expectRevert(abi.encodeWithSelector(IDemands.DemandNotOpen.selector, 9, DemandStatus.None));
        _answer(9, another);
        _checkDemand(id, DemandStatus.Open);
    }

    function test_F6_zeroSenderIsNeverAnswered() external {
        // Who anchors a transaction of the zero address has signed it by nobody; a failed recovery is no signature.
        bytes32[] memory leaves = new bytes32[](1);
        leaves[0] = keccak256(abi.encodePacked(uint8(3), hashOf(0), address(0)));
        bytes32 root = leaves[0];
        for (uint256 i = 0; i < 6; ++i) {
            root = keccak256(abi.encodePacked(uint8(1), root, bytes32(0)));
        }
        Segment[] memory segments = one(kTreeRoot, root, hex"010001");
        BatchHeader memory header = submit(kAnna, submissionOf(kAnna), segments);
        DemandedTransaction memory transaction;
        transaction.header = header;
        transaction.segmentLeaves = leavesOf(segments);
        transaction.opening.postRoot = kTreeRoot;
        transaction.opening.txRoot = root;
        transaction.opening.recordsHash = keccak256(segments[0].records);
        transaction.signingHash = hashOf(0);
        uint64 id = makeDemand(kDoubter, transaction);
        vm.expectRevert(abi.encodeWithSelector(IDemands.WrongSigner.selector, address(0), address(0)));
        _answer(id, Signature(0, 0, 0));
    }

    function test_F6_lateAnswersCount() external {
        uint64 id = makeDemand(kDoubter, demandFor(_header, 0, 1));
        pass(kAnswer + 1);
        check(demands.isOverdueBelow(1), "overdue");
        _answer(id, signedBy(kUserKey, hashOf(1)));
        check(!demands.isOverdueBelow(1), "answered");
    }

    function test_F7_conviction() external {
        uint64 id = makeDemand(kDoubter, demandFor(_header, 1, 0));
        uint64 overdueAfter = uint64(vm.getBlockNumber()) + kAnswer;
        BatchHeader memory next = submitSigned(kAnna);
        vm.roll(overdueAfter);
        vm.expectRevert(abi.encodeWithSelector(IDemands.NotOverdue.selector, id, overdueAfter));
        demands.convictUnanswered(id, _header);
        pass(1);
        bytes32 wanted = keccak256(abi.encode(_header));
        vm.expectRevert(abi.encodeWithSelector(IDemands.WrongBatch.selector, keccak256(abi.encode(next)), wanted));
        demands.convictUnanswered(id, next);

        vm.expectEmit(true, true, true, true, address(demands));
        emit IDemands.SignatureWithheld(id, 1, wanted, kDoubter);
        vm.prank(kHelper);
        demands.convictUnanswered(id, _header);
        _checkDemand(id, DemandStatus.Convicted);
        checkStatus(kAnna, OperatorStatus.Convicted);
        checkEqual(operators.claimable(kDoubter), kBond / 2 + kDemandBond, "half of the bond, and the demand's");
        checkEqual(operators.claimable(kHelper), 0, "who calls is not who found it");
        checkEqual(kBurnt.balance, kBond / 2, "burnt");
        (uint64 number,,,,) = rollup.tip();
        checkEqual(number, 0, "rolled back");
        checkEqual(eraNow(), 2, "a new era");
        vm.expectRevert(abi.encodeWithSelector(IDemands.DemandNotOpen.selector, id, DemandStatus.Convicted));
        demands.convictUnanswered(id, _header);
    }

    function test_A20_overdueDemandKeepsLaterBatchesFromBeingFinal() external {
        BatchHeader memory next = submitSigned(kAnna);
        uint64 id = makeDemand(kDoubter, demandFor(_header, 0, 0));
        vm.roll(next.submittedAt + kWindow + 1);
        check(demands.isOverdueBelow(1), "against batch 1");
        check(!demands.isOverdueBelow(0), "nothing before it");
        check(!rollup.isFinal(_header), "batch 1 is not final");
        check(!rollup.isFinal(next), "nor batch 2");
        demands.convictUnanswered(id, _header);
        check(!rollup.isInChain(next), "rolled back, late as it is");
    }

    function test_A20_overdueDemandAgainstALaterBatchHoldsNothingUp() external {
        pass(kCutoff);
        heartbeat(operators.currentOperator());
        pass(1);
        BatchHeader memory next = submitSigned(operators.currentOperator());
        makeDemand(kDoubter, demandFor(next, 0, 0));
        vm.roll(_header.submittedAt + kWindow + 2);
        pass(kAnswer);
        check(demands.isOverdueBelow(2), "against batch 2");
        check(rollup.isFinal(_header), "batch 1 is final");
    }

    function test_F8_demandAgainstARolledBackBatchIsVoid() external {
        BatchHeader memory next = submitSigned(kAnna);
        uint64 first = makeDemand(kDoubter, demandFor(_header, 0, 0));
        uint64 second = makeDemand(kHelper, demandFor(next, 0, 0));
        vm.expectRevert(abi.encodeWithSelector(IDemands.DemandNotVoid.selector, second));
        demands.voidDemand(second);
        pass(kAnswer + 1);
        demands.convictUnanswered(first, _header);

        vm.expectRevert(abi.encodeWithSelector(IDemands.DemandIsVoid.selector, second));
        demands.convictUnanswered(second, next);
        Signature memory signature = signedBy(kUserKey, hashOf(0));
        vm.expectRevert(abi.encodeWithSelector(IDemands.DemandIsVoid.selector, second));
        _answer(second, signature);
        check(!demands.isOverdueBelow(2), "it holds nothing up");
        vm.expectEmit(true, true, true, true, address(demands));
        emit IDemands.DemandVoided(second, kHelper);
        demands.voidDemand(second);
        _checkDemand(second, DemandStatus.Voided);
        checkEqual(operators.claimable(kHelper), kDemandBond, "the bond is back");
        checkEqual(address(demands).balance, 0, "nothing is left");
    }

    function test_settledDemandsDoNotMakeFinalityDear() external {
        for (uint256 batch = 0; batch < 12; ++batch) {
            BatchHeader memory header = submitSigned(kAnna);
            uint64 id = makeDemand(kDoubter, demandFor(header, 0, 0));
            _answer(id, signedBy(kUserKey, hashOf(0)));
        }
        pass(kAnswer + 1);
        demands.isOverdueBelow(20);
        check(vm.lastCallGas().gasTotalUsed < 10_000, "nothing to look through");
    }

    function test_O5_whoWaitsForAnAnswerNeedNotConsumeWhatIsOverdue() external {
        deposit(user, 1 ether);
        pass(kDeadline + 1);
        address current = operators.currentOperator();
        check(current != kAnna, "Anna fell silent");
        vm.expectRevert(abi.encodeWithSelector(IRollup.InboxOverdue.selector, 0, 1));
        heartbeat(current);
        vm.prank(current);
        vm.expectRevert(abi.encodeWithSelector(IRollup.NotWaiting.selector, 1));
        rollup.heartbeatWaiting(1);

        uint64 id = makeDemand(kDoubter, demandFor(_header, 0, 0));
        check(demands.isWaitedFor(id, current), "against another's batch");
        check(!demands.isWaitedFor(id, kAnna), "not against one's own");
        uint64 alive = rollup.aliveAt();
        vm.expectEmit(true, true, true, true, address(rollup));
        emit IRollup.Heartbeat(current, 2, id);
        vm.prank(current);
        rollup.heartbeatWaiting(id);
        checkEqual(rollup.aliveAt(), alive, "no sign of life");
        pass(1);
        checkCurrent(current);

        _answer(id, signedBy(kUserKey, hashOf(0)));
        vm.prank(current);
        vm.expectRevert(abi.encodeWithSelector(IRollup.NotWaiting.selector, id));
        rollup.heartbeatWaiting(id);
    }

    function test_O5_anOverdueDemandIsNoReasonToWait() external {
        deposit(user, 1 ether);
        uint64 id = makeDemand(kDoubter, demandFor(_header, 0, 0));
        pass(kAnswer + 1);
        address current = operators.currentOperator();
        vm.prank(current);
        vm.expectRevert(abi.encodeWithSelector(IRollup.NotWaiting.selector, id));
        rollup.heartbeatWaiting(id);
    }

    function test_O8_bondStaysWhileADemandIsOverdue() external {
        vm.prank(kAnna);
        operators.leave();
        makeDemand(kDoubter, demandFor(_header, 0, 0));
        goToEpoch(3);
        pass(kWindow);
        vm.prank(kAnna);
        vm.expectRevert(abi.encodeWithSelector(IOperators.DemandOverdue.selector, 1));
        operators.releaseBond();
        _answer(1, signedBy(kUserKey, hashOf(0)));
        vm.prank(kAnna);
        operators.releaseBond();
        checkEqual(operators.claimable(kAnna), kBond, "released");
    }

    function test_demandTimesFitTheWindow() external {
        uint64[2][4] memory wrong = [[uint64(41), 20], [uint64(40), 21], [uint64(0), 20], [uint64(40), 0]];
        for (uint256 i = 0; i < 4; ++i) {
            (bool deployed,) = address(this).call(abi.encodeCall(this.deployDemands, (wrong[i][0], wrong[i][1])));
            check(!deployed, "refused");
        }
        this.deployDemands(40, 20);
    }

    /// @dev Else it would freeze while somebody may wait (O-5).
    function test_whoWaitsDoesNotFreezeTheRollup() external {
        for (uint64 escape = kEpoch + 20 - 1; escape <= kEpoch + 20 + 1; ++escape) {
            bytes memory arguments = abi.encode(operators, inbox, fraud, demands, kChainId, kWindow, escape);
            rollup = IRollup(vm.deployCode("Rollup.sol", arguments));
            (bool deployed,) = address(this).call(abi.encodeCall(this.deployDemands, (40, 20)));
            check(deployed == (escape > kEpoch + 20), "longer than an epoch and an answer's time");
        }
    }

    function deployDemands(uint64 cutoff, uint64 answer) external returns (address) {
        return vm.deployCode("Demands.sol", abi.encode(rollup, operators, cutoff, answer, kDemandBond));
    }
}
