import { idOf, type Person, type Seed } from "../scenarios/scenario.ts";

const ann = { id: idOf("a", 1), role: "authenticated" };
const bob = { id: idOf("b", 2), role: "authenticated" };
const eva = { id: idOf("e", 3), role: "boss" };

export const people = { ann, bob, eva } satisfies Record<string, Person>;

export const seed: Seed = {
  makers: [
    { id: 1, name: "Acme", country: "FR", rating: 5 },
    { id: 2, name: "Bolt", country: "DE", rating: null },
    { id: 3, name: "Cogs", country: null, rating: 1 },
  ],
  goods: [
    { sku: "nut", title: "Nut", price: 0.5, stock: 10, maker_id: 1, tags: '["m4","steel"]', code: "n" },
    { sku: "bolt", title: "Bolt", price: 1, stock: 20, maker_id: 1, replaces: "nut", code: "b" },
    { sku: "saw", title: "Saw", price: 25, stock: 3, kind: "tool", maker_id: 2, attrs: '{"teeth":32}', code: "s" },
    { sku: "glue", title: "Glue", price: null, stock: 0, active: 0, code: "g" },
  ],
  depots: [
    { id: 1, name: "North", city: "Lille", token: idOf("d", 1), changed_at: "2026-02-01T00:00:00+00:00" },
    { id: 2, name: "South", city: "Nice", token: idOf("d", 2), changed_at: "2026-02-02T00:00:00+00:00" },
    { id: 3, name: "Empty", token: idOf("d", 3), changed_at: "2026-02-03T00:00:00+00:00" },
  ],
  aisles: [
    { depot_id: 1, number: 1, label: "a", height: 2.5 },
    { depot_id: 1, number: 2, label: "b", height: 3 },
    { depot_id: 2, number: 1, label: "a", height: null },
  ],
  placements: [
    { id: 1, depot_id: 1, aisle_number: 1, sku: "nut", spare_sku: null, amount: 5 },
    { id: 2, depot_id: 1, aisle_number: 1, sku: "bolt", spare_sku: "nut", amount: 7 },
    { id: 3, depot_id: null, aisle_number: null, sku: "saw", spare_sku: null, amount: 1 },
  ],
  labels: [
    { id: 1, word: "new" },
    { id: 2, word: "heavy" },
  ],
  goods_labels: [
    { sku: "nut", label_id: 1 },
    { sku: "saw", label_id: 1 },
    { sku: "saw", label_id: 2 },
  ],
  shifts: [
    { id: 1, room: "red", hour: 8, person: "ann", badge: "A1" },
    { id: 2, room: "red", hour: 9, person: "bob", badge: "B2" },
    { id: 3, room: "blue", hour: null, person: "cy", badge: null },
  ],
  keys_only: [{ id: 1 }, { id: 2 }],
  samples: [{ id: 1, short: "one", whole: 1, flag: 1, raw: new Uint8Array([1, 2]).buffer }],
  "größe & maß": [{ "a b": "x", "maß in cm": 3, 日本: "一", order: "o" }],
  notes: [
    { id: 1, owner: ann.id, body: "ann's", done: 0 },
    { id: 2, owner: bob.id, body: "bob's", done: 0 },
    { id: 3, owner: ann.id, body: "ann's old", done: 1 },
  ],
  box: [{ id: 1, words: "hidden" }],
  staff: [
    { id: 1, name: "Ida", wage: 200, pin: "1111" },
    { id: 2, name: "Jon", wage: 300, pin: "1111" },
  ],
  vault: [{ id: 1, gold: 9 }],
};
