import { type Alphabet, makeAlphabet } from "./alphabet.ts";
import type { Automaton, Part } from "./automaton.ts";
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

/** States, their successors, and what is looked at while they are made: some ten milliseconds' work. */
const maxStates = 2_000;
const maxCells = 30_000;
const maxSteps = 400_000;

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
  const closures = new Map<Neighbour, ReadonlySet<number>>();
  const outcomes = new Map<Neighbour, Successor | null>();
  return making.neighbours.map((after, index) => {
    const closed = closures.get(after) ?? close(making, core, { before, after });
    closures.set(after, closed);
    let outcome = outcomes.get(after);
    if (outcome === undefined) {
      outcome = isAccepting(making, closed) ? "accept" : after === "edge" ? "dead" : null;
      outcomes.set(after, outcome);
    }
    return outcome ?? step(making, closed, index);
  });
}

/** Where the closure gets to over a character of the class. */
function step(making: Making, closed: ReadonlySet<number>, index: number): Successor {
  const { automaton, alphabet } = making;
  const found = new Set<number>();
  for (const number of closed) {
    const state = automaton.states[number];
    if (state?.kind === "char" && isMember(alphabet, state.set, index)) found.add(state.to);
    // A pattern that has matched stays so, until the others have too.
    else if (state?.kind === "accept") found.add(number);
  }
  making.steps += closed.size;
  const core = automaton.parts.flatMap((part, at) => {
    const end = automaton.parts[at + 1]?.start ?? automaton.states.length;
    return pruned(
      [...found].filter((number) => number >= part.start && number < end).sort((a, b) => a - b),
      part,
    );
  });
  if (core.length === 0) return "dead";
  return numberOf(making, core, making.neighbours[index] ?? "other");
}

/** Without what is before the last loop that was reached. */
function pruned(core: readonly number[], { accept, loops }: Part): readonly number[] {
  if (core.includes(accept)) return [accept];
  const loop = loops.findLast((number) => core.includes(number));
  return loop === undefined ? core : core.filter((number) => number >= loop);
}

function isAccepting({ automaton, quantifier }: Making, closed: ReadonlySet<number>): boolean {
  const test = (part: Part): boolean => closed.has(part.accept);
  return quantifier === "any" ? automaton.parts.some(test) : automaton.parts.every(test);
}

/** All that is reached without a character, at a place with these neighbours. */
function close(
  making: Making,
  core: readonly number[],
  place: { readonly before: Neighbour; readonly after: Neighbour },
): ReadonlySet<number> {
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

function holds(what: Assertion, { before, after }: { readonly before: Neighbour; readonly after: Neighbour }): boolean {
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
