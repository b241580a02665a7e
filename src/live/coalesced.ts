/**
 * The task, so that whoever asks gets a run that begins after asking. One run at a time; those who ask meanwhile share the
 * next. A run that fails fails for those who asked for it.
 */
export function coalesced(task: () => Promise<void>): () => Promise<void> {
  let current: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  const ask = (): Promise<void> => {
    if (current === null) {
      const run = task();
      current = run.finally(() => {
        current = null;
      });
      return current;
    }
    next ??= current
      .catch(() => undefined)
      .then(() => {
        next = null;
        return ask();
      });
    return next;
  };
  return ask;
}

/** One task after the other. A task that fails holds up none after it. */
export function serial(): (task: () => Promise<void>) => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  return (task) => {
    const run = last.then(task);
    last = run.catch(() => undefined);
    return run;
  };
}
