import { failureOf } from "../../conformance/words.ts";
import type { Case } from "./replay.ts";

const rep = "return=representation";
const none = { "content-range": "*/*" };

export const deletes: readonly Case[] = [
  { ask: "DELETE /items?id=eq.1", status: 204, gives: "", heads: none },
  {
    ask: "DELETE /items?id=eq.2",
    prefer: `${rep}, count=exact`,
    gives: [{ id: 2 }],
    heads: { "content-range": "*/1", "preference-applied": `${rep}, count=exact` },
  },
  { ask: "DELETE /items?id=eq.3&select=id", status: 204, gives: "", heads: none },
  {
    ask: "DELETE /items?id=eq.3&select=id",
    prefer: "return=minimal",
    status: 204,
    gives: "",
    heads: { ...none, "preference-applied": "return=minimal" },
  },
  { ask: "DELETE /complex_items?id=eq.2&select=id,name", prefer: rep, gives: [{ id: 2, name: "Two" }], heads: none },
  {
    ask: "DELETE /complex_items?id=eq.3&select=ciId:id::text,ciName:name",
    prefer: rep,
    gives: [{ ciId: "3", ciName: "Three" }],
  },
  {
    ask: "DELETE /tasks?id=eq.8&select=id,name,project:projects(id)",
    prefer: rep,
    gives: [{ id: 8, name: "Code OSX", project: { id: 4 } }],
    heads: none,
  },
  {
    ask: "DELETE /students_info?id=eq.1&select=address,students(name)",
    prefer: rep,
    gives: [{ address: "Street 1", students: { name: "John Doe" } }],
  },
  { ask: "DELETE /items?id=eq.101", prefer: rep, gives: [], heads: none },
  {
    ask: "DELETE /foozle?id=eq.101",
    status: 404,
    gives: failureOf("PGRST205", "Could not find the table 'public.foozle' in the schema cache", {
      hint: "Perhaps you meant the table 'public.foo'",
    }),
  },
  // Nothing selected is what may be read; there it is everything, and refused.
  { ask: "DELETE /app_users?id=eq.1", prefer: rep, gives: [{ id: 1, email: "test@123.com" }] },
  { ask: "DELETE /app_users?id=eq.1&select=id,password", prefer: rep, status: 401 },
  {
    ask: "DELETE /app_users?id=eq.1&select=id,email",
    prefer: rep,
    send: { password: "passxyz" },
    gives: [{ id: 1, email: "test@123.com" }],
    heads: none,
  },
  {
    ask: "DELETE /app_users?id=eq.2",
    prefer: "return=minimal",
    status: 204,
    gives: "",
    heads: { "preference-applied": "return=minimal" },
  },
  { ask: "DELETE /app_users?id=eq.3", status: 204, gives: "" },
  { ask: "DELETE /limited_update_items", status: 204, next: { ask: "GET /limited_update_items", gives: [] } },
];
