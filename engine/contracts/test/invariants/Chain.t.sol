// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {InvariantTest} from "./InvariantTest.sol";

/// @notice The chain of batches, through roll-backs and the freeze.
contract ChainInvariants is InvariantTest {
    function setUp() public {
        deploy(false);
    }

    function _acts() internal view override returns (bytes4[] memory acts) {
        acts = new bytes4[](16);
        acts[0] = actors.wait.selector;
        acts[1] = actors.waitLong.selector;
        acts[2] = actors.put.selector;
        acts[3] = actors.anchor.selector;
        acts[4] = actors.anchorWrong.selector;
        acts[5] = actors.anchorUnsigned.selector;
        acts[6] = actors.intrude.selector;
        acts[7] = actors.beat.selector;
        acts[8] = actors.convictWrong.selector;
        acts[9] = actors.demandSignature.selector;
        acts[10] = actors.answer.selector;
        acts[11] = actors.convictUnanswered.selector;
        acts[12] = actors.beatWaiting.selector;
        acts[13] = actors.stepDown.selector;
        acts[14] = actors.takeOver.selector;
        acts[15] = actors.freeze.selector;
    }

    /// @notice Tip, hashes, state root and inbox cursor are those of the last header that is left, after roll-backs too.
    function invariant_theTipIsTheLastSurvivingHeader() external view {
        actors.checkTip();
    }

    /// @notice A batch that was final is never rolled back, and stays final.
    function invariant_aFinalBatchIsNeverRolledBack() external {
        checkNever("a final batch was rolled back");
        checkNever("a final batch is final no more");
        actors.checkFinal();
    }

    /// @notice A frozen rollup stays frozen and takes no batch, heartbeat, deposit or forced transaction.
    function invariant_aFrozenRollupStaysFrozen() external {
        checkNever("a frozen rollup thawed");
        checkNever("a frozen rollup took something");
        actors.checkFrozen();
    }

    function test_theActorsReachWhatTheInvariantsAreAbout() external {
        string[] memory what = new string[](13);
        what[0] = "right batches";
        what[1] = "wrong batches";
        what[2] = "wrong batches convicted";
        what[3] = "roll-backs";
        what[4] = "demands";
        what[5] = "answers";
        what[6] = "demands convicted";
        what[7] = "heartbeats";
        what[8] = "heartbeats while waiting";
        what[9] = "takeovers";
        what[10] = "step-downs";
        what[11] = "freezes";
        what[12] = "intrusions";
        reach(what, 12, 100);
    }
}
