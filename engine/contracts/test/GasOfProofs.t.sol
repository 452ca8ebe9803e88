// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {DemandedTransaction} from "../src/interfaces/IDemands.sol";
import {BadSegmentProof} from "../src/interfaces/IFraud.sol";
import {ForcedTransaction} from "../src/interfaces/IInbox.sol";
import {BrokenPromiseProof, SoftConfirmation} from "../src/interfaces/IPromises.sol";
import {BatchHeader, Submission} from "../src/interfaces/IRollup.sol";
import {kMaxSegmentBytes, kSegmentIndexes, kSegmentRecords} from "../src/interfaces/Protocol.sol";
import {GasFixture} from "./support/GasFixture.sol";
import {IReplayHarness} from "./support/IReplayHarness.sol";
import {Model} from "./support/Model.sol";
import {Records} from "./support/Records.sol";
import {TxTree} from "./support/TxTree.sol";

/// @notice The largest proof of every kind: what decides on K. Change kSegmentRecords, kTxTreeDepth and
/// kSegmentIndexes in src/interfaces/Protocol.sol, and it measures the proofs of another K.
contract GasOfProofsTest is GasFixture {
    /// @dev All that records name, the fee account, and a hidden one (T-33).
    uint256 private constant kAccounts = kSegmentIndexes + 2;
    uint256 private constant kHidden = kSegmentIndexes + 1;
    uint256 private constant kLargestFee = 0x7fffffffffffffff;
    uint256 private constant kForcedBytes = 93; // I-3
    uint64 private constant kNonce = 0x0102030405060708;
    address private constant kChallenger = address(0xcc);

    Model private _wallet;

    function setUp() public override {
        super.setUp();
        registerThree();
        pass(1);
        _wallet = new Model();
    }

    /// @dev Transfers of ETH between accounts of their own, all fields as long as can be.
    function test_transfers() external {
        bytes memory records = abi.encodePacked(uint8(32));
        uint256 count = kSegmentIndexes / 2 < kSegmentRecords ? kSegmentIndexes / 2 : kSegmentRecords;
        for (uint256 i = 0; i < count; ++i) {
            bytes memory pair = Records.pair(_indexOf(2 * i), _indexOf(2 * i + 1), 32);
            records = abi.encodePacked(records, _priced(abi.encodePacked(uint8(0x87), pair, _longAmount())));
        }
        _measure("bad segment, transfers of ETH", records, 0, 0, 2, 0);
    }

    /// @dev As many exits as there is room for: one index each.
    function test_exits() external {
        bytes memory records = abi.encodePacked(uint8(32));
        uint256 count = kSegmentIndexes < kSegmentRecords ? kSegmentIndexes : kSegmentRecords;
        for (uint256 i = 0; i < count; ++i) {
            bytes memory sender = Records.number(_indexOf(i), 4);
            records = abi.encodePacked(records, _priced(abi.encodePacked(uint8(0x97), sender, _longAmount())));
        }
        _measure("bad segment, exits", records, 0, 0, 2, 0);
    }

    /// @dev ETH to as many new accounts as there is room for.
    function test_newAccounts() external {
        bytes memory records = abi.encodePacked(uint8(32));
        uint256 count = kSegmentIndexes < kSegmentRecords ? kSegmentIndexes : kSegmentRecords;
        for (uint256 i = 0; i < count; ++i) {
            bytes memory sender = Records.number(_indexOf(i), 4);
            bytes memory record = abi.encodePacked(uint8(0x8f), sender, _newcomer(i), _longAmount());
            records = abi.encodePacked(records, _priced(record));
        }
        _measure("bad segment, ETH to new accounts", records, 0, count, 2, 0);
    }

    /// @dev Each moves a token of its own to a new account; the last one's owner has an account already, which the
    /// witness shows.
    function test_hiddenAccount() external {
        for (uint256 i = 0; i < kSegmentIndexes / 2; ++i) {
            bridge.registerToken(address(new Anything()));
        }
        bytes memory records = abi.encodePacked(uint8(32));
        uint256 count = kSegmentIndexes / 2 < kSegmentRecords ? kSegmentIndexes / 2 : kSegmentRecords;
        for (uint256 i = 0; i < count; ++i) {
            bytes memory pair = Records.pair(_indexOf(2 * i), _indexOf(2 * i + 1), 32);
            address recipient = i + 1 == count ? _ownerOf(kHidden) : _newcomer(i);
            bytes memory record = abi.encodePacked(uint8(0xaf), pair, recipient, _longAmount());
            records = abi.encodePacked(records, _priced(record));
        }
        _measure("hidden account, tokens to new accounts", records, 1, count - 1, 1, 33);
    }

    /// @dev Forced transactions, each of a token to a new account; of two indexes each. The last one is left out on the
    /// pretext that its sender has no account.
    function test_forcedTransactions() external {
        uint256 count = kSegmentIndexes / 2 < kSegmentRecords ? kSegmentIndexes / 2 : kSegmentRecords;
        bytes memory records = abi.encodePacked(_forced(count, count - 1), Records.noSender());
        _measure("hidden account, forced transactions", records, 2, count - 1, 1, 17);
    }

    /// @dev The same and all of them executed, and then bytes that are no record, as many as a segment holds: with all
    /// accounts and entries that the records name, the proof would fit no transaction.
    function test_bytesThatAreNoRecord() external {
        uint256 count = kSegmentIndexes / 2 < kSegmentRecords ? kSegmentIndexes / 2 : kSegmentRecords;
        bytes memory records = _forced(count, count);
        bytes memory junk = new bytes(kMaxSegmentBytes - records.length);
        for (uint256 i = 0; i < junk.length; ++i) {
            junk[i] = 0x3f;
        }
        bytes memory leaf = abi.encodePacked(uint32(0), _accountOf(0, 0));
        uint256[] memory nodes = new uint256[](3);
        nodes[1] = uint256(keccak256(abi.encodePacked(uint8(0), _accountOf(0, 0))));
        (bytes32 preRoot, bytes memory witness) = _witnessOf(1, leaf, nodes, 1 << 32, "");
        _measureProof("undecodable bytes", _proofOf(abi.encodePacked(records, junk), preRoot, witness), 1, 1);
    }

    /// @dev Forces so many, and takes some of them; all that a record can say of one.
    function _forced(uint256 count, uint256 taken) private returns (bytes memory records) {
        records = abi.encodePacked(uint8(32));
        for (uint256 i = 0; i < count; ++i) {
            Anything token = new Anything();
            bridge.registerToken(address(token));
            ForcedTransaction memory t = ForcedTransaction(
                kNonce, 1, 10_000_000, 30_000, true, address(token), _newcomer(i), 0x0102030405060708090a0b0c0d
            );
            Model.Tx memory tx_ = Model.Tx(kChainId, t.nonce, t.tipWei, t.maxFeeWei, t.gasLimit, t.to, 0);
            inbox.force(t, signedBy(i + 1, _wallet.tokenSigningHash(tx_, t.recipient, t.amount)));
            if (i >= taken) continue;
            bytes memory pair = Records.pair(_indexOf(2 * i), _indexOf(2 * i + 1), 32);
            records = abi.encodePacked(records, uint8(0x68), pair);
        }
    }

    function test_demands() external {
        Segment[] memory segments = _fullBatch();
        BatchHeader memory header = submit(kAnna, submissionOf(kAnna), segments);
        DemandedTransaction memory demanded = demandFor(header, 0, 0);
        demanded.segmentLeaves = leavesOf(segments);
        bytes memory callData = abi.encodeCall(demands.demand, (demanded));
        rememberProof("demand", costOf(kChallenger, address(demands), kDemandBond, callData));
        demanded = demandFor(header, 0, 1);
        demanded.segmentLeaves = leavesOf(segments);
        uint64 id = makeDemand(kChallenger, demanded);
        callData = abi.encodeCall(demands.answer, (id, signedBy(kUserKey, hashOf(1))));
        rememberProof("answer", costOf(kBert, address(demands), 0, callData));
        // What floods an operator with demands costs more than twice as much as to answer them.
        callData = abi.encodeCall(demands.demand, (demandFor(submitSigned(kAnna), 0, 0)));
        Cost memory small = costOf(kChallenger, address(demands), kDemandBond, callData);
        rememberProof("demand in a batch of two segments", small);
        callData = abi.encodeCall(demands.answer, (3, signedBy(kUserKey, hashOf(0))));
        check(small.total > 2 * costOf(kBert, address(demands), 0, callData).total, "answers cost less");
        pass(kAnswer + 1);
        callData = abi.encodeCall(demands.convictUnanswered, (1, header));
        rememberProof("withheld signature", costOf(kChallenger, address(demands), 0, callData));
    }

    function test_promises() external {
        uint256 key = 0x09e4a704;
        address operator = vm.addr(key);
        register(operator, kMinBid, kBond);
        submitRoot(operator, rootAfter(0));
        Segment[] memory segments = _fullBatch();
        BrokenPromiseProof memory proof;
        proof.header = submit(operator, submissionOf(operator), segments);
        proof.confirmation = promiseOf(proof.header.era, kTxCountBefore + 4, hashOf(7));
        proof.signature = signedBy(key, promises.promiseHash(proof.confirmation));
        proof.segmentLeaves = leavesOf(segments);
        proof.segment = 1;
        proof.previous = openingOf(0);
        proof.opening = openingOf(1);
        proof.before.treeRoot = kTreeRoot;
        proof.before.accountCount = 9;
        proof.before.txCount = kTxCountBefore + 3;
        proof.txLeaf = leavesOfSegment(1)[1];
        proof.siblings = TxTree.siblings(leavesOfSegment(1), 1);
        promises.commit(keccak256(abi.encode(kChallenger, promises.promiseHash(proof.confirmation), bytes32(0))));
        pass(1);
        uint256 state = vm.snapshotState();
        bytes memory callData = abi.encodeCall(promises.proveBroken, (proof));
        rememberProof("broken promise, anchored", costOf(kChallenger, address(promises), 0, callData));
        vm.revertToState(state);
        SoftConfirmation memory second = proof.confirmation;
        SoftConfirmation memory other = promiseOf(second.era, second.sequence, hashOf(8));
        callData = abi.encodeCall(
            promises.proveConflict,
            (second, proof.signature, other, signedBy(key, promises.promiseHash(other)), bytes32(0))
        );
        rememberProof("broken promise, conflict", costOf(kChallenger, address(promises), 0, callData));
    }

    /// @dev The segments of SignedBatches, and as many as there is room for.
    function _fullBatch() private view returns (Segment[] memory segments) {
        segments = new Segment[](256);
        Segment[] memory signed = segmentsOfTheBatch();
        for (uint256 i = 0; i < 256; ++i) {
            segments[i] = i < 2 ? signed[i] : Segment(kTreeRoot, 0, Records.segment(Records.blockEnd(1)));
        }
    }

    /// @param shape of the accounts: 0 all ETH; 1 ETH and a token in turn; 2 the same, owned by keys 1, 2, ...
    /// @param appended accounts
    function _measure(
        string memory name,
        bytes memory records,
        uint256 shape,
        uint256 appended,
        uint8 reason,
        uint16 rule
    ) private {
        (bytes32 preRoot, bytes memory witness) = _largestWitness(shape, appended);
        _measureProof(name, _proofOf(records, preRoot, witness), reason, rule);
    }

    function _measureProof(string memory name, BadSegmentProof memory proof, uint8 reason, uint16 rule) private {
        check(proof.records.length <= kMaxSegmentBytes, "the records fit a segment");
        (uint8 shown, uint16 broken) = fraud.checkBadSegment(proof);
        checkEqual(shown, reason, "reason");
        checkEqual(broken, rule, "rule");
        fraud.commit(commitmentTo(kChallenger, proof));
        pass(1);
        bytes memory callData = abi.encodeCall(fraud.proveBadSegment, (proof));
        rememberProof(name, costOf(kChallenger, address(fraud), 0, callData));
    }

    /// @dev In a full batch, as the proof shows the leaves of all its segments. The segment before asserts the state.
    function _proofOf(bytes memory records, bytes32 preRoot, bytes memory witness)
        private
        returns (BadSegmentProof memory proof)
    {
        Segment[] memory segments = new Segment[](256);
        for (uint256 i = 0; i < 256; ++i) {
            segments[i] = Segment(preRoot, 0, Records.segment(Records.blockEnd(1)));
        }
        segments[255] = Segment(bytes32(uint256(1)), bytes32(uint256(2)), records);
        Submission memory submission = submissionOf(kAnna);
        submission.feeAccount = uint32(_indexOf(kSegmentIndexes));
        submission.inboxAfter = inbox.count();
        proof.header = submit(kAnna, submission, segments);
        proof.segmentLeaves = leavesOf(segments);
        proof.index = 255;
        proof.previous.postRoot = preRoot;
        proof.previous.recordsHash = keccak256(segments[254].records);
        proof.postRoot = segments[255].postRoot;
        proof.txRoot = segments[255].txRoot;
        proof.records = records;
        proof.witness = witness;
    }

    function _largestWitness(uint256 shape, uint256 appended)
        private
        returns (bytes32 preRoot, bytes memory witness)
    {
        (bytes memory accounts, uint256[] memory nodes) = _spreadAccounts(shape);
        uint256 preCount = (1 << 32) - 1 - appended; // room for one more (T-22)
        uint256[] memory all = new uint256[](nodes.length + 3 * appended);
        for (uint256 i = 0; i < nodes.length; ++i) {
            all[i] = nodes[i];
        }
        for (uint256 i = 0; i < appended; ++i) {
            all[nodes.length + 3 * i] = preCount + i;
        }
        return _witnessOf(kAccounts, accounts, all, preCount, _entries(shape));
    }

    /// @param nodes position, hash before, hash after: three words each
    function _witnessOf(
        uint256 count,
        bytes memory accounts,
        uint256[] memory nodes,
        uint256 preCount,
        bytes memory entries
    ) private returns (bytes32 preRoot, bytes memory witness) {
        IReplayHarness harness = IReplayHarness(vm.deployCode("ReplayHarness.sol"));
        bytes memory siblings = _siblingsFor(nodes, preCount);
        (bytes32 root,, bool exact) = harness.updateLayout(nodes, preCount, siblings);
        check(exact, "all siblings used");
        preRoot = keccak256(abi.encodePacked(uint8(2), root, uint64(preCount), uint64(0), uint64(0)));
        witness = abi.encodePacked(uint64(preCount), uint64(0), uint64(0), uint16(count), accounts);
        witness = abi.encodePacked(witness, uint16(entries.length / kForcedBytes), entries, siblings);
    }

    /// @dev As _forced put them into the inbox.
    function _entries(uint256 shape) private view returns (bytes memory entries) {
        if (shape != 2) return "";
        for (uint256 i = 0; i < inbox.count(); ++i) {
            entries = abi.encodePacked(
                entries,
                _wallet.forcedEntry(
                    Model.Forced(
                        vm.addr(i + 1),
                        kNonce,
                        1,
                        10_000_000,
                        30_000,
                        uint32(i + 1),
                        _newcomer(i),
                        0x0102030405060708090a0b0c0d
                    )
                )
            );
        }
    }

    function _newcomer(uint256 i) private pure returns (address) {
        return address(uint160(uint256(keccak256(abi.encode("newcomer", i)))));
    }

    function _ownerOf(uint256 i) private pure returns (address) {
        return address(uint160(uint256(keccak256(abi.encode("owner", i)))));
    }

    function _longAmount() private pure returns (bytes memory) {
        return Records.amountAs(0x0102030405060708090a0b0c0d, 0, 7);
    }

    function _priced(bytes memory record) private pure returns (bytes memory) {
        return Records.withFees(record, kLargestFee, kLargestFee, kLargestFee);
    }

    /// @dev One in each of as many subtrees, as far apart as can be in a tree of 2^32; the fee account and the hidden
    /// one are in the other halves of the first two.
    function _indexOf(uint256 i) private pure returns (uint256) {
        uint256 stride = (1 << 32) / kSegmentIndexes;
        if (i < kSegmentIndexes) return i * stride + stride / 3;
        return (i - kSegmentIndexes) * stride + stride / 2 + stride / 3;
    }

    function _spreadAccounts(uint256 shape) private pure returns (bytes memory leaves, uint256[] memory nodes) {
        nodes = new uint256[](3 * kAccounts);
        // In ascending order the fee account stands second and the hidden one fourth.
        uint256[4] memory first = [0, kSegmentIndexes, 1, kHidden];
        for (uint256 i = 0; i < kAccounts; ++i) {
            uint256 n = i < 4 ? first[i] : i - 2;
            bytes memory account = _accountOf(shape, n);
            leaves = abi.encodePacked(leaves, uint32(_indexOf(n)), account);
            nodes[3 * i] = _indexOf(n);
            nodes[3 * i + 1] = uint256(keccak256(abi.encodePacked(uint8(0), account)));
        }
    }

    function _accountOf(uint256 shape, uint256 n) private pure returns (bytes memory) {
        address owner = _ownerOf(n);
        uint32 token = 0;
        if (shape != 0 && n < kSegmentIndexes) {
            owner = shape == 2 ? vm.addr(n / 2 + 1) : _ownerOf(n / 2);
            token = n % 2 == 1 ? uint32(n / 2 + 1) : 0;
        }
        // Of the last token that moves.
        if (shape == 1 && n == kHidden) token = uint32(kSegmentIndexes / 2);
        return abi.encodePacked(
            owner,
            token,
            kNonce,
            uint128(0x0102030405060708090a0b0c0d0e0f10),
            uint128(0x1112131415161718191a1b1c1d1e1f20)
        );
    }

    /// @dev W-2: for every neighbour that is not in the list and was not empty.
    function _siblingsFor(uint256[] memory nodes, uint256 preCount) private pure returns (bytes memory siblings) {
        uint256[] memory positions = new uint256[](nodes.length / 3);
        for (uint256 i = 0; i < positions.length; ++i) {
            positions[i] = nodes[3 * i];
        }
        uint256 needed = 0;
        uint256 count = positions.length;
        for (uint256 height = 0; height < 32; ++height) {
            uint256 kept = 0;
            for (uint256 i = 0; i < count; ++i) {
                uint256 sibling = positions[i] ^ 1;
                if (i + 1 < count && positions[i + 1] == sibling) ++i;
                else if (sibling << height < preCount) ++needed;
                positions[kept++] = positions[i] >> 1;
            }
            count = kept;
        }
        siblings = new bytes(32 * needed);
        for (uint256 i = 0; i < needed; ++i) {
            bytes32 sibling = keccak256(abi.encode("sibling", i));
            assembly ("memory-safe") {
                mstore(add(add(siblings, 32), mul(32, i)), sibling)
            }
        }
    }
}

/// @notice Something with code, so that it can be registered as a token.
contract Anything {
    uint256 public something;
}
