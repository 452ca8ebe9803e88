// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {Test} from "../support/Test.sol";
import {Actors} from "./Actors.sol";

/// @notice Runs the actors, and reads what they saw.
abstract contract InvariantTest is Test {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    Actors internal actors;

    function deploy(bool withHonest) internal {
        actors = new Actors(withHonest);
    }

    /// @dev What the actors do in this test.
    function _acts() internal view virtual returns (bytes4[] memory);

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(actors);
    }

    function targetSelectors() external view returns (FuzzSelector[] memory list) {
        list = new FuzzSelector[](1);
        list[0] = FuzzSelector(address(actors), _acts());
    }

    /// @dev Whether to look now, where a look is expensive; as often as one in so many acts.
    function sometimes(uint256 often) internal view returns (bool) {
        return actors.acts() % often == 0;
    }

    function checkNever(string memory what) internal view {
        checkEqual(actors.broken(what), 0, what);
    }
}
