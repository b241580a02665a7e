import { statement } from "../../sql/compile.ts";
import { sql, value } from "../../sql/fragment.ts";
import { instant } from "../instants.ts";
import type { Clock, Message, Row, Store } from "../ports.ts";
import { readOptionalText, readText } from "../rows.ts";
import type { Outbox } from "./outbox.ts";

/** So many messages are kept, the newest. */
export const maxKept = 200;

export interface Received extends Message {
  readonly id: number;
  readonly receivedAt: string;
}

/** The inbox of development: nothing leaves the machine. What is sent is there before the answer. */
export interface Inbox extends Outbox {
  /** The newest first. */
  list(): Promise<readonly Received[]>;
  find(id: number): Promise<Received | null>;
  clear(): Promise<void>;
}

export function inbox(store: Store, clock: Clock): Inbox {
  const all = sql`select "id", "channel", "recipient", "subject", "text", "html", "received_at" from "auth_inbox"`;
  return {
    channels: new Set(["email", "sms"]),
    send: async ({ channel, to, subject, text, html }) => {
      const insert = sql`insert into "auth_inbox" ("channel", "recipient", "subject", "text", "html", "received_at")
        values (${value(channel)}, ${value(to)}, ${value(subject)}, ${value(text)}, ${value(html)}, ${value(instant(clock()))})`;
      const forget = sql`delete from "auth_inbox" where "id" <=
        (select "id" from "auth_inbox" order by "id" desc limit 1 offset cast(${value(maxKept)} as integer))`;
      await store.batch([statement(insert), statement(forget)], { retry: false });
    },
    list: async () => {
      const [found] = await store.batch([statement(sql`${all} order by "id" desc`)], { retry: true });
      return (found?.rows ?? []).map(readMessage);
    },
    find: async (id) => {
      const one = statement(sql`${all} where "id" = cast(${value(id)} as integer)`);
      const [found] = await store.batch([one], { retry: true });
      const row = found?.rows[0];
      return row === undefined ? null : readMessage(row);
    },
    clear: async () => {
      await store.batch([statement(sql`delete from "auth_inbox"`)], { retry: true });
    },
  };
}

function readMessage(row: Row): Received {
  return {
    id: typeof row.id === "number" ? row.id : 0,
    channel: row.channel === "sms" ? "sms" : "email",
    to: readText(row, "recipient"),
    subject: readText(row, "subject"),
    text: readText(row, "text"),
    html: readOptionalText(row, "html"),
    receivedAt: readText(row, "received_at"),
  };
}
