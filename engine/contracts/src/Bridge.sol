// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {AccountProof, IBridge} from "./interfaces/IBridge.sol";
import {IInbox} from "./interfaces/IInbox.sol";
import {BatchHeader, IRollup} from "./interfaces/IRollup.sol";
import {kExitAddress} from "./Protocol.sol";
import {StateTree} from "./StateTree.sol";

/// @notice ETH in and out (PROTOCOL.md, section 10). What it holds is counted in `escrowWei`, never read from its
/// balance.
contract Bridge is IBridge {
    /// @notice Where deposits are queued.
    IInbox public immutable inbox;

    /// @notice Whose final roots are paid against.
    IRollup public immutable rollup;

    /// @inheritdoc IBridge
    uint256 public escrowWei;

    /// @inheritdoc IBridge
    mapping(uint32 index => uint128) public claimed;

    constructor(IInbox inbox_, IRollup rollup_) {
        inbox = inbox_;
        rollup = rollup_;
    }

    /// @inheritdoc IBridge
    function deposit(address to) external payable returns (uint64 inboxIndex) {
        if (msg.value == 0) revert ZeroAmount();
        if (to == address(0) || to == kExitAddress) revert BadRecipient(to);
        if (msg.value > type(uint128).max) revert AmountTooLarge(msg.value);
        uint128 amountWei = uint128(msg.value);
        escrowWei += amountWei;
        inboxIndex = inbox.append(abi.encodePacked(uint8(0), to, uint32(0), amountWei));
        emit Deposited(inboxIndex, msg.sender, to, amountWei);
    }

    /// @inheritdoc IBridge
    function withdraw(BatchHeader calldata header, AccountProof calldata proof) external returns (uint128 amountWei) {
        if (!rollup.isFinal(header)) revert NotFinal(header.number);
        if (_stateRoot(proof) != header.postStateRoot) revert WrongProof();
        // Only ETH is bridged; an account of another token has nothing here.
        if (proof.token != 0) revert WrongProof();
        uint128 before = claimed[proof.index];
        // An older final batch may show less than was paid already.
        if (proof.exited <= before) revert NothingToWithdraw(proof.index);
        amountWei = proof.exited - before;
        claimed[proof.index] = proof.exited;
        escrowWei -= amountWei;
        emit Withdrawn(proof.index, proof.owner, amountWei);
        address owner = proof.owner;
        bool paid;
        assembly ("memory-safe") {
            // No return data is copied, so that the owner cannot make the caller pay for it.
            paid := call(gas(), owner, amountWei, 0, 0, 0, 0)
        }
        if (!paid) revert PaymentFailed(owner);
    }

    /// @dev The state root that the proof opens; 0 where the index lies outside the state.
    function _stateRoot(AccountProof calldata proof) private pure returns (bytes32) {
        if (proof.index >= proof.accountCount) return 0;
        uint256 key = uint256(uint160(proof.owner)) << 96 | uint256(proof.token) << 64 | proof.nonce;
        uint256 funds = uint256(proof.balance) << 128 | proof.exited;
        bytes32 treeRoot = StateTree.rootOf(proof.index, StateTree.leafHash(key, funds), proof.siblings);
        return StateTree.stateRoot(treeRoot, proof.accountCount, proof.inboxCursor);
    }
}
