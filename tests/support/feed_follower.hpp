#pragma once

#include "feed/subscriber.hpp"
#include "feed_items.hpp"

#include <boost/asio/io_context.hpp>

namespace aw::test {

using feed::Delivery, feed::Equivocation, feed::Subscriber, feed::SubscriberConfig;
using Seqs = std::vector<std::uint64_t>;

/// A follower that records what it is given.
struct Follower {
    std::vector<Delivery> deliveries;
    std::vector<Error> faults;
    std::optional<Equivocation> proof;
    bool accept = true;
    std::size_t calls = 0;
    std::unique_ptr<Subscriber> subscriber;

    Follower(boost::asio::io_context& context, const std::string& url, std::uint64_t publisherKey,
             std::uint64_t ownKey, const std::function<void(SubscriberConfig&)>& adjust = {}) {
        SubscriberConfig config{.url = url, .publisher = feedKey(publisherKey)->address(), .domain = kDomain};
        config.backoffMin = std::chrono::milliseconds(5);
        config.backoffMax = std::chrono::milliseconds(20);
        if (adjust) adjust(config);
        subscriber = std::make_unique<Subscriber>(
            context.get_executor(), feedKey(ownKey), config,
            Subscriber::Callbacks{
                .onItems = [this](std::vector<Delivery> items) -> boost::asio::awaitable<feed::Taken> {
                    ++calls;
                    if (!accept) co_return feed::Taken::no;
                    for (auto& item : items)
                        deliveries.push_back(std::move(item));
                    co_return feed::Taken::kept;
                },
                .onState = {},
                .onFault =
                    [this](const Error& error, const std::optional<Equivocation>& evidence) {
                        faults.push_back(error);
                        if (evidence) proof = evidence;
                    }});
        subscriber->start();
    }

    Seqs seqs(bool snapshot = false) const {
        Seqs result;
        for (const auto& delivery : deliveries)
            if (delivery.snapshot == snapshot) result.push_back(delivery.seq);
        return result;
    }
};

} // namespace aw::test
