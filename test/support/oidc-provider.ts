import { createHash, createSign, generateKeyPairSync, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface OidcProvider {
  readonly issuer: string;
  /** What the next sign-ins say of the person. */
  claims: Readonly<Record<string, unknown>>;
  /** Changes the next ID token before it is signed: a provider that lies. */
  spoil: (token: Record<string, unknown>) => Record<string, unknown>;
  /** Signs the next tokens with a key that is not published. */
  wrongKey: boolean;
  readonly close: () => Promise<void>;
}

export const CLIENT = { clientId: "redflag", clientSecret: "s3cret-of-the-client" } as const;

const base64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/**
 * A small OpenID provider on this machine: everybody is signed in at once. Holds clients to their secret, their redirect
 * address and their code challenge, and gives a code once.
 */
export const startOidcProvider = async (): Promise<OidcProvider> => {
  const [keys, strangers] = [1, 2].map(() => generateKeyPairSync("rsa", { modulusLength: 2048 }));
  const codes = new Map<string, { challenge: string; nonce: string; redirectUri: string }>();
  const provider = { issuer: "", claims: { sub: "alice" }, spoil: (t: Record<string, unknown>) => t, wrongKey: false };

  const idToken = (nonce: string): string => {
    const at = Math.floor(Date.now() / 1000);
    const token = { iss: provider.issuer, aud: CLIENT.clientId, iat: at, exp: at + 300, nonce, ...provider.claims };
    const signed = `${base64({ alg: "RS256", kid: "k1" })}.${base64(provider.spoil(token))}`;
    const key = (provider.wrongKey ? strangers : keys)!.privateKey;
    return `${signed}.${createSign("RSA-SHA256").update(signed).sign(key, "base64url")}`;
  };

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", provider.issuer);
    const json = (value: unknown, status = 200): void =>
      void response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
    if (url.pathname === "/.well-known/openid-configuration")
      return json({
        issuer: provider.issuer,
        authorization_endpoint: `${provider.issuer}/authorize`,
        token_endpoint: `${provider.issuer}/token`,
        jwks_uri: `${provider.issuer}/keys`,
        response_types_supported: ["code"],
        subject_types_supported: ["public"],
        id_token_signing_alg_values_supported: ["RS256"],
        code_challenge_methods_supported: ["S256"],
      });
    if (url.pathname === "/keys")
      return json({ keys: [{ ...keys!.publicKey.export({ format: "jwk" }), kid: "k1", alg: "RS256", use: "sig" }] });
    if (url.pathname === "/authorize") {
      const asked = url.searchParams;
      const [code, back] = [randomBytes(8).toString("hex"), new URL(asked.get("redirect_uri") ?? "")];
      codes.set(code, {
        challenge: asked.get("code_challenge") ?? "",
        nonce: asked.get("nonce") ?? "",
        redirectUri: back.href,
      });
      back.searchParams.set("code", code);
      back.searchParams.set("state", asked.get("state") ?? "");
      return void response.writeHead(303, { location: back.href }).end();
    }
    let body = "";
    request.on("data", (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on("end", () => {
      const form = new URLSearchParams(body);
      const known = codes.get(form.get("code") ?? "");
      codes.delete(form.get("code") ?? "");
      const secret = `Basic ${Buffer.from(`${CLIENT.clientId}:${encodeURIComponent(CLIENT.clientSecret)}`).toString("base64")}`;
      const challenge = createHash("sha256")
        .update(form.get("code_verifier") ?? "")
        .digest("base64url");
      const holds =
        known &&
        known.challenge === challenge &&
        known.redirectUri === form.get("redirect_uri") &&
        isClient(request.headers.authorization, secret);
      if (!known || !holds) return json({ error: "invalid_grant" }, 400);
      json({ access_token: "access", token_type: "Bearer", expires_in: 300, id_token: idToken(known.nonce) });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  provider.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(provider, {
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  });
};

/** The secret is form-encoded before it is put into the header: "-" may come as "%2D". */
const isClient = (sent: string | undefined, wanted: string): boolean => {
  const plain = (header: string): string => decodeURIComponent(Buffer.from(header.slice(6), "base64").toString());
  return sent !== undefined && plain(sent) === plain(wanted);
};
