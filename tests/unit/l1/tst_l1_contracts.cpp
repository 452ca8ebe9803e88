#include "await.hpp"
#include "codec/abi.hpp"
#include "l1/contracts.hpp"
#include "values.hpp"

#include <QTest>

#include <deque>

using namespace aw;
using namespace aw::test;
using codec::abi::Encoder;

namespace {

/// Answers eth_blockNumber from a list, and views with what is of that head.
class MovingHead final : public l1::Rpc {
public:
    std::deque<std::uint64_t> heads; ///< one for each question; the last one stays
    int messages = 0;

    Task<Result<l1::RpcAnswer>> ask(std::string, boost::json::array, std::chrono::milliseconds) override {
        co_return Error{ErrorCode::l1Unavailable, "one message is enough"};
    }
    Task<Result<std::vector<l1::RpcAnswer>>> batch(std::vector<l1::RpcRequest> requests,
                                                   std::chrono::milliseconds) override {
        ++messages;
        std::vector<l1::RpcAnswer> answers;
        for (const auto& request : requests) {
            if (request.method == "eth_blockNumber") {
                m_head = heads.front();
                if (heads.size() > 1) heads.pop_front();
                answers.push_back({.error = {}, .result = boost::json::value(base::toQuantity(m_head))});
            } else {
                answers.push_back(
                    {.error = {},
                     .result = boost::json::value(base::toHex(view(request.params[0].at("data"))))});
            }
        }
        co_return answers;
    }
    const std::string& url() const override { return m_url; }

private:
    Bytes view(const boost::json::value& data) const {
        const auto asked = *base::fromHex(std::string_view(data.as_string()));
        if (asked == Encoder().call("all()")) return Encoder().number(32).number(0).encoded();
        if (asked == Encoder().call("clock()"))
            return Encoder().number(m_head).number(2).number(3).number(4).encoded();
        return Encoder().address(Address{{9}}).encoded();
    }
    std::uint64_t m_head = 0;
    std::string m_url = "memory";
};

} // namespace

/// The views of the contracts.
class TestL1Contracts : public QObject {
    Q_OBJECT

    boost::asio::io_context m_context;

    std::pair<l1::Standing, int> standing(std::deque<std::uint64_t> heads) {
        const auto rpc = std::make_shared<MovingHead>();
        rpc->heads = std::move(heads);
        const l1::Contracts contracts(rpc, {});
        const auto answer = await(m_context, contracts.standing());
        if (!answer) throw std::runtime_error(answer.error().detail);
        return {*answer, rpc->messages};
    }

private slots:
    void operatorsAndClockAreOfOneBlock() {
        const auto [quiet, once] = standing({7});
        QCOMPARE(once, 1);
        QCOMPARE(quiet.clock.epoch, std::uint64_t(7));
        QCOMPARE(quiet.clock.lastActionAt, std::uint64_t(4));
        QVERIFY(quiet.current == (Address{{9}}) && quiet.operators.empty());
        // A block came between two answers: they are asked again.
        const auto [moved, twice] = standing({7, 8});
        QCOMPARE(twice, 2);
        QCOMPARE(moved.clock.epoch, std::uint64_t(8));
        // It is never the same: what it says then is better than nothing.
        const auto [moving, thrice] = standing({1, 2, 3, 4, 5, 6, 7, 8});
        QCOMPARE(thrice, 3);
        QCOMPARE(moving.clock.epoch, std::uint64_t(5));
    }
};

QTEST_GUILESS_MAIN(TestL1Contracts)
#include "tst_l1_contracts.moc"
