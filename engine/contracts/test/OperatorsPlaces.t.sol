// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {IOperators, OperatorStatus} from "../src/interfaces/IOperators.sol";
import {ChainFixture} from "./support/ChainFixture.sol";

/// @notice O-1: where all places are taken, a lower bid takes that of the last in rank. So nobody keeps cheaper ones out
/// by filling them.
contract OperatorsPlacesTest is ChainFixture {
    address private constant kDora = address(0xD0);
    address private constant kEve = address(0xE0);
    uint64 private constant kHighBid = 5_000_000;

    /// @dev So many who bid the same, registered one after another.
    function _fill(uint160 count) private {
        for (uint160 i = 0; i < count; ++i) {
            register(_member(i), kHighBid, kBond);
        }
    }

    function _member(uint160 i) private pure returns (address) {
        return address(0x900 + i);
    }

    function _expectFull(address operator, uint64 bidWei) private {
        vm.deal(operator, kBond);
        vm.prank(operator);
        vm.expectRevert(abi.encodeWithSelector(IOperators.TooManyOperators.selector, 8));
        operators.register{value: kBond}(bidWei, "");
    }

    function _expectLeaving(address operator, uint64 epoch) private {
        vm.expectEmit(true, true, true, true, address(operators));
        emit IOperators.LeaveAnnounced(operator, epoch);
    }

    function test_O1_aLowerBidTakesTheLastPlace() external {
        _fill(8);
        goToEpoch(1);
        heartbeat(_member(0));
        _expectFull(kDora, kHighBid); // of equal bids the later one ranks lower
        vm.deal(kDora, kBond);
        _expectLeaving(_member(7), 3);
        vm.prank(kDora);
        operators.register{value: kBond}(kHighBid - 1, "");
        checkEqual(viewOf(_member(7)).leavesAtEpoch, 3, "as by leave()");
        checkEqual(operators.ladder().length, 8, "all of this epoch are there");
        check(viewOf(_member(7)).eligible, "the last too");
        vm.roll(kStart + 3 * kEpoch - 1);
        checkStatus(_member(7), OperatorStatus.Registered);
        goToEpoch(3);
        checkStatus(_member(7), OperatorStatus.Left);
        checkEqual(viewOf(_member(7)).bondWei, kBond, "with its whole bond");
        checkEqual(operators.ladder().length, 8, "one for one");
        checkCurrent(kDora);
        vm.prank(_member(7));
        operators.releaseBond();
    }

    function test_O1_allWhoBidMoreMayBeOutbid() external {
        _fill(8);
        goToEpoch(1);
        for (uint160 i = 0; i < 8; ++i) {
            register(address(0xA00 + i), kHighBid - 1, kBond);
        }
        _expectFull(kDora, kHighBid - 1);
        checkEqual(operators.ladder().length, 8, "those of this epoch");
        checkCurrent(_member(0));
        goToEpoch(3);
        address[] memory ladder = operators.ladder();
        checkEqual(ladder.length, 8, "those who came");
        for (uint160 i = 0; i < 8; ++i) {
            checkEqual(ladder[i], address(0xA00 + i), "in their order");
        }
    }

    function test_O1_notInEpoch0() external {
        _fill(8);
        _expectFull(kDora, kMinBid);
        goToEpoch(1);
        register(kDora, kMinBid, kBond);
        goToEpoch(3);
        checkCurrent(kDora);
    }

    /// @dev Who waits for its epoch holds nobody up: it is out at once.
    function test_O1_whoIsNotInTheRunningYetLeavesAtOnce() external {
        _fill(7);
        goToEpoch(1);
        register(kDora, kHighBid + 1, kBond);
        vm.deal(kEve, kBond);
        _expectLeaving(kDora, 1);
        vm.prank(kEve);
        operators.register{value: kBond}(kHighBid, "");
        checkStatus(kDora, OperatorStatus.Left);
        vm.prank(kDora);
        operators.releaseBond();
        vm.prank(kDora);
        operators.claim();
        checkEqual(kDora.balance, kBond, "all of it is back");
        // It comes back as anyone does.
        register(kDora, kMinBid, kBond);
        checkEqual(viewOf(kEve).leavesAtEpoch, 1, "now Eve is out");
        checkStatus(kEve, OperatorStatus.Left);
        goToEpoch(3);
        checkEqual(operators.ladder().length, 8, "all places");
        checkCurrent(kDora);
    }

    /// @dev The bids that count are those of the epoch that it is about.
    function test_O1_bidsThatAreToComeCount() external {
        _fill(8);
        goToEpoch(1);
        vm.prank(_member(7));
        operators.setBid(kHighBid - 2);
        vm.prank(_member(2));
        operators.setBid(kHighBid + 2);
        vm.deal(kDora, kBond);
        _expectLeaving(_member(2), 3);
        vm.prank(kDora);
        operators.register{value: kBond}(kHighBid + 1, "");
        // And now she is the last herself.
        _expectFull(kEve, kHighBid + 1);
        register(kEve, kHighBid, kBond);
        checkStatus(kDora, OperatorStatus.Left);
    }

    /// @dev Who takes a place by a bid stands by it: all of two epochs at least.
    function test_O1_whoTookAPlaceKeepsItsBid() external {
        _fill(8);
        goToEpoch(1);
        for (uint160 i = 0; i < 8; ++i) {
            register(address(0xA00 + i), kMinBid, kBond);
        }
        vm.prank(address(0xA00));
        operators.setBid(kMaxBid);
        vm.prank(address(0xA01));
        operators.leave();
        checkEqual(viewOf(address(0xA00)).nextBidEpoch, 5, "two epochs after it came");
        checkEqual(viewOf(address(0xA01)).leavesAtEpoch, 5, "two epochs after it came");
        _expectFull(kDora, kMinBid); // no place is free for that
        goToEpoch(3);
        checkEqual(operators.ladder().length, 8, "they are there");
        checkCurrent(address(0xA00));
        checkEqual(viewOf(address(0xA00)).bidWei, kMinBid, "at the bid that took the place");
        goToEpoch(5);
        checkStatus(address(0xA01), OperatorStatus.Left);
        checkEqual(viewOf(address(0xA00)).bidWei, kMaxBid, "the other bid");
    }

    /// @dev A place that is given up is free from the epoch on in which it is.
    function test_O1_whoLeavesAnywayMakesRoom() external {
        _fill(8);
        goToEpoch(1);
        vm.prank(_member(3));
        operators.leave();
        register(kDora, kMaxBid, kBond);
        checkEqual(operators.ladder().length, 8, "those of this epoch");
        _expectFull(kEve, kMaxBid);
        goToEpoch(3);
        checkEqual(operators.ladder().length, 8, "one for one");
        checkStatus(_member(3), OperatorStatus.Left);
        checkStatus(_member(7), OperatorStatus.Registered);
    }
}
