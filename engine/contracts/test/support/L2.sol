// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {AccountProof} from "../../src/interfaces/IBridge.sol";

/// @notice A small L2 state in memory, with its roots, witnesses and proofs (S-1 to S-4, section 8), written apart from
/// the product. Every witness holds all accounts, which lie side by side from 0 on: it needs no siblings.
library L2 {
    uint256 internal constant kMost = 24;
    address internal constant kExit = 0x000000000000000000000000000000000000e817;

    struct Account {
        address owner;
        uint32 token;
        uint64 nonce;
        uint128 balance;
        uint128 withdrawn;
    }

    struct State {
        Account[] accounts; // room for kMost
        uint256 count;
        uint64 cursor;
        uint64 txCount;
    }

    /// @dev What a transaction does, forced or not.
    struct Move {
        uint256 sender;
        uint256 payer; // the sender itself where ETH moves
        uint256 target; // 0 to a known account, 1 to a new one, 2 out
        uint256 to; // where known
        address recipient;
        uint128 amount;
        uint256 priceWei; // of a gas
    }

    function empty() internal pure returns (State memory s) {
        s.accounts = new Account[](kMost);
    }

    function add(State memory s, address owner, uint32 token, uint128 balance) internal pure {
        s.accounts[s.count++] = Account(owner, token, 0, balance, 0);
    }

    /// @return the index; the count where there is none
    function find(State memory s, address owner, uint32 token) internal pure returns (uint256) {
        for (uint256 i = 0; i < s.count; ++i) {
            if (s.accounts[i].owner == owner && s.accounts[i].token == token) return i;
        }
        return s.count;
    }

    function gasOf(bool exits, bool token) internal pure returns (uint64) {
        return (exits ? 30_000 : 21_000) + (token ? 9000 : 0);
    }

    function feeOf(State memory s, Move memory m) internal pure returns (uint128) {
        return uint128(gasOf(m.target == 2, s.accounts[m.payer].token != 0) * m.priceWei);
    }

    /// @return whether the accounts have what it takes
    function canPay(State memory s, Move memory m) internal pure returns (bool) {
        uint256 feeWei = feeOf(s, m);
        if (m.payer == m.sender) return s.accounts[m.sender].balance >= feeWei + m.amount;
        return s.accounts[m.sender].balance >= feeWei && s.accounts[m.payer].balance >= m.amount;
    }

    /// @dev The fee goes to account 0.
    function execute(State memory s, Move memory m) internal pure {
        uint128 feeWei = feeOf(s, m);
        s.accounts[m.sender].balance -= feeWei;
        ++s.accounts[m.sender].nonce;
        s.accounts[m.payer].balance -= m.amount;
        if (m.target == 0) s.accounts[m.to].balance += m.amount;
        else if (m.target == 1) add(s, m.recipient, s.accounts[m.payer].token, m.amount);
        else s.accounts[m.payer].withdrawn += m.amount;
        s.accounts[0].balance += feeWei;
    }

    function node(bytes32 left, bytes32 right) internal pure returns (bytes32) {
        return left | right == 0 ? bytes32(0) : keccak256(abi.encodePacked(uint8(1), left, right));
    }

    function leaves(State memory s) internal pure returns (bytes32[] memory list) {
        list = new bytes32[](s.count + 1); // one more, so that the last has a neighbour
        for (uint256 i = 0; i < s.count; ++i) {
            list[i] = keccak256(abi.encodePacked(uint8(0), _packed(s.accounts[i])));
        }
    }

    function treeRoot(State memory s) internal pure returns (bytes32) {
        bytes32[32] memory ignored;
        return _fold(leaves(s), s.count, 0, ignored);
    }

    function root(State memory s) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(uint8(2), treeRoot(s), uint64(s.count), s.cursor, s.txCount));
    }

    function proof(State memory s, uint32 index) internal pure returns (AccountProof memory p) {
        Account memory a = s.accounts[index];
        p.index = index;
        p.owner = a.owner;
        p.token = a.token;
        p.nonce = a.nonce;
        p.balance = a.balance;
        p.withdrawn = a.withdrawn;
        p.accountCount = uint64(s.count);
        p.inboxCursor = s.cursor;
        p.txCount = s.txCount;
        _fold(leaves(s), s.count, index, p.siblings);
    }

    /// @dev What a witness holds before the entries.
    function witnessHead(State memory s) internal pure returns (bytes memory out) {
        out = abi.encodePacked(uint64(s.count), s.cursor, s.txCount, uint16(s.count));
        for (uint256 i = 0; i < s.count; ++i) {
            out = abi.encodePacked(out, uint32(i), _packed(s.accounts[i]));
        }
    }

    /// @dev X-3 of at most four leaves, and the siblings of one.
    function txTree(bytes32[] memory list, uint256 place)
        internal
        pure
        returns (bytes32 top, bytes32[6] memory siblings)
    {
        bytes32[4] memory l;
        for (uint256 i = 0; i < list.length; ++i) {
            l[i] = list[i];
        }
        bytes32 left = node(l[0], l[1]);
        bytes32 right = node(l[2], l[3]);
        siblings[0] = l[place ^ 1];
        siblings[1] = place < 2 ? right : left;
        top = node(left, right);
        for (uint256 height = 2; height < 6; ++height) {
            top = node(top, 0);
        }
    }

    function _packed(Account memory a) private pure returns (bytes memory) {
        return abi.encodePacked(a.owner, a.token, a.nonce, a.balance, a.withdrawn);
    }

    /// @dev Writes the siblings of an index on the way.
    function _fold(bytes32[] memory list, uint256 count, uint256 index, bytes32[32] memory siblings)
        private
        pure
        returns (bytes32)
    {
        for (uint256 height = 0; height < 32; ++height) {
            uint256 neighbour = index ^ 1;
            if (neighbour < count) siblings[height] = list[neighbour];
            index >>= 1;
            uint256 parents = (count + 1) / 2;
            for (uint256 i = 0; i < parents; ++i) {
                list[i] = node(list[2 * i], 2 * i + 1 < count ? list[2 * i + 1] : bytes32(0));
            }
            count = parents;
        }
        return list[0];
    }
}
