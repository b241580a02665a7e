import type { Failure } from "../kernel/failure.ts";
import type { Json } from "../kernel/json.ts";
import type { Principal } from "../kernel/principal.ts";
import type { Result } from "../kernel/result.ts";
import type { Composite } from "../query/composite.ts";
import type { ArgumentValue, Read } from "../query/read.ts";
import type { Write } from "../query/write.ts";
import type { Statement } from "../sql/compile.ts";
import type { GivenRows } from "../sql/secret.ts";
import type { Consistency, ResultSet } from "./ports.ts";

/** Who asks, and when. Nothing else of a request reaches the engine but its query. */
export interface Context {
  readonly principal: Principal;
  /** The moment of the request in the stored form of timestamps; `now` in rules. */
  readonly now: string;
  /** Told how long each part took; absent where nobody asks. */
  readonly trace?: Trace;
  /** What is sent along to whatever is called in the course of the request: its place in the caller's trace. */
  readonly traceHeaders?: Readonly<Record<string, string>>;
  /** Absent: the newest state. */
  readonly consistency?: Consistency;
  /** For the log; absent where there is none. */
  readonly requestId?: string;
  /** What a write's batch comes to first, after its session's check: each may end it. */
  readonly guards?: readonly Statement[];
}

/** `plan`: from the request's shape to bound SQL; `db`: the round trip to the database. Milliseconds. */
export type Trace = (part: "plan" | "db", durationMs: number) => void;

/**
 * A read whose plan may be known already. `shape` is equal for two requests only if `build` would give equal queries
 * for both; it is then called once, and later requests only bind their arguments.
 */
export interface ReadRequest {
  readonly shape: string;
  readonly build: () => Result<Read, Failure>;
  readonly arguments: readonly ArgumentValue[];
  /** Count the rows beyond the page too, in the same statement. Part of the shape. */
  readonly total: boolean;
  /**
   * Present for a read with a keyset: the cursor of the row that the page begins after, empty for the start. It becomes
   * the last of the arguments.
   */
  readonly after?: string;
}

export interface ReadAnswer {
  /** The rows as the text of a JSON array, ready to send. */
  readonly json: string;
  /** The same with encrypted values as they are kept, for `Engine.guard`; absent: there are none. */
  readonly kept?: string;
  /** How many rows there are in it. */
  readonly count: number;
  /** The number of rows without limit and offset; null unless asked for. */
  readonly total: number | null;
  /** Absent: the answer is the caller's own. */
  readonly sharing?: Sharing;
  /** Of a read with a keyset that gave rows: the place of the last one. */
  readonly cursor?: string;
}

/** A read's answer, and what the other statement gave. */
export interface ReadBeside {
  readonly answer: ReadAnswer;
  readonly beside: ResultSet;
}

/** What a read must give when a write comes: some rows, none, or still the same. */
export type Expected = "some" | "none" | Pick<ReadAnswer, "json" | "kept">;

/** How an answer may be kept and shared, by anybody. */
export interface Sharing {
  readonly maxAgeSeconds: number;
  readonly staleWhileRevalidateSeconds: number | null;
  /** How long ago it was read. */
  readonly ageSeconds: number;
}

/** A cell that is `undefined` takes the column's default. */
export type Cell = Json | undefined;

export interface WriteRequest {
  readonly shape: string;
  readonly build: () => Result<Write, Failure>;
  /** For filters, limit and offset. */
  readonly arguments: readonly ArgumentValue[];
  /** Insert: the rows, each with its cells in the order of the write's `columns`. Update: one row. Delete: none. */
  readonly rows: readonly (readonly Cell[])[];
  /** More rows than this are an error (PGRST124) and nothing is written. */
  readonly maxAffected: number | null;
  /** Exactly one row, or an error (PGRST116) and nothing is written. */
  readonly single: boolean;
  /** Answer as if it were written, and keep nothing of it: no row, no change in the log. Default false. */
  readonly rollback?: boolean;
}

export interface WriteAnswer {
  /** The written rows as JSON text, where the write asked for them; else empty. */
  readonly rows: readonly string[];
  readonly affected: number;
  /** Of the rows affected, those that an insert or upsert has made; the others were there and were merged. */
  readonly inserted: number;
}

/** The one door to the data: every surface reads and writes through it, under the caller's rules. */
export interface Engine {
  /**
   * An insert as a statement for another batch, in the name of the service: what signing up adds to a new user.
   * `row` is by column or property name. Throws TypeError for a column that does not exist.
   */
  insertStatement(
    collection: string,
    row: Readonly<Record<string, unknown>>,
    context: Context,
  ): Result<Statement, Failure>;
  /** For `Context.guards`: ends the batch of a write (PER412) unless the read, uncounted, gives what is expected. */
  guard(request: ReadRequest, expected: Expected, context: Context): Result<Statement, Failure>;
  /**
   * Runs statements of the framework's own for a caller, as one batch at the primary: nothing of it happens where their
   * session has ended. They must be harmless to run twice.
   */
  own(statements: readonly Statement[], context: Context): Promise<Result<readonly ResultSet[], Failure>>;
  read(request: ReadRequest, context: Context): Promise<Result<ReadAnswer, Failure>>;
  /** A read, and a statement of the framework's own that sees the same state. Nothing of it is shared. */
  readBeside(request: ReadRequest, beside: Statement, context: Context): Promise<Result<ReadBeside, Failure>>;
  /**
   * A read over rows that come later (`Read.given`). Everything that can be wrong with the request is known before there
   * are any: what makes the rows need not run in vain.
   */
  shape(request: ReadRequest, context: Context): Result<Shaping, Failure>;
  /**
   * Several reads as one statement, planned and bound; then the reads themselves. Reads over given rows (`Read.given`) get
   * them there: what can be wrong with the request is known before there are any.
   */
  compose(request: ComposeRequest, context: Context): Result<Composing, Failure>;
  /**
   * Equal texts for those who would be given the same by `compose` at the same moment: the database would be asked the same
   * statement with the same values. All that rules look at of a caller is among the values, and so is the session that is
   * checked; the moment is not.
   */
  answerKey(request: ComposeRequest, context: Context): Result<string, Failure>;
  write(request: WriteRequest, context: Context): Promise<Result<WriteAnswer, Failure>>;
  /** Several writes as one batch: all of them take effect or none. None of them may be one that is rolled back. */
  batch(requests: readonly WriteRequest[], context: Context): Promise<Result<readonly WriteAnswer[], Failure>>;
}

/** As a `ReadRequest`, of several reads. */
export interface ComposeRequest {
  readonly shape: string;
  readonly build: () => Result<Composite, Failure>;
  readonly arguments: readonly ArgumentValue[];
}

/** The members' JSON texts in their order, `null` for no row. */
export type Composing = (rows: GivenRows | null) => Promise<Result<readonly string[], Failure>>;

/** `rows`: each with its cells in their stored form and the order of the columns. */
export type Shaping = (rows: GivenRows) => Promise<Result<ReadAnswer, Failure>>;
