// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {AccountProof} from "../../src/interfaces/IBridge.sol";
import {BatchHeader, Submission} from "../../src/interfaces/IRollup.sol";
import {ChainFixture} from "./ChainFixture.sol";
import {Model} from "./Model.sol";

/// @notice An L2 state that a test changes by hand, batches that assert it, and proofs of its accounts.
abstract contract BridgeFixture is ChainFixture {
    address internal constant kUser = address(0x05e4);
    Model internal _model;

    function setUp() public virtual override {
        super.setUp();
        registerThree();
        pass(1);
        _model = new Model();
    }

    function _exit(uint256 index, uint128 withdrawn) internal {
        Model.Account memory account = _model.account(index);
        account.withdrawn = withdrawn;
        _model.set(index, account);
    }

    /// @dev A batch that asserts the model's root, and the window after it.
    function _finalize() internal returns (BatchHeader memory header) {
        address current = operators.currentOperator();
        _model.setCursor(inbox.count());
        Submission memory submission = submissionOf(current);
        submission.inboxAfter = inbox.count();
        header = submit(current, submission, one(_model.root(), 0, hex"010001"));
        pass(kWindow + 1);
    }

    function _proof(uint32 index) internal view returns (AccountProof memory) {
        Model.Account memory a = _model.account(index);
        return AccountProof(
            index,
            a.owner,
            a.token,
            a.nonce,
            a.balance,
            a.withdrawn,
            _model.count(),
            _model.cursor(),
            _model.txCount(),
            _model.siblings(index)
        );
    }
}
