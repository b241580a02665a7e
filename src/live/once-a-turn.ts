/** Runs the task once for all calls of one turn, when the turn is over. */
export function onceATurn(task: () => void): () => void {
  let isDue = false;
  return () => {
    if (isDue) return;
    isDue = true;
    queueMicrotask(() => {
      isDue = false;
      task();
    });
  };
}
