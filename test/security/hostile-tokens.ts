import { toBase64Url, toHex, utf8 } from "../../src/kernel/bytes.ts";

/** What an attacker has, and what he has not: tokens are made of both, so that only what is meant to be wrong is wrong. */
export interface Forge {
  readonly token: string;
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly publicJwk: Readonly<Record<string, string>>;
  /** The public key as SPKI. */
  readonly publicSpki: Uint8Array;
  readonly masterSecret: string;
  readonly nowSeconds: number;
  /** Any header and claims, given as text where they are no JSON, under the server's own key: what is wrong is in them. */
  readonly sign: (header: unknown, claims: unknown) => Promise<string>;
  /** The same under a key of the attacker's. */
  readonly signAs: (curve: "P-256" | "P-384" | "Ed25519", header: unknown, claims: unknown) => Promise<string>;
}

export interface HostileToken {
  readonly name: string;
  readonly authorization: string;
}

type Made = readonly [name: string, token: string | Promise<string>, scheme?: string];

export const encode = (given: unknown): string =>
  toBase64Url(utf8(typeof given === "string" ? given : JSON.stringify(given)));

export async function hmac(
  secret: Uint8Array<ArrayBuffer>,
  header: unknown,
  claims: unknown,
  hash = "SHA-256",
): Promise<string> {
  const key = await crypto.subtle.importKey("raw", secret, { name: "HMAC", hash }, false, ["sign"]);
  const input = `${encode(header)}.${encode(claims)}`;
  return `${input}.${toBase64Url(new Uint8Array(await crypto.subtle.sign("HMAC", key, utf8(input))))}`;
}

const makers = [algorithms, confusions, keyIds, headers, repeated, claimTypes, shapes, signatures, otherKeys, others];

export async function hostileTokens(forge: Forge): Promise<readonly HostileToken[]> {
  const made = makers.flatMap((make) => make(forge).map((each) => [make.name, ...each] as const));
  const tokens: HostileToken[] = [];
  for (const [family, name, token, scheme = "Bearer "] of made) {
    tokens.push({ name: `${family}: ${name}`, authorization: `${scheme}${await token}` });
  }
  return tokens;
}

/** RFC 8725 section 2.1: an algorithm of the attacker's choice. */
function algorithms({ token, header }: Forge): readonly Made[] {
  const [, payload = "", signature = ""] = token.split(".");
  const algs = [
    ...["none", "None", "NONE", "nOnE", "", " none", "null", "undefined", "HS384", "HS512", "RS256", "RS384", "RS512"],
    ...[
      "PS256",
      "PS384",
      "PS512",
      "ES256K",
      "ES384",
      "ES512",
      "EdDSA",
      "Ed25519",
      "Ed448",
      "es256",
      "ES256 ",
      " ES256",
    ],
    ...["ES-256", "ES256\u0000", "dir", "A128KW", "RSA-OAEP", "ECDH-ES", "PBES2-HS256+A128KW", "__proto__", "toString"],
  ];
  return algs.flatMap((alg): readonly Made[] => {
    const start = `${encode({ ...header, alg })}.${payload}`;
    const name = JSON.stringify(alg);
    return [
      [`${name}, unsigned`, `${start}.`],
      [`${name}, with the old signature`, `${start}.${signature}`],
      [`${name}, with another signature`, `${start}.AAAA`],
    ];
  });
}

/** RFC 8725 section 2.1 again: what is public, or guessed, as the secret of an HMAC. */
function confusions({ header, claims, publicJwk, publicSpki, masterSecret }: Forge): readonly Made[] {
  const base64 = btoa(String.fromCharCode(...publicSpki));
  const pem = `-----BEGIN PUBLIC KEY-----\n${(base64.match(/.{1,64}/g) ?? []).join("\n")}\n-----END PUBLIC KEY-----`;
  const secrets: readonly (readonly [string, Uint8Array<ArrayBuffer>])[] = [
    ["the PEM", utf8(pem)],
    ["the PEM and a line's end", utf8(`${pem}\n`)],
    ["the SPKI", new Uint8Array(publicSpki)],
    ["the SPKI in base64", utf8(base64)],
    ["the SPKI in hexadecimal", utf8(toHex(publicSpki))],
    ["the JWK", utf8(JSON.stringify(publicJwk))],
    ["x", utf8(publicJwk.x ?? "")],
    ["x and y", utf8(`${publicJwk.x}${publicJwk.y}`)],
    ["the kid", utf8(publicJwk.kid ?? "")],
    ["the master secret", utf8(masterSecret)],
    ["a word", utf8("secret")],
    ["one zero", new Uint8Array(1)],
  ];
  const asService = { ...claims, role: "service_role" };
  return secrets.flatMap(([name, secret]): readonly Made[] => [
    [`${name}, under the key's id`, hmac(secret, { ...header, alg: "HS256" }, claims)],
    [`${name}, under no id`, hmac(secret, { alg: "HS256", typ: "JWT" }, asService)],
    [
      `${name}, as an API key`,
      hmac(secret, { alg: "HS256", kid: "perigee-api-key" }, { role: "service_role", iss: "perigee", exp: 4e9 }),
    ],
    [`${name}, called ES256`, hmac(secret, header, claims)],
    [`${name}, HS512`, hmac(secret, { ...header, alg: "HS512" }, claims, "SHA-512")],
  ]);
}

/** RFC 8725 section 3.10: a kid is a text of somebody else's. */
function keyIds({ header, claims, sign, signAs }: Forge): readonly Made[] {
  const kids: readonly unknown[] = [
    ...[
      "",
      " ",
      "unknown",
      "' or 1=1 --",
      "' union select 'x' --",
      "../../dev/null",
      "/dev/null",
      "__proto__",
      "constructor",
    ],
    ...[
      "https://attacker.example/key",
      "\u0000",
      "x".repeat(4_000),
      "perigee-api-key ",
      null,
      1,
      true,
      [header.kid],
      { kid: header.kid },
    ],
  ];
  return kids.flatMap((kid): readonly Made[] => [
    [`${JSON.stringify(kid).slice(0, 40)}, the server's signature`, sign({ ...header, kid }, claims)],
    [`${JSON.stringify(kid).slice(0, 40)}, the attacker's`, signAs("P-256", { ...header, kid }, claims)],
  ]);
}

/** RFC 7515 sections 4.1.2 to 4.1.11, RFC 7797, RFC 8725 section 3.11: members that would change what is verified, and how. */
function headers({ header, claims, publicJwk, sign, signAs }: Forge): readonly Made[] {
  const members: readonly (readonly [string, unknown])[] = [
    ["jku", "https://attacker.example/jwks.json"],
    ["x5u", "https://attacker.example/cert.pem"],
    ["x5c", ["AAAA"]],
    ["x5t", "AAAA"],
    ["x5t#S256", "AAAA"],
    ["jwk", publicJwk],
    ["crit", ["exp"]],
    ["crit", []],
    ["crit", ["b64"]],
    ["b64", false],
    ["b64", true],
    ["zip", "DEF"],
    ["enc", "A256GCM"],
    ["cty", "JWT"],
    ["p2c", 1_000_000_000],
    ["epk", publicJwk],
    ["iss", "x"],
    ["exp", 4e9],
    ["nonce", "x"],
    ["toString", "x"],
    ...["at+jwt", "logout+jwt", "dpop+jwt", "id+jwt", "JWE", "JOSE", "", "jwt ", 1, null, ["JWT"], {}].map(
      (typ) => ["typ", typ] as const,
    ),
  ];
  return members.flatMap(([name, member]): readonly Made[] => [
    [`${name} ${JSON.stringify(member)}`.slice(0, 60), sign({ ...header, [name]: member }, claims)],
    [`${name}, the attacker's signature`, signAs("P-256", { ...header, [name]: member }, claims)],
  ]);
}

/** RFC 7515 section 4, RFC 7519 section 4: a name twice, of which readers take different ones. */
function repeated({ header, claims, sign }: Forge): readonly Made[] {
  const head = JSON.stringify(header).slice(0, -1);
  const body = JSON.stringify(claims).slice(0, -1);
  return [
    ["alg none first", sign(`{"alg":"none",${head.slice(1)}}`, claims)],
    ["alg none last", sign(`${head},"alg":"none"}`, claims)],
    ["alg twice alike", sign(`${head},"alg":"ES256"}`, claims)],
    ["alg in another spelling", sign(`${head},"\\u0061lg":"ES256"}`, claims)],
    ["kid", sign(`${head},"kid":"${String(header.kid)}"}`, claims)],
    ["typ", sign(`${head},"typ":"JWT"}`, claims)],
    ...["role", "sub", "session_id", "aud", "iss", "exp", "aal"].map(
      (name): Made => [`claim ${name}`, sign(header, `${body},"${name}":${JSON.stringify(claims[name])}}`)],
    ),
    ["a claim in another spelling", sign(header, `${body},"r\\u006fle":"service_role"}`)],
    ["a claim's member", sign(header, `${body},"x":{"a":1,"a":2}}`)],
  ];
}

/** RFC 8725 sections 3.8 to 3.12, RFC 7519 section 4.1. */
function claimTypes({ header, claims, nowSeconds, sign }: Forge): readonly Made[] {
  const wrong: Readonly<Record<string, readonly unknown[]>> = {
    exp: [undefined, null, true, "9999999999", [], {}, 0, -1, nowSeconds, nowSeconds - 1, nowSeconds - 3_600],
    nbf: [null, true, "1", [], {}, nowSeconds + 3_600, 1e300],
    iat: [null, true, "1", [], {}, nowSeconds + 3_600, 1e300],
    iss: [undefined, null, 1, "", "supabase", "perigee", "https://attacker.example/auth/v1", ["perigee/auth/v1"], {}],
    aud: [
      undefined,
      null,
      1,
      "",
      "other",
      "Authenticated",
      [],
      {},
      ["other"],
      [1, "authenticated"],
      [["authenticated"]],
    ],
    sub: [undefined, null, 1, "", true, [], {}],
    role: [
      undefined,
      null,
      1,
      "",
      "postgres",
      "constructor",
      "__proto__",
      "SERVICE_ROLE",
      "service_role ",
      ["service_role"],
      {},
    ],
    session_id: [undefined, null, 1, "", true, [], {}, "00000000-0000-4000-8000-000000000000", "' or '1'='1"],
  };
  const whole: readonly unknown[] = [
    "[]",
    '"text"',
    "1",
    "null",
    "",
    "{",
    `{"exp":${"9".repeat(400)}}`,
    `${"[".repeat(2_000)}${"]".repeat(2_000)}`,
  ];
  return [
    ...Object.entries(wrong).flatMap(([name, values]) =>
      values.map((value): Made => [`${name} ${JSON.stringify(value)}`, sign(header, { ...claims, [name]: value })]),
    ),
    ...whole.map((payload): Made => [`payload ${String(payload).slice(0, 20)}`, sign(header, payload)]),
  ];
}

/** RFC 7515 section 7.1, RFC 4648 section 3: a token has one spelling. */
function shapes({ token, header, claims, sign }: Forge): readonly Made[] {
  const [head = "", payload = "", signature = ""] = token.split(".");
  const cuts = Array.from({ length: 25 }, (_, turn) => Math.floor((token.length * turn) / 25));
  return [
    ...cuts.map((length): Made => [`cut at ${length}`, token.slice(0, length)]),
    ...[0, 1, 3, 4, 5, 6].map(
      (parts): Made => [`${parts} dots`, Array.from({ length: parts + 1 }, () => "e30").join(".")],
    ),
    ["without a header", `.${payload}.${signature}`],
    ["without a payload", `${head}..${signature}`],
    ["without a signature", `${head}.${payload}.`],
    ["without dots", `${head}${payload}${signature}`],
    ["padding", `${token}=`],
    ["two paddings", `${token}==`],
    ["padding inside", `${head}=.${payload}.${signature}`],
    ["the other alphabet", `${head}.${payload}.${"+/".repeat(43)}`],
    ["a space inside", `${head}. ${payload}.${signature}`],
    ["a tab inside", `${head}.${payload}\t.${signature}`],
    ["percent-encoded", token.replaceAll(".", "%2E")],
    ["a comma and another", `${token}, ${token}`],
    ["in quotes", `"${token}"`],
    ["as a JWS of JSON", JSON.stringify({ protected: head, payload, signature })],
    ["as a JWE", `${token}.AAAA.AAAA`],
    ["a token inside", sign({ ...header, cty: "JWT" }, token)],
    ["the header as text", sign("ES256", claims)],
    ["the header as a list", sign([header], claims)],
    ["the header as null", sign("null", claims)],
    ["a deep header", sign(`${"[".repeat(3_000)}${"]".repeat(3_000)}`, claims)],
    ...[10_300, 20_000, 60_000].map(
      (size): Made => [`${size} bytes`, sign(header, { ...claims, padding: "x".repeat(size) })],
    ),
  ];
}

/** FIPS 186-5 section 6.4: signatures that are none, or the other one. */
function signatures({ token }: Forge): readonly Made[] {
  const at = token.lastIndexOf(".") + 1;
  const [start, text] = [token.slice(0, at), token.slice(at)];
  const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (each) => each.charCodeAt(0));
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
  const numberOf = (from: number): bigint => BigInt(`0x${toHex(bytes.slice(from, from + 32))}`);
  const [r, s] = [numberOf(0), numberOf(32)];
  const raw = (first: bigint, second: bigint): string => {
    const hex = [first, second].map((each) => each.toString(16).padStart(64, "0").slice(-64)).join("");
    return start + toBase64Url(Uint8Array.from(hex.match(/../g) ?? [], (each) => Number.parseInt(each, 16)));
  };
  const der = Uint8Array.from([0x30, 68, 2, 32, ...bytes.slice(0, 32), 2, 32, ...bytes.slice(32)]);
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return [
    ["n - s", raw(r, order - s)],
    ["n - r", raw(order - r, s)],
    ["r and s exchanged", raw(s, r)],
    ["zeros", raw(0n, 0n)],
    ["r = 0", raw(0n, s)],
    ["s = 0", raw(r, 0n)],
    ["r = n", raw(order, s)],
    ["s = n", raw(r, order)],
    ["ones", raw(1n, 1n)],
    ["DER", start + toBase64Url(der)],
    ["63 bytes", start + toBase64Url(bytes.slice(1))],
    ["65 bytes", start + toBase64Url(Uint8Array.from([0, ...bytes]))],
    ["twice", `${token}${text}`],
    ["unused bits", token.slice(0, -1) + alphabet[alphabet.indexOf(token.slice(-1)) + 1]],
    ...Array.from({ length: 12 }, (_, turn): Made => {
      const changed = bytes.slice();
      changed[turn * 5] = (changed[turn * 5] ?? 0) ^ (1 << (turn % 8));
      return [`bit ${turn * 40 + (turn % 8)} changed`, start + toBase64Url(changed)];
    }),
  ];
}

/** Keys of the attacker's, under our id or his own. */
function otherKeys({ header, claims, signAs }: Forge): readonly Made[] {
  return (["P-256", "P-384", "Ed25519"] as const).flatMap((curve): readonly Made[] => [
    [`${curve} as ES256`, signAs(curve, { ...header, alg: "ES256" }, claims)],
    [`${curve} as EdDSA`, signAs(curve, { ...header, alg: "EdDSA" }, claims)],
    [`${curve} as ES384`, signAs(curve, { ...header, alg: "ES384" }, claims)],
    [`${curve} with no id`, signAs(curve, { alg: "ES256", typ: "JWT" }, { ...claims, role: "service_role" })],
  ]);
}

/** No JWT of ours at all: RFC 6750 section 2.1, and API keys. */
function others({ token, claims, header }: Forge): readonly Made[] {
  const keys = [
    "sb_",
    "sb_secret_",
    "sb_secret_x",
    "sb_publishable_0123456789012345678901_01234567",
    "sb_other_0123456789012345678901_01234567",
  ];
  return [
    ["nothing", ""],
    ["Basic", btoa("admin:admin"), "Basic "],
    ["Digest", token, "Digest "],
    ["DPoP", token, "DPoP "],
    ["Token", token, "Token "],
    ["no scheme", token, ""],
    ["Bearer twice", token, "Bearer Bearer "],
    ["Bearer and a colon", token, "Bearer: "],
    ["tampered claims", `${token.split(".")[0]}.${encode({ ...claims, role: "service_role" })}.${token.split(".")[2]}`],
    ["tampered header", `${encode({ ...header, typ: "jwt" })}.${token.split(".").slice(1).join(".")}`],
    ...keys.flatMap((key): readonly Made[] => [
      [key, key],
      [`${key} in quotes`, `"${key}"`],
    ]),
  ];
}
