import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { RedflagError } from "../../core/errors.ts";

export interface Opened {
  readonly value: unknown;
  /** Sealed with the former secret: seal it anew. */
  readonly former: boolean;
}

/** Encrypts small JSON values, bound to the name they are kept under so that one cannot stand in for another. */
export interface Seal {
  seal(name: string, value: unknown): string;
  /** Throws `RedflagError` "storage" when the secret is another one or the value was changed. */
  open(name: string, sealed: string): Opened;
}

const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * AES-256-GCM with a key derived from a secret of at least 32 characters. Sealed form: `v1.<base64url of iv, tag, data>`.
 * While a secret is changed, what the former one sealed is still opened.
 */
export const makeSeal = (secret: string, formerSecret: string | null = null): Seal => {
  const key = keyFrom(secret);
  const formerKey = formerSecret === null ? null : keyFrom(formerSecret);
  return {
    seal: (name, value) => {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv("aes-256-gcm", key, iv).setAAD(Buffer.from(name));
      const data = Buffer.concat([cipher.update(JSON.stringify(value), "utf8"), cipher.final()]);
      return `v1.${Buffer.concat([iv, cipher.getAuthTag(), data]).toString("base64url")}`;
    },
    open: (name, sealed) => {
      try {
        return { value: opened(key, name, sealed), former: false };
      } catch (cause) {
        if (formerKey === null) throw undecipherable(cause);
      }
      try {
        return { value: opened(formerKey, name, sealed), former: true };
      } catch (cause) {
        throw undecipherable(cause);
      }
    },
  };
};

const keyFrom = (secret: string): Buffer => createHash("sha256").update(`redflag slack installs v1:${secret}`).digest();

const opened = (key: Buffer, name: string, sealed: string): unknown => {
  const bytes = Buffer.from(sealed.replace(/^v1\./, ""), "base64url");
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, IV_BYTES)).setAAD(Buffer.from(name));
  decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  const data = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
  return JSON.parse(data.toString("utf8"));
};

const undecipherable = (cause: unknown): RedflagError =>
  new RedflagError(
    "storage",
    "A stored Slack installation could not be decrypted. Nothing was changed. Set the former secret as SLACK_INSTALL_SECRET_OLD or install Redflag again.",
    { cause },
  );
