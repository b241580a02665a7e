import { sql } from "drizzle-orm";
import {
  type AnySQLiteColumn,
  foreignKey,
  integer,
  numeric,
  primaryKey,
  sqliteTable,
  sqliteView,
  text,
} from "drizzle-orm/sqlite-core";
import { date, json, list, uuid } from "../../../src/schema/columns.ts";

// Rows that point at rows of their own table, at each other, twice at the same, through junctions.

export const entities = sqliteTable("entities", {
  id: integer().primaryKey(),
  name: text(),
  arr: list<number>("arr", "integer"),
});

export const childEntities = sqliteTable("child_entities", {
  id: integer().primaryKey(),
  name: text(),
  parent_id: integer().references(() => entities.id),
});

export const grandchildEntities = sqliteTable("grandchild_entities", {
  id: integer().primaryKey(),
  name: text(),
  parent_id: integer().references(() => childEntities.id),
  or_starting_col: text(),
  and_starting_col: text(),
  jsonb_col: json(),
});

/** Columns that are called like tables. */
export const being = sqliteTable("being", { being: integer().primaryKey() });
export const descendant = sqliteTable("descendant", {
  descendant: integer().primaryKey(),
  being: integer().references(() => being.being),
});
export const part = sqliteTable("part", { part: integer().primaryKey() });
export const beingPart = sqliteTable(
  "being_part",
  {
    being: integer()
      .notNull()
      .references(() => being.being),
    part: integer()
      .notNull()
      .references(() => part.part),
  },
  (table) => [primaryKey({ columns: [table.being, table.part] })],
);

export const familyTree = sqliteTable(
  "family_tree",
  { id: text().primaryKey(), name: text().notNull(), parent: text() },
  (table) => [foreignKey({ name: "pptr", columns: [table.parent], foreignColumns: [table.id] })],
);

export const managers = sqliteTable("managers", { id: integer().primaryKey(), name: text() });
export const organizations = sqliteTable(
  "organizations",
  {
    id: integer().primaryKey(),
    name: text(),
    referee: integer().references((): AnySQLiteColumn => organizations.id),
    auditor: integer().references((): AnySQLiteColumn => organizations.id),
    manager_id: integer(),
  },
  (table) => [foreignKey({ name: "manager", columns: [table.manager_id], foreignColumns: [managers.id] })],
);

export const space = sqliteTable("space", { id: integer().primaryKey(), name: text() });
export const zone = sqliteTable("zone", {
  id: integer().primaryKey(),
  name: text(),
  zone_type_id: integer(),
  space_id: integer().references(() => space.id),
});

export const webContent = sqliteTable("web_content", {
  id: integer().primaryKey(),
  name: text(),
  p_web_id: integer().references((): AnySQLiteColumn => webContent.id),
});

export const bigProjects = sqliteTable("big_projects", { big_project_id: integer().primaryKey(), name: text() });
export const sites = sqliteTable(
  "sites",
  { site_id: integer().primaryKey(), name: text(), main_project_id: integer() },
  (table) => [
    foreignKey({
      name: "main_project",
      columns: [table.main_project_id],
      foreignColumns: [bigProjects.big_project_id],
    }),
  ],
);
export const jobs = sqliteTable(
  "jobs",
  {
    job_id: uuid().notNull(),
    name: text(),
    site_id: integer()
      .notNull()
      .references(() => sites.site_id),
    big_project_id: integer()
      .notNull()
      .references(() => bigProjects.big_project_id),
  },
  (table) => [primaryKey({ columns: [table.job_id, table.site_id, table.big_project_id] })],
);

export const mainJobs = sqliteView("main_jobs").as((query) =>
  query
    .select({ job_id: jobs.job_id, name: jobs.name, site_id: jobs.site_id, big_project_id: jobs.big_project_id })
    .from(jobs)
    .where(sql`${jobs.site_id} in (select site_id from sites where main_project_id is not null)`),
);

export const whatevProjects = sqliteTable("whatev_projects", { id: integer().primaryKey(), name: text() });
export const whatevSites = sqliteTable("whatev_sites", { id: integer().primaryKey(), name: text() });
/** A junction with two ways to either side. */
export const whatevJobs = sqliteTable(
  "whatev_jobs",
  {
    job_id: uuid().notNull(),
    name: text(),
    site_id_1: integer()
      .notNull()
      .references(() => whatevSites.id),
    project_id_1: integer()
      .notNull()
      .references(() => whatevProjects.id),
    site_id_2: integer()
      .notNull()
      .references(() => whatevSites.id),
    project_id_2: integer()
      .notNull()
      .references(() => whatevProjects.id),
  },
  (table) => [
    primaryKey({
      columns: [table.job_id, table.site_id_1, table.project_id_1, table.site_id_2, table.project_id_2],
    }),
  ],
);

/** They point at each other. */
export const agents = sqliteTable("agents", {
  id: integer().primaryKey(),
  name: text(),
  department_id: integer().references((): AnySQLiteColumn => departments.id),
});
export const departments = sqliteTable("departments", {
  id: integer().primaryKey(),
  name: text(),
  head_id: integer().references(() => agents.id),
});

export const schedules = sqliteTable("schedules", { id: integer().primaryKey(), name: text() });
export const activities = sqliteTable(
  "activities",
  { id: integer().notNull(), schedule_id: integer().notNull(), car_id: text(), camera_id: text() },
  (table) => [
    primaryKey({ columns: [table.id, table.schedule_id] }),
    foreignKey({ name: "schedule", columns: [table.schedule_id], foreignColumns: [schedules.id] }),
  ],
);
export const unitWorkdays = sqliteTable(
  "unit_workdays",
  {
    unit_id: integer().notNull(),
    day: date().notNull(),
    fst_shift_activity_id: integer(),
    fst_shift_schedule_id: integer(),
    snd_shift_activity_id: integer(),
    snd_shift_schedule_id: integer(),
  },
  (table) => [
    primaryKey({ columns: [table.unit_id, table.day] }),
    foreignKey({
      name: "fst_shift",
      columns: [table.fst_shift_activity_id, table.fst_shift_schedule_id],
      foreignColumns: [activities.id, activities.schedule_id],
    }),
    foreignKey({
      name: "snd_shift",
      columns: [table.snd_shift_activity_id, table.snd_shift_schedule_id],
      foreignColumns: [activities.id, activities.schedule_id],
    }),
  ],
);
export const fstShifts = sqliteView("unit_workdays_fst_shift").as((query) =>
  query
    .select({
      unit_id: unitWorkdays.unit_id,
      day: unitWorkdays.day,
      fst_shift_activity_id: unitWorkdays.fst_shift_activity_id,
      fst_shift_schedule_id: unitWorkdays.fst_shift_schedule_id,
    })
    .from(unitWorkdays)
    .where(sql`${unitWorkdays.fst_shift_activity_id} is not null`),
);

/** Called `test` there, which is reserved for nothing. */
export const test = sqliteTable("test", { id: integer().primaryKey(), parent_id: integer() }, (table) => [
  foreignKey({ name: "parent_test", columns: [table.parent_id], foreignColumns: [table.id] }),
]);
export const viewTest = sqliteView("view_test").as((query) => query.select({ id: test.id }).from(test));

export const internalJob = sqliteTable(
  "internal_job",
  { id: integer().primaryKey(), parent_id: integer() },
  (table) => [foreignKey({ name: "parent_fk", columns: [table.parent_id], foreignColumns: [table.id] })],
);
export const job = sqliteView("job").as((query) =>
  query.select({ id: internalJob.id, parent_id: internalJob.parent_id }).from(internalJob),
);

export const posters = sqliteTable("posters", { id: integer().primaryKey(), name: text() });
export const subscriptions = sqliteTable(
  "subscriptions",
  {
    subscriber: integer().references(() => posters.id),
    subscribed: integer().references(() => posters.id),
  },
  (table) => [primaryKey({ columns: [table.subscriber, table.subscribed] })],
);

export const profiles = sqliteTable("profiles", { id: uuid().primaryKey(), username: text() });
export const userFriend = sqliteTable("user_friend", {
  id: integer().primaryKey(),
  user1: uuid().references(() => profiles.id),
  user2: uuid().references(() => profiles.id),
});

export const status = sqliteTable("status", { id: integer().primaryKey() });
export const tournaments = sqliteTable("tournaments", {
  id: integer().primaryKey(),
  status: integer().references(() => status.id),
});

/** Two foreign keys, each of them to one row. */
export const second = sqliteTable("second", { id: integer().primaryKey(), name: text() });
export const first = sqliteTable("first", {
  id: integer().primaryKey(),
  name: text(),
  second_id_1: integer()
    .unique()
    .references(() => second.id),
  second_id_2: integer()
    .unique()
    .references(() => second.id),
});

export const factories = sqliteTable("factories", { id: integer().primaryKey(), name: text() });
export const processCategories = sqliteTable("process_categories", { id: integer().primaryKey(), name: text() });
export const processes = sqliteTable("processes", {
  id: integer().primaryKey(),
  name: text(),
  factory_id: integer().references(() => factories.id),
  category_id: integer().references(() => processCategories.id),
});
export const processCosts = sqliteTable("process_costs", {
  process_id: integer()
    .primaryKey()
    .references(() => processes.id),
  cost: numeric(),
});
export const supervisors = sqliteTable("supervisors", { id: integer().primaryKey(), name: text() });
export const processSupervisor = sqliteTable(
  "process_supervisor",
  {
    process_id: integer().references(() => processes.id),
    supervisor_id: integer().references(() => supervisors.id),
  },
  (table) => [primaryKey({ columns: [table.process_id, table.supervisor_id] })],
);
export const operators = sqliteTable("operators", { id: integer().primaryKey(), name: text(), status: json() });
export const processOperator = sqliteTable(
  "process_operator",
  {
    process_id: integer().references(() => processes.id),
    operator_id: integer().references(() => operators.id),
  },
  (table) => [primaryKey({ columns: [table.process_id, table.operator_id] })],
);
export const factoryBuildings = sqliteTable("factory_buildings", {
  id: integer().primaryKey(),
  code: text(),
  size: integer(),
  type: text(),
  factory_id: integer().references(() => factories.id),
  inspections: json(),
});

/** Views that show the columns of a key twice. */
export const simpleTarget = sqliteTable("i2459_simple_t1", { id: integer().primaryKey() });
export const simpleSource = sqliteTable("i2459_simple_t2", {
  id: integer().primaryKey(),
  t1_id: integer().references(() => simpleTarget.id),
});
export const simpleTargetView = sqliteView("i2459_simple_v1").as((query) =>
  query.select({ id: simpleTarget.id }).from(simpleTarget),
);
export const simpleSourceView = sqliteView("i2459_simple_v2").as((query) =>
  query
    .select({
      t1_id1: sql<number>`${simpleSource.t1_id}`.as("t1_id1"),
      t1_id2: sql<number>`${simpleSource.t1_id}`.as("t1_id2"),
    })
    .from(simpleSource),
);
export const compositeTarget = sqliteTable(
  "i2459_composite_t1",
  { a: integer().notNull(), b: integer().notNull() },
  (table) => [primaryKey({ columns: [table.a, table.b] })],
);
export const compositeSource = sqliteTable(
  "i2459_composite_t2",
  { id: integer().primaryKey(), t1_a: integer(), t1_b: integer() },
  (table) => [
    foreignKey({
      name: "i2459_composite_t2_t1_a_t1_b_fkey",
      columns: [table.t1_a, table.t1_b],
      foreignColumns: [compositeTarget.a, compositeTarget.b],
    }),
  ],
);
export const compositeTargetView = sqliteView("i2459_composite_v1").as((query) =>
  query.select({ a: compositeTarget.a, b: compositeTarget.b }).from(compositeTarget),
);
export const compositeSourceView = sqliteView("i2459_composite_v2").as((query) =>
  query
    .select({
      t1_a1: sql<number>`${compositeSource.t1_a}`.as("t1_a1"),
      t1_b1: sql<number>`${compositeSource.t1_b}`.as("t1_b1"),
      t1_a2: sql<number>`${compositeSource.t1_a}`.as("t1_a2"),
      t1_b2: sql<number>`${compositeSource.t1_b}`.as("t1_b2"),
    })
    .from(compositeSource),
);

/** A junction whose key holds more than its two foreign keys. */
export const groups = sqliteTable("groups", { name: text().primaryKey() });
export const yards = sqliteTable("yards", { id: integer().primaryKey() });
export const groupYard = sqliteTable(
  "group_yard",
  {
    id: integer().notNull(),
    group_id: text()
      .notNull()
      .references(() => groups.name),
    yard_id: integer()
      .notNull()
      .references(() => yards.id),
  },
  (table) => [primaryKey({ columns: [table.id, table.group_id, table.yard_id] })],
);
/** Several foreign keys, and none of them in a key: no junction. */
export const plate = sqliteTable("plate", { plate_id: integer().primaryKey() });
export const well = sqliteTable("well", {
  well_id: integer().primaryKey(),
  plate_id: integer()
    .notNull()
    .references(() => plate.plate_id),
  parent_well_id: integer().references((): AnySQLiteColumn => well.well_id),
});
export const platePlanStep = sqliteTable("plate_plan_step", {
  plate_plan_step_id: integer().primaryKey(),
  from_well_id: integer().references(() => well.well_id),
  to_well_id: integer().references(() => well.well_id),
  to_plate_id: integer().references(() => plate.plate_id),
});
