// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

/// @notice The cheat codes that the tests use; forge answers them.
interface Vm {
    struct Log {
        bytes32[] topics;
        bytes data;
        address emitter;
    }

    function deployCode(string calldata artifact) external returns (address);
    function deployCode(string calldata artifact, bytes calldata arguments) external returns (address);

    struct Gas {
        uint64 gasLimit;
        uint64 gasTotalUsed;
        uint64 gasMemoryUsed;
        int64 gasRefunded;
        uint64 gasRemaining;
    }

    function lastCallGas() external view returns (Gas memory);
    function roll(uint256 blockNumber) external;
    function setBlockhash(uint256 blockNumber, bytes32 hash) external;
    function chainId(uint256 id) external;
    function deal(address account, uint256 amountWei) external;
    function prank(address caller) external;
    function startPrank(address caller) external;
    function stopPrank() external;
    function expectRevert(bytes calldata data) external;
    function expectRevert(bytes4 selector) external;
    function expectEmit(bool topic1, bool topic2, bool topic3, bool data, address emitter) external;
    function recordLogs() external;
    function getRecordedLogs() external returns (Log[] memory);
    function computeCreateAddress(address deployer, uint256 nonce) external pure returns (address);
    function getNonce(address account) external view returns (uint64);
    function getBlockNumber() external view returns (uint256);
    function readFile(string calldata path) external view returns (string memory);
    function envOr(string calldata name, string calldata otherwise) external view returns (string memory);
    function getCode(string calldata artifact) external view returns (bytes memory);
    function parseJsonBytes(string calldata json, string calldata key) external pure returns (bytes memory);
    function parseJsonTypeArray(string calldata json, string calldata key, string calldata typeDescription)
        external
        pure
        returns (bytes memory);
    function toString(uint256 value) external pure returns (string memory);
    function snapshotState() external returns (uint256);
    function revertToState(uint256 id) external returns (bool);
    function etch(address target, bytes calldata code) external;
    function cool(address target) external;
    function snapshotValue(string calldata group, string calldata name, uint256 value) external;
    function sign(uint256 key, bytes32 hash) external pure returns (uint8 v, bytes32 r, bytes32 s);
    function addr(uint256 key) external pure returns (address);
}

/// @notice Base of the tests: checks that say what differs, and printing.
abstract contract Test {
    Vm internal constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
    address private constant kConsole = 0x000000000000000000636F6e736F6c652e6c6f67;

    error Different(string what, uint256 actual, uint256 expected);
    error DifferentBytes(string what, bytes actual, bytes expected);
    error NotTrue(string what);

    function check(bool condition, string memory what) internal pure {
        if (!condition) revert NotTrue(what);
    }

    function checkEqual(uint256 actual, uint256 expected, string memory what) internal pure {
        if (actual != expected) revert Different(what, actual, expected);
    }

    function checkEqual(bytes32 actual, bytes32 expected, string memory what) internal pure {
        if (actual != expected) revert DifferentBytes(what, abi.encode(actual), abi.encode(expected));
    }

    function checkEqual(address actual, address expected, string memory what) internal pure {
        if (actual != expected) revert DifferentBytes(what, abi.encode(actual), abi.encode(expected));
    }

    /// @dev A number into [low, high], spread evenly enough.
    function bound(uint256 value, uint256 low, uint256 high) internal pure returns (uint256) {
        return low + value % (high - low + 1);
    }

    function print(string memory text, uint256 value) internal view {
        bytes memory call_ = abi.encodeWithSignature("log(string,uint256)", text, value);
        (bool ignored,) = kConsole.staticcall(call_);
        ignored;
    }
}
