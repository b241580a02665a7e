import { trackPrice } from "./catalogue.ts";
import { person, places } from "./names.ts";
import { type Random, random } from "./random.ts";
import type { Rows, Value } from "./rows.ts";

const employeeCount = 8;
const customerCount = 59;
const invoiceCount = 412;
const lineCount = 2240;
const trackCount = 3503;

/** Lines of an invoice, taken in turn, as in Chinook. The last invoice gets what is left. */
const invoiceSizes: readonly [number, ...number[]] = [1, 2, 2, 4, 6, 9, 14];

/** The user id of a customer in the generated data. */
export function customerUserId(customerId: number): string {
  return `00000000-0000-4000-8000-${String(customerId).padStart(12, "0")}`;
}

/** 8 employees, 59 customers, 412 invoices (seven a customer) with 2,240 lines. */
export function sales(): readonly Rows[] {
  const from = random(1975);
  const lines = invoiceLines();
  return [employees(from), customers(from), invoices(lines), lines];
}

function employees(from: Random): Rows {
  const titles = ["General Manager", "Sales Manager", "IT Manager"];
  const bosses = [null, 1, 1, 2, 2, 2, 3, 3];
  const values = Array.from({ length: employeeCount }, (_, index): Value[] => {
    const [first, last] = person(from);
    const title = titles[index] ?? (bosses[index] === 2 ? "Sales Support Agent" : "IT Staff");
    const email = `${first}.${index + 1}@chinookcorp.example`.toLowerCase();
    return [
      index + 1,
      last,
      first,
      title,
      bosses[index] ?? null,
      day(index * 120),
      "Calgary",
      "Canada",
      phone(from),
      email,
    ];
  });
  const columns = ["id", "last_name", "first_name", "title", "reports_to", "hire_date", "city", "country", "phone"];
  return { table: "employees", columns: [...columns, "email"], values };
}

function customers(from: Random): Rows {
  const values = Array.from({ length: customerCount }, (_, index): Value[] => {
    const id = index + 1;
    const [first, last] = person(from);
    const [city, country, code] = from.pick(places);
    const company = from.next() < 0.17 ? `${last} & Co.` : null;
    const address = `${1 + from.below(300)} ${last} Street`;
    const email = `customer${id}@mail.example`;
    const support = 4 + from.below(3);
    return [id, customerUserId(id), first, last, company, address, city, country, code, phone(from), email, support];
  });
  const columns = ["id", "user_id", "first_name", "last_name", "company", "address", "city", "country", "postal_code"];
  return { table: "customers", columns: [...columns, "phone", "email", "support_rep_id"], values };
}

function invoices(lines: Rows): Rows {
  const totals = new Map<Value, number>();
  for (const [, invoice = null, , price] of lines.values) {
    totals.set(invoice, (totals.get(invoice) ?? 0) + Number(price));
  }
  const from = random(1983);
  const values = Array.from({ length: invoiceCount }, (_, index): Value[] => {
    const id = index + 1;
    const customer = 1 + (index % customerCount);
    const [city, country, code] = from.pick(places);
    const total = Number((totals.get(id) ?? 0).toFixed(2));
    const street = `${1 + from.below(300)} Main Street`;
    return [id, customer, customerUserId(customer), day(index * 4), street, city, country, code, total];
  });
  const columns = [
    "id",
    "customer_id",
    "user_id",
    "invoice_date",
    "billing_address",
    "billing_city",
    "billing_country",
  ];
  return { table: "invoices", columns: [...columns, "billing_postal_code", "total"], values };
}

function invoiceLines(): Rows {
  const values: Value[][] = [];
  for (let invoice = 1; invoice <= invoiceCount; invoice++) {
    const regular = invoiceSizes[(invoice - 1) % invoiceSizes.length] ?? 1;
    const size = invoice === invoiceCount ? lineCount - values.length : regular;
    for (let line = 0; line < size; line++) {
      const track = 1 + ((values.length * 13) % trackCount);
      values.push([values.length + 1, invoice, track, trackPrice(track), 1]);
    }
  }
  return { table: "invoice_lines", columns: ["id", "invoice_id", "track_id", "unit_price", "quantity"], values };
}

/** A day counted from 2021-01-01, in the stored form of timestamps. */
function day(number: number): string {
  return `${new Date(Date.UTC(2021, 0, 1 + number)).toISOString().slice(0, 19)}+00:00`;
}

function phone(from: Random): string {
  return `+1 (${200 + from.below(700)}) ${100 + from.below(900)}-${1000 + from.below(9000)}`;
}
