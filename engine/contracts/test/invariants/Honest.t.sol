// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {InvariantTest} from "./InvariantTest.sol";

/// @notice One operator is honest; all others do whatever they can.
contract HonestInvariants is InvariantTest {
    function setUp() public {
        deploy(true);
    }

    function _acts() internal view override returns (bytes4[] memory acts) {
        acts = new bytes4[](26);
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
        acts[11] = actors.anchorUnsigned.selector;
        acts[12] = actors.anchorWrong.selector;
        acts[13] = actors.convictWrong.selector;
        acts[14] = actors.conflict.selector;
        acts[15] = actors.accuse.selector;
        acts[16] = actors.demandSignature.selector;
        acts[17] = actors.answer.selector;
        acts[18] = actors.convictUnanswered.selector;
        acts[19] = actors.voidDemand.selector;
        acts[20] = actors.beatWaiting.selector;
        acts[21] = actors.keepOrBreak.selector;
        acts[22] = actors.put.selector;
        acts[23] = actors.force.selector;
        acts[24] = actors.crowd.selector;
        acts[25] = actors.strike.selector;
    }

    /// @notice An operator that acts in its turn, answers demands in time and keeps its promises loses nothing of its bond
    /// and stays in the running.
    function invariant_anHonestOperatorNeverLosesItsBond() external view {
        actors.checkHonest();
    }

    function test_theActorsReachWhatTheInvariantsAreAbout() external {
        string[] memory what = new string[](17);
        what[0] = "honest turns";
        what[1] = "registrations";
        what[2] = "bids";
        what[3] = "leaves";
        what[4] = "step-downs";
        what[5] = "heartbeats";
        what[6] = "claims";
        what[7] = "right batches";
        what[8] = "wrong batches convicted";
        what[9] = "roll-backs";
        what[10] = "demands";
        what[11] = "answers";
        what[12] = "demands convicted";
        what[13] = "kept promises tried";
        what[14] = "conflicts convicted";
        what[15] = "crowds";
        what[16] = "strikes";
        reach(what, 12, 100);
    }
}
