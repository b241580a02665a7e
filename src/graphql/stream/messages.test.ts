import { expect, it } from "vitest";
import { closing, parseMessage } from "./messages.ts";

it("reads the messages of a client", () => {
  expect(parseMessage('{"type":"connection_init"}')).toEqual({
    ok: true,
    value: { type: "connection_init", payload: null },
  });
  expect(parseMessage('{"type":"ping","payload":{"a":1}}')).toMatchObject({ ok: true, value: { payload: { a: 1 } } });
  expect(parseMessage('{"type":"subscribe","id":"1","payload":{"query":"{ a }"}}')).toMatchObject({ ok: true });
  expect(parseMessage('{"type":"complete","id":"1"}')).toEqual({ ok: true, value: { type: "complete", id: "1" } });
});

it("has a reason for every other that a close frame can hold", () => {
  const wrong = ["", "[]", '"x"', "{}", '{"type":"next"}', '{"type":"complete"}', new ArrayBuffer(2)];
  for (const data of [...wrong, `{"type":"ping","payload":${'{"a":'.repeat(300)}1${"}".repeat(300)}}`]) {
    const message = parseMessage(data);
    expect(message.ok).toBe(false);
    if (!message.ok) expect(new TextEncoder().encode(closing.invalid(message.error).reason).length).toBeLessThan(124);
  }
  for (const id of ["ä".repeat(500), "x".repeat(500), "\u{1f600}".repeat(300)]) {
    expect(new TextEncoder().encode(closing.taken(id).reason).length).toBeLessThan(124);
  }
});
