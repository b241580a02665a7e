import type { Json } from "../../../src/kernel/json.ts";
import { canonical } from "../../oracle/check.ts";
import type { Change } from "./change.ts";
import { exactly, rowOf } from "./compare.ts";
import type { Court, Verdict } from "./judge.ts";
import { mutationOf, queryOf, restCall } from "./mutation.ts";

interface Failed {
  readonly code: string;
  readonly message: string;
  readonly details: Json;
  readonly hint: Json;
}

/** What became of changes: what each has given, or why none took effect; and every row afterwards. */
interface Outcome {
  readonly failed: Failed | null;
  readonly given: readonly { readonly affected: number; readonly rows: Json }[];
  readonly rows: Json;
  readonly text: string;
}

/** Makes the same changes through both surfaces, from the same rows. */
export async function judgeChanges(court: Court, changes: readonly Change[]): Promise<Verdict> {
  const before = await rowsOf(court);
  const rest = await throughRest(court, changes);
  if (canonical(rest.rows, false) !== canonical(before, false)) await court.service.refill();
  const graph = await throughGraph(court, changes);
  const after = rest.failed === null ? rest.rows : before;
  if (canonical(graph.rows, false) !== canonical(before, false)) await court.service.refill();
  const { kind, wrong } = verdict({ rest: { ...rest, rows: after }, graph }, changes);
  if (wrong === null) return { kind, wrong };
  const { principal } = court;
  const calls = changes
    .map(restCall)
    .map(({ path, init }) => `${init.method} ${decodeURIComponent(path)} ${JSON.stringify(init.headers)} ${init.body}`);
  const asking = JSON.stringify(mutationOf(court.speech, changes));
  const said = [
    `${principal.role} ${principal.id} ${JSON.stringify(principal.claims)}`,
    ...calls,
    rest.text,
    asking,
    graph.text,
    wrong,
  ];
  return { kind, wrong: said.join("\n") };
}

async function rowsOf({ service }: Court): Promise<Json> {
  return (await service.rows()) as Json;
}

/** One after the other, until one fails. */
async function throughRest(court: Court, changes: readonly Change[]): Promise<Outcome> {
  const given: Outcome["given"][number][] = [];
  const texts: string[] = [];
  let failed: Failed | null = null;
  for (const change of changes) {
    const { path, init } = restCall(change);
    const response = await court.service.send(court.principal, path, init);
    const text = await response.text();
    const range = response.headers.get("content-range");
    texts.push(`${response.status} ${range} ${text}`);
    if (!response.ok) {
      failed = JSON.parse(text) as Failed;
      break;
    }
    const rows = change.returning === null ? [] : (exactly(text) as Json[]);
    const query = { ...queryOf(change), select: change.returning ?? [] };
    given.push({ affected: Number(range?.split("/")[1]), rows: rows.map((row) => rowOf(query, row, "rest")) });
  }
  return { failed, given, rows: await rowsOf(court), text: texts.join("\n") };
}

interface Written {
  readonly affectedCount: number;
  readonly records?: readonly Json[];
}

interface Told {
  readonly data?: Readonly<Record<string, Written>> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions: { readonly code: string; readonly details?: Json; readonly hint?: Json };
  }[];
}

async function throughGraph(court: Court, changes: readonly Change[]): Promise<Outcome> {
  const response = await court.service.send(court.principal, "/graphql/v1", {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/graphql-response+json" },
    body: JSON.stringify(mutationOf(court.speech, changes)),
  });
  const text = await response.text();
  const { data, errors } = exactly(text) as unknown as Told;
  const [error] = errors ?? [];
  const { code = "", details = null, hint = null } = error?.extensions ?? {};
  const given = changes.map((change, index) => {
    const { affectedCount = 0, records = [] } = data?.[`c${index}`] ?? {};
    const query = { ...queryOf(change), select: change.returning ?? [] };
    return { affected: affectedCount, rows: records.map((row) => rowOf(query, row, "graph")) };
  });
  const failed = error === undefined ? null : { code, message: error.message, details, hint };
  return { failed, given, rows: await rowsOf(court), text: `${response.status} ${text}` };
}

interface Outcomes {
  readonly rest: Outcome;
  readonly graph: Outcome;
}

function verdict({ rest, graph }: Outcomes, changes: readonly Change[]): Verdict {
  const left = differ("every row", rest.rows, graph.rows);
  if (rest.failed !== null && graph.failed !== null) {
    // What a role may not use is not in its schema, and who may write nothing has no mutations.
    const isUnknown = ["GRAPHQL_VALIDATION_FAILED", "BAD_USER_INPUT", "0A000"].includes(graph.failed.code);
    if (rest.failed.code === "42501" && isUnknown) return { kind: "refused", wrong: left };
    const { code } = rest.failed;
    if (code === "54000" || graph.failed.code === "54000") return { kind: "too deep for D1", wrong: left };
    // Several are one batch: values are looked at before any of them is written, and which row was refused is not looked up.
    if (changes.length > 1) return { kind: "none of several", wrong: left };
    return { kind: `error ${code}`, wrong: left ?? differ("error", { ...rest.failed }, { ...graph.failed }) };
  }
  if (graph.failed?.code === "54000") return { kind: "too deep for D1", wrong: left };
  if (rest.failed !== null || graph.failed !== null) return { kind: "fails in one", wrong: "fails in one of both" };
  const count = rest.given.reduce((sum, { affected }) => sum + affected, 0);
  const kind = changes.length > 1 ? "several" : count === 0 ? "nothing" : (changes[0]?.kind ?? "");
  return { kind, wrong: left ?? differ("given", rest.given as unknown as Json, graph.given as unknown as Json) };
}

function differ(what: string, wanted: Json, given: Json): string | null {
  const [left, right] = [canonical(wanted, true), canonical(given, true)];
  return left === right ? null : `${what}\nREST  ${left}\ngraph ${right}`;
}
