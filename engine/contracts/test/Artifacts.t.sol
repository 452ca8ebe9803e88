// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {Test} from "./support/Test.sol";

/// @notice The tests run what is shipped: byte for byte the creation code in resources/contracts.
contract ArtifactsTest is Test {
    function test_whatIsTestedIsWhatIsShipped() external view {
        string[5] memory names = ["Inbox", "Bridge", "Operators", "Rollup", "Fraud"];
        for (uint256 i = 0; i < names.length; ++i) {
            string memory json = vm.readFile(string.concat("../../resources/contracts/", names[i], ".json"));
            bytes32 shipped = keccak256(vm.parseJsonBytes(json, "$.bytecode"));
            checkEqual(keccak256(vm.getCode(string.concat(names[i], ".sol"))), shipped, names[i]);
        }
    }
}
