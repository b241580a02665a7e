import type { Side } from "../side.ts";
import type { SocketPlan } from "./subscribers.ts";

/** What is measured: `broadcast` a message from a socket, `change` a row that everybody may see, `owned` one that its owner may. */
export type Traffic = "broadcast" | "change" | "owned";

export const trafficKinds: readonly Traffic[] = ["broadcast", "change", "owned"];

/** How many users the owned rows belong to. */
export const users = 50;

/** One side: how its subscribers listen and how its publisher speaks. */
export interface LiveContender {
  readonly side: Side;
  /** The plan of the subscriber of this number. */
  readonly subscriber: (traffic: Traffic, index: number) => SocketPlan;
  /** Ready to send. Each call of `send` publishes one message; it resolves when the server has it. */
  readonly publisher: (traffic: Traffic) => Promise<Publisher>;
}

export interface Publisher {
  send(index: number): Promise<void>;
  close(): void;
}

/** A message of about 120 bytes. */
export const filler: string = "x".repeat(60);
