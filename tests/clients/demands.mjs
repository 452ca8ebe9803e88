// Somebody doubts that an anchored transaction was ever signed, and demands its signature on L1: the operators answer
// by themselves, and whoever demanded has paid for it. Against the demo, whose L1 L1_URL names.
import { readFileSync } from "node:fs";
import { ethers } from "ethers";
import { check, equal, finish, required } from "./check.mjs";

const kZero = ethers.ZeroHash;
const artifact = (name) =>
  JSON.parse(readFileSync(new URL(`../../resources/contracts/${name}.json`, import.meta.url))).abi;

/** Asks with each block until there is an answer, for so many blocks at most. */
function within(provider, blocks, what, ask) {
  return new Promise((resolve, reject) => {
    let left = blocks;
    const end = (settle, value) => {
      provider.off("block", look);
      settle(value);
    };
    async function look() {
      try {
        const answer = await ask();
        if (answer) end(resolve, answer);
        else if (--left === 0) end(reject, new Error(`${what}: not seen within ${blocks} blocks`));
      } catch (error) {
        end(reject, error);
      }
    }
    provider.on("block", look);
  });
}

const node = (left, right) =>
  left === kZero && right === kZero ? kZero : ethers.keccak256(ethers.concat(["0x01", left, right]));
const leafOf = (tx) => ethers.keccak256(ethers.concat(["0x03", tx.unsignedHash, tx.from]));

/** The levels of the tree of a segment's transactions, from the leaves to the root. */
function levelsOf(leaves) {
  let level = [...leaves, ...Array(64 - leaves.length).fill(kZero)];
  const levels = [level];
  while (level.length > 1) {
    level = Array.from({ length: level.length / 2 }, (_, i) => node(level[2 * i], level[2 * i + 1]));
    levels.push(level);
  }
  return levels;
}

/** */
function segmentsOf(data) {
  const segments = [];
  for (let at = 2; at < data.length; ) {
    const end = at + 2 * (66 + parseInt(data.slice(at, at + 4), 16));
    segments.push({
      postRoot: `0x${data.slice(at + 4, at + 68)}`,
      txRoot: `0x${data.slice(at + 68, at + 132)}`,
      recordsHash: ethers.keccak256(`0x${data.slice(at + 132, end)}`),
    });
    at = end;
  }
  return segments;
}

const l1 = new ethers.JsonRpcProvider(required("L1_URL"), undefined, { cacheTimeout: -1, pollingInterval: 200 });
const l2 = new ethers.JsonRpcProvider(required("RPC_URL"), undefined, { cacheTimeout: -1, pollingInterval: 200 });
const user = new ethers.Wallet(required("SECRET_KEY"), l2);
const doubter = new ethers.Wallet(required("SECRET_KEY"), l1);

const rollupAbi = new ethers.Interface(artifact("Rollup"));
const submitted = rollupAbi.getEvent("BatchSubmitted");

/** The batch that anchored an L2 block, as L1 has it, and its signed transactions in order. */
async function batchWith(blockNumber) {
  await within(l1, 60, "the batch", async () => (await l2.getBlock("safe"))?.number >= blockNumber);
  const logs = await l1.getLogs({ fromBlock: 0, topics: [submitted.topicHash] });
  let first = 1;
  for (const log of logs) {
    const { header, data } = rollupAbi.parseLog(log).args;
    const segments = segmentsOf(data);
    // The blocks of the batch: as many as give the roots of its segments.
    const txs = [];
    let last = first;
    for (let open = 0; open < segments.length; ) {
      const block = await l2.getBlock(last, true);
      if (!block) throw new Error(`block ${last} is not known`);
      txs.push(...block.prefetchedTransactions.map((tx) => ethers.Transaction.from(tx)));
      open = place(segments, txs);
      last += 1;
    }
    if (last > blockNumber) return { rollup: log.address, header: header.toArray(), segments, txs };
    first = last;
  }
  throw new Error(`block ${blockNumber} was not anchored`);
}

/** Gives each segment its transactions by its txRoot; returns how many segments are complete. */
function place(segments, txs) {
  let next = 0;
  for (const [i, segment] of segments.entries()) {
    segment.first = next;
    // Segments without transactions end where the next one begins.
    let count = 0;
    while (levelsOf(txs.slice(next, next + count).map(leafOf)).at(-1)[0] !== segment.txRoot) {
      if (next + ++count > txs.length || count > 64) return i;
    }
    segment.count = count;
    next += count;
  }
  return segments.length;
}

await check("a demand is answered by the operators, and its bond is lost", async () => {
  const sent = await user.sendTransaction({ to: ethers.Wallet.createRandom().address, value: 12345n });
  const receipt = await sent.wait();
  const { rollup, header, segments, txs } = await batchWith(receipt.blockNumber);
  const index = txs.findIndex((tx) => tx.hash === sent.hash);
  if (index < 0) throw new Error("the transaction is not among those of its batch");
  const segment = segments.findIndex((s) => s.first <= index && index < s.first + s.count);
  const { first, count, postRoot, txRoot, recordsHash } = segments[segment];
  const levels = levelsOf(txs.slice(first, first + count).map(leafOf));
  const at = index - first;
  const leaves = segments.map((s) => ethers.keccak256(ethers.concat(["0x07", s.postRoot, s.txRoot, s.recordsHash])));

  const contract = await new ethers.Contract(rollup, artifact("Rollup"), l1).demands();
  const demands = new ethers.Contract(contract, artifact("Demands"), doubter);
  const value = await demands.demandBondWei();
  const tx = await demands.demand(
    [
      header, leaves, segment, [postRoot, txRoot, recordsHash], at, txs[index].unsignedHash, user.address,
      levels.slice(0, 6).map((level, height) => level[(at >> height) ^ 1]),
    ],
    { value },
  );
  await tx.wait();
  const id = await demands.demandCount();
  const [answered] = await within(l1, 20, "an answer", async () => {
    const events = await demands.queryFilter(demands.filters.SignatureAnswered(id));
    return events.length > 0 && events;
  });
  const { yParity, r, s, answerer } = answered.args;
  const signature = ethers.Signature.from({ yParity: Number(yParity), r, s });
  equal(ethers.recoverAddress(txs[index].unsignedHash, signature), user.address, "who signed");
  const { operator } = await demands.demandOf(id);
  equal(answerer, operator, "the operator of the batch is the first to answer");
  equal((await demands.demandOf(id)).status, 2n, "status");
  const operators = new ethers.Contract(
    await new ethers.Contract(rollup, artifact("Rollup"), l1).operators(), artifact("Operators"), l1,
  );
  equal(await operators.claimable(operator), value, "the bond of the demand is the operator's");
});

finish();
