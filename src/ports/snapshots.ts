/** Compiled indexes as bytes, by key. What is lost here is only made anew. */
export interface SnapshotStore {
  /** `null` when there is none, or none that can be read. */
  read(key: string): Promise<Uint8Array | null>;
  /** Never rejects: a snapshot that cannot be kept costs time at the next start, nothing else. */
  write(key: string, bytes: Uint8Array): Promise<void>;
}
