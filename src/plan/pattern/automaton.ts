import { anyChar, type CharSet, isAny } from "./char-set.ts";
import { type Assertion, type Node, PatternLimitError } from "./node.ts";

/**
 * Patterns as a nondeterministic automaton: steps without a character (`split`, `assert`) and steps over one (`char`).
 * Source: Ken Thompson, Regular Expression Search Algorithm, 1968.
 */
export interface Automaton {
  readonly states: readonly State[];
  readonly parts: readonly Part[];
}

export type State =
  | { readonly kind: "split"; readonly to: readonly number[] }
  | { readonly kind: "char"; readonly set: CharSet; readonly to: number }
  | { readonly kind: "assert"; readonly what: Assertion; readonly to: number }
  | { readonly kind: "accept" };

/** One of the patterns. */
export interface Part {
  readonly start: number;
  readonly accept: number;
  /**
   * Where `.*` loops at the pattern's top level, in order: whoever is there needs not be anywhere before, since whatever
   * follows from there follows from here too.
   */
  readonly loops: readonly number[];
  readonly chains: readonly Chain[];
}

/**
 * The copies that may be left out of `x{m,n}`, `size` states each. A state of one of them goes on as the same state of a
 * later copy does, and further: so whoever is there needs not be in the later one.
 */
export interface Chain {
  readonly from: number;
  readonly to: number;
  readonly size: number;
}

/** After the expansion of `{m,n}`. */
const maxStates = 3_000;

interface Building {
  readonly states: State[];
  readonly loops: number[];
  readonly chains: Chain[];
}

/** One automaton that runs all patterns side by side. Throws PatternLimitError where it is too large. */
export function buildAutomaton(patterns: readonly Node[]): Automaton {
  const states: State[] = [];
  const parts = patterns.map((pattern): Part => {
    const building: Building = { states, loops: [], chains: [] };
    const start = states.length;
    const items = pattern.kind === "sequence" ? pattern.items : [pattern];
    if (!isAnchored(pattern)) addTop(building, anything);
    for (const item of items) addTop(building, item);
    const accept = add(building, { kind: "accept" });
    return { start, accept, loops: building.loops, chains: building.chains };
  });
  return { states, parts };
}

const anything: Node = { kind: "repeat", item: { kind: "set", set: anyChar }, least: 0, most: null };

/** Whether it can only begin where the text does. */
export function isAnchored(node: Node): boolean {
  if (node.kind === "assertion") return node.what === "start";
  if (node.kind === "sequence") return node.items[0] !== undefined && isAnchored(node.items[0]);
  return node.kind === "choice" && node.items.every(isAnchored);
}

function addTop(building: Building, node: Node): void {
  const isLoop = node.kind === "repeat" && node.most === null && node.item.kind === "set" && isAny(node.item.set);
  addNode(building, node);
  // `x*` ends with its split, its character, in this order.
  if (isLoop) building.loops.push(building.states.length - 2);
}

function add({ states }: Building, state: State): number {
  if (states.length >= maxStates) throw new PatternLimitError("too many states");
  return states.push(state) - 1;
}

/** Every piece begins at the next free number and goes on to the number after its last. */
function addNode(building: Building, node: Node): void {
  const { states } = building;
  switch (node.kind) {
    case "set":
      add(building, { kind: "char", set: node.set, to: states.length + 1 });
      return;
    case "assertion":
      add(building, { kind: "assert", what: node.what, to: states.length + 1 });
      return;
    case "sequence":
      for (const item of node.items) addNode(building, item);
      return;
    case "choice":
      addChoice(building, node.items);
      return;
    case "repeat":
      addRepeat(building, node);
      return;
  }
}

function addChoice(building: Building, items: readonly Node[]): void {
  const { states } = building;
  const fork = add(building, { kind: "split", to: [] });
  const starts: number[] = [];
  const ends: number[] = [];
  for (const item of items) {
    starts.push(states.length);
    addNode(building, item);
    ends.push(add(building, { kind: "split", to: [] }));
  }
  states[fork] = { kind: "split", to: starts };
  for (const end of ends) states[end] = { kind: "split", to: [states.length] };
}

function addRepeat(building: Building, { item, least, most }: Extract<Node, { kind: "repeat" }>): void {
  const { states } = building;
  for (let count = 0; count < least; count++) addNode(building, item);
  if (most === null) {
    const split = add(building, { kind: "split", to: [] });
    addNode(building, item);
    if (item.kind === "set") states[split + 1] = { kind: "char", set: item.set, to: split };
    else add(building, { kind: "split", to: [split] });
    states[split] = { kind: "split", to: [split + 1, states.length] };
    return;
  }
  const from = states.length;
  const forks: number[] = [];
  for (let count = least; count < most; count++) {
    forks.push(add(building, { kind: "split", to: [] }));
    addNode(building, item);
  }
  if (most - least > 1)
    building.chains.push({ from, to: states.length, size: (states.length - from) / (most - least) });
  for (const fork of forks) states[fork] = { kind: "split", to: [fork + 1, states.length] };
}
