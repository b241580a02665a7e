import { describe, expect, it } from "vitest";
import type { Broadcast, Relayed, TopicStore } from "./ports.ts";
import { TopicCore } from "./topic.ts";

const nothing: TopicStore = {
  members: () => [],
  addMember: () => undefined,
  removeMember: () => undefined,
  presences: () => [],
  addPresence: () => undefined,
  removePresence: () => undefined,
  keep: () => undefined,
  kept: () => [],
  prune: () => undefined,
};

function said(event: string, text = "{}"): Broadcast {
  return { topic: "realtime:room", event, content: { kind: "json", text }, meta: null };
}

interface Call {
  readonly to: string;
  readonly said: readonly string[];
  answer(isThere: boolean): void;
  fail(): void;
}

/** A channel that connection objects are in; the test answers for them. */
async function opened(...connections: readonly string[]) {
  const calls: Call[] = [];
  const faults: unknown[] = [];
  let isAnswering = true;
  const topic = new TopicCore({
    name: { topic: "room", isPrivate: false },
    store: nothing,
    relay: (to: string, { messages }: Relayed) =>
      new Promise((answer, reject) => {
        if (isAnswering) return answer(true);
        const events = messages.map((each) => (each.kind === "broadcast" ? each.broadcast.event : each.kind));
        calls.push({ to, said: events, answer, fail: () => reject(new Error("gone")) });
      }),
    clock: () => 0,
    newId: () => "id",
    onFault: (error) => faults.push(error),
  });
  for (const connection of connections) await topic.enter(connection, []);
  isAnswering = false;
  const say = (...broadcasts: readonly Broadcast[]): Promise<unknown> =>
    Promise.all(broadcasts.map((broadcast) => topic.publish({ connection: "a", broadcast, keep: null })));
  const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
  return { topic, calls, faults, say, settled };
}

describe("a channel's object", () => {
  it("tells the first message at once, and what comes meanwhile in one call, in order", async () => {
    const { calls, say, settled } = await opened("a", "b");
    await say(said("one"), said("two"), said("three"));
    expect(calls.map(({ said }) => said)).toEqual([["one"]]);
    calls[0]?.answer(true);
    await settled();
    expect(calls.slice(1).map(({ to, said }) => [to, ...said])).toEqual([["b", "two", "three"]]);
  });

  it("holds up nobody for one that does not answer", async () => {
    const { calls, say, settled } = await opened("a", "b", "c");
    await say(said("one"), said("two"));
    calls.find(({ to }) => to === "c")?.answer(true);
    await settled();
    expect(calls.map(({ to, said }) => [to, ...said])).toEqual([
      ["b", "one"],
      ["c", "one"],
      ["c", "two"],
    ]);
  });

  it("lets whoever enters wait until those who were alone know, and no longer", async () => {
    const { topic, calls, say, settled } = await opened("a", "b");
    await say(said("one"));
    const entered = topic.enter("c", []);
    for (let turn = 0; turn < 3; turn++) {
      for (const call of calls) call.answer(true);
      await settled();
      // More is said all the time.
      await say(said("more"));
    }
    expect(await entered).toEqual({ isAlone: false, presences: [], missing: [] });
  });

  it("divides what is too much for one call", async () => {
    const { calls, say, settled } = await opened("a", "b");
    const large = "x".repeat(1_500_000);
    await say(said("one"), said("two", large), said("three", large), said("four", large));
    for (let turn = 0; turn < 3; turn++) {
      calls.at(-1)?.answer(true);
      await settled();
    }
    expect(calls.map(({ said }) => said)).toEqual([["one"], ["two", "three"], ["four"]]);
  });

  it("leaves out broadcasts for one that does not keep up, says so once, and tells who comes all the same", async () => {
    const { topic, calls, faults, say, settled } = await opened("a", "b");
    const large = "x".repeat(4_000_000);
    await say(said("one", large), said("two", large), said("three", large), said("four", large), said("five"));
    await say(said("six", large), said("seven"));
    void topic.enter("c", []);
    expect(faults.map(String)).toEqual(["Error: b does not keep up: broadcasts are left out"]);
    const toB = (): readonly Call[] => calls.filter(({ to }) => to === "b");
    for (let turn = 0; turn < 5; turn++) {
      toB().at(-1)?.answer(true);
      await settled();
    }
    expect(toB().flatMap(({ said }) => said)).toEqual(["one", "two", "three", "four", "company"]);
    await say(said("eight"));
    expect(toB().at(-1)?.said).toEqual(["eight"]);
    expect(faults).toHaveLength(1);
  });

  it.each([
    ["says that nobody is there", (call: Call) => call.answer(false), 0],
    ["cannot be reached", (call: Call) => call.fail(), 1],
  ])("tells one that %s nothing more", async (_, reply, count) => {
    const { calls, faults, say, settled } = await opened("a", "b");
    await say(said("one"), said("two"));
    for (const call of [...calls]) reply(call);
    await settled();
    await say(said("three"));
    await settled();
    expect(calls.map(({ said }) => said)).toEqual([["one"]]);
    expect(faults).toHaveLength(count);
  });
});
