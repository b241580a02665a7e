import type { Database } from "../../engine/ports.ts";
import type { Principal } from "../../kernel/principal.ts";
import { bind } from "../../plan/bind.ts";
import { evaluate } from "../../rules/evaluate.ts";
import type { Expression } from "../../rules/expression.ts";
import { ruleSql } from "../../rules/to-sql.ts";
import { timestampText } from "../../schema/kinds/timestamp.ts";
import { template } from "../../sql/compile.ts";
import { join, sql } from "../../sql/fragment.ts";
import { type ChannelRight, type Channels, channelRights, type ResolvedReplay } from "./compile.ts";
import { channelClaim } from "./define.ts";

/** What somebody may do in one channel. */
export interface Authorization {
  /** Null: no channel of that name is declared. */
  readonly replay: ResolvedReplay | null;
  readonly may: (right: ChannelRight) => boolean;
}

export interface AuthorizeOptions {
  readonly channels: Channels;
  readonly database: Database;
  readonly clock: () => number;
}

export type Authorize = (topic: string, isPrivate: boolean, principal: Principal) => Promise<Authorization>;

const nothing: Authorization = { replay: null, may: () => false };

/** Rights in a channel. One statement where a condition looks at a table, none otherwise. */
export function authorizer({ channels, database, clock }: AuthorizeOptions): Authorize {
  return async (topic, isPrivate, asking) => {
    const declared = channels(topic, isPrivate);
    if (declared === null) return nothing;
    const claims = { ...asking.claims, [channelClaim]: { ...declared.params } };
    const principal = { ...asking, claims };
    const now = timestampText(clock());
    const conditions = channelRights.map((right) => declared.condition(right, principal.role));
    const held = conditions.some(looksAtTables)
      ? await answers(conditions, { principal, now }, database)
      : conditions.map(
          (each) => evaluate(each, { principal, now, rows: [], before: null, exists: () => false }) === true,
        );
    return { replay: declared.replay, may: (right) => held[channelRights.indexOf(right)] === true };
  };
}

async function answers(
  conditions: readonly Expression[],
  context: { readonly principal: Principal; readonly now: string },
  database: Database,
): Promise<readonly boolean[]> {
  let aliases = 0;
  const rows = {
    column: (name: string): never => {
      throw new TypeError(`a channel has no column ${name}`);
    },
    alias: () => `t${++aliases}`,
  };
  const terms = conditions.map((condition) => sql`coalesce(${ruleSql(condition, rows)}, 0)`);
  const bound = bind(template(sql`select json_array(${join(terms, sql`, `)}) as "held"`), {
    arguments: [],
    context,
    rows: null,
  });
  if (!bound.ok) return [];
  const [result] = await database.batch([bound.value], { retry: true });
  const held: unknown = JSON.parse(String(result?.rows[0]?.held ?? "[]"));
  return Array.isArray(held) ? held.map((each) => each === 1) : [];
}

function looksAtTables(expression: Expression): boolean {
  switch (expression.kind) {
    case "exists":
      return true;
    case "and":
    case "or":
      return expression.items.some(looksAtTables);
    case "not":
      return looksAtTables(expression.item);
    default:
      return false;
  }
}
