/** One step from the rows that a subscriber has to those of now; steps are taken in order (docs/protocol.md, live queries). */
export type RowStep<R> =
  | { readonly op: "added"; readonly at: number; readonly row: R }
  | { readonly op: "changed"; readonly at: number; readonly row: R }
  | { readonly op: "moved"; readonly from: number; readonly to: number }
  | { readonly op: "removed"; readonly at: number };

/** The rows after these steps. */
export function afterSteps<R>(rows: readonly R[], steps: readonly RowStep<R>[]): readonly R[] {
  const list = [...rows];
  for (const step of steps) {
    switch (step.op) {
      case "added":
        list.splice(step.at, 0, step.row);
        break;
      case "changed":
        list[step.at] = step.row;
        break;
      case "moved":
        list.splice(step.to, 0, ...list.splice(step.from, 1));
        break;
      case "removed":
        list.splice(step.at, 1);
        break;
    }
  }
  return list;
}
