import type { Json } from "../../../src/kernel/json.ts";
import type { Principal } from "../../../src/kernel/principal.ts";
import { isAggregated } from "../../oracle/ask.ts";
import { canonical } from "../../oracle/check.ts";
import type { Answer, Service } from "../../oracle/stage.ts";
import { urlOf } from "../../oracle/url.ts";
import type { Views } from "../../oracle/world.ts";
import { exactly, groupOf, isLoose, rowOf, rowsOf } from "./compare.ts";
import { type Asking, type Cursors, cursorsOf, documentOf, type Speech } from "./document.ts";
import type { Place, Question } from "./question.ts";

export interface Verdict {
  /** What kind of answer it was, for the statistics. */
  readonly kind: string;
  /** Null where the graph says what REST says. */
  readonly wrong: string | null;
}

interface Connection {
  readonly totalCount: number;
  readonly aggregate: Json;
  readonly pageInfo?: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean };
  readonly edges: readonly { readonly cursor: string; readonly node: Json }[];
}

interface GraphAnswer {
  readonly status: number;
  readonly text: string;
  readonly code: string | null;
  readonly found: Json;
}

export interface Court {
  readonly service: Service;
  readonly speech: Speech;
  readonly principal: Principal;
  readonly views: Views;
}

/** Asks both surfaces the same and holds the answers against each other. */
export async function judge(court: Court, question: Question): Promise<Verdict> {
  const { service, principal } = court;
  const { place, query } = question;
  const url = urlOf(query);
  const rest = await service.ask(principal, url, { prefer: "count=exact" });
  const cursors = place === null ? null : await cursorsFor(court, question, place);
  const asking = documentOf(court.speech, question, cursors);
  const graph = await askGraph(court, asking);
  const said = `${principal.role} ${principal.id} ${JSON.stringify(principal.claims)}\n${decodeURIComponent(url)}\n${JSON.stringify(asking)}\n${rest.status} ${rest.contentRange} ${rest.text}\n${graph.status} ${graph.text}\n`;
  const { kind, wrong } = verdict(court, question, { rest, graph, cursors });
  return { kind, wrong: wrong === null ? null : `${said}${wrong}` };
}

/** The cursors of the rows at the question's positions, where there are such rows. */
async function cursorsFor(court: Court, question: Question, place: Place): Promise<Cursors> {
  const { found } = await askGraph(court, cursorsOf(court.speech, question));
  const edges = (found as Connection | null)?.edges ?? [];
  const at = (position: number | null): string | null => (position === null ? null : (edges[position]?.cursor ?? null));
  return { after: at(place.after), before: at(place.before) };
}

export async function askGraph(
  { service, principal }: Pick<Court, "service" | "principal">,
  asking: Asking,
): Promise<GraphAnswer> {
  const response = await service.send(principal, "/graphql/v1", {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/graphql-response+json" },
    body: JSON.stringify(asking),
  });
  const text = await response.text();
  const { data, errors } = exactly(text) as {
    readonly data?: { readonly found: Json } | null;
    readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
  };
  return { status: response.status, text, code: errors?.[0]?.extensions.code ?? null, found: data?.found ?? null };
}

interface Answers {
  readonly rest: Answer;
  readonly graph: GraphAnswer;
  readonly cursors: Cursors | null;
}

export const tooDeep = "too deep for D1";

function verdict(court: Court, question: Question, { rest, graph, cursors }: Answers): Verdict {
  if (graph.status >= 500 || rest.status >= 500) return { kind: "fault", wrong: "a fault" };
  // D1 takes expressions 100 deep: documented, and an error, not wrong rows.
  if (graph.code === "54000") return { kind: tooDeep, wrong: null };
  if (rest.status === 416) return pastTheEnd(rest, graph);
  if (rest.text.includes('"code":"42501"')) {
    // What a role may not use is not in its schema.
    const isUnknown = graph.code === "GRAPHQL_VALIDATION_FAILED" || graph.code === "BAD_USER_INPUT";
    const isRefused = isUnknown && graph.found === null;
    return { kind: "refused", wrong: isRefused ? null : "the graph must not know what REST refuses" };
  }
  if (rest.status >= 400 || graph.code !== null) {
    const code = rest.status >= 400 ? (JSON.parse(rest.text) as { readonly code: string }).code : null;
    if (code === "54000") return { kind: tooDeep, wrong: null };
    return { kind: `error ${code}`, wrong: code === graph.code ? null : `${code} and ${graph.code}` };
  }
  return answered(court, question, { rest, graph, cursors });
}

/** REST refuses an offset past the end; the graph, which counts the rest as well, gives no rows. */
function pastTheEnd(rest: Answer, graph: GraphAnswer): Verdict {
  const found = graph.found as Connection | null;
  const total = Number(rest.contentRange?.split("/")[1]);
  const isEmpty = found?.edges.length === 0 && found.totalCount === total;
  return { kind: "past the end", wrong: isEmpty ? null : `wanted no rows of ${total}` };
}

function answered({ views }: Court, question: Question, { rest, graph, cursors }: Answers): Verdict {
  const { query, key, place } = question;
  const loose = isLoose(query, views);
  const all = exactly(rest.text) as Json[];
  if (key !== null) {
    const [row = null] = all;
    const wanted = row === null ? null : rowOf(query, row, "rest");
    const given = graph.found === null ? null : rowOf(query, graph.found, "graph");
    return { kind: row === null ? "no row" : "lookup", wrong: differ(wanted, given, loose) };
  }
  const found = graph.found as unknown as Connection;
  if (isAggregated(query)) {
    return {
      kind: "computed",
      wrong: differ(groupOf(query, all[0] ?? null, "rest"), groupOf(query, found.aggregate, "graph"), false),
    };
  }
  const rows = rowsOf(query, all, "rest");
  const wanted = place === null ? rows : rows.slice(...bounds(rows.length, place, cursors));
  const wrong = differ(wanted, rowsOf(query, graph.found, "graph"), loose);
  const total = Number(rest.contentRange?.split("/")[1]);
  if (wrong === null && found.totalCount !== total) return { kind: "total", wrong: `wanted totalCount ${total}` };
  const info = wrong === null && place !== null ? infoDiffers(found, { place, cursors, count: rows.length }) : null;
  const kind = place !== null ? "place" : wanted.length > 0 ? "rows" : "no rows";
  return { kind, wrong: wrong ?? info };
}

function bounds(count: number, place: Place, cursors: Cursors | null): [number, number] {
  const from = cursors?.after == null ? 0 : (place.after ?? 0) + 1;
  const to = Math.max(from, cursors?.before == null ? count : (place.before ?? count));
  return place.backward ? [Math.max(from, to - place.count), to] : [from, Math.min(to, from + place.count)];
}

interface Cut {
  readonly place: Place;
  readonly cursors: Cursors | null;
  readonly count: number;
}

/** Whether there are rows on either side, by the rows of the whole. */
function infoDiffers({ pageInfo, edges }: Connection, { place, cursors, count }: Cut): string | null {
  const [from, to] = bounds(count, place, cursors);
  const before = cursors?.before == null ? count : (place.before ?? count);
  const after = cursors?.after == null ? 0 : (place.after ?? 0) + 1;
  // On the side that is counted from, only cursors tell of more; on the other one, rows between the cursors.
  const hasNextPage = place.backward ? before < count : Math.max(before, after) > to;
  const hasPreviousPage = place.backward ? after < from : after > 0;
  const isRight = pageInfo?.hasNextPage === hasNextPage && pageInfo.hasPreviousPage === hasPreviousPage;
  return isRight ? null : `wanted ${JSON.stringify({ hasNextPage, hasPreviousPage, edges: edges.length })}`;
}

function differ(wanted: Json, given: Json, loose: boolean): string | null {
  const [left, right] = [canonical(wanted, loose), canonical(given, loose)];
  return left === right ? null : `REST ${left}\ngraph ${right}`;
}
