// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {Signature} from "./interfaces/IInbox.sol";

/// @notice Who signed a hash.
library Signatures {
    /// @dev Half of the order of secp256k1. Of the two s that fit, transactions have the lower.
    uint256 private constant kHalfOrder = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0;

    /// @notice The address whose key made the signature.
    /// @return signer zero where there is none; also where too little gas was left, so that callers must not take zero
    /// for anybody's fault
    function recover(bytes32 hash, Signature calldata signature) internal pure returns (address signer) {
        if (signature.yParity > 1) return address(0);
        return ecrecover(hash, 27 + signature.yParity, signature.r, signature.s);
    }

    /// @notice Whether s is the lower one, as transactions must have it.
    function isLowS(Signature calldata signature) internal pure returns (bool) {
        return uint256(signature.s) <= kHalfOrder;
    }
}
