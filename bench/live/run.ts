import { formatCosts, profileOf } from "../profile.ts";
import { startBare } from "./bare/start.ts";
import { type LiveContender, type Traffic, trafficKinds, users } from "./contender.ts";
import { curve } from "./curve.ts";
import { startEarlier } from "./earlier.ts";
import { type LiveOptions, type LiveRound, openStand } from "./measure.ts";
import { readLiveOptions } from "./options.ts";
import { startPerigee } from "./perigee/start.ts";
import { formatRounds, type Measured } from "./report.ts";
import { revocation } from "./revocation.ts";

/** `npm run bench:live`: Perigee beside the same fan-out written by hand on a bare Durable Object. */
const options = readLiveOptions(process.argv.slice(2));

async function compare(contenders: readonly LiveContender[]): Promise<readonly Measured[]> {
  const measured: Measured[] = [];
  for (const traffic of trafficKinds.filter((kind) => options.only.length === 0 || options.only.includes(kind))) {
    const counts = traffic === "owned" ? [options.ownedSockets] : options.sockets;
    for (const sockets of counts) {
      for (const atOnce of windowsOf(traffic, sockets)) {
        const setting = settingOf(traffic, sockets, atOnce);
        measured.push({ traffic, sockets, atOnce, rounds: await compareOne(contenders, setting) });
        process.stderr.write(`${traffic}, ${sockets} sockets, ${atOnce} at once: measured\n`);
      }
    }
  }
  return measured;
}

/**
 * How many messages may be under way. Of broadcasts enough that the server hardly waits for the publisher, and few enough that
 * a message's latency is not the length of a queue that the bench made itself.
 */
function windowsOf(traffic: Traffic, sockets: number): readonly number[] {
  return traffic === "broadcast" ? [Math.max(2, Math.ceil(32 / sockets))] : options.writers;
}

function settingOf(traffic: Traffic, sockets: number, atOnce: number): LiveOptions {
  const perMessage = traffic === "owned" ? sockets / users : sockets;
  return { traffic, sockets, perMessage, atOnce, seconds: options.seconds };
}

async function compareOne(
  contenders: readonly LiveContender[],
  setting: LiveOptions,
): Promise<ReadonlyMap<string, readonly LiveRound[]>> {
  const stands = [];
  for (const contender of contenders) stands.push(await openStand(contender, setting));
  const rounds = new Map<string, LiveRound[]>(stands.map(({ name }) => [name, []]));
  for (const stand of stands) await stand.play();
  for (let round = 0; round < options.rounds; round++) {
    const order = round % 2 === 0 ? stands : stands.toReversed();
    for (const stand of order) rounds.get(stand.name)?.push(await stand.play());
  }
  for (const stand of stands) stand.close();
  return rounds;
}

async function profileOne(traffic: Traffic): Promise<void> {
  const perigee = await startPerigee(true);
  const sockets = traffic === "owned" ? options.ownedSockets : (options.sockets[0] ?? 1);
  const stand = await openStand(perigee, settingOf(traffic, sockets, windowsOf(traffic, sockets)[0] ?? 1));
  await stand.play();
  const { functions, modules } = await profileOf(perigee, async () => (await stand.play()).messages);
  console.log(`${formatCosts(modules, 30)}\n\n${formatCosts(functions, 60)}`);
  stand.close();
  await perigee.side.stop();
  process.exit(0);
}

if (options.profile !== null) await profileOne(options.profile);
const base = options.against === null ? await startBare() : await startEarlier(options.against);
const perigee = await startPerigee();
try {
  const measured = await compare([base, perigee]);
  if (measured.length > 0) console.log(formatRounds(measured));
  if (options.only.length === 0 || options.only.includes("curve")) console.log(`\n${await curve(perigee, options)}`);
  if (options.only.length === 0 || options.only.includes("revocation")) console.log(`\n${await revocation(perigee)}`);
} finally {
  await Promise.all([base.side.stop(), perigee.side.stop()]);
}
process.exit(0);
