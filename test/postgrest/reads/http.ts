import { type Answers, failed } from "./replay.ts";

const invalid = (names: string) =>
  failed(400, "PGRST122", "Invalid preferences given with handling=strict", {
    details: `Invalid preferences: ${names}`,
  });

export const preferences: Answers = {
  "/items | Prefer: handling=strict, anything": invalid("anything"),
  "/items | Prefer: handling=strict | Prefer: something, else": invalid("something, else"),
  "/items | Prefer: handling=lenient, anything": { headers: { "preference-applied": "handling=lenient" } },
  "/items | Prefer: handling=lenient | Prefer: anything": { headers: { "preference-applied": "handling=lenient" } },
  "/articleStars | Prefer: handling=strict, timezone=Invalid/Timezone": invalid("timezone=Invalid/Timezone"),
  "/articleStars | Prefer: timezone=Invalid/Timezone": { headers: { "preference-applied": null } },
  "/articleStars | Prefer: handling=lenient, timezone=Invalid/Timezone": {
    headers: { "preference-applied": "handling=lenient" },
  },
  "/items?limit=1 | Prefer: count=exact": { status: 206, headers: { "preference-applied": "count=exact" } },
};

/** What belongs to a page of an embed to one. */
export const embeddedWindows: Answers = {
  "/tasks?select=id,project:projects(id)&id=gt.6&project.offset=1": '[{"id":7,"project":null},{"id":8,"project":null}]',
  "/tasks?select=id,project:projects(id)&id=gt.7&project.limit=1": '[{"id":8,"project":{"id":4}}]',
  "/items?id=eq.1 | Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,image/apng,*/*;q=0.8,application/signed-exchange;v=b3":
    '[{"id":1}]',
  "/no_pk?select=a&a=isdistinct.2": '[{"a":null},{"a":"1"}]',
  "/no_pk?select=a&a=not.isdistinct.2": '[{"a":"2"}]',
};

export const emptyEmbeds: Answers = {
  "/projects?select=id,name,clients()&id=gte.4": '[{"id":4,"name":"OSX"},{"id":5,"name":"Orphan"}]',
  "/projects?select=id,name,clients!inner()&clients.id=eq.2": '[{"id":3,"name":"IOS"},{"id":4,"name":"OSX"}]',
  "/clients?select=id,name,projects()": '[{"id":1,"name":"Microsoft"},{"id":2,"name":"Apple"}]',
  "/clients?select=id,name,projects!inner()&projects.name=eq.IOS": '[{"id":2,"name":"Apple"}]',
  "/users?select=*,tasks!inner()&tasks.id=eq.3": '[{"id":1,"name":"Angela Martin"}]',
  "/users?select=*,users_tasks(tasks(projects()))&id=eq.1": '[{"id":1,"name":"Angela Martin"}]',
  "/users?select=*,users_tasks!inner(tasks!inner(projects()))&users_tasks.tasks.id=eq.3":
    '[{"id":1,"name":"Angela Martin"}]',
  "/users?select=*,tasks(projects(clients()),users_tasks())&id=eq.1": '[{"id":1,"name":"Angela Martin"}]',
  "/users?select=*,tasks!inner(projects(clients()),users_tasks(),name)&tasks.id=eq.3":
    '[{"id":1,"name":"Angela Martin","tasks":[{"name":"Design w10"}]}]',
  "/projects?select=&id=eq.5": '[{"id":5,"name":"Orphan","client_id":null}]',
};

export const errors: Answers = {
  "/invalid/nested/paths": failed(404, "PGRST125", "Invalid path specified in request URL"),
  "/zzz": failed(404, "PGRST205", "Could not find the table 'public.zzz' in the schema cache"),
  "/clientz": failed(404, "PGRST205", "Could not find the table 'public.clientz' in the schema cache", {
    hint: "Perhaps you meant the table 'public.clients'",
  }),
  "/clients?select=nam": failed(400, "42703", "column clients.nam does not exist", {
    hint: 'Perhaps you meant to reference the column "clients.name".',
  }),
  "/first?select=second_id_3": failed(400, "42703", "column first.second_id_3 does not exist", {
    hint: 'Perhaps you meant to reference the column "first.second_id_1" or the column "first.second_id_2".',
  }),
  "/clients?select=id,banana": failed(400, "42703", "column clients.banana does not exist"),
  "/articleStars?createdAt=eq.Z": failed(400, "22007", 'invalid input syntax for type timestamp with time zone: "Z"'),
  "/clients | Accept-Profile: unkown": failed(406, "PGRST106", "Invalid schema: unkown", {
    hint: "Only the following schemas are exposed: public",
  }),
  "/clients | Authorization: Bearer ey9zdGdyZXN0X3Rlc3RfYXV0aG9yIiwiaWQiOiJqZG9lIn0.y4vZuu1dDdwAl0-S00MCRWRYMlJ5YAMSir6Es6WtWx0":
    failed(401, "PGRST301", "Expected 3 parts in JWT; got 2"),
  "/clients | Authorization: Bearer ": failed(401, "PGRST301", "Empty JWT is sent in Authorization header"),
};

export const crossOrigin: Answers = {
  "OPTIONS / | Accept: */* | Origin: http://example.com | Access-Control-Request-Method: POST | Access-Control-Request-Headers: Foo,Bar":
    {
      status: 204,
      type: null,
      headers: {
        "access-control-allow-origin": "*",
        "access-control-allow-methods": "GET,HEAD,POST,PUT,PATCH,DELETE,OPTIONS",
        "access-control-max-age": "86400",
      },
    },
  "/items | Origin: http://example.com": { headers: { "access-control-allow-origin": "*" } },
  "OPTIONS /items | Accept: application/json": {
    type: null,
    headers: { allow: "OPTIONS,GET,HEAD,POST,PUT,PATCH,DELETE" },
  },
  "OPTIONS /items | Origin: http://localhost:8000 | Accept: text/csv, */*; q=0.01": {
    type: null,
    headers: { allow: "OPTIONS,GET,HEAD,POST,PUT,PATCH,DELETE", "access-control-allow-origin": "*" },
  },
  "OPTIONS /projects_view": { type: null, headers: { allow: "OPTIONS,GET,HEAD" } },
  "OPTIONS /unknown": { status: 404 },
  "OPTIONS /": { type: null, headers: { allow: "OPTIONS,GET,HEAD" } },
};
