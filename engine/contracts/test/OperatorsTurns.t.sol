// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {OperatorStatus} from "../src/interfaces/IOperators.sol";
import {ChainFixture} from "./support/ChainFixture.sol";

/// @notice O-3, O-4: nobody loses its turn by what others do while it has it. Three operators: Anna is silent, Bert's
/// turn has just come, Cleo would be after it.
contract OperatorsTurnsTest is ChainFixture {
    function setUp() public override {
        super.setUp();
        registerThree();
    }

    /// @dev Cleo cannot act in Bert's turn, and Bert can.
    function _checkBertsTurn() private {
        vm.prank(kCleo);
        (bool done,) = address(rollup).call(abi.encodeCall(rollup.heartbeat, ()));
        check(!done, "Cleo acted in the turn of Bert");
        while (operators.currentOperator() != kBert) pass(1);
        heartbeat(kBert);
        checkStatus(kBert, OperatorStatus.Registered);
        checkEqual(viewOf(kBert).bondWei, kBond, "Bert has its bond");
    }

    function test_O3_aBidInEpoch0PassesNobodyOver() external {
        heartbeat(kAnna);
        pass(kHeartbeat + 1);
        checkCurrent(kBert);
        vm.prank(kAnna);
        operators.setBid(kMaxBid);
        _checkBertsTurn();
    }

    function test_O3_aConvictionWithoutRollBackPassesNobodyOver() external {
        pass(1);
        vm.prank(kAnna);
        operators.stepDown(); // the era is Bert's
        heartbeat(kBert);
        goToEpoch(2); // Anna is back, the first in rank, and silent
        pass(kHeartbeat + 1);
        checkCurrent(kBert);
        vm.prank(address(promises));
        operators.convict(kAnna, kCleo, false);
        _checkBertsTurn();
    }
}
