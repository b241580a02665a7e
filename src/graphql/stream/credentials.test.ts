import { expect, it } from "vitest";
import { handshakeCredentials, initCredentials } from "./credentials.ts";

const nothing = { authorization: null, apiKey: null, dpop: null, target: "https://x/graphql/v1" };

it.each([
  ["nothing", null, nothing],
  [
    "a header's name, in any case",
    { AUTHORIZATION: "Bearer a", ApiKey: "k" },
    { ...nothing, authorization: "Bearer a", apiKey: "k" },
  ],
  ["a token", { token: "a" }, { ...nothing, authorization: "Bearer a" }],
  ["headers", { headers: { Authorization: "Bearer a" } }, { ...nothing, authorization: "Bearer a" }],
  [
    "what stands outside headers before what is in them",
    { headers: { apikey: "a" }, apikey: "b" },
    { ...nothing, apiKey: "b" },
  ],
  ["a proof", { authorization: "DPoP a", dpop: "p" }, { ...nothing, authorization: "DPoP a", dpop: "p" }],
  ["nothing in empty texts", { Authorization: "", token: "", apikey: "" }, nothing],
])("of connection_init it takes %s", (_, payload, expected) => {
  expect(initCredentials(payload, nothing)).toEqual(expected);
});

it("takes from the handshake what connection_init leaves out", () => {
  const handshake = handshakeCredentials(
    new Request("https://x/graphql/v1?apikey=k", { headers: { authorization: "Bearer a" } }),
  );
  expect(initCredentials({}, handshake)).toMatchObject({ authorization: "Bearer a", apiKey: "k" });
  expect(initCredentials({ token: "b" }, handshake)).toMatchObject({ authorization: "Bearer b", apiKey: "k" });
});

it("refuses what is no text", () => {
  for (const payload of [{ Authorization: 1 }, { apikey: {} }, { token: [] }, { dpop: 1 }]) {
    expect(initCredentials(payload, nothing)).toBeNull();
  }
});
