import { beforeAll, it } from "vitest";
import { tokenOf } from "../live/believed.ts";
import { createTables, person, socketOf } from "../live/client.ts";
import { type Listening, type Note, noteWords, shownCount, storm } from "../live/storm.ts";

beforeAll(createTables);

const changes = `subscription ($since: BigInt) {
  notesChanges(since: $since, operations: [START, INSERT, UPDATE, DELETE]) {
    sequence operation node { id body } before { id }
  }
}`;

const newest = `subscription ($most: Int) {
  notesCollection(first: $most, orderBy: [{ id: DescNullsLast }]) { edges { node { id body } } }
}`;

interface Message {
  readonly type: string;
  readonly payload?: { readonly data?: { readonly notesChanges?: Change; readonly notesCollection?: List } };
}

interface Change {
  readonly sequence: string | number;
  readonly operation: string;
  readonly node: Note | null;
  readonly before: Note | null;
}

interface List {
  readonly edges: readonly { readonly node: Note }[];
}

/** One socket of `graphql-transport-ws` with a change stream and a live result; `started`: where the stream begins. */
class Line {
  readonly started: Promise<number>;
  readonly #ws: WebSocket;

  constructor(ws: WebSocket, { owner, since, hear, show, wrong }: Listening) {
    this.#ws = ws;
    this.started = new Promise((resolve, reject) => {
      const handlers: Readonly<Record<string, (message: Message) => void>> = {
        connection_ack: () => {
          this.#subscribe("changes", { query: changes, variables: { since } });
          this.#subscribe("newest", { query: newest, variables: { most: shownCount } });
        },
        ping: () => this.#say({ type: "pong" }),
        next: ({ payload }) => {
          const { notesChanges: change, notesCollection: list } = payload?.data ?? {};
          if (list !== undefined) show(list.edges.map(({ node }) => node));
          else if (change?.operation === "START") resolve(Number(change.sequence));
          else if (change === undefined || change.operation === "RESET") wrong(payload);
          else hear(Number(change.sequence), noteWords(change.operation, change.node ?? change.before ?? {}));
        },
      };
      ws.addEventListener("message", ({ data }) => {
        const message = JSON.parse(String(data)) as Message;
        const handle = handlers[message.type] ?? wrong;
        handle(message);
      });
      ws.addEventListener("close", ({ code, reason }) => reject(new Error(`closed: ${code} ${reason}`)));
    });
    this.#say({ type: "connection_init", payload: { Authorization: `Bearer ${tokenOf(person(owner))}` } });
  }

  cut(): void {
    this.#ws.close(1000, "cut");
  }

  #subscribe(id: string, payload: object): void {
    this.#say({ type: "subscribe", id, payload });
  }

  #say(message: object): void {
    this.#ws.send(JSON.stringify(message));
  }
}

it("loses nothing, repeats nothing, keeps the order and tells nobody what is another's", async () => {
  await storm(async (listening) => {
    const ws = await socketOf(listening.object, "/graphql/v1", { "sec-websocket-protocol": "graphql-transport-ws" });
    const line = new Line(ws, listening);
    return { cursor: await line.started, cut: () => line.cut() };
  });
}, 240_000);
