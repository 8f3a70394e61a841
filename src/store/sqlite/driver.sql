-- Format 9: by whose name a vehicle that is there, or whose driver is, is found; only registers have changed besides.

ALTER TABLE record ADD COLUMN driver TEXT NOT NULL DEFAULT '';

CREATE INDEX record_driver ON record (family, driver, at) WHERE inside = 1 AND driver <> '';
