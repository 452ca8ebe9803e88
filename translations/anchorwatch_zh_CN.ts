<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Attention</name>
    <message>
        <source>%1 (%2)</source>
        <comment>blocks and the time that they take</comment>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>The challenge of batch %1 is under way</source>
        <translation>对批次 %1 的挑战正在进行</translation>
    </message>
    <message>
        <source>Batch %1 claims a wrong root</source>
        <translation>批次 %1 声明了错误的状态根</translation>
    </message>
    <message>
        <source>%1 is down</source>
        <translation>%1 已宕机</translation>
    </message>
    <message>
        <source>%1 is silent</source>
        <translation>%1 静默中</translation>
    </message>
    <message>
        <source>No backup is ready to take over.</source>
        <translation>没有备用运营者可以接管。</translation>
    </message>
    <message>
        <source>L1 funds of %1 run low</source>
        <translation>%1 的 L1 资金不足</translation>
    </message>
    <message>
        <source>%1 last for about %2 batches.</source>
        <translation>%1 大约够 %2 个批次。</translation>
    </message>
    <message>
        <source>%1 is out</source>
        <translation>%1 已出局</translation>
    </message>
    <message>
        <source>%1 is ready to take over, %2 behind.</source>
        <translation>%1 随时可以接管，落后 %2。</translation>
    </message>
    <message>
        <source>All is well</source>
        <translation>一切正常</translation>
    </message>
    <message>
        <source>L1 does not answer</source>
        <translation>L1 没有响应</translation>
    </message>
    <message>
        <source>to challenge %1</source>
        <translation>距批次 %1 挑战截止</translation>
    </message>
    <message>
        <source>to takeover</source>
        <translation>距接管</translation>
    </message>
    <message>
        <source>to epoch %1</source>
        <translation>距纪元 %1</translation>
    </message>
    <message>
        <source>The L1 account is empty</source>
        <translation>L1 账户余额为零</translation>
    </message>
    <message>
        <source>L1 funds last %1</source>
        <translation>L1 资金还够用 %1</translation>
    </message>
    <message>
        <source>%1: failed on L1</source>
        <translation>%1：在 L1 上失败</translation>
    </message>
    <message numerus="yes">
        <source>%n L1 transactions failed</source>
        <translation>
            <numerusform>%n 笔 L1 交易失败</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: not mined yet</source>
        <translation>%1：尚未打包</translation>
    </message>
    <message numerus="yes">
        <source>%n L1 transactions are not mined</source>
        <translation>
            <numerusform>%n 笔 L1 交易尚未打包</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: waits to be sent to L1</source>
        <translation>%1：等待发送到 L1</translation>
    </message>
    <message numerus="yes">
        <source>%n L1 transactions wait to be sent</source>
        <translation>
            <numerusform>%n 笔 L1 交易等待发送</numerusform>
        </translation>
    </message>
    <message>
        <source>The engine stopped</source>
        <translation>引擎已停止</translation>
    </message>
    <message>
        <source>Nothing runs any more. Remove the cause and start again.</source>
        <translation>一切均已停止。请排除原因后重新启动。</translation>
    </message>
    <message>
        <source>Show events</source>
        <translation>查看事件</translation>
    </message>
    <message>
        <source>No new block for %1.</source>
        <translation>已有 %1 没有新区块。</translation>
    </message>
    <message>
        <source>The connection to %1 is lost. What you see is %2 old.</source>
        <translation>与 %1 的连接已断开。所见数据为 %2 前的状态。</translation>
    </message>
    <message>
        <source>Check the L1 node now: deadlines on L1 keep running.</source>
        <translation>请立即检查 L1 节点：L1 上的期限仍在推进。</translation>
    </message>
    <message>
        <source>Nothing to do: L1 decides within a few blocks.</source>
        <translation>无需操作：L1 将在几个区块内裁决。</translation>
    </message>
    <message>
        <source>Watch it</source>
        <translation>查看进展</translation>
    </message>
    <message>
        <source>Batch %1: %2</source>
        <translation>批次 %1：%2</translation>
    </message>
    <message>
        <source>The last challenge failed. %1</source>
        <translation>上一次挑战失败。%1</translation>
    </message>
    <message>
        <source>Challenge batch %1 …</source>
        <translation>挑战批次 %1 …</translation>
    </message>
    <message>
        <source>Batch %1, %2, %3</source>
        <translation>批次 %1，%2，%3</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>剩余 %1</translation>
    </message>
    <message>
        <source>A signature of batch %1 is demanded</source>
        <translation>有人要求出示批次 %1 的签名</translation>
    </message>
    <message>
        <source>Its operator does not hold the signature that L1 asks for.</source>
        <translation>其运营者没有 L1 要求出示的签名。</translation>
    </message>
    <message>
        <source>L1 asks its operator to show it.</source>
        <translation>L1 要求其运营者出示该签名。</translation>
    </message>
    <message>
        <source>Find who has it: %1 are left until L1 convicts.</source>
        <translation>请找到持有该签名的一方：%1后 L1 将定罪。</translation>
    </message>
    <message>
        <source>Nothing to do: its node answers by itself; %1 are left.</source>
        <translation>无需操作：其节点会自动应答，剩余 %1。</translation>
    </message>
    <message>
        <source>Show the batch</source>
        <translation>查看该批次</translation>
    </message>
    <message>
        <source>Its node is not running: nothing is sequenced or anchored.</source>
        <translation>其节点未运行：没有交易被排序或锚定。</translation>
    </message>
    <message>
        <source>Nothing of it on L1 for %1.</source>
        <translation>已有 %1未在 L1 上出现其任何动作。</translation>
    </message>
    <message>
        <source>No need to act: %1 may take over in %2 and does so by itself.</source>
        <translation>无需操作：%1 可在 %2后接管，且会自动接管。</translation>
    </message>
    <message>
        <source>Watch the takeover</source>
        <translation>查看接管进展</translation>
    </message>
    <message>
        <source>%1, %2 may take over in %3</source>
        <translation>%1，%2 可在 %3后接管</translation>
    </message>
    <message>
        <source>Act now: no backup is ready to take over. Start %1 again.</source>
        <translation>请立即处理：没有备用运营者可以接管。请重新启动 %1。</translation>
    </message>
    <message>
        <source>Act now: no backup is ready to take over.</source>
        <translation>请立即处理：没有备用运营者可以接管。</translation>
    </message>
    <message>
        <source>Restart %1 …</source>
        <translation>重启 %1 …</translation>
    </message>
    <message>
        <source>Show the operators</source>
        <translation>查看运营者</translation>
    </message>
    <message>
        <source>%1, no backup is ready</source>
        <translation>%1，没有备用运营者就绪</translation>
    </message>
    <message>
        <source>Transactions wait and no block is made</source>
        <translation>有交易等待，但没有新区块产生</translation>
    </message>
    <message>
        <source>%1 pending, the last L2 block is %2 old.</source>
        <translation>%1 笔待处理，最新的 L2 区块已是 %2 前。</translation>
    </message>
    <message>
        <source>Look at %1 now; fail over where it stays like this.</source>
        <translation>请立即查看 %1；若持续如此，请进行故障切换。</translation>
    </message>
    <message>
        <source>Fail over …</source>
        <translation>故障切换 …</translation>
    </message>
    <message>
        <source>The disk of %1 is not writable</source>
        <translation>%1 的磁盘不可写</translation>
    </message>
    <message>
        <source>Its node makes no blocks until that ends.</source>
        <translation>在恢复之前，其节点不产生区块。</translation>
    </message>
    <message>
        <source>Act now: free space, or mount the disk writable.</source>
        <translation>请立即处理：释放空间，或以可写方式挂载磁盘。</translation>
    </message>
    <message>
        <source>Show the operator</source>
        <translation>查看该运营者</translation>
    </message>
    <message>
        <source>L1 ejected it for silence.</source>
        <translation>L1 因其静默将其驱逐。</translation>
    </message>
    <message>
        <source>L1 convicted it of fraud.</source>
        <translation>L1 已因欺诈将其定罪。</translation>
    </message>
    <message>
        <source>No hurry: it can rejoin with a fresh bond at any time.</source>
        <translation>不急：缴纳新的保证金即可随时重新加入。</translation>
    </message>
    <message>
        <source>Rejoin …</source>
        <translation>重新加入 …</translation>
    </message>
    <message>
        <source>Nothing to do.</source>
        <translation>无需操作。</translation>
    </message>
    <message>
        <source>Get one ready: without it a crash stops the service.</source>
        <translation>请让一个备用运营者就绪：否则一次崩溃就会中断服务。</translation>
    </message>
    <message>
        <source>Act before L1 block %1: %2 left.</source>
        <translation>请在 L1 区块 %1 之前处理：剩余 %2。</translation>
    </message>
    <message>
        <source>Remove the cause. This goes once one of its kind was mined.</source>
        <translation>请排除原因。同类交易被打包后，此提示即消失。</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>In L1&apos;s pool for %1 at %2.</source>
        <translation>已在 L1 交易池中等待 %1，最高 gas 价 %2。</translation>
    </message>
    <message>
        <source>Speed it up now, or cancel it: what follows waits for it.</source>
        <translation>请立即加速或取消：后续交易都在等它。</translation>
    </message>
    <message>
        <source>Speed up or cancel …</source>
        <translation>加速或取消 …</translation>
    </message>
    <message>
        <source>It is sent by itself once that is over.</source>
        <translation>原因解除后会自动发送。</translation>
    </message>
    <message>
        <source>Nothing can be anchored.</source>
        <translation>无法锚定任何批次。</translation>
    </message>
    <message>
        <source>%1 at the spending of the last 24 hours.</source>
        <translation>余额 %1，按最近 24 小时的支出计算。</translation>
    </message>
    <message>
        <source>Send ETH to %1 now.</source>
        <translation>请立即向 %1 转入 ETH。</translation>
    </message>
    <message>
        <source>Send ETH to %1 within %2.</source>
        <translation>请在 %2内向 %1 转入 ETH。</translation>
    </message>
    <message>
        <source>Show the account</source>
        <translation>查看账户</translation>
    </message>
    <message>
        <source>Send ETH to %1 before they are used up.</source>
        <translation>请在耗尽之前向 %1 转入 ETH。</translation>
    </message>
    <message>
        <source>%1 left (%2)</source>
        <translation>剩余 %1（%2）</translation>
    </message>
    <message>
        <source>Takeover readiness</source>
        <translation>接管就绪情况</translation>
    </message>
</context>
<context>
    <name>Format</name>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 分 %2 秒</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 小时 %2 分</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1%</translation>
    </message>
    <message>
        <source>%1 d %2 h</source>
        <translation>%1 天 %2 小时</translation>
    </message>
    <message>
        <source>h</source>
        <translation>小时</translation>
    </message>
    <message>
        <source>days</source>
        <translation>天</translation>
    </message>
    <message numerus="yes">
        <source>%Ln blocks</source>
        <translation>
            <numerusform>%Ln 个区块</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>a time, and how many blocks it is</comment>
        <translation>%1，%2</translation>
    </message>
</context>
<context>
    <name>Goals</name>
    <message>
        <source>action</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Challenge batch %1 …</source>
        <translation>挑战批次 %1 …</translation>
    </message>
    <message>
        <source>Crash %1</source>
        <translation>模拟崩溃 %1</translation>
    </message>
    <message>
        <source>The node of %1 is down.</source>
        <translation>%1 的节点已停止。</translation>
    </message>
    <message>
        <source>Restart %1</source>
        <translation>重启 %1</translation>
    </message>
    <message>
        <source>The node of %1 is back.</source>
        <translation>%1 的节点已恢复。</translation>
    </message>
    <message>
        <source>Inject a bad root into %1</source>
        <translation>向 %1 注入错误状态根</translation>
    </message>
    <message>
        <source>The next batch of %1 will claim a wrong root.</source>
        <translation>%1 的下一个批次将声明错误的状态根。</translation>
    </message>
    <message>
        <source>Rejoin %1 …</source>
        <translation>重新加入 %1 …</translation>
    </message>
    <message>
        <source>Speed up or cancel: %1 …</source>
        <translation>加速或取消：%1 …</translation>
    </message>
    <message>
        <source>Fail over …</source>
        <translation>故障切换 …</translation>
    </message>
    <message>
        <source>Inject a fault …</source>
        <translation>注入故障 …</translation>
    </message>
    <message>
        <source>operator</source>
        <translation>运营者</translation>
    </message>
    <message>
        <source>Batch %1</source>
        <translation>批次 %1</translation>
    </message>
    <message>
        <source>L1 transaction %1: %2</source>
        <translation>L1 交易 %1：%2</translation>
    </message>
    <message>
        <source>L1 transaction: %1</source>
        <translation>L1 交易：%1</translation>
    </message>
</context>
<context>
    <name>L1Texts</name>
    <message>
        <source>Batch</source>
        <translation>批次</translation>
    </message>
    <message>
        <source>Heartbeat</source>
        <translation>心跳</translation>
    </message>
    <message>
        <source>Registration</source>
        <translation>注册</translation>
    </message>
    <message>
        <source>Bid</source>
        <translation>出价</translation>
    </message>
    <message>
        <source>Hand-over</source>
        <translation>移交</translation>
    </message>
    <message>
        <source>Deposit</source>
        <translation>存款</translation>
    </message>
    <message>
        <source>Challenge</source>
        <translation>挑战</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>应答</translation>
    </message>
    <message>
        <source>Withdrawal</source>
        <translation>提款</translation>
    </message>
    <message>
        <source>Cancellation</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>Batch %1</source>
        <translation>批次 %1</translation>
    </message>
    <message>
        <source>Challenge of batch %1</source>
        <translation>对批次 %1 的挑战</translation>
    </message>
    <message>
        <source>Answer for batch %1</source>
        <translation>对批次 %1 的应答</translation>
    </message>
    <message>
        <source>waits</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>queued</source>
        <translation>排队中</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>已发送</translation>
    </message>
    <message>
        <source>replaced</source>
        <translation>已替换</translation>
    </message>
    <message>
        <source>mined</source>
        <translation>已打包</translation>
    </message>
    <message>
        <source>confirmed</source>
        <translation>已确认</translation>
    </message>
    <message>
        <source>reorged</source>
        <translation>被重组</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>It is in L1&apos;s pool and waits for a block.</source>
        <translation>在 L1 交易池中，等待被打包进区块。</translation>
    </message>
    <message>
        <source>It is in a block that L1 calls safe.</source>
        <translation>所在区块已被 L1 视为安全。</translation>
    </message>
    <message>
        <source>L1 refused it.</source>
        <translation>L1 拒绝了它。</translation>
    </message>
    <message>
        <source>The contract says: %1</source>
        <translation>合约的说明：%1</translation>
    </message>
    <message>
        <source>It is saved on disk and not sent yet.</source>
        <translation>已保存到磁盘，尚未发送。</translation>
    </message>
    <message>
        <source>It is in L1&apos;s pool, resent with higher fees.</source>
        <translation>已提高费用重发，在 L1 交易池中。</translation>
    </message>
    <message>
        <source>It is in a block that L1 can still reorganise.</source>
        <translation>所在区块仍可能被 L1 重组。</translation>
    </message>
    <message>
        <source>A reorganisation removed it from L1; it is being sent again.</source>
        <translation>L1 重组将其移出，正在重新发送。</translation>
    </message>
    <message>
        <source>L1 mined it, but it reverted.</source>
        <translation>L1 已打包，但执行被回退。</translation>
    </message>
    <message>
        <source>A cancellation used its nonce.</source>
        <translation>其 nonce 已被一笔取消交易占用。</translation>
    </message>
    <message>
        <source>It was dropped before it was sent.</source>
        <translation>在发送之前已放弃。</translation>
    </message>
</context>
<context>
    <name>Lane</name>
    <message>
        <source>pending</source>
        <translation>待处理</translation>
    </message>
    <message>
        <source>on %1 of %2 backups</source>
        <translation>备用已持有 %1/%2</translation>
    </message>
    <message>
        <source>latest, every %1 ms</source>
        <translation>最新，每 %1 毫秒</translation>
    </message>
    <message>
        <source>latest, every %1</source>
        <translation>最新，每 %1</translation>
    </message>
    <message>
        <source>latest L2 block</source>
        <translation>最新 L2 区块</translation>
    </message>
    <message>
        <source>%1 tx/s</source>
        <translation>%1 笔/秒</translation>
    </message>
    <message>
        <source>tx · %1</source>
        <translation>笔 · %1</translation>
    </message>
    <message>
        <source>on its way to L1</source>
        <translation>正在提交到 L1</translation>
    </message>
    <message>
        <source>anchors in %1 s</source>
        <translation>%1 秒后锚定</translation>
    </message>
    <message>
        <source>anchors now</source>
        <translation>即将锚定</translation>
    </message>
    <message>
        <source>anchored now</source>
        <translation>刚刚锚定</translation>
    </message>
    <message numerus="yes">
        <source>%n L1 blocks later</source>
        <translation>
            <numerusform>%n 个 L1 区块之后</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: root differs in segment %2 · %3 left</source>
        <translation>%1：状态根自分段 %2 起不符 · 剩余 %3</translation>
    </message>
    <message>
        <source>%1: root differs · %2 left</source>
        <translation>%1：状态根不符 · 剩余 %2</translation>
    </message>
    <message>
        <source>No batch is in its window yet.</source>
        <translation>还没有批次处于挑战窗口。</translation>
    </message>
    <message>
        <source>withdrawable</source>
        <translation>可提款</translation>
    </message>
    <message>
        <source>none final yet</source>
        <translation>尚未最终确定</translation>
    </message>
    <message>
        <source>MEMPOOL</source>
        <translation>交易池</translation>
    </message>
    <message>
        <source>L2 BLOCKS</source>
        <translation>L2 区块</translation>
    </message>
    <message>
        <source>FILLING</source>
        <translation>填充中</translation>
    </message>
    <message>
        <source>CHALLENGE WINDOW</source>
        <translation>挑战窗口</translation>
    </message>
    <message>
        <source>FINAL</source>
        <translation>已最终确定</translation>
    </message>
    <message>
        <source>no backup connected</source>
        <translation>没有备用连接</translation>
    </message>
    <message>
        <source>waiting for transactions</source>
        <translation>等待交易</translation>
    </message>
    <message>
        <source>nothing is built on it</source>
        <translation>其上没有后续批次</translation>
    </message>
    <message numerus="yes">
        <source>%n batches built on it go with it</source>
        <translation>
            <numerusform>其上 %n 个批次随之回滚</numerusform>
        </translation>
    </message>
    <message>
        <source>roots recomputed here: %1 correct</source>
        <translation>在本地重算的状态根：%1 个正确</translation>
    </message>
    <message>
        <source>roots recomputed here: %1 correct, %2 wrong</source>
        <translation>在本地重算的状态根：%1 个正确，%2 个错误</translation>
    </message>
</context>
<context>
    <name>Pages</name>
    <message>
        <source>Overview</source>
        <translation>总览</translation>
    </message>
    <message>
        <source>Batches</source>
        <translation>批次</translation>
    </message>
    <message>
        <source>Operators</source>
        <translation>运营者</translation>
    </message>
    <message>
        <source>Challenges</source>
        <translation>挑战</translation>
    </message>
    <message>
        <source>Lab</source>
        <translation>实验室</translation>
    </message>
    <message>
        <source>Anchors</source>
        <translation>锚定</translation>
    </message>
</context>
<context>
    <name>ShortTexts</name>
    <message>
        <source>info</source>
        <translation>信息</translation>
    </message>
    <message>
        <source>good</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>severe</source>
        <translation>严重</translation>
    </message>
    <message>
        <source>breaks rule %1</source>
        <translation>违反规则 %1</translation>
    </message>
    <message>
        <source>wrong root</source>
        <translation>状态根错误</translation>
    </message>
    <message>
        <source>wrong txRoot</source>
        <translation>txRoot 错误</translation>
    </message>
    <message>
        <source>wrong inbox cursor</source>
        <translation>收件箱游标错误</translation>
    </message>
</context>
<context>
    <name>TableExport</name>
    <message>
        <source>The table was not exported</source>
        <translation>表格未能导出</translation>
    </message>
    <message>
        <source>%1 could not be written: %2. Choose another folder or file.</source>
        <translation>无法写入 %1：%2。请选择其他文件夹或文件。</translation>
    </message>
    <message>
        <source>Export …</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Writes the rows that the filter keeps, with every column, as tab-separated values</source>
        <translation>将筛选后的各行连同所有列写为制表符分隔的文件</translation>
    </message>
    <message>
        <source>Export the table</source>
        <translation>导出表格</translation>
    </message>
    <message>
        <source>Tab-separated values (*.tsv)</source>
        <translation>制表符分隔值 (*.tsv)</translation>
    </message>
</context>
<context>
    <name>Texts</name>
    <message>
        <source>The active operator is down, but L1 does not yet allow a takeover. %1</source>
        <translation>当值运营者已宕机，但 L1 尚不允许接管。%1</translation>
    </message>
    <message>
        <source>The bid is outside the bounds that the contract allows.</source>
        <translation>出价超出合约允许的范围。</translation>
    </message>
    <message>
        <source>Faults can only be injected in a demo.</source>
        <translation>只能在演示中注入故障。</translation>
    </message>
    <message>
        <source>The program anvil was not found. Install it with Anchorwatch&apos;s tools, or set its path.</source>
        <translation>找不到程序 anvil。请随 Anchorwatch 的工具一起安装，或指定其路径。</translation>
    </message>
    <message>
        <source>This operator&apos;s node is stopped. Restart it first.</source>
        <translation>该运营者的节点已停止，请先重启。</translation>
    </message>
    <message>
        <source>%1 anchored batch %2.</source>
        <translation>%1 锚定了批次 %2。</translation>
    </message>
    <message>
        <source>Batch %1 is final.</source>
        <translation>批次 %1 已最终确定。</translation>
    </message>
    <message>
        <source>Batch %1 of %2 claims a wrong root.</source>
        <translation>%2 的批次 %1 声明了错误的状态根。</translation>
    </message>
    <message>
        <source>The challenge of batch %1 is committed on L1.</source>
        <translation>对批次 %1 的挑战已在 L1 上提交承诺。</translation>
    </message>
    <message>
        <source>L1 convicted %1: its bond is lost.</source>
        <translation>L1 已对 %1 定罪：其保证金被罚没。</translation>
    </message>
    <message>
        <source>The chain was rolled back to before batch %1.</source>
        <translation>链已回滚到批次 %1 之前。</translation>
    </message>
    <message>
        <source>%1 took over from %2.</source>
        <translation>%1 接管了 %2。</translation>
    </message>
    <message>
        <source>L1 ejected %1.</source>
        <translation>L1 驱逐了 %1。</translation>
    </message>
    <message>
        <source>%1 stepped down.</source>
        <translation>%1 已主动让位。</translation>
    </message>
    <message>
        <source>The node of %1 crashed.</source>
        <translation>%1 的节点崩溃了。</translation>
    </message>
    <message>
        <source>%1 registered with its bond.</source>
        <translation>%1 缴纳保证金并完成注册。</translation>
    </message>
    <message>
        <source>%1 changed its bid.</source>
        <translation>%1 更改了出价。</translation>
    </message>
    <message>
        <source>Epoch %1 began.</source>
        <translation>纪元 %1 开始。</translation>
    </message>
    <message>
        <source>%1 will claim a wrong root in its next batch.</source>
        <translation>%1 将在下一个批次中声明错误的状态根。</translation>
    </message>
    <message>
        <source>The connection to L1 is lost.</source>
        <translation>与 L1 的连接已断开。</translation>
    </message>
    <message>
        <source>The load was switched off.</source>
        <translation>负载已关闭。</translation>
    </message>
    <message>
        <source>The load changed.</source>
        <translation>负载已更改。</translation>
    </message>
    <message>
        <source>The load is set to %1 tx/s.</source>
        <translation>负载设为每秒 %1 笔。</translation>
    </message>
    <message>
        <source>Start a local L1 chain</source>
        <translation>启动本地 L1 链</translation>
    </message>
    <message>
        <source>Deploy the rollup&apos;s contracts</source>
        <translation>部署 rollup 合约</translation>
    </message>
    <message>
        <source>Start and register the operators</source>
        <translation>启动并注册运营者</translation>
    </message>
    <message>
        <source>Send the first transactions</source>
        <translation>发送第一批交易</translation>
    </message>
    <message>
        <source>in its window</source>
        <translation>窗口期内</translation>
    </message>
    <message>
        <source>final</source>
        <translation>已最终确定</translation>
    </message>
    <message>
        <source>wrong root</source>
        <translation>状态根错误</translation>
    </message>
    <message>
        <source>rolled back</source>
        <translation>已回滚</translation>
    </message>
    <message>
        <source>not recomputed</source>
        <translation>未重算</translation>
    </message>
    <message>
        <source>agrees</source>
        <translation>相符</translation>
    </message>
    <message>
        <source>differs</source>
        <translation>不符</translation>
    </message>
    <message>
        <source>convicted</source>
        <translation>已定罪</translation>
    </message>
    <message>
        <source>ejected</source>
        <translation>已驱逐</translation>
    </message>
    <message>
        <source>left</source>
        <translation>已退出</translation>
    </message>
    <message>
        <source>not registered</source>
        <translation>未注册</translation>
    </message>
    <message>
        <source>active, but down</source>
        <translation>当值但宕机</translation>
    </message>
    <message>
        <source>down</source>
        <translation>宕机</translation>
    </message>
    <message>
        <source>active</source>
        <translation>当值</translation>
    </message>
    <message>
        <source>backup, ready</source>
        <translation>备用，就绪</translation>
    </message>
    <message>
        <source>backup, not ready</source>
        <translation>备用，未就绪</translation>
    </message>
    <message>
        <source>Its node is stopped.</source>
        <translation>其节点已停止。</translation>
    </message>
    <message numerus="yes">
        <source>It is %n L2 blocks behind.</source>
        <translation>
            <numerusform>落后 %n 个 L2 区块。</numerusform>
        </translation>
    </message>
    <message>
        <source>L1 does not count it as eligible now.</source>
        <translation>目前在 L1 上不具备资格。</translation>
    </message>
    <message>
        <source>Detected</source>
        <translation>已发现</translation>
    </message>
    <message>
        <source>Committing</source>
        <translation>提交承诺</translation>
    </message>
    <message>
        <source>Committed</source>
        <translation>承诺已提交</translation>
    </message>
    <message>
        <source>Proving</source>
        <translation>证明中</translation>
    </message>
    <message>
        <source>Convicted</source>
        <translation>已定罪</translation>
    </message>
    <message>
        <source>Rolled back</source>
        <translation>已回滚</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>已过期</translation>
    </message>
    <message>
        <source>A record of segment %1 breaks rule %2.</source>
        <translation>分段 %1 的一条记录违反规则 %2。</translation>
    </message>
    <message>
        <source>DEMO</source>
        <translation>演示</translation>
    </message>
    <message>
        <source>TEST</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>REAL</source>
        <translation>正式</translation>
    </message>
    <message>
        <source>The local L1 node did not start. %1</source>
        <translation>本地 L1 节点未能启动。%1</translation>
    </message>
    <message>
        <source>L1 refused the transaction. %1</source>
        <translation>L1 拒绝了该交易。%1</translation>
    </message>
    <message>
        <source>The deposits were not anchored in time. The machine may be overloaded.</source>
        <translation>存款未能及时锚定，机器可能负载过高。</translation>
    </message>
    <message>
        <source>The load can be from 0 to 5,000 transactions a second.</source>
        <translation>负载范围为每秒 0 到 5,000 笔交易。</translation>
    </message>
    <message>
        <source>L1 convicted it of fraud: its bond is lost.</source>
        <translation>L1 已判其欺诈并定罪：保证金被罚没。</translation>
    </message>
    <message>
        <source>L1 ejected it for silence: a part of its bond is lost.</source>
        <translation>因静默被 L1 驱逐：部分保证金被罚没。</translation>
    </message>
    <message>
        <source>This demo has no such operator.</source>
        <translation>本演示中没有该运营者。</translation>
    </message>
    <message>
        <source>The workspace holds an earlier demo, whose L1 ended with it. Choose an empty folder, or remove this one.</source>
        <translation>该工作区属于先前的演示，其 L1 已随之结束。请选择空文件夹，或删除此文件夹。</translation>
    </message>
    <message>
        <source>The folder belongs to an operator of another rollup. %1</source>
        <translation>该文件夹属于另一个 rollup 的运营者。%1</translation>
    </message>
    <message>
        <source>A port of the operator could not be opened. %1</source>
        <translation>无法打开运营者的端口。%1</translation>
    </message>
    <message>
        <source>The operator&apos;s database could not be used. %1</source>
        <translation>无法使用运营者的数据库。%1</translation>
    </message>
    <message>
        <source>%1 broke a promise to a user: its bond is lost.</source>
        <translation>%1 违背了对用户的预确认：其保证金被罚没。</translation>
    </message>
    <message>
        <source>stepped down</source>
        <translation>已主动让位</translation>
    </message>
    <message>
        <source>Its L1 balance is too low to submit batches.</source>
        <translation>它的 L1 余额不足以提交批次。</translation>
    </message>
    <message>
        <source>Its disk is not writable.</source>
        <translation>它的磁盘无法写入。</translation>
    </message>
    <message>
        <source>wrong segment</source>
        <translation>错误的分段</translation>
    </message>
    <message>
        <source>hidden account</source>
        <translation>隐藏账户</translation>
    </message>
    <message>
        <source>withheld signature</source>
        <translation>扣留签名</translation>
    </message>
    <message>
        <source>broken promise</source>
        <translation>违背预确认</translation>
    </message>
    <message>
        <source>The node is still releasing its files. Try again in a moment.</source>
        <translation>节点仍在释放其文件。请稍后再试。</translation>
    </message>
    <message>
        <source>The demo failed unexpectedly. %1</source>
        <translation>演示意外失败。%1</translation>
    </message>
    <message>
        <source>The blocks in the operator&apos;s folder are damaged. Move the folder away and start again: the node rebuilds from L1. %1</source>
        <translation>运营者文件夹中的区块已损坏。请移走该文件夹后重新启动：节点会从 L1 重建。%1</translation>
    </message>
    <message>
        <source>L1 gave an unusable response. Try again, or use another L1 endpoint. %1</source>
        <translation>L1 返回了无法使用的响应。请重试，或改用另一个 L1 端点。%1</translation>
    </message>
    <message>
        <source>The rollup&apos;s contracts could not be deployed. %1</source>
        <translation>无法部署 rollup 的合约。%1</translation>
    </message>
    <message>
        <source>An L1 address is not valid. %1</source>
        <translation>L1 地址无效。%1</translation>
    </message>
    <message>
        <source>L1 was reorganised and the transaction is no longer in it. Try again.</source>
        <translation>L1 发生了重组，该交易已不在其中。请重试。</translation>
    </message>
    <message>
        <source>The L1 account has too little ETH for this. Fund it and try again. %1</source>
        <translation>L1 账户的 ETH 不足以完成此操作。请充值后重试。%1</translation>
    </message>
    <message>
        <source>No L1 endpoint is given. Give at least one, such as http://127.0.0.1:8545.</source>
        <translation>未指定 L1 端点。请至少指定一个，例如 http://127.0.0.1:8545。</translation>
    </message>
    <message>
        <source>Another transaction of the same L1 account was mined in its place. Make sure that the key is not in use elsewhere, then try again.</source>
        <translation>同一 L1 账户的另一笔交易占用了它的位置。请确认该密钥未在别处使用，然后重试。</translation>
    </message>
    <message>
        <source>The demo or this operator is not running. Start it first.</source>
        <translation>演示或该运营者未在运行。请先启动它。</translation>
    </message>
    <message>
        <source>The operator&apos;s database is in use by another process. Stop that one, or use another workspace. %1</source>
        <translation>运营者的数据库正被另一个进程使用。请停止该进程，或使用另一个工作区。%1</translation>
    </message>
    <message>
        <source>The L1 endpoint limits the number of requests. Try again in a minute, or use another endpoint. %1</source>
        <translation>该 L1 端点限制请求数量。请一分钟后重试，或改用另一个端点。%1</translation>
    </message>
    <message>
        <source>The budget of 24 hours for L1 is used up. It waits until earlier costs are a day old, or until the budget is raised. %1</source>
        <translation>L1 的 24 小时预算已用完。要等较早的支出满一天，或提高预算。%1</translation>
    </message>
    <message>
        <source>Your replay gives the claimed root. There is nothing to challenge.</source>
        <translation>本地重放得到的正是所声明的状态根，没有可挑战之处。</translation>
    </message>
    <message>
        <source>This batch is not on L1, or it was already rolled back.</source>
        <translation>该批次不在 L1 上，或已被回滚。</translation>
    </message>
    <message>
        <source>A challenge of this batch is already under way.</source>
        <translation>对该批次的挑战已在进行中。</translation>
    </message>
    <message>
        <source>L1 is not responding. Nothing was sent; try again when the connection is back.</source>
        <translation>L1 没有响应，未发送任何内容；连接恢复后请重试。</translation>
    </message>
    <message>
        <source>Only the active operator can anchor batches, wrong ones included.</source>
        <translation>只有当值运营者才能锚定批次，错误的批次也不例外。</translation>
    </message>
    <message>
        <source>The node of %1 is running again.</source>
        <translation>%1 的节点恢复运行。</translation>
    </message>
    <message>
        <source>L1 is responding again.</source>
        <translation>L1 恢复响应。</translation>
    </message>
    <message>
        <source>Fund the users with deposits on L1</source>
        <translation>通过 L1 存款为用户注资</translation>
    </message>
    <message>
        <source>It receives no feed from other operators.</source>
        <translation>没有收到其他运营者的数据流。</translation>
    </message>
    <message>
        <source>It follows a batch with a wrong root.</source>
        <translation>它跟随的批次状态根错误。</translation>
    </message>
    <message>
        <source>The state root after segment %1 differs from the replayed one.</source>
        <translation>分段 %1 之后的状态根与重放结果不一致。</translation>
    </message>
    <message>
        <source>The transactions of segment %1 do not match its txRoot.</source>
        <translation>分段 %1 的交易与其 txRoot 不一致。</translation>
    </message>
    <message>
        <source>The batch does not process the L1 inbox as its header says.</source>
        <translation>该批次消费 L1 收件箱的方式与其头部不符。</translation>
    </message>
    <message>
        <source>This batch is built on one with a wrong root. Challenge that one first.</source>
        <translation>该批次建立在另一个状态根错误的批次之上，请先挑战那个批次。</translation>
    </message>
    <message>
        <source>The proof is on L1, but the rollback has not been seen yet.</source>
        <translation>证明已上 L1，但尚未看到回滚。</translation>
    </message>
    <message>
        <source>No other operator took over on L1 within a minute.</source>
        <translation>一分钟内没有其他运营者在 L1 上接管。</translation>
    </message>
    <message>
        <source>Another operator has become active in the meantime. There is nothing to hand over.</source>
        <translation>期间已有其他运营者当值，没有可移交的内容。</translation>
    </message>
    <message>
        <source>L1 did not respond in time; the transaction may still be mined. %1</source>
        <translation>L1 未及时响应；已发送的交易仍可能上链。%1</translation>
    </message>
    <message>
        <source>This is the last running operator; without it nobody would watch the rollup.</source>
        <translation>这是最后一个在运行的运营者；停掉它，rollup 就无人值守了。</translation>
    </message>
    <message>
        <source>It handed over. It may become active again from epoch %1.</source>
        <translation>已移交职责，自纪元 %1 起可再次当值。</translation>
    </message>
    <message>
        <source>It is already registered on L1. There is nothing to rejoin.</source>
        <translation>它已在 L1 上注册，无需重新加入。</translation>
    </message>
    <message>
        <source>It is already rejoining. Wait until it has finished.</source>
        <translation>它正在重新加入，请等待完成。</translation>
    </message>
    <message>
        <source>L1 no longer accepts this key. Its operator continues with a new one.</source>
        <translation>L1 不再接受此密钥，该运营者已改用新密钥。</translation>
    </message>
    <message>
        <source>Its node is already running.</source>
        <translation>其节点已在运行。</translation>
    </message>
    <message>
        <source>It registered on L1 with a new key that its node has not read yet. Wait for it to catch up.</source>
        <translation>它已用新密钥在 L1 上注册，但其节点尚未读到。请等待其同步。</translation>
    </message>
    <message>
        <source>The workspace could not be created. %1</source>
        <translation>无法创建工作区。%1</translation>
    </message>
    <message>
        <source>L1 was reorganised from block %1. Later blocks are being read again.</source>
        <translation>L1 自区块 %1 起发生重组，其后的内容正在重新读取。</translation>
    </message>
    <message>
        <source>%1 could not anchor batch %2 and is trying again. %3</source>
        <translation>%1 未能锚定批次 %2，将重试。%3</translation>
    </message>
    <message>
        <source>The disk of %1 is writable again.</source>
        <translation>%1 的磁盘已恢复写入。</translation>
    </message>
    <message>
        <source>A message from %1 on the feed was rejected. %2</source>
        <translation>%1 通过数据流发来的消息被拒绝。%2</translation>
    </message>
    <message>
        <source>A signature of batch %1 was demanded. It must be posted on L1 by block %2.</source>
        <translation>批次 %1 中一笔交易的签名被要求出示，须在区块 %2 之前于 L1 上出示。</translation>
    </message>
    <message>
        <source>%1 posted the demanded signature.</source>
        <translation>%1 出示了被要求的签名。</translation>
    </message>
    <message>
        <source>No signature was posted for batch %1: its operator is convicted.</source>
        <translation>无人出示批次 %1 的签名：其运营者已被定罪。</translation>
    </message>
    <message>
        <source>%1 does not have the demanded signature of its batch %2.</source>
        <translation>%1 没有其批次 %2 中被要求出示的签名。</translation>
    </message>
    <message>
        <source>%1 switched to another L1 endpoint: %2.</source>
        <translation>%1 现在使用另一个 L1 端点：%2。</translation>
    </message>
    <message>
        <source>%1 has heard nothing from L1 for %2 s. It accepts no transactions until L1 responds.</source>
        <translation>%1 已有 %2 秒没有收到 L1 的消息。在 L1 应答之前它不接受交易。</translation>
    </message>
    <message>
        <source>%1 is following L1 again and accepts transactions.</source>
        <translation>%1 重新跟上 L1，并接受交易。</translation>
    </message>
    <message>
        <source>%1 went back to L1 block %2 after a reorganisation and executed %3 transactions again.</source>
        <translation>L1 重组后，%1 回退到 L1 区块 %2，重新执行了 %3 笔交易。</translation>
    </message>
    <message>
        <source>The disk of %1 is not writable: it produces no blocks until that is fixed. %2</source>
        <translation>%1 的磁盘无法写入：在恢复之前它不出块。%2</translation>
    </message>
    <message>
        <source>A block from %1 does not match its transactions. %2</source>
        <translation>%1 发来的区块与其交易的执行结果不符。%2</translation>
    </message>
    <message>
        <source>It has heard nothing from L1 for too long.</source>
        <translation>它太久没有收到 L1 的消息。</translation>
    </message>
    <message>
        <source>It is deriving its state from L1: block %1 of %2.</source>
        <translation>它正在从 L1 推导状态：区块 %1，共 %2。</translation>
    </message>
    <message>
        <source>The demo&apos;s L1, the program anvil, exited unexpectedly. No more blocks can become safe, so the operators were stopped. Start the demo again.</source>
        <translation>演示的 L1（程序 anvil）意外退出。不会再有区块变为安全，运营者已停止。请重新启动演示。</translation>
    </message>
    <message>
        <source>No other operator is ready to take over. Each operator&apos;s card says why.</source>
        <translation>没有其他运营者可以接管，各运营者的卡片说明了原因。</translation>
    </message>
    <message>
        <source>Responses of the L1 endpoint contradict each other and were ignored. Use another endpoint. %1</source>
        <translation>该 L1 端点的应答互相矛盾，因此未采用任何内容。请改用另一个端点。%1</translation>
    </message>
    <message>
        <source>The L1 endpoint lost its newest blocks, or is still syncing. Wait for it, or use another endpoint. %1</source>
        <translation>该 L1 端点丢失了最新的区块，或仍在同步。请等待，或改用另一个端点。%1</translation>
    </message>
    <message>
        <source>None of the L1 blocks that the node followed are in this chain: the endpoint belongs to another L1, or its chain was restarted. Check its address, or choose an empty folder. %1</source>
        <translation>节点跟随过的 L1 区块都不在此链中：该端点属于另一条 L1，或其链已重新开始。请检查其地址，或选择一个空文件夹。%1</translation>
    </message>
    <message>
        <source>The L1 endpoint belongs to another chain: its chain ID differs. Check its address. %1</source>
        <translation>该 L1 端点属于另一条链：链 ID 不同。请检查其地址。%1</translation>
    </message>
    <message>
        <source>The operator&apos;s disk is full. Free some space and try again. %1</source>
        <translation>运营者的磁盘已满。请腾出空间后重试。%1</translation>
    </message>
    <message>
        <source>It was cancelled; an empty transfer used its nonce.</source>
        <translation>它已被取消，一笔空转账占用了它的 nonce。</translation>
    </message>
    <message>
        <source>L1 fees are above the cap. It waits until L1 is cheaper, or until the cap is raised. %1</source>
        <translation>L1 要求的费用超过限额。要等 L1 变便宜，或提高限额。%1</translation>
    </message>
    <message>
        <source>It is not in L1&apos;s pool: it is already in a block, or was never sent.</source>
        <translation>它不在 L1 交易池中：已进入区块，或从未发送。</translation>
    </message>
    <message>
        <source>The operator no longer knows this L1 transaction. It was settled long ago, or never requested.</source>
        <translation>该运营者已没有这笔 L1 交易：早已了结，或从未提出。</translation>
    </message>
</context>
<context>
    <name>aw::dialogs::CheatSheet</name>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Open a page</source>
        <translation>打开页面</translation>
    </message>
    <message>
        <source>Show or hide the inspector</source>
        <translation>显示或隐藏检查器</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <source>Copy the command of what the inspector shows</source>
        <translation>复制检查器所示内容的对应命令</translation>
    </message>
    <message>
        <source>Go to a page, batch, operator, hash or action</source>
        <translation>转到页面、批次、运营者、哈希或操作</translation>
    </message>
    <message>
        <source>Go to the most urgent issue</source>
        <translation>转到最紧急的问题</translation>
    </message>
    <message>
        <source>Clear the filter or selection</source>
        <translation>清除筛选或选择</translation>
    </message>
    <message>
        <source>Filter the table in sight, or the events</source>
        <translation>筛选当前表格或事件</translation>
    </message>
    <message>
        <source>Show or hide the event log</source>
        <translation>显示或隐藏事件日志</translation>
    </message>
    <message>
        <source>Collapse or expand the sidebar</source>
        <translation>折叠或展开侧栏</translation>
    </message>
    <message>
        <source>Step through the batches on the lane</source>
        <translation>在航道上逐个浏览批次</translation>
    </message>
    <message>
        <source>This list</source>
        <translation>本列表</translation>
    </message>
</context>
<context>
    <name>aw::dialogs::GoToDialog</name>
    <message>
        <source>Go to</source>
        <translation>转到</translation>
    </message>
    <message>
        <source>Matches</source>
        <translation>匹配项</translation>
    </message>
    <message>
        <source>Nothing matches. Try a number, a name or a hash.</source>
        <translation>没有匹配项。试试编号、名称或哈希。</translation>
    </message>
    <message>
        <source>Page, batch, operator, hash or action</source>
        <translation>页面、批次、运营者、哈希或操作</translation>
    </message>
    <message>
        <source>recent</source>
        <translation>最近</translation>
    </message>
</context>
<context>
    <name>aw::models::BatchModel</name>
    <message>
        <source>Data bytes on L1 for each transfer</source>
        <translation>每笔转账占用的 L1 数据字节</translation>
    </message>
    <message>
        <source>L1 gas for each transfer</source>
        <translation>每笔转账的 L1 gas</translation>
    </message>
    <message>
        <source>Whether the claimed state root is the one replayed here</source>
        <translation>声明的状态根是否与本地重放一致</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>批次</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>运营者</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Root</source>
        <translation>状态根</translation>
    </message>
    <message>
        <source>Transfers</source>
        <translation>转账</translation>
    </message>
    <message>
        <source>Segments</source>
        <translation>分段</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>B / tx</source>
        <translation>字节/笔</translation>
    </message>
    <message>
        <source>L1 gas</source>
        <translation>L1 gas</translation>
    </message>
    <message>
        <source>Gas / tx</source>
        <translation>gas/笔</translation>
    </message>
    <message>
        <source>Base fee</source>
        <translation>基础费</translation>
    </message>
    <message>
        <source>L1 block</source>
        <translation>L1 区块</translation>
    </message>
    <message>
        <source>Era</source>
        <translation>任期</translation>
    </message>
    <message>
        <source>blocked by %1</source>
        <translation>被批次 %1 阻塞</translation>
    </message>
    <message>
        <source>How long it can still be challenged, and for how many L1 blocks</source>
        <translation>还可被挑战多久，以及多少个 L1 区块</translation>
    </message>
    <message>
        <source>To challenge</source>
        <translation>可挑战时间</translation>
    </message>
    <message>
        <source>wrong</source>
        <comment>after is:</comment>
        <translation>错误</translation>
    </message>
    <message>
        <source>final</source>
        <comment>after is:</comment>
        <translation>最终确定</translation>
    </message>
    <message>
        <source>rolled-back</source>
        <comment>after is:</comment>
        <translation>回滚</translation>
    </message>
    <message>
        <source>blocked</source>
        <comment>after is:</comment>
        <translation>阻塞</translation>
    </message>
    <message>
        <source>open</source>
        <comment>after is:</comment>
        <translation>窗口期</translation>
    </message>
    <message>
        <source>Batch hash</source>
        <translation>批次哈希</translation>
    </message>
    <message>
        <source>L1 transaction</source>
        <translation>L1 交易</translation>
    </message>
    <message>
        <source>L1 blocks</source>
        <translation>L1 区块</translation>
    </message>
    <message>
        <source>bytes</source>
        <translation>字节</translation>
    </message>
</context>
<context>
    <name>aw::models::EventModel</name>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>L1 block</source>
        <translation>L1 区块</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>A newer version wrote %1: events are neither read nor kept.</source>
        <translation>%1 由更新的版本写入：事件既不读取也不保存。</translation>
    </message>
    <message>
        <source>Events cannot be kept in %1: %2</source>
        <translation>事件无法保存到 %1：%2</translation>
    </message>
    <message numerus="yes">
        <source>%n lines of %1 could not be read.</source>
        <translation>
            <numerusform>%1 中有 %n 行无法读取。</numerusform>
        </translation>
    </message>
    <message>
        <source>The file as it was is %1.</source>
        <translation>原文件保存为 %1。</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>级别</translation>
    </message>
</context>
<context>
    <name>aw::models::L1TxModel</name>
    <message>
        <source>Open batch %1 in Batches (Enter)</source>
        <translation>在“批次”中打开批次 %1（Enter）</translation>
    </message>
    <message>
        <source>%1 of a limit of %2</source>
        <translation>%1，上限 %2</translation>
    </message>
    <message>
        <source>The limit is %1</source>
        <translation>上限为 %1</translation>
    </message>
    <message>
        <source>The most that is paid for a unit of gas</source>
        <translation>每单位 gas 最多支付的价格</translation>
    </message>
    <message>
        <source>The most that L1&apos;s block producer gets for a unit of gas</source>
        <translation>每单位 gas 最多付给 L1 出块者的小费</translation>
    </message>
    <message>
        <source>Gas that was used, and its share of the limit; the limit before</source>
        <translation>已用 gas 及其占上限的比例；打包之前为上限</translation>
    </message>
    <message>
        <source>L1 blocks on top of the one that holds it</source>
        <translation>所在区块之上的 L1 区块数</translation>
    </message>
    <message>
        <source>For</source>
        <translation>用途</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>批次</translation>
    </message>
    <message>
        <source>Nonce</source>
        <translation>Nonce</translation>
    </message>
    <message>
        <source>Max fee</source>
        <translation>最高 gas 价</translation>
    </message>
    <message>
        <source>Tip</source>
        <translation>小费</translation>
    </message>
    <message>
        <source>Gas · of limit</source>
        <translation>Gas · 占上限</translation>
    </message>
    <message>
        <source>Cost, ETH</source>
        <translation>费用，ETH</translation>
    </message>
    <message>
        <source>L1 block</source>
        <translation>L1 区块</translation>
    </message>
    <message>
        <source>Conf.</source>
        <translation>确认</translation>
    </message>
    <message>
        <source>Repl.</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>时长</translation>
    </message>
    <message>
        <source>How often it was resent with higher fees</source>
        <translation>提高费用重发的次数</translation>
    </message>
    <message>
        <source>Since it was requested</source>
        <translation>自提出以来</translation>
    </message>
    <message>
        <source>It was never signed</source>
        <translation>从未签名</translation>
    </message>
    <message>
        <source>Cost, wei</source>
        <translation>费用，wei</translation>
    </message>
    <message>
        <source>Gas used</source>
        <translation>实际 gas</translation>
    </message>
    <message>
        <source>Requested at</source>
        <translation>请求时间</translation>
    </message>
    <message>
        <source>Confirmations</source>
        <translation>确认数</translation>
    </message>
    <message>
        <source>Replacements</source>
        <translation>替换次数</translation>
    </message>
    <message>
        <source>Hash</source>
        <translation>哈希</translation>
    </message>
</context>
<context>
    <name>aw::models::OperatorModel</name>
    <message>
        <source>%1, locked</source>
        <translation>%1，已锁定</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>What it asks for a unit of L2 gas, in effect now</source>
        <translation>当前生效的每单位 L2 gas 出价</translation>
    </message>
    <message>
        <source>Batches whose data and state it has, of those on L1</source>
        <translation>L1 上的批次中，其已持有数据与状态的批次</translation>
    </message>
    <message>
        <source>Pending transactions that it would go on with</source>
        <translation>接管后会继续处理的待处理交易</translation>
    </message>
    <message>
        <source>L2 blocks behind the best head known here</source>
        <translation>落后于此处已知最新区块的 L2 区块数</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>运营者</translation>
    </message>
    <message>
        <source>Standing</source>
        <translation>状况</translation>
    </message>
    <message>
        <source>Rank</source>
        <translation>排名</translation>
    </message>
    <message>
        <source>Bid</source>
        <translation>出价</translation>
    </message>
    <message>
        <source>Bond</source>
        <translation>保证金</translation>
    </message>
    <message>
        <source>L1 funds</source>
        <translation>L1 资金</translation>
    </message>
    <message>
        <source>Claimable</source>
        <translation>可领取</translation>
    </message>
    <message>
        <source>Last batch</source>
        <translation>最近批次</translation>
    </message>
    <message>
        <source>Batches held</source>
        <translation>持有批次</translation>
    </message>
    <message>
        <source>Pending held</source>
        <translation>持有待处理</translation>
    </message>
    <message>
        <source>Behind</source>
        <translation>落后</translation>
    </message>
    <message>
        <source>Feed peers</source>
        <translation>数据流对端</translation>
    </message>
    <message>
        <source>L2 blocks</source>
        <translation>L2 区块</translation>
    </message>
</context>
<context>
    <name>aw::pages::AnchorsPage</name>
    <message>
        <source>Anchors</source>
        <translation>锚定</translation>
    </message>
    <message>
        <source>L1 transactions</source>
        <translation>L1 交易</translation>
    </message>
    <message>
        <source>Filter L1 transactions</source>
        <translation>筛选 L1 交易</translation>
    </message>
    <message>
        <source>Runway</source>
        <translation>可维持</translation>
    </message>
    <message>
        <source>Balance on L1</source>
        <translation>L1 余额</translation>
    </message>
    <message>
        <source>Spent in 24 hours</source>
        <translation>24 小时支出</translation>
    </message>
    <message>
        <source>L1 base fee</source>
        <translation>L1 基础费</translation>
    </message>
    <message>
        <source>Address of the L1 account</source>
        <translation>L1 账户地址</translation>
    </message>
    <message>
        <source>How long the balance lasts at the spending of the last 24 hours</source>
        <translation>按最近 24 小时的支出，余额还能维持多久</translation>
    </message>
    <message>
        <source>What L1&apos;s newest block asks for a unit of gas</source>
        <translation>L1 最新区块每单位 gas 的要价</translation>
    </message>
    <message>
        <source>Choose an operator to view as</source>
        <translation>选择要查看的运营者</translation>
    </message>
    <message>
        <source>Its node is stopped. Funds and L1 transactions appear when it runs again.</source>
        <translation>其节点已停止。重新运行后会显示资金和 L1 交易。</translation>
    </message>
    <message numerus="yes">
        <source>%n L1 transactions known</source>
        <translation>
            <numerusform>已知 %n 笔 L1 交易</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n in L1&apos;s pool</source>
        <translation>
            <numerusform>%n 笔在 L1 交易池中</numerusform>
        </translation>
    </message>
    <message>
        <source>Fund the account now.</source>
        <translation>请立即为账户充值。</translation>
    </message>
    <message>
        <source>Less than a week: fund the account.</source>
        <translation>不足一周，请为账户充值。</translation>
    </message>
    <message>
        <source>at this spending</source>
        <translation>按目前支出</translation>
    </message>
    <message>
        <source>nothing was spent yet</source>
        <translation>尚无支出</translation>
    </message>
    <message>
        <source>the budget of %1 is used up</source>
        <translation>预算 %1 已用完</translation>
    </message>
    <message>
        <source>%1 of the budget left</source>
        <translation>预算剩余 %1</translation>
    </message>
    <message>
        <source>no budget is set</source>
        <translation>未设预算</translation>
    </message>
    <message>
        <source>above the cap of %1: nothing is sent</source>
        <translation>高于限额 %1：暂停发送</translation>
    </message>
    <message>
        <source>cap %1, tip %2</source>
        <translation>限额 %1，小费 %2</translation>
    </message>
    <message>
        <source>no cap is set</source>
        <translation>未设限额</translation>
    </message>
    <message>
        <source>No L1 transaction yet</source>
        <translation>还没有 L1 交易</translation>
    </message>
    <message>
        <source>The first one appears here as soon as this operator registers, bids or anchors a batch.</source>
        <translation>该运营者注册、出价或锚定批次后，第一笔就会出现在这里。</translation>
    </message>
    <message>
        <source>No L1 transaction matches</source>
        <translation>没有匹配的 L1 交易</translation>
    </message>
    <message>
        <source>Rows must match every word of the filter. Clear it to see all.</source>
        <translation>行必须匹配筛选中的每个词。清空筛选以查看全部。</translation>
    </message>
    <message>
        <source>This operator&apos;s L1 account is unknown</source>
        <translation>不了解该运营者的 L1 账户</translation>
    </message>
    <message>
        <source>Only an operator&apos;s own node knows what it sends to L1. View as one that runs here.</source>
        <translation>只有运营者自己的节点知道它向 L1 发送了什么。请以在此运行的运营者视角查看。</translation>
    </message>
    <message>
        <source>nothing pending</source>
        <translation>没有待支付款项</translation>
    </message>
    <message>
        <source>up to %1 pending</source>
        <translation>最多 %1 待支付</translation>
    </message>
    <message>
        <source>Kind, state, nonce or hash  (Ctrl+F)</source>
        <translation>种类、状态、nonce 或哈希  (Ctrl+F)</translation>
    </message>
</context>
<context>
    <name>aw::pages::BatchesPage</name>
    <message>
        <source>Batches</source>
        <translation>批次</translation>
    </message>
    <message>
        <source>Filter batches</source>
        <translation>筛选批次</translation>
    </message>
    <message numerus="yes">
        <source>%n batches known</source>
        <translation>
            <numerusform>已知 %n 个批次</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n in the challenge window</source>
        <translation>
            <numerusform>%n 个处于挑战窗口</numerusform>
        </translation>
    </message>
    <message>
        <source>No batch yet</source>
        <translation>还没有批次</translation>
    </message>
    <message>
        <source>The first one appears here as soon as the active operator anchors it on L1.</source>
        <translation>当值运营者在 L1 上锚定第一个批次后，它就会出现在这里。</translation>
    </message>
    <message>
        <source>No batch matches</source>
        <translation>没有匹配的批次</translation>
    </message>
    <message>
        <source>#12, op:aurora, is:wrong, 0x51fe, or any word  (Ctrl+F)</source>
        <translation>#12、op:aurora、is:错误、0x51fe 或任意词  (Ctrl+F)</translation>
    </message>
    <message>
        <source>Batches whose root is not the one replayed here</source>
        <translation>状态根与本地重放不一致的批次</translation>
    </message>
    <message>
        <source>Batches that stand on a wrong one and cannot be replayed</source>
        <translation>位于错误批次之后、无法重放的批次</translation>
    </message>
    <message>
        <source>Batches in their challenge window</source>
        <translation>处于挑战窗口期的批次</translation>
    </message>
    <message>
        <source>Final batches</source>
        <translation>已最终确定的批次</translation>
    </message>
    <message>
        <source>Batches that L1 rolled back</source>
        <translation>被 L1 回滚的批次</translation>
    </message>
    <message numerus="yes">
        <source>%Ln wrong</source>
        <translation>
            <numerusform>%Ln 个错误</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln blocked</source>
        <translation>
            <numerusform>%Ln 个被阻塞</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln open</source>
        <translation>
            <numerusform>%Ln 个窗口期内</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln final</source>
        <translation>
            <numerusform>%Ln 个已最终确定</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln rolled back</source>
        <translation>
            <numerusform>%Ln 个已回滚</numerusform>
        </translation>
    </message>
    <message>
        <source>Rows must match every word of the filter: #12 is a number, op: an operator, is: wrong, blocked, open, final or rolled-back, 0x a hash. Clear it to see all.</source>
        <translation>各行须符合筛选中的每个词：#12 为编号，op: 为运营者，is: 后接错误、阻塞、窗口期、最终确定或回滚，0x 为哈希。清空筛选可查看全部。</translation>
    </message>
</context>
<context>
    <name>aw::pages::CancelAct</name>
    <message>
        <source>CANCEL, DRY RUN</source>
        <translation>取消预演</translation>
    </message>
    <message>
        <source>Cancel the transaction</source>
        <translation>取消交易</translation>
    </message>
    <message>
        <source>How</source>
        <translation>方式</translation>
    </message>
    <message>
        <source>it is never sent</source>
        <translation>不再发送</translation>
    </message>
    <message>
        <source>Costs</source>
        <translation>费用</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <source>an empty transfer</source>
        <translation>一笔空转账</translation>
    </message>
    <message>
        <source>Uses up nonce</source>
        <translation>占用 nonce</translation>
    </message>
    <message>
        <source>Max fee</source>
        <translation>最高 gas 价</translation>
    </message>
    <message>
        <source>Gas</source>
        <translation>Gas</translation>
    </message>
    <message>
        <source>Costs at most</source>
        <translation>最多花费</translation>
    </message>
    <message>
        <source>Taking it back …</source>
        <translation>正在撤回 …</translation>
    </message>
    <message>
        <source>An empty transfer competes for its nonce. L1 decides which of the two is mined.</source>
        <translation>一笔空转账正在争用它的 nonce。由 L1 决定打包哪一笔。</translation>
    </message>
    <message>
        <source>It was dropped and will never be sent.</source>
        <translation>已放弃，不会再发送。</translation>
    </message>
</context>
<context>
    <name>aw::pages::ChallengeAct</name>
    <message>
        <source>CHALLENGE, DRY RUN</source>
        <translation>挑战预演</translation>
    </message>
    <message>
        <source>Challenge</source>
        <translation>挑战</translation>
    </message>
    <message>
        <source>Challenge batch %1</source>
        <translation>挑战批次 %1</translation>
    </message>
    <message>
        <source>%1 … L1 decides within a few blocks.</source>
        <translation>%1 … L1 将在几个区块内裁定。</translation>
    </message>
    <message>
        <source>Verdict on L1</source>
        <translation>L1 裁定</translation>
    </message>
    <message>
        <source>would convict</source>
        <translation>将会定罪</translation>
    </message>
    <message>
        <source>would fail</source>
        <translation>将会失败</translation>
    </message>
    <message>
        <source>Proof gas</source>
        <translation>证明 gas</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>费用</translation>
    </message>
    <message>
        <source>Bond at stake</source>
        <translation>涉及的保证金</translation>
    </message>
    <message>
        <source>You lock</source>
        <translation>您需锁定</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>无需锁定</translation>
    </message>
    <message>
        <source>Reward</source>
        <translation>奖励</translation>
    </message>
    <message>
        <source>Rolls back</source>
        <translation>回滚</translation>
    </message>
    <message numerus="yes">
        <source>%n batches</source>
        <translation>
            <numerusform>%n 个批次</numerusform>
        </translation>
    </message>
    <message>
        <source>Sending the commitment to L1 …</source>
        <translation>正在向 L1 发送承诺 …</translation>
    </message>
    <message>
        <source>L1 convicted the operator. Batch %1 is rolled back.</source>
        <translation>L1 已对该运营者定罪，批次 %1 已回滚。</translation>
    </message>
    <message>
        <source>%1, %2 tx</source>
        <translation>%1，%2 笔</translation>
    </message>
</context>
<context>
    <name>aw::pages::ChallengesPage</name>
    <message>
        <source>Challenges</source>
        <translation>挑战</translation>
    </message>
    <message>
        <source>No batch is in its challenge window. The next anchor opens one.</source>
        <translation>没有批次处于挑战窗口。下一次锚定会打开新窗口。</translation>
    </message>
    <message>
        <source>Windows</source>
        <translation>窗口</translation>
    </message>
    <message>
        <source>Fraud</source>
        <translation>欺诈</translation>
    </message>
    <message>
        <source>No fraud found</source>
        <translation>未发现欺诈</translation>
    </message>
    <message>
        <source>Every batch is replayed here and its root compared. A wrong one appears here with the proof that convicts its operator.</source>
        <translation>每个批次都会在本地重放并比对状态根。错误的批次会连同给其运营者定罪的证明出现在这里。</translation>
    </message>
    <message>
        <source>Let an operator cheat in the Lab</source>
        <translation>到实验室让一个运营者作弊</translation>
    </message>
    <message>
        <source>Bond locked</source>
        <translation>锁定的保证金</translation>
    </message>
    <message>
        <source>Won</source>
        <translation>赢得</translation>
    </message>
    <message>
        <source>Burnt</source>
        <translation>销毁</translation>
    </message>
    <message>
        <source>Claimable</source>
        <translation>可领取</translation>
    </message>
    <message numerus="yes">
        <source>%n windows open</source>
        <translation>
            <numerusform>%n 个窗口开放</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n frauds found</source>
        <translation>
            <numerusform>发现 %n 起欺诈</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to challenge</source>
        <translation>
            <numerusform>%n 起待挑战</numerusform>
        </translation>
    </message>
    <message>
        <source>Fraud in batch %1</source>
        <translation>批次 %1 的欺诈</translation>
    </message>
    <message>
        <source>Batch %1 by %2</source>
        <translation>%2 的批次 %1</translation>
    </message>
    <message>
        <source>Claimed root</source>
        <translation>声明的状态根</translation>
    </message>
    <message>
        <source>Batch hash</source>
        <translation>批次哈希</translation>
    </message>
    <message>
        <source>%1, L1 transaction</source>
        <translation>%1，L1 交易</translation>
    </message>
    <message numerus="yes">
        <source>%n batches</source>
        <translation>
            <numerusform>%n 个批次</numerusform>
        </translation>
    </message>
    <message>
        <source>The window closed before anybody challenged. The wrong root is final.</source>
        <translation>无人挑战，窗口已关闭，错误的状态根已最终确定。</translation>
    </message>
    <message>
        <source>until your last batch is final</source>
        <translation>直到您的最后一个批次最终确定</translation>
    </message>
    <message>
        <source>no batch of yours is open</source>
        <translation>您没有未完结的批次</translation>
    </message>
    <message numerus="yes">
        <source>%n convictions by you</source>
        <translation>
            <numerusform>由您促成 %n 次定罪</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n convictions in all</source>
        <translation>
            <numerusform>共 %n 次定罪</numerusform>
        </translation>
    </message>
    <message>
        <source>paid out on L1 when claimed</source>
        <translation>领取时在 L1 上支付</translation>
    </message>
    <message>
        <source>OUTCOME ON L1</source>
        <translation>L1 裁定结果</translation>
    </message>
    <message>
        <source>Reward</source>
        <translation>奖励</translation>
    </message>
    <message>
        <source>Rolled back</source>
        <translation>回滚规模</translation>
    </message>
    <message>
        <source>%1, %2 tx</source>
        <translation>%1，%2 笔</translation>
    </message>
    <message>
        <source>Proof gas</source>
        <translation>证明 gas</translation>
    </message>
    <message>
        <source>From detection</source>
        <translation>自发现起用时</translation>
    </message>
    <message>
        <source>soonest final first · open for %1</source>
        <translation>最先最终确定的在前 · 窗口期 %1</translation>
    </message>
    <message>
        <source>Batch %1 by %2: %3
%4</source>
        <translation>批次 %1，%2 提交：%3
%4</translation>
    </message>
    <message>
        <source>until L1 block %1 · %2 left</source>
        <translation>截至 L1 区块 %1 · 剩余 %2</translation>
    </message>
    <message>
        <source>Claimed after segment %1</source>
        <translation>分段 %1 后声明的状态根</translation>
    </message>
    <message>
        <source>Replayed after segment %1</source>
        <translation>分段 %1 后本地重放的状态根</translation>
    </message>
    <message>
        <source>Segments: the claimed root differs from ours at %1</source>
        <translation>分段：声明的状态根自 %1 起与本地不符</translation>
    </message>
    <message>
        <source>%1 lost its bond. The chain continues from the last correct root.</source>
        <translation>%1 的保证金被罚没。链从最后一个正确的状态根继续。</translation>
    </message>
    <message>
        <source>It fell with a batch before it. The chain continues from the last correct root.</source>
        <translation>它随之前的批次一同回滚。链从最后一个正确的状态根继续。</translation>
    </message>
</context>
<context>
    <name>aw::pages::Checklist</name>
    <message>
        <source>Try it: these are real faults on a real local chain</source>
        <translation>试一试：真实的本地链，真实的故障</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Dismiss the checklist</source>
        <translation>关闭清单</translation>
    </message>
    <message>
        <source>See a batch anchored</source>
        <translation>观看一个批次被锚定</translation>
    </message>
    <message>
        <source>Let an operator cheat</source>
        <translation>让一个运营者作弊</translation>
    </message>
    <message>
        <source>Challenge it</source>
        <translation>发起挑战</translation>
    </message>
    <message>
        <source>Fail over</source>
        <translation>故障切换</translation>
    </message>
    <message>
        <source>done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>not done yet</source>
        <translation>尚未完成</translation>
    </message>
    <message>
        <source>All four steps are done</source>
        <translation>四个步骤均已完成</translation>
    </message>
</context>
<context>
    <name>aw::pages::FailOverAct</name>
    <message>
        <source>Fail over</source>
        <translation>故障切换</translation>
    </message>
    <message>
        <source>Steps down</source>
        <translation>让位者</translation>
    </message>
    <message>
        <source>Takes over</source>
        <translation>接管者</translation>
    </message>
    <message>
        <source>nobody is ready</source>
        <translation>无人就绪</translation>
    </message>
    <message>
        <source>How</source>
        <translation>方式</translation>
    </message>
    <message>
        <source>planned, without penalty</source>
        <translation>计划内，不罚没</translation>
    </message>
    <message>
        <source>Base fee after</source>
        <translation>之后的基础费</translation>
    </message>
    <message>
        <source>Allowed in</source>
        <translation>最早可在</translation>
    </message>
    <message>
        <source>now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>Gas</source>
        <translation>Gas</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>费用</translation>
    </message>
    <message>
        <source>Pending transactions</source>
        <translation>待处理交易</translation>
    </message>
    <message>
        <source>%1 is the active operator now.</source>
        <translation>%1 现在是当值运营者。</translation>
    </message>
    <message>
        <source>Another operator took over.</source>
        <translation>另一运营者已接管。</translation>
    </message>
    <message>
        <source>%1 is down. L1 lets %2 take over from L1 block %3 on, in %4; it does so by itself.</source>
        <translation>%1 已宕机。L1 允许 %2 自 L1 区块 %3 起接管（还有 %4）；届时会自动接管。</translation>
    </message>
    <message>
        <source>%1 carried over</source>
        <translation>保留 %1 笔</translation>
    </message>
    <message>
        <source>by the ladder, with a bond penalty</source>
        <translation>按接管阶梯，罚没部分保证金</translation>
    </message>
    <message>
        <source>Anchoring the promised transactions, then handing over …</source>
        <translation>正在锚定已预确认的交易，随后移交 …</translation>
    </message>
</context>
<context>
    <name>aw::pages::FaultCard</name>
    <message>
        <source>Inject bad root</source>
        <translation>注入错误状态根</translation>
    </message>
    <message>
        <source>Crash</source>
        <translation>模拟崩溃</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>重启</translation>
    </message>
    <message>
        <source>Arming the fault …</source>
        <translation>正在准备故障 …</translation>
    </message>
    <message>
        <source>Its next batch will claim a wrong root.</source>
        <translation>它的下一个批次将声明错误的状态根。</translation>
    </message>
    <message>
        <source>Starting it from its directory …</source>
        <translation>正在从其目录启动 …</translation>
    </message>
    <message>
        <source>Gives itself ETH and claims the root of that state.</source>
        <translation>给自己凭空增加 ETH，并声明由此得到的状态根。</translation>
    </message>
    <message>
        <source>Only the active operator can anchor a wrong root.</source>
        <translation>只有当值运营者才能锚定错误的状态根。</translation>
    </message>
    <message>
        <source>Killing the node without a shutdown …</source>
        <translation>正在强制终止节点 …</translation>
    </message>
    <message>
        <source>Its node is down.</source>
        <translation>其节点已停止。</translation>
    </message>
    <message>
        <source>Its node is running again.</source>
        <translation>其节点已恢复。</translation>
    </message>
</context>
<context>
    <name>aw::pages::Inspector</name>
    <message>
        <source>SEGMENTS</source>
        <translation>分段</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>检查器</translation>
    </message>
    <message>
        <source>Hide the inspector (Ctrl+I)</source>
        <translation>隐藏检查器 (Ctrl+I)</translation>
    </message>
    <message>
        <source>Hide the inspector</source>
        <translation>隐藏检查器</translation>
    </message>
    <message>
        <source>Nothing selected</source>
        <translation>未选择任何内容</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>批次</translation>
    </message>
    <message>
        <source>CLAIM</source>
        <translation>批次声明</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>运营者</translation>
    </message>
    <message>
        <source>%1 · era %2</source>
        <translation>%1 · 任期 %2</translation>
    </message>
    <message>
        <source>L1 block</source>
        <translation>L1 区块</translation>
    </message>
    <message>
        <source>Transfers</source>
        <translation>转账</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation>%1 笔，%2</translation>
    </message>
    <message numerus="yes">
        <source>%n segments</source>
        <translation>
            <numerusform>%n 个分段</numerusform>
        </translation>
    </message>
    <message>
        <source>L2 blocks</source>
        <translation>L2 区块</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 至 %2</translation>
    </message>
    <message>
        <source>Inbox entries</source>
        <translation>收件箱条目</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>%1, %2 B/tx</source>
        <translation>%1，%2 字节/笔</translation>
    </message>
    <message>
        <source>L1 gas</source>
        <translation>L1 gas</translation>
    </message>
    <message>
        <source>%1, %2/tx</source>
        <translation>%1，%2/笔</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>费用</translation>
    </message>
    <message>
        <source>Base fee</source>
        <translation>基础费</translation>
    </message>
    <message>
        <source>Batch hash</source>
        <translation>批次哈希</translation>
    </message>
    <message>
        <source>Parent</source>
        <translation>父批次</translation>
    </message>
    <message>
        <source>L1 transaction</source>
        <translation>L1 交易</translation>
    </message>
    <message>
        <source>Open in Challenges</source>
        <translation>在“挑战”中打开</translation>
    </message>
    <message>
        <source>Open in Batches</source>
        <translation>在“批次”中打开</translation>
    </message>
    <message>
        <source>STANDING</source>
        <translation>状况</translation>
    </message>
    <message>
        <source>Rank</source>
        <translation>排名</translation>
    </message>
    <message>
        <source>Bid</source>
        <translation>出价</translation>
    </message>
    <message>
        <source>Bid from epoch %1</source>
        <translation>自纪元 %1 起的出价</translation>
    </message>
    <message>
        <source>Bond</source>
        <translation>保证金</translation>
    </message>
    <message>
        <source>Claimable</source>
        <translation>可领取</translation>
    </message>
    <message>
        <source>L1 funds</source>
        <translation>L1 资金</translation>
    </message>
    <message>
        <source>Takes over at</source>
        <translation>接管条件</translation>
    </message>
    <message>
        <source>%1 silent</source>
        <translation>静默 %1</translation>
    </message>
    <message>
        <source>Last batch</source>
        <translation>最近批次</translation>
    </message>
    <message>
        <source>L2 head</source>
        <translation>L2 链头</translation>
    </message>
    <message>
        <source>Behind</source>
        <translation>落后</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Open in Operators</source>
        <translation>在“运营者”中打开</translation>
    </message>
    <message>
        <source>differs at segment %1</source>
        <translation>自分段 %1 起不符</translation>
    </message>
    <message>
        <source>Operator, your viewpoint</source>
        <translation>运营者，您的视角</translation>
    </message>
    <message>
        <source>Open in Anchors</source>
        <translation>在“锚定”中打开</translation>
    </message>
    <message>
        <source>Challenge until</source>
        <translation>挑战截止</translation>
    </message>
    <message>
        <source>L1 block %1</source>
        <translation>L1 区块 %1</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>剩余时间</translation>
    </message>
    <message>
        <source>Claimed root</source>
        <translation>声明的状态根</translation>
    </message>
    <message>
        <source>Replayed root</source>
        <translation>本地重放的状态根</translation>
    </message>
    <message>
        <source>blocked by batch %1</source>
        <translation>被批次 %1 阻塞</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>NO LONGER AMONG THE BATCHES KNOWN HERE</source>
        <translation>已不在此处已知的批次之列</translation>
    </message>
</context>
<context>
    <name>aw::pages::L1TxPanel</name>
    <message>
        <source>HISTORY</source>
        <translation>经过</translation>
    </message>
    <message>
        <source>Open batch %1 in Batches</source>
        <translation>在“批次”中打开批次 %1</translation>
    </message>
    <message>
        <source>Nonce</source>
        <translation>Nonce</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>尚无</translation>
    </message>
    <message>
        <source>Max fee</source>
        <translation>最高 gas 价</translation>
    </message>
    <message>
        <source>Tip</source>
        <translation>小费</translation>
    </message>
    <message>
        <source>Paid for gas</source>
        <translation>实付 gas 价</translation>
    </message>
    <message>
        <source>Gas</source>
        <translation>Gas</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>up to %1</source>
        <translation>最多 %1</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>费用</translation>
    </message>
    <message>
        <source>Costs at most</source>
        <translation>最多花费</translation>
    </message>
    <message>
        <source>Carries</source>
        <translation>携带</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>To</source>
        <translation>发往</translation>
    </message>
    <message>
        <source>Hash</source>
        <translation>哈希</translation>
    </message>
    <message>
        <source>Earlier hash %1</source>
        <translation>先前哈希 %1</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Left L1 in a reorganisation</source>
        <translation>因重组离开 L1</translation>
    </message>
    <message numerus="yes">
        <source>%n times</source>
        <translation>
            <numerusform>%n 次</numerusform>
        </translation>
    </message>
    <message>
        <source>In L1 block</source>
        <translation>所在 L1 区块</translation>
    </message>
    <message>
        <source>Confirmations</source>
        <translation>确认数</translation>
    </message>
    <message>
        <source>Requested</source>
        <translation>提出</translation>
    </message>
    <message>
        <source>Resent with higher fees</source>
        <translation>提价重发</translation>
    </message>
</context>
<context>
    <name>aw::pages::LabPage</name>
    <message>
        <source>Lab</source>
        <translation>实验室</translation>
    </message>
    <message>
        <source>tx/s accepted</source>
        <translation>笔/秒已接受</translation>
    </message>
    <message>
        <source>Real faults on a real local chain: nothing here is simulated.</source>
        <translation>真实的本地链，真实的故障：一切都真实发生。</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>负载</translation>
    </message>
    <message>
        <source>Load on or off</source>
        <translation>负载开关</translation>
    </message>
    <message>
        <source>Transactions a second</source>
        <translation>每秒交易数</translation>
    </message>
    <message>
        <source>%1 tx/s</source>
        <translation>%1 笔/秒</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>已发送</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>被拒绝</translation>
    </message>
    <message>
        <source>Users</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>As a script, judged by L1:</source>
        <translation>脚本场景，由 L1 裁定：</translation>
    </message>
    <message>
        <source>Open the event log</source>
        <translation>打开事件日志</translation>
    </message>
</context>
<context>
    <name>aw::pages::OperatorCard</name>
    <message>
        <source>Bid</source>
        <translation>出价</translation>
    </message>
    <message>
        <source>Rejoin with a fresh bond</source>
        <translation>缴纳新保证金重新加入</translation>
    </message>
    <message>
        <source>It is registered again.</source>
        <translation>已重新注册。</translation>
    </message>
    <message>
        <source>L1 allows bids from %1 to %2.</source>
        <translation>L1 允许的出价为 %1 至 %2。</translation>
    </message>
    <message>
        <source>Would rank %1 from epoch %2 on.</source>
        <translation>自纪元 %2 起将排名第 %1。</translation>
    </message>
    <message>
        <source>%1 from epoch %2 on.</source>
        <translation>自纪元 %2 起为 %1。</translation>
    </message>
    <message>
        <source>The bid is on L1; it counts two epochs from now.</source>
        <translation>出价已上 L1，两个纪元后生效。</translation>
    </message>
    <message>
        <source>Bid of %1</source>
        <translation>%1 的出价</translation>
    </message>
    <message>
        <source>Set the bid of %1</source>
        <translation>设定 %1 的出价</translation>
    </message>
    <message>
        <source>%1: rejoin with a fresh bond</source>
        <translation>%1：缴纳新保证金重新加入</translation>
    </message>
    <message>
        <source>Registering on L1 with a fresh bond …</source>
        <translation>正在以新的保证金在 L1 上注册 …</translation>
    </message>
    <message>
        <source>Sending the bid to L1 …</source>
        <translation>正在向 L1 发送出价 …</translation>
    </message>
    <message>
        <source>You are viewing as this operator</source>
        <translation>您正以此运营者的视角查看</translation>
    </message>
    <message>
        <source>View as this operator</source>
        <translation>以此运营者的视角查看</translation>
    </message>
</context>
<context>
    <name>aw::pages::OperatorTable</name>
    <message>
        <source>Operators compared</source>
        <translation>运营者对比</translation>
    </message>
</context>
<context>
    <name>aw::pages::OperatorsPage</name>
    <message>
        <source>Operators</source>
        <translation>运营者</translation>
    </message>
    <message>
        <source>Ladder against the L1 clock</source>
        <translation>L1 时钟下的接管阶梯</translation>
    </message>
    <message>
        <source>Fail over</source>
        <translation>故障切换</translation>
    </message>
    <message numerus="yes">
        <source>%n operators</source>
        <translation>
            <numerusform>%n 个运营者</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 ready · epoch %2 · era %3</source>
        <translation>%1 个就绪 · 纪元 %2 · 任期 %3</translation>
    </message>
    <message>
        <source>Heartbeat due</source>
        <translation>心跳期限</translation>
    </message>
    <message>
        <source>every %1</source>
        <translation>每 %1</translation>
    </message>
    <message>
        <source>Silence costs</source>
        <translation>静默罚没</translation>
    </message>
    <message>
        <source>%1 of the bond</source>
        <translation>保证金的 %1</translation>
    </message>
    <message>
        <source>Minimum bond</source>
        <translation>最低保证金</translation>
    </message>
    <message>
        <source>Epoch %1: the lowest bid is active until L1 block %2 · %3 left</source>
        <translation>纪元 %1：最低出价者当值至 L1 区块 %2 · 剩余 %3</translation>
    </message>
</context>
<context>
    <name>aw::pages::OverviewPage</name>
    <message>
        <source>Overview</source>
        <translation>总览</translation>
    </message>
    <message>
        <source>Throughput</source>
        <translation>吞吐量</translation>
    </message>
    <message>
        <source>L1 gas per transfer</source>
        <translation>每笔 L1 gas</translation>
    </message>
    <message>
        <source>Gain over L1</source>
        <translation>相对 L1 增益</translation>
    </message>
    <message>
        <source>Confirmed, p99</source>
        <translation>确认延迟 p99</translation>
    </message>
    <message>
        <source>Next deadline</source>
        <translation>下一期限</translation>
    </message>
    <message>
        <source>21,000 gas of a transfer on L1, divided by what a transfer here costs on L1</source>
        <translation>L1 上一笔转账的 21,000 gas 除以此处一笔转账的 L1 成本</translation>
    </message>
    <message>
        <source>From acceptance to an L2 block, 99 of 100 transfers of the last minute were faster</source>
        <translation>从接受到进入 L2 区块；最近一分钟内 100 笔中有 99 笔更快</translation>
    </message>
    <message>
        <source>Needs you</source>
        <translation>需要您处理</translation>
    </message>
    <message>
        <source>Active operator %1 · era %2 · base fee %3</source>
        <translation>当值运营者 %1 · 任期 %2 · 基础费 %3</translation>
    </message>
    <message>
        <source>No operator is active yet</source>
        <translation>尚无当值运营者</translation>
    </message>
    <message>
        <source>tx/s</source>
        <translation>笔/秒</translation>
    </message>
    <message>
        <source>bytes</source>
        <translation>字节</translation>
    </message>
    <message>
        <source>gas</source>
        <translation>gas</translation>
    </message>
    <message>
        <source>ms</source>
        <translation>毫秒</translation>
    </message>
    <message>
        <source>blocks</source>
        <translation>块</translation>
    </message>
    <message>
        <source>none near</source>
        <translation>近期没有</translation>
    </message>
    <message>
        <source>Data bytes on L1 for each transfer, over the batches of the last minute</source>
        <translation>最近一分钟的批次中，每笔转账占用的 L1 数据字节</translation>
    </message>
    <message>
        <source>L1 gas for each transfer, over the batches of the last minute</source>
        <translation>最近一分钟的批次中，每笔转账消耗的 L1 gas</translation>
    </message>
    <message>
        <source>Executed on L2, over five seconds; %1 in all</source>
        <translation>L2 上的执行速率（五秒平均）；累计 %1 笔</translation>
    </message>
    <message>
        <source>blocks · %1</source>
        <translation>块 · %1</translation>
    </message>
    <message>
        <source>%1: L1 block %2, in %3</source>
        <translation>%1：L1 区块 %2，%3后</translation>
    </message>
    <message>
        <source>L1 bytes per transfer</source>
        <translation>每笔 L1 字节数</translation>
    </message>
</context>
<context>
    <name>aw::pages::Page</name>
    <message>
        <source>L1 block %1 · %2 old</source>
        <translation>L1 区块 %1 · %2前</translation>
    </message>
    <message>
        <source>The engine stopped</source>
        <translation>引擎已停止</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>What you see is the last known state.</source>
        <translation>所见为最后已知状态。</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>正在启动</translation>
    </message>
    <message>
        <source>L1 is not connected</source>
        <translation>L1 未连接</translation>
    </message>
    <message>
        <source>L1 is silent</source>
        <translation>L1 静默</translation>
    </message>
    <message>
        <source>No new block for %1. L1 deadlines keep running.</source>
        <translation>已有 %1 没有新区块。L1 的期限仍在继续。</translation>
    </message>
    <message>
        <source>The figures appear as the engine starts.</source>
        <translation>引擎启动后数据会陆续出现。</translation>
    </message>
    <message>
        <source>Shown as of %1 ago. Actions need L1 and are sent only when you click, never later.</source>
        <translation>显示的是 %1前的状态。操作需要 L1，只在您点击时发送，不会事后发送。</translation>
    </message>
</context>
<context>
    <name>aw::pages::SpeedUpAct</name>
    <message>
        <source>SPEED UP, DRY RUN</source>
        <translation>加速预演</translation>
    </message>
    <message>
        <source>Speed up</source>
        <translation>加速</translation>
    </message>
    <message>
        <source>Max fee raised to</source>
        <translation>最高 gas 价升至</translation>
    </message>
    <message>
        <source>Gas</source>
        <translation>Gas</translation>
    </message>
    <message>
        <source>Costs at most</source>
        <translation>最多花费</translation>
    </message>
    <message>
        <source>Resending it with higher fees …</source>
        <translation>正在提高费用重新发送 …</translation>
    </message>
    <message>
        <source>It is in L1&apos;s pool with higher fees.</source>
        <translation>已以更高费用进入 L1 交易池。</translation>
    </message>
</context>
<context>
    <name>aw::pages::StartPage</name>
    <message>
        <source>Start the demo</source>
        <translation>启动演示</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>正在启动</translation>
    </message>
    <message>
        <source>The demo brings a local L1 chain, the contracts, three competing operators and users that pay each other. Nothing leaves this machine.</source>
        <translation>演示包含一条本地 L1 链、合约、三个相互竞争的运营者以及相互付款的用户。任何数据都不会离开本机。</translation>
    </message>
    <message>
        <source>Layer 2 is for scalability, not for privacy: everything on it is published.</source>
        <translation>二层用于扩容，而非隐私：其上的一切都会公开。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>It did not start</source>
        <translation>未能启动</translation>
    </message>
    <message>
        <source>Watches a layer-2 rollup: checks every batch anchored on L1, and acts at once when one is wrong.</source>
        <translation>二层 rollup 的值守台：核对锚定在 L1 上的每个批次，一旦出错立即行动。</translation>
    </message>
</context>
<context>
    <name>aw::pages::WalletCard</name>
    <message>
        <source>Connect a wallet</source>
        <translation>连接钱包</translation>
    </message>
    <message>
        <source>Anyone can spend from these accounts: use them in this demo only.</source>
        <translation>任何人都能动用这些账户，只可在本演示中使用。</translation>
    </message>
    <message>
        <source>JSON-RPC</source>
        <translation>JSON-RPC</translation>
    </message>
    <message>
        <source>Chain ID</source>
        <translation>链 ID</translation>
    </message>
    <message>
        <source>Account %1</source>
        <translation>账户 %1</translation>
    </message>
    <message>
        <source>Key of account %1</source>
        <translation>账户 %1 的密钥</translation>
    </message>
    <message>
        <source>ERC-20 token of both</source>
        <translation>两个账户的 ERC-20 代币</translation>
    </message>
</context>
<context>
    <name>aw::shell::AlarmBar</name>
    <message>
        <source>Review</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>Alarm</source>
        <translation>警报</translation>
    </message>
    <message>
        <source>Go to the most urgent issue (Ctrl+J)</source>
        <translation>前往最紧急的事项 (Ctrl+J)</translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>另有 %n 项</numerusform>
        </translation>
    </message>
    <message>
        <source>Review: %1</source>
        <translation>查看：%1</translation>
    </message>
</context>
<context>
    <name>aw::shell::DesktopNotifier</name>
    <message>
        <source>Review</source>
        <translation>查看</translation>
    </message>
</context>
<context>
    <name>aw::shell::EventDock</name>
    <message>
        <source>Filter events</source>
        <translation>筛选事件</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Event log</source>
        <translation>事件日志</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Severe</source>
        <translation>严重</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>跟随</translation>
    </message>
    <message>
        <source>Keeps the newest event in sight</source>
        <translation>始终显示最新事件</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copies the selected rows, or all that are shown</source>
        <translation>复制所选的行；未选时复制全部显示的行</translation>
    </message>
    <message>
        <source>Close (Ctrl+L)</source>
        <translation>关闭 (Ctrl+L)</translation>
    </message>
    <message>
        <source>Close the event log</source>
        <translation>关闭事件日志</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
</context>
<context>
    <name>aw::shell::HeadsBar</name>
    <message>
        <source>latest</source>
        <translation>最新</translation>
    </message>
    <message>
        <source>safe</source>
        <translation>安全</translation>
    </message>
    <message>
        <source>finalized</source>
        <translation>已最终确定</translation>
    </message>
    <message>
        <source>challenge</source>
        <translation>挑战</translation>
    </message>
    <message>
        <source>The last L1 block</source>
        <translation>最新的 L1 区块</translation>
    </message>
    <message>
        <source>The last L2 block</source>
        <translation>最新的 L2 区块</translation>
    </message>
    <message>
        <source>The last L2 block whose data is on L1 and was recomputed here</source>
        <translation>数据已上 L1 且在本地重算过的最新 L2 区块</translation>
    </message>
    <message>
        <source>The last L2 block of a final batch</source>
        <translation>已最终确定批次的最后一个 L2 区块</translation>
    </message>
    <message>
        <source>The batches that are in their challenge window</source>
        <translation>处于挑战窗口的批次</translation>
    </message>
    <message>
        <source>Processor time of this process; 100 % is one core</source>
        <translation>本进程的处理器时间；100% 为一个核心</translation>
    </message>
    <message numerus="yes">
        <source>%n operators</source>
        <translation>
            <numerusform>%n 个运营者</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 ready</source>
        <translation>%1 个就绪</translation>
    </message>
    <message>
        <source>not running</source>
        <translation>未运行</translation>
    </message>
    <message>
        <source>stale</source>
        <translation>过时</translation>
    </message>
    <message>
        <source>live</source>
        <translation>实时</translation>
    </message>
    <message>
        <source>CPU %1 %</source>
        <translation>CPU %1%</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Event log</source>
        <translation>事件日志</translation>
    </message>
    <message>
        <source>Show or hide the event log (Ctrl+L)</source>
        <translation>显示或隐藏事件日志 (Ctrl+L)</translation>
    </message>
    <message numerus="yes">
        <source>%n new warnings</source>
        <translation>
            <numerusform>%n 条新警告</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>aw::shell::MainWindow</name>
    <message>
        <source>Dark theme</source>
        <translation>深色主题</translation>
    </message>
    <message>
        <source>Light theme</source>
        <translation>浅色主题</translation>
    </message>
    <message>
        <source>page</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>setting</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Copied: %1</source>
        <translation>已复制：%1</translation>
    </message>
    <message>
        <source>Event log</source>
        <translation>事件日志</translation>
    </message>
    <message>
        <source>View as %1</source>
        <translation>以 %1 的视角查看</translation>
    </message>
    <message>
        <source>action</source>
        <translation>操作</translation>
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
        <translation>页面</translation>
    </message>
</context>
<context>
    <name>aw::shell::SettingsMenu</name>
    <message>
        <source>Dark theme</source>
        <translation>深色主题</translation>
    </message>
    <message>
        <source>Light theme</source>
        <translation>浅色主题</translation>
    </message>
    <message>
        <source>Motion</source>
        <translation>动画</translation>
    </message>
    <message>
        <source>Show the checklist</source>
        <translation>显示清单</translation>
    </message>
    <message>
        <source>Keys …</source>
        <translation>快捷键 …</translation>
    </message>
</context>
<context>
    <name>aw::shell::TitleBar</name>
    <message>
        <source>Workspace</source>
        <translation>工作区</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>not started</source>
        <translation>未启动</translation>
    </message>
    <message>
        <source>not connected</source>
        <translation>未连接</translation>
    </message>
    <message>
        <source>chain %1</source>
        <translation>链 %1</translation>
    </message>
    <message>
        <source>%1 · chain %2 · %3 s blocks</source>
        <translation>%1 · 链 %2 · 出块 %3 秒</translation>
    </message>
    <message>
        <source>Go to …</source>
        <translation>转到 …</translation>
    </message>
    <message>
        <source>Go to a page, batch, operator, hash or action (Ctrl+K)</source>
        <translation>转到页面、批次、运营者、哈希或操作 (Ctrl+K)</translation>
    </message>
    <message>
        <source>Go to a page, batch, operator, hash or action</source>
        <translation>转到页面、批次、运营者、哈希或操作</translation>
    </message>
    <message>
        <source>Go to page, hash or action …</source>
        <translation>转到页面、哈希或操作 …</translation>
    </message>
</context>
<context>
    <name>aw::shell::ViewpointSelector</name>
    <message>
        <source>Viewpoint</source>
        <translation>视角</translation>
    </message>
    <message>
        <source>for %1</source>
        <translation>代替 %1</translation>
    </message>
    <message>
        <source>The node of %1 is down: you view as %2 until it is back.</source>
        <translation>%1 的节点已停止：在其恢复之前，以 %2 的视角查看。</translation>
    </message>
    <message>
        <source>Everything is shown as this operator sees it</source>
        <translation>所有内容均以此运营者的视角显示</translation>
    </message>
</context>
<context>
    <name>aw::widgets::ActPanel</name>
    <message>
        <source>Asking L1 what would happen …</source>
        <translation>正在向 L1 询问结果 …</translation>
    </message>
</context>
<context>
    <name>aw::widgets::BidsPlot</name>
    <message>
        <source>No operator has bid yet.</source>
        <translation>还没有运营者出价。</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>运营者</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>始于</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>纪元</translation>
    </message>
    <message>
        <source>Bid, gwei</source>
        <translation>出价，gwei</translation>
    </message>
    <message>
        <source>bids, gwei</source>
        <translation>出价，gwei</translation>
    </message>
    <message>
        <source>base fee of L2</source>
        <translation>L2 基础费</translation>
    </message>
    <message>
        <source>Bids</source>
        <translation>出价</translation>
    </message>
</context>
<context>
    <name>aw::widgets::CommandLine</name>
    <message>
        <source>Copy the command</source>
        <translation>复制命令</translation>
    </message>
    <message>
        <source>Copy the command that does the same:
%1</source>
        <translation>复制对应的命令：
%1</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
</context>
<context>
    <name>aw::widgets::Controls</name>
    <message>
        <source>Clear</source>
        <translation>清空</translation>
    </message>
</context>
<context>
    <name>aw::widgets::CostPlot</name>
    <message>
        <source>Cost of a transfer on L1</source>
        <translation>一笔转账的 L1 成本</translation>
    </message>
    <message>
        <source>The curve begins with the second batch.</source>
        <translation>曲线从第二个批次开始。</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>批次</translation>
    </message>
    <message>
        <source>Transfers</source>
        <translation>转账</translation>
    </message>
    <message>
        <source>Bytes / tx</source>
        <translation>字节/笔</translation>
    </message>
    <message>
        <source>Gas / tx</source>
        <translation>gas/笔</translation>
    </message>
    <message>
        <source>batch</source>
        <translation>批次</translation>
    </message>
    <message>
        <source>bytes for each transfer</source>
        <translation>每笔字节</translation>
    </message>
    <message>
        <source>gas for each transfer</source>
        <translation>每笔 gas</translation>
    </message>
    <message>
        <source>up to %1</source>
        <translation>最高 %1</translation>
    </message>
</context>
<context>
    <name>aw::widgets::DataTable</name>
    <message>
        <source>Copy “%1”</source>
        <translation>复制“%1”</translation>
    </message>
    <message>
        <source>Filter by “%1”</source>
        <translation>按“%1”筛选</translation>
    </message>
    <message>
        <source>Copy the row</source>
        <translation>复制整行</translation>
    </message>
</context>
<context>
    <name>aw::widgets::EpochBar</name>
    <message>
        <source>Progress of the epoch</source>
        <translation>纪元进度</translation>
    </message>
</context>
<context>
    <name>aw::widgets::HashLabel</name>
    <message>
        <source>%1
Click to copy</source>
        <translation>%1
点击复制</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
</context>
<context>
    <name>aw::widgets::LadderView</name>
    <message>
        <source>Takeover ladder</source>
        <translation>接管阶梯</translation>
    </message>
    <message>
        <source>%1 silent; heartbeat every %2</source>
        <translation>静默 %1；心跳间隔 %2</translation>
    </message>
    <message>
        <source>%1 silent</source>
        <translation>静默 %1</translation>
    </message>
    <message>
        <source>acts now</source>
        <translation>当值中</translation>
    </message>
    <message>
        <source>from %1 silent</source>
        <translation>静默 %1起</translation>
    </message>
    <message>
        <source>A batch or heartbeat of the active operator sets this back to zero.</source>
        <translation>当值运营者的批次或心跳会将其归零。</translation>
    </message>
</context>
<context>
    <name>aw::widgets::Lane</name>
    <message>
        <source>The lane from mempool to finality</source>
        <translation>从交易池到最终性的航道</translation>
    </message>
    <message>
        <source>%1 transactions pending; latest L2 block %2; batch %3 is %4 full; %5 batches in the challenge window, %6 with a wrong root.</source>
        <translation>%1 笔交易待处理；最新 L2 区块 %2；批次 %3 已填充 %4；%5 个批次处于挑战窗口，其中 %6 个状态根错误。</translation>
    </message>
    <message>
        <source>Batch %1 of %2, era %3
%4 transfers, %5, %6 L1 gas
%7: root %8</source>
        <translation>%2 的批次 %1，任期 %3
%4 笔转账，%5，%6 L1 gas
%7：状态根%8</translation>
    </message>
</context>
<context>
    <name>aw::widgets::LoadPlot</name>
    <message>
        <source>Throughput and backlog</source>
        <translation>吞吐量与积压</translation>
    </message>
    <message>
        <source>tx/s</source>
        <translation>笔/秒</translation>
    </message>
    <message>
        <source>pending transactions</source>
        <translation>待处理交易</translation>
    </message>
    <message>
        <source>The first seconds are being measured.</source>
        <translation>正在测量最初几秒。</translation>
    </message>
    <message>
        <source>up to %1</source>
        <translation>最高 %1</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Pending</source>
        <translation>待处理</translation>
    </message>
</context>
<context>
    <name>aw::widgets::MarginFigures</name>
    <message>
        <source>A transfer, 24 hours</source>
        <translation>每笔转账，24 小时</translation>
    </message>
    <message>
        <source>Costs on L1</source>
        <translation>L1 成本</translation>
    </message>
    <message>
        <source>Earns in fees</source>
        <translation>手续费收入</translation>
    </message>
    <message>
        <source>Margin</source>
        <translation>利润</translation>
    </message>
    <message>
        <source>No batch of this operator in that time.</source>
        <translation>这段时间内该运营者没有批次。</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>亏损</translation>
    </message>
    <message>
        <source>Fees cover %1 of the L1 cost.</source>
        <translation>手续费仅够 L1 成本的 %1。</translation>
    </message>
    <message>
        <source>%1 of the fees remain.</source>
        <translation>手续费留下 %1。</translation>
    </message>
</context>
<context>
    <name>aw::widgets::MarginPlot</name>
    <message>
        <source>A transfer, batch by batch</source>
        <translation>每笔转账，逐批次</translation>
    </message>
    <message>
        <source>earned in fees</source>
        <translation>手续费收入</translation>
    </message>
    <message>
        <source>cost on L1</source>
        <translation>L1 成本</translation>
    </message>
    <message>
        <source>The curves begin with the second batch.</source>
        <translation>从第二个批次起绘制曲线。</translation>
    </message>
    <message>
        <source>batches %1 to %2, all operators</source>
        <translation>批次 %1 至 %2，全部运营者</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>批次</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>运营者</translation>
    </message>
    <message>
        <source>Cost on L1</source>
        <translation>L1 成本</translation>
    </message>
    <message>
        <source>Earned in fees</source>
        <translation>手续费收入</translation>
    </message>
</context>
<context>
    <name>aw::widgets::PlotCard</name>
    <message>
        <source>A plot. The button in its corner shows the same figures as a table.</source>
        <translation>图表。角上的按钮以表格显示相同数据。</translation>
    </message>
    <message>
        <source>View as table</source>
        <translation>以表格查看</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message numerus="yes">
        <source>%n min</source>
        <translation>
            <numerusform>%n 分钟</numerusform>
        </translation>
    </message>
    <message>
        <source>Time shown by all plots</source>
        <translation>所有图表显示的时间范围</translation>
    </message>
    <message>
        <source>batch %1</source>
        <translation>批次 %1</translation>
    </message>
</context>
<context>
    <name>aw::widgets::SegmentStrip</name>
    <message>
        <source>Segments</source>
        <translation>分段</translation>
    </message>
    <message>
        <source>Every root that was recomputed agrees.</source>
        <translation>所有重算过的状态根均相符。</translation>
    </message>
    <message>
        <source>The root differs from segment %1 on.</source>
        <translation>状态根自分段 %1 起不符。</translation>
    </message>
    <message>
        <source>Segment %1: %2 records, %3
claimed %4
replayed here %5</source>
        <translation>分段 %1：%2 条记录，%3
声明 %4
本地重放 %5</translation>
    </message>
    <message>
        <source>not possible after a wrong root</source>
        <translation>错误的状态根之后无法重放</translation>
    </message>
</context>
<context>
    <name>aw::widgets::Stepper</name>
    <message>
        <source>Life of the challenge</source>
        <translation>挑战进程</translation>
    </message>
    <message>
        <source>block %1</source>
        <translation>区块 %1</translation>
    </message>
    <message>
        <source>%1 at %2, L1 block %3%4</source>
        <translation>%1，%2，L1 区块 %3%4</translation>
    </message>
</context>
<context>
    <name>aw::widgets::TableColumns</name>
    <message>
        <source>%1 (no room now)</source>
        <translation>%1（当前放不下）</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Choose the columns; drag their edges in the header</source>
        <translation>选择要显示的列；在表头拖动列边可调整宽度</translation>
    </message>
    <message>
        <source>Reset the columns</source>
        <translation>恢复默认列</translation>
    </message>
</context>
<context>
    <name>aw::widgets::ThroughputPlot</name>
    <message>
        <source>The first seconds are being measured.</source>
        <translation>正在测量最初几秒。</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>tx/s</source>
        <translation>笔/秒</translation>
    </message>
    <message>
        <source>Pending</source>
        <translation>待处理</translation>
    </message>
    <message>
        <source>Bytes / tx</source>
        <translation>字节/笔</translation>
    </message>
    <message>
        <source>batch</source>
        <translation>批次</translation>
    </message>
    <message>
        <source>wrong root</source>
        <translation>状态根错误</translation>
    </message>
    <message>
        <source>Gas / tx</source>
        <translation>gas/笔</translation>
    </message>
    <message>
        <source>Throughput</source>
        <translation>吞吐量</translation>
    </message>
    <message>
        <source>transfers in a batch</source>
        <translation>每批次转账数</translation>
    </message>
    <message>
        <source>up to %1</source>
        <translation>最高 %1</translation>
    </message>
    <message>
        <source>batch %1</source>
        <translation>批次 %1</translation>
    </message>
    <message numerus="yes">
        <source>%n transfers</source>
        <translation>
            <numerusform>%n 笔转账</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>aw::widgets::WindowBars</name>
    <message>
        <source>Challenge windows</source>
        <translation>挑战窗口</translation>
    </message>
    <message>
        <source>root differs</source>
        <translation>状态根不符</translation>
    </message>
    <message>
        <source>root agrees</source>
        <translation>状态根相符</translation>
    </message>
    <message>
        <source>replaying</source>
        <translation>重放中</translation>
    </message>
    <message>
        <source>%1: %2 left, %3</source>
        <translation>%1：剩余 %2，%3</translation>
    </message>
    <message>
        <source>blocked by %1</source>
        <translation>被批次 %1 阻塞</translation>
    </message>
</context>
</TS>
