#include "state/page_pool.hpp"

#include <QTest>

#include <cstring>
#include <set>
#include <thread>
#include <vector>

using namespace aw::state;

class TestStatePagePool : public QObject {
    Q_OBJECT

private slots:
    void pagesAreApartAndAligned() {
        constexpr std::size_t kSize = 600; // rounded up to 640
        PagePool pool(kSize);
        std::set<std::uintptr_t> places;
        std::vector<void*> pages;
        for (int i = 0; i < 10'000; ++i) { // three blocks
            auto* const page = pool.take();
            std::memset(page, i, kSize);
            pages.push_back(page);
            places.insert(reinterpret_cast<std::uintptr_t>(page));
        }
        QCOMPARE(places.size(), pages.size());
        std::uintptr_t end = 0;
        for (const auto place : places) {
            QCOMPARE(place % 64, std::uintptr_t{0});
            QVERIFY(place >= end);
            end = place + kSize;
        }
        for (auto* const page : pages)
            pool.give(page);
    }

    void whatIsGivenBackIsUsedAgain() {
        PagePool pool(64);
        std::set<void*> first;
        for (int i = 0; i < 100; ++i)
            first.insert(pool.take());
        for (auto* const page : first)
            pool.give(page);
        pool.give(nullptr);
        std::set<void*> again;
        for (int i = 0; i < 100; ++i)
            again.insert(pool.take());
        QCOMPARE(again.size(), std::size_t{100});
#ifndef AW_ADDRESS_SANITIZER // there each page is memory of its own
        QVERIFY(first == again);
#endif
        for (auto* const page : again)
            pool.give(page);
    }

    void threadsShareIt() {
        PagePool pool(128);
        std::vector<std::jthread> threads;
        for (int thread = 0; thread < 4; ++thread)
            threads.emplace_back([&pool, thread] {
                for (int turn = 0; turn < 200; ++turn) {
                    std::vector<unsigned char*> mine;
                    for (int i = 0; i < 50; ++i) {
                        mine.push_back(static_cast<unsigned char*>(pool.take()));
                        std::memset(mine.back(), thread, 128);
                    }
                    for (auto* const page : mine) {
                        if (page[0] != thread || page[127] != thread) qFatal("a page was given twice");
                        pool.give(page);
                    }
                }
            });
    }
};

QTEST_APPLESS_MAIN(TestStatePagePool)
#include "tst_state_page_pool.moc"
