import { type Answers, failed } from "./replay.ts";

const undone = failed(400, "PGRST127", "Feature not implemented", {
  details: "Aggregates are not implemented for one-to-many or many-to-many spreads.",
});

/** Of a table's rows, grouped by what else is selected. */
export const aggregates: Answers = {
  "/entities?select=count()": '[{"count":4}]',
  "/entities?select=cnt:count()": '[{"cnt":4}]',
  "/entities?select=count()::text": '[{"count":"4"}]',
  "/entities?select=count": '[{"count":4}]',
  "/projects?select=c:count(),client_id&order=client_id.desc":
    '[{"c":1,"client_id":null},{"c":2,"client_id":2},{"c":2,"client_id":1}]',
  "/project_invoices?select=invoice_total.sum()": '[{"sum":8800}]',
  "/project_invoices?select=invoice_total.avg()": '[{"avg":1100}]',
  "/project_invoices?select=invoice_total.min()": '[{"min":100}]',
  "/project_invoices?select=invoice_total.max()": '[{"max":4000}]',
  "/project_invoices?select=invoice_total.count()": '[{"count":8}]',
  "/project_invoices?select=invoice_total.sum(),invoice_total.max(),invoice_total.min(),project_id&order=project_id.desc":
    '[{"sum":4100,"max":4000,"min":100,"project_id":4},{"sum":3200,"max":2000,"min":1200,"project_id":3},{"sum":1200,"max":700,"min":500,"project_id":2},{"sum":300,"max":200,"min":100,"project_id":1}]',
  "/project_invoices?select=invoice_total.sum(),pid:project_id&order=project_id.desc":
    '[{"sum":4100,"pid":4},{"sum":3200,"pid":3},{"sum":1200,"pid":2},{"sum":300,"pid":1}]',
  "/project_invoices?select=total_charged:invoice_total.sum(),project_id&order=project_id.desc":
    '[{"total_charged":4100,"project_id":4},{"total_charged":3200,"project_id":3},{"total_charged":1200,"project_id":2},{"total_charged":300,"project_id":1}]',
  "/project_invoices?select=total_charged:invoice_total.sum()::text,project_id&order=project_id.desc":
    '[{"total_charged":"4100","project_id":4},{"total_charged":"3200","project_id":3},{"total_charged":"1200","project_id":2},{"total_charged":"300","project_id":1}]',
  "/trash_details?select=jsonb_col->>key::integer.sum()": '[{"sum":24}]',
  "/trash_details?select=s:jsonb_col->>key::integer.sum()::text": '[{"s":"24"}]',
  "/project_invoices?select=project_id,total:invoice_total.sum(),projects(name)&order=project_id":
    '[{"project_id":1,"total":300,"projects":{"name":"Windows 7"}},{"project_id":2,"total":1200,"projects":{"name":"Windows 10"}},{"project_id":3,"total":3200,"projects":{"name":"IOS"}},{"project_id":4,"total":4100,"projects":{"name":"OSX"}}]',
};

/** In embeds. */
export const embeddedAggregates: Answers = {
  "/clients?select=name,projects(count)":
    '[{"name":"Microsoft","projects":[{"count":2}]},{"name":"Apple","projects":[{"count":2}]}]',
  "/projects?select=name,project_invoices(invoice_total.sum())":
    '[{"name":"Windows 7","project_invoices":[{"sum":300}]},{"name":"Windows 10","project_invoices":[{"sum":1200}]},{"name":"IOS","project_invoices":[{"sum":3200}]},{"name":"OSX","project_invoices":[{"sum":4100}]},{"name":"Orphan","project_invoices":[{"sum":null}]}]',
  "/projects?select=name,project_invoices(invoice_total.max(),invoice_total.min(),invoice_total.avg(),invoice_total.sum(),invoice_total.count())":
    '[{"name":"Windows 7","project_invoices":[{"avg":150,"max":200,"min":100,"sum":300,"count":2}]},{"name":"Windows 10","project_invoices":[{"avg":600,"max":700,"min":500,"sum":1200,"count":2}]},{"name":"IOS","project_invoices":[{"avg":1600,"max":2000,"min":1200,"sum":3200,"count":2}]},{"name":"OSX","project_invoices":[{"avg":2050,"max":4000,"min":100,"sum":4100,"count":2}]},{"name":"Orphan","project_invoices":[{"avg":null,"max":null,"min":null,"sum":null,"count":0}]}]',
};

/** In spreads to one: of the parent's rows. */
export const spreadAggregates: Answers = {
  "/budget_expenses?select=total_expenses:expense_amount.sum(),...budget_categories(budget_owner,total_budget:budget_amount.sum())&order=budget_categories(budget_owner)":
    '[{"total_expenses":600.52,"budget_owner":"Brian Smith","total_budget":2000.42},{"total_expenses":100.22,"budget_owner":"Jane Clarkson","total_budget":7000.41},{"total_expenses":900.27,"budget_owner":"Sally Hughes","total_budget":500.23}]',
  "/budget_expenses?select=...budget_categories(total_budget:budget_amount.sum())": '[{"total_budget":9501.06}]',
  "/processes?select=...process_costs(cost.sum()),...process_categories(name)":
    '[{"sum":400,"name":"Batch"},{"sum":350,"name":"Mass"}]',
  "/processes?select=...process_costs(cost_sum:cost.sum()),...process_categories(category:name)":
    '[{"cost_sum":400,"category":"Batch"},{"cost_sum":350,"category":"Mass"}]',
  "/process_supervisor?select=...processes(factory_id,...process_costs(cost.sum()))&order=processes(factory_id)":
    '[{"factory_id":1,"sum":350},{"factory_id":2,"sum":500},{"factory_id":3,"sum":110}]',
  "/process_supervisor?select=...processes(factories(name),...process_costs(cost.sum()))":
    '[{"factories":{"name":"Factory A"},"sum":350},{"factories":{"name":"Factory B"},"sum":500},{"factories":{"name":"Factory C"},"sum":110}]',
  "/process_supervisor?select=...processes(factory:factories(name),...process_costs(cost_sum:cost.sum()))":
    '[{"factory":{"name":"Factory A"},"cost_sum":350},{"factory":{"name":"Factory B"},"cost_sum":500},{"factory":{"name":"Factory C"},"cost_sum":110}]',
  "/process_supervisor?select=supervisor_id,...processes(...process_costs(cost.sum()),...process_categories(name))&order=supervisor_id":
    '[{"supervisor_id":1,"sum":220,"name":"Batch"},{"supervisor_id":2,"sum":70,"name":"Batch"},{"supervisor_id":2,"sum":200,"name":"Mass"},{"supervisor_id":3,"sum":180,"name":"Batch"},{"supervisor_id":3,"sum":110,"name":"Mass"},{"supervisor_id":4,"sum":180,"name":"Batch"}]',
  "/supervisors?select=name,process_supervisor(...processes(...process_costs(cost.sum()),...process_categories(name)))":
    '[{"name":"Mary","process_supervisor":[{"name":"Batch","sum":220}]},{"name":"John","process_supervisor":[{"name":"Batch","sum":70},{"name":"Mass","sum":200}]},{"name":"Peter","process_supervisor":[{"name":"Batch","sum":180},{"name":"Mass","sum":110}]},{"name":"Sarah","process_supervisor":[{"name":"Batch","sum":180}]},{"name":"Jane","process_supervisor":[]}]',
  "/process_supervisor?select=supervisor_id,...processes(count())&order=supervisor_id":
    '[{"supervisor_id":1,"count":2},{"supervisor_id":2,"count":2},{"supervisor_id":3,"count":3},{"supervisor_id":4,"count":1}]',
  "/process_supervisor?select=...supervisors(id,count())&order=supervisors(id)":
    '[{"id":1,"count":2},{"id":2,"count":2},{"id":3,"count":3},{"id":4,"count":1}]',
  "/process_supervisor?select=...supervisors(supervisor:id,supervisor_count:count())&order=supervisors(supervisor)":
    '[{"supervisor":1,"supervisor_count":2},{"supervisor":2,"supervisor_count":2},{"supervisor":3,"supervisor_count":3},{"supervisor":4,"supervisor_count":1}]',
  "/process_supervisor?select=supervisor_id,...processes(...process_costs(count()))&order=supervisor_id":
    '[{"supervisor_id":1,"count":2},{"supervisor_id":2,"count":2},{"supervisor_id":3,"count":3},{"supervisor_id":4,"count":1}]',
  "/process_supervisor?select=...processes(factory_id,...process_costs(count()))&order=processes(factory_id)":
    '[{"factory_id":1,"count":2},{"factory_id":2,"count":4},{"factory_id":3,"count":2}]',
  "/process_supervisor?select=...processes(factory:factory_id,processes_count:count(),...process_costs(process_costs_count:count()))&order=processes(factory)":
    '[{"factory":1,"processes_count":2,"process_costs_count":2},{"factory":2,"processes_count":4,"process_costs_count":4},{"factory":3,"processes_count":2,"process_costs_count":2}]',
  "/project_invoices?select=...projects(id.count())": '[{"count":8}]',
};

/** To many: what released versions say of it. */
export const toManyAggregates: Answers = {
  "/budget_categories?select=budget_owner,...budget_expenses(total_expenses:expense_amount.sum())": undone,
  "/processes?select=...supervisors(id.count()),...process_categories(name)": undone,
  "/factories?select=name,...processes(id,count())&order=name": undone,
  "/process_supervisor?select=...processes(...factories(...factory_buildings(size.sum())),...process_categories(name))":
    undone,
};
