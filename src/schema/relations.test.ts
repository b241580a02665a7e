import { describe, expect, it } from "vitest";
import type { ForeignKey, Relation } from "./model.ts";
import { deriveRelations } from "./relations.ts";

type Shape = Parameters<typeof deriveRelations>[0][number];

function shape(name: string, more: Partial<Shape> = {}): Shape {
  const primaryKey = more.primaryKey ?? ["id"];
  const own = { name: `${name}_pkey`, columns: primaryKey, partial: false };
  return {
    kind: "table",
    name,
    columns: new Map(),
    primaryKey,
    foreignKeys: [],
    ...more,
    uniques: [own, ...(more.uniques ?? [])],
  };
}

function key(name: string, columns: readonly string[], target: string, to: readonly string[] = ["id"]): ForeignKey {
  return { name, aliases: [], columns, target, targetColumns: to, holdsTarget: true, deletesAlong: false };
}

/** `many-to-one people by boss: boss=id`, an owned one with a star. */
function short(relation: Relation): string {
  const { cardinality, target, constraints, junction, owned } = relation;
  const pairs = junction === null ? relation.pairs : [...junction.near, ...junction.far];
  const through = junction === null ? "" : ` through ${junction.collection}`;
  const shown = pairs.map((pair) => `${pair.from}=${pair.to}`).join(", ");
  return `${owned ? "*" : ""}${cardinality} ${target} by ${constraints.join("+")}${through}: ${shown}`;
}

function relationsOf(name: string, ...shapes: readonly Shape[]): readonly string[] {
  return (deriveRelations(shapes).get(name) ?? []).map(short);
}

const people = shape("people");

describe("a foreign key", () => {
  it("leads to one row, and back to many", () => {
    const pets = shape("pets", { foreignKeys: [key("fk", ["owner"], "people")] });
    expect(relationsOf("pets", pets, people)).toEqual(["*many-to-one people by fk: owner=id"]);
    expect(relationsOf("people", pets, people)).toEqual(["one-to-many pets by fk: id=owner"]);
  });

  it.each<readonly [string, Partial<Shape>]>([
    ["the primary key", { primaryKey: ["owner"] }],
    ["unique", { uniques: [{ name: "u", columns: ["owner"], partial: false }] }],
  ])("that is %s leads to one row both ways", (_, more) => {
    const lockers = shape("lockers", { ...more, foreignKeys: [key("fk", ["owner"], "people")] });
    expect(relationsOf("lockers", lockers, people)).toEqual(["*one-to-one people by fk: owner=id"]);
    expect(relationsOf("people", lockers, people)).toEqual(["one-to-one lockers by fk: id=owner"]);
  });

  it("that is unique for some rows alone leads back to many", () => {
    const pets = shape("pets", {
      uniques: [{ name: "u", columns: ["owner"], partial: true }],
      foreignKeys: [key("fk", ["owner"], "people")],
    });
    expect(relationsOf("people", pets, people)).toEqual(["one-to-many pets by fk: id=owner"]);
  });

  it("of two columns is one-to-one where either of them is unique, not where a third is needed", () => {
    const spots = shape("spots", { primaryKey: ["x", "y"] });
    const pins = (columns: readonly string[]): Shape =>
      shape("pins", {
        uniques: [{ name: "u", columns, partial: false }],
        foreignKeys: [key("fk", ["a", "b"], "spots", ["x", "y"])],
      });
    expect(relationsOf("pins", pins(["b"]), spots)).toEqual(["*one-to-one spots by fk: a=x, b=y"]);
    expect(relationsOf("pins", pins(["b", "c"]), spots)).toEqual(["*many-to-one spots by fk: a=x, b=y"]);
  });

  it("to its own table leads both up and down", () => {
    const tree = shape("tree", { foreignKeys: [key("fk", ["up"], "tree")] });
    expect(relationsOf("tree", tree)).toEqual(["*many-to-one tree by fk: up=id", "one-to-many tree by fk: id=up"]);
  });

  it("is one of two to the same table: each is a relation of its own", () => {
    const games = shape("games", { foreignKeys: [key("h", ["home"], "people"), key("a", ["away"], "people")] });
    expect(relationsOf("games", games, people)).toEqual([
      "*many-to-one people by h: home=id",
      "*many-to-one people by a: away=id",
    ]);
    expect(relationsOf("people", games, people)).toEqual([
      "one-to-many games by h: id=home",
      "one-to-many games by a: id=away",
    ]);
  });
});

describe("many-to-many", () => {
  const teams = shape("teams");
  const keys = [key("t", ["team"], "teams"), key("p", ["person"], "people")];

  it("needs both keys in the junction's primary key", () => {
    const whole = shape("members", { primaryKey: ["team", "person"], foreignKeys: keys });
    expect(relationsOf("teams", whole, teams, people)).toEqual([
      "one-to-many members by t: id=team",
      "many-to-many people by t+p through members: id=team, person=id",
    ]);
    expect(relationsOf("people", whole, teams, people)).toContain(
      "many-to-many teams by p+t through members: id=person, team=id",
    );
    const half = shape("members", { primaryKey: ["team"], foreignKeys: keys });
    expect(relationsOf("teams", half, teams, people).join()).not.toContain("many-to-many");
    const none = shape("members", { uniques: [{ name: "u", columns: ["team", "person"], partial: false }] });
    expect(relationsOf("teams", { ...none, foreignKeys: keys }, teams, people).join()).not.toContain("many-to-many");
  });

  it("is over views with such a key too", () => {
    const members = shape("members", { primaryKey: ["team", "person"], foreignKeys: keys });
    const active = shape("active", { kind: "view", primaryKey: ["team", "person"], foreignKeys: keys });
    expect(relationsOf("teams", members, active, teams, people).filter((each) => each.startsWith("many"))).toEqual([
      "many-to-many people by t+p through members: id=team, person=id",
      "many-to-many people by t+p through active: id=team, person=id",
    ]);
  });

  it("may have more in the key, and keys of two columns", () => {
    const spots = shape("spots", { primaryKey: ["x", "y"] });
    const stays = shape("stays", {
      primaryKey: ["person", "x", "y", "day"],
      foreignKeys: [key("p", ["person"], "people"), key("s", ["x", "y"], "spots", ["x", "y"])],
    });
    expect(relationsOf("spots", stays, spots, people)).toContain(
      "many-to-many people by s+p through stays: x=x, y=y, person=id",
    );
  });

  it("of a table with itself goes both ways", () => {
    const follows = shape("follows", {
      primaryKey: ["from", "to"],
      foreignKeys: [key("f", ["from"], "people"), key("t", ["to"], "people")],
    });
    expect(relationsOf("people", follows, people).filter((each) => each.startsWith("many"))).toEqual([
      "many-to-many people by f+t through follows: id=from, to=id",
      "many-to-many people by t+f through follows: id=to, from=id",
    ]);
  });

  it("of three keys pairs each with each", () => {
    const seats = shape("seats", {
      primaryKey: ["team", "person", "boat"],
      foreignKeys: [...keys, key("b", ["boat"], "boats")],
    });
    const shapes = [seats, teams, people, shape("boats")];
    const found = ["teams", "people", "boats"].flatMap((name) => relationsOf(name, ...shapes));
    expect(found.filter((each) => each.startsWith("many-to-many"))).toHaveLength(6);
  });
});
