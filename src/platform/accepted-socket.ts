import type { LiveSocket } from "../live/ports.ts";

interface Accepted {
  readonly ws: WebSocket;
  readonly id: string;
  readonly saved: string | null;
  readonly sql: SqlStorage;
}

/** A socket of a Durable Object. No closure stands between it and the runtime's: a change goes to many, and each is cold. */
export class AcceptedSocket implements LiveSocket {
  readonly id: string;
  readonly #ws: WebSocket;
  readonly #sql: SqlStorage;
  #state: string | null;

  constructor({ ws, id, saved, sql }: Accepted) {
    this.id = id;
    this.#ws = ws;
    this.#sql = sql;
    this.#state = saved;
  }

  send(data: string | ArrayBuffer | Uint8Array): void {
    try {
      this.#ws.send(data);
    } catch {
      // It is closed, which is told elsewhere.
    }
  }

  close(code: number, reason: string): void {
    try {
      this.#ws.close(code, reason);
    } catch {
      // It is closed already.
    }
  }

  load(): string | null {
    return this.#state;
  }

  save(state: string): void {
    if (state === this.#state) return;
    this.#state = state;
    const text = "insert into sockets (id, state) values (?, ?) on conflict do update set state = excluded.state";
    this.#sql.exec(text, this.id, state);
  }
}
