#include "l1/tx_manager_impl.hpp"

#include "base/hex.hpp"
#include "base/log.hpp"
#include "l1/contracts.hpp"
#include "l1/queries.hpp"

#include <algorithm>

/// What runs by itself: looking at L1, signing, sending.
namespace aw::l1 {

namespace json = boost::json;

namespace {

const base::log::Logger kLog("l1.txManager");
/// How much longer than TxManagerOptions::poll it looks away where nothing happens, and where everything is
/// mined and may only leave L1 again.
constexpr unsigned kSlowest = 20, kSettling = 10;

} // namespace

TxManager::Impl::Impl(Strand where, RpcPtr node, std::shared_ptr<const crypto::SecretKey> secret,
                      std::uint64_t chain, TxManagerOptions settings, std::shared_ptr<IntentJournal> kept)
    : strand(std::move(where))
    , rpc(std::move(node))
    , key(std::move(secret))
    , chainId(chain)
    , options(std::move(settings))
    , reader(rpc, key->address(), options.tipWei)
    , book(key->address(), {.caps = options.caps,
                            .stuckBlocks = options.stuckBlocks,
                            .resendAfterMs = static_cast<std::uint64_t>(options.resendAfter.count()),
                            .untilMined = options.untilMined})
    , journal(std::move(kept))
    , gate(1) {
    publish();
}

Result<void> TxManager::Impl::resume() {
    auto kept = journal->load(static_cast<std::int64_t>(options.clock->nowMs()) - Spendings::kDayMs);
    if (!kept) return kept.error();
    book.load(std::move(*kept));
    if (const auto saved = save(); !saved) return saved;
    publish();
    boost::asio::post(strand, [self = shared_from_this()] { self->wake(); });
    return {};
}

void TxManager::Impl::wake() {
    awake = true;
    quiet = 0;
    work.beat();
    news.beat();
    if (running || stopped) return;
    running = true;
    auto loop = [](std::shared_ptr<Impl> self) -> Task<void> { co_await self->run(); };
    boost::asio::co_spawn(strand, loop(shared_from_this()), [self = weak_from_this()](const auto& failure) {
        if (!failure) return;
        // The next thing that happens begins it anew.
        if (const auto impl = self.lock()) impl->running = false;
        try {
            std::rethrow_exception(failure);
        } catch (const std::exception& error) {
            kLog.error("looking after L1 transactions failed", {{"detail", std::string(error.what())}});
        }
    });
}

Task<void> TxManager::Impl::run() {
    while (!stopped) {
        awake = false;
        const bool again = co_await pass();
        if (stopped || again || awake) continue;
        if (!book.isUnsettled() && !options.idlePoll) break;
        co_await work.wait(delay());
    }
    running = false;
}

std::chrono::milliseconds TxManager::Impl::delay() const {
    // Others say when there is a new block; so this is for those whom nobody tells.
    const auto growing = std::min(options.poll * (1 + quiet / 5), options.poll * kSlowest);
    if (book.isWaiting()) return growing;
    return book.isUnsettled() ? std::max(options.poll * kSettling, growing) : *options.idlePoll;
}

Task<Result<AccountFacts>> TxManager::Impl::look() {
    auto facts = co_await reader.read(book.questions());
    if (!facts) co_return facts.error();
    facts->nowMs = static_cast<std::int64_t>(options.clock->nowMs());
    facts->steadyMs = options.clock->steadyMs();
    if (std::exchange(baseFeeWei, facts->price.baseFeeWei) != facts->price.baseFeeWei) unseen = true;
    book.observe(*facts);
    co_return facts;
}

Task<bool> TxManager::Impl::pass() {
    const auto permit = co_await gate.enter();
    const auto facts = co_await look();
    ++quiet;
    if (!facts) {
        kLog.debug("L1 cannot be asked of an account", {{"detail", facts.error().detail}});
        co_return false;
    }
    co_await explainFailures();
    co_await estimateAgain(*facts);
    signAll(*facts);
    // Nothing is sent that is not kept.
    if (stopped || !save()) {
        publish();
        co_return false;
    }
    // What L1 may already have is shown, however long its answer takes.
    if (unseen) publish();
    const bool again = co_await sendDue(*facts);
    co_return again;
}

Task<void> TxManager::Impl::explainFailures() {
    for (const auto id : book.unexplained()) {
        const auto* intent = book.find(id);
        if (!intent || !intent->inclusion) continue;
        const auto label = intent->label;
        const auto block = intent->inclusion->block;
        auto reason = co_await failureReason(*intent);
        book.explainFailure(id, {ErrorCode::l1Reverted, label + " failed in L1 block " +
                                                            std::to_string(block) + ": " + reason + "."});
    }
}

Task<std::string> TxManager::Impl::failureReason(Intent intent) {
    if (intent.inclusion->block == 0 || intent.dataBytes != intent.data->size())
        co_return "for a reason that L1 does not tell";
    TransactionRequest again;
    again.to = intent.to;
    again.data = *intent.data;
    again.value = intent.value;
    auto params = callParams(again, json::string(base::toQuantity(intent.inclusion->block - 1)));
    const auto answer = co_await rpc->ask("eth_call", std::move(params));
    if (answer && answer->error && !answer->error->data.empty())
        co_return describeRevert(answer->error->data);
    co_return "out of gas, or for a reason that holds no longer";
}

Task<void> TxManager::Impl::estimateAgain(AccountFacts facts) {
    for (const auto id : book.unestimated(facts)) {
        const auto* intent = book.find(id);
        if (!intent) continue;
        TransactionRequest again;
        again.to = intent->to;
        again.data = *intent->data;
        again.value = intent->value;
        again.label = intent->label;
        const auto gasLimit = co_await gasLimitFor(std::move(again));
        if (gasLimit)
            book.setGas(id, *gasLimit, facts.head);
        else if (gasLimit.error().code == ErrorCode::l1Reverted)
            book.refuse(id, gasLimit.error());
    }
}

SignedTransaction TxManager::Impl::signedVersion(const Intent& intent, std::uint64_t nonce,
                                                 std::uint64_t gasLimit, const Fees& fees) const {
    return signTransaction({.chainId = chainId,
                            .nonce = nonce,
                            .tipWei = fees.tipWei,
                            .maxFeeWei = fees.maxFeeWei,
                            .gasLimit = gasLimit,
                            .to = intent.to,
                            .value = intent.value,
                            .data = *intent.data},
                           *key);
}

void TxManager::Impl::sign(const IntentBook::Signing& signing) {
    const auto* intent = book.find(signing.id);
    if (!intent) return;
    if (intent->isSigned())
        kLog.info("an L1 transaction is replaced at higher fees",
                  {{"label", intent->label}, {"nonce", signing.nonce}});
    const auto version = signedVersion(*intent, signing.nonce, signing.gasLimit, signing.fees);
    book.addAttempt(signing, version.hash, static_cast<std::int64_t>(options.clock->nowMs()));
}

void TxManager::Impl::signAll(const AccountFacts& facts) {
    while (const auto next = book.nextSigning(facts))
        sign(*next);
}

Task<bool> TxManager::Impl::sendDue(AccountFacts facts) {
    bool again = false;
    for (const auto id : book.due(facts)) {
        const auto* intent = book.find(id);
        if (!intent || stopped) continue;
        const auto& newest = intent->attempts.back();
        // The same bytes as when it was signed: signatures are deterministic.
        auto version = signedVersion(*intent, *intent->nonce, intent->gasLimit, newest.fees);
        if (version.hash != newest.hash) {
            const Error damaged{ErrorCode::storeCorrupt,
                                intent->label + " does not give the bytes that were signed: what was kept of "
                                                "it is damaged. It cannot be sent again."};
            book.noteSent(id, SendOutcome::refused, damaged, facts);
            continue;
        }
        const bool isNew = !intent->accepted;
        const auto label = intent->label;
        const auto sent = co_await reader.send(std::move(version.raw), label);
        if (sent.error)
            kLog.info("L1 did not take a transaction", {{"label", label}, {"detail", sent.error->detail}});
        book.noteSent(id, sent.outcome, sent.error, facts);
        // It may be mined at once; what was refused for its price is offered more.
        again = again || (isNew && sent.outcome == SendOutcome::accepted) ||
                sent.outcome == SendOutcome::underpriced;
    }
    if (again) quiet = 0;
    if (!stopped) (void)save();
    if (unseen) publish();
    co_return again;
}

Result<void> TxManager::Impl::save() {
    const auto changed = book.takeChanged();
    if (changed.empty()) return {};
    quiet = 0;
    unseen = true;
    auto kept = journal->put(changed);
    if (!kept) book.restoreChanged(changed);
    if (!kept && !unkept) kLog.error("L1 transactions could not be kept; nothing is sent", kept.error());
    unkept = !kept;
    return kept;
}

void TxManager::Impl::publish() {
    unseen = false;
    const auto nowMs = static_cast<std::int64_t>(options.clock->nowMs());
    auto next = std::make_shared<AccountView>();
    next->address = key->address();
    next->intents = book.intents();
    next->caps = options.caps;
    next->spentDayWei = book.spentDayWei(nowMs);
    next->spendingSinceMs = book.spendingSinceMs(nowMs);
    next->pendingWei = book.pendingWei();
    next->baseFeeWei = baseFeeWei;
    std::atomic_store(&view, std::shared_ptr<const AccountView>(std::move(next)));
    news.beat();
    if (options.onChange && !stopped) options.onChange();
}

} // namespace aw::l1
