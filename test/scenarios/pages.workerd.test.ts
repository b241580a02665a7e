import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { oddities } from "../apps/oddities.ts";
import { people, seed } from "./oddities-seed.ts";
import { openStage, type Stage } from "./stage.ts";

// Pages by cursor: `after=` begins, the answer's link goes on.

let stage: Stage;

beforeAll(async () => {
  stage = await openStage({ app: oddities, seed, people });
});

async function get(path: string, who = "anon"): Promise<Page> {
  const answer = await stage.fetch(
    new Request(`http://perigee.test/rest/v1${path}`, {
      headers: { prefer: "count=exact", ...(await stage.credentials(who)) },
    }),
  );
  const { headers, status } = answer.response;
  const next = /^<([^>]+)>; rel="next"$/.exec(headers.get("link") ?? "")?.[1] ?? null;
  return {
    status,
    rows: status < 300 ? JSON.parse(answer.text) : [],
    failure: status < 300 ? null : JSON.parse(answer.text),
    next: next === null ? null : next.replace("/rest/v1", ""),
    cursor: headers.get("perigee-next-cursor"),
    range: headers.get("content-range"),
    sql: answer.recording.batches,
  };
}

interface Page {
  readonly status: number;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly failure: unknown;
  readonly next: string | null;
  readonly cursor: string | null;
  readonly range: string | null;
  readonly sql: readonly (readonly string[])[];
}

/** Follows the links to the end; `between` runs after each page. */
async function walk(
  path: string,
  between: (page: Page) => Promise<void> = async () => {},
): Promise<readonly unknown[]> {
  const ids: unknown[] = [];
  for (let next: string | null = path; next !== null; ) {
    const page: Page = await get(next);
    expect(page.status, JSON.stringify(page.failure)).toBeLessThan(300);
    ids.push(...page.rows.map((row) => row.id));
    expect(ids.length, `${path} ends`).toBeLessThan(200);
    await between(page);
    next = page.next;
  }
  return ids;
}

async function insert(id: number, cells: Readonly<Record<string, unknown>>): Promise<void> {
  const body = JSON.stringify({ id, ...cells });
  const request = new Request("http://perigee.test/rest/v1/kinds", {
    method: "POST",
    body,
    headers: { "content-type": "application/json" },
  });
  const { response, text } = await stage.fetch(request);
  expect(response.status, text).toBe(201);
}

async function remove(filter: string): Promise<void> {
  await stage.fetch(new Request(`http://perigee.test/rest/v1/kinds?${filter}`, { method: "DELETE" }));
}

const cells = fc.record({
  whole: fc.constantFrom(null, -2, 0, 0, 7, 7, 900),
  huge: fc.constantFrom(null, "9007199254740993", "9007199254740992", "-5"),
  ratio: fc.constantFrom(null, 0.1, 0.30000000000000004, 0.3, 1e-300, -1e30),
  amount: fc.constantFrom(null, 1.5, 10, 1e15),
  flag: fc.constantFrom(null, true, false),
  moment: fc.constantFrom(null, "2026-01-31T09:30:00.25Z", "2026-01-31T09:30:00Z", "1999-12-31T23:59:59Z"),
  seconds: fc.constantFrom(null, "2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z"),
  mood: fc.constantFrom(null, "calm", "storm"),
  made: fc.constantFrom("", "ä", "Z", 'a,b"c', "☃"),
  raw: fc.constantFrom(null, "\\x00", "\\xdead", "\\xde"),
  data: fc.constantFrom(null, { n: 1 }, { n: 0.1 }, { n: "1" }, { n: null }, { n: [2] }),
});

const names = [
  "whole",
  "huge",
  "ratio",
  "amount",
  "flag",
  "moment",
  "seconds",
  "mood",
  "made",
  "raw",
  "data->n",
  "data->>n",
  "id",
];
const term = fc
  .tuple(
    fc.constantFrom(...names),
    fc.constantFrom("", ".asc", ".desc"),
    fc.constantFrom("", ".nullsfirst", ".nullslast"),
  )
  .map((parts) => parts.join(""));
const orders = fc.uniqueArray(term, { minLength: 0, maxLength: 3, selector: (text) => text.split(".")[0] });

describe("pages by cursor", () => {
  it("are the whole list, once and in order, whatever comes and goes beside their edges", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(cells, { minLength: 1, maxLength: 14 }),
        orders,
        fc.integer({ min: 1, max: 4 }),
        async (rows, order, size) => {
          await remove("id=gt.0");
          for (const [index, row] of rows.entries()) await insert(10 + index, row);
          const ordered = order.length === 0 ? "" : `&order=${order.join()}`;
          // Without a limit the first page is the whole list.
          const all = (await get(`/kinds?select=id${ordered}&after=`)).rows.map((row) => row.id);
          expect(new Set(all).size).toBe(rows.length);
          let fresh = 1_000;
          const gone = new Set<unknown>();
          const met = await walk(`/kinds?select=id${ordered}&limit=${size}&after=`, async (page) => {
            const seen = page.rows.at(0)?.id;
            if (page.rows.length > 1) {
              gone.add(seen);
              await remove(`id=eq.${String(seen)}`);
            }
            if (fresh < 1_006) await insert(fresh++, rows[fresh % rows.length] ?? {});
          });
          expect(new Set(met).size, `no row twice by ${order.join()}`).toBe(met.length);
          expect(
            met.filter((id) => Number(id) < 1_000),
            order.join(),
          ).toEqual(all);
        },
      ),
      { numRuns: 60, endOnFailure: true },
    );
  });

  it("agree with the order that PostgREST's own pages have", async () => {
    await stage.reset();
    const ordered = "select=id&order=ratio.desc.nullslast,id.desc";
    const whole = (await get(`/kinds?${ordered}`)).rows.map((row) => row.id);
    expect(await walk(`/kinds?${ordered}&limit=1&after=`)).toEqual(whole);
  });

  it("are one statement each, that begins where the last page ended, and count all rows", async () => {
    await stage.reset();
    const first = await get("/kinds?select=id&order=made&limit=2&after=");
    expect([first.status, first.range]).toEqual([206, "0-1/3"]);
    const second = await get(first.next ?? "");
    expect([second.status, second.range, second.rows]).toEqual([206, "*/3", [{ id: 3 }]]);
    expect(second.next).toBeNull();
    expect(second.cursor).not.toBeNull();
    expect([first.sql, second.sql]).toMatchSnapshot();
    const third = await get(`/kinds?select=id&order=made&limit=2&after=${second.cursor}`);
    expect([third.rows, third.cursor, third.next]).toEqual([[], null, null]);
  });

  it("work under rules: a masked value has its rows' place, NULL, and shows in no cursor", async () => {
    await stage.reset();
    const rows: unknown[] = [];
    for (let next: string | null = "/persons?select=id,salary&order=salary.desc&limit=1&after="; next !== null; ) {
      const page: Page = await get(next, "mia");
      rows.push(...page.rows);
      if (page.rows[0]?.salary === null) expect(atob(page.cursor ?? "").slice(8)).toMatch(/^\[null,/);
      next = page.next;
    }
    expect(rows).toEqual((await get("/persons?select=id,salary&order=salary.desc,id.desc", "mia")).rows);
    expect((await get("/persons?select=id&order=salary&after=")).failure).toMatchObject({ code: "42501" });
  });

  it("take no cursor of another order, and none that somebody has changed", async () => {
    const { cursor } = await get("/kinds?select=id&order=whole&limit=1&after=");
    const changed = btoa(atob(cursor ?? "").replace(/\d\]$/, "4]")).replaceAll("=", "");
    for (const [order, after] of [
      ["whole.desc", cursor],
      ["whole.asc.nullsfirst", cursor],
      ["id", cursor],
      ["whole", changed],
      ["whole", `${cursor}A`],
      ["whole", "AAAA"],
      ["whole", "x"],
    ]) {
      const { failure, status } = await get(`/kinds?select=id&order=${order}&after=${after}`);
      expect([status, failure]).toMatchObject([400, { code: "PER030", message: "the cursor does not fit" }]);
    }
    expect((await get(`/teams?order=id&after=${cursor}`)).failure).toMatchObject({ code: "PER030" });
  });

  it.each([
    ["/kinds?after=&offset=1", "PER030", "a page begins after a cursor or at an offset, not at both"],
    ["/kinds?select=count()&after=", "PER031", "pages by cursor need an order"],
    ["/lines?select=id,order(from)&order=order(from)&after=", "PER031", "pages by cursor need an order"],
    ["/kinds?after=eq.1", "42703", "column kinds.after does not exist"],
    ["/kinds?after=a.b", "PGRST100", '"failed to parse filter'],
  ])("refuse %s", async (path, code, message) => {
    expect((await get(path)).failure).toMatchObject({ code, message: expect.stringContaining(message) });
  });

  it("are for reading: a write that names one touches nothing", async () => {
    const request = new Request("http://perigee.test/rest/v1/kinds?after=", { method: "DELETE" });
    const { response, recording } = await stage.fetch(request);
    expect([response.status, recording.batches]).toEqual([400, []]);
  });
});
