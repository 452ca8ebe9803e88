// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

/// @notice What the tests call of ReplayHarness. It imports nothing, so that the tests themselves are compiled
/// quickly, and the product only once.
interface IReplayHarness {
    struct Input {
        uint64 chainId;
        uint64 baseFeeWei;
        uint32 feeAccount;
        uint64 templateMaxFeeWei;
        uint64 templateTipWei;
        uint64 inboxAfter;
        bytes32 preRoot;
        bytes32 accStart;
        bytes32 accEnd;
        bytes records;
        bytes witness;
    }

    struct Output {
        bool valid;
        uint16 rule;
        bytes32 postRoot;
        bytes32 txRoot;
        uint64 finalCursor;
        uint64 finalTxCount;
        bytes32[] signingHashes;
    }

    struct Fields {
        uint64 chainId;
        uint64 nonce;
        uint64 tipWei;
        uint64 maxFeeWei;
        uint64 gasLimit;
        address to;
        uint128 amount;
        bool tokenCall;
        address recipient;
    }

    /// @notice Sets L1's list of tokens: the addresses of numbers 1, 2, ...
    function setTokens(address[] calldata tokens) external;

    /// @notice SegmentReplay.replay.
    function replay(Input calldata input) external view returns (Output memory output);

    /// @notice TypedTransaction.signingHash.
    function signingHash(Fields calldata fields) external pure returns (bytes32);

    /// @notice StateTree.fold.
    /// @param nodes position, hash before, hash after: three words each
    function updateLayout(uint256[] memory nodes, uint256 preCount, bytes calldata siblings)
        external
        pure
        returns (bytes32 before, bytes32 afterwards, bool exact);
}
