<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Attention</name>
    <message>
        <source>%1 (%2)</source>
        <comment>blocks and the time that they take</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>The challenge of batch %1 is under way</source>
        <translation>The challenge of batch %1 is under way</translation>
    </message>
    <message>
        <source>Batch %1 claims a wrong root</source>
        <translation>Batch %1 claims a wrong root</translation>
    </message>
    <message>
        <source>%1 is down</source>
        <translation>%1 is down</translation>
    </message>
    <message>
        <source>%1 is silent</source>
        <translation>%1 is silent</translation>
    </message>
    <message>
        <source>No backup is ready to take over.</source>
        <translation>No backup is ready to take over.</translation>
    </message>
    <message>
        <source>L1 funds of %1 run low</source>
        <translation>L1 funds of %1 run low</translation>
    </message>
    <message>
        <source>%1 last for about %2 batches.</source>
        <translation>%1 last for about %2 batches.</translation>
    </message>
    <message>
        <source>%1 is out</source>
        <translation>%1 is out</translation>
    </message>
    <message>
        <source>%1 is ready to take over, %2 behind.</source>
        <translation>%1 is ready to take over, %2 behind.</translation>
    </message>
    <message>
        <source>All is well</source>
        <translation>All is well</translation>
    </message>
    <message>
        <source>L1 does not answer</source>
        <translation>L1 does not answer</translation>
    </message>
    <message>
        <source>to challenge %1</source>
        <translation>to challenge %1</translation>
    </message>
    <message>
        <source>to takeover</source>
        <translation>to takeover</translation>
    </message>
    <message>
        <source>to epoch %1</source>
        <translation>to epoch %1</translation>
    </message>
    <message>
        <source>The L1 account is empty</source>
        <translation>The L1 account is empty</translation>
    </message>
    <message>
        <source>L1 funds last %1</source>
        <translation>L1 funds last %1</translation>
    </message>
    <message>
        <source>%1: failed on L1</source>
        <translation>%1: failed on L1</translation>
    </message>
    <message numerus="yes">
        <source>%n L1 transactions failed</source>
        <translation>
            <numerusform>%n L1 transaction failed</numerusform>
            <numerusform>%n L1 transactions failed</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: not mined yet</source>
        <translation>%1: not mined yet</translation>
    </message>
    <message numerus="yes">
        <source>%n L1 transactions are not mined</source>
        <translation>
            <numerusform>%n L1 transaction is not mined</numerusform>
            <numerusform>%n L1 transactions are not mined</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: waits to be sent to L1</source>
        <translation>%1: waits to be sent to L1</translation>
    </message>
    <message numerus="yes">
        <source>%n L1 transactions wait to be sent</source>
        <translation>
            <numerusform>%n L1 transaction waits to be sent</numerusform>
            <numerusform>%n L1 transactions wait to be sent</numerusform>
        </translation>
    </message>
    <message>
        <source>The engine stopped</source>
        <translation>The engine stopped</translation>
    </message>
    <message>
        <source>Nothing runs any more. Remove the cause and start again.</source>
        <translation>Nothing runs any more. Remove the cause and start again.</translation>
    </message>
    <message>
        <source>Show events</source>
        <translation>Show events</translation>
    </message>
    <message>
        <source>No new block for %1.</source>
        <translation>No new block for %1.</translation>
    </message>
    <message>
        <source>The connection to %1 is lost. What you see is %2 old.</source>
        <translation>The connection to %1 is lost. What you see is %2 old.</translation>
    </message>
    <message>
        <source>Check the L1 node now: deadlines on L1 keep running.</source>
        <translation>Check the L1 node now: deadlines on L1 keep running.</translation>
    </message>
    <message>
        <source>Nothing to do: L1 decides within a few blocks.</source>
        <translation>Nothing to do: L1 decides within a few blocks.</translation>
    </message>
    <message>
        <source>Watch it</source>
        <translation>Watch it</translation>
    </message>
    <message>
        <source>Batch %1: %2</source>
        <translation>Batch %1: %2</translation>
    </message>
    <message>
        <source>The last challenge failed. %1</source>
        <translation>The last challenge failed. %1</translation>
    </message>
    <message>
        <source>Challenge batch %1 …</source>
        <translation>Challenge batch %1 …</translation>
    </message>
    <message>
        <source>Batch %1, %2, %3</source>
        <translation>Batch %1, %2, %3</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>%1 left</translation>
    </message>
    <message>
        <source>A signature of batch %1 is demanded</source>
        <translation>A signature of batch %1 is demanded</translation>
    </message>
    <message>
        <source>Its operator does not hold the signature that L1 asks for.</source>
        <translation>Its operator does not hold the signature that L1 asks for.</translation>
    </message>
    <message>
        <source>L1 asks its operator to show it.</source>
        <translation>L1 asks its operator to show it.</translation>
    </message>
    <message>
        <source>Find who has it: %1 are left until L1 convicts.</source>
        <translation>Find who has it: %1 are left until L1 convicts.</translation>
    </message>
    <message>
        <source>Nothing to do: its node answers by itself; %1 are left.</source>
        <translation>Nothing to do: its node answers by itself; %1 are left.</translation>
    </message>
    <message>
        <source>Show the batch</source>
        <translation>Show the batch</translation>
    </message>
    <message>
        <source>Its node is not running: nothing is sequenced or anchored.</source>
        <translation>Its node is not running: nothing is sequenced or anchored.</translation>
    </message>
    <message>
        <source>Nothing of it on L1 for %1.</source>
        <translation>Nothing of it on L1 for %1.</translation>
    </message>
    <message>
        <source>No need to act: %1 may take over in %2 and does so by itself.</source>
        <translation>No need to act: %1 may take over in %2 and does so by itself.</translation>
    </message>
    <message>
        <source>Watch the takeover</source>
        <translation>Watch the takeover</translation>
    </message>
    <message>
        <source>%1, %2 may take over in %3</source>
        <translation>%1, %2 may take over in %3</translation>
    </message>
    <message>
        <source>Act now: no backup is ready to take over. Start %1 again.</source>
        <translation>Act now: no backup is ready to take over. Start %1 again.</translation>
    </message>
    <message>
        <source>Act now: no backup is ready to take over.</source>
        <translation>Act now: no backup is ready to take over.</translation>
    </message>
    <message>
        <source>Restart %1 …</source>
        <translation>Restart %1 …</translation>
    </message>
    <message>
        <source>Show the operators</source>
        <translation>Show the operators</translation>
    </message>
    <message>
        <source>%1, no backup is ready</source>
        <translation>%1, no backup is ready</translation>
    </message>
    <message>
        <source>Transactions wait and no block is made</source>
        <translation>Transactions wait and no block is made</translation>
    </message>
    <message>
        <source>%1 pending, the last L2 block is %2 old.</source>
        <translation>%1 pending, the last L2 block is %2 old.</translation>
    </message>
    <message>
        <source>Look at %1 now; fail over where it stays like this.</source>
        <translation>Look at %1 now; fail over where it stays like this.</translation>
    </message>
    <message>
        <source>Fail over …</source>
        <translation>Fail over …</translation>
    </message>
    <message>
        <source>The disk of %1 is not writable</source>
        <translation>The disk of %1 is not writable</translation>
    </message>
    <message>
        <source>Its node makes no blocks until that ends.</source>
        <translation>Its node makes no blocks until that ends.</translation>
    </message>
    <message>
        <source>Act now: free space, or mount the disk writable.</source>
        <translation>Act now: free space, or mount the disk writable.</translation>
    </message>
    <message>
        <source>Show the operator</source>
        <translation>Show the operator</translation>
    </message>
    <message>
        <source>L1 ejected it for silence.</source>
        <translation>L1 ejected it for silence.</translation>
    </message>
    <message>
        <source>L1 convicted it of fraud.</source>
        <translation>L1 convicted it of fraud.</translation>
    </message>
    <message>
        <source>No hurry: it can rejoin with a fresh bond at any time.</source>
        <translation>No hurry: it can rejoin with a fresh bond at any time.</translation>
    </message>
    <message>
        <source>Rejoin …</source>
        <translation>Rejoin …</translation>
    </message>
    <message>
        <source>Nothing to do.</source>
        <translation>Nothing to do.</translation>
    </message>
    <message>
        <source>Get one ready: without it a crash stops the service.</source>
        <translation>Get one ready: without it a crash stops the service.</translation>
    </message>
    <message>
        <source>Act before L1 block %1: %2 left.</source>
        <translation>Act before L1 block %1: %2 left.</translation>
    </message>
    <message>
        <source>Remove the cause. This goes once one of its kind was mined.</source>
        <translation>Remove the cause. This goes once one of its kind was mined.</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>Show it</translation>
    </message>
    <message>
        <source>In L1&apos;s pool for %1 at %2.</source>
        <translation>In L1&apos;s pool for %1 at %2.</translation>
    </message>
    <message>
        <source>Speed it up now, or cancel it: what follows waits for it.</source>
        <translation>Speed it up now, or cancel it: what follows waits for it.</translation>
    </message>
    <message>
        <source>Speed up or cancel …</source>
        <translation>Speed up or cancel …</translation>
    </message>
    <message>
        <source>It is sent by itself once that is over.</source>
        <translation>It is sent by itself once that is over.</translation>
    </message>
    <message>
        <source>Nothing can be anchored.</source>
        <translation>Nothing can be anchored.</translation>
    </message>
    <message>
        <source>%1 at the spending of the last 24 hours.</source>
        <translation>%1 at the spending of the last 24 hours.</translation>
    </message>
    <message>
        <source>Send ETH to %1 now.</source>
        <translation>Send ETH to %1 now.</translation>
    </message>
    <message>
        <source>Send ETH to %1 within %2.</source>
        <translation>Send ETH to %1 within %2.</translation>
    </message>
    <message>
        <source>Show the account</source>
        <translation>Show the account</translation>
    </message>
    <message>
        <source>Send ETH to %1 before they are used up.</source>
        <translation>Send ETH to %1 before they are used up.</translation>
    </message>
    <message>
        <source>%1 left (%2)</source>
        <translation>%1 left (%2)</translation>
    </message>
    <message>
        <source>Takeover readiness</source>
        <translation>Takeover readiness</translation>
    </message>
</context>
<context>
    <name>Format</name>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 min %2 s</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 h %2 min</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 d %2 h</source>
        <translation>%1 d %2 h</translation>
    </message>
    <message>
        <source>h</source>
        <translation>h</translation>
    </message>
    <message>
        <source>days</source>
        <translation>days</translation>
    </message>
    <message numerus="yes">
        <source>%Ln blocks</source>
        <translation>
            <numerusform>%Ln block</numerusform>
            <numerusform>%Ln blocks</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>a time, and how many blocks it is</comment>
        <translation>%1, %2</translation>
    </message>
</context>
<context>
    <name>Goals</name>
    <message>
        <source>action</source>
        <translation>action</translation>
    </message>
    <message>
        <source>Challenge batch %1 …</source>
        <translation>Challenge batch %1 …</translation>
    </message>
    <message>
        <source>Crash %1</source>
        <translation>Crash %1</translation>
    </message>
    <message>
        <source>The node of %1 is down.</source>
        <translation>The node of %1 is down.</translation>
    </message>
    <message>
        <source>Restart %1</source>
        <translation>Restart %1</translation>
    </message>
    <message>
        <source>The node of %1 is back.</source>
        <translation>The node of %1 is back.</translation>
    </message>
    <message>
        <source>Inject a bad root into %1</source>
        <translation>Inject a bad root into %1</translation>
    </message>
    <message>
        <source>The next batch of %1 will claim a wrong root.</source>
        <translation>The next batch of %1 will claim a wrong root.</translation>
    </message>
    <message>
        <source>Rejoin %1 …</source>
        <translation>Rejoin %1 …</translation>
    </message>
    <message>
        <source>Speed up or cancel: %1 …</source>
        <translation>Speed up or cancel: %1 …</translation>
    </message>
    <message>
        <source>Fail over …</source>
        <translation>Fail over …</translation>
    </message>
    <message>
        <source>Inject a fault …</source>
        <translation>Inject a fault …</translation>
    </message>
    <message>
        <source>operator</source>
        <translation>operator</translation>
    </message>
    <message>
        <source>Batch %1</source>
        <translation>Batch %1</translation>
    </message>
    <message>
        <source>L1 transaction %1: %2</source>
        <translation>L1 transaction %1: %2</translation>
    </message>
    <message>
        <source>L1 transaction: %1</source>
        <translation>L1 transaction: %1</translation>
    </message>
</context>
<context>
    <name>L1Texts</name>
    <message>
        <source>Batch</source>
        <translation>Batch</translation>
    </message>
    <message>
        <source>Heartbeat</source>
        <translation>Heartbeat</translation>
    </message>
    <message>
        <source>Registration</source>
        <translation>Registration</translation>
    </message>
    <message>
        <source>Bid</source>
        <translation>Bid</translation>
    </message>
    <message>
        <source>Hand-over</source>
        <translation>Hand-over</translation>
    </message>
    <message>
        <source>Deposit</source>
        <translation>Deposit</translation>
    </message>
    <message>
        <source>Challenge</source>
        <translation>Challenge</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Answer</translation>
    </message>
    <message>
        <source>Withdrawal</source>
        <translation>Withdrawal</translation>
    </message>
    <message>
        <source>Cancellation</source>
        <translation>Cancellation</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Other</translation>
    </message>
    <message>
        <source>Batch %1</source>
        <translation>Batch %1</translation>
    </message>
    <message>
        <source>Challenge of batch %1</source>
        <translation>Challenge of batch %1</translation>
    </message>
    <message>
        <source>Answer for batch %1</source>
        <translation>Answer for batch %1</translation>
    </message>
    <message>
        <source>waits</source>
        <translation>waits</translation>
    </message>
    <message>
        <source>queued</source>
        <translation>queued</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>sent</translation>
    </message>
    <message>
        <source>replaced</source>
        <translation>replaced</translation>
    </message>
    <message>
        <source>mined</source>
        <translation>mined</translation>
    </message>
    <message>
        <source>confirmed</source>
        <translation>confirmed</translation>
    </message>
    <message>
        <source>reorged</source>
        <translation>reorged</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>failed</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>cancelled</translation>
    </message>
    <message>
        <source>It is in L1&apos;s pool and waits for a block.</source>
        <translation>It is in L1&apos;s pool and waits for a block.</translation>
    </message>
    <message>
        <source>It is in a block that L1 calls safe.</source>
        <translation>It is in a block that L1 calls safe.</translation>
    </message>
    <message>
        <source>L1 refused it.</source>
        <translation>L1 refused it.</translation>
    </message>
    <message>
        <source>The contract says: %1</source>
        <translation>The contract says: %1</translation>
    </message>
    <message>
        <source>It is saved on disk and not sent yet.</source>
        <translation>It is saved on disk and not sent yet.</translation>
    </message>
    <message>
        <source>It is in L1&apos;s pool, resent with higher fees.</source>
        <translation>It is in L1&apos;s pool, resent with higher fees.</translation>
    </message>
    <message>
        <source>It is in a block that L1 can still reorganise.</source>
        <translation>It is in a block that L1 can still reorganise.</translation>
    </message>
    <message>
        <source>A reorganisation removed it from L1; it is being sent again.</source>
        <translation>A reorganisation removed it from L1; it is being sent again.</translation>
    </message>
    <message>
        <source>L1 mined it, but it reverted.</source>
        <translation>L1 mined it, but it reverted.</translation>
    </message>
    <message>
        <source>A cancellation used its nonce.</source>
        <translation>A cancellation used its nonce.</translation>
    </message>
    <message>
        <source>It was dropped before it was sent.</source>
        <translation>It was dropped before it was sent.</translation>
    </message>
</context>
<context>
    <name>Lane</name>
    <message>
        <source>pending</source>
        <translation>pending</translation>
    </message>
    <message>
        <source>on %1 of %2 backups</source>
        <translation>on %1 of %2 backups</translation>
    </message>
    <message>
        <source>latest, every %1 ms</source>
        <translation>latest, every %1 ms</translation>
    </message>
    <message>
        <source>latest, every %1</source>
        <translation>latest, every %1</translation>
    </message>
    <message>
        <source>latest L2 block</source>
        <translation>latest L2 block</translation>
    </message>
    <message>
        <source>%1 tx/s</source>
        <translation>%1 tx/s</translation>
    </message>
    <message>
        <source>tx · %1</source>
        <translation>tx · %1</translation>
    </message>
    <message>
        <source>on its way to L1</source>
        <translation>on its way to L1</translation>
    </message>
    <message>
        <source>anchors in %1 s</source>
        <translation>anchors in %1 s</translation>
    </message>
    <message>
        <source>anchors now</source>
        <translation>anchors now</translation>
    </message>
    <message>
        <source>anchored now</source>
        <translation>anchored now</translation>
    </message>
    <message numerus="yes">
        <source>%n L1 blocks later</source>
        <translation>
            <numerusform>%n L1 block later</numerusform>
            <numerusform>%n L1 blocks later</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: root differs in segment %2 · %3 left</source>
        <translation>%1: root differs in segment %2 · %3 left</translation>
    </message>
    <message>
        <source>%1: root differs · %2 left</source>
        <translation>%1: root differs · %2 left</translation>
    </message>
    <message>
        <source>No batch is in its window yet.</source>
        <translation>No batch is in its window yet.</translation>
    </message>
    <message>
        <source>withdrawable</source>
        <translation>withdrawable</translation>
    </message>
    <message>
        <source>none final yet</source>
        <translation>none final yet</translation>
    </message>
    <message>
        <source>MEMPOOL</source>
        <translation>MEMPOOL</translation>
    </message>
    <message>
        <source>L2 BLOCKS</source>
        <translation>L2 BLOCKS</translation>
    </message>
    <message>
        <source>FILLING</source>
        <translation>FILLING</translation>
    </message>
    <message>
        <source>CHALLENGE WINDOW</source>
        <translation>CHALLENGE WINDOW</translation>
    </message>
    <message>
        <source>FINAL</source>
        <translation>FINAL</translation>
    </message>
    <message>
        <source>no backup connected</source>
        <translation>no backup connected</translation>
    </message>
    <message>
        <source>waiting for transactions</source>
        <translation>waiting for transactions</translation>
    </message>
    <message>
        <source>nothing is built on it</source>
        <translation>nothing is built on it</translation>
    </message>
    <message numerus="yes">
        <source>%n batches built on it go with it</source>
        <translation>
            <numerusform>%n batch built on it goes with it</numerusform>
            <numerusform>%n batches built on it go with it</numerusform>
        </translation>
    </message>
    <message>
        <source>roots recomputed here: %1 correct</source>
        <translation>roots recomputed here: %1 correct</translation>
    </message>
    <message>
        <source>roots recomputed here: %1 correct, %2 wrong</source>
        <translation>roots recomputed here: %1 correct, %2 wrong</translation>
    </message>
</context>
<context>
    <name>Pages</name>
    <message>
        <source>Overview</source>
        <translation>Overview</translation>
    </message>
    <message>
        <source>Batches</source>
        <translation>Batches</translation>
    </message>
    <message>
        <source>Operators</source>
        <translation>Operators</translation>
    </message>
    <message>
        <source>Challenges</source>
        <translation>Challenges</translation>
    </message>
    <message>
        <source>Lab</source>
        <translation>Lab</translation>
    </message>
    <message>
        <source>Anchors</source>
        <translation>Anchors</translation>
    </message>
</context>
<context>
    <name>ShortTexts</name>
    <message>
        <source>info</source>
        <translation>info</translation>
    </message>
    <message>
        <source>good</source>
        <translation>good</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>warning</translation>
    </message>
    <message>
        <source>severe</source>
        <translation>severe</translation>
    </message>
    <message>
        <source>breaks rule %1</source>
        <translation>breaks rule %1</translation>
    </message>
    <message>
        <source>wrong root</source>
        <translation>wrong root</translation>
    </message>
    <message>
        <source>wrong txRoot</source>
        <translation>wrong txRoot</translation>
    </message>
    <message>
        <source>wrong inbox cursor</source>
        <translation>wrong inbox cursor</translation>
    </message>
</context>
<context>
    <name>TableExport</name>
    <message>
        <source>The table was not exported</source>
        <translation>The table was not exported</translation>
    </message>
    <message>
        <source>%1 could not be written: %2. Choose another folder or file.</source>
        <translation>%1 could not be written: %2. Choose another folder or file.</translation>
    </message>
    <message>
        <source>Export …</source>
        <translation>Export …</translation>
    </message>
    <message>
        <source>Writes the rows that the filter keeps, with every column, as tab-separated values</source>
        <translation>Writes the rows that the filter keeps, with every column, as tab-separated values</translation>
    </message>
    <message>
        <source>Export the table</source>
        <translation>Export the table</translation>
    </message>
    <message>
        <source>Tab-separated values (*.tsv)</source>
        <translation>Tab-separated values (*.tsv)</translation>
    </message>
</context>
<context>
    <name>Texts</name>
    <message>
        <source>The active operator is down, but L1 does not yet allow a takeover. %1</source>
        <translation>The active operator is down, but L1 does not yet allow a takeover. %1</translation>
    </message>
    <message>
        <source>The bid is outside the bounds that the contract allows.</source>
        <translation>The bid is outside the bounds that the contract allows.</translation>
    </message>
    <message>
        <source>Faults can only be injected in a demo.</source>
        <translation>Faults can only be injected in a demo.</translation>
    </message>
    <message>
        <source>The program anvil was not found. Install it with Anchorwatch&apos;s tools, or set its path.</source>
        <translation>The program anvil was not found. Install it with Anchorwatch&apos;s tools, or set its path.</translation>
    </message>
    <message>
        <source>This operator&apos;s node is stopped. Restart it first.</source>
        <translation>This operator&apos;s node is stopped. Restart it first.</translation>
    </message>
    <message>
        <source>%1 anchored batch %2.</source>
        <translation>%1 anchored batch %2.</translation>
    </message>
    <message>
        <source>Batch %1 is final.</source>
        <translation>Batch %1 is final.</translation>
    </message>
    <message>
        <source>Batch %1 of %2 claims a wrong root.</source>
        <translation>Batch %1 of %2 claims a wrong root.</translation>
    </message>
    <message>
        <source>The challenge of batch %1 is committed on L1.</source>
        <translation>The challenge of batch %1 is committed on L1.</translation>
    </message>
    <message>
        <source>L1 convicted %1: its bond is lost.</source>
        <translation>L1 convicted %1: its bond is lost.</translation>
    </message>
    <message>
        <source>The chain was rolled back to before batch %1.</source>
        <translation>The chain was rolled back to before batch %1.</translation>
    </message>
    <message>
        <source>%1 took over from %2.</source>
        <translation>%1 took over from %2.</translation>
    </message>
    <message>
        <source>L1 ejected %1.</source>
        <translation>L1 ejected %1.</translation>
    </message>
    <message>
        <source>%1 stepped down.</source>
        <translation>%1 stepped down.</translation>
    </message>
    <message>
        <source>The node of %1 crashed.</source>
        <translation>The node of %1 crashed.</translation>
    </message>
    <message>
        <source>%1 registered with its bond.</source>
        <translation>%1 registered with its bond.</translation>
    </message>
    <message>
        <source>%1 changed its bid.</source>
        <translation>%1 changed its bid.</translation>
    </message>
    <message>
        <source>Epoch %1 began.</source>
        <translation>Epoch %1 began.</translation>
    </message>
    <message>
        <source>%1 will claim a wrong root in its next batch.</source>
        <translation>%1 will claim a wrong root in its next batch.</translation>
    </message>
    <message>
        <source>The connection to L1 is lost.</source>
        <translation>The connection to L1 is lost.</translation>
    </message>
    <message>
        <source>The load was switched off.</source>
        <translation>The load was switched off.</translation>
    </message>
    <message>
        <source>The load changed.</source>
        <translation>The load changed.</translation>
    </message>
    <message>
        <source>The load is set to %1 tx/s.</source>
        <translation>The load is set to %1 tx/s.</translation>
    </message>
    <message>
        <source>Start a local L1 chain</source>
        <translation>Start a local L1 chain</translation>
    </message>
    <message>
        <source>Deploy the rollup&apos;s contracts</source>
        <translation>Deploy the rollup&apos;s contracts</translation>
    </message>
    <message>
        <source>Start and register the operators</source>
        <translation>Start and register the operators</translation>
    </message>
    <message>
        <source>Send the first transactions</source>
        <translation>Send the first transactions</translation>
    </message>
    <message>
        <source>in its window</source>
        <translation>in its window</translation>
    </message>
    <message>
        <source>final</source>
        <translation>final</translation>
    </message>
    <message>
        <source>wrong root</source>
        <translation>wrong root</translation>
    </message>
    <message>
        <source>rolled back</source>
        <translation>rolled back</translation>
    </message>
    <message>
        <source>not recomputed</source>
        <translation>not recomputed</translation>
    </message>
    <message>
        <source>agrees</source>
        <translation>agrees</translation>
    </message>
    <message>
        <source>differs</source>
        <translation>differs</translation>
    </message>
    <message>
        <source>convicted</source>
        <translation>convicted</translation>
    </message>
    <message>
        <source>ejected</source>
        <translation>ejected</translation>
    </message>
    <message>
        <source>left</source>
        <translation>left</translation>
    </message>
    <message>
        <source>not registered</source>
        <translation>not registered</translation>
    </message>
    <message>
        <source>active, but down</source>
        <translation>active, but down</translation>
    </message>
    <message>
        <source>down</source>
        <translation>down</translation>
    </message>
    <message>
        <source>active</source>
        <translation>active</translation>
    </message>
    <message>
        <source>backup, ready</source>
        <translation>backup, ready</translation>
    </message>
    <message>
        <source>backup, not ready</source>
        <translation>backup, not ready</translation>
    </message>
    <message>
        <source>Its node is stopped.</source>
        <translation>Its node is stopped.</translation>
    </message>
    <message numerus="yes">
        <source>It is %n L2 blocks behind.</source>
        <translation>
            <numerusform>It is %n L2 block behind.</numerusform>
            <numerusform>It is %n L2 blocks behind.</numerusform>
        </translation>
    </message>
    <message>
        <source>L1 does not count it as eligible now.</source>
        <translation>L1 does not count it as eligible now.</translation>
    </message>
    <message>
        <source>Detected</source>
        <translation>Detected</translation>
    </message>
    <message>
        <source>Committing</source>
        <translation>Committing</translation>
    </message>
    <message>
        <source>Committed</source>
        <translation>Committed</translation>
    </message>
    <message>
        <source>Proving</source>
        <translation>Proving</translation>
    </message>
    <message>
        <source>Convicted</source>
        <translation>Convicted</translation>
    </message>
    <message>
        <source>Rolled back</source>
        <translation>Rolled back</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Failed</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>Expired</translation>
    </message>
    <message>
        <source>A record of segment %1 breaks rule %2.</source>
        <translation>A record of segment %1 breaks rule %2.</translation>
    </message>
    <message>
        <source>DEMO</source>
        <translation>DEMO</translation>
    </message>
    <message>
        <source>TEST</source>
        <translation>TEST</translation>
    </message>
    <message>
        <source>REAL</source>
        <translation>REAL</translation>
    </message>
    <message>
        <source>The local L1 node did not start. %1</source>
        <translation>The local L1 node did not start. %1</translation>
    </message>
    <message>
        <source>L1 refused the transaction. %1</source>
        <translation>L1 refused the transaction. %1</translation>
    </message>
    <message>
        <source>The deposits were not anchored in time. The machine may be overloaded.</source>
        <translation>The deposits were not anchored in time. The machine may be overloaded.</translation>
    </message>
    <message>
        <source>The load can be from 0 to 5,000 transactions a second.</source>
        <translation>The load can be from 0 to 5,000 transactions a second.</translation>
    </message>
    <message>
        <source>L1 convicted it of fraud: its bond is lost.</source>
        <translation>L1 convicted it of fraud: its bond is lost.</translation>
    </message>
    <message>
        <source>L1 ejected it for silence: a part of its bond is lost.</source>
        <translation>L1 ejected it for silence: a part of its bond is lost.</translation>
    </message>
    <message>
        <source>This demo has no such operator.</source>
        <translation>This demo has no such operator.</translation>
    </message>
    <message>
        <source>The workspace holds an earlier demo, whose L1 ended with it. Choose an empty folder, or remove this one.</source>
        <translation>The workspace holds an earlier demo, whose L1 ended with it. Choose an empty folder, or remove this one.</translation>
    </message>
    <message>
        <source>The folder belongs to an operator of another rollup. %1</source>
        <translation>The folder belongs to an operator of another rollup. %1</translation>
    </message>
    <message>
        <source>A port of the operator could not be opened. %1</source>
        <translation>A port of the operator could not be opened. %1</translation>
    </message>
    <message>
        <source>The operator&apos;s database could not be used. %1</source>
        <translation>The operator&apos;s database could not be used. %1</translation>
    </message>
    <message>
        <source>%1 broke a promise to a user: its bond is lost.</source>
        <translation>%1 broke a promise to a user: its bond is lost.</translation>
    </message>
    <message>
        <source>stepped down</source>
        <translation>stepped down</translation>
    </message>
    <message>
        <source>Its L1 balance is too low to submit batches.</source>
        <translation>Its L1 balance is too low to submit batches.</translation>
    </message>
    <message>
        <source>Its disk is not writable.</source>
        <translation>Its disk is not writable.</translation>
    </message>
    <message>
        <source>wrong segment</source>
        <translation>wrong segment</translation>
    </message>
    <message>
        <source>hidden account</source>
        <translation>hidden account</translation>
    </message>
    <message>
        <source>withheld signature</source>
        <translation>withheld signature</translation>
    </message>
    <message>
        <source>broken promise</source>
        <translation>broken promise</translation>
    </message>
    <message>
        <source>The node is still releasing its files. Try again in a moment.</source>
        <translation>The node is still releasing its files. Try again in a moment.</translation>
    </message>
    <message>
        <source>The demo failed unexpectedly. %1</source>
        <translation>The demo failed unexpectedly. %1</translation>
    </message>
    <message>
        <source>The blocks in the operator&apos;s folder are damaged. Move the folder away and start again: the node rebuilds from L1. %1</source>
        <translation>The blocks in the operator&apos;s folder are damaged. Move the folder away and start again: the node rebuilds from L1. %1</translation>
    </message>
    <message>
        <source>L1 gave an unusable response. Try again, or use another L1 endpoint. %1</source>
        <translation>L1 gave an unusable response. Try again, or use another L1 endpoint. %1</translation>
    </message>
    <message>
        <source>The rollup&apos;s contracts could not be deployed. %1</source>
        <translation>The rollup&apos;s contracts could not be deployed. %1</translation>
    </message>
    <message>
        <source>An L1 address is not valid. %1</source>
        <translation>An L1 address is not valid. %1</translation>
    </message>
    <message>
        <source>L1 was reorganised and the transaction is no longer in it. Try again.</source>
        <translation>L1 was reorganised and the transaction is no longer in it. Try again.</translation>
    </message>
    <message>
        <source>The L1 account has too little ETH for this. Fund it and try again. %1</source>
        <translation>The L1 account has too little ETH for this. Fund it and try again. %1</translation>
    </message>
    <message>
        <source>No L1 endpoint is given. Give at least one, such as http://127.0.0.1:8545.</source>
        <translation>No L1 endpoint is given. Give at least one, such as http://127.0.0.1:8545.</translation>
    </message>
    <message>
        <source>Another transaction of the same L1 account was mined in its place. Make sure that the key is not in use elsewhere, then try again.</source>
        <translation>Another transaction of the same L1 account was mined in its place. Make sure that the key is not in use elsewhere, then try again.</translation>
    </message>
    <message>
        <source>The demo or this operator is not running. Start it first.</source>
        <translation>The demo or this operator is not running. Start it first.</translation>
    </message>
    <message>
        <source>The operator&apos;s database is in use by another process. Stop that one, or use another workspace. %1</source>
        <translation>The operator&apos;s database is in use by another process. Stop that one, or use another workspace. %1</translation>
    </message>
    <message>
        <source>The L1 endpoint limits the number of requests. Try again in a minute, or use another endpoint. %1</source>
        <translation>The L1 endpoint limits the number of requests. Try again in a minute, or use another endpoint. %1</translation>
    </message>
    <message>
        <source>The budget of 24 hours for L1 is used up. It waits until earlier costs are a day old, or until the budget is raised. %1</source>
        <translation>The budget of 24 hours for L1 is used up. It waits until earlier costs are a day old, or until the budget is raised. %1</translation>
    </message>
    <message>
        <source>Your replay gives the claimed root. There is nothing to challenge.</source>
        <translation>Your replay gives the claimed root. There is nothing to challenge.</translation>
    </message>
    <message>
        <source>This batch is not on L1, or it was already rolled back.</source>
        <translation>This batch is not on L1, or it was already rolled back.</translation>
    </message>
    <message>
        <source>A challenge of this batch is already under way.</source>
        <translation>A challenge of this batch is already under way.</translation>
    </message>
    <message>
        <source>L1 is not responding. Nothing was sent; try again when the connection is back.</source>
        <translation>L1 is not responding. Nothing was sent; try again when the connection is back.</translation>
    </message>
    <message>
        <source>Only the active operator can anchor batches, wrong ones included.</source>
        <translation>Only the active operator can anchor batches, wrong ones included.</translation>
    </message>
    <message>
        <source>The node of %1 is running again.</source>
        <translation>The node of %1 is running again.</translation>
    </message>
    <message>
        <source>L1 is responding again.</source>
        <translation>L1 is responding again.</translation>
    </message>
    <message>
        <source>Fund the users with deposits on L1</source>
        <translation>Fund the users with deposits on L1</translation>
    </message>
    <message>
        <source>It receives no feed from other operators.</source>
        <translation>It receives no feed from other operators.</translation>
    </message>
    <message>
        <source>It follows a batch with a wrong root.</source>
        <translation>It follows a batch with a wrong root.</translation>
    </message>
    <message>
        <source>The state root after segment %1 differs from the replayed one.</source>
        <translation>The state root after segment %1 differs from the replayed one.</translation>
    </message>
    <message>
        <source>The transactions of segment %1 do not match its txRoot.</source>
        <translation>The transactions of segment %1 do not match its txRoot.</translation>
    </message>
    <message>
        <source>The batch does not process the L1 inbox as its header says.</source>
        <translation>The batch does not process the L1 inbox as its header says.</translation>
    </message>
    <message>
        <source>This batch is built on one with a wrong root. Challenge that one first.</source>
        <translation>This batch is built on one with a wrong root. Challenge that one first.</translation>
    </message>
    <message>
        <source>The proof is on L1, but the rollback has not been seen yet.</source>
        <translation>The proof is on L1, but the rollback has not been seen yet.</translation>
    </message>
    <message>
        <source>No other operator took over on L1 within a minute.</source>
        <translation>No other operator took over on L1 within a minute.</translation>
    </message>
    <message>
        <source>Another operator has become active in the meantime. There is nothing to hand over.</source>
        <translation>Another operator has become active in the meantime. There is nothing to hand over.</translation>
    </message>
    <message>
        <source>L1 did not respond in time; the transaction may still be mined. %1</source>
        <translation>L1 did not respond in time; the transaction may still be mined. %1</translation>
    </message>
    <message>
        <source>This is the last running operator; without it nobody would watch the rollup.</source>
        <translation>This is the last running operator; without it nobody would watch the rollup.</translation>
    </message>
    <message>
        <source>It handed over. It may become active again from epoch %1.</source>
        <translation>It handed over. It may become active again from epoch %1.</translation>
    </message>
    <message>
        <source>It is already registered on L1. There is nothing to rejoin.</source>
        <translation>It is already registered on L1. There is nothing to rejoin.</translation>
    </message>
    <message>
        <source>It is already rejoining. Wait until it has finished.</source>
        <translation>It is already rejoining. Wait until it has finished.</translation>
    </message>
    <message>
        <source>L1 no longer accepts this key. Its operator continues with a new one.</source>
        <translation>L1 no longer accepts this key. Its operator continues with a new one.</translation>
    </message>
    <message>
        <source>Its node is already running.</source>
        <translation>Its node is already running.</translation>
    </message>
    <message>
        <source>It registered on L1 with a new key that its node has not read yet. Wait for it to catch up.</source>
        <translation>It registered on L1 with a new key that its node has not read yet. Wait for it to catch up.</translation>
    </message>
    <message>
        <source>The workspace could not be created. %1</source>
        <translation>The workspace could not be created. %1</translation>
    </message>
    <message>
        <source>L1 was reorganised from block %1. Later blocks are being read again.</source>
        <translation>L1 was reorganised from block %1. Later blocks are being read again.</translation>
    </message>
    <message>
        <source>%1 could not anchor batch %2 and is trying again. %3</source>
        <translation>%1 could not anchor batch %2 and is trying again. %3</translation>
    </message>
    <message>
        <source>The disk of %1 is writable again.</source>
        <translation>The disk of %1 is writable again.</translation>
    </message>
    <message>
        <source>A message from %1 on the feed was rejected. %2</source>
        <translation>A message from %1 on the feed was rejected. %2</translation>
    </message>
    <message>
        <source>A signature of batch %1 was demanded. It must be posted on L1 by block %2.</source>
        <translation>A signature of batch %1 was demanded. It must be posted on L1 by block %2.</translation>
    </message>
    <message>
        <source>%1 posted the demanded signature.</source>
        <translation>%1 posted the demanded signature.</translation>
    </message>
    <message>
        <source>No signature was posted for batch %1: its operator is convicted.</source>
        <translation>No signature was posted for batch %1: its operator is convicted.</translation>
    </message>
    <message>
        <source>%1 does not have the demanded signature of its batch %2.</source>
        <translation>%1 does not have the demanded signature of its batch %2.</translation>
    </message>
    <message>
        <source>%1 switched to another L1 endpoint: %2.</source>
        <translation>%1 switched to another L1 endpoint: %2.</translation>
    </message>
    <message>
        <source>%1 has heard nothing from L1 for %2 s. It accepts no transactions until L1 responds.</source>
        <translation>%1 has heard nothing from L1 for %2 s. It accepts no transactions until L1 responds.</translation>
    </message>
    <message>
        <source>%1 is following L1 again and accepts transactions.</source>
        <translation>%1 is following L1 again and accepts transactions.</translation>
    </message>
    <message>
        <source>%1 went back to L1 block %2 after a reorganisation and executed %3 transactions again.</source>
        <translation>%1 went back to L1 block %2 after a reorganisation and executed %3 transactions again.</translation>
    </message>
    <message>
        <source>The disk of %1 is not writable: it produces no blocks until that is fixed. %2</source>
        <translation>The disk of %1 is not writable: it produces no blocks until that is fixed. %2</translation>
    </message>
    <message>
        <source>A block from %1 does not match its transactions. %2</source>
        <translation>A block from %1 does not match its transactions. %2</translation>
    </message>
    <message>
        <source>It has heard nothing from L1 for too long.</source>
        <translation>It has heard nothing from L1 for too long.</translation>
    </message>
    <message>
        <source>It is deriving its state from L1: block %1 of %2.</source>
        <translation>It is deriving its state from L1: block %1 of %2.</translation>
    </message>
    <message>
        <source>The demo&apos;s L1, the program anvil, exited unexpectedly. No more blocks can become safe, so the operators were stopped. Start the demo again.</source>
        <translation>The demo&apos;s L1, the program anvil, exited unexpectedly. No more blocks can become safe, so the operators were stopped. Start the demo again.</translation>
    </message>
    <message>
        <source>No other operator is ready to take over. Each operator&apos;s card says why.</source>
        <translation>No other operator is ready to take over. Each operator&apos;s card says why.</translation>
    </message>
    <message>
        <source>Responses of the L1 endpoint contradict each other and were ignored. Use another endpoint. %1</source>
        <translation>Responses of the L1 endpoint contradict each other and were ignored. Use another endpoint. %1</translation>
    </message>
    <message>
        <source>The L1 endpoint lost its newest blocks, or is still syncing. Wait for it, or use another endpoint. %1</source>
        <translation>The L1 endpoint lost its newest blocks, or is still syncing. Wait for it, or use another endpoint. %1</translation>
    </message>
    <message>
        <source>None of the L1 blocks that the node followed are in this chain: the endpoint belongs to another L1, or its chain was restarted. Check its address, or choose an empty folder. %1</source>
        <translation>None of the L1 blocks that the node followed are in this chain: the endpoint belongs to another L1, or its chain was restarted. Check its address, or choose an empty folder. %1</translation>
    </message>
    <message>
        <source>The L1 endpoint belongs to another chain: its chain ID differs. Check its address. %1</source>
        <translation>The L1 endpoint belongs to another chain: its chain ID differs. Check its address. %1</translation>
    </message>
    <message>
        <source>The operator&apos;s disk is full. Free some space and try again. %1</source>
        <translation>The operator&apos;s disk is full. Free some space and try again. %1</translation>
    </message>
    <message>
        <source>It was cancelled; an empty transfer used its nonce.</source>
        <translation>It was cancelled; an empty transfer used its nonce.</translation>
    </message>
    <message>
        <source>L1 fees are above the cap. It waits until L1 is cheaper, or until the cap is raised. %1</source>
        <translation>L1 fees are above the cap. It waits until L1 is cheaper, or until the cap is raised. %1</translation>
    </message>
    <message>
        <source>It is not in L1&apos;s pool: it is already in a block, or was never sent.</source>
        <translation>It is not in L1&apos;s pool: it is already in a block, or was never sent.</translation>
    </message>
    <message>
        <source>The operator no longer knows this L1 transaction. It was settled long ago, or never requested.</source>
        <translation>The operator no longer knows this L1 transaction. It was settled long ago, or never requested.</translation>
    </message>
</context>
<context>
    <name>aw::dialogs::CheatSheet</name>
    <message>
        <source>Keys</source>
        <translation>Keys</translation>
    </message>
    <message>
        <source>Open a page</source>
        <translation>Open a page</translation>
    </message>
    <message>
        <source>Show or hide the inspector</source>
        <translation>Show or hide the inspector</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Full screen</translation>
    </message>
    <message>
        <source>Copy the command of what the inspector shows</source>
        <translation>Copy the command of what the inspector shows</translation>
    </message>
    <message>
        <source>Go to a page, batch, operator, hash or action</source>
        <translation>Go to a page, batch, operator, hash or action</translation>
    </message>
    <message>
        <source>Go to the most urgent issue</source>
        <translation>Go to the most urgent issue</translation>
    </message>
    <message>
        <source>Clear the filter or selection</source>
        <translation>Clear the filter or selection</translation>
    </message>
    <message>
        <source>Filter the table in sight, or the events</source>
        <translation>Filter the table in sight, or the events</translation>
    </message>
    <message>
        <source>Show or hide the event log</source>
        <translation>Show or hide the event log</translation>
    </message>
    <message>
        <source>Collapse or expand the sidebar</source>
        <translation>Collapse or expand the sidebar</translation>
    </message>
    <message>
        <source>Step through the batches on the lane</source>
        <translation>Step through the batches on the lane</translation>
    </message>
    <message>
        <source>This list</source>
        <translation>This list</translation>
    </message>
</context>
<context>
    <name>aw::dialogs::GoToDialog</name>
    <message>
        <source>Go to</source>
        <translation>Go to</translation>
    </message>
    <message>
        <source>Matches</source>
        <translation>Matches</translation>
    </message>
    <message>
        <source>Nothing matches. Try a number, a name or a hash.</source>
        <translation>Nothing matches. Try a number, a name or a hash.</translation>
    </message>
    <message>
        <source>Page, batch, operator, hash or action</source>
        <translation>Page, batch, operator, hash or action</translation>
    </message>
    <message>
        <source>recent</source>
        <translation>recent</translation>
    </message>
</context>
<context>
    <name>aw::models::BatchModel</name>
    <message>
        <source>Data bytes on L1 for each transfer</source>
        <translation>Data bytes on L1 for each transfer</translation>
    </message>
    <message>
        <source>L1 gas for each transfer</source>
        <translation>L1 gas for each transfer</translation>
    </message>
    <message>
        <source>Whether the claimed state root is the one replayed here</source>
        <translation>Whether the claimed state root is the one replayed here</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>Batch</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>Operator</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Root</source>
        <translation>Root</translation>
    </message>
    <message>
        <source>Transfers</source>
        <translation>Transfers</translation>
    </message>
    <message>
        <source>Segments</source>
        <translation>Segments</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Data</translation>
    </message>
    <message>
        <source>B / tx</source>
        <translation>B / tx</translation>
    </message>
    <message>
        <source>L1 gas</source>
        <translation>L1 gas</translation>
    </message>
    <message>
        <source>Gas / tx</source>
        <translation>Gas / tx</translation>
    </message>
    <message>
        <source>Base fee</source>
        <translation>Base fee</translation>
    </message>
    <message>
        <source>L1 block</source>
        <translation>L1 block</translation>
    </message>
    <message>
        <source>Era</source>
        <translation>Era</translation>
    </message>
    <message>
        <source>blocked by %1</source>
        <translation>blocked by %1</translation>
    </message>
    <message>
        <source>How long it can still be challenged, and for how many L1 blocks</source>
        <translation>How long it can still be challenged, and for how many L1 blocks</translation>
    </message>
    <message>
        <source>To challenge</source>
        <translation>To challenge</translation>
    </message>
    <message>
        <source>wrong</source>
        <comment>after is:</comment>
        <translation>wrong</translation>
    </message>
    <message>
        <source>final</source>
        <comment>after is:</comment>
        <translation>final</translation>
    </message>
    <message>
        <source>rolled-back</source>
        <comment>after is:</comment>
        <translation>rolled-back</translation>
    </message>
    <message>
        <source>blocked</source>
        <comment>after is:</comment>
        <translation>blocked</translation>
    </message>
    <message>
        <source>open</source>
        <comment>after is:</comment>
        <translation>open</translation>
    </message>
    <message>
        <source>Batch hash</source>
        <translation>Batch hash</translation>
    </message>
    <message>
        <source>L1 transaction</source>
        <translation>L1 transaction</translation>
    </message>
    <message>
        <source>L1 blocks</source>
        <translation>L1 blocks</translation>
    </message>
    <message>
        <source>bytes</source>
        <translation>bytes</translation>
    </message>
</context>
<context>
    <name>aw::models::EventModel</name>
    <message>
        <source>Time</source>
        <translation>Time</translation>
    </message>
    <message>
        <source>L1 block</source>
        <translation>L1 block</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Event</translation>
    </message>
    <message>
        <source>A newer version wrote %1: events are neither read nor kept.</source>
        <translation>A newer version wrote %1: events are neither read nor kept.</translation>
    </message>
    <message>
        <source>Events cannot be kept in %1: %2</source>
        <translation>Events cannot be kept in %1: %2</translation>
    </message>
    <message numerus="yes">
        <source>%n lines of %1 could not be read.</source>
        <translation>
            <numerusform>%n line of %1 could not be read.</numerusform>
            <numerusform>%n lines of %1 could not be read.</numerusform>
        </translation>
    </message>
    <message>
        <source>The file as it was is %1.</source>
        <translation>The file as it was is %1.</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>Severity</translation>
    </message>
</context>
<context>
    <name>aw::models::L1TxModel</name>
    <message>
        <source>Open batch %1 in Batches (Enter)</source>
        <translation>Open batch %1 in Batches (Enter)</translation>
    </message>
    <message>
        <source>%1 of a limit of %2</source>
        <translation>%1 of a limit of %2</translation>
    </message>
    <message>
        <source>The limit is %1</source>
        <translation>The limit is %1</translation>
    </message>
    <message>
        <source>The most that is paid for a unit of gas</source>
        <translation>The most that is paid for a unit of gas</translation>
    </message>
    <message>
        <source>The most that L1&apos;s block producer gets for a unit of gas</source>
        <translation>The most that L1&apos;s block producer gets for a unit of gas</translation>
    </message>
    <message>
        <source>Gas that was used, and its share of the limit; the limit before</source>
        <translation>Gas that was used, and its share of the limit; the limit before</translation>
    </message>
    <message>
        <source>L1 blocks on top of the one that holds it</source>
        <translation>L1 blocks on top of the one that holds it</translation>
    </message>
    <message>
        <source>For</source>
        <translation>For</translation>
    </message>
    <message>
        <source>State</source>
        <translation>State</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>Batch</translation>
    </message>
    <message>
        <source>Nonce</source>
        <translation>Nonce</translation>
    </message>
    <message>
        <source>Max fee</source>
        <translation>Max fee</translation>
    </message>
    <message>
        <source>Tip</source>
        <translation>Tip</translation>
    </message>
    <message>
        <source>Gas · of limit</source>
        <translation>Gas · of limit</translation>
    </message>
    <message>
        <source>Cost, ETH</source>
        <translation>Cost, ETH</translation>
    </message>
    <message>
        <source>L1 block</source>
        <translation>L1 block</translation>
    </message>
    <message>
        <source>Conf.</source>
        <translation>Conf.</translation>
    </message>
    <message>
        <source>Repl.</source>
        <translation>Repl.</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Age</translation>
    </message>
    <message>
        <source>How often it was resent with higher fees</source>
        <translation>How often it was resent with higher fees</translation>
    </message>
    <message>
        <source>Since it was requested</source>
        <translation>Since it was requested</translation>
    </message>
    <message>
        <source>It was never signed</source>
        <translation>It was never signed</translation>
    </message>
    <message>
        <source>Cost, wei</source>
        <translation>Cost, wei</translation>
    </message>
    <message>
        <source>Gas used</source>
        <translation>Gas used</translation>
    </message>
    <message>
        <source>Requested at</source>
        <translation>Requested at</translation>
    </message>
    <message>
        <source>Confirmations</source>
        <translation>Confirmations</translation>
    </message>
    <message>
        <source>Replacements</source>
        <translation>Replacements</translation>
    </message>
    <message>
        <source>Hash</source>
        <translation>Hash</translation>
    </message>
</context>
<context>
    <name>aw::models::OperatorModel</name>
    <message>
        <source>%1, locked</source>
        <translation>%1, locked</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 of %2</translation>
    </message>
    <message>
        <source>What it asks for a unit of L2 gas, in effect now</source>
        <translation>What it asks for a unit of L2 gas, in effect now</translation>
    </message>
    <message>
        <source>Batches whose data and state it has, of those on L1</source>
        <translation>Batches whose data and state it has, of those on L1</translation>
    </message>
    <message>
        <source>Pending transactions that it would go on with</source>
        <translation>Pending transactions that it would go on with</translation>
    </message>
    <message>
        <source>L2 blocks behind the best head known here</source>
        <translation>L2 blocks behind the best head known here</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>Operator</translation>
    </message>
    <message>
        <source>Standing</source>
        <translation>Standing</translation>
    </message>
    <message>
        <source>Rank</source>
        <translation>Rank</translation>
    </message>
    <message>
        <source>Bid</source>
        <translation>Bid</translation>
    </message>
    <message>
        <source>Bond</source>
        <translation>Bond</translation>
    </message>
    <message>
        <source>L1 funds</source>
        <translation>L1 funds</translation>
    </message>
    <message>
        <source>Claimable</source>
        <translation>Claimable</translation>
    </message>
    <message>
        <source>Last batch</source>
        <translation>Last batch</translation>
    </message>
    <message>
        <source>Batches held</source>
        <translation>Batches held</translation>
    </message>
    <message>
        <source>Pending held</source>
        <translation>Pending held</translation>
    </message>
    <message>
        <source>Behind</source>
        <translation>Behind</translation>
    </message>
    <message>
        <source>Feed peers</source>
        <translation>Feed peers</translation>
    </message>
    <message>
        <source>L2 blocks</source>
        <translation>L2 blocks</translation>
    </message>
</context>
<context>
    <name>aw::pages::AnchorsPage</name>
    <message>
        <source>Anchors</source>
        <translation>Anchors</translation>
    </message>
    <message>
        <source>L1 transactions</source>
        <translation>L1 transactions</translation>
    </message>
    <message>
        <source>Filter L1 transactions</source>
        <translation>Filter L1 transactions</translation>
    </message>
    <message>
        <source>Runway</source>
        <translation>Runway</translation>
    </message>
    <message>
        <source>Balance on L1</source>
        <translation>Balance on L1</translation>
    </message>
    <message>
        <source>Spent in 24 hours</source>
        <translation>Spent in 24 hours</translation>
    </message>
    <message>
        <source>L1 base fee</source>
        <translation>L1 base fee</translation>
    </message>
    <message>
        <source>Address of the L1 account</source>
        <translation>Address of the L1 account</translation>
    </message>
    <message>
        <source>How long the balance lasts at the spending of the last 24 hours</source>
        <translation>How long the balance lasts at the spending of the last 24 hours</translation>
    </message>
    <message>
        <source>What L1&apos;s newest block asks for a unit of gas</source>
        <translation>What L1&apos;s newest block asks for a unit of gas</translation>
    </message>
    <message>
        <source>Choose an operator to view as</source>
        <translation>Choose an operator to view as</translation>
    </message>
    <message>
        <source>Its node is stopped. Funds and L1 transactions appear when it runs again.</source>
        <translation>Its node is stopped. Funds and L1 transactions appear when it runs again.</translation>
    </message>
    <message numerus="yes">
        <source>%n L1 transactions known</source>
        <translation>
            <numerusform>%n L1 transaction known</numerusform>
            <numerusform>%n L1 transactions known</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n in L1&apos;s pool</source>
        <translation>
            <numerusform>%n in L1&apos;s pool</numerusform>
            <numerusform>%n in L1&apos;s pool</numerusform>
        </translation>
    </message>
    <message>
        <source>Fund the account now.</source>
        <translation>Fund the account now.</translation>
    </message>
    <message>
        <source>Less than a week: fund the account.</source>
        <translation>Less than a week: fund the account.</translation>
    </message>
    <message>
        <source>at this spending</source>
        <translation>at this spending</translation>
    </message>
    <message>
        <source>nothing was spent yet</source>
        <translation>nothing was spent yet</translation>
    </message>
    <message>
        <source>the budget of %1 is used up</source>
        <translation>the budget of %1 is used up</translation>
    </message>
    <message>
        <source>%1 of the budget left</source>
        <translation>%1 of the budget left</translation>
    </message>
    <message>
        <source>no budget is set</source>
        <translation>no budget is set</translation>
    </message>
    <message>
        <source>above the cap of %1: nothing is sent</source>
        <translation>above the cap of %1: nothing is sent</translation>
    </message>
    <message>
        <source>cap %1, tip %2</source>
        <translation>cap %1, tip %2</translation>
    </message>
    <message>
        <source>no cap is set</source>
        <translation>no cap is set</translation>
    </message>
    <message>
        <source>No L1 transaction yet</source>
        <translation>No L1 transaction yet</translation>
    </message>
    <message>
        <source>The first one appears here as soon as this operator registers, bids or anchors a batch.</source>
        <translation>The first one appears here as soon as this operator registers, bids or anchors a batch.</translation>
    </message>
    <message>
        <source>No L1 transaction matches</source>
        <translation>No L1 transaction matches</translation>
    </message>
    <message>
        <source>Rows must match every word of the filter. Clear it to see all.</source>
        <translation>Rows must match every word of the filter. Clear it to see all.</translation>
    </message>
    <message>
        <source>This operator&apos;s L1 account is unknown</source>
        <translation>This operator&apos;s L1 account is unknown</translation>
    </message>
    <message>
        <source>Only an operator&apos;s own node knows what it sends to L1. View as one that runs here.</source>
        <translation>Only an operator&apos;s own node knows what it sends to L1. View as one that runs here.</translation>
    </message>
    <message>
        <source>nothing pending</source>
        <translation>nothing pending</translation>
    </message>
    <message>
        <source>up to %1 pending</source>
        <translation>up to %1 pending</translation>
    </message>
    <message>
        <source>Kind, state, nonce or hash  (Ctrl+F)</source>
        <translation>Kind, state, nonce or hash  (Ctrl+F)</translation>
    </message>
</context>
<context>
    <name>aw::pages::BatchesPage</name>
    <message>
        <source>Batches</source>
        <translation>Batches</translation>
    </message>
    <message>
        <source>Filter batches</source>
        <translation>Filter batches</translation>
    </message>
    <message numerus="yes">
        <source>%n batches known</source>
        <translation>
            <numerusform>%n batch known</numerusform>
            <numerusform>%n batches known</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n in the challenge window</source>
        <translation>
            <numerusform>%n in the challenge window</numerusform>
            <numerusform>%n in the challenge window</numerusform>
        </translation>
    </message>
    <message>
        <source>No batch yet</source>
        <translation>No batch yet</translation>
    </message>
    <message>
        <source>The first one appears here as soon as the active operator anchors it on L1.</source>
        <translation>The first one appears here as soon as the active operator anchors it on L1.</translation>
    </message>
    <message>
        <source>No batch matches</source>
        <translation>No batch matches</translation>
    </message>
    <message>
        <source>#12, op:aurora, is:wrong, 0x51fe, or any word  (Ctrl+F)</source>
        <translation>#12, op:aurora, is:wrong, 0x51fe, or any word  (Ctrl+F)</translation>
    </message>
    <message>
        <source>Batches whose root is not the one replayed here</source>
        <translation>Batches whose root is not the one replayed here</translation>
    </message>
    <message>
        <source>Batches that stand on a wrong one and cannot be replayed</source>
        <translation>Batches that stand on a wrong one and cannot be replayed</translation>
    </message>
    <message>
        <source>Batches in their challenge window</source>
        <translation>Batches in their challenge window</translation>
    </message>
    <message>
        <source>Final batches</source>
        <translation>Final batches</translation>
    </message>
    <message>
        <source>Batches that L1 rolled back</source>
        <translation>Batches that L1 rolled back</translation>
    </message>
    <message numerus="yes">
        <source>%Ln wrong</source>
        <translation>
            <numerusform>%Ln wrong</numerusform>
            <numerusform>%Ln wrong</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln blocked</source>
        <translation>
            <numerusform>%Ln blocked</numerusform>
            <numerusform>%Ln blocked</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln open</source>
        <translation>
            <numerusform>%Ln open</numerusform>
            <numerusform>%Ln open</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln final</source>
        <translation>
            <numerusform>%Ln final</numerusform>
            <numerusform>%Ln final</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln rolled back</source>
        <translation>
            <numerusform>%Ln rolled back</numerusform>
            <numerusform>%Ln rolled back</numerusform>
        </translation>
    </message>
    <message>
        <source>Rows must match every word of the filter: #12 is a number, op: an operator, is: wrong, blocked, open, final or rolled-back, 0x a hash. Clear it to see all.</source>
        <translation>Rows must match every word of the filter: #12 is a number, op: an operator, is: wrong, blocked, open, final or rolled-back, 0x a hash. Clear it to see all.</translation>
    </message>
</context>
<context>
    <name>aw::pages::CancelAct</name>
    <message>
        <source>CANCEL, DRY RUN</source>
        <translation>CANCEL, DRY RUN</translation>
    </message>
    <message>
        <source>Cancel the transaction</source>
        <translation>Cancel the transaction</translation>
    </message>
    <message>
        <source>How</source>
        <translation>How</translation>
    </message>
    <message>
        <source>it is never sent</source>
        <translation>it is never sent</translation>
    </message>
    <message>
        <source>Costs</source>
        <translation>Costs</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nothing</translation>
    </message>
    <message>
        <source>an empty transfer</source>
        <translation>an empty transfer</translation>
    </message>
    <message>
        <source>Uses up nonce</source>
        <translation>Uses up nonce</translation>
    </message>
    <message>
        <source>Max fee</source>
        <translation>Max fee</translation>
    </message>
    <message>
        <source>Gas</source>
        <translation>Gas</translation>
    </message>
    <message>
        <source>Costs at most</source>
        <translation>Costs at most</translation>
    </message>
    <message>
        <source>Taking it back …</source>
        <translation>Taking it back …</translation>
    </message>
    <message>
        <source>An empty transfer competes for its nonce. L1 decides which of the two is mined.</source>
        <translation>An empty transfer competes for its nonce. L1 decides which of the two is mined.</translation>
    </message>
    <message>
        <source>It was dropped and will never be sent.</source>
        <translation>It was dropped and will never be sent.</translation>
    </message>
</context>
<context>
    <name>aw::pages::ChallengeAct</name>
    <message>
        <source>CHALLENGE, DRY RUN</source>
        <translation>CHALLENGE, DRY RUN</translation>
    </message>
    <message>
        <source>Challenge</source>
        <translation>Challenge</translation>
    </message>
    <message>
        <source>Challenge batch %1</source>
        <translation>Challenge batch %1</translation>
    </message>
    <message>
        <source>%1 … L1 decides within a few blocks.</source>
        <translation>%1 … L1 decides within a few blocks.</translation>
    </message>
    <message>
        <source>Verdict on L1</source>
        <translation>Verdict on L1</translation>
    </message>
    <message>
        <source>would convict</source>
        <translation>would convict</translation>
    </message>
    <message>
        <source>would fail</source>
        <translation>would fail</translation>
    </message>
    <message>
        <source>Proof gas</source>
        <translation>Proof gas</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Cost</translation>
    </message>
    <message>
        <source>Bond at stake</source>
        <translation>Bond at stake</translation>
    </message>
    <message>
        <source>You lock</source>
        <translation>You lock</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nothing</translation>
    </message>
    <message>
        <source>Reward</source>
        <translation>Reward</translation>
    </message>
    <message>
        <source>Rolls back</source>
        <translation>Rolls back</translation>
    </message>
    <message numerus="yes">
        <source>%n batches</source>
        <translation>
            <numerusform>%n batch</numerusform>
            <numerusform>%n batches</numerusform>
        </translation>
    </message>
    <message>
        <source>Sending the commitment to L1 …</source>
        <translation>Sending the commitment to L1 …</translation>
    </message>
    <message>
        <source>L1 convicted the operator. Batch %1 is rolled back.</source>
        <translation>L1 convicted the operator. Batch %1 is rolled back.</translation>
    </message>
    <message>
        <source>%1, %2 tx</source>
        <translation>%1, %2 tx</translation>
    </message>
</context>
<context>
    <name>aw::pages::ChallengesPage</name>
    <message>
        <source>Challenges</source>
        <translation>Challenges</translation>
    </message>
    <message>
        <source>No batch is in its challenge window. The next anchor opens one.</source>
        <translation>No batch is in its challenge window. The next anchor opens one.</translation>
    </message>
    <message>
        <source>Windows</source>
        <translation>Windows</translation>
    </message>
    <message>
        <source>Fraud</source>
        <translation>Fraud</translation>
    </message>
    <message>
        <source>No fraud found</source>
        <translation>No fraud found</translation>
    </message>
    <message>
        <source>Every batch is replayed here and its root compared. A wrong one appears here with the proof that convicts its operator.</source>
        <translation>Every batch is replayed here and its root compared. A wrong one appears here with the proof that convicts its operator.</translation>
    </message>
    <message>
        <source>Let an operator cheat in the Lab</source>
        <translation>Let an operator cheat in the Lab</translation>
    </message>
    <message>
        <source>Bond locked</source>
        <translation>Bond locked</translation>
    </message>
    <message>
        <source>Won</source>
        <translation>Won</translation>
    </message>
    <message>
        <source>Burnt</source>
        <translation>Burnt</translation>
    </message>
    <message>
        <source>Claimable</source>
        <translation>Claimable</translation>
    </message>
    <message numerus="yes">
        <source>%n windows open</source>
        <translation>
            <numerusform>%n window open</numerusform>
            <numerusform>%n windows open</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n frauds found</source>
        <translation>
            <numerusform>%n fraud found</numerusform>
            <numerusform>%n frauds found</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to challenge</source>
        <translation>
            <numerusform>%n to challenge</numerusform>
            <numerusform>%n to challenge</numerusform>
        </translation>
    </message>
    <message>
        <source>Fraud in batch %1</source>
        <translation>Fraud in batch %1</translation>
    </message>
    <message>
        <source>Batch %1 by %2</source>
        <translation>Batch %1 by %2</translation>
    </message>
    <message>
        <source>Claimed root</source>
        <translation>Claimed root</translation>
    </message>
    <message>
        <source>Batch hash</source>
        <translation>Batch hash</translation>
    </message>
    <message>
        <source>%1, L1 transaction</source>
        <translation>%1, L1 transaction</translation>
    </message>
    <message numerus="yes">
        <source>%n batches</source>
        <translation>
            <numerusform>%n batch</numerusform>
            <numerusform>%n batches</numerusform>
        </translation>
    </message>
    <message>
        <source>The window closed before anybody challenged. The wrong root is final.</source>
        <translation>The window closed before anybody challenged. The wrong root is final.</translation>
    </message>
    <message>
        <source>until your last batch is final</source>
        <translation>until your last batch is final</translation>
    </message>
    <message>
        <source>no batch of yours is open</source>
        <translation>no batch of yours is open</translation>
    </message>
    <message numerus="yes">
        <source>%n convictions by you</source>
        <translation>
            <numerusform>%n conviction by you</numerusform>
            <numerusform>%n convictions by you</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n convictions in all</source>
        <translation>
            <numerusform>%n conviction in all</numerusform>
            <numerusform>%n convictions in all</numerusform>
        </translation>
    </message>
    <message>
        <source>paid out on L1 when claimed</source>
        <translation>paid out on L1 when claimed</translation>
    </message>
    <message>
        <source>OUTCOME ON L1</source>
        <translation>OUTCOME ON L1</translation>
    </message>
    <message>
        <source>Reward</source>
        <translation>Reward</translation>
    </message>
    <message>
        <source>Rolled back</source>
        <translation>Rolled back</translation>
    </message>
    <message>
        <source>%1, %2 tx</source>
        <translation>%1, %2 tx</translation>
    </message>
    <message>
        <source>Proof gas</source>
        <translation>Proof gas</translation>
    </message>
    <message>
        <source>From detection</source>
        <translation>From detection</translation>
    </message>
    <message>
        <source>soonest final first · open for %1</source>
        <translation>soonest final first · open for %1</translation>
    </message>
    <message>
        <source>Batch %1 by %2: %3
%4</source>
        <translation>Batch %1 by %2: %3
%4</translation>
    </message>
    <message>
        <source>until L1 block %1 · %2 left</source>
        <translation>until L1 block %1 · %2 left</translation>
    </message>
    <message>
        <source>Claimed after segment %1</source>
        <translation>Claimed after segment %1</translation>
    </message>
    <message>
        <source>Replayed after segment %1</source>
        <translation>Replayed after segment %1</translation>
    </message>
    <message>
        <source>Segments: the claimed root differs from ours at %1</source>
        <translation>Segments: the claimed root differs from ours at %1</translation>
    </message>
    <message>
        <source>%1 lost its bond. The chain continues from the last correct root.</source>
        <translation>%1 lost its bond. The chain continues from the last correct root.</translation>
    </message>
    <message>
        <source>It fell with a batch before it. The chain continues from the last correct root.</source>
        <translation>It fell with a batch before it. The chain continues from the last correct root.</translation>
    </message>
</context>
<context>
    <name>aw::pages::Checklist</name>
    <message>
        <source>Try it: these are real faults on a real local chain</source>
        <translation>Try it: these are real faults on a real local chain</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Dismiss</translation>
    </message>
    <message>
        <source>Dismiss the checklist</source>
        <translation>Dismiss the checklist</translation>
    </message>
    <message>
        <source>See a batch anchored</source>
        <translation>See a batch anchored</translation>
    </message>
    <message>
        <source>Let an operator cheat</source>
        <translation>Let an operator cheat</translation>
    </message>
    <message>
        <source>Challenge it</source>
        <translation>Challenge it</translation>
    </message>
    <message>
        <source>Fail over</source>
        <translation>Fail over</translation>
    </message>
    <message>
        <source>done</source>
        <translation>done</translation>
    </message>
    <message>
        <source>not done yet</source>
        <translation>not done yet</translation>
    </message>
    <message>
        <source>All four steps are done</source>
        <translation>All four steps are done</translation>
    </message>
</context>
<context>
    <name>aw::pages::FailOverAct</name>
    <message>
        <source>Fail over</source>
        <translation>Fail over</translation>
    </message>
    <message>
        <source>Steps down</source>
        <translation>Steps down</translation>
    </message>
    <message>
        <source>Takes over</source>
        <translation>Takes over</translation>
    </message>
    <message>
        <source>nobody is ready</source>
        <translation>nobody is ready</translation>
    </message>
    <message>
        <source>How</source>
        <translation>How</translation>
    </message>
    <message>
        <source>planned, without penalty</source>
        <translation>planned, without penalty</translation>
    </message>
    <message>
        <source>Base fee after</source>
        <translation>Base fee after</translation>
    </message>
    <message>
        <source>Allowed in</source>
        <translation>Allowed in</translation>
    </message>
    <message>
        <source>now</source>
        <translation>now</translation>
    </message>
    <message>
        <source>Gas</source>
        <translation>Gas</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Cost</translation>
    </message>
    <message>
        <source>Pending transactions</source>
        <translation>Pending transactions</translation>
    </message>
    <message>
        <source>%1 is the active operator now.</source>
        <translation>%1 is the active operator now.</translation>
    </message>
    <message>
        <source>Another operator took over.</source>
        <translation>Another operator took over.</translation>
    </message>
    <message>
        <source>%1 is down. L1 lets %2 take over from L1 block %3 on, in %4; it does so by itself.</source>
        <translation>%1 is down. L1 lets %2 take over from L1 block %3 on, in %4; it does so by itself.</translation>
    </message>
    <message>
        <source>%1 carried over</source>
        <translation>%1 carried over</translation>
    </message>
    <message>
        <source>by the ladder, with a bond penalty</source>
        <translation>by the ladder, with a bond penalty</translation>
    </message>
    <message>
        <source>Anchoring the promised transactions, then handing over …</source>
        <translation>Anchoring the promised transactions, then handing over …</translation>
    </message>
</context>
<context>
    <name>aw::pages::FaultCard</name>
    <message>
        <source>Inject bad root</source>
        <translation>Inject bad root</translation>
    </message>
    <message>
        <source>Crash</source>
        <translation>Crash</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>Restart</translation>
    </message>
    <message>
        <source>Arming the fault …</source>
        <translation>Arming the fault …</translation>
    </message>
    <message>
        <source>Its next batch will claim a wrong root.</source>
        <translation>Its next batch will claim a wrong root.</translation>
    </message>
    <message>
        <source>Starting it from its directory …</source>
        <translation>Starting it from its directory …</translation>
    </message>
    <message>
        <source>Gives itself ETH and claims the root of that state.</source>
        <translation>Gives itself ETH and claims the root of that state.</translation>
    </message>
    <message>
        <source>Only the active operator can anchor a wrong root.</source>
        <translation>Only the active operator can anchor a wrong root.</translation>
    </message>
    <message>
        <source>Killing the node without a shutdown …</source>
        <translation>Killing the node without a shutdown …</translation>
    </message>
    <message>
        <source>Its node is down.</source>
        <translation>Its node is down.</translation>
    </message>
    <message>
        <source>Its node is running again.</source>
        <translation>Its node is running again.</translation>
    </message>
</context>
<context>
    <name>aw::pages::Inspector</name>
    <message>
        <source>SEGMENTS</source>
        <translation>SEGMENTS</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>Inspector</translation>
    </message>
    <message>
        <source>Hide the inspector (Ctrl+I)</source>
        <translation>Hide the inspector (Ctrl+I)</translation>
    </message>
    <message>
        <source>Hide the inspector</source>
        <translation>Hide the inspector</translation>
    </message>
    <message>
        <source>Nothing selected</source>
        <translation>Nothing selected</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>Batch</translation>
    </message>
    <message>
        <source>CLAIM</source>
        <translation>CLAIM</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>Operator</translation>
    </message>
    <message>
        <source>%1 · era %2</source>
        <translation>%1 · era %2</translation>
    </message>
    <message>
        <source>L1 block</source>
        <translation>L1 block</translation>
    </message>
    <message>
        <source>Transfers</source>
        <translation>Transfers</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation>%1 in %2</translation>
    </message>
    <message numerus="yes">
        <source>%n segments</source>
        <translation>
            <numerusform>%n segment</numerusform>
            <numerusform>%n segments</numerusform>
        </translation>
    </message>
    <message>
        <source>L2 blocks</source>
        <translation>L2 blocks</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 to %2</translation>
    </message>
    <message>
        <source>Inbox entries</source>
        <translation>Inbox entries</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Data</translation>
    </message>
    <message>
        <source>%1, %2 B/tx</source>
        <translation>%1, %2 B/tx</translation>
    </message>
    <message>
        <source>L1 gas</source>
        <translation>L1 gas</translation>
    </message>
    <message>
        <source>%1, %2/tx</source>
        <translation>%1, %2/tx</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Cost</translation>
    </message>
    <message>
        <source>Base fee</source>
        <translation>Base fee</translation>
    </message>
    <message>
        <source>Batch hash</source>
        <translation>Batch hash</translation>
    </message>
    <message>
        <source>Parent</source>
        <translation>Parent</translation>
    </message>
    <message>
        <source>L1 transaction</source>
        <translation>L1 transaction</translation>
    </message>
    <message>
        <source>Open in Challenges</source>
        <translation>Open in Challenges</translation>
    </message>
    <message>
        <source>Open in Batches</source>
        <translation>Open in Batches</translation>
    </message>
    <message>
        <source>STANDING</source>
        <translation>STANDING</translation>
    </message>
    <message>
        <source>Rank</source>
        <translation>Rank</translation>
    </message>
    <message>
        <source>Bid</source>
        <translation>Bid</translation>
    </message>
    <message>
        <source>Bid from epoch %1</source>
        <translation>Bid from epoch %1</translation>
    </message>
    <message>
        <source>Bond</source>
        <translation>Bond</translation>
    </message>
    <message>
        <source>Claimable</source>
        <translation>Claimable</translation>
    </message>
    <message>
        <source>L1 funds</source>
        <translation>L1 funds</translation>
    </message>
    <message>
        <source>Takes over at</source>
        <translation>Takes over at</translation>
    </message>
    <message>
        <source>%1 silent</source>
        <translation>%1 silent</translation>
    </message>
    <message>
        <source>Last batch</source>
        <translation>Last batch</translation>
    </message>
    <message>
        <source>L2 head</source>
        <translation>L2 head</translation>
    </message>
    <message>
        <source>Behind</source>
        <translation>Behind</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Address</translation>
    </message>
    <message>
        <source>Open in Operators</source>
        <translation>Open in Operators</translation>
    </message>
    <message>
        <source>differs at segment %1</source>
        <translation>differs at segment %1</translation>
    </message>
    <message>
        <source>Operator, your viewpoint</source>
        <translation>Operator, your viewpoint</translation>
    </message>
    <message>
        <source>Open in Anchors</source>
        <translation>Open in Anchors</translation>
    </message>
    <message>
        <source>Challenge until</source>
        <translation>Challenge until</translation>
    </message>
    <message>
        <source>L1 block %1</source>
        <translation>L1 block %1</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>Time left</translation>
    </message>
    <message>
        <source>Claimed root</source>
        <translation>Claimed root</translation>
    </message>
    <message>
        <source>Replayed root</source>
        <translation>Replayed root</translation>
    </message>
    <message>
        <source>blocked by batch %1</source>
        <translation>blocked by batch %1</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>not known</translation>
    </message>
    <message>
        <source>NO LONGER AMONG THE BATCHES KNOWN HERE</source>
        <translation>NO LONGER AMONG THE BATCHES KNOWN HERE</translation>
    </message>
</context>
<context>
    <name>aw::pages::L1TxPanel</name>
    <message>
        <source>HISTORY</source>
        <translation>HISTORY</translation>
    </message>
    <message>
        <source>Open batch %1 in Batches</source>
        <translation>Open batch %1 in Batches</translation>
    </message>
    <message>
        <source>Nonce</source>
        <translation>Nonce</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>none yet</translation>
    </message>
    <message>
        <source>Max fee</source>
        <translation>Max fee</translation>
    </message>
    <message>
        <source>Tip</source>
        <translation>Tip</translation>
    </message>
    <message>
        <source>Paid for gas</source>
        <translation>Paid for gas</translation>
    </message>
    <message>
        <source>Gas</source>
        <translation>Gas</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 of %2</translation>
    </message>
    <message>
        <source>up to %1</source>
        <translation>up to %1</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Cost</translation>
    </message>
    <message>
        <source>Costs at most</source>
        <translation>Costs at most</translation>
    </message>
    <message>
        <source>Carries</source>
        <translation>Carries</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Data</translation>
    </message>
    <message>
        <source>To</source>
        <translation>To</translation>
    </message>
    <message>
        <source>Hash</source>
        <translation>Hash</translation>
    </message>
    <message>
        <source>Earlier hash %1</source>
        <translation>Earlier hash %1</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Sent</translation>
    </message>
    <message>
        <source>Left L1 in a reorganisation</source>
        <translation>Left L1 in a reorganisation</translation>
    </message>
    <message numerus="yes">
        <source>%n times</source>
        <translation>
            <numerusform>%n time</numerusform>
            <numerusform>%n times</numerusform>
        </translation>
    </message>
    <message>
        <source>In L1 block</source>
        <translation>In L1 block</translation>
    </message>
    <message>
        <source>Confirmations</source>
        <translation>Confirmations</translation>
    </message>
    <message>
        <source>Requested</source>
        <translation>Requested</translation>
    </message>
    <message>
        <source>Resent with higher fees</source>
        <translation>Resent with higher fees</translation>
    </message>
</context>
<context>
    <name>aw::pages::LabPage</name>
    <message>
        <source>Lab</source>
        <translation>Lab</translation>
    </message>
    <message>
        <source>tx/s accepted</source>
        <translation>tx/s accepted</translation>
    </message>
    <message>
        <source>Real faults on a real local chain: nothing here is simulated.</source>
        <translation>Real faults on a real local chain: nothing here is simulated.</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>Load</translation>
    </message>
    <message>
        <source>Load on or off</source>
        <translation>Load on or off</translation>
    </message>
    <message>
        <source>Transactions a second</source>
        <translation>Transactions a second</translation>
    </message>
    <message>
        <source>%1 tx/s</source>
        <translation>%1 tx/s</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Sent</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Refused</translation>
    </message>
    <message>
        <source>Users</source>
        <translation>Users</translation>
    </message>
    <message>
        <source>As a script, judged by L1:</source>
        <translation>As a script, judged by L1:</translation>
    </message>
    <message>
        <source>Open the event log</source>
        <translation>Open the event log</translation>
    </message>
</context>
<context>
    <name>aw::pages::OperatorCard</name>
    <message>
        <source>Bid</source>
        <translation>Bid</translation>
    </message>
    <message>
        <source>Rejoin with a fresh bond</source>
        <translation>Rejoin with a fresh bond</translation>
    </message>
    <message>
        <source>It is registered again.</source>
        <translation>It is registered again.</translation>
    </message>
    <message>
        <source>L1 allows bids from %1 to %2.</source>
        <translation>L1 allows bids from %1 to %2.</translation>
    </message>
    <message>
        <source>Would rank %1 from epoch %2 on.</source>
        <translation>Would rank %1 from epoch %2 on.</translation>
    </message>
    <message>
        <source>%1 from epoch %2 on.</source>
        <translation>%1 from epoch %2 on.</translation>
    </message>
    <message>
        <source>The bid is on L1; it counts two epochs from now.</source>
        <translation>The bid is on L1; it counts two epochs from now.</translation>
    </message>
    <message>
        <source>Bid of %1</source>
        <translation>Bid of %1</translation>
    </message>
    <message>
        <source>Set the bid of %1</source>
        <translation>Set the bid of %1</translation>
    </message>
    <message>
        <source>%1: rejoin with a fresh bond</source>
        <translation>%1: rejoin with a fresh bond</translation>
    </message>
    <message>
        <source>Registering on L1 with a fresh bond …</source>
        <translation>Registering on L1 with a fresh bond …</translation>
    </message>
    <message>
        <source>Sending the bid to L1 …</source>
        <translation>Sending the bid to L1 …</translation>
    </message>
    <message>
        <source>You are viewing as this operator</source>
        <translation>You are viewing as this operator</translation>
    </message>
    <message>
        <source>View as this operator</source>
        <translation>View as this operator</translation>
    </message>
</context>
<context>
    <name>aw::pages::OperatorTable</name>
    <message>
        <source>Operators compared</source>
        <translation>Operators compared</translation>
    </message>
</context>
<context>
    <name>aw::pages::OperatorsPage</name>
    <message>
        <source>Operators</source>
        <translation>Operators</translation>
    </message>
    <message>
        <source>Ladder against the L1 clock</source>
        <translation>Ladder against the L1 clock</translation>
    </message>
    <message>
        <source>Fail over</source>
        <translation>Fail over</translation>
    </message>
    <message numerus="yes">
        <source>%n operators</source>
        <translation>
            <numerusform>%n operator</numerusform>
            <numerusform>%n operators</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 ready · epoch %2 · era %3</source>
        <translation>%1 ready · epoch %2 · era %3</translation>
    </message>
    <message>
        <source>Heartbeat due</source>
        <translation>Heartbeat due</translation>
    </message>
    <message>
        <source>every %1</source>
        <translation>every %1</translation>
    </message>
    <message>
        <source>Silence costs</source>
        <translation>Silence costs</translation>
    </message>
    <message>
        <source>%1 of the bond</source>
        <translation>%1 of the bond</translation>
    </message>
    <message>
        <source>Minimum bond</source>
        <translation>Minimum bond</translation>
    </message>
    <message>
        <source>Epoch %1: the lowest bid is active until L1 block %2 · %3 left</source>
        <translation>Epoch %1: the lowest bid is active until L1 block %2 · %3 left</translation>
    </message>
</context>
<context>
    <name>aw::pages::OverviewPage</name>
    <message>
        <source>Overview</source>
        <translation>Overview</translation>
    </message>
    <message>
        <source>Throughput</source>
        <translation>Throughput</translation>
    </message>
    <message>
        <source>L1 gas per transfer</source>
        <translation>L1 gas per transfer</translation>
    </message>
    <message>
        <source>Gain over L1</source>
        <translation>Gain over L1</translation>
    </message>
    <message>
        <source>Confirmed, p99</source>
        <translation>Confirmed, p99</translation>
    </message>
    <message>
        <source>Next deadline</source>
        <translation>Next deadline</translation>
    </message>
    <message>
        <source>21,000 gas of a transfer on L1, divided by what a transfer here costs on L1</source>
        <translation>21,000 gas of a transfer on L1, divided by what a transfer here costs on L1</translation>
    </message>
    <message>
        <source>From acceptance to an L2 block, 99 of 100 transfers of the last minute were faster</source>
        <translation>From acceptance to an L2 block, 99 of 100 transfers of the last minute were faster</translation>
    </message>
    <message>
        <source>Needs you</source>
        <translation>Needs you</translation>
    </message>
    <message>
        <source>Active operator %1 · era %2 · base fee %3</source>
        <translation>Active operator %1 · era %2 · base fee %3</translation>
    </message>
    <message>
        <source>No operator is active yet</source>
        <translation>No operator is active yet</translation>
    </message>
    <message>
        <source>tx/s</source>
        <translation>tx/s</translation>
    </message>
    <message>
        <source>bytes</source>
        <translation>bytes</translation>
    </message>
    <message>
        <source>gas</source>
        <translation>gas</translation>
    </message>
    <message>
        <source>ms</source>
        <translation>ms</translation>
    </message>
    <message>
        <source>blocks</source>
        <translation>blocks</translation>
    </message>
    <message>
        <source>none near</source>
        <translation>none near</translation>
    </message>
    <message>
        <source>Data bytes on L1 for each transfer, over the batches of the last minute</source>
        <translation>Data bytes on L1 for each transfer, over the batches of the last minute</translation>
    </message>
    <message>
        <source>L1 gas for each transfer, over the batches of the last minute</source>
        <translation>L1 gas for each transfer, over the batches of the last minute</translation>
    </message>
    <message>
        <source>Executed on L2, over five seconds; %1 in all</source>
        <translation>Executed on L2, over five seconds; %1 in all</translation>
    </message>
    <message>
        <source>blocks · %1</source>
        <translation>blocks · %1</translation>
    </message>
    <message>
        <source>%1: L1 block %2, in %3</source>
        <translation>%1: L1 block %2, in %3</translation>
    </message>
    <message>
        <source>L1 bytes per transfer</source>
        <translation>L1 bytes per transfer</translation>
    </message>
</context>
<context>
    <name>aw::pages::Page</name>
    <message>
        <source>L1 block %1 · %2 old</source>
        <translation>L1 block %1 · %2 old</translation>
    </message>
    <message>
        <source>The engine stopped</source>
        <translation>The engine stopped</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Stopped</translation>
    </message>
    <message>
        <source>What you see is the last known state.</source>
        <translation>What you see is the last known state.</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Starting</translation>
    </message>
    <message>
        <source>L1 is not connected</source>
        <translation>L1 is not connected</translation>
    </message>
    <message>
        <source>L1 is silent</source>
        <translation>L1 is silent</translation>
    </message>
    <message>
        <source>No new block for %1. L1 deadlines keep running.</source>
        <translation>No new block for %1. L1 deadlines keep running.</translation>
    </message>
    <message>
        <source>The figures appear as the engine starts.</source>
        <translation>The figures appear as the engine starts.</translation>
    </message>
    <message>
        <source>Shown as of %1 ago. Actions need L1 and are sent only when you click, never later.</source>
        <translation>Shown as of %1 ago. Actions need L1 and are sent only when you click, never later.</translation>
    </message>
</context>
<context>
    <name>aw::pages::SpeedUpAct</name>
    <message>
        <source>SPEED UP, DRY RUN</source>
        <translation>SPEED UP, DRY RUN</translation>
    </message>
    <message>
        <source>Speed up</source>
        <translation>Speed up</translation>
    </message>
    <message>
        <source>Max fee raised to</source>
        <translation>Max fee raised to</translation>
    </message>
    <message>
        <source>Gas</source>
        <translation>Gas</translation>
    </message>
    <message>
        <source>Costs at most</source>
        <translation>Costs at most</translation>
    </message>
    <message>
        <source>Resending it with higher fees …</source>
        <translation>Resending it with higher fees …</translation>
    </message>
    <message>
        <source>It is in L1&apos;s pool with higher fees.</source>
        <translation>It is in L1&apos;s pool with higher fees.</translation>
    </message>
</context>
<context>
    <name>aw::pages::StartPage</name>
    <message>
        <source>Start the demo</source>
        <translation>Start the demo</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Starting</translation>
    </message>
    <message>
        <source>The demo brings a local L1 chain, the contracts, three competing operators and users that pay each other. Nothing leaves this machine.</source>
        <translation>The demo brings a local L1 chain, the contracts, three competing operators and users that pay each other. Nothing leaves this machine.</translation>
    </message>
    <message>
        <source>Layer 2 is for scalability, not for privacy: everything on it is published.</source>
        <translation>Layer 2 is for scalability, not for privacy: everything on it is published.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>It did not start</source>
        <translation>It did not start</translation>
    </message>
    <message>
        <source>Watches a layer-2 rollup: checks every batch anchored on L1, and acts at once when one is wrong.</source>
        <translation>Watches a layer-2 rollup: checks every batch anchored on L1, and acts at once when one is wrong.</translation>
    </message>
</context>
<context>
    <name>aw::pages::WalletCard</name>
    <message>
        <source>Connect a wallet</source>
        <translation>Connect a wallet</translation>
    </message>
    <message>
        <source>Anyone can spend from these accounts: use them in this demo only.</source>
        <translation>Anyone can spend from these accounts: use them in this demo only.</translation>
    </message>
    <message>
        <source>JSON-RPC</source>
        <translation>JSON-RPC</translation>
    </message>
    <message>
        <source>Chain ID</source>
        <translation>Chain ID</translation>
    </message>
    <message>
        <source>Account %1</source>
        <translation>Account %1</translation>
    </message>
    <message>
        <source>Key of account %1</source>
        <translation>Key of account %1</translation>
    </message>
    <message>
        <source>ERC-20 token of both</source>
        <translation>ERC-20 token of both</translation>
    </message>
</context>
<context>
    <name>aw::shell::AlarmBar</name>
    <message>
        <source>Review</source>
        <translation>Review</translation>
    </message>
    <message>
        <source>Alarm</source>
        <translation>Alarm</translation>
    </message>
    <message>
        <source>Go to the most urgent issue (Ctrl+J)</source>
        <translation>Go to the most urgent issue (Ctrl+J)</translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n more</numerusform>
            <numerusform>%n more</numerusform>
        </translation>
    </message>
    <message>
        <source>Review: %1</source>
        <translation>Review: %1</translation>
    </message>
</context>
<context>
    <name>aw::shell::DesktopNotifier</name>
    <message>
        <source>Review</source>
        <translation>Review</translation>
    </message>
</context>
<context>
    <name>aw::shell::EventDock</name>
    <message>
        <source>Filter events</source>
        <translation>Filter events</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Events</translation>
    </message>
    <message>
        <source>Event log</source>
        <translation>Event log</translation>
    </message>
    <message>
        <source>All</source>
        <translation>All</translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation>Warnings</translation>
    </message>
    <message>
        <source>Severe</source>
        <translation>Severe</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>Follow</translation>
    </message>
    <message>
        <source>Keeps the newest event in sight</source>
        <translation>Keeps the newest event in sight</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copy</translation>
    </message>
    <message>
        <source>Copies the selected rows, or all that are shown</source>
        <translation>Copies the selected rows, or all that are shown</translation>
    </message>
    <message>
        <source>Close (Ctrl+L)</source>
        <translation>Close (Ctrl+L)</translation>
    </message>
    <message>
        <source>Close the event log</source>
        <translation>Close the event log</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 of %2</translation>
    </message>
</context>
<context>
    <name>aw::shell::HeadsBar</name>
    <message>
        <source>latest</source>
        <translation>latest</translation>
    </message>
    <message>
        <source>safe</source>
        <translation>safe</translation>
    </message>
    <message>
        <source>finalized</source>
        <translation>finalized</translation>
    </message>
    <message>
        <source>challenge</source>
        <translation>challenge</translation>
    </message>
    <message>
        <source>The last L1 block</source>
        <translation>The last L1 block</translation>
    </message>
    <message>
        <source>The last L2 block</source>
        <translation>The last L2 block</translation>
    </message>
    <message>
        <source>The last L2 block whose data is on L1 and was recomputed here</source>
        <translation>The last L2 block whose data is on L1 and was recomputed here</translation>
    </message>
    <message>
        <source>The last L2 block of a final batch</source>
        <translation>The last L2 block of a final batch</translation>
    </message>
    <message>
        <source>The batches that are in their challenge window</source>
        <translation>The batches that are in their challenge window</translation>
    </message>
    <message>
        <source>Processor time of this process; 100 % is one core</source>
        <translation>Processor time of this process; 100 % is one core</translation>
    </message>
    <message numerus="yes">
        <source>%n operators</source>
        <translation>
            <numerusform>%n operator</numerusform>
            <numerusform>%n operators</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 ready</source>
        <translation>%1 ready</translation>
    </message>
    <message>
        <source>not running</source>
        <translation>not running</translation>
    </message>
    <message>
        <source>stale</source>
        <translation>stale</translation>
    </message>
    <message>
        <source>live</source>
        <translation>live</translation>
    </message>
    <message>
        <source>CPU %1 %</source>
        <translation>CPU %1 %</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Events</translation>
    </message>
    <message>
        <source>Event log</source>
        <translation>Event log</translation>
    </message>
    <message>
        <source>Show or hide the event log (Ctrl+L)</source>
        <translation>Show or hide the event log (Ctrl+L)</translation>
    </message>
    <message numerus="yes">
        <source>%n new warnings</source>
        <translation>
            <numerusform>%n new warning</numerusform>
            <numerusform>%n new warnings</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>aw::shell::MainWindow</name>
    <message>
        <source>Dark theme</source>
        <translation>Dark theme</translation>
    </message>
    <message>
        <source>Light theme</source>
        <translation>Light theme</translation>
    </message>
    <message>
        <source>page</source>
        <translation>page</translation>
    </message>
    <message>
        <source>setting</source>
        <translation>setting</translation>
    </message>
    <message>
        <source>theme</source>
        <translation>theme</translation>
    </message>
    <message>
        <source>language</source>
        <translation>language</translation>
    </message>
    <message>
        <source>Copied: %1</source>
        <translation>Copied: %1</translation>
    </message>
    <message>
        <source>Event log</source>
        <translation>Event log</translation>
    </message>
    <message>
        <source>View as %1</source>
        <translation>View as %1</translation>
    </message>
    <message>
        <source>action</source>
        <translation>action</translation>
    </message>
</context>
<context>
    <name>aw::shell::NavButton</name>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
</context>
<context>
    <name>aw::shell::NavRail</name>
    <message>
        <source>Pages</source>
        <translation>Pages</translation>
    </message>
</context>
<context>
    <name>aw::shell::SettingsMenu</name>
    <message>
        <source>Dark theme</source>
        <translation>Dark theme</translation>
    </message>
    <message>
        <source>Light theme</source>
        <translation>Light theme</translation>
    </message>
    <message>
        <source>Motion</source>
        <translation>Motion</translation>
    </message>
    <message>
        <source>Show the checklist</source>
        <translation>Show the checklist</translation>
    </message>
    <message>
        <source>Keys …</source>
        <translation>Keys …</translation>
    </message>
</context>
<context>
    <name>aw::shell::TitleBar</name>
    <message>
        <source>Workspace</source>
        <translation>Workspace</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Settings</translation>
    </message>
    <message>
        <source>not started</source>
        <translation>not started</translation>
    </message>
    <message>
        <source>not connected</source>
        <translation>not connected</translation>
    </message>
    <message>
        <source>chain %1</source>
        <translation>chain %1</translation>
    </message>
    <message>
        <source>%1 · chain %2 · %3 s blocks</source>
        <translation>%1 · chain %2 · %3 s blocks</translation>
    </message>
    <message>
        <source>Go to …</source>
        <translation>Go to …</translation>
    </message>
    <message>
        <source>Go to a page, batch, operator, hash or action (Ctrl+K)</source>
        <translation>Go to a page, batch, operator, hash or action (Ctrl+K)</translation>
    </message>
    <message>
        <source>Go to a page, batch, operator, hash or action</source>
        <translation>Go to a page, batch, operator, hash or action</translation>
    </message>
    <message>
        <source>Go to page, hash or action …</source>
        <translation>Go to page, hash or action …</translation>
    </message>
</context>
<context>
    <name>aw::shell::ViewpointSelector</name>
    <message>
        <source>Viewpoint</source>
        <translation>Viewpoint</translation>
    </message>
    <message>
        <source>for %1</source>
        <translation>for %1</translation>
    </message>
    <message>
        <source>The node of %1 is down: you view as %2 until it is back.</source>
        <translation>The node of %1 is down: you view as %2 until it is back.</translation>
    </message>
    <message>
        <source>Everything is shown as this operator sees it</source>
        <translation>Everything is shown as this operator sees it</translation>
    </message>
</context>
<context>
    <name>aw::widgets::ActPanel</name>
    <message>
        <source>Asking L1 what would happen …</source>
        <translation>Asking L1 what would happen …</translation>
    </message>
</context>
<context>
    <name>aw::widgets::BidsPlot</name>
    <message>
        <source>No operator has bid yet.</source>
        <translation>No operator has bid yet.</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>Operator</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Since</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>Epoch</translation>
    </message>
    <message>
        <source>Bid, gwei</source>
        <translation>Bid, gwei</translation>
    </message>
    <message>
        <source>bids, gwei</source>
        <translation>bids, gwei</translation>
    </message>
    <message>
        <source>base fee of L2</source>
        <translation>base fee of L2</translation>
    </message>
    <message>
        <source>Bids</source>
        <translation>Bids</translation>
    </message>
</context>
<context>
    <name>aw::widgets::CommandLine</name>
    <message>
        <source>Copy the command</source>
        <translation>Copy the command</translation>
    </message>
    <message>
        <source>Copy the command that does the same:
%1</source>
        <translation>Copy the command that does the same:
%1</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Copied</translation>
    </message>
</context>
<context>
    <name>aw::widgets::Controls</name>
    <message>
        <source>Clear</source>
        <translation>Clear</translation>
    </message>
</context>
<context>
    <name>aw::widgets::CostPlot</name>
    <message>
        <source>Cost of a transfer on L1</source>
        <translation>Cost of a transfer on L1</translation>
    </message>
    <message>
        <source>The curve begins with the second batch.</source>
        <translation>The curve begins with the second batch.</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>Batch</translation>
    </message>
    <message>
        <source>Transfers</source>
        <translation>Transfers</translation>
    </message>
    <message>
        <source>Bytes / tx</source>
        <translation>Bytes / tx</translation>
    </message>
    <message>
        <source>Gas / tx</source>
        <translation>Gas / tx</translation>
    </message>
    <message>
        <source>batch</source>
        <translation>batch</translation>
    </message>
    <message>
        <source>bytes for each transfer</source>
        <translation>bytes for each transfer</translation>
    </message>
    <message>
        <source>gas for each transfer</source>
        <translation>gas for each transfer</translation>
    </message>
    <message>
        <source>up to %1</source>
        <translation>up to %1</translation>
    </message>
</context>
<context>
    <name>aw::widgets::DataTable</name>
    <message>
        <source>Copy “%1”</source>
        <translation>Copy “%1”</translation>
    </message>
    <message>
        <source>Filter by “%1”</source>
        <translation>Filter by “%1”</translation>
    </message>
    <message>
        <source>Copy the row</source>
        <translation>Copy the row</translation>
    </message>
</context>
<context>
    <name>aw::widgets::EpochBar</name>
    <message>
        <source>Progress of the epoch</source>
        <translation>Progress of the epoch</translation>
    </message>
</context>
<context>
    <name>aw::widgets::HashLabel</name>
    <message>
        <source>%1
Click to copy</source>
        <translation>%1
Click to copy</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Copied</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copy</translation>
    </message>
</context>
<context>
    <name>aw::widgets::LadderView</name>
    <message>
        <source>Takeover ladder</source>
        <translation>Takeover ladder</translation>
    </message>
    <message>
        <source>%1 silent; heartbeat every %2</source>
        <translation>%1 silent; heartbeat every %2</translation>
    </message>
    <message>
        <source>%1 silent</source>
        <translation>%1 silent</translation>
    </message>
    <message>
        <source>acts now</source>
        <translation>acts now</translation>
    </message>
    <message>
        <source>from %1 silent</source>
        <translation>from %1 silent</translation>
    </message>
    <message>
        <source>A batch or heartbeat of the active operator sets this back to zero.</source>
        <translation>A batch or heartbeat of the active operator sets this back to zero.</translation>
    </message>
</context>
<context>
    <name>aw::widgets::Lane</name>
    <message>
        <source>The lane from mempool to finality</source>
        <translation>The lane from mempool to finality</translation>
    </message>
    <message>
        <source>%1 transactions pending; latest L2 block %2; batch %3 is %4 full; %5 batches in the challenge window, %6 with a wrong root.</source>
        <translation>%1 transactions pending; latest L2 block %2; batch %3 is %4 full; %5 batches in the challenge window, %6 with a wrong root.</translation>
    </message>
    <message>
        <source>Batch %1 of %2, era %3
%4 transfers, %5, %6 L1 gas
%7: root %8</source>
        <translation>Batch %1 of %2, era %3
%4 transfers, %5, %6 L1 gas
%7: root %8</translation>
    </message>
</context>
<context>
    <name>aw::widgets::LoadPlot</name>
    <message>
        <source>Throughput and backlog</source>
        <translation>Throughput and backlog</translation>
    </message>
    <message>
        <source>tx/s</source>
        <translation>tx/s</translation>
    </message>
    <message>
        <source>pending transactions</source>
        <translation>pending transactions</translation>
    </message>
    <message>
        <source>The first seconds are being measured.</source>
        <translation>The first seconds are being measured.</translation>
    </message>
    <message>
        <source>up to %1</source>
        <translation>up to %1</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Time</translation>
    </message>
    <message>
        <source>Pending</source>
        <translation>Pending</translation>
    </message>
</context>
<context>
    <name>aw::widgets::MarginFigures</name>
    <message>
        <source>A transfer, 24 hours</source>
        <translation>A transfer, 24 hours</translation>
    </message>
    <message>
        <source>Costs on L1</source>
        <translation>Costs on L1</translation>
    </message>
    <message>
        <source>Earns in fees</source>
        <translation>Earns in fees</translation>
    </message>
    <message>
        <source>Margin</source>
        <translation>Margin</translation>
    </message>
    <message>
        <source>No batch of this operator in that time.</source>
        <translation>No batch of this operator in that time.</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Loss</translation>
    </message>
    <message>
        <source>Fees cover %1 of the L1 cost.</source>
        <translation>Fees cover %1 of the L1 cost.</translation>
    </message>
    <message>
        <source>%1 of the fees remain.</source>
        <translation>%1 of the fees remain.</translation>
    </message>
</context>
<context>
    <name>aw::widgets::MarginPlot</name>
    <message>
        <source>A transfer, batch by batch</source>
        <translation>A transfer, batch by batch</translation>
    </message>
    <message>
        <source>earned in fees</source>
        <translation>earned in fees</translation>
    </message>
    <message>
        <source>cost on L1</source>
        <translation>cost on L1</translation>
    </message>
    <message>
        <source>The curves begin with the second batch.</source>
        <translation>The curves begin with the second batch.</translation>
    </message>
    <message>
        <source>batches %1 to %2, all operators</source>
        <translation>batches %1 to %2, all operators</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>Batch</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>Operator</translation>
    </message>
    <message>
        <source>Cost on L1</source>
        <translation>Cost on L1</translation>
    </message>
    <message>
        <source>Earned in fees</source>
        <translation>Earned in fees</translation>
    </message>
</context>
<context>
    <name>aw::widgets::PlotCard</name>
    <message>
        <source>A plot. The button in its corner shows the same figures as a table.</source>
        <translation>A plot. The button in its corner shows the same figures as a table.</translation>
    </message>
    <message>
        <source>View as table</source>
        <translation>View as table</translation>
    </message>
    <message>
        <source>All</source>
        <translation>All</translation>
    </message>
    <message numerus="yes">
        <source>%n min</source>
        <translation>
            <numerusform>%n min</numerusform>
            <numerusform>%n min</numerusform>
        </translation>
    </message>
    <message>
        <source>Time shown by all plots</source>
        <translation>Time shown by all plots</translation>
    </message>
    <message>
        <source>batch %1</source>
        <translation>batch %1</translation>
    </message>
</context>
<context>
    <name>aw::widgets::SegmentStrip</name>
    <message>
        <source>Segments</source>
        <translation>Segments</translation>
    </message>
    <message>
        <source>Every root that was recomputed agrees.</source>
        <translation>Every root that was recomputed agrees.</translation>
    </message>
    <message>
        <source>The root differs from segment %1 on.</source>
        <translation>The root differs from segment %1 on.</translation>
    </message>
    <message>
        <source>Segment %1: %2 records, %3
claimed %4
replayed here %5</source>
        <translation>Segment %1: %2 records, %3
claimed %4
replayed here %5</translation>
    </message>
    <message>
        <source>not possible after a wrong root</source>
        <translation>not possible after a wrong root</translation>
    </message>
</context>
<context>
    <name>aw::widgets::Stepper</name>
    <message>
        <source>Life of the challenge</source>
        <translation>Life of the challenge</translation>
    </message>
    <message>
        <source>block %1</source>
        <translation>block %1</translation>
    </message>
    <message>
        <source>%1 at %2, L1 block %3%4</source>
        <translation>%1 at %2, L1 block %3%4</translation>
    </message>
</context>
<context>
    <name>aw::widgets::TableColumns</name>
    <message>
        <source>%1 (no room now)</source>
        <translation>%1 (no room now)</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Columns</translation>
    </message>
    <message>
        <source>Choose the columns; drag their edges in the header</source>
        <translation>Choose the columns; drag their edges in the header</translation>
    </message>
    <message>
        <source>Reset the columns</source>
        <translation>Reset the columns</translation>
    </message>
</context>
<context>
    <name>aw::widgets::ThroughputPlot</name>
    <message>
        <source>The first seconds are being measured.</source>
        <translation>The first seconds are being measured.</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Time</translation>
    </message>
    <message>
        <source>tx/s</source>
        <translation>tx/s</translation>
    </message>
    <message>
        <source>Pending</source>
        <translation>Pending</translation>
    </message>
    <message>
        <source>Bytes / tx</source>
        <translation>Bytes / tx</translation>
    </message>
    <message>
        <source>batch</source>
        <translation>batch</translation>
    </message>
    <message>
        <source>wrong root</source>
        <translation>wrong root</translation>
    </message>
    <message>
        <source>Gas / tx</source>
        <translation>Gas / tx</translation>
    </message>
    <message>
        <source>Throughput</source>
        <translation>Throughput</translation>
    </message>
    <message>
        <source>transfers in a batch</source>
        <translation>transfers in a batch</translation>
    </message>
    <message>
        <source>up to %1</source>
        <translation>up to %1</translation>
    </message>
    <message>
        <source>batch %1</source>
        <translation>batch %1</translation>
    </message>
    <message numerus="yes">
        <source>%n transfers</source>
        <translation>
            <numerusform>%n transfer</numerusform>
            <numerusform>%n transfers</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>aw::widgets::WindowBars</name>
    <message>
        <source>Challenge windows</source>
        <translation>Challenge windows</translation>
    </message>
    <message>
        <source>root differs</source>
        <translation>root differs</translation>
    </message>
    <message>
        <source>root agrees</source>
        <translation>root agrees</translation>
    </message>
    <message>
        <source>replaying</source>
        <translation>replaying</translation>
    </message>
    <message>
        <source>%1: %2 left, %3</source>
        <translation>%1: %2 left, %3</translation>
    </message>
    <message>
        <source>blocked by %1</source>
        <translation>blocked by %1</translation>
    </message>
</context>
</TS>
