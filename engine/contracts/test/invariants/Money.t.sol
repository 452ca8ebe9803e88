// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {InvariantTest} from "./InvariantTest.sol";

/// @notice Money across the bridge and the state, whatever becomes of the batches.
contract MoneyInvariants is InvariantTest {
    function setUp() public {
        deploy(false);
    }

    function _acts() internal view override returns (bytes4[] memory acts) {
        acts = new bytes4[](16);
        acts[0] = actors.wait.selector;
        acts[1] = actors.waitLong.selector;
        acts[2] = actors.put.selector;
        acts[3] = actors.force.selector;
        acts[4] = actors.anchor.selector;
        acts[5] = actors.anchorWrong.selector;
        acts[6] = actors.anchorUnsigned.selector;
        acts[7] = actors.withdraw.selector;
        acts[8] = actors.escape.selector;
        acts[9] = actors.takeBack.selector;
        acts[10] = actors.freeze.selector;
        acts[11] = actors.demandSignature.selector;
        acts[12] = actors.answer.selector;
        acts[13] = actors.convictUnanswered.selector;
        acts[14] = actors.convictWrong.selector;
        acts[15] = actors.takeOver.selector;
    }

    /// @notice Of each token, balances and unclaimed exits in the state after the last right batch are what the bridge
    /// keeps in escrow, less the deposits that are not consumed (D-6).
    function invariant_valueIsConservedAcrossBridgeAndState() external view {
        actors.checkValue();
    }

    /// @notice The bridge holds at least its escrow of each token.
    function invariant_theBridgeHoldsItsEscrow() external view {
        actors.checkHeld();
    }

    /// @notice Nobody is paid twice or more than it has, by withdrawals, escape, returned deposits and roll-backs
    /// together.
    function invariant_nobodyIsPaidTwice() external view {
        checkNever("a withdrawal was paid twice");
        checkNever("a withdrawal from a batch that is not final");
        checkNever("an escape was paid twice");
        checkNever("an escape from what was not settled");
        checkNever("a deposit was returned twice");
        checkNever("a deposit was returned that should not be");
        checkNever("another amount than the deposit's was returned");
        checkNever("the owner got something else");
        actors.checkPaid();
    }

    /// @notice However it stands, once the rollup freezes all accounts and all deposits not consumed can be paid out, and
    /// nothing is left. Looks at some of the states, as it plays each to its end.
    function invariant_afterTheEscapeEverythingIsPaid() external {
        if (sometimes(20)) actors.drain();
    }

    function test_theActorsReachWhatTheInvariantsAreAbout() external {
        string[] memory what = new string[](12);
        what[0] = "deposits";
        what[1] = "forced transactions";
        what[2] = "right batches";
        what[3] = "wrong batches";
        what[4] = "wrong batches convicted";
        what[5] = "roll-backs";
        what[6] = "withdrawals";
        what[7] = "freezes";
        what[8] = "escapes";
        what[9] = "deposits returned";
        what[10] = "demands";
        what[11] = "demands convicted";
        reach(what, 12, 100);
    }
}

/// @notice The same of a chain that has no right batch: whatever was brought in belongs to whom it was for.
contract EmptyChainInvariants is InvariantTest {
    function setUp() public {
        deploy(false);
    }

    function _startsWithABatch() internal pure override returns (bool) {
        return false;
    }

    function _acts() internal view override returns (bytes4[] memory acts) {
        acts = new bytes4[](11);
        acts[0] = actors.wait.selector;
        acts[1] = actors.waitLong.selector;
        acts[2] = actors.put.selector;
        acts[3] = actors.force.selector;
        acts[4] = actors.anchorWrong.selector;
        acts[5] = actors.convictWrong.selector;
        acts[6] = actors.withdraw.selector;
        acts[7] = actors.escape.selector;
        acts[8] = actors.takeBack.selector;
        acts[9] = actors.freeze.selector;
        acts[10] = actors.takeOver.selector;
    }

    /// @notice Without a batch nobody escapes, and all deposits are there for those they are of.
    function invariant_nobodyEscapesWithoutABatch() external view {
        checkNever("an escape from what was not settled");
        checkNever("a withdrawal from a batch that is not final");
        actors.checkValue();
        actors.checkHeld();
        actors.checkPaid();
    }

    /// @notice Once the rollup freezes, all of them can be paid out. Looks at some of the states.
    function invariant_afterTheFreezeAllDepositsAreReturned() external {
        if (sometimes(20)) actors.drain();
    }

    function test_theActorsReachWhatTheInvariantsAreAbout() external {
        string[] memory what = new string[](7);
        what[0] = "deposits";
        what[1] = "wrong batches";
        what[2] = "wrong batches convicted";
        what[3] = "roll-backs";
        what[4] = "freezes";
        what[5] = "escapes without a batch tried";
        what[6] = "deposits returned";
        reach(what, 12, 100);
    }
}
