#include "state/witness.hpp"

#include "base/bytes.hpp"
#include "base/protocol.hpp"

namespace aw::state {
namespace {

constexpr std::uint64_t kMaxAccounts = std::uint64_t{1} << 32;

Error malformed(std::string detail) { return {ErrorCode::witnessMalformed, std::move(detail)}; }

/// A node of the fold: its position at the present height and its hashes.
struct Node {
    std::uint64_t position;
    FoldedRoots hashes;
};

/// The siblings of a witness, taken one after another.
class SiblingReader {
public:
    explicit SiblingReader(const std::vector<Hash>& siblings)
        : m_siblings(siblings) {}
    Hash next() {
        if (m_next == m_siblings.size()) {
            m_short = true;
            return {};
        }
        return m_siblings[m_next++];
    }
    bool exact() const { return !m_short && m_next == m_siblings.size(); }

private:
    const std::vector<Hash>& m_siblings;
    std::size_t m_next = 0;
    bool m_short = false;
};

/// One height of W-2.
void foldHeight(std::vector<Node>& nodes, unsigned height, std::uint64_t preCount, SiblingReader& siblings) {
    std::size_t written = 0;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        const auto node = nodes[i];
        const auto neighbour = node.position ^ 1;
        FoldedRoots other;
        if (i + 1 < nodes.size() && nodes[i + 1].position == neighbour) {
            other = nodes[++i].hashes;
        } else if (neighbour << height < preCount) {
            other.before = siblings.next();
            other.after = other.before;
        }
        const bool isLeft = (node.position & 1) == 0;
        const auto join = [isLeft](const Hash& own, const Hash& sibling) {
            return isLeft ? nodeHash(own, sibling) : nodeHash(sibling, own);
        };
        nodes[written++] = {node.position >> 1,
                            {join(node.hashes.before, other.before), join(node.hashes.after, other.after)}};
    }
    nodes.resize(written);
}

} // namespace

Bytes Witness::encode() const {
    Bytes out;
    base::appendBigEndian(out, preCount);
    base::appendBigEndian(out, preCursor);
    base::appendBigEndian(out, preTxCount);
    base::appendBigEndian(out, static_cast<std::uint16_t>(leaves.size()));
    for (const auto& leaf : leaves) {
        base::appendBigEndian(out, leaf.index.value);
        base::append(out, leaf.account.owner.view());
        base::appendBigEndian(out, leaf.account.token);
        base::appendBigEndian(out, leaf.account.nonce);
        base::appendBigEndian(out, leaf.account.balance);
        base::appendBigEndian(out, leaf.account.withdrawn);
    }
    base::appendBigEndian(out, static_cast<std::uint16_t>(entries.size()));
    for (const auto& entry : entries)
        base::append(out, encodeEntry(entry));
    for (const auto& sibling : siblings)
        base::append(out, sibling.view());
    return out;
}

Result<Witness> Witness::decode(ByteView bytes) {
    base::ByteReader reader(bytes);
    Witness witness;
    witness.preCount = reader.number<std::uint64_t>();
    witness.preCursor = reader.number<std::uint64_t>();
    witness.preTxCount = reader.number<std::uint64_t>();
    const auto leafCount = reader.number<std::uint16_t>();
    for (std::size_t i = 0; i < leafCount && reader.ok(); ++i) {
        Leaf leaf;
        leaf.index.value = reader.number<std::uint32_t>();
        leaf.account.owner = reader.fixed<Address>();
        leaf.account.token = reader.number<std::uint32_t>();
        leaf.account.nonce = reader.number<std::uint64_t>();
        leaf.account.balance = reader.number128();
        leaf.account.withdrawn = reader.number128();
        witness.leaves.push_back(leaf);
    }
    const auto entryCount = reader.number<std::uint16_t>();
    for (std::size_t i = 0; i < entryCount && reader.ok(); ++i) {
        const auto entry = readEntry(reader);
        if (!entry) return malformed(entry.error().detail);
        witness.entries.push_back(*entry);
    }
    if (!reader.ok() || reader.left() % Hash::kSize != 0)
        return malformed("The witness is cut off, or bytes are left over.");
    while (reader.left() > 0)
        witness.siblings.push_back(reader.fixed<Hash>());
    if (const auto checked = witness.check(); !checked) return checked.error();
    return witness;
}

Result<void> Witness::check() const {
    if (preCount > kMaxAccounts) return malformed("preCount is above 2^32.");
    std::uint64_t lowest = 0;
    for (const auto& leaf : leaves) {
        if (leaf.index.value < lowest) return malformed("The leaves are not in strictly ascending order.");
        if (leaf.index.value >= preCount) return malformed("A leaf stands at or above preCount.");
        lowest = std::uint64_t{leaf.index.value} + 1;
    }
    return {};
}

Result<FoldedRoots> foldWitness(const Witness& witness, const std::vector<Witness::Leaf>& after) {
    if (after.size() < witness.leaves.size()) return malformed("Working leaves are missing.");
    if (after.empty()) {
        if (witness.preCount != 0 || !witness.siblings.empty())
            return malformed("A witness without leaves cannot open a state that has accounts (W-1).");
        return FoldedRoots{};
    }
    std::vector<Node> nodes;
    nodes.reserve(after.size());
    for (std::size_t i = 0; i < after.size(); ++i) {
        const auto before = i < witness.leaves.size() ? leafHash(witness.leaves[i].account) : Hash{};
        nodes.push_back({after[i].index.value, {before, leafHash(after[i].account)}});
    }
    SiblingReader siblings(witness.siblings);
    for (unsigned height = 0; height < protocol::kTreeDepth; ++height)
        foldHeight(nodes, height, witness.preCount, siblings);
    if (!siblings.exact()) return malformed("Siblings are missing or left over (W-2).");
    return nodes.front().hashes;
}

} // namespace aw::state
