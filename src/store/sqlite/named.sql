-- Format 10: of what is there, whether it is itself inside (1) or only its driver (2); and the visits that the entries of
-- a vehicle have named.

DROP INDEX record_inside;
DROP INDEX record_driver;
CREATE INDEX record_inside ON record (family, at, seq, inside) WHERE inside > 0;
CREATE INDEX record_driver ON record (family, driver, at) WHERE inside > 0 AND driver <> '';

CREATE TABLE named (
    visit BLOB    NOT NULL,
    seq   INTEGER NOT NULL,
    PRIMARY KEY (visit, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX named_record ON named (seq);
