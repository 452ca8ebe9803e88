// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

/// @notice What tokens in the wild do.
enum Behaviour {
    Standard,
    ReturnsNothing,
    ReturnsFalse, // instead of moving anything
    MovesNothing, // and says that it did
    KeepsAFee, // of one in a hundred
    CallsBack // before the tokens have moved
}

/// @notice A token of any behaviour. It does not declare what it returns, so that it can return nothing.
contract TestToken {
    mapping(address owner => uint256) public balanceOf;
    mapping(address owner => mapping(address spender => uint256)) public allowance;
    Behaviour private _behaviour;
    address private _target;
    bytes private _call;
    bool public wasRefused;

    constructor(Behaviour behaviour) {
        _behaviour = behaviour;
    }

    function become(Behaviour behaviour) external {
        _behaviour = behaviour;
    }

    function callBack(address target, bytes calldata call_) external {
        _target = target;
        _call = call_;
    }

    function mint(address owner, uint256 amount) external {
        balanceOf[owner] += amount;
    }

    function approve(address spender, uint256 amount) external returns (bool) {
        allowance[msg.sender][spender] = amount;
        return true;
    }

    function transfer(address to, uint256 amount) external {
        _move(msg.sender, to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) external {
        if (_behaviour != Behaviour.MovesNothing && _behaviour != Behaviour.ReturnsFalse) {
            allowance[from][msg.sender] -= amount;
        }
        _move(from, to, amount);
    }

    function _move(address from, address to, uint256 amount) private {
        if (_behaviour == Behaviour.CallsBack) {
            (bool done,) = _target.call(_call);
            if (!done) wasRefused = true;
        }
        if (_behaviour != Behaviour.MovesNothing && _behaviour != Behaviour.ReturnsFalse) {
            balanceOf[from] -= amount;
            balanceOf[to] += _behaviour == Behaviour.KeepsAFee ? amount - amount / 100 : amount;
        }
        if (_behaviour == Behaviour.ReturnsNothing) return;
        bool answer = _behaviour != Behaviour.ReturnsFalse;
        assembly ("memory-safe") {
            mstore(0, answer)
            return(0, 0x20)
        }
    }
}
