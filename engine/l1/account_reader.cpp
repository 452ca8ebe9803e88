#include "l1/account_reader.hpp"

#include "l1/contracts.hpp"
#include "l1/json_fields.hpp"
#include "l1/queries.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace aw::l1 {

namespace json = boost::json;

namespace {

template<class... Values>
json::array list(Values&&... values) {
    json::array made;
    (made.emplace_back(std::forward<Values>(values)), ...);
    return made;
}

std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

template<std::size_t N>
bool saysAnyOf(const std::string& text, const std::array<std::string_view, N>& words) {
    return std::ranges::any_of(words,
                               [&](std::string_view word) { return text.find(word) != std::string::npos; });
}

// What go-ethereum, Nethermind, Besu, Erigon, Reth and anvil say.
constexpr std::array<std::string_view, 4> kKnown{"already known", "already imported", "known transaction",
                                                 "alreadyknown"};
constexpr std::array<std::string_view, 5> kNonceUsed{"nonce too low", "nonce is too low", "oldnonce",
                                                     "nonce_too_low", "nonce below"};
constexpr std::array<std::string_view, 6> kUnderpriced{"underpriced",     "less than block base fee",
                                                       "fee too low",     "feetoolow",
                                                       "gas price below", "below the minimum"};

SendOutcome outcomeOf(const RpcError& error) {
    const auto text = lower(error.message);
    if (saysAnyOf(text, kKnown)) return SendOutcome::accepted;
    if (saysAnyOf(text, kNonceUsed)) return SendOutcome::nonceUsed;
    if (saysAnyOf(text, kUnderpriced)) return SendOutcome::underpriced;
    return SendOutcome::refused;
}

bool isRevert(const RpcError& error) { return lower(error.message).find("revert") != std::string::npos; }
bool lacksFunds(const RpcError& error) {
    return lower(error.message).find("insufficient funds") != std::string::npos;
}

/// The fixed questions, in this order.
enum Fixed : std::size_t { head, safe, tip, nonceLatest, noncePending, fixedCount };

} // namespace

Error callError(const std::string& label, std::string_view method, const RpcError& error) {
    if (!error.data.empty())
        return {ErrorCode::l1Reverted, label + " is refused: " + describeRevert(error.data) + "."};
    if (lacksFunds(error))
        return {ErrorCode::l1InsufficientFunds,
                label + " needs more ETH than the account has on L1: " + error.message + "."};
    if (isRevert(error)) return {ErrorCode::l1Reverted, label + " is refused: " + error.message + "."};
    return rpcError(method, error);
}

Task<Result<AccountFacts>> AccountReader::read(AccountQuestions questions) const {
    const auto account = base::toHex(m_account.view());
    std::vector<RpcRequest> requests(fixedCount);
    requests[head] = {"eth_getBlockByNumber", list("latest", false)};
    requests[safe] = {"eth_getBlockByNumber", list("safe", false)};
    requests[tip] = {"eth_maxPriorityFeePerGas", {}};
    requests[nonceLatest] = {"eth_getTransactionCount", list(account, "latest")};
    requests[noncePending] = {"eth_getTransactionCount", list(account, "pending")};
    for (const auto& hash : questions.receipts)
        requests.push_back({"eth_getTransactionReceipt", list(base::toHex(hash.view()))});
    for (const auto number : questions.blocks)
        requests.push_back({"eth_getBlockByNumber", list(base::toQuantity(number), false)});
    for (const auto& hash : questions.known)
        requests.push_back({"eth_getTransactionByHash", list(base::toHex(hash.view()))});
    const auto answers = co_await m_rpc->batch(std::move(requests));
    if (!answers) co_return answers.error();

    for (const auto must : {head, nonceLatest, noncePending})
        if (const auto& error = (*answers)[must].error)
            co_return rpcError(must == head ? "eth_getBlockByNumber" : "eth_getTransactionCount", *error);
    AccountFacts facts;
    JsonFields latest((*answers)[head].result);
    facts.head = latest.number64("number");
    facts.headHash = latest.hash("hash");
    facts.price.baseFeeWei = latest.number("baseFeePerGas");
    if (!latest.ok())
        co_return Error{ErrorCode::l1BadAnswer,
                        "L1's newest block has no number, hash or base fee: its node does not know EIP-1559 "
                        "transactions."};
    const auto count = [&](std::size_t place) {
        const auto* text = (*answers)[place].result.if_string();
        return text ? base::quantity64FromHex(std::string_view(*text))
                    : Result<std::uint64_t>(Error{ErrorCode::l1BadAnswer, ""});
    };
    const auto mined = count(nonceLatest), pooled = count(noncePending);
    if (!mined || !pooled)
        co_return Error{ErrorCode::l1BadAnswer,
                        "The L1 node's answer to eth_getTransactionCount is not a number."};
    facts.nonceLatest = *mined;
    facts.noncePending = std::max(*mined, *pooled);
    facts.safe = facts.head - std::min(facts.head, kConfirmDepth);
    if (const auto& named = (*answers)[safe]; !named.error && named.result.is_object()) {
        JsonFields fields(named.result);
        const auto number = fields.number64("number");
        if (fields.ok()) facts.safe = std::min(number, facts.head);
    }
    facts.price.tipWei = m_tipWei;
    if (const auto& suggested = (*answers)[tip]; !suggested.error && suggested.result.is_string())
        if (const auto value = base::quantityFromHex(std::string_view(suggested.result.as_string())))
            facts.price.tipWei = *value;

    std::size_t place = fixedCount;
    for (const auto& hash : questions.receipts) {
        const auto& answer = (*answers)[place++];
        if (answer.error) continue;
        if (answer.result.is_null()) {
            facts.receipts.emplace(hash, std::nullopt);
        } else if (auto found = readReceipt(answer.result); found && found->txHash == hash) {
            facts.receipts.emplace(hash, std::move(*found));
        }
    }
    for (const auto number : questions.blocks) {
        const auto& answer = (*answers)[place++];
        if (answer.error) continue;
        JsonFields block(answer.result);
        const auto hash = block.hash("hash");
        if (answer.result.is_null())
            facts.blocks.emplace(number, std::nullopt);
        else if (block.number64("number") == number && block.ok())
            facts.blocks.emplace(number, hash);
    }
    for (const auto& hash : questions.known) {
        const auto& answer = (*answers)[place++];
        if (!answer.error) facts.known.emplace(hash, answer.result.is_object());
    }
    co_return facts;
}

Task<AccountReader::Sent> AccountReader::send(Bytes raw, std::string label) const {
    const auto answer = co_await m_rpc->ask("eth_sendRawTransaction", list(base::toHex(raw)));
    if (!answer) co_return Sent{SendOutcome::unknown, answer.error()};
    if (!answer->error) co_return Sent{SendOutcome::accepted};
    const auto outcome = outcomeOf(*answer->error);
    if (outcome == SendOutcome::accepted) co_return Sent{outcome};
    co_return Sent{outcome, callError(label, "eth_sendRawTransaction", *answer->error)};
}

} // namespace aw::l1
