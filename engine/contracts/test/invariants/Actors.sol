// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {IOperators, OperatorView} from "../../src/interfaces/IOperators.sol";
import {ChallengeActs} from "./ChallengeActs.sol";

/// @notice All that anybody does, and what an invariant asks of the world.
contract Actors is ChallengeActs {
    constructor(bool withHonest) {
        setUp();
        if (withHonest) honest = _ops[1];
    }

    function operatorsContract() external view returns (IOperators) {
        return operators;
    }

    function people() external view returns (address[] memory) {
        return _people;
    }

    function bondsAndClaims() external view returns (uint256 bonds, uint256 claims) {
        OperatorView[] memory views = operators.all();
        for (uint256 i = 0; i < views.length; ++i) {
            bonds += views[i].bondWei;
        }
        for (uint256 i = 0; i < _people.length; ++i) {
            claims += operators.claimable(_people[i]);
        }
    }
}
