/** What a request does to the rows, as far as this test knows: its answer, and its changes as the log has them. */
export interface Outcome {
  readonly answer: string;
  readonly log: readonly string[];
  readonly rows: Rows;
}

export interface Rows {
  readonly shelves: ReadonlyMap<number, string>;
  /** Each with its shelf. */
  readonly books: ReadonlyMap<number, number>;
  readonly cards: ReadonlyMap<number, string>;
}

export interface Seen {
  readonly answers: readonly string[];
  readonly log: readonly string[];
  readonly rows: Rows;
}

type Deed = (rows: Rows) => Outcome;

/** Whether doing the deeds one after the other, in some order, answers, logs and leaves what was seen. */
export function hasOrder(deeds: readonly Deed[], start: Rows, { answers, log, rows: left }: Seen): boolean {
  const done = new Set<number>();

  function follow(rows: Rows, logged: number): boolean {
    if (done.size === deeds.length) return logged === log.length && JSON.stringify(plain(rows)) === wanted;
    return deeds.some((deed, place) => {
      if (done.has(place)) return false;
      const outcome = deed(rows);
      const end = logged + outcome.log.length;
      if (outcome.answer !== answers[place]) return false;
      // What one statement logs has no order of its own.
      if (outcome.log.toSorted().join() !== log.slice(logged, end).toSorted().join()) return false;
      done.add(place);
      const isFound = follow(outcome.rows, end);
      done.delete(place);
      return isFound;
    });
  }

  const wanted = JSON.stringify(plain(left));
  return follow(start, 0);
}

function plain(rows: Rows): unknown {
  return [rows.shelves, rows.books, rows.cards].map((table) => [...table].toSorted(([one], [other]) => one - other));
}
