import { type Answers, failed } from "./replay.ts";

const byKey = (...ids: readonly number[]): string =>
  JSON.stringify(
    ids.map((id) => ({ id, trash_details: { id, jsonb_col: { key: id === 1 ? 10 : id === 2 ? 6 : 8 } } })),
  );
const walmart = '[{"id":1,"name":"Walmart"},{"id":2,"name":"Target"}]';

/** By columns of what is embedded. */
export const relatedOrders: Answers = {
  "/projects?select=id,clients(name)&order=clients(name).nullsfirst,id":
    '[{"id":5,"clients":null},{"id":3,"clients":{"name":"Apple"}},{"id":4,"clients":{"name":"Apple"}},{"id":1,"clients":{"name":"Microsoft"}},{"id":2,"clients":{"name":"Microsoft"}}]',
  "/projects?select=id,client:clients(name)&order=client(name).asc":
    '[{"id":3,"client":{"name":"Apple"}},{"id":4,"client":{"name":"Apple"}},{"id":1,"client":{"name":"Microsoft"}},{"id":2,"client":{"name":"Microsoft"}},{"id":5,"client":null}]',
  "/trash?select=id,trash_details(id,jsonb_col)&order=trash_details(jsonb_col->key).asc": byKey(2, 3, 1),
  "/trash?select=id,trash_details(id,jsonb_col)&order=trash_details(jsonb_col->key).desc": byKey(1, 3, 2),
  "/users?select=name,tasks(id,projects(id))&tasks.order=projects(id).desc,name&limit=1":
    '[{"name":"Angela Martin","tasks":[{"id":4,"projects":{"id":2}},{"id":3,"projects":{"id":2}},{"id":2,"projects":{"id":1}},{"id":1,"projects":{"id":1}}]}]',
  "/users?select=name,tasks(id,projects(id))&tasks.order=projects(id).asc,id&limit=1":
    '[{"name":"Angela Martin","tasks":[{"id":1,"projects":{"id":1}},{"id":2,"projects":{"id":1}},{"id":3,"projects":{"id":2}},{"id":4,"projects":{"id":2}}]}]',
  "/clients?select=*,projects(*)&order=projects(id)": failed(
    400,
    "PGRST118",
    "A related order on 'projects' is not possible",
    { details: "'clients' and 'projects' do not form a many-to-one or one-to-one relationship" },
  ),
  "/clients?select=*,pros:projects(*)&order=pros(id)": failed(
    400,
    "PGRST118",
    "A related order on 'pros' is not possible",
    { details: "'clients' and 'pros' do not form a many-to-one or one-to-one relationship" },
  ),
  "/projects?select=id,clients(name)&order=clientsx(name).nullsfirst": failed(
    400,
    "PGRST108",
    "'clientsx' is not an embedded resource in this request",
    { hint: "Verify that 'clientsx' is included in the 'select' query parameter." },
  ),
};

/** Whether there is something that is embedded. */
export const embedsAsFilters: Answers = {
  "/projects?select=name,clients()&clients=not.is.null":
    '[{"name":"Windows 7"},{"name":"Windows 10"},{"name":"IOS"},{"name":"OSX"}]',
  "/projects?select=name,clients()&clients=is.null": '[{"name":"Orphan"}]',
  "/projects?select=name,clients()&clients=is.not_null":
    '[{"name":"Windows 7"},{"name":"Windows 10"},{"name":"IOS"},{"name":"OSX"}]',
  "/projects?select=name,clients()&clients=not.is.not_null": '[{"name":"Orphan"}]',
  "/entities?select=name,child_entities()&child_entities=not.is.null": '[{"name":"entity 1"},{"name":"entity 2"}]',
  "/entities?select=name,child_entities()&child_entities=is.null": '[{"name":"entity 3"},{"name":null}]',
  "/entities?select=name,childs:child_entities()&childs=is.null": '[{"name":"entity 3"},{"name":null}]',
  "/users?select=name,tasks()&tasks.id=eq.1&tasks=not.is.null": '[{"name":"Angela Martin"},{"name":"Dwight Schrute"}]',
  "/users?select=name,tasks()&tasks.id=eq.1&tasks=is.null": '[{"name":"Michael Scott"}]',
  "/entities?select=name,child_entities(name,grandchild_entities())&child_entities.grandchild_entities=not.is.null&child_entities=not.is.null":
    '[{"name":"entity 1","child_entities":[{"name":"child entity 1"},{"name":"child entity 2"}]}]',
  "/client?select=*,clientinfo(),contact()&clientinfo.other=ilike.*main*&contact.name=ilike.*tabby*&or=(clientinfo.not.is.null,contact.not.is.null)":
    walmart,
  "/projects?select=name,client_id,client:client_id(name)&client_id=eq.2":
    '[{"name":"IOS","client_id":2,"client":{"name":"Apple"}},{"name":"OSX","client_id":2,"client":{"name":"Apple"}}]',
  "/user_friend?select=*,user1(*)&user1=eq.a02fb934-3a4d-469b-a6b6-4fcd88b973cf": "[]",
  "/tournaments?select=*,status(*)&status=eq.3": "[]",
  "/table_b?select=name,table_a(name)&table_a=not.is.null":
    '[{"name":"Test 1","table_a":{"name":"Not null 1"}},{"name":"Test 2","table_a":{"name":null}}]',
  "/table_b?select=name,table_a()&table_a=is.null": '[{"name":"Test 3"}]',
  "/projects?select=name,clients(name)&clients=not.is.null | Prefer: count=exact": { range: "0-3/4" },
  "/projects?select=name,clients()&clients=is.null | Prefer: count=exact": {
    body: '[{"name":"Orphan"}]',
    range: "0-0/1",
  },
  "/client?select=*,clientinfo(),contact()&clientinfo.other=ilike.*main*&contact.name=ilike.*tabby*&or=(clientinfo.not.is.null,contact.not.is.null) | Prefer: count=exact":
    { body: walmart, range: "0-1/2" },
  "/projects?select=name,clients()&clients=is.null | Prefer: count=planned": {
    body: '[{"name":"Orphan"}]',
    range: "0-0/1",
  },
  "/projects?select=name,clients()&clients=is.null | Prefer: count=estimated": {
    body: '[{"name":"Orphan"}]',
    range: "0-0/1",
  },
  "/projects?select=name,clients()&clients=eq.3": failed(
    400,
    "PGRST120",
    "Bad operator on the 'clients' embedded resource",
    {
      details: "Only is null or not is null filters are allowed on embedded resources",
    },
  ),
};
