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
        actors = new Actors(withHonest, _startsWithABatch());
    }

    function _startsWithABatch() internal view virtual returns (bool) {
        return true;
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

    mapping(string what => uint256) private _reached;

    /// @dev The same acts every time, in worlds one after another: what the actors reach, so that the invariants hold
    /// of something.
    function reach(string[] memory what, uint256 worlds, uint256 steps) internal {
        bytes4[] memory list = _acts();
        for (uint256 world = 0; world < worlds; ++world) {
            deploy(actors.honest() != address(0));
            for (uint256 step = 0; step < steps; ++step) {
                uint256 seed = uint256(keccak256(abi.encode(world, step)));
                bytes memory call_ = abi.encodePacked(list[seed % list.length], keccak256(abi.encode(seed, 1)));
                call_ = abi.encodePacked(call_, seed >> 255, keccak256(abi.encode(seed, 3)));
                (bool done, bytes memory reason) = address(actors).call(call_);
                if (!done) revert DifferentBytes("an act reverted", reason, call_);
            }
            for (uint256 i = 0; i < what.length; ++i) {
                _reached[what[i]] += actors.hits(what[i]);
            }
        }
        for (uint256 i = 0; i < what.length; ++i) {
            print(what[i], _reached[what[i]]);
            check(_reached[what[i]] != 0, what[i]);
        }
    }
}
