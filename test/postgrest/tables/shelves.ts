import { sql } from "drizzle-orm";
import { foreignKey, integer, primaryKey, sqliteTable, sqliteView, text } from "drizzle-orm/sqlite-core";
import { date, json, list } from "../../../src/schema/columns.ts";

// What is mostly seen through views, names that need quotes, values that look like syntax.

export const authorsTable = sqliteTable("private_authors", { id: integer().primaryKey(), name: text() });
export const publishersTable = sqliteTable("private_publishers", { id: integer().primaryKey(), name: text() });
export const booksTable = sqliteTable("private_books", {
  id: integer().primaryKey(),
  title: text(),
  publication_year: integer(),
  author_id: integer().references(() => authorsTable.id),
  first_publisher_id: integer().references(() => publishersTable.id),
});

const shelf = {
  id: booksTable.id,
  title: booksTable.title,
  publication_year: booksTable.publication_year,
  author_id: booksTable.author_id,
};
export const authors = sqliteView("authors").as((query) =>
  query.select({ id: authorsTable.id, name: authorsTable.name }).from(authorsTable),
);
export const publishers = sqliteView("publishers").as((query) =>
  query.select({ id: publishersTable.id, name: publishersTable.name }).from(publishersTable),
);
export const books = sqliteView("books").as((query) =>
  query.select({ ...shelf, first_publisher_id: booksTable.first_publisher_id }).from(booksTable),
);
export const fortiesBooks = sqliteView("forties_books").as((query) =>
  query.select(shelf).from(booksTable).where(sql`${booksTable.publication_year} between 1940 and 1949`),
);
export const fiftiesBooks = sqliteView("fifties_books").as((query) =>
  query.select(shelf).from(booksTable).where(sql`${booksTable.publication_year} between 1950 and 1959`),
);
/** Its columns are declared, what one of them is of another table as well. */
export const authorsBooksNumber = sqliteView("authors_books_number", {
  id: integer().primaryKey(),
  name: text(),
  num_in_forties: integer().notNull(),
}).as(
  sql`select id, name, (select count(*) from forties_books b where b.author_id = a.id) as num_in_forties from private_authors a`,
);
export const oddYears = sqliteView("odd_years_publications", {
  id: integer().primaryKey(),
  title: text(),
  publication_year: integer(),
  first_publisher: text(),
  author_id: integer().references(() => authorsTable.id),
}).as(
  sql`with odd as (select * from private_books where publication_year % 2 <> 0) select x.id, x.title, x.publication_year, y.name as first_publisher, x.author_id from odd x join private_publishers y on y.id = x.first_publisher_id`,
);

export const actorsTable = sqliteTable("private_actors", { id: integer().primaryKey(), name: text() });
export const filmsTable = sqliteTable("private_films", { id: integer().primaryKey(), title: text() });
export const personnagesTable = sqliteTable(
  "private_personnages",
  {
    film_id: integer()
      .notNull()
      .references(() => filmsTable.id),
    role_id: integer()
      .notNull()
      .references(() => actorsTable.id),
    character: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.film_id, table.role_id] })],
);
export const actors = sqliteView("actors").as((query) =>
  query.select({ id: actorsTable.id, name: actorsTable.name }).from(actorsTable),
);
export const films = sqliteView("films").as((query) =>
  query.select({ id: filmsTable.id, title: filmsTable.title }).from(filmsTable),
);
export const personnages = sqliteView("personnages").as((query) =>
  query
    .select({
      film_id: personnagesTable.film_id,
      role_id: personnagesTable.role_id,
      character: personnagesTable.character,
    })
    .from(personnagesTable),
);

/** Nothing relates them. */
export const end1 = sqliteTable("end_1", { id: integer().primaryKey(), name: text() });
export const end2 = sqliteTable("end_2", { id: integer().primaryKey(), name: text() });

export const playerTable = sqliteTable(
  "private_player",
  {
    id: integer().notNull(),
    first_name: text().notNull(),
    last_name: text().notNull(),
    birth_date: date().notNull(),
  },
  (table) => [primaryKey({ columns: [table.last_name, table.id, table.first_name, table.birth_date] })],
);
export const contract = sqliteTable(
  "contract",
  {
    tournament: text().primaryKey(),
    purchase_price: integer().notNull(),
    id: integer().notNull(),
    first_name: text().notNull(),
    last_name: text().notNull(),
    birth_date: date(),
  },
  (table) => [
    foreignKey({
      columns: [table.last_name, table.id, table.first_name, table.birth_date],
      foreignColumns: [playerTable.last_name, playerTable.id, playerTable.first_name, playerTable.birth_date],
    }),
  ],
);
export const player = sqliteView("player_view").as((query) =>
  query
    .select({
      id: playerTable.id,
      first_name: playerTable.first_name,
      last_name: playerTable.last_name,
      birth_date: playerTable.birth_date,
    })
    .from(playerTable),
);

export const contractView = sqliteView("contract_view").as((query) =>
  query
    .select({
      tournament: contract.tournament,
      purchase_price: contract.purchase_price,
      id: contract.id,
      first_name: contract.first_name,
      last_name: contract.last_name,
      birth_date: contract.birth_date,
    })
    .from(contract),
);

/** A key that another column than the primary one is pointed at by. */
export const pages = sqliteTable("pages", { link: integer().primaryKey(), url: text() });
export const referrals = sqliteTable("referrals", {
  site: text().primaryKey(),
  link: integer()
    .notNull()
    .references(() => pages.link),
});

export const carBrands = sqliteTable("car_brands", { name: text({ length: 64 }).primaryKey() });
export const carModels = sqliteTable(
  "car_models",
  {
    name: text({ length: 64 }).notNull(),
    year: integer().notNull(),
    car_brand_name: text({ length: 64 }).references(() => carBrands.name),
  },
  (table) => [primaryKey({ columns: [table.name, table.year] })],
);
export const carModelSales = sqliteTable(
  "car_model_sales",
  {
    date: text({ length: 64 }).notNull(),
    quantity: integer().notNull(),
    car_model_name: text({ length: 64 }),
    car_model_year: integer(),
  },
  (table) => [
    primaryKey({ columns: [table.date, table.car_model_name, table.car_model_year] }),
    foreignKey({
      columns: [table.car_model_name, table.car_model_year],
      foreignColumns: [carModels.name, carModels.year],
    }),
  ],
);
export const carRacers = sqliteTable(
  "car_racers",
  { name: text({ length: 64 }).primaryKey(), car_model_name: text({ length: 64 }), car_model_year: integer() },
  (table) => [
    foreignKey({
      columns: [table.car_model_name, table.car_model_year],
      foreignColumns: [carModels.name, carModels.year],
    }),
  ],
);
export const carDealers = sqliteTable(
  "car_dealers",
  { name: text({ length: 64 }).notNull(), city: text({ length: 64 }).notNull() },
  (table) => [primaryKey({ columns: [table.name, table.city] })],
);
export const carModelsDealers = sqliteTable(
  "car_models_car_dealers",
  {
    car_model_name: text().notNull(),
    car_model_year: integer().notNull(),
    car_dealer_name: text().notNull(),
    car_dealer_city: text().notNull(),
    quantity: integer().notNull(),
  },
  (table) => [
    primaryKey({
      columns: [
        table.car_model_name,
        table.car_model_year,
        table.car_dealer_name,
        table.car_dealer_city,
        table.quantity,
      ],
    }),
    foreignKey({
      columns: [table.car_model_name, table.car_model_year],
      foreignColumns: [carModels.name, carModels.year],
    }),
    foreignKey({
      columns: [table.car_dealer_name, table.car_dealer_city],
      foreignColumns: [carDealers.name, carDealers.city],
    }),
  ],
);

export const products = sqliteTable("products", { id: integer().primaryKey(), name: text() });
export const suppliers = sqliteTable("suppliers", { id: integer().primaryKey(), name: text() });
export const productsSuppliers = sqliteTable(
  "products_suppliers",
  { product_id: integer().references(() => products.id), supplier_id: integer().references(() => suppliers.id) },
  (table) => [primaryKey({ columns: [table.product_id, table.supplier_id] })],
);
export const tradeUnions = sqliteTable("trade_unions", { id: integer().primaryKey(), name: text() });
export const suppliersUnions = sqliteTable(
  "suppliers_trade_unions",
  {
    supplier_id: integer().references(() => suppliers.id),
    trade_union_id: integer().references(() => tradeUnions.id),
  },
  (table) => [primaryKey({ columns: [table.supplier_id, table.trade_union_id] })],
);

export const country = sqliteTable("country", { id: integer().primaryKey(), name: text() });
export const capital = sqliteTable("capital", {
  id: integer().primaryKey(),
  name: text(),
  country_id: integer()
    .unique()
    .references(() => country.id),
});
export const students = sqliteTable(
  "students",
  { id: integer().notNull(), code: text().notNull(), name: text() },
  (table) => [primaryKey({ columns: [table.id, table.code] })],
);
export const studentsInfo = sqliteTable(
  "students_info",
  { id: integer().notNull(), code: text().notNull(), address: text() },
  (table) => [
    primaryKey({ columns: [table.id, table.code] }),
    foreignKey({ columns: [table.id, table.code], foreignColumns: [students.id, students.code] }),
  ],
);
export const studentsView = sqliteView("students_view").as((query) =>
  query.select({ id: students.id, code: students.code, name: students.name }).from(students),
);
export const studentsInfoView = sqliteView("students_info_view").as((query) =>
  query.select({ id: studentsInfo.id, code: studentsInfo.code, address: studentsInfo.address }).from(studentsInfo),
);
/** The columns of the key stand in another order. */
export const a = sqliteTable("a", { c1: integer().notNull(), c2: integer({ mode: "boolean" }).notNull() }, (table) => [
  primaryKey({ columns: [table.c1, table.c2] }),
]);
export const b = sqliteTable(
  "b",
  { id: integer().primaryKey(), c2: integer({ mode: "boolean" }), c1: integer() },
  (table) => [foreignKey({ columns: [table.c1, table.c2], foreignColumns: [a.c1, a.c2] })],
);
export const v1 = sqliteView("v1").as((query) => query.select({ c1: a.c1, c2: a.c2 }).from(a));
export const v2 = sqliteView("v2").as((query) => query.select({ c2: b.c2, c1: b.c1 }).from(b));
export const trash = sqliteTable("trash", { id: integer().primaryKey() });
export const trashDetails = sqliteTable("trash_details", {
  id: integer()
    .primaryKey()
    .references(() => trash.id),
  jsonb_col: json(),
});
export const tableA = sqliteTable("table_a", { id: integer().primaryKey(), name: text() });
export const tableB = sqliteTable("table_b", {
  table_a_id: integer().references(() => tableA.id),
  name: text().primaryKey(),
});

export const jsonArr = sqliteTable("json_arr", { id: integer().primaryKey(), data: json() });
export const jsonbTest = sqliteTable("jsonb_test", { id: integer().primaryKey(), data: json() });
/** A value of a composite type there, of a list in a list: JSON here. */
export const favNumbers = sqliteTable("fav_numbers", { num: json(), person: text().primaryKey() });
export const arrays = sqliteTable("arrays", {
  id: integer().primaryKey(),
  numbers: list<number>("numbers", "integer"),
  numbers_mult: json(),
});
