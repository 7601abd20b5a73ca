-- `key` is the sha256 of the model's name and the text; `vector` is Float32 numbers, little-endian.
CREATE TABLE vectors (
  key    TEXT PRIMARY KEY,
  vector BYTEA NOT NULL
);
