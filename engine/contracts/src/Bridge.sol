// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {AccountProof, IBridge} from "./interfaces/IBridge.sol";
import {IERC20} from "./interfaces/IERC20.sol";
import {IInbox} from "./interfaces/IInbox.sol";
import {BatchHeader, IRollup} from "./interfaces/IRollup.sol";
import {ITokens} from "./interfaces/ITokens.sol";
import {BatchHeaders} from "./BatchHeaders.sol";
import {kDepositBytes, kDomainInbox, kWithdrawalAddress} from "./interfaces/Protocol.sol";
import {StateTree} from "./StateTree.sol";

/// @notice ETH and ERC-20 tokens in and out (PROTOCOL.md, section 10). What it holds is counted in `escrow`, never
/// read from a balance: what somebody sends it unasked, and what a token makes of its balances, changes no claim.
contract Bridge is IBridge {
    using BatchHeaders for BatchHeader;

    /// @notice Where deposits are queued.
    IInbox public immutable inbox;

    /// @notice Whose final roots are paid against.
    IRollup public immutable rollup;

    /// @inheritdoc IBridge
    mapping(uint32 token => uint256) public escrow;

    /// @inheritdoc IBridge
    mapping(uint32 index => uint128) public claimed;

    /// @inheritdoc IBridge
    mapping(uint32 index => bool) public escaped;

    /// @inheritdoc IBridge
    mapping(uint64 inboxIndex => bool) public returned;

    /// @inheritdoc ITokens
    mapping(address tokenAddress => uint32) public tokenOf;

    /// @inheritdoc ITokens
    mapping(uint32 token => address) public tokenAddress;

    /// @inheritdoc IBridge
    uint32 public tokenCount;

    /// @dev Set while a token or an owner may be calling back.
    bool private transient _entered;

    /// @dev A token may call back while it moves; between the two readings of its balance that would count twice.
    modifier nonReentrant() {
        if (_entered) revert Reentered();
        _entered = true;
        _;
        _entered = false;
    }

    /// @param inbox_ address of the Inbox
    /// @param rollup_ address that the Rollup gets
    constructor(IInbox inbox_, IRollup rollup_) {
        inbox = inbox_;
        rollup = rollup_;
    }

    /// @inheritdoc IBridge
    function deposit(address to) external payable returns (uint64 inboxIndex) {
        return _queue(to, 0, msg.value);
    }

    /// @inheritdoc IBridge
    function registerToken(address tokenAddress_) external returns (uint32 token) {
        // A token that is no contract yet could become any.
        if (tokenAddress_.code.length == 0) revert NotAToken(tokenAddress_);
        token = tokenOf[tokenAddress_];
        if (token != 0) revert AlreadyRegistered(tokenAddress_, token);
        token = tokenCount;
        if (token == type(uint32).max) revert TooManyTokens();
        tokenCount = ++token;
        tokenOf[tokenAddress_] = token;
        tokenAddress[token] = tokenAddress_;
        emit TokenRegistered(token, tokenAddress_);
    }

    /// @inheritdoc IBridge
    function depositToken(address tokenAddress_, address to, uint256 amount)
        external
        nonReentrant
        returns (uint64 inboxIndex)
    {
        uint32 token = tokenOf[tokenAddress_];
        if (token == 0) revert TokenNotRegistered(tokenAddress_);
        uint256 before = IERC20(tokenAddress_).balanceOf(address(this));
        _call(tokenAddress_, abi.encodeCall(IERC20.transferFrom, (msg.sender, address(this), amount)));
        uint256 afterwards = IERC20(tokenAddress_).balanceOf(address(this));
        // A token may keep a fee on the way: what arrived counts.
        return _queue(to, token, afterwards > before ? afterwards - before : 0);
    }

    /// @inheritdoc IBridge
    function withdraw(BatchHeader calldata header, AccountProof calldata proof)
        external
        nonReentrant
        returns (uint128 amount)
    {
        if (!rollup.isFinal(header)) revert NotFinal(header.number);
        if (_stateRoot(proof) != header.postStateRoot) revert WrongProof();
        uint128 before = claimed[proof.index];
        // An older final batch may show less than was paid already.
        if (proof.withdrawn <= before) revert NothingToWithdraw(proof.index);
        amount = proof.withdrawn - before;
        claimed[proof.index] = proof.withdrawn;
        emit Withdrawn(proof.index, proof.owner, proof.token, amount);
        _payOut(proof.owner, proof.token, amount);
    }

    /// @inheritdoc IBridge
    function escape(BatchHeader calldata header, AccountProof calldata proof)
        external
        nonReentrant
        returns (uint256 amount)
    {
        (uint64 number,) = _checkSettled(header);
        // Without a batch there is no account, and no header that was checked.
        if (number == 0) revert NotTheLastBatch(header.number);
        if (_stateRoot(proof) != header.postStateRoot) revert WrongProof();
        if (escaped[proof.index]) revert AlreadyEscaped(proof.index);
        // The last batch shows the most that was ever withdrawn.
        amount = uint256(proof.balance) + proof.withdrawn - claimed[proof.index];
        if (amount == 0) revert NothingToWithdraw(proof.index);
        escaped[proof.index] = true;
        claimed[proof.index] = proof.withdrawn;
        emit Escaped(proof.index, proof.owner, proof.token, amount);
        _payOut(proof.owner, proof.token, amount);
    }

    /// @inheritdoc IBridge
    function returnDeposit(BatchHeader calldata header, uint64 inboxIndex, bytes calldata entry)
        external
        nonReentrant
        returns (uint128 amount)
    {
        (, uint64 cursor) = _checkSettled(header);
        if (inboxIndex < cursor) revert WasConsumed(inboxIndex, cursor);
        if (inboxIndex >= inbox.count()) revert WrongEntry(inboxIndex);
        bytes32 accAfter = keccak256(abi.encodePacked(uint8(kDomainInbox), inbox.acc(inboxIndex), entry));
        if (accAfter != inbox.acc(inboxIndex + 1)) revert WrongEntry(inboxIndex);
        if (entry.length != kDepositBytes) revert NotADeposit(inboxIndex);
        if (returned[inboxIndex]) revert AlreadyReturned(inboxIndex);
        returned[inboxIndex] = true;
        address owner = address(bytes20(entry[1:21]));
        uint32 token = uint32(bytes4(entry[21:25]));
        amount = uint128(bytes16(entry[25:41]));
        emit DepositReturned(inboxIndex, owner, token, amount);
        _payOut(owner, token, amount);
    }

    /// @dev The rollup is frozen, and what the header says is how it ends.
    /// @return number of its last batch; 0: none, and the header was not looked at
    /// @return inboxCursor after it
    function _checkSettled(BatchHeader calldata header) private view returns (uint64 number, uint64 inboxCursor) {
        if (!rollup.isFrozen()) revert NotFrozen();
        bytes32 hash;
        (number, hash,, inboxCursor,) = rollup.tip();
        // The genesis has no header, and nothing to wait for.
        if (number == 0) return (number, inboxCursor);
        if (header.hash() != hash) revert NotTheLastBatch(header.number);
        if (!rollup.isFinal(header)) revert NotFinal(header.number);
    }

    /// @dev The last thing a function does.
    function _payOut(address owner, uint32 token, uint256 amount) private {
        escrow[token] -= amount;
        if (token == 0) _pay(owner, amount);
        else _call(tokenAddress[token], abi.encodeCall(IERC20.transfer, (owner, amount)));
    }

    /// @dev D-1, I-2. All that is held of a token stays below 2^128, so that no account's balance can reach it: else
    /// somebody's worthless token could make an entry that T-13 keeps from ever being consumed.
    function _queue(address to, uint32 token, uint256 amount) private returns (uint64 inboxIndex) {
        if (amount == 0) revert ZeroAmount();
        if (to == address(0) || to == kWithdrawalAddress) revert BadRecipient(to);
        uint256 held = escrow[token];
        if (amount > type(uint128).max - held) revert AmountTooLarge(amount);
        escrow[token] = held + amount;
        inboxIndex = inbox.append(abi.encodePacked(uint8(0), to, token, uint128(amount)));
        emit Deposited(inboxIndex, msg.sender, to, token, uint128(amount));
    }

    function _pay(address owner, uint256 amountWei) private {
        bool paid;
        assembly ("memory-safe") {
            // No return data is copied, so that the owner cannot make the caller pay for it.
            paid := call(gas(), owner, amountWei, 0, 0, 0, 0)
        }
        if (!paid) revert PaymentFailed(owner);
    }

    /// @dev Calls a token, which must not revert, and must return true or nothing.
    function _call(address tokenAddress_, bytes memory data) private {
        bool done;
        assembly ("memory-safe") {
            mstore(0, 0)
            done := call(gas(), tokenAddress_, 0, add(data, 0x20), mload(data), 0, 0x20)
            // What is not there cannot have moved anything; any other answer than true is a refusal.
            let silent := and(iszero(returndatasize()), gt(extcodesize(tokenAddress_), 0))
            let agreed := and(gt(returndatasize(), 31), eq(mload(0), 1))
            done := and(done, or(silent, agreed))
        }
        if (!done) revert TokenTransferFailed(tokenAddress_);
    }

    /// @dev The state root that the proof opens.
    function _stateRoot(AccountProof calldata proof) private pure returns (bytes32) {
        if (proof.index >= proof.accountCount) revert WrongProof();
        uint256 key = uint256(uint160(proof.owner)) << 96 | uint256(proof.token) << 64 | proof.nonce;
        uint256 funds = uint256(proof.balance) << 128 | proof.withdrawn;
        bytes32 treeRoot = StateTree.rootOf(proof.index, StateTree.leafHash(key, funds), proof.siblings);
        return StateTree.stateRoot(treeRoot, proof.accountCount, proof.inboxCursor, proof.txCount);
    }
}
