// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {IBridge} from "../src/interfaces/IBridge.sol";

/// @title An ERC-20 token to play with
/// @notice Made for demonstrations, on an L1 that ends with them: whoever creates it owns all of it, and it is
/// worth nothing.
contract DemoToken {
    string public constant name = "Anchorwatch Demo Token";
    string public constant symbol = "AWDEMO";
    uint8 public constant decimals = 6;
    uint256 public constant totalSupply = 1_000_000_000e6;

    mapping(address owner => uint256) public balanceOf;
    mapping(address owner => mapping(address spender => uint256)) public allowance;

    /// @notice ERC-20.
    event Transfer(address indexed from, address indexed to, uint256 value);
    /// @notice ERC-20.
    event Approval(address indexed owner, address indexed spender, uint256 value);

    /// @notice A transfer of more than the owner has.
    error NotEnough(address owner, uint256 balance, uint256 amount);
    /// @notice A transfer of more than the owner lets the caller move.
    error NotAllowed(address owner, address spender, uint256 allowance, uint256 amount);

    constructor() {
        balanceOf[msg.sender] = totalSupply;
        emit Transfer(address(0), msg.sender, totalSupply);
    }

    /// @notice ERC-20. Reverts with NotEnough.
    function transfer(address to, uint256 amount) external returns (bool) {
        _move(msg.sender, to, amount);
        return true;
    }

    /// @notice ERC-20.
    function approve(address spender, uint256 amount) external returns (bool) {
        allowance[msg.sender][spender] = amount;
        emit Approval(msg.sender, spender, amount);
        return true;
    }

    /// @notice ERC-20. Reverts with NotAllowed and NotEnough.
    function transferFrom(address from, address to, uint256 amount) external returns (bool) {
        uint256 allowed = allowance[from][msg.sender];
        if (allowed < amount) revert NotAllowed(from, msg.sender, allowed, amount);
        unchecked {
            allowance[from][msg.sender] = allowed - amount;
        }
        _move(from, to, amount);
        return true;
    }

    /// @notice Registers the token with a bridge and deposits `amountEach` of the caller's for each owner: all that
    /// a demo needs, in one transaction. Reverts with NotEnough and what the bridge refuses.
    function bringToLayer2(IBridge bridge, address[] calldata owners, uint256 amountEach) external {
        bridge.registerToken(address(this));
        uint256 amount = amountEach * owners.length;
        _move(msg.sender, address(this), amount);
        allowance[address(this)][address(bridge)] = amount;
        for (uint256 i = 0; i < owners.length; ++i) {
            bridge.depositToken(address(this), owners[i], amountEach);
        }
    }

    function _move(address from, address to, uint256 amount) private {
        uint256 balance = balanceOf[from];
        if (balance < amount) revert NotEnough(from, balance, amount);
        unchecked {
            balanceOf[from] = balance - amount;
        }
        balanceOf[to] += amount;
        emit Transfer(from, to, amount);
    }
}
