// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {InvariantTest} from "./InvariantTest.sol";

/// @notice Bad segments, demands for signatures and promises.
contract ChallengesInvariants is InvariantTest {
    function setUp() public {
        deploy(false);
    }

    function _acts() internal view override returns (bytes4[] memory acts) {
        acts = new bytes4[](20);
        acts[0] = actors.wait.selector;
        acts[1] = actors.waitLong.selector;
        acts[2] = actors.put.selector;
        acts[3] = actors.force.selector;
        acts[4] = actors.anchor.selector;
        acts[5] = actors.anchorWrong.selector;
        acts[6] = actors.anchorUnsigned.selector;
        acts[7] = actors.accuse.selector;
        acts[8] = actors.convictWrong.selector;
        acts[9] = actors.demandSignature.selector;
        acts[10] = actors.answer.selector;
        acts[11] = actors.convictUnanswered.selector;
        acts[12] = actors.voidDemand.selector;
        acts[13] = actors.beatWaiting.selector;
        acts[14] = actors.keepOrBreak.selector;
        acts[15] = actors.join.selector;
        acts[16] = actors.takeOver.selector;
        acts[18] = actors.release.selector;
        acts[19] = actors.stepDown.selector;
        acts[17] = actors.claim.selector;
    }

    /// @notice Every wrong segment is convicted while its window is open, for what is wrong with it.
    function invariant_everyWrongSegmentIsConvictable() external view {
        checkNever("a wrong segment was not convicted");
        actors.checkWrong();
    }

    /// @notice No right segment is convicted, by whatever witness, salt or opening.
    function invariant_noRightSegmentIsConvictable() external view {
        checkNever("a right segment was convicted");
        actors.checkRight(vm.getBlockNumber());
    }

    /// @notice Demands holds the bond of each open demand, and no more.
    function invariant_demandsHoldsTheBondsOfTheOpenOnes() external view {
        actors.checkDemandBonds();
    }

    /// @notice Nothing becomes final while a demand against it or a batch before it is overdue, and every demand is
    /// overdue before its batch can be final.
    function invariant_nothingIsFinalUnderAnOverdueDemand() external view {
        checkNever("a demand is overdue after its batch is final");
        checkNever("a demand was taken too late");
        checkNever("a transaction was demanded that is not in the batch");
        actors.checkOverdue();
    }

    /// @notice An answered demand never convicts; by one that nobody answered anybody convicts after its time, and not
    /// before.
    function invariant_onlyAnUnansweredDemandConvicts() external {
        checkNever("an answered demand convicted");
        checkNever("an unanswered demand did not convict");
        checkNever("a signature was taken that is none");
        actors.checkUnanswered();
    }

    /// @notice A bond stays where it is while a batch or a promise of its operator can still be convicted, or a demand
    /// against one is open.
    function invariant_aBondInPlayIsLocked() external view {
        checkNever("a bond left before its batch was final");
        checkNever("a bond left before a window had passed");
        checkNever("a bond left while a demand was open");
    }

    /// @notice A broken promise convicts; one that was kept, or of another fork of L1, never does.
    function invariant_onlyABrokenPromiseConvicts() external view {
        checkNever("a kept promise convicted");
        checkNever("a promise of another fork convicted");
        checkNever("a broken promise did not convict");
    }

    function test_theActorsReachWhatTheInvariantsAreAbout() external {
        string[] memory what = new string[](13);
        what[0] = "right segments accused";
        what[1] = "wrong batches convicted";
        what[2] = "roll-backs";
        what[3] = "demands";
        what[4] = "answers";
        what[5] = "demands convicted";
        what[6] = "demands voided";
        what[7] = "answered demands tried";
        what[8] = "kept promises tried";
        what[9] = "promises of other forks tried";
        what[10] = "broken promises convicted";
        what[11] = "forced transactions";
        what[12] = "bonds released";
        reach(what, 24, 100);
    }

    /// @dev Each kind of wrong segment is made and convicted.
    function test_everyFlawIsMadeAndConvicted() external {
        uint256[17] memory convicted;
        uint256 missing = 16;
        for (uint256 world = 0; missing != 0; ++world) {
            check(world < 100, "every flaw is made");
            deploy(false);
            for (uint256 i = 0; i < 60; ++i) {
                actors.put(i, uint32(i), i + world);
                if (i % 2 == 0) actors.force(i * world);
                actors.join(i, i);
                actors.takeOver(i, i);
                actors.anchorWrong(i + world, 1000 * world + i);
                actors.convictWrong(i);
            }
            missing = 0;
            for (uint8 flaw = 1; flaw <= 16; ++flaw) {
                convicted[flaw] += actors.convictedOfFlaw(flaw);
                if (convicted[flaw] == 0) ++missing;
            }
        }
    }
}
