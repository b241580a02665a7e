import { beforeAll, it } from "vitest";
import { Client, createTables, person } from "./client.ts";
import type { Told } from "./server.ts";
import { type Listening, noteWords, storm } from "./storm.ts";

beforeAll(createTables);

function hearEvent(said: Told, { hear, wrong }: Listening): void {
  if (said.told === "event") hear(said.sequence, noteWords(said.operation, said.after ?? said.before ?? {}));
  else if (said.told !== "started") wrong(said);
}

it("loses nothing, repeats nothing, tells everything in order and nobody what is another's", async () => {
  await storm(async (listening) => {
    const { object, owner, since } = listening;
    const client = await Client.open(object);
    client.onTold = (said) => hearEvent(said, listening);
    client.ask({ principal: person(owner), collection: "notes", ...(since === null ? {} : { since }) });
    await client.until(([first]) => first !== undefined);
    const [started] = client.heard;
    if (started?.told !== "started") throw new Error(`not let in: ${JSON.stringify(started)}`);
    return { cursor: started.cursor, cut: () => client.close() };
  });
}, 240_000);
