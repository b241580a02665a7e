import { isoCBOR } from "@simplewebauthn/server/helpers";
import { fromBase64Url, randomBytes, toBase64Url, utf8 } from "../../kernel/bytes.ts";
import { isJsonObject, type Json, type JsonObject } from "../../kernel/json.ts";

// For tests alone: an authenticator and the browser before it, with what either can get wrong. A real one is in test/e2e.

type Cbor = Parameters<typeof isoCBOR.encode>[0];

export interface Behaviour {
  readonly origin?: string;
  readonly rpId?: string;
  readonly challenge?: string;
  readonly type?: string;
  readonly crossOrigin?: boolean;
  readonly isVerified?: boolean;
  readonly counter?: number;
  readonly attestation?: "none" | "fido-u2f";
  readonly userHandle?: string;
}

export interface TestAuthenticator {
  readonly create: (options: JsonObject, behaviour?: Behaviour) => Promise<JsonObject>;
  readonly get: (options: JsonObject, behaviour?: Behaviour) => Promise<JsonObject>;
  /** Another device with the same key, as it is now. */
  readonly copy: () => TestAuthenticator;
}

interface Device {
  readonly keys: CryptoKeyPair;
  readonly id: Uint8Array<ArrayBuffer>;
  readonly userHandle: string;
  readonly counter: number;
}

export async function testAuthenticator(): Promise<TestAuthenticator> {
  const keys = (await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, [
    "sign",
    "verify",
  ])) as CryptoKeyPair;
  return device({ keys, id: randomBytes(32), userHandle: "", counter: 0 });
}

function device(start: Device): TestAuthenticator {
  let state = start;
  return {
    async create(options, behaviour = {}) {
      state = { ...state, userHandle: textOf(options, "user", "id"), counter: behaviour.counter ?? 1 };
      const rpId = behaviour.rpId ?? textOf(options, "rp", "id");
      const authData = await authenticatorData({ rpId, state, behaviour, attested: await attested(state) });
      const fmt = behaviour.attestation ?? "none";
      const statement = new Map<string | number, Cbor>(fmt === "none" ? [] : [["x5c", [randomBytes(8)]]]);
      const object = isoCBOR.encode(
        new Map<string | number, Cbor>([
          ["fmt", fmt],
          ["attStmt", statement],
          ["authData", authData],
        ]),
      );
      const clientDataJSON = clientData("webauthn.create", options, behaviour);
      const response = { clientDataJSON, attestationObject: toBase64Url(object), transports: ["internal"] };
      return credential(state.id, response);
    },
    async get(options, behaviour = {}) {
      state = { ...state, counter: behaviour.counter ?? state.counter + 1 };
      const rpId = behaviour.rpId ?? textOf(options, "rpId");
      const authData = await authenticatorData({ rpId, state, behaviour, attested: new Uint8Array() });
      const clientDataJSON = clientData("webauthn.get", options, behaviour);
      const hash = await sha256(fromBase64Url(clientDataJSON) ?? new Uint8Array());
      const signed = await crypto.subtle.sign(
        { name: "ECDSA", hash: "SHA-256" },
        state.keys.privateKey,
        concat(authData, hash),
      );
      return credential(state.id, {
        clientDataJSON,
        authenticatorData: toBase64Url(authData),
        signature: toBase64Url(der(new Uint8Array(signed))),
        userHandle: behaviour.userHandle ?? state.userHandle,
      });
    },
    copy: () => device(state),
  };
}

function credential(id: Uint8Array, response: JsonObject): JsonObject {
  const text = toBase64Url(id);
  return { id: text, rawId: text, type: "public-key", response, clientExtensionResults: {} };
}

function clientData(type: string, options: JsonObject, behaviour: Behaviour): string {
  const { origin = "https://app.example.com", crossOrigin = false } = behaviour;
  const challenge = behaviour.challenge ?? textOf(options, "challenge");
  return toBase64Url(utf8(JSON.stringify({ type: behaviour.type ?? type, challenge, origin, crossOrigin })));
}

interface DataInput {
  readonly rpId: string;
  readonly state: Device;
  readonly behaviour: Behaviour;
  readonly attested: Uint8Array<ArrayBuffer>;
}

/** WebAuthn level 3, section 6.1. */
async function authenticatorData({ rpId, state, behaviour, attested: rest }: DataInput) {
  const flags = 0x01 | (behaviour.isVerified === false ? 0 : 0x04) | (rest.length > 0 ? 0x40 : 0);
  const head = new Uint8Array(5);
  head[0] = flags;
  new DataView(head.buffer).setUint32(1, state.counter);
  return concat(await sha256(utf8(rpId)), head, rest);
}

async function attested({ keys, id }: Device) {
  const jwk = (await crypto.subtle.exportKey("jwk", keys.publicKey)) as JsonWebKey;
  const publicKey = isoCBOR.encode(
    new Map<string | number, Cbor>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, fromBase64Url(jwk.x ?? "") ?? null],
      [-3, fromBase64Url(jwk.y ?? "") ?? null],
    ]),
  );
  return concat(new Uint8Array(16), new Uint8Array([0, id.length]), id, publicKey);
}

async function sha256(bytes: Uint8Array<ArrayBuffer>) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

/** WebCrypto's r and s as ASN.1, which authenticators send. */
function der(raw: Uint8Array): Uint8Array {
  const integers = [raw.slice(0, 32), raw.slice(32)].map((part) => {
    const first = part.findIndex((byte) => byte !== 0);
    const digits = part.slice(Math.max(first, 0));
    const padded = (digits[0] ?? 0) & 0x80 ? concat(new Uint8Array(1), digits) : digits;
    return concat(new Uint8Array([2, padded.length]), padded);
  });
  const body = concat(...integers);
  return concat(new Uint8Array([0x30, body.length]), body);
}

function concat(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

function textOf(options: JsonObject, ...path: readonly string[]): string {
  let found: Json | undefined = options;
  for (const name of path) found = isJsonObject(found) ? found[name] : undefined;
  return typeof found === "string" ? found : "";
}
