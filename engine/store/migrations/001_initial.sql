-- Everything that a node keeps. Hashes and bytes are blobs; numbers of 64 bits are stored as signed ones of the same
-- bits; amounts of wei are blobs of 16 bytes, big-endian.

CREATE TABLE txs (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT, -- order of acceptance; never given twice
    hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
    signing_hash BLOB NOT NULL CHECK (length(signing_hash) = 32),
    raw BLOB NOT NULL,
    sender BLOB NOT NULL CHECK (length(sender) = 20),
    nonce INTEGER NOT NULL,
    status INTEGER NOT NULL CHECK (status IN (0, 1, 2)), -- pending, included, dropped
    block INTEGER NOT NULL DEFAULT 0,
    position INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX txs_by_signing_hash ON txs (signing_hash);
CREATE INDEX txs_pending ON txs (sequence) WHERE status = 0;
CREATE INDEX txs_by_block ON txs (block) WHERE status = 1;

CREATE TABLE blocks (
    number INTEGER PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
    parent_hash BLOB NOT NULL CHECK (length(parent_hash) = 32),
    time_ms INTEGER NOT NULL,
    state_root BLOB NOT NULL CHECK (length(state_root) = 32),
    base_fee_wei INTEGER NOT NULL,
    fee_account INTEGER NOT NULL,
    tx_count INTEGER NOT NULL,
    txs_hash BLOB NOT NULL CHECK (length(txs_hash) = 32),
    entries BLOB NOT NULL, -- for each entry 0x00 and a transaction's hash, or 0x01 and an inbox index of 8 bytes
    records BLOB NOT NULL,
    inbox_after INTEGER NOT NULL,
    l1_number INTEGER NOT NULL,
    l1_hash BLOB NOT NULL CHECK (length(l1_hash) = 32)
) STRICT;

CREATE TABLE batches (
    number INTEGER PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
    header BLOB NOT NULL, -- abi.encode(BatchHeader)
    l1_tx_hash BLOB NOT NULL CHECK (length(l1_tx_hash) = 32),
    l1_block INTEGER NOT NULL,
    data BLOB NOT NULL,
    verdict INTEGER NOT NULL CHECK (verdict IN (0, 1, 2)), -- unknown, good, fraud
    verdict_detail TEXT NOT NULL,
    last_l2_block INTEGER NOT NULL
) STRICT;

CREATE TABLE l1_blocks (
    number INTEGER PRIMARY KEY,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    parent_hash BLOB NOT NULL CHECK (length(parent_hash) = 32),
    time_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE fences (
    key TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
