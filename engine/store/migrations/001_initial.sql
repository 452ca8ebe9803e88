-- Everything that a node keeps but the accounts. Hashes and bytes are blobs; numbers of 64 bits are stored as signed
-- ones of the same bits; amounts of wei are blobs of 16 bytes, big-endian.
--
-- "Parts" hold bytes of any length, with the first 8 bytes of their keccak-256 before them, cut into pieces of which
-- four fill a page: id = number << 16 | piece.

CREATE TABLE blocks (
    number INTEGER PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
    parent_hash BLOB NOT NULL CHECK (length(parent_hash) = 32),
    time_ms INTEGER NOT NULL,
    state_root BLOB NOT NULL CHECK (length(state_root) = 32),
    base_fee_wei INTEGER NOT NULL,
    fee_account INTEGER NOT NULL,
    tx_count INTEGER NOT NULL, -- of users; forced ones are not counted
    txs_hash BLOB NOT NULL CHECK (length(txs_hash) = 32),
    inbox_after INTEGER NOT NULL,
    l1_number INTEGER NOT NULL,
    l1_hash BLOB NOT NULL CHECK (length(l1_hash) = 32),
    first_tx INTEGER NOT NULL, -- id in txs; the block has first_tx .. first_tx + tx_rows - 1
    tx_rows INTEGER NOT NULL,
    accounts_before INTEGER NOT NULL -- number of accounts before the block; 0 where nothing is known of it
) STRICT;
CREATE INDEX blocks_by_first_tx ON blocks (first_tx);

CREATE TABLE record_parts (
    id INTEGER PRIMARY KEY, -- number: of the block
    part BLOB NOT NULL
) STRICT;
CREATE TABLE undo_parts (
    id INTEGER PRIMARY KEY, -- number: of the block
    part BLOB NOT NULL
) STRICT;
CREATE TABLE block_batches (
    block INTEGER PRIMARY KEY,
    batch INTEGER NOT NULL
) STRICT;

-- Transactions of blocks, in the order of execution.
CREATE TABLE txs (
    id INTEGER PRIMARY KEY,
    raw BLOB NOT NULL,
    sender INTEGER NOT NULL,
    recipient INTEGER NOT NULL,
    token INTEGER NOT NULL,
    kind INTEGER NOT NULL, -- 1: signed, 0: not; 2 more where it came through the inbox
    mark INTEGER NOT NULL -- 32 bits made of keccak-256(raw) and the other columns
) STRICT;

-- Indexes of txs. After a rewind their entries stay, and the ids are given again: an entry says where to look, and
-- what stands there says whether it is true.
CREATE TABLE txs_by_hash (
    key INTEGER NOT NULL, -- the first 6 bytes of the hash of a signed one
    id INTEGER NOT NULL,
    PRIMARY KEY (key, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE txs_by_sender (
    account INTEGER NOT NULL,
    id INTEGER NOT NULL,
    PRIMARY KEY (account, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE txs_by_recipient (
    account INTEGER NOT NULL,
    id INTEGER NOT NULL,
    PRIMARY KEY (account, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE txs_of_tokens (
    id INTEGER PRIMARY KEY
) STRICT;

-- In which blocks an account changed: those of the transactions that it sent or received, and these. The undo of
-- the block says whether it did.
CREATE TABLE other_changes (
    account INTEGER NOT NULL,
    block INTEGER NOT NULL,
    PRIMARY KEY (account, block)
) STRICT, WITHOUT ROWID;
CREATE TABLE supply_changes (
    token INTEGER NOT NULL,
    block INTEGER NOT NULL,
    PRIMARY KEY (token, block)
) STRICT, WITHOUT ROWID;

-- Signed transactions that are in no block, in the order in which they are to be executed.
CREATE TABLE pending (
    sequence INTEGER PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
    raw BLOB NOT NULL,
    sender BLOB NOT NULL CHECK (length(sender) = 20)
) STRICT;

CREATE TABLE batches (
    id INTEGER PRIMARY KEY,
    number INTEGER NOT NULL,
    hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
    header BLOB NOT NULL, -- abi.encode(BatchHeader)
    l1_tx_hash BLOB NOT NULL CHECK (length(l1_tx_hash) = 32),
    l1_block INTEGER NOT NULL,
    l1_log_index INTEGER NOT NULL,
    l1_block_hash BLOB NOT NULL CHECK (length(l1_block_hash) = 32),
    time_ms INTEGER NOT NULL,
    verdict INTEGER NOT NULL CHECK (verdict IN (0, 1, 2)), -- unknown, good, fraud
    verdict_detail TEXT NOT NULL,
    first_l2_block INTEGER NOT NULL,
    last_l2_block INTEGER NOT NULL,
    tx_count INTEGER NOT NULL,
    data_bytes INTEGER NOT NULL,
    gas_used INTEGER NOT NULL,
    cost_wei BLOB NOT NULL CHECK (length(cost_wei) = 16),
    rolled_back_at INTEGER NOT NULL -- L1 block; 0 while it is in the chain
) STRICT;
CREATE UNIQUE INDEX batches_in_chain ON batches (number) WHERE rolled_back_at = 0;
CREATE INDEX batches_by_l1_block ON batches (l1_block, l1_log_index);
CREATE INDEX batches_rolled_back ON batches (rolled_back_at) WHERE rolled_back_at <> 0;
CREATE TABLE batch_parts (
    id INTEGER PRIMARY KEY, -- number: the id of the batch
    part BLOB NOT NULL
) STRICT;

CREATE TABLE l1_blocks (
    number INTEGER PRIMARY KEY,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    parent_hash BLOB NOT NULL CHECK (length(parent_hash) = 32),
    time_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE l1_events (
    block INTEGER NOT NULL,
    log_index INTEGER NOT NULL,
    tx_hash BLOB NOT NULL CHECK (length(tx_hash) = 32),
    address BLOB NOT NULL CHECK (length(address) = 20),
    topics BLOB NOT NULL CHECK (length(topics) % 32 = 0),
    data BLOB NOT NULL,
    PRIMARY KEY (block, log_index)
) STRICT, WITHOUT ROWID;
CREATE TABLE inbox (
    number INTEGER PRIMARY KEY,
    l1_block INTEGER NOT NULL,
    entry BLOB NOT NULL,
    raw BLOB NOT NULL -- the signed forced transaction; empty where there is none
) STRICT;
CREATE TABLE tokens (
    number INTEGER PRIMARY KEY,
    l1_block INTEGER NOT NULL,
    address BLOB NOT NULL CHECK (length(address) = 20),
    -- what its contract answered, as it came; NULL while L1 was not asked
    name BLOB,
    symbol BLOB,
    decimals BLOB
) STRICT;
CREATE TABLE demands (
    id INTEGER PRIMARY KEY,
    batch INTEGER NOT NULL,
    l1_block INTEGER NOT NULL,
    overdue_after INTEGER NOT NULL,
    document TEXT NOT NULL,
    settled_at INTEGER -- L1 block; nothing while it is open
) STRICT;
CREATE INDEX demands_open ON demands (id) WHERE settled_at IS NULL;

CREATE TABLE documents (
    sequence INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    text TEXT NOT NULL,
    UNIQUE (kind, key)
) STRICT;
CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE fences (
    key TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- Numbers of the store itself: 'history-from', 'l1-progress'.
CREATE TABLE numbers (
    key TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
