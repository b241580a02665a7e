import { eq, sql } from "drizzle-orm";
import { foreignKey, integer, numeric, primaryKey, sqliteTable, sqliteView, text } from "drizzle-orm/sqlite-core";
import { json, list, timestamp } from "../../../src/schema/columns.ts";

// People, what they work on and for whom: the tables of PostgREST's fixtures under the names that they have there.

export const clients = sqliteTable("clients", { id: integer().primaryKey(), name: text().notNull() });

export const projects = sqliteTable(
  "projects",
  { id: integer().primaryKey(), name: text().notNull(), client_id: integer() },
  (table) => [foreignKey({ name: "client", columns: [table.client_id], foreignColumns: [clients.id] })],
);

export const users = sqliteTable("users", { id: integer().primaryKey(), name: text().notNull() });

export const usersProjects = sqliteTable(
  "users_projects",
  {
    user_id: integer()
      .notNull()
      .references(() => users.id),
    project_id: integer()
      .notNull()
      .references(() => projects.id),
  },
  (table) => [primaryKey({ columns: [table.project_id, table.user_id] })],
);

export const tasks = sqliteTable(
  "tasks",
  { id: integer().primaryKey(), name: text().notNull(), project_id: integer() },
  (table) => [foreignKey({ name: "project", columns: [table.project_id], foreignColumns: [projects.id] })],
);

export const usersTasks = sqliteTable(
  "users_tasks",
  {
    user_id: integer()
      .notNull()
      .references(() => users.id),
    task_id: integer()
      .notNull()
      .references(() => tasks.id),
  },
  (table) => [primaryKey({ columns: [table.task_id, table.user_id] })],
);

export const comments = sqliteTable(
  "comments",
  {
    id: integer().primaryKey(),
    commenter_id: integer().notNull(),
    user_id: integer().notNull(),
    task_id: integer().notNull(),
    content: text().notNull(),
  },
  (table) => [
    foreignKey({ name: "user", columns: [table.commenter_id], foreignColumns: [users.id] }),
    foreignKey({
      name: "comments_task_id_fkey",
      columns: [table.task_id, table.user_id],
      foreignColumns: [usersTasks.task_id, usersTasks.user_id],
    }),
  ],
);

export const files = sqliteTable(
  "files",
  { project_id: integer().notNull(), filename: text().notNull(), content: text().notNull() },
  (table) => [primaryKey({ columns: [table.project_id, table.filename] })],
);

/** A junction of two keys of two columns each. */
export const touchedFiles = sqliteTable(
  "touched_files",
  {
    user_id: integer().notNull(),
    task_id: integer().notNull(),
    project_id: integer().notNull(),
    filename: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.user_id, table.task_id, table.project_id, table.filename] }),
    foreignKey({
      name: "fk_users_tasks",
      columns: [table.user_id, table.task_id],
      foreignColumns: [usersTasks.user_id, usersTasks.task_id],
    }),
    foreignKey({
      name: "fk_upload",
      columns: [table.project_id, table.filename],
      foreignColumns: [files.project_id, files.filename],
    }),
  ],
);

export const projectInvoices = sqliteTable("project_invoices", {
  id: integer().primaryKey(),
  invoice_total: numeric(),
  project_id: integer().references(() => projects.id),
});

export const budgetCategories = sqliteTable("budget_categories", {
  id: integer().primaryKey(),
  category_name: text(),
  budget_owner: text(),
  budget_amount: numeric(),
});

export const budgetExpenses = sqliteTable("budget_expenses", {
  id: integer().primaryKey(),
  expense_amount: numeric(),
  budget_category_id: integer().references(() => budgetCategories.id),
});

export const projectsView = sqliteView("projects_view").as((query) =>
  query.select({ id: projects.id, name: projects.name, client_id: projects.client_id }).from(projects),
);

/** Its columns are called otherwise. */
export const projectsViewAlt = sqliteView("projects_view_alt").as((query) =>
  query
    .select({
      t_id: sql<number>`${projects.id}`.as("t_id"),
      name: projects.name,
      t_client_id: sql<number>`${projects.client_id}`.as("t_client_id"),
    })
    .from(projects),
);

export const projectsPerClient = sqliteView("projects_count_grouped_by", {
  client_id: integer().references(() => clients.id),
  number_of_projects: integer().notNull(),
}).as(
  sql`select ${projects.client_id}, count(${projects.id}) as number_of_projects from ${projects} group by ${projects.client_id}`,
);

export const articles = sqliteTable("articles", { id: integer().primaryKey(), body: text(), owner: text().notNull() });

/** In a schema of its own there; only the view is served. */
export const articleStarsTable = sqliteTable(
  "article_stars",
  { article_id: integer().notNull(), user_id: integer().notNull(), created_at: timestamp().notNull() },
  (table) => [
    primaryKey({ columns: [table.article_id, table.user_id] }),
    foreignKey({ name: "article", columns: [table.article_id], foreignColumns: [articles.id] }),
    foreignKey({ name: "user", columns: [table.user_id], foreignColumns: [users.id] }),
  ],
);

export const articleStars = sqliteView("articleStars").as((query) =>
  query
    .select({
      articleId: sql<number>`${articleStarsTable.article_id}`.as("articleId"),
      userId: sql<number>`${articleStarsTable.user_id}`.as("userId"),
      createdAt: sql<string>`${articleStarsTable.created_at}`.as("createdAt"),
    })
    .from(articleStarsTable),
);

export const addresses = sqliteTable("addresses", { id: integer().primaryKey(), address: text().notNull() });

export const orders = sqliteTable(
  "orders",
  {
    id: integer().primaryKey(),
    name: text().notNull(),
    billing_address_id: integer(),
    shipping_address_id: integer(),
  },
  (table) => [
    foreignKey({ name: "billing", columns: [table.billing_address_id], foreignColumns: [addresses.id] }),
    foreignKey({ name: "shipping", columns: [table.shipping_address_id], foreignColumns: [addresses.id] }),
  ],
);

export const client = sqliteTable("client", { id: integer().primaryKey(), name: text() });

export const contact = sqliteTable("contact", {
  id: integer().primaryKey(),
  name: text(),
  clientid: integer().references(() => client.id),
});

export const clientinfo = sqliteTable("clientinfo", {
  id: integer().primaryKey(),
  clientid: integer().references(() => client.id),
  other: text(),
});

export const complexItems = sqliteTable("complex_items", {
  id: integer().primaryKey(),
  name: text(),
  settings: json(),
  arr_data: list<number>("arr_data", "integer"),
  dashed: integer("field-with_sep").notNull().default(1),
});

export const person = sqliteTable("person", { id: integer().primaryKey(), name: text().notNull() });

export const message = sqliteTable("message", {
  id: integer().primaryKey(),
  body: text().notNull().default(""),
  sender: integer()
    .notNull()
    .references(() => person.id),
  recipient: integer()
    .notNull()
    .references(() => person.id),
});

export const personDetail = sqliteView("person_detail").as((query) =>
  query
    .select({
      id: person.id,
      name: person.name,
      sent: sql<number>`(select count(*) from ${message} where ${eq(message.sender, person.id)})`.as("sent"),
      received: sql<number>`(select count(*) from ${message} where ${eq(message.recipient, person.id)})`.as("received"),
    })
    .from(person),
);
