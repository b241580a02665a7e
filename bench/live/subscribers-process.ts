import { once } from "node:events";
import { WebSocket } from "ws";
import { latenciesOf, millisSince } from "./latencies.ts";
import type { Order, Report, SocketPlan } from "./subscribers.ts";

/** The process that holds the subscribers, so that nothing of the publisher delays them. */

const sockets: WebSocket[] = [];
let millis: number[] = [];
let received = 0;
let perMessage = 1;
let strangers = 0;

async function open(plan: SocketPlan): Promise<void> {
  const socket = new WebSocket(plan.url, { perMessageDeflate: false, skipUTF8Validation: true });
  sockets.push(socket);
  await once(socket, "open");
  const isReady = plan.ready === null ? Promise.resolve() : answered(socket, plan.ready);
  for (const frame of plan.hello) socket.send(frame);
  await isReady;
  socket.on("message", (data: Buffer) => take(data, plan.mine));
}

function answered(socket: WebSocket, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const listen = (data: Buffer): void => {
      const message = data.toString();
      if (message.includes('"status":"error"')) reject(new Error(message));
      if (!message.includes(text)) return;
      socket.off("message", listen);
      resolve();
    };
    socket.on("message", listen);
    socket.on("close", (code, reason) => reject(new Error(`closed: ${code} ${reason}`)));
  });
}

function take(data: Buffer, mine: string | null): void {
  const duration = millisSince(data);
  if (duration === null) return;
  if (mine !== null && !data.includes(mine)) strangers++;
  millis.push(duration);
  received++;
  if (received % perMessage === 0) tell({ kind: "delivered", messages: received / perMessage });
}

function tell(report: Report): void {
  process.send?.(report);
}

/** So many at once, so that opening thousands is no flood. */
const openingAtOnce = 50;

process.on("message", async (order: Order) => {
  switch (order.kind) {
    case "open":
      for (let index = 0; index < order.plans.length; index += openingAtOnce) {
        await Promise.all(order.plans.slice(index, index + openingAtOnce).map(open));
      }
      return tell({ kind: "opened" });
    case "begin":
      millis = [];
      received = 0;
      strangers = 0;
      perMessage = order.perMessage;
      return tell({ kind: "begun" });
    case "end":
      return tell({ kind: "ended", received, strangers, latencies: latenciesOf(millis) });
  }
});
process.on("unhandledRejection", (reason) => {
  tell({ kind: "failed", message: String(reason) });
});
