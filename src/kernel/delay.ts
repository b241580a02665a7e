/** Resolves after so long. 0: when what is ready to run has run. */
export function delay(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs));
}
