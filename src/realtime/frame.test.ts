import { describe, expect, it } from "vitest";
import { utf8 } from "../kernel/bytes.ts";
import { contentOf, encodeBroadcast } from "./binary-frame.ts";
import { decodeFrame, encodeFrame } from "./frame.ts";

const frame = { joinRef: "1", ref: "2", topic: "realtime:é", event: "phx_join", payload: { a: 1 } };

/** As realtime-js writes a user's broadcast. */
function pushed(parts: readonly string[], encoding: number, body: Uint8Array): ArrayBuffer {
  const bytes = parts.map(utf8);
  const head = Uint8Array.of(3, ...bytes.map((part) => part.length), encoding);
  const all = [head, ...bytes, body];
  const whole = new Uint8Array(all.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of all) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole.buffer;
}

describe("a frame", () => {
  it("is read in both versions", () => {
    const one = JSON.stringify({ join_ref: "1", ref: "2", topic: "realtime:é", event: "phx_join", payload: { a: 1 } });
    expect(decodeFrame(one, "1.0.0")).toEqual({ ok: true, value: frame });
    expect(decodeFrame('["1","2","realtime:é","phx_join",{"a":1}]', "2.0.0")).toEqual({ ok: true, value: frame });
  });

  it("is written in both versions", () => {
    const out = { ...frame, payload: '{"a":1}' };
    expect(encodeFrame(out, "2.0.0")).toBe('["1","2","realtime:é","phx_join",{"a":1}]');
    expect(JSON.parse(encodeFrame(out, "1.0.0"))).toEqual({
      topic: "realtime:é",
      event: "phx_join",
      payload: { a: 1 },
      ref: "2",
      join_ref: "1",
    });
  });

  it.each([
    "",
    "{",
    "null",
    "[]",
    "[1,2,3]",
    '["1","2","t"]',
    '[null,null,5,"e",{}]',
    '[null,null,"t",null,{}]',
    '[null,null,"t","e",[]]',
    '[{},null,"t","e",{}]',
    `["${"x".repeat(256)}",null,"t","e",{}]`,
  ])("is not %s", (text) => {
    expect(decodeFrame(text, "2.0.0")).toEqual({ ok: false, error: "malformed" });
    expect(decodeFrame(text, "1.0.0")).toEqual({ ok: false, error: "malformed" });
  });
});

describe("a broadcast as a binary frame", () => {
  it("is read, its JSON as it was written", () => {
    const data = pushed(["1", "2", "realtime:ä", "tick", '{"persist":true}'], 1, utf8('{ "n": 1.0 }'));
    expect(decodeFrame(data, "2.0.0")).toEqual({
      ok: true,
      value: {
        joinRef: "1",
        ref: "2",
        topic: "realtime:ä",
        event: "broadcast",
        payload: {},
        pushed: {
          event: "tick",
          bytes: new Uint8Array(data),
          bodyStart: 40,
          isJson: true,
          metadata: { persist: true },
          onward: null,
        },
      },
    });
  });

  it("may hold any bytes", () => {
    const read = decodeFrame(pushed(["", "", "t", "e", ""], 0, Uint8Array.of(0, 255)), "2.0.0");
    if (!read.ok || read.value.pushed === undefined) throw new Error("it is one");
    expect(contentOf(read.value.pushed)).toEqual({ kind: "bytes", bytes: Uint8Array.of(0, 255) });
    expect([read.value.joinRef, read.value.ref]).toEqual([null, null]);
  });

  it.each([1, 0])("without metadata is sent on in its own bytes, encoding %i", (encoding) => {
    const read = decodeFrame(pushed(["1", "22", "realtime:ö", "tick", ""], encoding, utf8('{"ü":1}')), "2.0.0");
    if (!read.ok || read.value.pushed === undefined) throw new Error("it is one");
    const { topic, pushed: push } = read.value;
    const written = { topic, event: push.event, content: contentOf(push), metadata: "" };
    expect(push.onward).toEqual(encodeBroadcast(written));
  });

  it.each([
    ["é", Uint8Array.of(0xe9)],
    ["tick", utf8("tock")],
    ["tick", utf8("ticks")],
  ])("takes no name for the one before, %s", (before, bytes) => {
    decodeFrame(pushed(["", "", before, before, ""], 1, utf8("{}")), "2.0.0");
    const head = Uint8Array.of(3, 0, 0, bytes.length, bytes.length, 0, 1);
    const whole = Uint8Array.of(...head, ...bytes, ...bytes, ...utf8("{}"));
    const read = decodeFrame(whole.buffer, "2.0.0");
    const text = bytes.length === 1 ? undefined : new TextDecoder().decode(bytes);
    expect(read.ok ? [read.value.topic, read.value.pushed?.event] : undefined).toEqual(text && [text, text]);
  });

  it.each([
    ["empty", new ArrayBuffer(0)],
    ["of another kind", pushed(["", "", "t", "e", ""], 1, utf8("{}")).slice(1)],
    ["cut in its head", pushed(["1", "2", "topic", "event", ""], 1, utf8("{}")).slice(0, 9)],
    ["no JSON", pushed(["", "", "t", "e", ""], 1, utf8("{"))],
    ["no UTF-8", pushed(["", "", "t", "e", ""], 1, Uint8Array.of(0x22, 0xff, 0x22))],
    ["with metadata that is no object", pushed(["", "", "t", "e", "[1]"], 1, utf8("{}"))],
  ])("is not one that is %s", (_, data) => {
    expect(decodeFrame(data, "2.0.0")).toEqual({ ok: false, error: "malformed" });
  });

  it("is none in version 1", () => {
    expect(decodeFrame(pushed(["", "", "t", "e", ""], 1, utf8("{}")), "1.0.0").ok).toBe(false);
  });

  it("is written with the lengths of its parts in bytes", () => {
    const content = { kind: "json" as const, text: '"ü"' };
    const written = encodeBroadcast({ topic: "ö", event: "e", content, metadata: "" });
    expect([...(written ?? [])]).toEqual([4, 2, 1, 0, 1, 0xc3, 0xb6, 0x65, 0x22, 0xc3, 0xbc, 0x22]);
    expect(encodeBroadcast({ topic: "x".repeat(256), event: "e", content, metadata: "" })).toBeNull();
  });
});
