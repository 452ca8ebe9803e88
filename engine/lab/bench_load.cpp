#include "lab/bench_load.hpp"

#include "lab/bench_mix.hpp"

namespace aw::lab {
namespace {

void makeState(const BenchLayout& layout, const std::vector<Address>& owners, BenchLoad& load) {
    const Wei plenty = Wei(1) << 100;
    const auto add = [&](const Address& owner, std::uint32_t token) {
        const AccountIndex index{static_cast<std::uint32_t>(load.state.accountCount())};
        load.state.apply(
            {.changes = {{index,
                          {.owner = owner, .token = token, .nonce = 0, .balance = plenty, .withdrawn = 0}}},
             .inboxConsumed = 0});
    };
    for (std::uint32_t index = 0; index < layout.accounts(); ++index) {
        const auto [owner, token] = layout.accountAt(index);
        add(owners[owner], token);
    }
    load.feeAccount = BenchLayout::ethIndex(layout.eth() / 2);
    load.state.root();
}

} // namespace

BenchLoad makeBenchLoad(std::uint32_t accounts, std::uint32_t transactions) {
    const BenchLayout layout(accounts);
    BenchLoad load;
    load.tokens = benchTokens();
    const auto makeDrafter = [&](const std::vector<Address>& owners) {
        return BenchDrafter(layout, load.tokens, {load.chainId, load.baseFeeWei},
                            [&owners](std::uint32_t i) { return owners[i]; });
    };

    // Who sends has a key; the addresses of the others are made up.
    std::vector<Address> owners(layout.eth());
    for (std::uint32_t i = 0; i < layout.eth(); ++i)
        owners[i] = benchAddress(i);
    std::vector<bool> sends(layout.eth());
    auto scout = makeDrafter(owners);
    for (std::uint32_t i = 0; i < transactions; ++i)
        sends[scout.next(i).sender] = true;
    onAllCores(layout.eth(), [&](std::size_t i) {
        if (sends[i]) owners[i] = benchKey(static_cast<std::uint32_t>(i)).address();
    });

    std::vector<BenchDraft> drafts;
    auto drafter = makeDrafter(owners);
    for (std::uint32_t i = 0; i < transactions; ++i)
        drafts.push_back(drafter.next(i));
    load.raws.resize(transactions);
    onAllCores(transactions, [&](std::size_t i) {
        const auto& [sender, tx] = drafts[i];
        load.raws[i] = codec::encodeTransaction(tx, benchKey(sender).sign(codec::signingHash(tx)));
    });
    makeState(layout, owners, load);
    return load;
}

} // namespace aw::lab
