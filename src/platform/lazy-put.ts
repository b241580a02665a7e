/** How long a value may wait to be written. */
const waitMs = 250;

/**
 * Writes a number down now and then: its price is not that of every change. An object with a timer is not evicted, so an
 * eviction finds it written; what dies with a machine takes the object's sockets along.
 */
export function lazyPut<T extends number>(storage: DurableObjectStorage, key: string): (value: T) => void {
  let waiting: T | null = null;
  return (value) => {
    if (waiting === null) {
      setTimeout(() => {
        if (waiting !== null) storage.put(key, waiting, { allowUnconfirmed: true });
        waiting = null;
      }, waitMs);
    }
    waiting = value;
  };
}
