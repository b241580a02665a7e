/** How long a value may wait to be written. */
const waitMs = 250;

/**
 * Writes a number down now and then: its price is not that of every change. What is written is what the function gives by
 * then; null: nothing. An object with a timer is not evicted, so an eviction finds it written; what dies with a machine takes
 * the object's sockets along.
 */
export function lazyPut<T extends number>(storage: DurableObjectStorage, key: string): (read: () => T | null) => void {
  let waiting: (() => T | null) | null = null;
  let written: T | null = null;
  function write(): void {
    const value = waiting?.() ?? null;
    waiting = null;
    if (value === null || value === written) return;
    written = value;
    storage.put(key, value, { allowUnconfirmed: true });
  }
  return (read) => {
    if (waiting === null) setTimeout(write, waitMs);
    waiting = read;
  };
}
