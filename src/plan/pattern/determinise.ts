import { type Alphabet, makeAlphabet } from "./alphabet.ts";
import type { Automaton, Chain, Part } from "./automaton.ts";
import { type CharSet, single } from "./char-set.ts";
import { type Assertion, PatternLimitError } from "./node.ts";
import { named } from "./unicode.ts";

/** A deterministic automaton: for each state its successors by class, the last for the end of the text. */
export interface Table {
  readonly alphabet: Alphabet;
  /** Rows in the order of states; the first is where it starts. */
  readonly rows: readonly (readonly Successor[])[];
}

/** A state's number, or how it ended. */
export type Successor = number | "accept" | "dead";

/** What stands on one side of a place in the text. */
type Neighbour = "edge" | "newline" | "word" | "other";

/** A place between two characters. */
interface Place {
  readonly before: Neighbour;
  readonly after: Neighbour;
}

/** States, their successors, and what is looked at while they are made: some ten milliseconds' work. */
const maxStates = 2_000;
const maxCells = 30_000;
const maxSteps = 300_000;

interface Making {
  readonly automaton: Automaton;
  /** all: every pattern must match; any: one of them. */
  readonly quantifier: "any" | "all";
  readonly alphabet: Alphabet;
  /** What the assertions tell apart of each class, and of the end. */
  readonly neighbours: readonly Neighbour[];
  readonly numbers: Map<string, number>;
  readonly pending: { readonly core: readonly number[]; readonly before: Neighbour }[];
  steps: number;
}

/**
 * Makes sets of states into states. A text is matched as soon as an accepting state is reached, however it goes on.
 * Throws PatternLimitError where that is too much.
 */
export function determinise(automaton: Automaton, quantifier: "any" | "all"): Table {
  const sets = automaton.states.flatMap((state) => (state.kind === "char" ? [state.set] : []));
  const asserted = new Set(automaton.states.flatMap((state) => (state.kind === "assert" ? [state.what] : [])));
  const word = [...asserted].some((what) => what.includes("word")) ? named("word") : null;
  const newline = asserted.has("line-start") || asserted.has("line-end") ? single(10) : null;
  const alphabet = makeAlphabet([...sets, ...[word, newline].filter((set) => set !== null)]);
  const neighbours = alphabet.samples.map((_, index): Neighbour => {
    if (isMember(alphabet, newline, index)) return "newline";
    return isMember(alphabet, word, index) ? "word" : "other";
  });
  const making: Making = {
    automaton,
    quantifier,
    alphabet,
    neighbours: [...neighbours, "edge"],
    numbers: new Map(),
    pending: [],
    steps: 0,
  };
  numberOf(
    making,
    automaton.parts.map((part) => part.start),
    "edge",
  );
  const rows: (readonly Successor[])[] = [];
  for (const { core, before } of making.pending) {
    rows.push(successors(making, core, before));
    if (rows.length * (alphabet.size + 1) > maxCells || rows.length > maxStates)
      throw new PatternLimitError("too many states");
  }
  return { alphabet, rows };
}

function isMember(alphabet: Alphabet, set: CharSet | null, index: number): boolean {
  return set !== null && (alphabet.members.get(set)?.has(index) ?? false);
}

function numberOf(making: Making, core: readonly number[], before: Neighbour): number {
  const key = `${before}:${core.join()}`;
  const known = making.numbers.get(key);
  if (known !== undefined) return known;
  const number = making.pending.push({ core, before }) - 1;
  making.numbers.set(key, number);
  return number;
}

function successors(making: Making, core: readonly number[], before: Neighbour): readonly Successor[] {
  const places = new Map<Neighbour, ReadonlyMap<number, ReadonlySet<number>> | "accept" | "dead">();
  return making.neighbours.map((after, index) => {
    const place = places.get(after) ?? outcome(making, core, { before, after });
    places.set(after, place);
    if (typeof place === "string") return place;
    const next = coreOf(making, place.get(index) ?? place.get(sticky) ?? new Set());
    return next.length === 0 ? "dead" : numberOf(making, next, after);
  });
}

/** In place of a class: what stays, whichever the character. */
const sticky = -1;

/** What the place comes to, or where each class of character leads. */
function outcome(
  making: Making,
  core: readonly number[],
  place: Place,
): ReadonlyMap<number, ReadonlySet<number>> | "accept" | "dead" {
  const { automaton, alphabet } = making;
  const closed = close(making, core, place);
  if (isAccepting(making, closed)) return "accept";
  if (place.after === "edge") return "dead";
  // A pattern that has matched stays so, until the others have too.
  const stays = [...closed].filter((number) => automaton.states[number]?.kind === "accept");
  const targets = new Map<number, Set<number>>([[sticky, new Set(stays)]]);
  for (const number of closed) {
    const state = automaton.states[number];
    if (state?.kind !== "char") continue;
    for (const index of alphabet.members.get(state.set) ?? []) {
      const known = targets.get(index);
      if (known === undefined) targets.set(index, new Set([...stays, state.to]));
      else known.add(state.to);
      making.steps++;
    }
  }
  return targets;
}

/** The states reached, in order, without those that others make needless. */
function coreOf(making: Making, reached: ReadonlySet<number>): readonly number[] {
  const sorted = [...reached].sort((a, b) => a - b);
  return making.automaton.parts.flatMap((part) => {
    making.steps += sorted.length * (1 + part.chains.length);
    const own = sorted.filter((number) => number >= part.start && number <= part.accept);
    if (own.includes(part.accept)) return [part.accept];
    const loop = part.loops.findLast((number) => reached.has(number));
    const late = loop === undefined ? own : own.filter((number) => number >= loop);
    return part.chains.reduce(withoutLaterCopies, late);
  });
}

function withoutLaterCopies(core: readonly number[], { from, to, size }: Chain): readonly number[] {
  const seen = new Set<number>();
  return core.filter((number) => {
    if (number < from || number >= to) return true;
    const offset = (number - from) % size;
    return !seen.has(offset) && seen.add(offset);
  });
}

function isAccepting({ automaton, quantifier }: Making, closed: ReadonlySet<number>): boolean {
  const test = (part: Part): boolean => closed.has(part.accept);
  return quantifier === "any" ? automaton.parts.some(test) : automaton.parts.every(test);
}

/** All that is reached without a character. */
function close(making: Making, core: readonly number[], place: Place): ReadonlySet<number> {
  const closed = new Set(core);
  for (const number of closed) {
    const state = making.automaton.states[number];
    if (state?.kind === "split") for (const to of state.to) closed.add(to);
    else if (state?.kind === "assert" && holds(state.what, place)) closed.add(state.to);
  }
  making.steps += closed.size;
  if (making.steps > maxSteps) throw new PatternLimitError("too many steps");
  return closed;
}

function holds(what: Assertion, { before, after }: Place): boolean {
  switch (what) {
    case "start":
      return before === "edge";
    case "end":
      return after === "edge";
    case "line-start":
      return before === "edge" || before === "newline";
    case "line-end":
      return after === "edge" || after === "newline";
    case "word-start":
      return before !== "word" && after === "word";
    case "word-end":
      return before === "word" && after !== "word";
    case "word-boundary":
      return (before === "word") !== (after === "word");
    case "no-word-boundary":
      return (before === "word") === (after === "word");
  }
}
