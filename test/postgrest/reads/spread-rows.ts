import type { Answers } from "./replay.ts";

const factories = "/factories?select=factory:name,";
const supervisors = "/supervisors?select=supervisor:name,";
const ordered = "&order=name&processes.order=name";
const named = (key: string, lists: Readonly<Record<string, readonly string[]>>): string =>
  JSON.stringify(
    Object.entries(lists).map(([name, ends]) => ({ [key]: name, name: ends.map((end) => `Process ${end}`) })),
  );

/** Which rows are spread into lists, and in what order. */
export const spreadRows: Answers = {
  [`${factories}...processes(process:name,...process_supervisor(ids:supervisor_id))${ordered}&id=gte.3`]:
    '[{"factory":"Factory C","process":["Process C1","Process C2","Process XX","Process YY"],"ids":[[3],[3],[],[]]},{"factory":"Factory D","process":[],"ids":[]}]',
  [`${factories}...processes(process_supervisor(supervisor_id))${ordered}&id=eq.3`]:
    '[{"factory":"Factory C","process_supervisor":[[{"supervisor_id":3}],[{"supervisor_id":3}],[],[]]}]',
  [`${factories}...processes(id,...process_costs(*))${ordered}&id=gte.3`]:
    '[{"factory":"Factory C","id":[5,6,7,8],"process_id":[5,6,null,8],"cost":[40,70,null,40]},{"factory":"Factory D","id":[],"process_id":[],"cost":[]}]',
  [`${factories}...processes(id,name)&processes.name=not.like.*1&id=lte.2${ordered}`]:
    '[{"factory":"Factory A","id":[2],"name":["Process A2"]},{"factory":"Factory B","id":[4],"name":["Process B2"]}]',
  [`${factories}...processes!inner(name)${ordered}`]: named("factory", {
    "Factory A": ["A1", "A2"],
    "Factory B": ["B1", "B2"],
    "Factory C": ["C1", "C2", "XX", "YY"],
  }),
  [`${factories}...processes(name)&processes=not.is.null${ordered}&id=gte.3`]: named("factory", {
    "Factory C": ["C1", "C2", "XX", "YY"],
  }),
  [`${factories}...processes(id,category_id)&processes.order=category_id.asc,name.desc&order=name`]:
    '[{"factory":"Factory A","id":[1,2],"category_id":[1,2]},{"factory":"Factory B","id":[4,3],"category_id":[1,1]},{"factory":"Factory C","id":[8,7,6,5],"category_id":[2,2,2,2]},{"factory":"Factory D","id":[],"category_id":[]}]',
  [`${factories}...factory_buildings(id,inspections)&factory_buildings.order=inspections->pending.asc.nullsfirst,inspections->ins.desc&order=name&id=lte.2`]:
    '[{"factory":"Factory A","id":[2,1],"inspections":[{"ins":"2025A","pending":true},{"ins":"2024C","pending":true}]},{"factory":"Factory B","id":[4,3],"inspections":[{"ins":"2023A"},{"ins":"2025A","pending":true}]}]',
  [`${factories}...processes(name)&processes.order=category_id.asc,name.desc&order=name`]: named("factory", {
    "Factory A": ["A1", "A2"],
    "Factory B": ["B2", "B1"],
    "Factory C": ["YY", "XX", "C2", "C1"],
    "Factory D": [],
  }),
  [`${factories}...processes(name,...process_costs(cost))&processes.order=process_costs(cost),name&id=eq.3`]:
    '[{"factory":"Factory C","name":["Process C1","Process YY","Process C2","Process XX"],"cost":[40,40,70,null]}]',
  "/operators?select=name,...processes(process:name,...process_costs(cost)))&id=eq.5&processes.id=eq.7":
    '[{"name":"Alfred","process":["Process XX"],"cost":[null]}]',
  "/operators?select=operator:name,...processes(process:name,process_costs(cost))&id=gte.4&order=name&processes.order=name":
    '[{"operator":"Alfred","process":["Process C2","Process XX"],"process_costs":[{"cost":70},null]},{"operator":"Liz","process":[],"process_costs":[]}]',
  [`/operators?select=operator:name,...processes(process:name,...supervisors(supervisors:name))${ordered}&id=in.(3,5)&processes.supervisors.order=id`]:
    '[{"operator":"Alfred","process":["Process C2","Process XX"],"supervisors":[["Peter"],[]]},{"operator":"Jeff","process":["Process A2","Process B1","Process B2","Process C2"],"supervisors":[["John"],["Peter","Sarah"],["Mary","John"],["Peter"]]}]',
  [`${supervisors}...processes(id)&processes.name=not.like.*1${ordered}`]:
    '[{"supervisor":"Jane","id":[]},{"supervisor":"John","id":[2,4]},{"supervisor":"Mary","id":[4]},{"supervisor":"Peter","id":[6]},{"supervisor":"Sarah","id":[]}]',
  [`${supervisors}...processes!inner(name)${ordered}`]: named("supervisor", {
    John: ["A2", "B2"],
    Mary: ["A1", "B2"],
    Peter: ["B1", "C1", "C2"],
    Sarah: ["B1"],
  }),
  [`${supervisors}...processes(name)&processes.order=category_id.asc,name.desc&order=name`]: named("supervisor", {
    Jane: [],
    John: ["B2", "A2"],
    Mary: ["B2", "A1"],
    Peter: ["B1", "C2", "C1"],
    Sarah: ["B1"],
  }),
  "/processes?select=process:name,...operators(id)&operators.order=status->afk.asc.nullsfirst,status->id.desc&order=name&id=lte.6":
    '[{"process":"Process A1","id":[2,1]},{"process":"Process A2","id":[2,3,1]},{"process":"Process B1","id":[3]},{"process":"Process B2","id":[3,1]},{"process":"Process C1","id":[]},{"process":"Process C2","id":[5,3]}]',
  [`${supervisors}...processes(name,...process_costs(cost))&processes.order=process_costs(cost)&order=name&id=in.(2,3)`]:
    '[{"supervisor":"John","name":["Process B2","Process A2"],"cost":[70,200]},{"supervisor":"Peter","name":["Process C1","Process C2","Process B1"],"cost":[40,70,180]}]',
  "/actors?select=*,...films!personnages()": '[{"id":1,"name":"john"},{"id":2,"name":"mary"}]',
  "/grandchild_entities?select=name,...child_entities(parent_name:name,...entities())&limit=1":
    '[{"name":"grandchild entity 1","parent_name":"child entity 1"}]',
  "/factories?select=factory:name,...processes()&id=lte.2": '[{"factory":"Factory A"},{"factory":"Factory B"}]',
};
