import { parseArgs } from "node:util";
import { type Traffic, trafficKinds, users } from "./contender.ts";

export type Part = Traffic | "curve" | "revocation";

const parts: readonly Part[] = [...trafficKinds, "curve", "revocation"];

export interface LiveRunOptions {
  /** How long a round lasts. Default 2. */
  readonly seconds: number;
  /** Rounds of each side. Default 5. */
  readonly rounds: number;
  /** How many subscribers broadcasts and changes go to. Default 1, 100, 1,000, 5,000. */
  readonly sockets: readonly number[];
  /** Sockets of the 50 users whose rows only they see. Default 1,000. */
  readonly ownedSockets: number;
  /** How many rows are being written at a time. Default 4 and, as the data API's bench has connections, 16. */
  readonly writers: readonly number[];
  /** Default: all. */
  readonly only: readonly Part[];
  /** Instead of comparing: where Perigee's thread spends its time, with the first of `sockets`. Default: none. */
  readonly profile: Traffic | null;
  /** A checkout whose Perigee takes the bare object's place. Default: none. */
  readonly against: string | null;
}

/** @throws TypeError for an option that does not exist or a number that is none */
export function readLiveOptions(args: readonly string[]): LiveRunOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seconds: { type: "string", default: "2" },
      rounds: { type: "string", default: "5" },
      sockets: { type: "string", default: "1,100,1000,5000" },
      owned: { type: "string", default: "1000" },
      writers: { type: "string", default: "4,16" },
      only: { type: "string", multiple: true, default: [] },
      profile: { type: "string" },
      against: { type: "string" },
    },
  });
  return {
    seconds: positive("seconds", values.seconds),
    rounds: Math.ceil(positive("rounds", values.rounds)),
    sockets: positives("sockets", values.sockets),
    ownedSockets: Math.ceil(positive("owned", values.owned) / users) * users,
    writers: positives("writers", values.writers),
    only: values.only.flatMap((names) => names.split(",")).map(part),
    profile: values.profile === undefined ? null : traffic(values.profile),
    against: values.against ?? null,
  };
}

function positive(name: string, text: string): number {
  const number = Number(text);
  if (!(number > 0)) throw new TypeError(`--${name} must be a positive number`);
  return number;
}

function positives(name: string, list: string): readonly number[] {
  return list.split(",").map((text) => Math.ceil(positive(name, text)));
}

function traffic(text: string): Traffic {
  const found = trafficKinds.find((each) => each === text);
  if (found === undefined) throw new TypeError(`--profile ${text}: use one of ${trafficKinds.join(", ")}`);
  return found;
}

function part(text: string): Part {
  const found = parts.find((each) => each === text);
  if (found === undefined) throw new TypeError(`--only ${text}: use one of ${parts.join(", ")}`);
  return found;
}
