-- What operators want done on L1. All times are milliseconds of the system clock.
CREATE TABLE l1_intents (
    id INTEGER PRIMARY KEY,          -- rising; never used twice
    account BLOB NOT NULL CHECK (length(account) = 20),
    settled INTEGER NOT NULL CHECK (settled IN (0, 1)), -- 1: nothing becomes of it any more
    created_ms INTEGER NOT NULL,
    spent_ms INTEGER NOT NULL,       -- when its receipt was noticed; 0 without one
    cost_wei BLOB NOT NULL CHECK (length(cost_wei) = 16),
    document TEXT NOT NULL           -- the rest, of the node's own form
) STRICT;
CREATE INDEX l1_intents_open ON l1_intents (id) WHERE settled = 0;
CREATE INDEX l1_intents_spent ON l1_intents (spent_ms) WHERE spent_ms > 0;

-- The call data of those that are not settled: written once, and by far the most of them.
CREATE TABLE l1_intent_data (
    id INTEGER PRIMARY KEY,
    data BLOB NOT NULL
) STRICT;
