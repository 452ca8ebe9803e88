// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {Model} from "./support/Model.sol";
import {Records} from "./support/Records.sol";
import {ReplayFixture} from "./support/ReplayFixture.sol";
import {IReplayHarness} from "./support/IReplayHarness.sol";

/// @notice The rules of section 6 where a token moves.
contract ReplayTokensTest is ReplayFixture {
    function _move(uint256 to, uint256 amount) private pure returns (bytes memory) {
        return Records.tokenTransfer(kAlice, kTokenAccount, to, amount);
    }

    function test_transferMovesTokensAndPaysTheFeeInEth() external {
        IReplayHarness.Output memory output = run(abi.encodePacked(_move(kBobToken, 40), _move(kBobToken, 2)), 0);
        model.moveToken(kAlice, kTokenAccount, kBobToken, kCollector, 40, kTokenFee);
        model.moveToken(kAlice, kTokenAccount, kBobToken, kCollector, 2, kTokenFee);
        expectPost(output);
        bytes32[] memory hashes = new bytes32[](2);
        address[] memory senders = new address[](2);
        for (uint64 i = 0; i < 2; ++i) {
            hashes[i] = model.tokenSigningHash(
                Model.Tx(kChainId, i, kTip, 2000, 30_000, tokenAt(7), 0), kBobAddress, i == 0 ? 40 : 2
            );
            senders[i] = kAliceAddress;
            checkEqual(output.signingHashes[i], hashes[i], "X-1");
        }
        checkEqual(output.txRoot, model.txRoot(hashes, senders), "X-3");
    }

    function test_newRecipientGetsAnAccountOfTheToken() external {
        IReplayHarness.Output memory output =
            run(Records.tokenTransferToNew(kAlice, kTokenAccount, kNewcomer, 2 ether), 1);
        uint256 index = model.add(kNewcomer, 7, 0);
        model.moveToken(kAlice, kTokenAccount, index, kCollector, 2 ether, kTokenFee);
        expectPost(output);
    }

    function test_exitCountsOnTheTokensAccount() external {
        IReplayHarness.Output memory output = run(Records.tokenExit(kAlice, kTokenAccount, 2 ether), 0);
        model.exitToken(kAlice, kTokenAccount, kCollector, 2 ether, kTokenExitFee);
        expectPost(output);
        checkEqual(
            output.signingHashes[0],
            model.tokenSigningHash(
                Model.Tx(kChainId, 0, kTip, 2000, 39_000, tokenAt(7), 0), address(0xe817), 2 ether
            ),
            "X-1 of an exit"
        );
    }

    function test_payerRecipientAndCollectorMayBeOne() external {
        feeAccount = uint32(kAlice);
        IReplayHarness.Output memory output = run(_move(kTokenAccount, 3 ether), 0);
        model.moveToken(kAlice, kTokenAccount, kTokenAccount, kAlice, 3 ether, kTokenFee);
        expectPost(output);
    }

    function test_tokensInTurn() external {
        bytes memory other = Records.tokenExit(kAlice, kOtherToken, 5);
        IReplayHarness.Output memory output =
            run(abi.encodePacked(_move(kBobToken, 1), other, _move(kBobToken, 1)), 0);
        model.moveToken(kAlice, kTokenAccount, kBobToken, kCollector, 1, kTokenFee);
        model.exitToken(kAlice, kOtherToken, kCollector, 5, kTokenExitFee);
        model.moveToken(kAlice, kTokenAccount, kBobToken, kCollector, 1, kTokenFee);
        expectPost(output);
        checkEqual(
            output.signingHashes[1],
            model.tokenSigningHash(Model.Tx(kChainId, 1, kTip, 2000, 39_000, tokenAt(2), 0), address(0xe817), 5),
            "the other token's address"
        );
    }

    function test_depositOfAToken() external {
        queue(kAliceAddress, 7, 5);
        queue(kNewcomer, 7, 6);
        IReplayHarness.Output memory output =
            run(abi.encodePacked(Records.depositTo(kTokenAccount), Records.depositToNew()), 1);
        model.credit(kTokenAccount, 5);
        model.add(kNewcomer, 7, 6);
        model.setCursor(2);
        expectPost(output);
    }

    function test_T21_recipientIsAnAccountOfTheToken() external view {
        expectRule(_move(kBobToken, 1), 0);
        expectRule(_move(kBob, 1), 21);
        expectRule(_move(kOtherToken, 1), 21);
        expectRule(_move(kExitOwnedToken, 1), 21);
        expectRule(_move(kCount, 1), 21);
    }

    function test_T22_newRecipientIsNotTheExitAddress() external view {
        expectRule(Records.tokenTransferToNew(kAlice, kTokenAccount, address(0xe817), 0), 22);
    }

    function test_T24_gasLimit() external view {
        expectRule(Records.withFees(_move(kBobToken, 1), 30_000, 2000, 5), 0);
        expectRule(Records.withFees(_move(kBobToken, 1), 29_999, 2000, 5), 24);
        expectRule(Records.withFees(Records.tokenExit(kAlice, kTokenAccount, 1), 39_000, 2000, 5), 0);
        expectRule(Records.withFees(Records.tokenExit(kAlice, kTokenAccount, 1), 38_999, 2000, 5), 24);
    }

    function test_T28_feeIsPaidInEth() external {
        model.set(kAlice, Model.Account(kAliceAddress, 0, 0, uint128(kTokenFee), 0));
        expectRule(_move(kBobToken, 1), 0);
        model.set(kAlice, Model.Account(kAliceAddress, 0, 0, uint128(kTokenFee) - 1, 0));
        expectRule(_move(kBobToken, 1), 28);
    }

    function test_T29_nothingReachesTheLimit() external {
        bytes memory two = Records.tokenTransfer(kAlice, kOtherToken, kRichToken, 2);
        expectRule(Records.tokenTransfer(kAlice, kOtherToken, kRichToken, 1), 0);
        expectRule(two, 29);
        model.set(kTokenAccount, Model.Account(kAliceAddress, 7, 0, 100, type(uint128).max - 10));
        expectRule(Records.tokenExit(kAlice, kTokenAccount, 10), 0);
        expectRule(Records.tokenExit(kAlice, kTokenAccount, 11), 29);
    }

    function test_T30_accountOfTheTokenIsTheSenders() external view {
        expectRule(Records.tokenTransfer(kAlice, kBobToken, kTokenAccount, 1), 30);
        expectRule(Records.tokenTransfer(kAlice, kCount, kTokenAccount, 1), 30);
        expectRule(Records.tokenTransfer(kAlice, kAlice, kBob, 1), 30); // ETH is no token
    }

    function test_T31_tokenIsRegistered() external view {
        expectRule(Records.tokenExit(kAlice, kOtherToken, 1), 0);
        expectRule(Records.tokenExit(kAlice, kUnknownToken, 1), 31);
    }

    function test_T32_balanceOfTheTokenCoversTheAmount() external view {
        expectRule(_move(kBobToken, 5 ether), 0);
        expectRule(_move(kBobToken, 5 ether + 1), 32);
        expectRule(Records.tokenExit(kAlice, kOtherToken, 101), 32);
    }

    function test_W4_missingAccountOfTheTokenIsMalformed() external {
        uint256[] memory some = new uint256[](3);
        (some[0], some[1], some[2]) = (kCollector, kAlice, kBobToken);
        expectMalformed(inputWith(_move(kBobToken, 1), model.witness(some, 0, "")));
    }

    /// @dev Signed with cast: transfer(address,uint256) of 12,500,000 units.
    function test_X1_recoversTheSignerOfARealTokenTransfer() external view {
        bytes32 hash = harness.signingHash(
            IReplayHarness.Fields({
                chainId: kChainId,
                nonce: 7,
                tipWei: 3,
                maxFeeWei: 2_000_000_000,
                gasLimit: 30_000,
                to: 0xdAC17F958D2ee523a2206206994597C13D831ec7,
                amount: 12_500_000,
                tokenCall: true,
                recipient: 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed
            })
        );
        address signer = ecrecover(
            hash,
            28,
            0x38694210764caef8153701e1cec3befa4e930961e416ce6a9a2b3937f6777adf,
            0x19aaddf19fcf28983196eac304b163a9993a02814fbb6dd1774aabafc000194b
        );
        checkEqual(signer, 0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266, "signer");
    }

    function testFuzz_X1_agreesWithPlainRlp(
        uint64 nonce,
        uint64 tip,
        uint64 maxFee,
        address token,
        address recipient,
        uint128 amount,
        uint8 shift
    ) external view {
        nonce >>= shift % 64;
        tip >>= (shift / 4) % 64;
        IReplayHarness.Fields memory fields =
            IReplayHarness.Fields(kChainId, nonce, tip, maxFee, 30_000, token, amount, true, recipient);
        Model.Tx memory expected = Model.Tx(kChainId, nonce, tip, maxFee, 30_000, token, 0);
        checkEqual(harness.signingHash(fields), model.tokenSigningHash(expected, recipient, amount), "X-1");
    }
}
