import { describe, expect, it } from "vitest";
import type { LogDatabase } from "../../src/changes/ports.ts";
import type { ChangeRecord, StoredRow } from "../../src/changes/record.ts";
import { compileApp } from "../../src/compiled.ts";
import type { Principal } from "../../src/kernel/principal.ts";
import { beginning, watermark } from "../../src/kernel/watermark.ts";
import { classes } from "../../src/live/audience-class.ts";
import { InterestIndex } from "../../src/live/interest-key.ts";
import type { Interest } from "../../src/live/live.ts";
import type { InterestKey } from "../../src/live/ports.ts";
import { Roster } from "../../src/live/roster.ts";
import { Subscriber } from "../../src/live/subscriber.ts";
import { tellAll } from "../../src/live/telling.ts";
import { wall } from "../apps/wall.ts";
import { plainColumn } from "./plain-field.ts";

// What one change costs is counted in the values that are looked at: of its row, and of who asks.

const { model, policy } = compileApp(wall);

const silent: LogDatabase = { batch: () => Promise.reject(new Error("nothing is asked of the database")) };

function collectionOf(name: string) {
  const found = model.collections.get(name);
  if (found === undefined) throw new TypeError(name);
  return found;
}

/** Subscribers who want nothing of what happens, and one who does. */
function audience(
  count: number,
  subscribe: (number: number) => { readonly who: Principal; readonly interest: Interest },
) {
  const keys: InterestKey[] = [];
  const roster = new Roster({
    model,
    classOf: classes({ model, policy }),
    onAdd: (key) => keys.push(key),
    onRemove: () => undefined,
  });
  let delivered = 0;
  for (let number = 0; number <= count; number++) {
    const { who, interest } = subscribe(number);
    const places = roster.places([interest], who);
    if (!places.ok) throw new Error(places.error.message);
    const request = {
      principal: who,
      interests: [interest],
      since: null,
      deliver: () => void delivered++,
      reset: () => undefined,
      ended: () => undefined,
    };
    const subscriber = new Subscriber(request, beginning, 10);
    subscriber.goLive(beginning);
    roster.join(subscriber, places.value);
  }
  return { roster, keys, delivered: () => delivered };
}

let looks = 0;

/** Counts each look at a member. */
function counted<T extends object>(object: T): T {
  return new Proxy(object, {
    get(target, member) {
      looks += 1;
      return Reflect.get(target, member);
    },
  });
}

function inserted(collection: string, after: StoredRow): ChangeRecord {
  const image = counted(after);
  const at = "2026-01-01T00:00:00+00:00";
  return {
    sequence: watermark(1),
    collection,
    key: image,
    operation: "INSERT",
    before: null,
    after: image,
    actor: null,
    at,
  };
}

const operations = new Set(["INSERT", "UPDATE", "DELETE"] as const);
const nobody: Principal = { id: null, role: "anon", sessionId: null, claims: {} };
const all = (collection: string): Interest => ({
  collection: collectionOf(collection),
  operations,
  where: null,
  columns: null,
});

function filtered(number: number): { readonly who: Principal; readonly interest: Interest } {
  const field = plainColumn(collectionOf("ticks"), "kind");
  const filter = {
    kind: "compare",
    field,
    operator: "eq",
    keyword: null,
    value: { argument: 0 },
    quantifier: null,
  } as const;
  const interest = { ...all("ticks"), where: { filter, arguments: [{ kind: "text", text: `k${number}` } as const] } };
  return { who: nobody, interest };
}

function owners(number: number): { readonly who: Principal; readonly interest: Interest } {
  const who = { id: `u${number}`, role: "authenticated", sessionId: null, claims: {} };
  return { who: counted(who), interest: all("notes") };
}

/** Those to whom a change could not be told. */
async function brokenBy(change: ChangeRecord, roster: Roster, broken: Subscriber): Promise<readonly Subscriber[]> {
  const found: Subscriber[] = [];
  const tell = (subscriber: Subscriber, told: Parameters<Subscriber["push"]>[0]): void => {
    if (subscriber === broken) throw new Error("broken on purpose");
    subscriber.push(told);
  };
  const onBroken = (subscribers: readonly Subscriber[]): void => void found.push(...subscribers);
  const round = { only: null, tell, onDone: () => undefined, onBroken };
  await tellAll([change], round, { model, database: silent, roster, open: null, pause: async () => undefined });
  return found;
}

async function tell(changes: readonly ChangeRecord[], roster: Roster, pause: () => Promise<void>): Promise<void> {
  await tellAll(
    changes,
    {
      only: null,
      tell: (subscriber, told) => subscriber.push(told),
      onDone: () => undefined,
      onBroken: (_, __, error) => {
        throw error;
      },
    },
    { model, database: silent, roster, open: null, pause },
  );
}

async function priceOf(
  count: number,
  change: ChangeRecord,
  subscribe: typeof filtered,
): Promise<readonly [number, number]> {
  const { roster, delivered } = audience(count, subscribe);
  looks = 0;
  await tell([change], roster, async () => undefined);
  return [looks, delivered()];
}

/** How many were told when others got their turn, each time. */
async function pausesOf(sockets: number, changes: number, body: string): Promise<readonly number[]> {
  const { roster, delivered } = audience(sockets - 1, () => owners(0));
  const pauses: number[] = [];
  const rows = Array.from({ length: changes }, (_, place) => ({
    ...inserted("notes", { id: place, owner: "u0", body }),
    sequence: watermark(place + 1),
  }));
  await tell(rows, roster, async () => void pauses.push(delivered()));
  return pauses;
}

describe("the price of a change", () => {
  it.each([
    ["filters that it does not fulfil", filtered, () => inserted("ticks", { id: 1, kind: "k0", n: 1 })],
    ["people whose rows it is not", owners, () => inserted("notes", { id: 1, owner: "u0", body: "" })],
    ["collections that it is not of", owners, () => inserted("ticks", { id: 1, kind: "k0", n: 1 })],
  ])("does not grow with %s", async (_, subscribe, change) => {
    const prices = [];
    for (const count of [0, 1_000, 10_000]) prices.push(await priceOf(count, change(), subscribe));
    expect(prices[1]).toEqual(prices[0]);
    expect(prices[2]).toEqual(prices[0]);
    expect(prices[0]?.[0]).toBeLessThan(20);
  });

  it("does not grow for the feed either", () => {
    const price = (count: number): number => {
      const index = new InterestIndex<number>();
      for (const subscribe of [filtered, owners]) {
        for (const key of audience(count, subscribe).keys) index.add(key, 1);
      }
      const change = inserted("ticks", { id: 1, kind: "k0", n: 1 });
      looks = 0;
      expect(index.find(change).size).toBe(1);
      return looks;
    };
    expect([price(1_000), price(10_000)]).toEqual([price(0), price(0)]);
  });

  it("is one evaluation for all sockets of a person", async () => {
    const sockets = (count: number) =>
      priceOf(count, inserted("notes", { id: 1, owner: "u0", body: "" }), () => owners(0));
    const [[one], [thousand, delivered]] = [await sockets(0), await sockets(999)];
    expect([thousand, delivered]).toEqual([one, 1_000]);
  });
});

describe("a push with several changes", () => {
  it("gives thousands of sockets several at once", async () => {
    expect(await pausesOf(5_000, 9, "")).toEqual([31_873]);
  });

  it("gives others their turn sooner where rows are large", async () => {
    expect(await pausesOf(100, 3, "x".repeat(100_000))).toEqual([160]);
    expect(await pausesOf(500, 1, "x".repeat(100_000))).toEqual([160, 320, 480]);
  });

  it("tells the others where one cannot be told", async () => {
    const { roster, delivered } = audience(9, () => owners(0));
    const [, second] = roster.all;
    if (second === undefined) throw new Error("there are ten");
    const change = inserted("notes", { id: 1, owner: "u0", body: "" });
    expect([await brokenBy(change, roster, second), delivered()]).toEqual([[second], 9]);
  });

  it("tells nobody who has left before their turn", async () => {
    const { roster, delivered } = audience(499, () => owners(0));
    await tell([inserted("notes", { id: 1, owner: "u0", body: "x".repeat(100_000) })], roster, async () => {
      for (const subscriber of roster.all) subscriber.isOver = true;
    });
    expect(delivered()).toBe(160);
  });
});
