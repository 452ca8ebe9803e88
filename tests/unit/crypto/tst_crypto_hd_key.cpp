#include "crypto/hd_key.hpp"
#include "extended_key_text.hpp"
#include "values.hpp"

#include <QTest>

using namespace aw;
using namespace aw::crypto;
using aw::test::bytesOf;
using aw::test::codeOf;
using aw::test::hexOf;

class TestCryptoHdKey : public QObject {
    Q_OBJECT

private slots:
    // The vectors of BIP-32; 3 and 4 are those with leading zeros, which many implementations lose.
    void publishedVectors_data() {
        QTest::addColumn<QString>("seed");
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("publicKey");
        QTest::addColumn<QString>("privateKey");
        const QString seed1 = "000102030405060708090a0b0c0d0e0f";
        QTest::newRow("1 m") << seed1 << "m"
                             << "xpub661MyMwAqRbcFtXgS5sYJABqqG9YLmC4Q1Rdap9gSE8NqtwybGhePY2gZ29ESFjqJoCu1Rup"
                                "je8YtGqsefD265TMg7usUDFdp6W1EGMcet8"
                             << "xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg"
                                "6LnF5kejMRNNU3TGtRBeJgk33yuGBxrMPHi";
        QTest::newRow("1 m/0'") << seed1 << "m/0'"
                                << "xpub68Gmy5EdvgibQVfPdqkBBCHxA5htiqg55crXYuXoQRKfDBFA1WEjWgP6LHhwBZeNK1VTs"
                                   "fTFUHCdrfp1bgwQ9xv5ski8PX9rL2dZXvgGDnw"
                                << "xprv9uHRZZhk6KAJC1avXpDAp4MDc3sQKNxDiPvvkX8Br5ngLNv1TxvUxt4cV1rGL5hj6KCes"
                                   "nDYUhd7oWgT11eZG7XnxHrnYeSvkzY7d2bhkJ7";
        QTest::newRow("1 m/0'/1") << seed1 << "m/0'/1"
                                  << "xpub6ASuArnXKPbfEwhqN6e3mwBcDTgzisQN1wXN9BJcM47sSikHjJf3UFHKkNAWbWMiGj7"
                                     "Wf5uMash7SyYq527Hqck2AxYysAA7xmALppuCkwQ"
                                  << "xprv9wTYmMFdV23N2TdNG573QoEsfRrWKQgWeibmLntzniatZvR9BmLnvSxqu53Kw1UmYPx"
                                     "LgboyZQaXwTCg8MSY3H2EU4pWcQDnRnrVA1xe8fs";
        QTest::newRow("1 m/0'/1/2'") << seed1 << "m/0'/1/2'"
                                     << "xpub6D4BDPcP2GT577Vvch3R8wDkScZWzQzMMUm3PWbmWvVJrZwQY4VUNgqFJPMM3No2"
                                        "dFDFGTsxxpG5uJh7n7epu4trkrX7x7DogT5Uv6fcLW5"
                                     << "xprv9z4pot5VBttmtdRTWfWQmoH1taj2axGVzFqSb8C9xaxKymcFzXBDptWmT7FwuEzG"
                                        "3ryjH4ktypQSAewRiNMjANTtpgP4mLTj34bhnZX7UiM";
        QTest::newRow("1 m/0h/1/2H/2") << seed1 << "m/0h/1/2H/2"
                                       << "xpub6FHa3pjLCk84BayeJxFW2SP4XRrFd1JYnxeLeU8EqN3vDfZmbqBqaGJAyiLjTA"
                                          "wm6ZLRQUMv1ZACTj37sR62cfN7fe5JnJ7dh8zL4fiyLHV"
                                       << "xprvA2JDeKCSNNZky6uBCviVfJSKyQ1mDYahRjijr5idH2WwLsEd4Hsb2Tyh8RfQMu"
                                          "Ph7f7RtyzTtdrbdqqsunu5Mm3wDvUAKRHSC34sJ7in334";
        QTest::newRow("1 m/0'/1/2'/2/1000000000")
            << seed1 << "m/0'/1/2'/2/1000000000"
            << "xpub6H1LXWLaKsWFhvm6RVpEL9P4KfRZSW7abD2ttkWP3SSQvnyA8FSVqNTEcYFgJS2UaFcxupHiYkro49S8yGasTvXEY"
               "BVPamhGW6cFJodrTHy"
            << "xprvA41z7zogVVwxVSgdKUHDy1SKmdb533PjDz7J6N6mV6uS3ze1ai8FHa8kmHScGpWmj4WggLyQjgPie1rFSruoUihUZ"
               "REPSL39UNdE3BBDu76";
        const QString seed2 = "fffcf9f6f3f0edeae7e4e1dedbd8d5d2cfccc9c6c3c0bdbab7b4b1aeaba8a5a29f9c999693908d"
                              "8a8784817e7b7875726f6c696663605d5a5754514e4b484542";
        QTest::newRow("2 m") << seed2 << "m"
                             << "xpub661MyMwAqRbcFW31YEwpkMuc5THy2PSt5bDMsktWQcFF8syAmRUapSCGu8ED9W6oDMSgv6Zz"
                                "8idoc4a6mr8BDzTJY47LJhkJ8UB7WEGuduB"
                             << "xprv9s21ZrQH143K31xYSDQpPDxsXRTUcvj2iNHm5NUtrGiGG5e2DtALGdso3pGz6ssrdK4PFmM8"
                                "NSpSBHNqPqm55Qn3LqFtT2emdEXVYsCzC2U";
        QTest::newRow("2 m/0") << seed2 << "m/0"
                               << "xpub69H7F5d8KSRgmmdJg2KhpAK8SR3DjMwAdkxj3ZuxV27CprR9LgpeyGmXUbC6wb7ERfvrnK"
                                  "ZjXoUmmDznezpbZb7ap6r1D3tgFxHmwMkQTPH"
                               << "xprv9vHkqa6EV4sPZHYqZznhT2NPtPCjKuDKGY38FBWLvgaDx45zo9WQRUT3dKYnjwih2yJD9m"
                                  "krocEZXo1ex8G81dwSM1fwqWpWkeS3v86pgKt";
        QTest::newRow("2 m/0/2147483647'") << seed2 << "m/0/2147483647'"
                                           << "xpub6ASAVgeehLbnwdqV6UKMHVzgqAG8Gr6riv3Fxxpj8ksbH9ebxaEyBLZ85y"
                                              "SDhKiLDBrQSARLq1uNRts8RuJiHjaDMBU4Zn9h8LZNnBC5y4a"
                                           << "xprv9wSp6B7kry3Vj9m1zSnLvN3xH8RdsPP1Mh7fAaR7aRLcQMKTR2vidYEeEg"
                                              "2mUCTAwCd6vnxVrcjfy2kRgVsFawNzmjuHc2YmYRmagcEPdU9";
        QTest::newRow("2 m/0/2147483647'/1") << seed2 << "m/0/2147483647'/1"
                                             << "xpub6DF8uhdarytz3FWdA8TvFSvvAh8dP3283MY7p2V4SeE2wyWmG5mg5EwV"
                                                "vmdMVCQcoNJxGoWaU9DCWh89LojfZ537wTfunKau47EL2dhHKon"
                                             << "xprv9zFnWC6h2cLgpmSA46vutJzBcfJ8yaJGg8cX1e5StJh45BBciYTRXSd2"
                                                "5UEPVuesF9yog62tGAQtHjXajPPdbRCHuWS6T8XA2ECKADdw4Ef";
        QTest::newRow("2 m/0/2147483647'/1/2147483646'")
            << seed2 << "m/0/2147483647'/1/2147483646'"
            << "xpub6ERApfZwUNrhLCkDtcHTcxd75RbzS1ed54G1LkBUHQVHQKqhMkhgbmJbZRkrgZw4koxb5JaHWkY4ALHY2grBGRjaD"
               "MzQLcgJvLJuZZvRcEL"
            << "xprvA1RpRA33e1JQ7ifknakTFpgNXPmW2YvmhqLQYMmrj4xJXXWYpDPS3xz7iAxn8L39njGVyuoseXzU6rcxFLJ8HFsTj"
               "SyQbLYnMpCqE2VbFWc";
        QTest::newRow("2 m/0/2147483647'/1/2147483646'/2")
            << seed2 << "m/0/2147483647'/1/2147483646'/2"
            << "xpub6FnCn6nSzZAw5Tw7cgR9bi15UV96gLZhjDstkXXxvCLsUXBGXPdSnLFbdpq8p9HmGsApME5hQTZ3emM2rnY5agb9r"
               "XpVGyy3bdW6EEgAtqt"
            << "xprvA2nrNbFZABcdryreWet9Ea4LvTJcGsqrMzxHx98MMrotbir7yrKCEXw7nadnHM8Dq38EGfSh6dqA9QWTyefMLEcBY"
               "JUuekgW4BYPJcr9E7j";
        const QString seed3 = "4b381541583be4423346c643850da4b320e46a87ae3d2a4e6da11eba819cd4acba45d239319ac1"
                              "4f863b8d5ab5a0d0c64d2e8a1e7d1457df2e5a3c51c73235be";
        QTest::newRow("3 m") << seed3 << "m"
                             << "xpub661MyMwAqRbcEZVB4dScxMAdx6d4nFc9nvyvH3v4gJL378CSRZiYmhRoP7mBy6gSPSCYk6Sz"
                                "XPTf3ND1cZAceL7SfJ1Z3GC8vBgp2epUt13"
                             << "xprv9s21ZrQH143K25QhxbucbDDuQ4naNntJRi4KUfWT7xo4EKsHt2QJDu7KXp1A3u7Bi1j8ph3E"
                                "GsZ9Xvz9dGuVrtHHs7pXeTzjuxBrCmmhgC6";
        QTest::newRow("3 m/0'") << seed3 << "m/0'"
                                << "xpub68NZiKmJWnxxS6aaHmn81bvJeTESw724CRDs6HbuccFQN9Ku14VQrADWgqbhhTHBaohPX"
                                   "4CjNLf9fq9MYo6oDaPPLPxSb7gwQN3ih19Zm4Y"
                                << "xprv9uPDJpEQgRQfDcW7BkF7eTya6RPxXeJCqCJGHuCJ4GiRVLzkTXBAJMu2qaMWPrS7AANYq"
                                   "dq6vcBcBUdJCVVFceUvJFjaPdGZ2y9WACViL4L";
        const QString seed4 = "3ddd5602285899a946114506157c7997e5444528f3003f6134712147db19b678";
        QTest::newRow("4 m") << seed4 << "m"
                             << "xpub661MyMwAqRbcGczjuMoRm6dXaLDEhW1u34gKenbeYqAix21mdUKJyuyu5F1rzYGVxyL6tmgB"
                                "UAEPrEz92mBXjByMRiJdba9wpnN37RLLAXa"
                             << "xprv9s21ZrQH143K48vGoLGRPxgo2JNkJ3J3fqkirQC2zVdk5Dgd5w14S7fRDyHH4dWNHUgkvsvN"
                                "DCkvAwcSHNAQwhwgNMgZhLtQC63zxwhQmRv";
        QTest::newRow("4 m/0'") << seed4 << "m/0'"
                                << "xpub69AUMk3qDBi3uW1sXgjCmVjJ2G6WQoYSnNHyzkmdCHEhSZ4tBok37xfFEqHd2AddP56Tq"
                                   "p4o56AePAgCjYdvpW2PU2jbUPFKsav5ut6Ch1m"
                                << "xprv9vB7xEWwNp9kh1wQRfCCQMnZUEG21LpbR9NPCNN1dwhiZkjjeGRnaALmPXCX7SgjFTiCT"
                                   "T6bXes17boXtjq3xLpcDjzEuGLQBM5ohqkao9G";
        QTest::newRow("4 m/0'/1'") << seed4 << "m/0'/1'"
                                   << "xpub6BJA1jSqiukeaesWfxe6sNK9CCGaujFFSJLomWHprUL9DePQ4JDkM5d88n49sMGJxr"
                                      "hpjazuXYWdMf17C9T5XnxkopaeS7jGk1GyyVziaMt"
                                   << "xprv9xJocDuwtYCMNAo3Zw76WENQeAS6WGXQ55RCy7tDJ8oALr4FWkuVoHJeHVAcAqiZLE"
                                      "7Je3vZJHxspZdFHfnBEjHqU5hG1Jaj32dVoS6XLT1";
    }
    void publishedVectors() {
        QFETCH(const QString, seed);
        QFETCH(const QString, path);
        QFETCH(const QString, publicKey);
        QFETCH(const QString, privateKey);
        const auto master = HdKey::fromSeed(bytesOf(seed.toStdString())).value();
        const auto key = master.derive(path.toStdString()).value();
        QCOMPARE(QString::fromStdString(test::publicText(key)), publicKey);
        QCOMPARE(QString::fromStdString(test::privateText(key)), privateKey);
        QVERIFY(key.key().address() == key.publicKey().address());
    }

    void pathsGoOnFromAnyKey() {
        const auto master = HdKey::fromSeed(Bytes(16, 7)).value();
        const auto whole = master.derive("m/44'/60'/0'/0/5").value();
        const auto half = master.derive("m/44'/60'").value();
        QCOMPARE(test::privateText(half.derive("m/0'/0/5").value()), test::privateText(whole));
        QCOMPARE(hexOf(ethereumAccount(Bytes(16, 7), 5)->address()), hexOf(whole.key().address()));
        QCOMPARE(codeOf(ethereumAccount(Bytes(16, 7), kHardened)), ErrorCode::hdkeyBadPath);
        QCOMPARE(codeOf(ethereumAccount(Bytes(15, 7), 0)), ErrorCode::hdkeySeedSize);
    }

    void refusesWhatIsNoPath() {
        const auto master = HdKey::fromSeed(Bytes(64, 1)).value();
        for (const auto* path : {"",
                                 "M",
                                 "n/0",
                                 "m0",
                                 "m/",
                                 "m//0",
                                 "m/0/",
                                 "m/x",
                                 "m/-1",
                                 "m/+1",
                                 "m/ 1",
                                 "m/0x1",
                                 "m/'",
                                 "m/0''",
                                 "m/2147483648",
                                 "m/2147483648'",
                                 "m/99999999999999999999",
                                 "0/1",
                                 "/0",
                                 "m/1'0"})
            QVERIFY2(codeOf(master.derive(path)) == ErrorCode::hdkeyBadPath, path);
        QCOMPARE(codeOf(master.derive("m/2147483647'")), "ok");
    }

    void seedsHaveTheirSizes() {
        for (const std::size_t size : {0U, 15U, 65U})
            QCOMPARE(codeOf(HdKey::fromSeed(Bytes(size, 1))), ErrorCode::hdkeySeedSize);
        for (const std::size_t size : {16U, 32U, 64U})
            QCOMPARE(codeOf(HdKey::fromSeed(Bytes(size, 1))), "ok");
    }

    void depthIsBounded() {
        auto key = HdKey::fromSeed(Bytes(16, 3)).value();
        for (int depth = 0; depth < 255; ++depth)
            key = key.child(kHardened).value();
        QCOMPARE(key.depth(), std::uint8_t{255});
        QCOMPARE(codeOf(key.child(0)), ErrorCode::hdkeyTooDeep);
    }
};

QTEST_APPLESS_MAIN(TestCryptoHdKey)
#include "tst_crypto_hd_key.moc"
