import { describe, expect, it } from "vitest";
import type { InterestKey, Registration } from "./ports.ts";
import { Registrar } from "./registrar.ts";

const key = "things" as InterestKey;

/** A registrar, and what it has told the feed. */
function registrar(): { readonly own: Registrar; readonly told: Registration[] } {
  const told: Registration[] = [];
  const register = async (registration: Registration): Promise<number> => told.push(registration);
  const version = { load: () => null, save: () => undefined };
  return { told, own: new Registrar({ connection: "c", feed: { register }, version, onForgotten: () => undefined }) };
}

describe("what a connection object wants to hear of", () => {
  it("is told once, however many want it", async () => {
    const { own, told } = registrar();
    own.add(key);
    await own.sync();
    own.add(key);
    own.remove(key);
    await own.sync();
    expect(told).toEqual([{ connection: "c", base: null, add: [key], remove: [] }]);
  });

  it("is told again after the feed was given leave to forget the object", async () => {
    const { own, told } = registrar();
    own.add(key);
    await own.sync();
    own.remove(key);
    own.letGo();
    own.add(key);
    await own.sync();
    expect(told.at(-1)).toEqual({ connection: "c", base: null, add: [key], remove: [] });
    expect(told).toHaveLength(2);
  });

  it("is told again where that leave crosses a registration on its way", async () => {
    const { own, told } = registrar();
    own.add(key);
    const first = own.sync();
    own.remove(key);
    own.letGo();
    await first;
    own.add(key);
    await own.sync();
    expect(told.map(({ base, add }) => [base, add])).toEqual([
      [null, [key]],
      [null, [key]],
    ]);
  });
});
