// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {Demand, DemandedTransaction, DemandStatus, IDemands} from "./interfaces/IDemands.sol";
import {Signature} from "./interfaces/IInbox.sol";
import {IOperators} from "./interfaces/IOperators.sol";
import {BatchHeader, IRollup} from "./interfaces/IRollup.sol";
import {BatchHeaders} from "./BatchHeaders.sol";
import {kSegmentRecords} from "./interfaces/Protocol.sol";
import {Segments} from "./Segments.sol";
import {Signatures} from "./Signatures.sol";
import {StateTree} from "./StateTree.sol";
import {TypedTransaction} from "./TypedTransaction.sol";

/// @notice Signatures are not on L1, but whoever doubts one can have it shown there (PROTOCOL.md, F-5 to F-8).
contract Demands is IDemands {
    using BatchHeaders for BatchHeader;

    /// @dev Most settled demands that a call clears away; more than the one that it can add.
    uint256 private constant kClearedAtOnce = 8;

    /// @notice The chain of batches that is spoken of.
    IRollup public immutable rollup;
    /// @notice Where bonds are, and claims.
    IOperators public immutable operators;
    /// @inheritdoc IDemands
    uint64 public immutable demandCutoffBlocks;
    /// @inheritdoc IDemands
    uint64 public immutable answerBlocks;
    /// @inheritdoc IDemands
    uint128 public immutable demandBondWei;

    /// @dev In the order in which they were made, so that what is overdue stands before what is not.
    Demand[] private _demands;
    /// @dev All demands below this place are settled: answered, convicted, or against a batch that left the chain.
    uint64 private _firstOpen;
    mapping(bytes32 transaction => uint64 id) private _ids;

    /// @notice A demand could be overdue only after its batch is final, or the rollup would freeze while an operator may
    /// wait (O-5).
    error BadDemandTimes();

    /// @param rollup_ address of the Rollup, which is there already
    /// @param operators_ address of Operators, which is there already
    /// @param demandCutoffBlocks_ L1 blocks after a batch's own in which it can be demanded of
    /// @param answerBlocks_ L1 blocks to answer in
    /// @param demandBondWei_ what a demand costs if it is answered
    constructor(
        IRollup rollup_,
        IOperators operators_,
        uint64 demandCutoffBlocks_,
        uint64 answerBlocks_,
        uint128 demandBondWei_
    ) {
        if (
            demandCutoffBlocks_ == 0 || answerBlocks_ == 0
                || uint256(demandCutoffBlocks_) + answerBlocks_ > rollup_.challengeWindowBlocks()
                || uint256(operators_.epochBlocks()) + answerBlocks_ >= rollup_.escapeBlocks()
        ) revert BadDemandTimes();
        rollup = rollup_;
        operators = operators_;
        demandCutoffBlocks = demandCutoffBlocks_;
        answerBlocks = answerBlocks_;
        demandBondWei = demandBondWei_;
    }

    /// @inheritdoc IDemands
    function demand(DemandedTransaction calldata transaction) external payable returns (uint64 id) {
        if (msg.value != demandBondWei) revert WrongDemandBond(msg.value, demandBondWei);
        BatchHeader calldata header = transaction.header;
        bytes32 hash = header.hash();
        if (!rollup.isInChain(header)) revert NotInChain(hash);
        uint64 until = header.submittedAt + demandCutoffBlocks;
        if (block.number > until) revert DemandTooLate(until);
        _checkTransaction(transaction);

        bytes32 key = keccak256(abi.encode(hash, transaction.segment, transaction.place));
        if (_ids[key] != 0) revert AlreadyDemanded(_ids[key]);
        _demands.push(
            Demand({
                batchHash: hash,
                signingHash: transaction.signingHash,
                sender: transaction.sender,
                number: header.number,
                status: DemandStatus.Open,
                demander: msg.sender,
                madeAt: uint64(block.number),
                operator: header.operator
            })
        );
        id = uint64(_demands.length);
        _ids[key] = id;
        emit SignatureDemanded(
            id,
            header.number,
            msg.sender,
            hash,
            header.operator,
            transaction.segment,
            transaction.place,
            transaction.signingHash,
            transaction.sender,
            uint64(block.number) + answerBlocks
        );
        _clear();
    }

    /// @inheritdoc IDemands
    function answer(uint64 id, Signature calldata signature) external {
        Demand storage open = _open(id);
        if (!_isInChain(open)) revert DemandIsVoid(id);
        address recovered = Signatures.recover(open.signingHash, signature);
        if (recovered != open.sender || recovered == address(0) || !Signatures.isLowS(signature)) {
            revert WrongSigner(recovered, open.sender);
        }
        open.status = DemandStatus.Answered;
        emit SignatureAnswered(id, msg.sender, signature.yParity, signature.r, signature.s);
        _clear();
        operators.credit{value: demandBondWei}(msg.sender);
    }

    /// @inheritdoc IDemands
    function convictUnanswered(uint64 id, BatchHeader calldata header) external {
        Demand storage open = _open(id);
        bytes32 hash = header.hash();
        if (hash != open.batchHash) revert WrongBatch(hash, open.batchHash);
        if (!_isInChain(open)) revert DemandIsVoid(id);
        if (!_isOverdue(open.madeAt)) revert NotOverdue(id, open.madeAt + answerBlocks);
        address demander = open.demander;
        emit SignatureWithheld(id, header.number, hash, demander);
        operators.convict(header.operator, demander, true);
        // While the demand is open, the batch is not final.
        rollup.rollBack(header);
        open.status = DemandStatus.Convicted;
        _clear();
        operators.credit{value: demandBondWei}(demander);
    }

    /// @inheritdoc IDemands
    function voidDemand(uint64 id) external {
        Demand storage open = _open(id);
        if (_isInChain(open)) revert DemandNotVoid(id);
        open.status = DemandStatus.Voided;
        address demander = open.demander;
        emit DemandVoided(id, demander);
        _clear();
        operators.credit{value: demandBondWei}(demander);
    }

    /// @inheritdoc IDemands
    function clear(uint64 atMost) external {
        _clear(atMost);
    }

    /// @inheritdoc IDemands
    function demandOf(uint64 id) external view returns (Demand memory found) {
        if (id != 0 && id <= _demands.length) found = _demands[id - 1];
    }

    /// @inheritdoc IDemands
    function demandCount() external view returns (uint64) {
        return uint64(_demands.length);
    }

    /// @inheritdoc IDemands
    function isOverdueBelow(uint64 number) external view returns (bool) {
        uint256 count = _demands.length;
        for (uint256 i = _firstOpen; i < count; ++i) {
            Demand storage next = _demands[i];
            // The rest was made later.
            if (!_isOverdue(next.madeAt)) return false;
            if (next.number <= number && next.status == DemandStatus.Open && _isInChain(next)) return true;
        }
        return false;
    }

    /// @inheritdoc IDemands
    function isWaitedFor(uint64 id, address operator) external view returns (bool) {
        if (id == 0 || id > _demands.length) return false;
        Demand storage found = _demands[id - 1];
        return found.status == DemandStatus.Open && found.operator != operator && !_isOverdue(found.madeAt)
            && _isInChain(found);
    }

    /// @dev The transaction is one of the batch's (A-2, X-2, X-3).
    function _checkTransaction(DemandedTransaction calldata transaction) private pure {
        Segments.check(transaction.header, transaction.segmentLeaves, transaction.segment, transaction.opening);
        if (transaction.place >= kSegmentRecords) revert WrongTransaction();
        bytes32 leaf = TypedTransaction.leaf(transaction.signingHash, transaction.sender);
        bytes32 root = StateTree.txRootOf(transaction.place, leaf, transaction.siblings);
        if (root != transaction.opening.txRoot) revert WrongTransaction();
    }

    function _open(uint64 id) private view returns (Demand storage found) {
        if (id == 0 || id > _demands.length) revert DemandNotOpen(id, DemandStatus.None);
        found = _demands[id - 1];
        if (found.status != DemandStatus.Open) revert DemandNotOpen(id, found.status);
    }

    function _isInChain(Demand storage found) private view returns (bool) {
        return rollup.batchHash(found.number) == found.batchHash;
    }

    function _isOverdue(uint64 madeAt) private view returns (bool) {
        return block.number > uint256(madeAt) + answerBlocks;
    }

    /// @dev Lets isOverdueBelow() begin behind what is settled.
    function _clear() private {
        _clear(kClearedAtOnce);
    }

    function _clear(uint256 atMost) private {
        uint256 first = _firstOpen;
        uint256 end = _demands.length;
        if (end - first > atMost) end = first + atMost;
        for (; first < end; ++first) {
            Demand storage next = _demands[first];
            if (next.status == DemandStatus.Open && _isInChain(next)) break;
        }
        _firstOpen = uint64(first);
    }
}
