import { createSign, generateKeyPairSync, type KeyObject } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

interface Claims {
  readonly iss?: string;
  readonly aud?: string;
  readonly serviceurl?: string;
  /** Seconds from now; negative is past. */
  readonly expiresIn?: number;
}

export interface Issuer {
  readonly issuer: string;
  readonly openIdMetadataUrl: string;
  /** "Bearer …", right in everything that `claims` does not change. `key` signs in the place of the published one. */
  token(claims?: Claims, key?: KeyObject): string;
  readonly strangersKey: KeyObject;
  stop(): Promise<void>;
}

const KEY_ID = "example-key";
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** Stands in for Microsoft's token service: OpenID metadata and keys on loopback, and tokens signed with them. */
export const startIssuer = async (appId: string, serviceUrl: string): Promise<Issuer> => {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const stranger = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const issuer = "https://issuer.example";
  const server = createServer((request, response) => {
    const base = `http://${request.headers.host}`;
    const body =
      request.url === "/keys"
        ? { keys: [{ ...publicKey.export({ format: "jwk" }), kid: KEY_ID, use: "sig", endorsements: ["msteams"] }] }
        : { issuer, jwks_uri: `${base}/keys`, id_token_signing_alg_values_supported: ["RS256"] };
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    issuer,
    openIdMetadataUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/openid`,
    strangersKey: stranger.privateKey,
    token: ({ expiresIn = 3_600, ...claims } = {}, key = privateKey) => {
      const seconds = Math.floor(Date.now() / 1000);
      const payload = {
        iss: issuer,
        aud: appId,
        serviceurl: serviceUrl,
        nbf: seconds - 7_200,
        exp: seconds + expiresIn,
        ...claims,
      };
      const signed = `${encode({ alg: "RS256", typ: "JWT", kid: KEY_ID })}.${encode(payload)}`;
      return `Bearer ${signed}.${createSign("RSA-SHA256").update(signed).sign(key, "base64url")}`;
    },
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};
