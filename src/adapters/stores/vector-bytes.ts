import { createHash } from "node:crypto";

/** A vector is found by its model and text. */
export const keyOf = (model: string, text: string): string =>
  createHash("sha256").update(model).update("\0").update(text).digest("hex");

/** Little-endian Float32 bytes. */
export const bytesOf = (vector: Float32Array): Uint8Array => {
  const view = new DataView(new ArrayBuffer(vector.length * 4));
  for (const [i, n] of vector.entries()) view.setFloat32(i * 4, n, true);
  return new Uint8Array(view.buffer);
};

export const floatsOf = (bytes: Uint8Array): Float32Array => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => view.getFloat32(i * 4, true));
};
