#pragma once

#include "node/chain_reader.hpp"
#include "node/disk.hpp"
#include "node/l1_watch.hpp"

#include <deque>

namespace aw::node {

/// What the tokens of the bridge are called, asked of their contracts on L1 and kept in the store. On the
/// node's strand.
class TokenNames {
public:
    TokenNames(Runtime& runtime, store::Store& store, ChainReader& reader, L1Watch& l1)
        : m_runtime(runtime)
        , m_store(store)
        , m_reader(reader)
        , m_l1(l1) {}

    /// Those that the store has.
    Result<void> load();
    void add(std::uint32_t number, const Address& address);
    /// L1 took the tokens above back.
    void forgetAbove(std::uint32_t count);

private:
    struct Unread {
        std::uint32_t number = 0;
        Address address;
        unsigned attempts = 0;
    };
    void ask(std::uint32_t number, const Address& address);
    void show(const Address& address, store::TokenMetadata metadata);
    Task<void> read();

    Runtime& m_runtime;
    store::Store& m_store;
    ChainReader& m_reader;
    L1Watch& m_l1;
    std::deque<Unread> m_unread;
    bool m_reading = false;
};

} // namespace aw::node
