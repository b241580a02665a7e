import { beforeAll, describe, it } from "vitest";
import { openStage, type Stage, type StageOptions } from "./stage.ts";

export interface Playing<C> {
  readonly name: (one: C, place: number) => string;
  /** Whether it may leave rows changed: then they are put back before the next. */
  readonly writes: (one: C) => boolean;
  /** A test that must fail as long as a bug is open. Default: none. */
  readonly isBroken?: (one: C) => boolean;
  readonly check: (stage: Stage, one: C) => Promise<void>;
}

/** Plays tables of cases against an application, a test each. Each stands alone: what one wrote is undone before the next. */
export function playTables<C>(
  options: StageOptions,
  tables: Readonly<Record<string, readonly C[]>>,
  { name, writes, isBroken = () => false, check }: Playing<C>,
): void {
  let stage: Stage;
  let isDirty = false;
  beforeAll(async () => {
    stage = await openStage(options);
  });
  for (const [title, cases] of Object.entries(tables)) {
    describe(title, () => {
      for (const [place, one] of cases.entries()) {
        const test = isBroken(one) ? it.fails : it;
        test(name(one, place), async () => {
          if (isDirty) await stage.reset();
          isDirty = writes(one);
          await check(stage, one);
        });
      }
    });
  }
}

/** Of `GET /rest/v1/…`. */
export function mayWrite(request: string): boolean {
  return !/^(?:GET|HEAD|OPTIONS) /.test(request);
}
