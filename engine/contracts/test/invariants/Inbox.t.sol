// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {InvariantTest} from "./InvariantTest.sol";

/// @notice The inbox under deposits and forced transactions of all sorts.
contract InboxInvariants is InvariantTest {
    function setUp() public {
        deploy(false);
    }

    function _acts() internal view override returns (bytes4[] memory acts) {
        acts = new bytes4[](9);
        acts[0] = actors.wait.selector;
        acts[1] = actors.waitLong.selector;
        acts[2] = actors.put.selector;
        acts[3] = actors.force.selector;
        acts[4] = actors.anchor.selector;
        acts[5] = actors.anchorWrong.selector;
        acts[6] = actors.beat.selector;
        acts[7] = actors.convictWrong.selector;
        acts[8] = actors.takeOver.selector;
    }

    /// @notice Whatever is in the inbox, the current operator can anchor a batch that takes all of it, or all that is
    /// overdue, and cannot be convicted for it. Looks at some of the states.
    function invariant_junkInTheInboxBlocksNobody() external {
        if (sometimes(8)) actors.checkInbox(vm.getBlockNumber() % 2 == 0);
    }

    /// @notice The inbox only grows, its accumulators stay, and what is overdue stays so.
    function invariant_theInboxOnlyGrows() external view {
        checkNever("the inbox forgot something");
        checkNever("what was overdue is not any more");
        checkNever("what is overdue depends on where one looks");
    }

    function test_theActorsReachWhatTheInvariantsAreAbout() external {
        string[] memory what = new string[](4);
        what[0] = "deposits";
        what[1] = "forced transactions";
        what[2] = "right batches";
        what[3] = "wrong batches convicted";
        reach(what, 12, 100);
    }
}
