#include "models/short_texts.hpp"

#include <QCoreApplication>

namespace aw::models::texts {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(ShortTexts)
};

} // namespace

QString severity(api::Severity severity) {
    switch (severity) {
    case api::Severity::info:
        return Texts::tr("info");
    case api::Severity::good:
        return Texts::tr("good");
    case api::Severity::warning:
        return Texts::tr("warning");
    case api::Severity::bad:
        return Texts::tr("severe");
    }
    return {};
}

QString wrong(const api::Challenge& challenge) {
    switch (challenge.reason) {
    case api::FraudReason::rule:
        return Texts::tr("breaks rule %1").arg(QString::fromStdString(challenge.rule));
    case api::FraudReason::postRoot:
        return Texts::tr("wrong root");
    case api::FraudReason::txRoot:
        return Texts::tr("wrong txRoot");
    case api::FraudReason::cursor:
        return Texts::tr("wrong inbox cursor");
    }
    return {};
}

} // namespace aw::models::texts
