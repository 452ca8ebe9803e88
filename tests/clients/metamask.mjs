// MetaMask's network stack for a custom network, of its own packages: the number of the latest block is polled every 20 s
// and put in place of "latest" in every read.

import { PollingBlockTracker } from "@metamask/eth-block-tracker";
import {
    createBlockCacheMiddleware, createBlockRefRewriteMiddleware, createBlockTrackerInspectorMiddleware, createFetchMiddleware,
    createInflightCacheMiddleware,
} from "@metamask/eth-json-rpc-middleware";
import { providerFromEngine } from "@metamask/eth-json-rpc-provider";
import { JsonRpcEngine } from "@metamask/json-rpc-engine";
import nonceTracker from "@metamask/nonce-tracker";

/** A provider as MetaMask's pages have it, its block tracker, and its nonce tracker. Call destroy() at the end. */
export function metamask(url) {
    const rpcService = {
        async request(body, options) {
            const response = await fetch(url, {
                method: "POST", body: JSON.stringify(body),
                headers: { "content-type": "application/json", ...options.headers },
            });
            return response.json();
        },
    };
    const direct = new JsonRpcEngine();
    direct.push(createFetchMiddleware({ rpcService }));
    const blockTracker = new PollingBlockTracker({ provider: providerFromEngine(direct), keepEventLoopActive: false });
    const engine = new JsonRpcEngine();
    engine.push(createBlockRefRewriteMiddleware({ blockTracker }));
    engine.push(createBlockCacheMiddleware({ blockTracker }));
    engine.push(createInflightCacheMiddleware());
    engine.push(createBlockTrackerInspectorMiddleware({ blockTracker }));
    engine.push(createFetchMiddleware({ rpcService }));
    const provider = providerFromEngine(engine);
    const nonces = new nonceTracker.NonceTracker({
        provider, blockTracker, getPendingTransactions: () => [], getConfirmedTransactions: () => [],
    });
    return { provider, blockTracker, nonces, destroy: () => blockTracker.destroy() };
}
