#pragma once

#include "pages/page.hpp"

class QLineEdit;

namespace aw::models {
class L1TxModel;
class WordFilter;
} // namespace aw::models
namespace aw::widgets {
class Card;
class DataTable;
class EmptyState;
class FlowGrid;
class HashLabel;
class MarginFigures;
class MarginPlot;
class StatTile;
} // namespace aw::widgets

namespace aw::pages {

/// What the viewpoint's operator does on L1: how long its funds last, what a transfer costs and pays, and
/// every L1 transaction from queued to confirmed.
class AnchorsPage : public Page {
    Q_OBJECT
public:
    explicit AnchorsPage(const Context& context, QWidget* parent = nullptr);

protected:
    void show(const SnapshotPtr& snapshot) override;

private:
    void addTable();
    void showFunds(const api::L1Account& account);
    void showTable(const api::Snapshot& snapshot);
    void followSelection();

    widgets::EmptyState* m_noAccount;
    widgets::Card* m_unknown; ///< around m_noAccount
    widgets::FlowGrid* m_funds;
    QList<widgets::StatTile*> m_tiles;
    widgets::HashLabel* m_address;
    widgets::MarginFigures* m_figures;
    widgets::MarginPlot* m_plot;
    widgets::Card* m_card;
    models::L1TxModel* m_model;
    models::WordFilter* m_filter;
    QLineEdit* m_words;
    widgets::DataTable* m_table;
    widgets::EmptyState* m_empty;
    bool m_following = false;
};

} // namespace aw::pages
