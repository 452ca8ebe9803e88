// The contracts as a client without any of our code sees them: it starts an L1 of its own, deploys the committed
// artifacts, and brings batches there that make_batches (the engine) made. One of them is wrong and is convicted;
// another becomes final and is withdrawn from. ANVIL and MAKE_BATCHES say where the two programs are.
import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { ethers } from "ethers";
import { check, equal, finish, refused, required } from "./check.mjs";

const kResources = new URL("../../resources/contracts/", import.meta.url);
const kMnemonic = "test test test test test test test test test test test junk";
const parameters = JSON.parse(readFileSync(new URL("parameters.json", kResources))).demo;
const abi = ethers.AbiCoder.defaultAbiCoder();

/** An L1 on a free port that mines a block for each transaction. */
async function startL1() {
  const child = spawn(required("ANVIL"), ["--port", "0", "--mnemonic", kMnemonic, "--chain-id", "31337"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  // It says where it listens once it does, and goes on writing, which has to be read.
  const url = await new Promise((resolve, reject) => {
    let said = "";
    child.stdout.on("data", (text) => {
      said += text;
      const at = said.match(/Listening on ([0-9.]+:[0-9]+)/)?.[1];
      if (at) resolve(`http://${at}`);
    });
    child.on("exit", () => reject(new Error(`anvil ended: ${said.slice(-500)}`)));
  });
  const network = new ethers.Network("l1", 31337);
  const options = { staticNetwork: network, cacheTimeout: -1, pollingInterval: 50 };
  return { child, provider: new ethers.JsonRpcProvider(url, network, options) };
}

function wallet(index, provider) {
  const path = `m/44'/60'/0'/0/${index}`;
  return new ethers.NonceManager(ethers.HDNodeWallet.fromPhrase(kMnemonic, "", path).connect(provider));
}

async function deploy(signer) {
  const from = await signer.getAddress();
  const nonce = await signer.getNonce();
  const names = ["Inbox", "Bridge", "Operators", "Rollup", "Fraud", "Demands", "Promises"];
  const at = Object.fromEntries(names.map((name, i) => [name, ethers.getCreateAddress({ from, nonce: nonce + i })]));
  const p = parameters;
  const inputs = {
    Inbox: [at.Bridge, at.Rollup, p.inboxDeadlineBlocks],
    Bridge: [at.Inbox, at.Rollup],
    Operators: [
      at.Rollup, at.Fraud, at.Demands, at.Promises, p.epochBlocks, p.heartbeatBlocks, p.minBondWei, p.minBidWei,
      p.maxBidWei, p.silencePenaltyBps, p.rewardBps,
    ],
    Rollup: [at.Operators, at.Inbox, at.Fraud, at.Demands, p.l2ChainId, p.challengeWindowBlocks, p.escapeBlocks],
    Fraud: [at.Rollup, at.Operators, at.Inbox, at.Bridge],
    Demands: [at.Rollup, at.Operators, p.demandCutoffBlocks, p.answerBlocks, p.demandBondWei],
    Promises: [at.Rollup, at.Operators],
  };
  const contracts = {};
  for (const name of names) {
    const artifact = JSON.parse(readFileSync(new URL(`${name}.json`, kResources)));
    const factory = new ethers.ContractFactory(artifact.abi, artifact.bytecode, signer);
    const contract = await factory.deploy(...inputs[name]);
    await contract.waitForDeployment();
    equal(await contract.getAddress(), at[name], `address of ${name}`);
    contracts[name] = contract;
  }
  return contracts;
}

function makeBatches(input) {
  const made = spawnSync(required("MAKE_BATCHES"), { input: JSON.stringify(input), encoding: "utf8" });
  if (made.status !== 0) throw new Error(made.stderr);
  return JSON.parse(made.stdout);
}

/** The events of a contract in a receipt. */
function eventsOf(contract, receipt, name) {
  return receipt.logs
    .filter((log) => log.address === contract.target)
    .map((log) => contract.interface.parseLog(log))
    .filter((event) => event?.name === name);
}

const done = async (sent) => (await sent).wait();

const { child, provider } = await startL1();
try {
  await run();
} catch (error) {
  await check("the script runs to its end", () => {
    throw error;
  });
} finally {
  child.kill();
}
finish();

async function run() {
  const [deployer, anna, bert, challenger, alice] = [0, 1, 2, 3, 4].map((i) => wallet(i, provider));
  const aliceKey = ethers.HDNodeWallet.fromPhrase(kMnemonic, "", "m/44'/60'/0'/0/4");
  const bob = ethers.Wallet.createRandom().address;
  const c = await deploy(deployer);
  const bid = 1_000_000n;

  const submit = async (operator, batch) => {
    const head = await provider.getBlock("latest");
    const [, parentHash] = await c.Rollup.tip();
    const submission = [
      parentHash, head.number, head.hash, batch.baseFeeWei, batch.feeAccount, batch.templateMaxFeeWei,
      batch.templateTipWei, batch.inboxAfter,
    ];
    const receipt = await done(c.Rollup.connect(operator).submitBatch(submission, batch.data));
    const { header, batchHash } = eventsOf(c.Rollup, receipt, "BatchSubmitted")[0].args;
    return { header: header.toArray(), number: header.number, hash: batchHash };
  };
  const openingOf = (segment) => [segment.postRoot, segment.txRoot, ethers.keccak256(segment.records)];
  const kNone = [ethers.ZeroHash, ethers.ZeroHash, ethers.ZeroHash];
  const commitment = async (signer, subject, salt) =>
    ethers.keccak256(abi.encode(["address", "bytes32", "bytes32"], [await signer.getAddress(), subject, salt]));
  const mine = (blocks) => provider.send("hardhat_mine", [ethers.toQuantity(blocks)]);

  await check("K of the contracts is that of the preset", async () => {
    equal(await c.Fraud.segmentRecords(), BigInt(parameters.segmentRecords));
  });

  const bond = BigInt(parameters.minBondWei);
  await done(c.Operators.connect(anna).register(bid, "https://anna.example", { value: bond }));
  await done(c.Operators.connect(bert).register(bid + 1n, "https://bert.example", { value: bond }));
  for (const who of [anna, alice]) {
    await done(c.Bridge.connect(who).deposit(await who.getAddress(), { value: ethers.parseEther("10") }));
  }

  // What Alice's wallet signs: a transfer, an exit, and a transfer that she has forced through L1.
  const sign = (nonce, to, value, gasLimit) =>
    aliceKey.signTransaction({
      type: 2, chainId: parameters.l2ChainId, nonce, to, value, gasLimit, maxFeePerGas: 2n * bid, maxPriorityFeePerGas: 0n,
    });
  const kExit = "0x000000000000000000000000000000000000e817";
  const transfer = await sign(0, bob, ethers.parseEther("1"), 21_000n);
  const exit = await sign(1, kExit, ethers.parseEther("3"), 30_000n);
  const forced = ethers.Transaction.from(await sign(2, bob, 5n, 21_000n));
  const signature = ({ signature: s }) => [s.yParity, s.r, s.s];

  await check("a signed transaction is forced through L1", async () => {
    const fields = [
      forced.nonce, forced.maxPriorityFeePerGas, forced.maxFeePerGas, forced.gasLimit, false, forced.to,
      ethers.ZeroAddress, forced.value,
    ];
    const receipt = await done(c.Inbox.connect(challenger).force(fields, signature(forced)));
    const [event] = eventsOf(c.Inbox, receipt, "TransactionForced");
    equal(event.args.sender, aliceKey.address, "sender");
    equal(event.args.signingHash, forced.unsignedHash, "signing hash");
  });

  const entries = (await c.Inbox.queryFilter("EntryAppended")).map((event) => event.args.entry);
  equal(entries.length, 3, "inbox entries");
  const [first, wrong] = makeBatches({
    chainId: String(parameters.l2ChainId),
    baseFeeWei: String(bid),
    tokens: [],
    entries,
    batches: [
      { consume: "2", txs: [], mint: "0" },
      { consume: "0", txs: [transfer], mint: "1000000000000000000000" },
    ],
  });

  let lie;
  await check("the engine's batch of deposits is taken", async () => {
    const anchored = await submit(anna, first);
    equal(await c.Rollup.isInChain(anchored.header), true);
    equal((await c.Rollup.tip())[2], first.segments.at(-1).postRoot, "state root");
  });
  await check("a batch whose operator minted itself ETH is taken too", async () => {
    lie = await submit(anna, wrong);
    equal(lie.number, 2n);
  });

  const proofOf = (anchored, batch, index, salt) => [
    anchored.header, batch.segments.map((s) => s.leaf), index, index ? openingOf(batch.segments[index - 1]) : kNone,
    batch.segments[index].postRoot, batch.segments[index].txRoot, batch.segments[index].records,
    batch.segments[index].witness, salt,
  ];
  await check("the engine's witness convicts it", async () => {
    const salt = ethers.id("salt");
    const subject = ethers.keccak256(
      abi.encode(["bytes32", "uint256", "bytes32"], [lie.hash, 0, ethers.keccak256(wrong.segments[0].witness)]),
    );
    const proof = proofOf(lie, wrong, 0, salt);
    const fraud = c.Fraud.connect(challenger);
    equal((await fraud.checkBadSegment(proof))[0], 2n, "reason");
    await refused(fraud.proveBadSegment.staticCall(proof), "NoCommitment");
    await done(fraud.commit(await commitment(challenger, subject, salt)));
    const receipt = await done(fraud.proveBadSegment(proof));
    const [proven] = eventsOf(c.Fraud, receipt, "FraudProven");
    equal(proven.args.number, 2n, "batch");
    equal(proven.args.reason, 2n, "reason");
    const [convicted] = eventsOf(c.Operators, receipt, "OperatorConvicted");
    equal(convicted.args.operator, await anna.getAddress(), "convicted");
    equal(convicted.args.rewardWei, bond / 2n, "reward");
    equal(convicted.args.burntWei, bond / 2n, "burnt");
    const [number, , stateRoot] = await c.Rollup.tip();
    equal(number, 1n, "tip");
    equal(stateRoot, wrong.preStateRoot, "state root");
    equal(await c.Operators.currentOperator(), await bert.getAddress(), "next operator");
  });
  await check("the challenger claims its half", async () => {
    const before = await provider.getBalance(await challenger.getAddress());
    const receipt = await done(c.Operators.connect(challenger).claim());
    const after = await provider.getBalance(await challenger.getAddress());
    equal(after - before + receipt.fee, bond / 2n, "paid");
  });

  // Bert bids another base fee: the engine makes his batches for it.
  const remade = makeBatches({
    chainId: String(parameters.l2ChainId),
    baseFeeWei: String(bid + 1n),
    tokens: [],
    entries,
    batches: [
      { consume: "2", txs: [], mint: "0" },
      { consume: "0", txs: [transfer, exit], mint: "0" },
      { consume: "1", txs: [], mint: "0" },
    ],
  });
  let good;
  await check("the next operator anchors the same transactions and the forced one", async () => {
    good = await submit(bert, remade[1]);
    equal(good.header[4], 2n, "era");
    const last = await submit(bert, remade[2]);
    equal(last.number, 3n);
    equal((await c.Rollup.tip())[3], 3n, "inbox cursor");
    good.last = last;
  });
  await check("a right segment convicts nobody", async () => {
    await refused(c.Fraud.checkBadSegment(proofOf(good, remade[1], 0, ethers.ZeroHash)), "SegmentIsValid");
    await refused(c.Fraud.checkBadSegment(proofOf(good.last, remade[2], 0, ethers.ZeroHash)), "SegmentIsValid");
  });
  await check("a demand is answered with the wallet's signature", async () => {
    const [segment] = remade[1].segments;
    const { leaf, signingHash, sender } = segment.txs[0];
    const tx = ethers.Transaction.from(transfer);
    equal(signingHash, tx.unsignedHash, "signing hash");
    // The segment has two transactions; the rest of its tree is empty.
    const siblings = [segment.txs[1].leaf, ...Array(5).fill(ethers.ZeroHash)];
    const demanded = [
      good.header, remade[1].segments.map((s) => s.leaf), 0, openingOf(segment), 0, signingHash, sender, siblings,
    ];
    equal(leaf, ethers.keccak256(ethers.concat(["0x03", signingHash, sender])), "leaf");
    const value = BigInt(parameters.demandBondWei);
    await done(c.Demands.connect(challenger).demand(demanded, { value }));
    await done(c.Demands.connect(alice).answer(1, signature(tx)));
    equal(await c.Operators.claimable(aliceKey.address), value, "the answerer's claim");
  });

  const account = remade[2].accounts.find((a) => a.owner.toLowerCase() === aliceKey.address.toLowerCase());
  const proof = [
    account.index, account.owner, account.token, account.nonce, account.balance, account.withdrawn, account.accountCount,
    account.inboxCursor, account.txCount, account.siblings,
  ];
  await check("nothing is paid before the window is over", async () => {
    await refused(c.Bridge.withdraw.staticCall(good.last.header, proof), "NotFinal");
  });
  await check("a final batch is withdrawn from, once", async () => {
    await mine(parameters.challengeWindowBlocks + 1);
    equal(await c.Rollup.isFinal(good.last.header), true, "final");
    const before = await provider.getBalance(aliceKey.address);
    await done(c.Bridge.connect(challenger).withdraw(good.last.header, proof));
    equal((await provider.getBalance(aliceKey.address)) - before, ethers.parseEther("3"), "paid");
    await refused(c.Bridge.withdraw.staticCall(good.last.header, proof), "NothingToWithdraw");
  });
  await check("a frozen rollup lets everyone out", async () => {
    await mine(parameters.escapeBlocks);
    equal(await c.Rollup.isFrozen(), true, "frozen");
    for (const a of remade[2].accounts) {
      const before = await provider.getBalance(a.owner);
      await done(
        c.Bridge.connect(challenger).escape(good.last.header, [
          a.index, a.owner, a.token, a.nonce, a.balance, a.withdrawn, a.accountCount, a.inboxCursor, a.txCount, a.siblings,
        ]),
      );
      equal((await provider.getBalance(a.owner)) - before, BigInt(a.balance), `balance of account ${a.index}`);
    }
    equal(await c.Bridge.escrow(0), 0n, "escrow");
  });
}
