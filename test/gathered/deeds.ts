import type { Outcome, Rows } from "./order.ts";
import type { people } from "./shop.ts";

export type Who = keyof typeof people;

/** One request of somebody. */
export interface Deed {
  readonly kind: Kind;
  readonly who: Who;
  readonly id: number;
}

type Kind = keyof typeof deeds;

interface Asked {
  readonly line: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

interface Doing {
  readonly asked: (id: number) => Asked;
  /** A change without its actor: `INSERT shelves 1`. A word for an answer is an error's code. */
  readonly does: (rows: Rows, id: number) => Outcome;
}

const back = { prefer: "return=representation" };
const refused = (rows: Rows, code: string): Outcome => ({ answer: code, log: [], rows });
const words = (id: number): string => `words of ${id}`;

function shelfRows(rows: Rows, ids: readonly number[]): string {
  return JSON.stringify(ids.map((id) => ({ id, label: rows.shelves.get(id) })));
}

function label(rows: Rows, ids: readonly number[], text: string): Outcome {
  const shelves = new Map(rows.shelves);
  for (const id of ids) shelves.set(id, text);
  const after = { ...rows, shelves };
  return { answer: shelfRows(after, ids), log: ids.map((id) => `UPDATE shelves ${id}`), rows: after };
}

const sorted = (ids: Iterable<number>): readonly number[] => [...ids].toSorted((one, other) => one - other);

const deeds = {
  shelf: {
    asked: (id) => ({ line: "POST /rest/v1/shelves", headers: back, body: { id, label: "new" } }),
    does: (rows, id) => {
      if (rows.shelves.has(id)) return refused(rows, "23505");
      const after = { ...rows, shelves: new Map(rows.shelves).set(id, "new") };
      return { answer: shelfRows(after, [id]), log: [`INSERT shelves ${id}`], rows: after };
    },
  },
  /** Of one caller these are one statement. */
  quiet: {
    asked: (id) => ({ line: "POST /rest/v1/shelves", body: { id: id + 2, label: "quiet" } }),
    does: (rows, id) => {
      if (rows.shelves.has(id + 2)) return refused(rows, "23505");
      const after = { ...rows, shelves: new Map(rows.shelves).set(id + 2, "quiet") };
      return { answer: "", log: [`INSERT shelves ${id + 2}`], rows: after };
    },
  },
  merge: {
    asked: (id) => ({
      line: "POST /rest/v1/shelves",
      headers: { prefer: "return=representation,resolution=merge-duplicates" },
      body: [
        { id, label: "merged" },
        { id: id + 1, label: "merged" },
      ],
    }),
    does: (rows, id) => {
      const { answer, rows: after } = label(rows, [id, id + 1], "merged");
      const log = [id, id + 1].map((each) => `${rows.shelves.has(each) ? "UPDATE" : "INSERT"} shelves ${each}`);
      return { answer, log, rows: after };
    },
  },
  relabel: {
    asked: (id) => ({ line: `PATCH /rest/v1/shelves?id=eq.${id}`, headers: back, body: { label: `of ${id}` } }),
    does: (rows, id) => label(rows, rows.shelves.has(id) ? [id] : [], `of ${id}`),
  },
  few: {
    asked: (id) => ({
      line: `PATCH /rest/v1/shelves?id=gte.${id}&order=id`,
      headers: { prefer: "return=representation,handling=strict,max-affected=1" },
      body: { label: "few" },
    }),
    does: (rows, id) => {
      const ids = sorted(rows.shelves.keys()).filter((each) => each >= id);
      return ids.length > 1 ? refused(rows, "PGRST124") : label(rows, ids, "few");
    },
  },
  only: {
    asked: (id) => ({
      line: `PATCH /rest/v1/shelves?id=eq.${id}`,
      headers: { ...back, accept: "application/vnd.pgrst.object+json" },
      body: { label: "only" },
    }),
    does: (rows, id) => {
      if (!rows.shelves.has(id)) return refused(rows, "PGRST116");
      const outcome = label(rows, [id], "only");
      return { ...outcome, answer: outcome.answer.slice(1, -1) };
    },
  },
  never: {
    asked: (id) => ({
      line: "POST /rest/v1/shelves",
      headers: { prefer: "return=representation,tx=rollback" },
      body: { id, label: "never" },
    }),
    does: (rows, id) => {
      if (rows.shelves.has(id)) return refused(rows, "23505");
      return { answer: JSON.stringify([{ id, label: "never" }]), log: [], rows };
    },
  },
  clear: {
    asked: (id) => ({ line: `DELETE /rest/v1/shelves?id=eq.${id}&select=id`, headers: back }),
    does: (rows, id) => {
      if (!rows.shelves.has(id)) return { answer: "[]", log: [], rows };
      const gone = [...rows.books].filter(([, shelf]) => shelf === id).map(([book]) => book);
      const shelves = new Map(rows.shelves);
      const books = new Map(rows.books);
      shelves.delete(id);
      for (const book of gone) books.delete(book);
      const log = [`DELETE shelves ${id}`, ...gone.map((book) => `DELETE books ${book}`)];
      return { answer: JSON.stringify([{ id }]), log, rows: { ...rows, shelves, books } };
    },
  },
  books: {
    asked: (id) => ({
      line: "POST /rest/v1/books?select=id",
      headers: back,
      body: [
        { id: id * 2, shelf: id },
        { id: id * 2 + 1, shelf: id },
      ],
    }),
    does: (rows, id) => {
      const ids = [id * 2, id * 2 + 1];
      if (ids.some((each) => rows.books.has(each))) return refused(rows, "23505");
      if (!rows.shelves.has(id)) return refused(rows, "23503");
      const books = new Map(rows.books);
      for (const each of ids) books.set(each, id);
      const answer = JSON.stringify(ids.map((each) => ({ id: each })));
      return { answer, log: ids.map((each) => `INSERT books ${each}`), rows: { ...rows, books } };
    },
  },
  words: {
    asked: (id) => ({
      line: "POST /rest/v1/cards?on_conflict=id&select=id",
      headers: { prefer: "return=representation,resolution=merge-duplicates" },
      body: { id, words: words(id) },
    }),
    does: (rows, id) => {
      const log = [`${rows.cards.has(id) ? "UPDATE" : "INSERT"} cards ${id}`];
      return {
        answer: JSON.stringify([{ id }]),
        log,
        rows: { ...rows, cards: new Map(rows.cards).set(id, words(id)) },
      };
    },
  },
  both: {
    asked: (id) => ({
      line: "POST /graphql/v1",
      body: {
        query: `mutation { a: updateShelvesCollection(set: { label: "both" }, filter: { id: { eq: ${id} } }) { affectedCount }
          b: insertIntoCardsCollection(objects: [{ id: ${id}, words: "both" }]) { affectedCount } }`,
      },
    }),
    does: (rows, id) => {
      if (rows.cards.has(id)) return refused(rows, "refused");
      const { log, rows: after } = label(rows, rows.shelves.has(id) ? [id] : [], "both");
      return {
        answer: JSON.stringify({ a: { affectedCount: log.length }, b: { affectedCount: 1 } }),
        log: [...log, `INSERT cards ${id}`],
        rows: { ...after, cards: new Map(rows.cards).set(id, "both") },
      };
    },
  },
  look: {
    asked: () => ({ line: "GET /rest/v1/shelves?select=id,label,books(id)&order=id&books.order=id" }),
    does: (rows) => {
      const seen = sorted(rows.shelves.keys()).map((id) => {
        const books = sorted([...rows.books].filter(([, shelf]) => shelf === id).map(([book]) => book));
        return { id, label: rows.shelves.get(id), books: books.map((book) => ({ id: book })) };
      });
      return { answer: JSON.stringify(seen), log: [], rows };
    },
  },
  find: {
    asked: (id) => ({ line: `GET /rest/v1/shelves?id=eq.${id}` }),
    does: (rows, id) => ({ answer: shelfRows(rows, rows.shelves.has(id) ? [id] : []), log: [], rows }),
  },
} as const satisfies Readonly<Record<string, Doing>>;

export const kinds = Object.keys(deeds) as Kind[];

export function askedBy({ kind, id }: Deed): Asked {
  return deeds[kind].asked(id);
}

export function done({ kind, who, id }: Deed, rows: Rows): Outcome {
  if (who === "gone") return refused(rows, kind === "both" ? "refused" : "PGRST301");
  const does: Doing["does"] = deeds[kind].does;
  const outcome = does(rows, id);
  return { ...outcome, log: outcome.log.map((change) => `${change} by ${who}`) };
}
