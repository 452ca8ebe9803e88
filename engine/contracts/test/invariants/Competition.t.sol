// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {IOperators, OperatorStatus, OperatorView} from "../../src/interfaces/IOperators.sol";
import {Actors} from "./Actors.sol";
import {InvariantTest} from "./InvariantTest.sol";

/// @notice The competition of operators: bonds, turns and eras, under any acts of anybody.
contract CompetitionInvariants is InvariantTest {
    function setUp() public {
        deploy(false);
    }

    function _acts() internal view override returns (bytes4[] memory acts) {
        acts = new bytes4[](17);
        acts[0] = actors.wait.selector;
        acts[1] = actors.waitLong.selector;
        acts[2] = actors.join.selector;
        acts[3] = actors.changeBid.selector;
        acts[4] = actors.leave.selector;
        acts[5] = actors.stepDown.selector;
        acts[6] = actors.beat.selector;
        acts[7] = actors.takeOver.selector;
        acts[8] = actors.release.selector;
        acts[9] = actors.claim.selector;
        acts[10] = actors.anchor.selector;
        acts[11] = actors.anchorWrong.selector;
        acts[12] = actors.intrude.selector;
        acts[13] = actors.convictWrong.selector;
        acts[14] = actors.conflict.selector;
        acts[15] = actors.freeze.selector;
        acts[16] = actors.crowd.selector;
    }

    /// @notice There is always a current operator, or anyone can take over at once; unless the rollup is frozen, where
    /// nobody has anything to do.
    function invariant_theCurrentOperatorIsDefinedOrAnyoneCanTakeOver() external {
        IOperators operators = actors.operatorsContract();
        if (operators.currentOperator() != address(0) || actors.isFrozen()) return;
        address anyone = address(0xa11);
        vm.deal(anyone, 10 ether);
        vm.prank(anyone);
        operators.takeOver{value: 10 ether}(2_000_000, "x");
        checkEqual(operators.currentOperator(), anyone, "who took over is current");
    }

    /// @notice The ETH that Operators holds is the sum of all bonds and all claims.
    function invariant_operatorsHoldsTheBondsAndTheClaims() external view {
        (uint256 bonds, uint256 claims) = actors.bondsAndClaims();
        checkEqual(address(actors.operatorsContract()).balance, bonds + claims, "bonds and claims");
    }

    /// @notice At most half of a bond goes to a challenger, all else is burnt, and no wei is lost.
    function invariant_noMoreThanHalfOfABondIsARewardAndTheRestIsBurnt() external view {
        checkNever("more than half of a bond was a reward");
        checkNever("the rest of a bond was not burnt");
        checkNever("who was convicted kept a bond");
        checkNever("who was convicted is not out");
        (uint256 bonds, uint256 claims) = actors.bondsAndClaims();
        uint256 used = bonds + claims + actors.paidWei() + address(0xdEaD).balance;
        checkEqual(actors.sentWei(), used, "sent = bonds + claims + paid + burnt");
    }

    /// @notice An era never goes back, and every takeover, roll-back and step-down begins one.
    function invariant_erasOnlyRise() external view {
        checkNever("an era went back");
        checkNever("a roll-back began no era");
        checkNever("a step-down began no era");
        checkNever("a takeover began no era");
    }

    /// @notice Only the current operator's batches and heartbeats are taken, and nobody takes over in another's turn.
    function invariant_onlyTheCurrentOperatorActs() external view {
        checkNever("who is not current acted");
        checkNever("who is not current stepped down");
        checkNever("a takeover while somebody had a turn");
        checkNever("a frozen rollup took something");
    }

    /// @notice Clock, ladder, list and current operator say the same; the ladder has room for one who took over, and no
    /// more.
    function invariant_theLadderIsRankedAndNotTooLong() external view {
        IOperators operators = actors.operatorsContract();
        address[] memory ladder = operators.ladder();
        check(ladder.length <= operators.maxOperators() + 1, "the ladder is not too long");
        (uint64 epoch,, uint64 silentBlocks,) = operators.clock();
        OperatorView[] memory views = operators.all();
        uint256 eligible = 0;
        OperatorView memory last;
        for (uint256 i = 0; i < views.length; ++i) {
            if (!views[i].eligible) continue;
            ++eligible;
            check(views[i].status == OperatorStatus.Registered, "who is eligible is registered");
            check(views[i].eligibleFromEpoch <= epoch, "who is eligible is in effect");
            check(views[i].bondWei != 0, "who is eligible has a bond");
        }
        checkEqual(ladder.length, eligible, "the ladder holds the eligible");
        for (uint256 i = 0; i < ladder.length; ++i) {
            for (uint256 k = 0; k < views.length; ++k) {
                if (views[k].operator != ladder[i]) continue;
                bool lower = last.bidWei == views[k].bidWei && last.order < views[k].order;
                check(last.bidWei < views[k].bidWei || lower, "ranked by bid, then by order");
                last = views[k];
            }
        }
        uint256 place = silentBlocks <= 6 ? 0 : (silentBlocks - 1) / 6;
        if (place >= eligible) place = eligible - (eligible == 0 ? 0 : 1);
        checkEqual(operators.currentOperator(), eligible == 0 ? address(0) : ladder[place], "current");
    }

    /// @notice In an epoch without acts each eligible operator has its turn, and then anyone can take over before the
    /// next epoch.
    function invariant_eachEligibleOperatorHasItsTurnWithinAnEpoch() external {
        IOperators operators = actors.operatorsContract();
        (uint64 epoch,,,) = operators.clock();
        uint256 start = operators.deployedAt() + (epoch + 1) * operators.epochBlocks();
        vm.roll(start);
        address[] memory ladder = operators.ladder();
        for (uint256 i = 0; i < ladder.length; ++i) {
            vm.roll(start + i * operators.heartbeatBlocks() + 1);
            checkEqual(operators.currentOperator(), ladder[i], "each has its turn");
        }
        vm.roll(start + operators.epochBlocks() - 1);
        check(operators.takeoverOpensAfter() < vm.getBlockNumber(), "a takeover within the epoch");
    }

    /// @notice A claim is paid once, in full and to its owner alone, and is never refused.
    function invariant_claimsArePaidOnceToTheirOwners() external {
        checkNever("a claim was refused, or there was none");
        checkNever("a claim paid something else");
        checkNever("a claim is left after it was paid");
        IOperators operators = actors.operatorsContract();
        address[] memory people = actors.people();
        for (uint256 i = 0; i < people.length; ++i) {
            uint256 owed = operators.claimable(people[i]);
            if (owed == 0) continue;
            uint256 before = people[i].balance;
            vm.prank(people[i]);
            operators.claim();
            checkEqual(people[i].balance - before, owed, "paid in full");
        }
    }

    function test_theActorsReachWhatTheInvariantsAreAbout() external {
        string[] memory what = new string[](17);
        what[0] = "registrations";
        what[1] = "bids";
        what[2] = "leaves";
        what[3] = "step-downs";
        what[4] = "heartbeats";
        what[5] = "takeovers";
        what[6] = "bonds released";
        what[7] = "claims";
        what[8] = "right batches";
        what[9] = "wrong batches";
        what[10] = "wrong batches convicted";
        what[11] = "roll-backs";
        what[12] = "intrusions";
        what[13] = "conflicts convicted";
        what[14] = "freezes";
        what[15] = "crowds";
        what[16] = "places taken";
        reach(what, 12, 100);
    }
}
