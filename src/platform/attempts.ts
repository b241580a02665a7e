/** What is known of the failed sign-ins of one account, by the network that they came from, in an object of its own. */
export type Attempts = Readonly<Record<string, NetworkAttempts>>;

export interface NetworkAttempts {
  readonly failures: number;
  readonly lastMs: number;
  /** Whether somebody has signed in to the account from here. */
  readonly isKnown: boolean;
}

/** So often a password may be wrong from one network before there is anything to wait for. */
const freeFailures = 5;
const longestWaitMs = 15 * 60_000;
/** Where the owner signs in, somebody else may share the network: this is the most that he can do to the owner. */
const longestKnownWaitMs = 30_000;
/** What is known of a network is forgotten after so long; then there is room for others. */
export const rememberMs: number = 24 * 3_600_000;
const maxNetworks = 200;

const none: NetworkAttempts = { failures: 0, lastMs: 0, isKnown: false };

/**
 * How long a network has to wait until its next attempt; 0 for not at all. The wait doubles with every failure, from one
 * second to a quarter of an hour. Failures from elsewhere count for nothing here, so nobody can lock out the owner from
 * afar; what many networks guess together is bounded by what each of them may.
 */
export function waitOf(attempts: Attempts, network: string, nowMs: number): number {
  const { failures, lastMs, isKnown } = attempts[network] ?? none;
  if (failures < freeFailures) return 0;
  const waitMs = Math.min(1000 * 2 ** (failures - freeFailures), isKnown ? longestKnownWaitMs : longestWaitMs);
  return Math.max(lastMs + waitMs - nowMs, 0);
}

export function afterFailure(attempts: Attempts, network: string, nowMs: number): Attempts {
  const { failures, isKnown } = attempts[network] ?? none;
  return { ...remembered(attempts, network, nowMs), [network]: { failures: failures + 1, lastMs: nowMs, isKnown } };
}

/** Signing in forgets the network's failures, and makes it known. */
export function afterSuccess(attempts: Attempts, network: string, nowMs: number): Attempts {
  return { ...remembered(attempts, network, nowMs), [network]: { failures: 0, lastMs: nowMs, isKnown: true } };
}

/** Room for one more: known networks stay longest, of the others those that failed last. */
function remembered(attempts: Attempts, network: string, nowMs: number): Attempts {
  const kept = Object.entries(attempts).filter(([name, each]) => name === network || nowMs - each.lastMs < rememberMs);
  if (kept.length < maxNetworks) return Object.fromEntries(kept);
  const rank = ({ isKnown, lastMs }: NetworkAttempts): number => (isKnown ? lastMs + 1e15 : lastMs);
  return Object.fromEntries(kept.toSorted(([, a], [, b]) => rank(b) - rank(a)).slice(0, maxNetworks - 1));
}
