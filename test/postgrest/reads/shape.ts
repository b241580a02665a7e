import { type Answers, failed } from "./replay.ts";

const settings = '{"foo":{"int":1,"bar":"baz"}}';

export const selections: Answers = {
  "/complex_items?id=eq.3": `[{"id":3,"name":"Three","settings":${settings},"arr_data":[1,2,3],"field-with_sep":1}]`,
  "/complex_items?id=eq.3&select=id,field-with_sep": '[{"id":3,"field-with_sep":1}]',
  "/complex_items?select=id": '[{"id":1},{"id":2},{"id":3}]',
  "/complex_items?id=eq.1&select=myId:id": '[{"myId":1}]',
  "/complex_items?select=id::text": '[{"id":"1"},{"id":"2"},{"id":"3"}]',
  "/complex_items?id=eq.1&select=myId:id::text": '[{"myId":"1"}]',
  "/complex_items?id=eq.1&select=settings": `[{"settings":${settings}}]`,
  "/complex_items?select=id::fakecolumntype": failed(400, "42704", 'type "fakecolumntype" does not exist'),
};

export const embeds: Answers = {
  "/projects?id=eq.1&select=id, name, clients(*), tasks(id, name)":
    '[{"id":1,"name":"Windows 7","clients":{"id":1,"name":"Microsoft"},"tasks":[{"id":1,"name":"Design w7"},{"id":2,"name":"Code w7"}]}]',
  "/projects?select=name,client:clients(clientId:id,name)&id=gte.4":
    '[{"name":"OSX","client":{"name":"Apple","clientId":2}},{"name":"Orphan","client":null}]',
  "/comments?select=*,users_tasks(userId:user_id)":
    '[{"id":1,"commenter_id":1,"user_id":2,"task_id":6,"content":"Needs to be delivered ASAP","users_tasks":{"userId":2}}]',
  "/projects?id=eq.1&select=myId:id, name, project_client:clients(*), project_tasks:tasks(id, name)":
    '[{"myId":1,"name":"Windows 7","project_client":{"id":1,"name":"Microsoft"},"project_tasks":[{"id":1,"name":"Design w7"},{"id":2,"name":"Code w7"}]}]',
  "/projects?id=in.(1,5)&select=id,clients(id)": '[{"id":1,"clients":{"id":1}},{"id":5,"clients":null}]',
  "/projects?id=in.(5)&select=id,tasks(id)": '[{"id":5,"tasks":[]}]',
  "/clients?id=eq.1&select=id,projects(id,tasks(id))":
    '[{"id":1,"projects":[{"id":1,"tasks":[{"id":1},{"id":2}]},{"id":2,"tasks":[{"id":3},{"id":4}]}]}]',
  "/clients?select=id,projects(id,tasks(id,name))&projects.tasks.name=like.Design*&id=eq.1":
    '[{"id":1,"projects":[{"id":1,"tasks":[{"id":1,"name":"Design w7"}]},{"id":2,"tasks":[{"id":3,"name":"Design w10"}]}]}]',
  "/tasks?select=id,users(id)":
    '[{"id":1,"users":[{"id":1},{"id":3}]},{"id":2,"users":[{"id":1}]},{"id":3,"users":[{"id":1}]},{"id":4,"users":[{"id":1}]},{"id":5,"users":[{"id":2},{"id":3}]},{"id":6,"users":[{"id":2}]},{"id":7,"users":[{"id":2}]},{"id":8,"users":[]}]',
  "/tasks?id=eq.1&select=id,theUsers:users(id)": '[{"id":1,"theUsers":[{"id":1},{"id":3}]}]',
  "/files?filename=eq.autoexec.bat&project_id=eq.1&select=filename,users_tasks(user_id,task_id)":
    '[{"filename":"autoexec.bat","users_tasks":[{"user_id":1,"task_id":1},{"user_id":3,"task_id":1}]}]',
  "/users_tasks?user_id=eq.1&task_id=eq.1&select=user_id,files(filename,content)&files.order=filename":
    '[{"user_id":1,"files":[{"filename":"README.md","content":"# make $$$!"},{"filename":"autoexec.bat","content":"@ECHO OFF"},{"filename":"command.com","content":"#include <unix.h>"}]}]',
  "/users_tasks?user_id=eq.1&task_id=eq.1&select=user_id,files!touched_files(filename)&files.order=filename":
    '[{"user_id":1,"files":[{"filename":"README.md"},{"filename":"autoexec.bat"},{"filename":"command.com"}]}]',
  "/users_tasks?user_id=eq.2&task_id=eq.6&select=*, comments(content)":
    '[{"user_id":2,"task_id":6,"comments":[{"content":"Needs to be delivered ASAP"}]}]',
  "/car_models?name=in.(DeLorean,Murcielago)&select=name,year,car_brands(name)&order=name.asc":
    '[{"name":"DeLorean","year":1981,"car_brands":{"name":"DMC"}},{"name":"Murcielago","year":2001,"car_brands":{"name":"Lamborghini"}}]',
  "/car_brands?select=name,car_models(name,year)&order=name.asc&car_models.order=name.asc":
    '[{"name":"DMC","car_models":[{"name":"DeLorean","year":1981}]},{"name":"Ferrari","car_models":[{"name":"F310-B","year":1997}]},{"name":"Lamborghini","car_models":[{"name":"Murcielago","year":2001},{"name":"Veneno","year":2013}]}]',
  "/car_model_sales?date=in.(2021-01-15,2021-02-11)&select=date,quantity,car_models(name,year)&order=date.asc":
    '[{"date":"2021-01-15","quantity":9,"car_models":{"name":"DeLorean","year":1981}},{"date":"2021-02-11","quantity":1,"car_models":{"name":"Murcielago","year":2001}}]',
  "/car_models?select=name,year,car_dealers(name,city)&order=name.asc&limit=4":
    '[{"name":"DeLorean","year":1981,"car_dealers":[{"name":"Springfield Cars S.A.","city":"Springfield"}]},{"name":"F310-B","year":1997,"car_dealers":[]},{"name":"Murcielago","year":2001,"car_dealers":[{"name":"The Best Deals S.A.","city":"Franklin"}]},{"name":"Veneno","year":2013,"car_dealers":[]}]',
  "/being?select=*,descendant(*)&limit=1":
    '[{"being":1,"descendant":[{"descendant":1,"being":1},{"descendant":2,"being":1},{"descendant":3,"being":1}]}]',
  "/being?select=*,part(*)&limit=1": '[{"being":1,"part":[{"part":1}]}]',
  "/students?select=name,students_info(address)":
    '[{"name":"John Doe","students_info":{"address":"Street 1"}},{"name":"Jane Doe","students_info":{"address":"Street 2"}}]',
  "/students_info?select=address,students(name)&limit=1": '[{"address":"Street 1","students":{"name":"John Doe"}}]',
  "/country?select=name,capital(name)":
    '[{"name":"Afghanistan","capital":{"name":"Kabul"}},{"name":"Algeria","capital":{"name":"Algiers"}}]',
  "/capital?select=name,country(name)":
    '[{"name":"Kabul","country":{"name":"Afghanistan"}},{"name":"Algiers","country":{"name":"Algeria"}}]',
};

export const aliases: Answers = {
  "/space?select=id,zones:zone(id,name),stores:zone(id,name)&zones.zone_type_id=eq.2&stores.zone_type_id=eq.3":
    '[{"id":1,"zones":[{"id":1,"name":"zone 1"},{"id":2,"name":"zone 2"}],"stores":[{"id":3,"name":"store 3"},{"id":4,"name":"store 4"}]}]',
  "/users?select=id,designTasks:tasks(id,name),codeTasks:tasks(id,name)&designTasks.name=like.*Design*&codeTasks.name=like.*Code*&id=eq.3":
    '[{"id":3,"designTasks":[{"id":1,"name":"Design w7"},{"id":5,"name":"Design IOS"}],"codeTasks":[]}]',
  "/projects?select=id,designTasks:tasks(name,users(id))&designTasks.name=like.*Design*&designTasks.users.id=in.(1,2)&id=lte.1":
    '[{"id":1,"designTasks":[{"name":"Design w7","users":[{"id":1}]}]}]',
  "/entities?select=id,children:child_entities(id,gChildren:grandchild_entities(id))&children.and=(id.in.(1,2,3))&children.gChildren.or=(id.eq.1,id.eq.2)":
    '[{"id":1,"children":[{"id":1,"gChildren":[{"id":1},{"id":2}]},{"id":2,"gChildren":[]}]},{"id":2,"children":[{"id":3,"gChildren":[]}]},{"id":3,"children":[]},{"id":4,"children":[]}]',
};

const noRelation = (source: string, target: string, instead: string) =>
  failed(400, "PGRST200", `Could not find a relationship between '${source}' and '${target}' in the schema cache`, {
    details: `Searched for a foreign key relationship between '${source}' and '${target}' in the schema 'public', but no matches were found.`,
    hint: `Perhaps you meant '${instead}' instead of '${target}'.`,
  });

export const unrelated: Answers = {
  "/car_models?select=name,car_model_sales_202101(id)": noRelation(
    "car_models",
    "car_model_sales_202101",
    "car_model_sales",
  ),
  "/car_model_sales?select=quantity,car_models_default(id,name)": noRelation(
    "car_model_sales",
    "car_models_default",
    "car_models",
  ),
  "/car_model_sales_202101?select=id,name,car_models(id,name)": failed(
    404,
    "PGRST205",
    "Could not find the table 'public.car_model_sales_202101' in the schema cache",
    { hint: "Perhaps you meant the table 'public.car_model_sales'" },
  ),
};

export const views: Answers = {
  "/students_view?select=name,students_info(address)":
    '[{"name":"John Doe","students_info":{"address":"Street 1"}},{"name":"Jane Doe","students_info":{"address":"Street 2"}}]',
  "/students_view?select=name,students_info_view(address)&limit=1":
    '[{"name":"John Doe","students_info_view":{"address":"Street 1"}}]',
  "/students_info_view?select=address,students(name)&limit=1":
    '[{"address":"Street 1","students":{"name":"John Doe"}}]',
  "/students_info_view?select=address,students_view(name)&limit=1":
    '[{"address":"Street 1","students_view":{"name":"John Doe"}}]',
  "/v1?select=c1,v2(*)&order=c1": '[{"c1":1,"v2":[{"c2":true,"c1":1}]},{"c1":2,"v2":[{"c2":false,"c1":2}]}]',
  "/player_view?select=id,contract_view(purchase_price)&id=in.(1,7)":
    '[{"id":1,"contract_view":[{"purchase_price":10}]},{"id":7,"contract_view":[]}]',
  "/contract_view?select=tournament,player_view(first_name)&limit=1&order=tournament":
    '[{"tournament":"tournament_1","player_view":{"first_name":"first_name_1"}}]',
  "/car_models?name=in.(DeLorean,F310-B)&select=name,car_racers(name)&order=name.asc":
    '[{"name":"DeLorean","car_racers":[]},{"name":"F310-B","car_racers":[{"name":"Michael Schumacher"}]}]',
  "/car_racers?select=name,car_models(name,year)&order=name.asc":
    '[{"name":"Alain Prost","car_models":null},{"name":"Michael Schumacher","car_models":{"name":"F310-B","year":1997}}]',
  "/articleStars?select=createdAt,article:articles(id),user:users(name)&limit=1":
    '[{"createdAt":"2015-12-08T04:22:57.472738+00:00","article":{"id":1},"user":{"name":"Angela Martin"}}]',
  "/articles?id=eq.1&select=id,articleStars(users(*))":
    '[{"id":1,"articleStars":[{"users":{"id":1,"name":"Angela Martin"}},{"users":{"id":2,"name":"Michael Scott"}},{"users":{"id":3,"name":"Dwight Schrute"}}]}]',
  "/projects_view?id=eq.1&select=id, name, clients(*), tasks(id, name)":
    '[{"id":1,"name":"Windows 7","clients":{"id":1,"name":"Microsoft"},"tasks":[{"id":1,"name":"Design w7"},{"id":2,"name":"Code w7"}]}]',
  "/projects_view_alt?t_id=eq.1&select=t_id, name, clients(*), tasks(id, name)":
    '[{"t_id":1,"name":"Windows 7","clients":{"id":1,"name":"Microsoft"},"tasks":[{"id":1,"name":"Design w7"},{"id":2,"name":"Code w7"}]}]',
  "/books?select=title,author:authors(name)&id=eq.5": '[{"title":"Farenheit 451","author":{"name":"Ray Bradbury"}}]',
  "/forties_books?select=title,author:authors(name)&limit=1": '[{"title":"1984","author":{"name":"George Orwell"}}]',
  "/fifties_books?select=title,author:authors(name)&limit=1":
    '[{"title":"The Catcher in the Rye","author":{"name":"J.D. Salinger"}}]',
  "/authors_books_number?select=*,books(title)&id=eq.1":
    '[{"id":1,"name":"George Orwell","num_in_forties":1,"books":[{"title":"1984"}]}]',
  "/odd_years_publications?select=title,publication_year,first_publisher,author:authors(name)&id=in.(1,2)":
    '[{"title":"1984","publication_year":1949,"first_publisher":"Secker & Warburg","author":{"name":"George Orwell"}},{"title":"The Diary of a Young Girl","publication_year":1947,"first_publisher":"Contact Publishing","author":{"name":"Anne Frank"}}]',
  "/player_view?select=id,contract(purchase_price)&id=in.(1,3,5,7)":
    '[{"id":1,"contract":[{"purchase_price":10}]},{"id":3,"contract":[{"purchase_price":30}]},{"id":5,"contract":[{"purchase_price":50}]},{"id":7,"contract":[]}]',
  "/contract?select=tournament,player_view(first_name)&limit=2":
    '[{"tournament":"tournament_1","player_view":{"first_name":"first_name_1"}},{"tournament":"tournament_2","player_view":{"first_name":"first_name_2"}}]',
  "/projects_count_grouped_by?select=number_of_projects,client:clients(name)&order=number_of_projects,client_id":
    '[{"number_of_projects":1,"client":null},{"number_of_projects":2,"client":{"name":"Microsoft"}},{"number_of_projects":2,"client":{"name":"Apple"}}]',
  "/referrals?select=site,link:pages(url)":
    '[{"site":"github.com","link":{"url":"http://postgrest.org/en/v6.0/api.html"}},{"site":"hub.docker.com","link":{"url":"http://postgrest.org/en/v6.0/admin.html"}}]',
};
