import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Latencies } from "./latencies.ts";

/** A socket to open. */
export interface SocketPlan {
  readonly url: string;
  /** What is sent first. */
  readonly hello: readonly string[];
  /** It is subscribed once a message with this text has come; null: once it is open. */
  readonly ready: string | null;
  /** What every message to it must hold: another one should not have come. Null: anything. */
  readonly mine: string | null;
}

export type Order =
  | { readonly kind: "open"; readonly plans: readonly SocketPlan[] }
  | { readonly kind: "begin"; readonly perMessage: number }
  | { readonly kind: "end" };

export type Report =
  | { readonly kind: "opened" }
  | { readonly kind: "begun" }
  | { readonly kind: "delivered"; readonly messages: number }
  | Received
  | { readonly kind: "failed"; readonly message: string };

export interface Received {
  readonly kind: "ended";
  readonly received: number;
  /** Messages that came to somebody who should not have had them. */
  readonly strangers: number;
  readonly latencies: Latencies;
}

/** Sockets in a process of their own. */
export class Subscribers {
  readonly #child: ChildProcess;
  #delivered = 0;
  #waiting: { readonly messages: number; readonly resolve: () => void }[] = [];
  #failure: Error | null = null;

  constructor() {
    this.#child = fork(fileURLToPath(new URL("./subscribers-process.ts", import.meta.url)));
    this.#child.on("message", (report: Report) => {
      if (report.kind === "failed") this.#failure = new Error(report.message);
      if (report.kind === "delivered") this.#delivered = report.messages;
      if (report.kind !== "delivered" && report.kind !== "failed") return;
      const done = this.#waiting.filter(({ messages }) => messages <= this.#delivered || this.#failure !== null);
      this.#waiting = this.#waiting.filter((each) => !done.includes(each));
      for (const { resolve } of done) resolve();
    });
  }

  async open(plans: readonly SocketPlan[]): Promise<void> {
    await this.#ask({ kind: "open", plans }, "opened");
  }

  async begin(perMessage: number): Promise<void> {
    this.#delivered = 0;
    await this.#ask({ kind: "begin", perMessage }, "begun");
  }

  /** Until so many messages have reached all to whom they go. Rejects after ten seconds without. */
  async delivered(messages: number): Promise<void> {
    if (this.#failure !== null) throw this.#failure;
    if (this.#delivered >= messages) return;
    await new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`${this.#delivered} of ${messages} were delivered`)), 10_000);
      this.#waiting.push({
        messages,
        resolve: () => {
          clearTimeout(late);
          resolve();
        },
      });
    });
    if (this.#failure !== null) throw this.#failure;
  }

  end(): Promise<Received> {
    return this.#ask({ kind: "end" }, "ended");
  }

  stop(): void {
    this.#child.kill();
  }

  #ask<Kind extends Report["kind"]>(order: Order, kind: Kind): Promise<Extract<Report, { readonly kind: Kind }>> {
    return new Promise((resolve, reject) => {
      const listen = (report: Report): void => {
        if (report.kind !== kind && report.kind !== "failed") return;
        this.#child.off("message", listen);
        if (report.kind === "failed") reject(new Error(report.message));
        else resolve(report as Extract<Report, { readonly kind: Kind }>);
      };
      this.#child.on("message", listen);
      this.#child.send(order);
    });
  }
}
