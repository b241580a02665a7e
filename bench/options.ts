import { parseArgs } from "node:util";
import { type WorkloadName, workloads } from "./workloads.ts";

export interface Options {
  /** How long a round lasts. Default 1. */
  readonly seconds: number;
  /** Rounds of each side for each workload. Default 15: many short ones even out what else the machine does. */
  readonly rounds: number;
  /** Keep-alive connections, each with one request at a time. Default 16. */
  readonly connections: number;
  /** Default: all. */
  readonly only: readonly WorkloadName[];
  /** Measures the ceiling against itself: what it shows is noise. */
  readonly noise: boolean;
  /** The path of another checkout: its Perigee is what this one is held against, instead of the ceiling. */
  readonly against: string | null;
  /** Takes CPU profiles of both workers instead of measuring. */
  readonly profile: boolean;
  /** Measures what single steps cost (one worker, a route a step) instead of comparing two workers. */
  readonly prices: boolean;
  /** GraphQL: beside the same tasks through REST, and beside graphql-yoga. */
  readonly graphql: boolean;
  /** Sends the attacks on GraphQL to Perigee and says how each was refused, and how fast. */
  readonly attacks: boolean;
  /** Where the results go as JSON. */
  readonly json: string | null;
}

/** @throws TypeError for an option that does not exist or a number that is none */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seconds: { type: "string", default: "1" },
      rounds: { type: "string", default: "15" },
      connections: { type: "string", default: "16" },
      only: { type: "string", multiple: true, default: [] },
      noise: { type: "boolean", default: false },
      against: { type: "string" },
      profile: { type: "boolean", default: false },
      prices: { type: "boolean", default: false },
      graphql: { type: "boolean", default: false },
      attacks: { type: "boolean", default: false },
      json: { type: "string" },
    },
  });
  return {
    seconds: positive("seconds", values.seconds),
    rounds: Math.ceil(positive("rounds", values.rounds)),
    connections: Math.ceil(positive("connections", values.connections)),
    only: values.only.flatMap((names) => names.split(",")).map(workloadName),
    noise: values.noise,
    against: values.against ?? null,
    profile: values.profile,
    prices: values.prices,
    graphql: values.graphql,
    attacks: values.attacks,
    json: values.json ?? null,
  };
}

function positive(name: string, text: string): number {
  const number = Number(text);
  if (!(number > 0)) throw new TypeError(`--${name} must be a positive number`);
  return number;
}

function workloadName(text: string): WorkloadName {
  const found = workloads.find(({ name }) => name === text);
  if (found === undefined) {
    throw new TypeError(`--only ${text}: use one of ${workloads.map(({ name }) => name).join(", ")}`);
  }
  return found.name;
}
