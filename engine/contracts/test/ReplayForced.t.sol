// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {IReplayHarness} from "./support/IReplayHarness.sol";
import {Model} from "./support/Model.sol";
import {Records} from "./support/Records.sol";
import {ReplayFixture} from "./support/ReplayFixture.sol";

/// @notice Forced transactions (I-3) in the replay: rules T-14 to T-17, and T-33 on second accounts.
contract ReplayForcedTest is ReplayFixture {
    address private constant kExit = 0x000000000000000000000000000000000000e817;

    /// @dev Alice sends 5 wei to Bob, as her wallet would.
    function _toBob() private pure returns (Model.Forced memory) {
        return Model.Forced(kAliceAddress, 0, kTip, 2000, 21_000, 0, kBobAddress, 5);
    }

    /// @dev Alice sends 5 units of token 7 to Bob.
    function _tokenToBob() private pure returns (Model.Forced memory) {
        return Model.Forced(kAliceAddress, 0, kTip, 2000, 30_000, 7, kBobAddress, 5);
    }

    function _pair(uint256 first, uint256 second) private pure returns (bytes memory) {
        return abi.encodePacked(uint8(first), uint8(second));
    }

    function _triple(uint256 first, uint256 second, uint256 third) private pure returns (bytes memory) {
        return abi.encodePacked(uint8(first), uint8(second), uint8(third));
    }

    function _expectPostRoot(bytes memory record, uint256 appended, function() internal change) private {
        IReplayHarness.Output memory output = harness.replay(inputOf(record, appended));
        checkEqual(output.rule, 0, "rule");
        checkEqual(output.signingHashes.length, 0, "no leaf");
        checkEqual(output.txRoot, bytes32(0), "txRoot");
        change();
        model.setCursor(1);
        model.setTxCount(0);
        expectPost(output);
    }

    function _moved() private {
        model.move(kAlice, kBob, kCollector, 5, kTransferFee);
    }

    function test_executedToAKnownAccount() external {
        queue(_toBob());
        _expectPostRoot(Records.forced(0, _pair(kAlice, kBob)), 0, _moved);
    }

    function _movedToNew() private {
        model.add(kNewcomer, 0, 0);
        model.move(kAlice, kCount, kCollector, 5, kTransferFee);
    }

    function test_executedToANewAccount() external {
        Model.Forced memory forced = _toBob();
        forced.recipient = kNewcomer;
        queue(forced);
        _expectPostRoot(Records.forced(Records.kToNew, hex"01"), 1, _movedToNew);
    }

    function _withdrawn() private {
        model.exit(kAlice, kCollector, 5, kExitFee);
    }

    function test_executedExit() external {
        Model.Forced memory forced = _toBob();
        forced.recipient = kExit;
        forced.gasLimit = 30_000;
        queue(forced);
        _expectPostRoot(Records.forced(Records.kToL1, hex"01"), 0, _withdrawn);
    }

    function _tokensMoved() private {
        model.moveToken(kAlice, kTokenAccount, kBobToken, kCollector, 5, kTokenFee);
    }

    function test_executedOfAToken() external {
        queue(_tokenToBob());
        _expectPostRoot(Records.forced(Records.kToken, _triple(kAlice, kTokenAccount, kBobToken)), 0, _tokensMoved);
    }

    function test_signaturesOfUsersAreCountedBesideIt() external {
        queue(_toBob());
        bytes memory records =
            abi.encodePacked(Records.forced(0, _pair(kAlice, kBob)), Records.transfer(kAlice, kBob, 7));
        IReplayHarness.Output memory output = run(records, 0);
        checkEqual(output.signingHashes.length, 1, "one user transaction");
        Model.Tx memory t = Model.Tx(kChainId, 1, kTip, 2000, 21_000, kBobAddress, 7);
        checkEqual(output.signingHashes[0], model.signingHash(t), "with the nonce after the forced one");
        checkEqual(output.finalTxCount, 1, "counted");
    }

    function test_T14_kindOfTheEntry() external {
        queue(_toBob());
        expectRule(Records.depositTo(kAlice), 14);
        expectRule(Records.depositToNew(), 1, 14);
        expectRule(Records.noTokenAccount(kAlice), 14);
        expectRule(Records.accountsCannot(kAlice, kTokenAccount), 14);
        expectRule(Records.forced(Records.kToken, _triple(kAlice, kTokenAccount, kBobToken)), 14);
        expectRule(Records.forced(Records.kToL1, hex"01"), 14);
    }

    function test_T14_depositIsNoTransaction() external {
        queue(kAliceAddress, 5);
        expectRule(Records.noSender(), 14);
        expectRule(Records.senderCannot(kAlice), 14);
        expectRule(Records.forced(0, _pair(kAlice, kBob)), 14);
    }

    function test_T14_anExitGoesToL1() external {
        Model.Forced memory forced = _tokenToBob();
        forced.recipient = kExit;
        queue(forced);
        expectRule(Records.forced(Records.kToken, _triple(kAlice, kTokenAccount, kExitOwnedToken)), 14);
        expectRule(Records.forced(Records.kToken | Records.kToNew, _pair(kAlice, kTokenAccount)), 14);
        expectRule(Records.forced(Records.kToL1, hex"01"), 14); // not of ETH
    }

    function test_T15_accountsAreTheEntrys() external {
        queue(_toBob());
        expectRule(Records.forced(0, _pair(kBob, kAlice)), 15); // another sender
        expectRule(Records.senderCannot(kBob), 15);
        expectRule(Records.forced(0, _pair(kAlice, kRich)), 21); // another recipient
        expectRule(Records.forced(0, _pair(kTokenAccount, kBob)), 20);
        expectRule(Records.forced(0, _pair(200, kBob)), 20);
        expectRule(Records.senderCannot(kTokenAccount), 20);
        expectRule(Records.senderCannot(200), 20);
    }

    function test_T15_accountOfTheTokenIsTheEntrys() external {
        queue(_tokenToBob());
        bytes memory record = Records.forced(Records.kToken, _triple(kAlice, kOtherToken, kBobToken));
        expectRule(record, 15);
        expectRule(Records.accountsCannot(kAlice, kOtherToken), 15);
        expectRule(Records.accountsCannot(kAlice, kBobToken), 30);
        expectRule(Records.accountsCannot(kAlice, kBob), 30);
        expectRule(Records.accountsCannot(kAlice, 200), 30);
        expectRule(Records.noTokenAccount(kBob), 15);
    }

    function test_T15_nonceIsTheEntrys() external {
        Model.Forced memory forced = _toBob();
        forced.nonce = 1;
        queue(forced);
        expectRule(Records.forced(0, _pair(kAlice, kBob)), 15);
        expectRule(Records.senderCannot(kAlice), 0);
    }

    function test_T16_whatCanBeExecutedIsNotLeftOut() external {
        queue(_toBob());
        expectRule(Records.senderCannot(kAlice), 16);
    }

    function test_T16_ofAToken() external {
        queue(_tokenToBob());
        expectRule(Records.senderCannot(kAlice), 16);
        expectRule(Records.accountsCannot(kAlice, kTokenAccount), 16);
    }

    function test_T16_maxFeeBelowTheBaseFee() external {
        Model.Forced memory forced = _toBob();
        forced.maxFeeWei = kBaseFee - 1;
        forced.tipWei = 0;
        queue(forced);
        expectRule(Records.senderCannot(kAlice), 0);
        expectRule(Records.forced(0, _pair(kAlice, kBob)), 25);
    }

    function test_T16_balance() external {
        Model.Forced memory forced = _toBob();
        forced.amount = uint128(10 ether - kTransferFee);
        queue(forced);
        expectRule(Records.senderCannot(kAlice), 16);
        expectRule(Records.forced(0, _pair(kAlice, kBob)), 0);
    }

    function test_T16_balanceIsShort() external {
        Model.Forced memory forced = _toBob();
        forced.amount = uint128(10 ether - kTransferFee + 1);
        queue(forced);
        expectRule(Records.senderCannot(kAlice), 0);
        expectRule(Records.forced(0, _pair(kAlice, kBob)), 28);
    }

    function test_T16_feeOfATokensTransaction() external {
        Model.Account memory alice = model.account(kAlice);
        alice.balance = uint128(kTokenFee - 1);
        model.set(kAlice, alice);
        queue(_tokenToBob());
        expectRule(Records.senderCannot(kAlice), 0);
        expectRule(Records.accountsCannot(kAlice, kTokenAccount), 0);
    }

    function test_T16_balanceOfTheToken() external {
        Model.Forced memory forced = _tokenToBob();
        forced.amount = 5 ether + 1;
        queue(forced);
        expectRule(Records.senderCannot(kAlice), 16); // the ETH account does not show it
        expectRule(Records.accountsCannot(kAlice, kTokenAccount), 0);
        expectRule(Records.forced(Records.kToken, _triple(kAlice, kTokenAccount, kBobToken)), 32);
    }

    function test_T16_withdrawnAmountIsFull() external {
        Model.Account memory alice = model.account(kAlice);
        alice.withdrawn = type(uint128).max - 4;
        model.set(kAlice, alice);
        Model.Forced memory forced = _toBob();
        forced.recipient = kExit;
        forced.gasLimit = 30_000;
        queue(forced);
        expectRule(Records.senderCannot(kAlice), 0);
        expectRule(Records.forced(Records.kToL1, hex"01"), 29);
        alice.withdrawn -= 1;
        model.set(kAlice, alice);
        expectRule(Records.senderCannot(kAlice), 16);
    }

    function test_T16_exitedTokensAreFull() external {
        Model.Account memory account = model.account(kTokenAccount);
        account.withdrawn = type(uint128).max - 4;
        model.set(kTokenAccount, account);
        Model.Forced memory forced = _tokenToBob();
        forced.recipient = kExit;
        forced.gasLimit = 39_000;
        queue(forced);
        expectRule(Records.accountsCannot(kAlice, kTokenAccount), 0);
        expectRule(Records.senderCannot(kAlice), 16);
        account.withdrawn -= 1;
        model.set(kTokenAccount, account);
        expectRule(Records.accountsCannot(kAlice, kTokenAccount), 16);
    }

    function test_T17_hiddenSender() external {
        queue(_toBob());
        expectRule(Records.noSender(), 17); // the witness shows Alice's account
        // A witness that does not show it proves nothing.
        uint256[] memory others = new uint256[](1);
        others[0] = kBob;
        checkEqual(
            harness.replay(inputWith(Records.noSender(), model.witness(others, 0, entries))).rule, 0, "not shown"
        );
    }

    function test_T17_aStrangerHasNoAccount() external {
        Model.Forced memory forced = _toBob();
        forced.sender = kNewcomer;
        queue(forced);
        expectRule(Records.noSender(), 0);
    }

    function test_T17_anAccountOfATokenAloneIsNoSender() external {
        model.add(kNewcomer, 7, 5);
        Model.Forced memory forced = _toBob();
        forced.sender = kNewcomer;
        queue(forced);
        uint256[] memory all = new uint256[](kCount + 1);
        for (uint256 i = 0; i <= kCount; ++i) {
            all[i] = i;
        }
        checkEqual(harness.replay(inputWith(Records.noSender(), model.witness(all, 0, entries))).rule, 0, "no ETH");
    }

    function test_T17_senderAppendedBefore() external {
        queue(kNewcomer, 5);
        Model.Forced memory forced = _toBob();
        forced.sender = kNewcomer;
        queue(forced);
        expectRule(abi.encodePacked(Records.depositToNew(), Records.noSender()), 1, 17);
        expectRule(abi.encodePacked(Records.depositToNew(), Records.senderCannot(kCount)), 1, 0); // too poor
    }

    function test_T17_hiddenAccountOfTheToken() external {
        queue(_tokenToBob());
        expectRule(Records.noTokenAccount(kAlice), 17);
        expectRule(Records.noSender(), 17);
    }

    function test_T17_noAccountOfTheToken() external {
        Model.Forced memory forced = _tokenToBob();
        forced.token = 3;
        queue(forced);
        expectRule(Records.noTokenAccount(kAlice), 0);
    }

    function test_T33_depositToASecondAccount() external {
        queue(kAliceAddress, 5);
        expectRule(Records.depositToNew(), 1, 33);
    }

    function test_T33_depositOfAnotherToken() external {
        queue(kAliceAddress, 3, 5);
        expectRule(Records.depositToNew(), 1, 0);
    }

    function test_T33_twoNewAccountsOfOneOwner() external {
        queue(kNewcomer, 5);
        queue(kNewcomer, 6);
        expectRule(abi.encodePacked(Records.depositToNew(), Records.depositToNew()), 1, 33);
        expectRule(abi.encodePacked(Records.depositToNew(), Records.depositTo(kCount)), 1, 0);
    }

    function test_T33_recipientHasAnAccount() external view {
        expectRule(Records.transferToNew(kAlice, kBobAddress, 5), 33);
        expectRule(Records.tokenTransferToNew(kAlice, kTokenAccount, kBobAddress, 5), 33);
        expectRule(Records.tokenTransferToNew(kAlice, kOtherToken, kNewcomer, 5), 1, 0);
        bytes memory twice = abi.encodePacked(
            Records.transferToNew(kAlice, kNewcomer, 5), Records.transferToNew(kAlice, kNewcomer, 5)
        );
        expectRule(twice, 1, 33);
    }

    function test_T33_recipientOfAForcedTransaction() external {
        queue(_toBob());
        expectRule(Records.forced(Records.kToNew, hex"01"), 33);
    }

    function test_W4_entryIsReadFirst() external {
        inboxAfter = 1;
        expectMalformed(inputOf(Records.senderCannot(200), 0));
        expectMalformed(inputOf(Records.depositTo(200), 0));
    }

    function test_W4_unknownKindOfEntryIsMalformed() external {
        queue(_toBob());
        bytes memory witness = model.witness(everyone(), 0, entries);
        witness[26 + 68 * kCount + 2] = 0x02;
        expectMalformed(inputWith(Records.senderCannot(kAlice), witness));
    }
}
