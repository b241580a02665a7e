import { Agent, request as send } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chinook } from "../../bench/chinook/app.ts";
import { type PerigeeContender, startPerigee } from "../../bench/perigee/start.ts";
import { ddl } from "../../tools/db/ddl.ts";

// Many requests at once over real sockets: what they ask of the database goes there together, and yet each gets its own
// answer, in its own name. So many that the code is compiled on the way: promises behave otherwise before that.

const connections = 16;
const requestsEach = 600;
const firstId = 100_000;

let perigee: PerigeeContender;
let agent: Agent;

beforeAll(async () => {
  perigee = await startPerigee(await ddl(chinook));
  agent = new Agent({ keepAlive: true, maxSockets: connections });
});

afterAll(async () => {
  agent?.destroy();
  await perigee?.side.stop();
});

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

interface Asked {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly body?: unknown;
  readonly token?: string;
  /** What is written does not come back: such inserts may be one statement. */
  readonly isQuiet?: boolean;
  /** The caller hangs up after so long. */
  readonly cutAfterMs?: number;
}

/** Null where the caller has hung up before the answer came. */
function ask({ method, path, body, token, isQuiet = false, cutAfterMs }: Asked): Promise<Answer | null> {
  return new Promise((resolve, reject) => {
    const { host, port } = perigee.side;
    const authorization = token ?? String(perigee.headers.authorization);
    const prefer = isQuiet ? "return=minimal" : "return=representation";
    const headers = { ...perigee.headers, authorization, prefer };
    const sent = send({ host, port, agent, method, path, headers: { ...headers, "content-type": "application/json" } });
    let isCut = false;
    if (cutAfterMs !== undefined) {
      setTimeout(() => {
        isCut = true;
        sent.destroy();
        resolve(null);
      }, cutAfterMs);
    }
    sent.on("error", (error) => (isCut ? resolve(null) : reject(error)));
    sent.on("response", (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => (text += chunk));
      response.on("error", () => resolve(null));
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, body: text === "" ? null : JSON.parse(text) }),
      );
    });
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

async function signUp(email: string): Promise<{ readonly token: string; readonly id: string }> {
  const asked = {
    method: "POST",
    path: "/auth/v1/signup",
    body: { email, password: "correct horse battery" },
  } as const;
  const answer = await ask({ ...asked, token: "" });
  if (answer?.status !== 200) throw new Error(`sign-up answered ${answer?.status}`);
  const { access_token, user } = answer.body as { access_token: string; user: { id: string } };
  return { token: `Bearer ${access_token}`, id: user.id };
}

describe("A crowd", () => {
  it("is answered each with their own, and each write happens once, in the name of its writer", async () => {
    const people = await Promise.all([signUp("ada@crowd.example"), signUp("bea@crowd.example")]);
    const wrong: unknown[] = [];
    const writers = new Map<number, string>();

    const check = (asked: Asked, answer: Answer | null, expected: Answer): void => {
      if (JSON.stringify(answer) !== JSON.stringify(expected)) wrong.push({ asked, answer });
    };

    async function one(place: number): Promise<void> {
      const person = people[place % people.length];
      if (person === undefined) return;
      const id = 1 + ((place * 7) % 275);
      const name = `crowd ${place}`;
      const own = firstId + place;
      switch (place % 8) {
        case 0: {
          const asked = { method: "POST", path: "/rest/v1/artists", body: { id, name }, token: person.token } as const;
          const answer = await ask(asked);
          if (answer?.status !== 409 || (answer.body as { code: string }).code !== "23505")
            wrong.push({ asked, answer });
          return;
        }
        case 1: {
          const body = { id: own, name };
          writers.set(own, person.id);
          await ask({ method: "POST", path: "/rest/v1/artists", body, token: person.token, cutAfterMs: place % 5 });
          return;
        }
        case 2:
        case 3: {
          const asked = {
            method: "POST",
            path: "/rest/v1/artists",
            body: { id: own, name },
            token: person.token,
          } as const;
          writers.set(own, person.id);
          return check(asked, await ask(asked), { status: 201, body: [{ id: own, name }] });
        }
        case 4:
        case 5: {
          const path = "/rest/v1/artists";
          const asked = { method: "POST", path, body: { id: own, name }, token: person.token, isQuiet: true } as const;
          writers.set(own, person.id);
          return check(asked, await ask(asked), { status: 201, body: null });
        }
        default: {
          const asked = { method: "GET", path: `/rest/v1/artists?select=id&id=eq.${id}`, token: person.token } as const;
          return check(asked, await ask(asked), { status: 200, body: [{ id }] });
        }
      }
    }

    let next = 0;
    const lines = Array.from({ length: connections }, async () => {
      for (let place = next++; place < connections * requestsEach; place = next++) await one(place);
    });
    await Promise.all(lines);

    expect(wrong.slice(0, 3)).toEqual([]);
    const logged = await perigee.side.database
      .prepare(
        `select cast(json_extract("after", '$.id') as integer) as id, "actor" from "_perigee_changes" where "operation" = 'INSERT'`,
      )
      .all<{ id: number; actor: string | null }>();
    const actors = logged.results.filter(({ id }) => id >= firstId);
    expect(new Set(actors.map(({ id }) => id)).size).toBe(actors.length);
    expect(actors.filter(({ id, actor }) => !actor?.includes(writers.get(id) ?? "nobody"))).toEqual([]);
    // Those who hung up may have been too early; nobody else was.
    expect(actors.length).toBeGreaterThanOrEqual((connections * requestsEach * 4) / 8);
    expect(actors.length).toBeLessThanOrEqual(writers.size);
  }, 180_000);
});
