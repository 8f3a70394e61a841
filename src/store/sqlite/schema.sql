-- The truth: the logbook's name, its entries and their personal parts.

CREATE TABLE logbook (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    log BLOB NOT NULL CHECK (length(log) = 16)
) STRICT;

CREATE TABLE entry (
    log        BLOB    NOT NULL,
    seq        INTEGER NOT NULL,
    uid        BLOB    NOT NULL UNIQUE,
    at         INTEGER NOT NULL,
    written_at INTEGER NOT NULL,
    offset     INTEGER NOT NULL,
    boot       BLOB    NOT NULL,
    post       TEXT    NOT NULL,
    operator   TEXT    NOT NULL,
    subject    BLOB    NOT NULL,
    kind       TEXT    NOT NULL,
    version    INTEGER NOT NULL,
    body       TEXT    NOT NULL,
    commitment BLOB    NOT NULL,
    format     INTEGER NOT NULL,
    prev       BLOB    NOT NULL,
    hash       BLOB    NOT NULL,
    PRIMARY KEY (log, seq)
) STRICT;

CREATE INDEX entry_subject ON entry (subject, seq);

CREATE TABLE personal (
    log  BLOB    NOT NULL,
    seq  INTEGER NOT NULL,
    salt BLOB    NOT NULL,
    json TEXT    NOT NULL,
    PRIMARY KEY (log, seq),
    FOREIGN KEY (log, seq) REFERENCES entry (log, seq)
) STRICT;

CREATE TRIGGER logbook_no_update BEFORE UPDATE ON logbook
BEGIN SELECT RAISE(ABORT, 'the logbook keeps its name'); END;
CREATE TRIGGER logbook_no_delete BEFORE DELETE ON logbook
BEGIN SELECT RAISE(ABORT, 'the logbook keeps its name'); END;
CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry
BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;
CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'entries are never removed'); END;
CREATE TRIGGER personal_no_update BEFORE UPDATE ON personal
BEGIN SELECT RAISE(ABORT, 'personal parts are never changed'); END;
CREATE TRIGGER personal_no_delete BEFORE DELETE ON personal
BEGIN SELECT RAISE(ABORT, 'personal parts are never removed'); END;

-- The registers: folded from the entries, and nothing in them that a rebuild would not give again.

CREATE TABLE record (
    subject   BLOB    NOT NULL PRIMARY KEY,
    seq       INTEGER NOT NULL,
    last      INTEGER NOT NULL,
    family    TEXT    NOT NULL,
    site      INTEGER NOT NULL,
    date      TEXT    NOT NULL,
    n         INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    post      TEXT    NOT NULL,
    status    TEXT    NOT NULL,
    inside    INTEGER NOT NULL,
    key       TEXT    NOT NULL,
    due_order INTEGER,
    state     TEXT    NOT NULL
) STRICT;

CREATE UNIQUE INDEX record_number ON record (family, site, date, n);
CREATE INDEX record_newest ON record (family, at, seq, status);
CREATE INDEX record_open ON record (family, at, seq) WHERE status = 'open';
CREATE INDEX record_due ON record (family, due_order IS NULL, due_order, seq) WHERE status = 'open';
CREATE INDEX record_inside ON record (family, at, seq) WHERE inside = 1;
CREATE INDEX record_key ON record (family, key, seq) WHERE key <> '';

CREATE TABLE deadline (
    subject   BLOB    NOT NULL,
    seq       INTEGER NOT NULL,
    n         INTEGER NOT NULL,
    stage     TEXT    NOT NULL,
    due_order INTEGER NOT NULL,
    clock     TEXT    NOT NULL,
    PRIMARY KEY (subject, n)
) STRICT, WITHOUT ROWID;

CREATE INDEX deadline_due ON deadline (due_order, seq, n);

-- The live amendment of each struck field: its key keeps a correction from being forked.
CREATE TABLE struck (
    subject BLOB    NOT NULL,
    seq     INTEGER NOT NULL,
    target  INTEGER NOT NULL,
    field   TEXT    NOT NULL,
    PRIMARY KEY (target, field)
) STRICT, WITHOUT ROWID;

CREATE INDEX struck_subject ON struck (subject);
