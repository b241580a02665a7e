import { expect, it } from "vitest";
import { handshakeCredentials, initCredentials } from "./credentials.ts";

const nothing = { authorization: null, apiKey: null };

it.each([
  ["nothing", null, nothing],
  [
    "a header's name, in any case",
    { AUTHORIZATION: "Bearer a", ApiKey: "k" },
    { authorization: "Bearer a", apiKey: "k" },
  ],
  ["a token", { token: "a" }, { authorization: "Bearer a", apiKey: null }],
  ["headers", { headers: { Authorization: "Bearer a" } }, { authorization: "Bearer a", apiKey: null }],
  [
    "what stands outside headers before what is in them",
    { headers: { apikey: "a" }, apikey: "b" },
    { ...nothing, apiKey: "b" },
  ],
  ["nothing in empty texts", { Authorization: "", token: "", apikey: "" }, nothing],
])("of connection_init it takes %s", (_, payload, expected) => {
  expect(initCredentials(payload, nothing)).toEqual(expected);
});

it("takes from the handshake what connection_init leaves out", () => {
  const handshake = handshakeCredentials(
    new Request("https://x/graphql/v1?apikey=k", { headers: { authorization: "Bearer a" } }),
  );
  expect(initCredentials({}, handshake)).toEqual({ authorization: "Bearer a", apiKey: "k" });
  expect(initCredentials({ token: "b" }, handshake)).toEqual({ authorization: "Bearer b", apiKey: "k" });
});

it("refuses what is no text", () => {
  for (const payload of [{ Authorization: 1 }, { apikey: {} }, { token: [] }]) {
    expect(initCredentials(payload, nothing)).toBeNull();
  }
});
