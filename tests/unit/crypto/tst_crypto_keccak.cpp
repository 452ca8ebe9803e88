#include "crypto/keccak.hpp"
#include "values.hpp"

#include <QTest>

using namespace aw;
using aw::crypto::keccak256;
using aw::test::hexOf;
using aw::test::textBytes;

class TestCryptoKeccak : public QObject {
    Q_OBJECT

private slots:
    void knownHashes_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("hash");
        QTest::newRow("empty") << ""
                               << "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470";
        QTest::newRow("abc") << "abc"
                             << "0x4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45";
        QTest::newRow("fox") << "The quick brown fox jumps over the lazy dog"
                             << "0x4d741b6f1eb29cb2a9b9911c82f56fa8d73b04959d3d9d222895df6c0b28aa15";
        QTest::newRow("ERC-20 event") << "Transfer(address,address,uint256)"
                                      << "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef";
    }
    void knownHashes() {
        QFETCH(const QString, text);
        QFETCH(const QString, hash);
        QCOMPARE(hexOf(keccak256(textBytes(text.toStdString()))), hash);
    }

    // Expected by js-sha3 0.8. The chain hashes prefixes of every length around the block size of 136 bytes,
    // so one wrong padding or block boundary changes the end.
    void everyLengthAroundTheBlockSize() {
        Bytes input;
        Bytes hashes;
        for (std::size_t size = 0; size <= 300; ++size) {
            const auto hash = keccak256(input);
            hashes.insert(hashes.end(), hash.bytes.begin(), hash.bytes.end());
            input.push_back(static_cast<std::uint8_t>(size));
        }
        QCOMPARE(hexOf(keccak256(hashes)), QString(kChain));
    }

    void piecesEqualTheWhole() {
        Bytes data(409);
        for (std::size_t i = 0; i < data.size(); ++i)
            data[i] = static_cast<std::uint8_t>(i * 37);
        const ByteView view(data);
        for (std::size_t cut = 0; cut <= data.size(); ++cut)
            QVERIFY(keccak256({view.first(cut), ByteView{}, view.subspan(cut)}) == keccak256(data));
    }

private:
    static constexpr const char* kChain =
        "0xe1046957365a9cea621e0c180eb18749f2458b9b6d497a6bada230e0f20de6c4";
};

QTEST_APPLESS_MAIN(TestCryptoKeccak)
#include "tst_crypto_keccak.moc"
