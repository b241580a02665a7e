import type { Contender } from "../contender.ts";
import { median } from "../statistics.ts";
import { type Attack, attacks } from "./documents.ts";

interface Refused {
  readonly name: string;
  readonly bytes: number;
  readonly status: number;
  readonly code: string;
  readonly answerBytes: number;
  readonly medianMillis: number;
  readonly mostMillis: number;
  /** Processor time of workerd; null where the system does not tell. */
  readonly cpuMillis: number | null;
}

const warmUps = 3;
const asks = 21;

/** Sends every attack to a running server, one after the other. */
export async function measureAttacks(contender: Contender): Promise<readonly Refused[]> {
  const found: Refused[] = [];
  for (const attack of attacks) found.push(await measured(contender, attack));
  return found;
}

async function measured({ side, headers }: Contender, attack: Attack): Promise<Refused> {
  const url = `http://${side.host}:${side.port}/graphql/v1${attack.query}`;
  const init: RequestInit = {
    method: attack.method,
    body: attack.body,
    headers: { ...headers, accept: "application/graphql-response+json", "content-type": attack.contentType },
  };
  const millis: number[] = [];
  let before: number | null = null;
  let status = 0;
  let text = "";
  for (let turn = 0; turn < warmUps + asks; turn++) {
    if (turn === warmUps) before = side.cpuSeconds();
    const started = performance.now();
    const response = await patientFetch(url, init);
    text = await response.text();
    if (turn >= warmUps) millis.push(performance.now() - started);
    status = response.status;
  }
  const after = side.cpuSeconds();
  const { errors } = JSON.parse(text) as {
    readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
  };
  return {
    name: attack.name,
    bytes: (attack.body ?? attack.query).length,
    status,
    code: errors?.[0]?.extensions.code ?? "none",
    answerBytes: text.length,
    medianMillis: median(millis),
    mostMillis: Math.max(...millis),
    cpuMillis: before === null || after === null ? null : ((after - before) * 1000) / asks,
  };
}

/** Who is refused before the body is read may find the connection closed while it still sends: it asks again. */
async function patientFetch(url: string, init: RequestInit): Promise<Response> {
  for (let left = 20; ; left--) {
    try {
      return await fetch(url, init);
    } catch (error) {
      if (left === 0) throw error;
    }
  }
}

/** A line each. Throws where one is not refused as it must be: with a code, by a 4xx. */
export function formatAttacks(found: readonly Refused[]): string {
  const lines = found.map(
    (each) =>
      `| ${each.name} | ${each.bytes} | ${each.status} | ${each.code} | ${each.answerBytes} | ${each.medianMillis.toFixed(1)} | ${each.mostMillis.toFixed(1)} | ${each.cpuMillis?.toFixed(1) ?? ""} |`,
  );
  const wrong = found.filter(({ status, code }) => status < 400 || status >= 500 || code === "none");
  if (wrong.length > 0)
    throw new Error(`not refused: ${wrong.map(({ name }) => name).join(", ")}\n${lines.join("\n")}`);
  const head =
    "| Attack | Bytes | Status | Code | Bytes answered | Median ms | Most ms | CPU ms |\n|---|---|---|---|---|---|---|---|";
  return [head, ...lines].join("\n");
}
