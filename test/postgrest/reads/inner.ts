import { type Answers, counted } from "./replay.ts";

const four =
  '[{"id":1,"clients":{"id":1}},{"id":2,"clients":{"id":1}},{"id":3,"clients":{"id":2}},{"id":4,"clients":{"id":2}}';
const count = " | Prefer: count=exact";

export const innerJoins: Answers = {
  "/projects?select=id,clients!inner(id)": `${four}]`,
  "/projects?select=id,clients!left(id)": `${four},{"id":5,"clients":null}]`,
  [`HEAD /projects?select=id,clients!inner(id)${count}`]: counted("0-3/4"),
  "/projects?select=id,clients!inner(id)&clients.id=eq.1": '[{"id":1,"clients":{"id":1}},{"id":2,"clients":{"id":1}}]',
  "/projects?select=id,clients!inner(id)&clients.id=eq.0": "[]",
  [`HEAD /projects?select=id,clients!inner(id)&clients.id=eq.1${count}`]: counted("0-1/2"),
  "/tasks?select=id,projects!inner(id,clients!inner(id))&projects.clients.id=eq.2":
    '[{"id":5,"projects":{"id":3,"clients":{"id":2}}},{"id":6,"projects":{"id":3,"clients":{"id":2}}},{"id":7,"projects":{"id":4,"clients":{"id":2}}},{"id":8,"projects":{"id":4,"clients":{"id":2}}}]',
  [`HEAD /tasks?select=id,projects!inner(id,clients!inner(id))&projects.clients.id=eq.1${count}`]: counted("0-3/4"),
  "/tasks?select=id,projects(id,clients!inner(id))&projects.clients.id=eq.2":
    '[{"id":1,"projects":null},{"id":2,"projects":null},{"id":3,"projects":null},{"id":4,"projects":null},{"id":5,"projects":{"id":3,"clients":{"id":2}}},{"id":6,"projects":{"id":3,"clients":{"id":2}}},{"id":7,"projects":{"id":4,"clients":{"id":2}}},{"id":8,"projects":{"id":4,"clients":{"id":2}}}]',
  [`HEAD /tasks?select=id,projects(id,clients!inner(id))&projects.clients.id=eq.2${count}`]: counted("0-7/8"),
  "/books?select=title,authors!inner(name)&authors.name=eq.George%20Orwell":
    '[{"title":"1984","authors":{"name":"George Orwell"}}]',
  [`HEAD /books?select=title,authors!inner(name)&authors.name=eq.George%20Orwell${count}`]: counted("0-0/1"),
  "/entities?select=id,child_entities!inner(id)":
    '[{"id":1,"child_entities":[{"id":1},{"id":2},{"id":4},{"id":5}]},{"id":2,"child_entities":[{"id":3},{"id":6}]}]',
  [`HEAD /entities?select=id,child_entities!inner(id)${count}`]: counted("0-1/2"),
  "/entities?select=id,child_entities!inner(id)&child_entities.id=eq.3": '[{"id":2,"child_entities":[{"id":3}]}]',
  "/entities?select=id,child_entities!inner(id,grandchild_entities!inner(id))&child_entities.grandchild_entities.id=in.(1,5)":
    '[{"id":1,"child_entities":[{"id":1,"grandchild_entities":[{"id":1}]},{"id":2,"grandchild_entities":[{"id":5}]}]}]',
  [`HEAD /entities?select=id,child_entities!inner(id,grandchild_entities!inner(id))&child_entities.grandchild_entities.id=in.(1,5)${count}`]:
    counted("0-0/1"),
  "/entities?select=id,child_entities!inner(id,grandchild_entities(id))&child_entities.grandchild_entities.id=eq.2":
    '[{"id":1,"child_entities":[{"id":1,"grandchild_entities":[{"id":2}]},{"id":2,"grandchild_entities":[]},{"id":4,"grandchild_entities":[]},{"id":5,"grandchild_entities":[]}]},{"id":2,"child_entities":[{"id":3,"grandchild_entities":[]},{"id":6,"grandchild_entities":[]}]}]',
  "/authors?select=*,books!inner(*)&books.title=eq.1984":
    '[{"id":1,"name":"George Orwell","books":[{"id":1,"title":"1984","publication_year":1949,"author_id":1,"first_publisher_id":1}]}]',
  "/products?select=id,suppliers!inner(id)":
    '[{"id":1,"suppliers":[{"id":1},{"id":2}]},{"id":2,"suppliers":[{"id":1},{"id":3}]}]',
  "/products?select=id,suppliers!left(id)":
    '[{"id":1,"suppliers":[{"id":1},{"id":2}]},{"id":2,"suppliers":[{"id":1},{"id":3}]},{"id":3,"suppliers":[]}]',
  [`HEAD /products?select=id,suppliers!inner(id)${count}`]: counted("0-1/2"),
  "/products?select=id,suppliers!inner(id)&suppliers.id=eq.3": '[{"id":2,"suppliers":[{"id":3}]}]',
  "/products?select=id,suppliers!inner(id,trade_unions!inner(id))&suppliers.trade_unions.id=eq.3":
    '[{"id":1,"suppliers":[{"id":2,"trade_unions":[{"id":3}]}]}]',
  "/products?select=id,suppliers!inner(id,trade_unions(id))&suppliers.trade_unions.id=eq.3":
    '[{"id":1,"suppliers":[{"id":1,"trade_unions":[]},{"id":2,"trade_unions":[{"id":3}]}]},{"id":2,"suppliers":[{"id":1,"trade_unions":[]},{"id":3,"trade_unions":[]}]}]',
  "/actors?select=*,films!personnages!inner(*)&films.title=eq.douze%20commandements":
    '[{"id":1,"name":"john","films":[{"id":12,"title":"douze commandements"}]}]',
  "/films?select=*,actors!inner!personnages(*)&actors.name=eq.john":
    '[{"id":12,"title":"douze commandements","actors":[{"id":1,"name":"john"}]}]',
  "/projects?select=name,clients!inner(name),users!inner(name)":
    '[{"name":"Windows 7","clients":{"name":"Microsoft"},"users":[{"name":"Angela Martin"},{"name":"Dwight Schrute"}]},{"name":"Windows 10","clients":{"name":"Microsoft"},"users":[{"name":"Angela Martin"}]},{"name":"IOS","clients":{"name":"Apple"},"users":[{"name":"Michael Scott"},{"name":"Dwight Schrute"}]},{"name":"OSX","clients":{"name":"Apple"},"users":[{"name":"Michael Scott"}]}]',
  [`HEAD /projects?select=name,clients!inner(name),users!inner(name)${count}`]: counted("0-3/4"),
};
