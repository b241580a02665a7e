import { resolveLimits } from "../engine/limits.ts";
import type { Engine, ReadAnswer, ReadRequest, WriteAnswer, WriteRequest } from "../engine/request.ts";
import { type Failure, failure } from "../kernel/failure.ts";
import { anonymous, type Principal } from "../kernel/principal.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import type { Read } from "../query/read.ts";
import type { Write } from "../query/write.ts";
import { compilePolicy } from "../rules/policy.ts";
import { rest } from "./routes.ts";
import { magazine, school } from "./test-support.ts";

/** Answers what it is told to, after it has built the query: what reaches it is what the tests look at. */
export interface FakeEngine extends Engine {
  read: (request: ReadRequest) => Promise<Result<ReadAnswer, Failure>>;
  write: (request: WriteRequest) => Promise<Result<WriteAnswer, Failure>>;
  answer: ReadAnswer & WriteAnswer;
  readonly reads: { readonly request: ReadRequest; readonly read: Read }[];
  readonly writes: { readonly request: WriteRequest; readonly write: Write }[];
}

export function fakeEngine(): FakeEngine {
  const engine: FakeEngine = {
    answer: { json: "[]", count: 0, rows: [], total: null, affected: 0, inserted: 0 },
    insertStatement: () => {
      throw new TypeError("no surface asks for it");
    },
    guard: () => ok({ sql: "", params: [] }),
    batch: async () => ok([]),
    own: async () => ok([]),
    compose: () => ok(async () => ok([])),
    answerKey: () => ok(""),
    shape: () => ok(async () => ok(engine.answer)),
    readBeside: async () => ok({ answer: engine.answer, beside: { rows: [], changes: 0 } }),
    reads: [],
    writes: [],
    read: async (request) => {
      const read = request.build();
      if (!read.ok) return read;
      engine.reads.push({ request, read: read.value });
      return ok(engine.answer);
    },
    write: async (request) => {
      const write = request.build();
      if (!write.ok) return write;
      engine.writes.push({ request, write: write.value });
      const { affected } = engine.answer;
      if (request.single && affected !== 1) return err(failure("PGRST116", "not one", { details: `${affected}` }));
      return ok(engine.answer);
    },
  };
  return engine;
}

/** The surface over the engine, its requests made by one principal. */
export function fakeRest(engine: Engine, principal: Principal = anonymous): (request: Request) => Promise<Response> {
  const collections = new Map([...magazine.collections, ...school.collections]);
  const limits = resolveLimits({ maxBodyBytes: 1000, maxUrlLength: 2000 });
  const policy = compilePolicy({ collections }, [], {});
  const surface = rest({
    engine,
    model: { collections },
    policy,
    functions: new Map(),
    limits,
    transactionOverride: true,
  });
  return (request) => surface.fetch(request, async () => ok({ principal, now: "2026-01-01T00:00:00+00:00" }));
}
