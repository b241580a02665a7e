import type { Json } from "../kernel/json.ts";
import { readIdentity } from "../plan/identity.ts";
import type { Argument, ArgumentValue } from "../query/read.ts";
import type { Given, Variables } from "./given.ts";

export type FindArgument = (variables: Variables) => ArgumentValue;

/** Gathers the arguments of one statement: what it leaves open, and where a request has it. */
export interface Sink {
  readonly finds: readonly FindArgument[];
  readonly add: (find: FindArgument) => Argument;
}

export function makeSink(): Sink {
  const finds: FindArgument[] = [];
  return { finds, add: (find) => ({ argument: finds.push(find) - 1 }) };
}

/** A value as it is: a scalar or a list of them. */
export function plainArgument(sink: Sink, { find }: Given): Argument {
  return sink.add((variables) => ({ kind: "json", json: jsonOf(find(variables)) }));
}

/** A number or a text, as text. */
export function textArgument(sink: Sink, { find }: Given): Argument {
  return sink.add((variables) => ({ kind: "text", text: String(find(variables)) }));
}

/** A text, rewritten. */
export function writtenArgument(sink: Sink, { find }: Given, write: (text: string) => string): Argument {
  return sink.add((variables) => {
    const text = find(variables);
    return typeof text === "string" ? { kind: "text", text: write(text) } : { kind: "json", json: null };
  });
}

/** One of the values of the key that an id holds; NULL, which equals nothing, where it is no id of the collection. */
export function keyArgument(sink: Sink, { find }: Given, key: KeyPart): Argument {
  return sink.add((variables) => {
    const identity = readIdentity(String(find(variables)));
    const isOwn = identity !== null && identity.tag === key.tag && identity.key.length === key.length;
    const text = isOwn ? identity.key[key.at] : undefined;
    return text === undefined ? { kind: "json", json: null } : { kind: "text", text };
  });
}

export interface KeyPart {
  readonly tag: string;
  readonly length: number;
  readonly at: number;
}

/** What GraphQL has coerced is JSON. */
export function jsonOf(value: unknown): Json {
  return value === undefined ? null : (value as Json);
}
