import fc from "fast-check";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Stage } from "../scenarios/stage.ts";
import { ask, openBoth, people } from "./stages.ts";

// Random reads and writes of several people, through an isolate that shares answers, beside one that never does and in
// which others write. Users get what the other isolate gives them. The anonymous get what it gave them a while ago at
// most: no longer than the answer's own max-age, and nothing from before a change that went through their isolate.

interface Path {
  readonly path: string;
  /** Writes to these show at once in the isolate that they went through. */
  readonly tables: readonly string[];
  /** 0: never shared. */
  readonly maxAgeSeconds: number;
}

const paths: readonly Path[] = [
  { path: "/shelves?select=id,name&order=id", tables: ["shelves"], maxAgeSeconds: 60 },
  { path: "/shelves?select=name&id=eq.2", tables: ["shelves"], maxAgeSeconds: 60 },
  { path: "/books?select=id,title,status&order=id", tables: ["shelves", "books"], maxAgeSeconds: 20 },
  {
    path: "/books?select=title,shelves(name)&order=title.desc&limit=3",
    tables: ["shelves", "books"],
    maxAgeSeconds: 20,
  },
  { path: "/shelves?select=name,books(count)&order=id", tables: ["shelves", "books"], maxAgeSeconds: 20 },
  { path: "/books?select=title,notes(body)&order=id", tables: [], maxAgeSeconds: 0 },
];

type Step =
  | { readonly kind: "read"; readonly who: string; readonly path: number }
  | {
      readonly kind: "write";
      readonly here: boolean;
      readonly line: string;
      readonly who: string;
      readonly body: object;
    }
  | { readonly kind: "pass"; readonly seconds: number };

const text = fc.constantFrom("Reef", "Cloud", "Comet", "Kelp");
const id = fc.integer({ min: 1, max: 4 });

const change = fc.oneof(
  fc.record({ line: id.map((n) => `PATCH /shelves?id=eq.${n}`), body: fc.record({ name: text }) }),
  fc.record({ line: id.map((n) => `PATCH /books?id=eq.${n}`), body: fc.record({ title: text }) }),
  fc.record({
    line: id.map((n) => `PATCH /books?id=eq.${n}`),
    body: fc.record({ status: fc.constantFrom("public", "secret") }),
  }),
  fc.record({
    line: fc.constant("POST /books"),
    body: fc.record({ shelf_id: id, title: text, status: fc.constant("public"), owner_id: fc.constant(people.bob.id) }),
  }),
  fc.record({ line: id.map((n) => `DELETE /books?id=eq.${n}`), body: fc.constant({}) }),
  fc.record({ line: id.map((n) => `DELETE /shelves?id=eq.${n}`), body: fc.constant({}) }),
);

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant("read" as const),
      who: fc.constantFrom("anon", "anon", "anon", "ann", "bob", "service"),
      path: fc.nat(paths.length - 1),
    }),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(change, fc.boolean(), fc.constantFrom("service", "ann", "bob"))
      .map(([made, here, who]) => ({ kind: "write" as const, here, who, ...made })),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("pass" as const), seconds: fc.integer({ min: 1, max: 30 }) }) },
);

/** What the anonymous were given in the isolate that shares nothing, since a moment. */
interface State {
  readonly fromMs: number;
  readonly texts: readonly string[];
}

class Truth {
  readonly #plain: Stage;
  readonly #states: State[] = [];
  readonly #lastWrite = new Map<string, number>();

  constructor(plain: Stage) {
    this.#plain = plain;
  }

  async note(): Promise<void> {
    const texts: string[] = [];
    for (const { path } of paths) texts.push((await ask(this.#plain, `GET ${path}`)).text);
    this.#states.push({ fromMs: Date.now(), texts });
  }

  /** The state to come is the first that shows a write through the sharing isolate. */
  wrote(table: string): void {
    this.#lastWrite.set(table, this.#states.length);
  }

  /** Everything that the anonymous may be given for a path at this moment. */
  allowed(index: number): readonly string[] {
    const { tables, maxAgeSeconds } = paths[index] ?? { tables: [], maxAgeSeconds: 0 };
    const oldest = Date.now() - maxAgeSeconds * 1000;
    const first = Math.max(0, ...tables.map((table) => this.#lastWrite.get(table) ?? 0));
    return this.#states.flatMap(({ texts }, at) => {
      const untilMs = this.#states[at + 1]?.fromMs ?? Number.POSITIVE_INFINITY;
      return at >= first && untilMs > oldest ? [texts[index] ?? ""] : [];
    });
  }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
});

afterEach(() => {
  vi.useRealTimers();
});

it("gives nobody what is not theirs, and nothing older than is said", async () => {
  let kept = 0;
  let old = 0;
  const play = async (steps: readonly Step[]): Promise<void> => {
    const { shared, plain } = await openBoth();
    const truth = new Truth(plain);
    await truth.note();
    for (const step of steps) {
      if (step.kind === "pass") vi.setSystemTime(Date.now() + step.seconds * 1000);
      else if (step.kind === "write") {
        const { line, who, body } = step;
        await ask(step.here ? shared : plain, line, { who, body });
        if (step.here) truth.wrote(/\/(\w+)/.exec(line)?.[1] ?? "");
      } else {
        const { path = "" } = paths[step.path] ?? {};
        const given = await ask(shared, `GET ${path}`, { who: step.who });
        if (step.who !== "anon") expect(given.text).toBe((await ask(plain, `GET ${path}`, { who: step.who })).text);
        else {
          const allowed = truth.allowed(step.path);
          expect(allowed, path).toContain(given.text);
          kept += given.recording.batches.length === 0 ? 1 : 0;
          old += given.text === allowed.at(-1) ? 0 : 1;
        }
        continue;
      }
      await truth.note();
    }
  };
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 30, maxLength: 60 }), play), { numRuns: 25, seed: 7 });
  // The property would hold of an isolate that keeps nothing, too.
  expect([kept > 50, old > 10]).toEqual([true, true]);
});
