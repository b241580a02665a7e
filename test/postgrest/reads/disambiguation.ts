import { type Answer, type Answers, failed } from "./replay.ts";

interface Candidate {
  readonly cardinality: string;
  readonly relationship: string;
}

function ambiguous(source: string, target: string, hints: readonly string[], candidates: readonly Candidate[]): Answer {
  const options = hints.map((hint) => `'${target}!${hint}'`).join(", ");
  return failed(
    300,
    "PGRST201",
    `Could not embed because more than one relationship was found for '${source}' and '${target}'`,
    {
      details: candidates.map((each) => ({ ...each, embedding: `${source} with ${target}` })),
      hint: `Try changing '${target}' to one of the following: ${options}. Find the desired relationship in the 'details' key.`,
    },
  );
}

const oneToOne = (column: string, name: string): Candidate => ({
  cardinality: "one-to-one",
  relationship: `${name} using first(${column}) and second(id)`,
});
const over = (site: string, project: string): Candidate => ({
  cardinality: "many-to-many",
  relationship: `whatev_jobs using whatev_jobs_${site}_fkey(${site}) and whatev_jobs_${project}_fkey(${project})`,
});

/** Refused, with every way that there is. */
export const ambiguities: Answers = {
  "/sites?select=*,big_projects(*)": ambiguous(
    "sites",
    "big_projects",
    ["main_project", "jobs", "main_jobs"],
    [
      {
        cardinality: "many-to-one",
        relationship: "main_project using sites(main_project_id) and big_projects(big_project_id)",
      },
      {
        cardinality: "many-to-many",
        relationship: "jobs using jobs_site_id_fkey(site_id) and jobs_big_project_id_fkey(big_project_id)",
      },
      {
        cardinality: "many-to-many",
        relationship: "main_jobs using jobs_site_id_fkey(site_id) and jobs_big_project_id_fkey(big_project_id)",
      },
    ],
  ),
  "/agents?select=*,departments(*)": ambiguous(
    "agents",
    "departments",
    ["departments_head_id_fkey", "agents_department_id_fkey"],
    [
      {
        cardinality: "one-to-many",
        relationship: "departments_head_id_fkey using agents(id) and departments(head_id)",
      },
      {
        cardinality: "many-to-one",
        relationship: "agents_department_id_fkey using agents(department_id) and departments(id)",
      },
    ],
  ),
  "/whatev_sites?select=*,whatev_projects(*)": ambiguous(
    "whatev_sites",
    "whatev_projects",
    ["whatev_jobs", "whatev_jobs", "whatev_jobs", "whatev_jobs"],
    [
      over("site_id_1", "project_id_1"),
      over("site_id_1", "project_id_2"),
      over("site_id_2", "project_id_1"),
      over("site_id_2", "project_id_2"),
    ],
  ),
  "/first?select=second(*)": ambiguous(
    "first",
    "second",
    ["first_second_id_1_fkey", "first_second_id_2_fkey"],
    [oneToOne("second_id_1", "first_second_id_1_fkey"), oneToOne("second_id_2", "first_second_id_2_fkey")],
  ),
  "/i2459_composite_v2?select=*,i2459_composite_v1(*)": ambiguous(
    "i2459_composite_v2",
    "i2459_composite_v1",
    Array.from({ length: 4 }, () => "i2459_composite_t2_t1_a_t1_b_fkey"),
    ["t1_a1, t1_b1", "t1_a1, t1_b2", "t1_a2, t1_b1", "t1_a2, t1_b2"].map((columns) => ({
      cardinality: "many-to-one",
      relationship: `i2459_composite_t2_t1_a_t1_b_fkey using i2459_composite_v2(${columns}) and i2459_composite_v1(a, b)`,
    })),
  ),
  "/message?select=person!sender(name),person!recipient(name)": failed(
    400,
    "42712",
    'table name "message_person_1" specified more than once',
  ),
  "/message?select=id,sender:person!space(name)&id=lt.4": failed(
    400,
    "PGRST200",
    "Could not find a relationship between 'message' and 'person' in the schema cache",
    {
      details:
        "Searched for a foreign key relationship between 'message' and 'person' using the hint 'space' in the schema 'public', but no matches were found.",
    },
  ),
};

/** By the foreign key, its column, the junction. */
export const hints: Answers = {
  "/whatev_sites?select=*,whatev_jobs!site_id_1(...whatev_projects!project_id_1(*))": "[]",
  "/whatev_sites?select=*,whatev_jobs!site_id_2(...whatev_projects!project_id_1(*))": "[]",
  "/posters?select=*,subscribers:subscriptions!subscribed(...posters!subscriber(*))&limit=1":
    '[{"id":1,"name":"Mark","subscribers":[{"id":3,"name":"Bill"},{"id":4,"name":"Jeff"}]}]',
  "/posters?select=*,subscriptions!subscriber(...posters!subscribed(*))&limit=1":
    '[{"id":1,"name":"Mark","subscriptions":[{"id":2,"name":"Elon"}]}]',
  "/projects?id=in.(1,3)&select=id,name,client(id,name)":
    '[{"id":1,"name":"Windows 7","client":{"id":1,"name":"Microsoft"}},{"id":3,"name":"IOS","client":{"id":2,"name":"Apple"}}]',
  "/projects?id=in.(1,3)&select=id,client_id,client(id)":
    '[{"id":1,"client_id":1,"client":{"id":1}},{"id":3,"client_id":2,"client":{"id":2}}]',
  "/tasks?id=eq.1&select=id,name,projects_view!project(id,name,client(id,name))":
    '[{"id":1,"name":"Design w7","projects_view":{"id":1,"name":"Windows 7","client":{"id":1,"name":"Microsoft"}}}]',
  "/unit_workdays?select=unit_id,day,fst_shift(car_id,schedule(name)),snd_shift(camera_id,schedule(name))":
    '[{"day":"2019-12-02","fst_shift":{"car_id":"CAR-349","schedule":{"name":"morning"}},"snd_shift":{"camera_id":"CAM-123","schedule":{"name":"night"}},"unit_id":1}]',
  "/orders?id=eq.1&select=id, name, billing(address), shipping(address)":
    '[{"id":1,"name":"order 1","billing":{"address":"address 1"},"shipping":{"address":"address 2"}}]',
  "/comments?select=content,user(name)": '[{"content":"Needs to be delivered ASAP","user":{"name":"Angela Martin"}}]',
  "/articleStars?select=createdAt,article:articles(id),user(name)&limit=1":
    '[{"createdAt":"2015-12-08T04:22:57.472738+00:00","article":{"id":1},"user":{"name":"Angela Martin"}}]',
  "/message?select=id,sender:person_detail!message_sender_fkey(name,sent),recipient:person_detail!message_recipient_fkey(name,received)&id=lt.3&order=id":
    '[{"id":1,"sender":{"name":"John","sent":2},"recipient":{"name":"Jane","received":2}},{"id":2,"sender":{"name":"Jane","sent":1},"recipient":{"name":"John","received":1}}]',
  "/clients?id=eq.1&select=id,projects:projects!client(id,tasks(id))":
    '[{"id":1,"projects":[{"id":1,"tasks":[{"id":1},{"id":2}]},{"id":2,"tasks":[{"id":3},{"id":4}]}]}]',
  "/sites?select=name,main_project(name)&site_id=eq.1": '[{"name":"site 1","main_project":{"name":"big project 1"}}]',
  "/projects?id=in.(1,3)&select=id,client_id(id,name)":
    '[{"id":1,"client_id":{"id":1,"name":"Microsoft"}},{"id":3,"client_id":{"id":2,"name":"Apple"}}]',
  "/tasks?id=eq.1&select=id,name,project:projects_view!project_id(id,name,client:client_id(id,name))":
    '[{"id":1,"name":"Design w7","project":{"id":1,"name":"Windows 7","client":{"id":1,"name":"Microsoft"}}}]',
  "/message?select=id,sender:person!sender(name),recipient:person!recipient(name)&id=lt.3":
    '[{"id":1,"sender":{"name":"John"},"recipient":{"name":"Jane"}},{"id":2,"sender":{"name":"Jane"},"recipient":{"name":"John"}}]',
  "/ghostBusters?select=escapeId(*)":
    '[{"escapeId":{"so6meIdColumn":1}},{"escapeId":{"so6meIdColumn":3}},{"escapeId":{"so6meIdColumn":5}}]',
  "/orders?id=eq.1&select=id, name, billing_address_id(id), shipping(id)":
    '[{"id":1,"name":"order 1","billing_address_id":{"id":1},"shipping":{"id":2}}]',
  "/i2459_simple_v1?select=*,i2459_simple_v2!t1_id1(*)": "[]",
  "/i2459_simple_v1?select=*,i2459_simple_v2!t1_id2(*)": "[]",
  "/i2459_simple_v2?select=*,i2459_simple_v1!t1_id1(*)": "[]",
  "/i2459_simple_v2?select=*,i2459_simple_v1!t1_id2(*)": "[]",
  "/groups?select=name,yards(id)": "[]",
  "/yards?select=id,groups(name)": "[]",
  "/well?select=*,plate(*)": "[]",
  "/plate?select=*,well(*)": "[]",
  "/sites?select=*,big_projects!jobs(name)&site_id=in.(1,2)":
    '[{"big_projects":[{"name":"big project 1"}],"main_project_id":1,"name":"site 1","site_id":1},{"big_projects":[{"name":"big project 1"},{"name":"big project 2"}],"main_project_id":null,"name":"site 2","site_id":2}]',
  "/sites?select=*,big_projects!main_jobs(name)&site_id=in.(1,2)":
    '[{"big_projects":[{"name":"big project 1"}],"main_project_id":1,"name":"site 1","site_id":1},{"big_projects":[],"main_project_id":null,"name":"site 2","site_id":2}]',
  "/message?select=id,body,sender(id,name)&id=eq.5":
    '[{"id":5,"body":"What\'s up Jake","sender":{"id":4,"name":"Julie"}}]',
  "/activities?select=fst_shift(*)":
    '[{"fst_shift":[{"unit_id":1,"day":"2019-12-02","fst_shift_activity_id":1,"fst_shift_schedule_id":1,"snd_shift_activity_id":2,"snd_shift_schedule_id":3}]},{"fst_shift":[]}]',
};

/** Tables that point at themselves. */
export const ownTables: Answers = {
  "/family_tree?id=in.(3,4)&select=id,parent(id,name,parent(*))&order=id":
    '[{"id":"3","parent":{"id":"1","name":"Parental Unit","parent":null}},{"id":"4","parent":{"id":"2","name":"Kid One","parent":{"id":"1","name":"Parental Unit","parent":null}}}]',
  "/family_tree?id=eq.1&select=id,name, children:family_tree!parent(id,name,children:family_tree!parent(id,name))":
    '[{"id":"1","name":"Parental Unit","children":[{"id":"2","name":"Kid One","children":[{"id":"4","name":"Grandkid One"}]},{"id":"3","name":"Kid Two","children":[{"id":"5","name":"Grandkid Two"}]}]}]',
  "/family_tree?id=eq.2&select=id,name,parent(id,name,children:family_tree!parent(id,name))":
    '[{"id":"2","name":"Kid One","parent":{"id":"1","name":"Parental Unit","children":[{"id":"2","name":"Kid One"},{"id":"3","name":"Kid Two"}]}}]',
  "/job?select=id,children:job!parent_id(id,parent_id)&order=id":
    '[{"id":1,"children":[{"id":2,"parent_id":1}]},{"id":2,"children":[]}]',
  "/organizations?select=id,name,referee(id,name),auditor(id,name)&id=eq.3":
    '[{"id":3,"name":"Acme","referee":{"id":1,"name":"Referee Org"},"auditor":{"id":2,"name":"Auditor Org"}}]',
  "/organizations?select=id,name,refereeds:organizations!referee(id,name)&id=eq.1":
    '[{"id":1,"name":"Referee Org","refereeds":[{"id":3,"name":"Acme"},{"id":4,"name":"Umbrella"}]}]',
  "/organizations?select=id,name,auditees:organizations!auditor(id,name)&id=eq.2":
    '[{"id":2,"name":"Auditor Org","auditees":[{"id":3,"name":"Acme"},{"id":4,"name":"Umbrella"}]}]',
  "/organizations?select=name,manager(name),referee(name,manager(name),auditor(name,manager(name))),auditor(name,manager(name),referee(name,manager(name)))&id=eq.5":
    '[{"name":"Cyberdyne","manager":{"name":"Cyberdyne Manager"},"referee":{"name":"Acme","manager":{"name":"Acme Manager"},"auditor":{"name":"Auditor Org","manager":{"name":"Auditor Manager"}}},"auditor":{"name":"Umbrella","manager":{"name":"Umbrella Manager"},"referee":{"name":"Referee Org","manager":{"name":"Referee Manager"}}}}]',
  "/organizations?select=name,manager(name),auditees:organizations!auditor(name,manager(name),refereeds:organizations!referee(name,manager(name)))&id=eq.2":
    '[{"name":"Auditor Org","manager":{"name":"Auditor Manager"},"auditees":[{"name":"Acme","manager":{"name":"Acme Manager"},"refereeds":[{"name":"Cyberdyne","manager":{"name":"Cyberdyne Manager"}},{"name":"Oscorp","manager":{"name":"Oscorp Manager"}}]},{"name":"Umbrella","manager":{"name":"Umbrella Manager"},"refereeds":[]}]}]',
  "/test?select=id,parent_id,parent:parent_id(id)&order=id":
    '[{"id":1,"parent_id":null,"parent":null},{"id":2,"parent_id":1,"parent":{"id":1}}]',
  "/test?select=id,parent_id,childs:test(id)&order=id":
    '[{"id":1,"parent_id":null,"childs":[{"id":2}]},{"id":2,"parent_id":1,"childs":[]}]',
  "/actors?select=*,films!personnages(*)":
    '[{"id":1,"name":"john","films":[{"id":12,"title":"douze commandements"}]},{"id":2,"name":"mary","films":[{"id":2001,"title":"odyssée de l\'espace"}]}]',
  "/end_1?select=end_2(*)": failed(
    400,
    "PGRST200",
    "Could not find a relationship between 'end_1' and 'end_2' in the schema cache",
    {
      details:
        "Searched for a foreign key relationship between 'end_1' and 'end_2' in the schema 'public', but no matches were found.",
    },
  ),
};
