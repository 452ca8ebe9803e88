// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

/// @notice A small L2 state, written naively and apart from the product: it knows the rules S-1 to S-4, X-1 to X-3
/// and the witness of section 8, and nothing of the transition. A test changes the accounts by hand.
contract Model {
    struct Account {
        address owner;
        uint32 token;
        uint64 nonce;
        uint128 balance;
        uint128 withdrawn;
    }

    Account[] private _accounts;
    uint64 public cursor;
    uint64 public txCount;

    function count() public view returns (uint64) {
        return uint64(_accounts.length);
    }

    function account(uint256 index) external view returns (Account memory) {
        return _accounts[index];
    }

    function add(address owner, uint32 token, uint128 balance) external returns (uint256 index) {
        _accounts.push(Account(owner, token, 0, balance, 0));
        return _accounts.length - 1;
    }

    function set(uint256 index, Account calldata account_) external {
        _accounts[index] = account_;
    }

    function setCursor(uint64 cursor_) external {
        cursor = cursor_;
    }

    function setTxCount(uint64 txCount_) external {
        txCount = txCount_;
    }

    /// @dev What an ETH transfer does, fee included; the test states the fee.
    function move(uint256 from, uint256 to, uint256 collector, uint256 valueWei, uint256 feeWei) external {
        _payFee(from, collector, feeWei);
        _accounts[from].balance -= uint128(valueWei);
        _accounts[to].balance += uint128(valueWei);
    }

    function credit(uint256 index, uint256 amountWei) external {
        _accounts[index].balance += uint128(amountWei);
    }

    function exit(uint256 from, uint256 collector, uint256 valueWei, uint256 feeWei) external {
        _payFee(from, collector, feeWei);
        _accounts[from].balance -= uint128(valueWei);
        _accounts[from].withdrawn += uint128(valueWei);
    }

    /// @dev What a token transfer does: the fee in ETH, the amount in the token.
    function moveToken(uint256 sender, uint256 from, uint256 to, uint256 collector, uint256 amount, uint256 feeWei)
        external
    {
        _payFee(sender, collector, feeWei);
        _accounts[from].balance -= uint128(amount);
        _accounts[to].balance += uint128(amount);
    }

    function exitToken(uint256 sender, uint256 from, uint256 collector, uint256 amount, uint256 feeWei) external {
        _payFee(sender, collector, feeWei);
        _accounts[from].balance -= uint128(amount);
        _accounts[from].withdrawn += uint128(amount);
    }

    function _payFee(uint256 sender, uint256 collector, uint256 feeWei) private {
        _accounts[sender].balance -= uint128(feeWei);
        _accounts[sender].nonce += 1;
        _accounts[collector].balance += uint128(feeWei);
        ++txCount;
    }

    function root() public view returns (bytes32) {
        return keccak256(abi.encodePacked(uint8(2), subtree(32, 0), count(), cursor, txCount));
    }

    function subtree(uint256 height, uint256 position) public view returns (bytes32) {
        if (position << height >= _accounts.length) return 0;
        if (height == 0) {
            Account memory a = _accounts[position];
            return keccak256(abi.encodePacked(uint8(0), a.owner, a.token, a.nonce, a.balance, a.withdrawn));
        }
        bytes32 left = subtree(height - 1, 2 * position);
        bytes32 right = subtree(height - 1, 2 * position + 1);
        return left | right == 0 ? bytes32(0) : keccak256(abi.encodePacked(uint8(1), left, right));
    }

    function siblings(uint256 index) external view returns (bytes32[32] memory out) {
        for (uint256 height = 0; height < 32; ++height) {
            out[height] = subtree(height, (index >> height) ^ 1);
        }
    }

    /// @param existing ascending, each once
    /// @param appended how many accounts the segment appends
    /// @param entries joined
    function witness(uint256[] memory existing, uint256 appended, bytes memory entries)
        external
        view
        returns (bytes memory)
    {
        bytes memory leaves;
        for (uint256 i = 0; i < existing.length; ++i) {
            Account memory a = _accounts[existing[i]];
            leaves = abi.encodePacked(leaves, uint32(existing[i]), a.owner, a.token, a.nonce, a.balance, a.withdrawn);
        }
        return abi.encodePacked(
            count(),
            cursor,
            txCount,
            uint16(existing.length),
            leaves,
            _entryCount(entries),
            entries,
            _siblings(existing, appended)
        );
    }

    function _siblings(uint256[] memory existing, uint256 appended) private view returns (bytes memory out) {
        uint256[] memory list = new uint256[](existing.length + appended);
        for (uint256 i = 0; i < existing.length; ++i) {
            list[i] = existing[i];
        }
        for (uint256 i = 0; i < appended; ++i) {
            list[existing.length + i] = _accounts.length + i;
        }
        for (uint256 height = 0; height < 32; ++height) {
            uint256 kept = 0;
            for (uint256 i = 0; i < list.length; ++i) {
                uint256 sibling = list[i] ^ 1;
                if (i + 1 < list.length && list[i + 1] == sibling) {
                    list[kept++] = list[i++] >> 1;
                    continue;
                }
                if (sibling << height < _accounts.length) out = abi.encodePacked(out, subtree(height, sibling));
                list[kept++] = list[i] >> 1;
            }
            assembly ("memory-safe") {
                mstore(list, kept)
            }
        }
    }

    function _entryCount(bytes memory entries) private pure returns (uint16 found) {
        for (uint256 i = 0; i < entries.length; i += entries[i] == 0 ? 41 : 93) {
            ++found;
        }
    }

    /// @dev I-3.
    struct Forced {
        address sender;
        uint64 nonce;
        uint64 tipWei;
        uint64 maxFeeWei;
        uint64 gasLimit;
        uint32 token;
        address recipient;
        uint128 amount;
    }

    function forcedEntry(Forced calldata f) external pure returns (bytes memory) {
        return abi.encodePacked(
            uint8(1), f.sender, f.nonce, f.tipWei, f.maxFeeWei, f.gasLimit, f.token, f.recipient, f.amount
        );
    }

    /// @dev I-2.
    function entry(address owner, uint128 amountWei) external pure returns (bytes memory) {
        return entryOf(owner, 0, amountWei);
    }

    function entryOf(address owner, uint32 token, uint128 amount) public pure returns (bytes memory) {
        return abi.encodePacked(uint8(0), owner, token, amount);
    }

    /// @dev I-1.
    function accAfter(bytes32 acc, bytes memory entry_) external pure returns (bytes32) {
        return keccak256(abi.encodePacked(uint8(5), acc, entry_));
    }

    struct Tx {
        uint64 chainId;
        uint64 nonce;
        uint64 tipWei;
        uint64 maxFeeWei;
        uint64 gasLimit;
        address to;
        uint128 valueWei;
    }

    /// @dev X-1 of a transfer of ETH.
    function signingHash(Tx memory t) public pure returns (bytes32) {
        return _signingHash(t, hex"80");
    }

    /// @dev X-1 of a token's transfer(recipient, amount); `t` is the transaction to the token, without value.
    function tokenSigningHash(Tx memory t, address recipient, uint128 amount) public pure returns (bytes32) {
        bytes memory call_ = abi.encodeWithSignature("transfer(address,uint256)", recipient, uint256(amount));
        return _signingHash(t, abi.encodePacked(hex"b8", uint8(call_.length), call_));
    }

    function _signingHash(Tx memory t, bytes memory data) private pure returns (bytes32) {
        bytes memory payload = abi.encodePacked(
            _integer(t.chainId), _integer(t.nonce), _integer(t.tipWei), _integer(t.maxFeeWei), _integer(t.gasLimit)
        );
        payload = abi.encodePacked(payload, uint8(0x94), t.to, _integer(t.valueWei), data, uint8(0xc0));
        bytes memory prefix = payload.length < 56
            ? abi.encodePacked(uint8(0xc0 + payload.length))
            : abi.encodePacked(uint8(0xf8), uint8(payload.length));
        return keccak256(abi.encodePacked(uint8(2), prefix, payload));
    }

    /// @dev X-3, from the signing hashes and senders of the transactions.
    function txRoot(bytes32[] memory hashes, address[] memory senders) external pure returns (bytes32) {
        bytes32[64] memory nodes;
        for (uint256 i = 0; i < hashes.length; ++i) {
            nodes[i] = keccak256(abi.encodePacked(uint8(3), hashes[i], senders[i]));
        }
        for (uint256 width = 32; width > 0; width /= 2) {
            for (uint256 i = 0; i < width; ++i) {
                bytes32 left = nodes[2 * i];
                bytes32 right = nodes[2 * i + 1];
                nodes[i] = left | right == 0 ? bytes32(0) : keccak256(abi.encodePacked(uint8(1), left, right));
            }
        }
        return nodes[0];
    }

    function _integer(uint256 value) private pure returns (bytes memory out) {
        if (value == 0) return hex"80";
        if (value < 0x80) return abi.encodePacked(uint8(value));
        for (uint256 rest = value; rest != 0; rest >>= 8) {
            out = abi.encodePacked(uint8(rest), out);
        }
        return abi.encodePacked(uint8(0x80 + out.length), out);
    }
}
