#include "base/hex.hpp"
#include "rpc/list_root.hpp"

#include <QTest>

using namespace aw;

/// Roots of lists against those that the npm package @ethereumjs/mpt 10 gives the same ones.
class TestRpcListRoot : public QObject {
    Q_OBJECT

    /// Items of 1 to 100 bytes, so that some nodes are short enough to stand in the one above.
    static std::vector<Bytes> items(std::size_t count) {
        std::vector<Bytes> result(count);
        for (std::size_t i = 0; i < count; ++i)
            for (std::size_t k = 0; k < 7 * i % 100 + 1; ++k)
                result[i].push_back(static_cast<std::uint8_t>(i + k));
        return result;
    }

private slots:
    void rootsAreEthereums_data() {
        QTest::addColumn<std::size_t>("count");
        QTest::addColumn<QByteArray>("root");
        const auto row = [](std::size_t count, const char* root) {
            QTest::addRow("%zu", count) << count << QByteArray(root);
        };
        row(0, "0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421");
        row(1, "0x7da536f7df63a0dfb481590e53be0e3063d9b798925cc3d479a3eb3155d0b394");
        row(2, "0x550a07673fda8f3c54fba36095a6449faf62c0ce1de0dd21c61411eb5da151f1");
        row(16, "0x37b6bfe5cf85615b7c5353192d02b284ec8953d632791cf34efa79a430f5ebc4");
        row(17, "0xecbc178f4ceb3ad63f3249c9b1939503a6f2997b2d272ce17cda5e68232f8c57");
        row(127, "0x307e786f0b8d0fab3a11c633e2c39b8b6769ae46a81f138d5b5b5d56fd751a70");
        row(128, "0x1cd49386269c823d60b3a99a91290863e6adc485eda0503682a18f943cd3e7db");
        row(129, "0xedbfb5e0a467d7c6aa2eabb4705fd36164ce11c5088f471fe0530c6a683d6780");
        row(255, "0x29445c6d7518afae3bf1b93501846bf829f642b2475776d4aa46369158c6a06e");
        row(256, "0xdb9b414fd582e9d4689ec6d92a9e217fbbef5c8bb04e0e32b34b0c9e1e7227d0");
        row(257, "0x26d602878e4b1d33283840a225d1acc6cb62716537b660b8699ce33ef30be7f3");
        row(1000, "0x4bd08726a33e1bf201f70afaf4a5391c9fbb5aef3990597ab788ac153c208ba5");
    }
    void rootsAreEthereums() {
        QFETCH(std::size_t, count);
        QFETCH(QByteArray, root);
        QCOMPARE(base::toHex(rpc::listRoot(items(count)).view()), root.toStdString());
    }

    void theOrderCounts() {
        auto list = items(3);
        std::swap(list[0], list[1]);
        QVERIFY(rpc::listRoot(list) != rpc::listRoot(items(3)));
    }
};

QTEST_GUILESS_MAIN(TestRpcListRoot)
#include "tst_rpc_list_root.moc"
