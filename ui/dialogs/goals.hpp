#pragma once

#include "pages/page.hpp"

#include <functional>
#include <optional>
#include <vector>

namespace aw::dialogs {

/// One thing to go to or to do.
struct Goal {
    QString text;
    QString hint; ///< what kind of thing it is, or its keys
    QString icon;
    QString also; ///< what else finds it: whole hashes, other words, its words in other languages
    std::function<void()> go;
    QString key = {};                         ///< names it among the recent ones, in every language
    std::optional<std::uint64_t> number = {}; ///< of the batch that it is about
    bool isThing = false; ///< goes to what has that number, instead of doing something to it
};

/// Says what came of an act; called at most once, in the GUI thread.
using Say = std::function<void(const QString&)>;

/// What the state of now offers: acts first, then operators, batches and L1 transactions.
std::vector<Goal> goalsOf(const pages::Context& context, const Say& say);

/// A text of the console in every language but the one in use, to be found by; its arguments filled in.
QString inOtherLanguages(const char* context, const char* source, const QStringList& arguments = {});

/// The goals in which every word of `query` is found, best first: what has exactly that number, then what is
/// done to it, then those in which a word begins so, then the rest, each in its order. An empty query finds
/// all; those that `recent` names come first then.
std::vector<std::size_t> ranked(const std::vector<Goal>& goals, const QString& query,
                                const QStringList& recent);

} // namespace aw::dialogs
