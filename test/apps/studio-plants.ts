import { integer, numeric, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

// Where the studio's machines are made: what spreads and aggregates are tried on.

export const plants = sqliteTable("plants", { id: integer().primaryKey(), name: text().notNull() });

export const machineKinds = sqliteTable("machine_kinds", { id: integer().primaryKey(), name: text().notNull() });

export const machines = sqliteTable("machines", {
  id: integer().primaryKey(),
  name: text().notNull(),
  plant: integer("plant_id").references(() => plants.id),
  kind: integer("kind_id").references(() => machineKinds.id),
});

/** One to one. */
export const machineCosts = sqliteTable("machine_costs", {
  machine: integer("machine_id")
    .primaryKey()
    .references(() => machines.id),
  cost: numeric().notNull(),
});

export const inspectors = sqliteTable("inspectors", { id: integer().primaryKey(), name: text().notNull() });

export const inspections = sqliteTable(
  "inspections",
  {
    machine: integer("machine_id")
      .notNull()
      .references(() => machines.id),
    inspector: integer("inspector_id")
      .notNull()
      .references(() => inspectors.id),
  },
  (table) => [primaryKey({ columns: [table.machine, table.inspector] })],
);
