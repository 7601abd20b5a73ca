import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { RedflagError } from "../../core/errors.ts";

/** Encrypts small JSON values, bound to the name they are kept under so that one cannot stand in for another. */
export interface Seal {
  seal(name: string, value: unknown): string;
  /** Throws `RedflagError` "storage" when the secret is another one or the value was changed. */
  open(name: string, sealed: string): unknown;
}

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM with a key derived from a secret of at least 32 characters. Sealed form: `v1.<base64url of iv, tag, data>`. */
export const makeSeal = (secret: string): Seal => {
  const key = createHash("sha256").update(`redflag slack installs v1:${secret}`).digest();
  return {
    seal: (name, value) => {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv("aes-256-gcm", key, iv).setAAD(Buffer.from(name));
      const data = Buffer.concat([cipher.update(JSON.stringify(value), "utf8"), cipher.final()]);
      return `v1.${Buffer.concat([iv, cipher.getAuthTag(), data]).toString("base64url")}`;
    },
    open: (name, sealed) => {
      try {
        const bytes = Buffer.from(sealed.replace(/^v1\./, ""), "base64url");
        const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, IV_BYTES)).setAAD(Buffer.from(name));
        decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
        const data = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
        return JSON.parse(data.toString("utf8"));
      } catch (cause) {
        throw undecipherable(cause);
      }
    },
  };
};

const undecipherable = (cause: unknown): RedflagError =>
  new RedflagError(
    "storage",
    "A stored Slack installation could not be decrypted. Nothing was changed. Restore the former SLACK_INSTALL_SECRET or install Redflag again.",
    { cause },
  );
