// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {StateOpening} from "../../src/interfaces/IPromises.sol";
import {ChainFixture} from "../support/ChainFixture.sol";
import {L2} from "../support/L2.sol";
import {Model} from "../support/Model.sol";
import {Records} from "../support/Records.sol";
import {Behaviour, TestToken} from "../support/TestToken.sol";

/// @dev What may be wrong with a segment.
enum Flaw {
    None,
    Minted,
    Exited,
    TxCount,
    TxRoot,
    Cursor,
    Overspent,
    TokenOverspent,
    Undecodable,
    TooMany,
    LowFee,
    HiddenDeposit,
    HiddenRecipient,
    LeftOutUnknown,
    LeftOutCannot,
    WrongAccount,
    BeyondInbox
}

/// @notice Makes segments, right ones and wrong ones, over the entries of the inbox and transactions of its own.
abstract contract Sequencer is ChainFixture {
    using L2 for L2.State;

    uint256 internal constant kUsers = 4; // the last has no account at first
    uint32 internal constant kTokens = 3; // ETH, a token, one that keeps a fee
    uint64 internal constant kMaxFee = 10_000_000; // of the template

    struct Entry {
        bool forced;
        address owner;
        uint32 token;
        uint128 amount;
        uint64 nonce;
        uint64 tipWei;
        uint64 maxFeeWei;
        address recipient;
    }

    /// @dev A segment, and all that is needed to speak of it.
    struct Made {
        bytes32 postRoot;
        bytes32 txRoot;
        bytes records;
        bytes witness;
        StateOpening before;
        bytes32[] hashes; // to sign
        address[] senders;
        bool isSigned; // whether the senders signed
    }

    /// @dev A segment while it is made.
    struct Draft {
        L2.State state;
        bytes records;
        bytes entries;
        uint16 entryCount;
        uint64 baseFeeWei;
        uint64 inboxAfter;
        bytes32[4] hashes;
        address[4] senders;
        uint256 txs;
        uint8 reason; // as Fraud will say
        uint16 rule;
        Flaw flaw;
    }

    Model internal _maths; // pure functions of it only
    address[] internal _users;
    mapping(address user => uint256) internal _keys;
    TestToken[3] internal _tokens; // none for ETH
    Entry[] internal _entries; // all of the inbox
    bytes[] internal _entryBytes;

    function setUp() public virtual override {
        super.setUp();
        _maths = new Model();
        for (uint256 i = 0; i < kUsers; ++i) {
            _users.push(_person(0x5000 + i));
        }
        for (uint32 token = 1; token < kTokens; ++token) {
            _tokens[token] = new TestToken(token == 1 ? Behaviour.Standard : Behaviour.KeepsAFee);
            bridge.registerToken(address(_tokens[token]));
        }
    }

    function _person(uint256 key) internal returns (address person) {
        person = vm.addr(key);
        _keys[person] = key;
    }

    /// @dev Makes one segment; the state goes on to what the segment says comes after it.
    function _segment(Draft memory d, uint64 upTo, uint256 txs, uint256 seed, Flaw flaw)
        internal
        view
        returns (Made memory made)
    {
        L2.State memory s = d.state;
        d.records = "";
        d.entries = "";
        d.entryCount = 0;
        d.txs = 0;
        made.before = StateOpening(s.treeRoot(), uint64(s.count), s.cursor, s.txCount);
        bytes memory head = s.witnessHead();
        while (s.cursor < upTo) _consume(d);
        for (uint256 i = 0; i < txs; ++i) {
            _transact(d, uint256(keccak256(abi.encode(seed, i))));
        }
        bool wrongTxRoot = false;
        if (flaw != Flaw.None) {
            _spoil(d, flaw, seed);
            wrongTxRoot = d.flaw == Flaw.TxRoot;
        }
        made.hashes = new bytes32[](d.txs);
        made.senders = new address[](d.txs);
        bytes32[] memory leaves = new bytes32[](d.txs);
        for (uint256 i = 0; i < d.txs; ++i) {
            made.hashes[i] = d.hashes[i];
            made.senders[i] = d.senders[i];
            leaves[i] = _txLeaf(d.hashes[i], d.senders[i]);
        }
        (made.txRoot,) = L2.txTree(leaves, 0);
        if (wrongTxRoot) made.txRoot ^= bytes32(uint256(1));
        made.records = Records.segment(abi.encodePacked(d.records, Records.blockEnd(1)));
        made.witness = abi.encodePacked(head, d.entryCount, d.entries);
        made.postRoot = s.root();
        made.isSigned = true;
    }

    function _txLeaf(bytes32 hash, address sender) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(uint8(3), hash, sender));
    }

    /// @dev The next entry, as the rules want it.
    function _consume(Draft memory d) private view {
        L2.State memory s = d.state;
        Entry memory e = _entries[s.cursor];
        if (!e.forced) {
            uint256 account = s.find(e.owner, e.token);
            if (account == s.count) {
                s.add(e.owner, e.token, e.amount);
                _take(d, hex"02");
            } else {
                s.accounts[account].balance += e.amount;
                _take(d, Records.depositTo(account));
            }
            return;
        }
        (bytes memory tag, bool executed, L2.Move memory m) = _judge(d, e);
        if (executed) s.execute(m);
        _take(d, tag);
    }

    /// @dev The record for a forced transaction.
    function _judge(Draft memory d, Entry memory e)
        private
        pure
        returns (bytes memory record, bool executed, L2.Move memory m)
    {
        L2.State memory s = d.state;
        m.sender = s.find(e.owner, 0);
        if (m.sender == s.count) return (hex"03", false, m);
        m.payer = e.token == 0 ? m.sender : s.find(e.owner, e.token);
        if (m.payer == s.count) return (abi.encodePacked(uint8(4), uint8(m.sender)), false, m);
        m.target = 2;
        if (e.recipient != L2.kExit) {
            m.to = s.find(e.recipient, e.token);
            m.target = m.to == s.count ? 1 : 0;
        }
        m.recipient = e.recipient;
        m.amount = e.amount;
        m.priceWei = d.baseFeeWei + e.tipWei;
        if (m.priceWei > e.maxFeeWei) m.priceWei = e.maxFeeWei;
        bool ethShows = s.accounts[m.sender].nonce != e.nonce || e.maxFeeWei < d.baseFeeWei;
        uint128 owed = s.feeOf(m) + (e.token == 0 ? e.amount : 0);
        if (ethShows || s.accounts[m.sender].balance < owed) {
            return (abi.encodePacked(uint8(5), uint8(m.sender)), false, m);
        }
        if (!s.canPay(m)) return (abi.encodePacked(uint8(6), uint8(m.sender), uint8(m.payer)), false, m);
        record = abi.encodePacked(uint8(0x40 | m.target << 3 | (e.token == 0 ? 0 : 0x20)), uint8(m.sender));
        if (e.token != 0) record = abi.encodePacked(record, uint8(m.payer));
        if (m.target == 0) record = abi.encodePacked(record, uint8(m.to));
        executed = true;
    }

    /// @dev An entry is gone by this record.
    function _take(Draft memory d, bytes memory record) private view {
        d.records = abi.encodePacked(d.records, record);
        d.entries = abi.encodePacked(d.entries, _entryBytes[d.state.cursor]);
        ++d.entryCount;
        ++d.state.cursor;
    }

    /// @dev A transaction of a user, where it has what it takes.
    function _transact(Draft memory d, uint256 seed) private view {
        L2.State memory s = d.state;
        if (s.count == 0 || d.txs == 4) return;
        L2.Move memory m;
        m.payer = seed % s.count;
        address sender = s.accounts[m.payer].owner;
        uint32 token = s.accounts[m.payer].token;
        m.sender = s.find(sender, 0);
        if (m.sender == s.count) return;
        // A record names one account of ETH, though a wrong state may have two.
        if (token == 0) m.payer = m.sender;
        m.recipient = _users[(seed >> 16) % kUsers];
        m.to = s.find(m.recipient, token);
        m.target = m.to == s.count ? 1 : 0;
        if ((seed >> 24) % 3 == 0) (m.target, m.recipient) = (2, L2.kExit);
        m.priceWei = d.baseFeeWei;
        m.amount = uint128((seed >> 32) % (uint256(s.accounts[m.payer].balance) / 4 + 1));
        if (!s.canPay(m)) return;
        bytes memory indexes = abi.encodePacked(uint8(m.sender));
        if (token != 0) indexes = abi.encodePacked(indexes, uint8(m.payer));
        if (m.target == 0) indexes = abi.encodePacked(indexes, uint8(m.to));
        if (m.target == 1) indexes = abi.encodePacked(indexes, m.recipient);
        uint256 bits = m.target << 3 | (token == 0 ? 0 : Records.kToken);
        d.records = abi.encodePacked(d.records, Records.user(bits, indexes, m.amount));
        Model.Tx memory t = Model.Tx(
            kChainId,
            s.accounts[m.sender].nonce,
            0,
            kMaxFee,
            L2.gasOf(m.target == 2, token != 0),
            m.recipient,
            m.amount
        );
        if (token == 0) {
            d.hashes[d.txs] = _maths.signingHash(t);
        } else {
            t.to = address(_tokens[token]);
            t.valueWei = 0;
            d.hashes[d.txs] = _maths.tokenSigningHash(t, m.recipient, m.amount);
        }
        d.senders[d.txs++] = sender;
        s.execute(m);
        ++s.txCount;
    }

    /// @dev Makes the end of the segment wrong; where there is nothing to do it with, money out of thin air.
    function _spoil(Draft memory d, Flaw flaw, uint256 seed) private view {
        L2.State memory s = d.state;
        d.flaw = flaw;
        if (flaw >= Flaw.HiddenDeposit && flaw != Flaw.HiddenRecipient) {
            if (_spoilEntry(d, flaw)) return;
        } else if (_spoilRecords(d, flaw) || _spoilRoots(d, flaw, seed)) {
            return;
        }
        d.flaw = Flaw.Minted;
        s.accounts[seed % s.count].balance += 1 ether;
        (d.reason, d.rule) = (2, 0);
    }

    function _spoilRoots(Draft memory d, Flaw flaw, uint256 seed) private view returns (bool) {
        L2.State memory s = d.state;
        (d.reason, d.rule) = (2, 0);
        if (flaw == Flaw.Exited) {
            s.accounts[seed % s.count].withdrawn += 1 ether;
        } else if (flaw == Flaw.TxCount) {
            ++s.txCount;
        } else if (flaw == Flaw.TxRoot) {
            d.reason = 3;
        } else if (flaw == Flaw.Cursor && s.cursor < _entries.length) {
            d.reason = 4;
            d.inboxAfter = s.cursor + 1;
        } else {
            return false;
        }
        return true;
    }

    function _spoilRecords(Draft memory d, Flaw flaw) private pure returns (bool) {
        L2.State memory s = d.state;
        bytes memory record;
        d.reason = 1;
        if (flaw == Flaw.Overspent) {
            record = Records.transfer(0, 0, uint256(s.accounts[0].balance) + 1);
            d.rule = 28;
        } else if (flaw == Flaw.TokenOverspent) {
            uint256 i = 0;
            while (i < s.count && s.accounts[i].token == 0) ++i;
            if (i == s.count) return false;
            uint256 sender = s.find(s.accounts[i].owner, 0);
            if (sender == s.count || s.accounts[sender].balance < 30_000 * uint256(d.baseFeeWei)) return false;
            record = Records.tokenTransfer(sender, i, i, uint256(s.accounts[i].balance) + 1);
            d.rule = 32;
        } else if (flaw == Flaw.Undecodable) {
            record = hex"ff";
            d.rule = 1;
        } else if (flaw == Flaw.TooMany) {
            record = new bytes(2 * 65);
            d.rule = 2;
        } else if (flaw == Flaw.LowFee) {
            record = Records.transferWithFees(0, 0, 1, 21_000, d.baseFeeWei - 1, 0);
            d.rule = 25;
        } else if (flaw == Flaw.HiddenRecipient) {
            record = Records.transferToNew(0, s.accounts[0].owner, 1);
            if (s.count < L2.kMost / 2) s.add(s.accounts[0].owner, 0, 1);
            d.rule = 33;
        } else {
            return false;
        }
        d.records = abi.encodePacked(d.records, record);
        return true;
    }

    /// @dev What is wrong with how the next entry is taken.
    function _spoilEntry(Draft memory d, Flaw flaw) private view returns (bool) {
        L2.State memory s = d.state;
        d.reason = 1;
        if (flaw == Flaw.BeyondInbox) {
            d.records = abi.encodePacked(d.records, uint8(2));
            d.rule = 10;
            return true;
        }
        if (s.cursor >= _entries.length) return false;
        Entry memory e = _entries[s.cursor];
        uint256 account = s.find(e.owner, e.forced ? 0 : e.token);
        bool leavesOut = flaw == Flaw.LeftOutUnknown || flaw == Flaw.LeftOutCannot;
        if (leavesOut != e.forced || account == s.count) return false;
        if (flaw == Flaw.HiddenDeposit) {
            if (s.count < L2.kMost / 2) s.add(e.owner, e.token, e.amount);
            d.rule = 33;
            _take(d, hex"02");
        } else if (flaw == Flaw.WrongAccount) {
            uint256 other = account == 0 ? 1 : 0;
            s.accounts[other].balance += e.amount;
            d.rule = 11;
            _take(d, Records.depositTo(other));
        } else if (flaw == Flaw.LeftOutUnknown) {
            d.rule = 17;
            _take(d, hex"03");
        } else {
            (bytes memory record,,) = _judge(d, e);
            // Where the account of ETH shows nothing.
            if (record[0] == 0x04 || record[0] == 0x05) return false;
            d.rule = 16;
            _take(d, abi.encodePacked(uint8(5), uint8(account)));
        }
        if (d.inboxAfter < s.cursor) d.inboxAfter = s.cursor;
        return true;
    }
}
