-- Format 4: how many people of a record are inside, and a vehicle's stays by when they began.

ALTER TABLE record ADD COLUMN people INTEGER NOT NULL DEFAULT 0;

-- Vehicles are family 6.
CREATE INDEX record_stay ON record (key, at) WHERE family = 6 AND key <> '';
