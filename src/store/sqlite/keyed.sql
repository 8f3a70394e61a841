-- Format 3: an entry is keyed by one number, its log's number above its place in that log (number << 40 | place), where
-- the own log's number is 0. The registers follow that key, and hold no text that one of their columns says already.

DROP TRIGGER logbook_no_update;
DROP TRIGGER logbook_no_delete;
DROP TRIGGER entry_no_update;
DROP TRIGGER entry_no_delete;
DROP TRIGGER personal_no_update;
DROP TRIGGER personal_no_delete;

CREATE TABLE logbook_3 (
    n   INTEGER PRIMARY KEY,
    log BLOB NOT NULL UNIQUE CHECK (length(log) = 16)
) STRICT;
INSERT INTO logbook_3 (n, log) SELECT 0, log FROM logbook;
DROP TABLE logbook;
ALTER TABLE logbook_3 RENAME TO logbook;

CREATE TABLE entry_3 (
    seq        INTEGER PRIMARY KEY,
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
    hash       BLOB    NOT NULL
) STRICT;
INSERT INTO entry_3 SELECT seq, uid, at, written_at, offset, boot, post, operator, subject, kind, version, body,
    commitment, format, prev, hash FROM entry ORDER BY seq;

CREATE TABLE personal_3 (
    seq  INTEGER PRIMARY KEY REFERENCES entry_3 (seq),
    salt BLOB    NOT NULL,
    json TEXT    NOT NULL
) STRICT;
INSERT INTO personal_3 SELECT seq, salt, json FROM personal ORDER BY seq;

DROP TABLE personal;
DROP TABLE entry;
ALTER TABLE entry_3 RENAME TO entry;
ALTER TABLE personal_3 RENAME TO personal;

-- An entry that opens a record mostly names it by its own uid.
CREATE INDEX entry_subject ON entry (subject) WHERE subject <> uid;

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

DROP TABLE record;
DROP TABLE deadline;
DROP TABLE struck;

CREATE TABLE record (
    seq       INTEGER PRIMARY KEY,
    subject   BLOB    NOT NULL,
    family    INTEGER NOT NULL,
    site      INTEGER NOT NULL,
    date      INTEGER NOT NULL,
    n         INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    post      TEXT    NOT NULL,
    status    INTEGER NOT NULL,
    inside    INTEGER NOT NULL,
    key       TEXT    NOT NULL,
    due_order INTEGER,
    state     TEXT    NOT NULL
) STRICT;

CREATE UNIQUE INDEX record_number ON record (family, date, site, n, seq >> 40);
CREATE INDEX record_newest ON record (family, at, seq, status);
CREATE INDEX record_open ON record (family, at) WHERE status = 0;
CREATE INDEX record_due ON record (family, due_order) WHERE status = 0;
CREATE INDEX record_inside ON record (family, at) WHERE inside = 1;
CREATE INDEX record_key ON record (family, key) WHERE key <> '';

-- What was promised and runs.
CREATE TABLE deadline (
    due_order INTEGER NOT NULL,
    seq       INTEGER NOT NULL,
    n         INTEGER NOT NULL,
    PRIMARY KEY (due_order, seq, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX deadline_record ON deadline (seq);

-- When each rung of what runs is reached; `sound` is -1 where it is only seen, 0 where it is heard once, else every so
-- many minutes.
CREATE TABLE rung (
    at    INTEGER NOT NULL,
    seq   INTEGER NOT NULL,
    n     INTEGER NOT NULL,
    sound INTEGER NOT NULL,
    PRIMARY KEY (at, seq, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX rung_record ON rung (seq);
CREATE INDEX rung_repeating ON rung (at, seq, n) WHERE sound > 0;

-- The live amendment of each struck field: its key keeps a correction from being forked.
CREATE TABLE struck (
    target INTEGER NOT NULL,
    field  TEXT    NOT NULL,
    amend  INTEGER NOT NULL,
    seq    INTEGER NOT NULL,
    PRIMARY KEY (target, field)
) STRICT, WITHOUT ROWID;
CREATE INDEX struck_record ON struck (seq);
