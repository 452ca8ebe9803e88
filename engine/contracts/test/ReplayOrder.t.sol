// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {IReplayHarness} from "./support/IReplayHarness.sol";
import {Model} from "./support/Model.sol";
import {Records} from "./support/Records.sol";
import {ReplayFixture} from "./support/ReplayFixture.sol";

/// @notice Which of two rules broken at once is named, what is looked up before that, and that every width of indexes
/// and every class of amounts gives the same numbers.
contract ReplayOrderTest is ReplayFixture {
    function _some(uint256 a, uint256 b, uint256 c) private view returns (bytes memory) {
        uint256[] memory list = new uint256[](3);
        (list[0], list[1], list[2]) = (a, b, c);
        return model.witness(list, 0, "");
    }

    /// @dev T-20, T-30, T-31, T-21 to T-28, T-32, T-29.
    function test_orderOfTheRules() external {
        expectRule(Records.tokenTransfer(kCount, kCount, kCount, 0), 20); // before T-30
        expectRule(Records.tokenTransfer(kAlice, kBobToken, kCount, 0), 30); // before T-21
        expectRule(Records.tokenTransfer(kAlice, kUnknownToken, kCount, 0), 31); // before T-21
        expectRule(Records.tokenTransferToNew(kAlice, kUnknownToken, address(0xe817), 0), 31); // before T-22
        expectRule(Records.tokenTransfer(kAlice, kOtherToken, kRichToken, 101), 32); // before T-29
        feeAccount = uint32(kCount);
        expectRule(Records.tokenTransfer(kAlice, kTokenAccount, kBob, 0), 21); // before T-23
        expectRule(Records.tokenExit(kAlice, kOtherToken, 101), 23); // before T-32
        feeAccount = uint32(kCollector);
        model.set(kAlice, Model.Account(kAliceAddress, 0, 0, 0, 0));
        expectRule(Records.tokenExit(kAlice, kOtherToken, 101), 28); // before T-32
    }

    /// @dev W-4: of what is looked up, only that which the rules before did not decide.
    function test_W4_accountsAreLookedUpInTheOrderOfTheRules() external {
        bytes memory records = Records.tokenTransfer(kAlice, kTokenAccount, kBobToken, 1);
        bytes memory noRecipient = _some(kCollector, kAlice, kTokenAccount);
        expectMalformed(inputWith(records, _some(kCollector, kAlice, kBobToken)));
        expectMalformed(inputWith(records, noRecipient));
        expectMalformed(inputWith(records, _some(kAlice, kTokenAccount, kBobToken)));
        records = Records.tokenTransfer(kAlice, kCount, kBobToken, 1);
        checkEqual(harness.replay(inputWith(records, noRecipient)).rule, 30, "decided by the index");
        records = Records.tokenTransfer(kAlice, kAlice, kBobToken, 1);
        checkEqual(harness.replay(inputWith(records, noRecipient)).rule, 30, "decided before the recipient");
        harness.setTokens(new address[](0));
        records = Records.tokenTransfer(kAlice, kTokenAccount, kBobToken, 1);
        checkEqual(harness.replay(inputWith(records, noRecipient)).rule, 31, "decided by the list of tokens");
    }

    function test_indexesOfEveryWidth() external {
        IReplayHarness.Input memory input = inputOf("", 0);
        model.move(kAlice, kBob, kCollector, 0, kTokenFee);
        Model.Account memory account = model.account(kTokenAccount);
        account.balance -= 5;
        model.set(kTokenAccount, account);
        account = model.account(kBobToken);
        account.balance += 5;
        model.set(kBobToken, account);
        for (uint256 bits = 3; bits <= 32; ++bits) {
            uint256 all = kAlice << (2 * bits) | kTokenAccount << bits | kBobToken;
            bytes memory head = Records.number(all, (3 * bits + 7) / 8);
            input.records = abi.encodePacked(uint8(bits), Records.user(Records.kToken, head, 5));
            checkEqual(harness.replay(input).postRoot, model.root(), "postRoot");
        }
    }

    /// @dev Of each class the largest mantissa that Alice can pay, and one with an exponent.
    function test_amountOfEveryClass() external {
        uint256[8] memory mantissas =
            [uint256(7), (1 << 11) - 1, (1 << 19) - 1, (1 << 27) - 1, (1 << 35) - 1, (1 << 51) - 1, 3 ether + 7, 9];
        bytes memory records;
        for (uint256 i = 0; i < 8; ++i) {
            bytes memory head = abi.encodePacked(uint8(0x80 | i), Records.pair(kAlice, kBob, Records.kBits));
            records = abi.encodePacked(
                records, head, Records.amountAs(mantissas[i], 0, i), head, Records.amountAs(3, 16, i)
            );
        }
        bytes32 postRoot = run(records, 0).postRoot;
        for (uint256 i = 0; i < 8; ++i) {
            model.move(kAlice, kBob, kCollector, mantissas[i], kTransferFee);
            model.move(kAlice, kBob, kCollector, 0.03 ether, kTransferFee);
        }
        checkEqual(postRoot, model.root(), "postRoot");
    }
}
