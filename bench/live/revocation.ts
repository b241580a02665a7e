import { once } from "node:events";
import { WebSocket } from "ws";
import { percentile } from "../statistics.ts";
import type { PerigeeFanOut } from "./perigee/start.ts";

/** How long it takes from the call that signs somebody out to the close of their open socket. Each user once. */
export async function revocation(perigee: PerigeeFanOut): Promise<string> {
  const { side, keys } = perigee;
  const millis: number[] = [];
  for (const user of perigee.users) {
    const plan = perigee.listener("notes", null, user);
    const socket = new WebSocket(plan.url);
    await once(socket, "open");
    const subscribed = new Promise<void>((resolve) => {
      socket.on("message", (data: Buffer) => data.includes("Subscribed to PostgreSQL") && resolve());
    });
    for (const frame of plan.hello) socket.send(frame);
    await subscribed;
    const closed = once(socket, "close");
    const start = performance.now();
    const response = await fetch(`http://${side.host}:${side.port}/auth/v1/logout?scope=global`, {
      method: "POST",
      headers: { apikey: keys.anon, authorization: `Bearer ${user.token}` },
    });
    if (!response.ok) throw new Error(`signing out answered ${response.status}`);
    const [code] = await closed;
    if (code !== 4001) throw new Error(`the socket closed with ${code}`);
    millis.push(performance.now() - start);
  }
  const ascending = millis.toSorted((a, b) => a - b);
  const at = (part: number): string => percentile(ascending, part).toFixed(0);
  return `From signing out to the close of the socket, ${millis.length} users: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`;
}
