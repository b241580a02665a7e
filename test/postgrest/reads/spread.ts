import { type Answers, failed } from "./replay.ts";

/** To one, to one of one, in embeds, through a junction. */
export const spreads: Answers = {
  "/projects?select=id,...clients(client_name:name)":
    '[{"id":1,"client_name":"Microsoft"},{"id":2,"client_name":"Microsoft"},{"id":3,"client_name":"Apple"},{"id":4,"client_name":"Apple"},{"id":5,"client_name":null}]',
  "/grandchild_entities?select=name,...child_entities(parent_name:name,...entities(grandparent_name:name))&limit=3":
    '[{"name":"grandchild entity 1","parent_name":"child entity 1","grandparent_name":"entity 1"},{"name":"grandchild entity 2","parent_name":"child entity 1","grandparent_name":"entity 1"},{"name":"grandchild entity 3","parent_name":"child entity 2","grandparent_name":"entity 1"}]',
  "/grandchild_entities?select=name,child_entity:child_entities(name,...entities(parent_name:name))&limit=1":
    '[{"name":"grandchild entity 1","child_entity":{"name":"child entity 1","parent_name":"entity 1"}}]',
  "/country?select=name,...capital(capital:name)":
    '[{"name":"Afghanistan","capital":"Kabul"},{"name":"Algeria","capital":"Algiers"}]',
  "/users?select=*,tasks:users_tasks(*,...tasks(*))&limit=1":
    '[{"id":1,"name":"Angela Martin","tasks":[{"user_id":1,"task_id":1,"id":1,"name":"Design w7","project_id":1},{"user_id":1,"task_id":2,"id":2,"name":"Code w7","project_id":1},{"user_id":1,"task_id":3,"id":3,"name":"Design w10","project_id":2},{"user_id":1,"task_id":4,"id":4,"name":"Code w10","project_id":2}]}]',
  "/users?select=*,tasks:users_tasks(...tasks(*))&limit=1":
    '[{"id":1,"name":"Angela Martin","tasks":[{"id":1,"name":"Design w7","project_id":1},{"id":2,"name":"Code w7","project_id":1},{"id":3,"name":"Design w10","project_id":2},{"id":4,"name":"Code w10","project_id":2}]}]',
};

/** One to many, as lists. */
export const toMany: Answers = {
  "/factories?select=factory:name,...processes(name)&id=lte.2&order=id":
    '[{"factory":"Factory A","name":["Process A1","Process A2"]},{"factory":"Factory B","name":["Process B1","Process B2"]}]',
  "/factories?select=factory:name,...processes(processes:name)&id=lte.2&order=id":
    '[{"factory":"Factory A","processes":["Process A1","Process A2"]},{"factory":"Factory B","processes":["Process B1","Process B2"]}]',
  "/factories?select=factory:name,...processes(name,category_id)&id=lte.2&order=id":
    '[{"factory":"Factory A","name":["Process A1","Process A2"],"category_id":[1,2]},{"factory":"Factory B","name":["Process B1","Process B2"],"category_id":[1,1]}]',
  "/factories?select=factory:name,...processes(processes:name)&processes=is.null":
    '[{"factory":"Factory D","processes":[]}]',
  "/factories?select=factory:name,...processes(*)&id=lte.2&order=name":
    '[{"factory":"Factory A","id":[1,2],"name":["Process A1","Process A2"],"factory_id":[1,1],"category_id":[1,2]},{"factory":"Factory B","id":[3,4],"name":["Process B1","Process B2"],"factory_id":[2,2],"category_id":[1,1]}]',
  "/factories?select=factory:name,...processes(process:name,...process_costs(process_costs:cost))&id=lte.2&order=id":
    '[{"factory":"Factory A","process":["Process A1","Process A2"],"process_costs":[150,200]},{"factory":"Factory B","process":["Process B1","Process B2"],"process_costs":[180,70]}]',
  "/factories?select=factory:name,...processes(process:name,...process_categories(categories:name))&id=lte.2&order=id":
    '[{"factory":"Factory A","process":["Process A1","Process A2"],"categories":["Batch","Mass"]},{"factory":"Factory B","process":["Process B1","Process B2"],"categories":["Batch","Batch"]}]',
  "/factories?select=factory:name,...processes(process:name,...process_supervisor(supervisor_ids:supervisor_id))&id=lte.2&order=id":
    '[{"factory":"Factory A","process":["Process A1","Process A2"],"supervisor_ids":[[1],[2]]},{"factory":"Factory B","process":["Process B1","Process B2"],"supervisor_ids":[[3,4],[1,2]]}]',
  "/factories?select=factory:name,...processes(process:name,...supervisors(supervisors:name))&id=lte.2&order=id":
    '[{"factory":"Factory A","process":["Process A1","Process A2"],"supervisors":[["Mary"],["John"]]},{"factory":"Factory B","process":["Process B1","Process B2"],"supervisors":[["Peter","Sarah"],["Mary","John"]]}]',
  "/factories?select=factory:name,...processes(process:name,process_costs(cost))&id=lte.2&order=id":
    '[{"factory":"Factory A","process":["Process A1","Process A2"],"process_costs":[{"cost":150},{"cost":200}]},{"factory":"Factory B","process":["Process B1","Process B2"],"process_costs":[{"cost":180},{"cost":70}]}]',
  "/factories?select=factory:name,...processes(process:name,process_categories(name))&id=lte.2&order=id":
    '[{"factory":"Factory A","process":["Process A1","Process A2"],"process_categories":[{"name":"Batch"},{"name":"Mass"}]},{"factory":"Factory B","process":["Process B1","Process B2"],"process_categories":[{"name":"Batch"},{"name":"Batch"}]}]',
  "/factories?select=factory:name,...processes(process:name,process_supervisor(supervisor_id))&id=lte.2&order=id":
    '[{"factory":"Factory A","process":["Process A1","Process A2"],"process_supervisor":[[{"supervisor_id":1}],[{"supervisor_id":2}]]},{"factory":"Factory B","process":["Process B1","Process B2"],"process_supervisor":[[{"supervisor_id":3},{"supervisor_id":4}],[{"supervisor_id":1},{"supervisor_id":2}]]}]',
  "/factories?select=factory:name,...processes(*,...process_costs(*))&id=lte.2&order=id":
    '[{"factory":"Factory A","id":[1,2],"name":["Process A1","Process A2"],"factory_id":[1,1],"category_id":[1,2],"process_id":[1,2],"cost":[150,200]},{"factory":"Factory B","id":[3,4],"name":["Process B1","Process B2"],"factory_id":[2,2],"category_id":[1,1],"process_id":[3,4],"cost":[180,70]}]',
  "/factories?select=*,...processes(process_ids:id,process_names:name)&id=lte.2&order=id":
    '[{"id":1,"name":"Factory A","process_ids":[1,2],"process_names":["Process A1","Process A2"]},{"id":2,"name":"Factory B","process_ids":[3,4],"process_names":["Process B1","Process B2"]}]',
  "/factory_buildings?select=code,factories(*,...processes(process_ids:id,process_names:name))&factory_id=lte.1&order=factory_id":
    '[{"code":"A001","factories":{"id":1,"name":"Factory A","process_ids":[1,2],"process_names":["Process A1","Process A2"]}},{"code":"A002","factories":{"id":1,"name":"Factory A","process_ids":[1,2],"process_names":["Process A1","Process A2"]}}]',
  "/factories?select=factory:name,...processes(name)&id=lte.2&order=id&processes.order=name.desc":
    '[{"factory":"Factory A","name":["Process A2","Process A1"]},{"factory":"Factory B","name":["Process B2","Process B1"]}]',
  "/factories?select=factory:name,...processes(name,...process_costs(cost))&id=eq.1&processes.order=process_costs(cost).desc":
    '[{"factory":"Factory A","name":["Process A2","Process A1"],"cost":[200,150]}]',
};

/** Many to many, as lists. */
export const manyToMany: Answers = {
  "/operators?select=operator:name,...processes(name)&id=lte.2":
    '[{"operator":"Anne","name":["Process A1","Process A2","Process B2"]},{"operator":"Louis","name":["Process A1","Process A2"]}]',
  "/operators?select=operator:name,...processes(processes:name,categories:category_id)&id=lte.2":
    '[{"operator":"Anne","processes":["Process A1","Process A2","Process B2"],"categories":[1,2,1]},{"operator":"Louis","processes":["Process A1","Process A2"],"categories":[1,2]}]',
  "/operators?select=operator:name,...processes(processes:name)&processes=is.null":
    '[{"operator":"Liz","processes":[]}]',
  "/operators?select=operator:name,...processes(*)&id=lte.2":
    '[{"operator":"Anne","id":[1,2,4],"name":["Process A1","Process A2","Process B2"],"factory_id":[1,1,2],"category_id":[1,2,1]},{"operator":"Louis","id":[1,2],"name":["Process A1","Process A2"],"factory_id":[1,1],"category_id":[1,2]}]',
  "/operators?select=operator:name,...processes(process:name,...process_costs(process_costs:cost))&id=lte.2":
    '[{"operator":"Anne","process":["Process A1","Process A2","Process B2"],"process_costs":[150,200,70]},{"operator":"Louis","process":["Process A1","Process A2"],"process_costs":[150,200]}]',
  "/operators?select=operator:name,...processes(process:name,process_categories(name))&id=lte.2":
    '[{"operator":"Anne","process":["Process A1","Process A2","Process B2"],"process_categories":[{"name":"Batch"},{"name":"Mass"},{"name":"Batch"}]},{"operator":"Louis","process":["Process A1","Process A2"],"process_categories":[{"name":"Batch"},{"name":"Mass"}]}]',
  "/supervisors?select=name,...process_supervisor(processes(name,...process_costs(cost)))&id=lte.2":
    '[{"name":"Mary","processes":[{"cost":150,"name":"Process A1"},{"cost":70,"name":"Process B2"}]},{"name":"John","processes":[{"cost":200,"name":"Process A2"},{"cost":70,"name":"Process B2"}]}]',
  "/supervisors?select=name,...process_supervisor(processes(name,...operators(operators:name)))&id=lte.2":
    '[{"name":"Mary","processes":[{"name":"Process A1","operators":["Anne","Louis"]},{"name":"Process B2","operators":["Anne","Jeff"]}]},{"name":"John","processes":[{"name":"Process A2","operators":["Anne","Louis","Jeff"]},{"name":"Process B2","operators":["Anne","Jeff"]}]}]',
  "/processes?select=*,...operators(operator_ids:id,operator_names:name)&id=lte.2&order=id":
    '[{"id":1,"name":"Process A1","factory_id":1,"category_id":1,"operator_ids":[1,2],"operator_names":["Anne","Louis"]},{"id":2,"name":"Process A2","factory_id":1,"category_id":2,"operator_ids":[1,2,3],"operator_names":["Anne","Louis","Jeff"]}]',
  "/supervisors?select=name,processes(*,...operators(operator_ids:id,operator_names:name))&id=eq.1&order=id":
    '[{"name":"Mary","processes":[{"id":1,"name":"Process A1","factory_id":1,"category_id":1,"operator_ids":[1,2],"operator_names":["Anne","Louis"]},{"id":4,"name":"Process B2","factory_id":2,"category_id":1,"operator_ids":[1,3],"operator_names":["Anne","Jeff"]}]}]',
  "/clients?select=*,...projects(count())": failed(400, "PGRST127", "Feature not implemented", {
    details: "Aggregates are not implemented for one-to-many or many-to-many spreads.",
  }),
};
