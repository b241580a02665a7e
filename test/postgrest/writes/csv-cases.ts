import { failureOf } from "../../conformance/words.ts";
import type { Case } from "./replay.ts";

const rep = "return=representation";
const csv = { "content-type": "text/csv", accept: "text/csv" };
const csvType = "text/csv; charset=utf-8";

/** CSV in and out. */
export const sheets: readonly Case[] = [
  {
    ask: "POST /no_pk?select=a,b",
    headers: csv,
    prefer: rep,
    send: { text: "a,b\nbar,baz" },
    status: 201,
    text: "a,b\nbar,baz",
    heads: { "content-type": csvType },
  },
  {
    ask: "POST /no_pk?select=a,b",
    headers: csv,
    prefer: rep,
    send: { text: "a,b\nNULL,foo" },
    status: 201,
    text: "a,b\n,foo",
    heads: { "content-type": csvType },
  },
  {
    ask: "POST /projects?select=id",
    headers: csv,
    prefer: rep,
    send: { text: "id,name,client_id\n8,Xenix,1\n9,Windows NT,1" },
    status: 201,
    text: "id\n8\n9",
    heads: { "content-type": csvType, "content-range": "*/*" },
  },
  {
    ask: "POST /no_pk",
    headers: { "content-type": "text/csv" },
    send: { text: "a,b\nfoo,bar\nbaz" },
    status: 400,
    gives: failureOf("PGRST102", "All lines must have same number of fields"),
  },
  {
    ask: "POST /menagerie",
    headers: csv,
    prefer: rep,
    send: {
      text: "integer,double,varchar,boolean,date,money,enum\n13,3.125,testing!,false,1900-01-01,$3.99,foo\n12,0.1,a string,true,1929-10-01,12,bar\n",
    },
    status: 201,
    text: 'integer,double,varchar,boolean,date,money,enum\n13,3.125,testing!,f,1900-01-01,$3.99,foo\n12,0.1,"a string",t,1929-10-01,12,bar',
    heads: { "content-type": csvType },
  },
];
