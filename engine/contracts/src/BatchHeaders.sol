// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {BatchHeader} from "./interfaces/IRollup.sol";

/// @notice Batches are referred to by the hash of their header.
library BatchHeaders {
    /// @notice A-3.
    function hash(BatchHeader memory header) internal pure returns (bytes32) {
        return keccak256(abi.encode(header));
    }
}
