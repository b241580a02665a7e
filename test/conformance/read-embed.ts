import type { Scenario } from "../scenarios/scenario.ts";
import { readings } from "./reading.ts";

export const embeds: readonly Scenario[] = readings([
  {
    name: "to one",
    path: "/films?select=title,directors(name)&order=id",
    text: '[{"title":"Alba","directors":{"name":"Ava"}},{"title":"Alba II","directors":{"name":"Ava"}},{"title":"Blue, Deep","directors":{"name":"Ben"}},{"title":"Say \\"Cut\\"","directors":null}]',
  },
  {
    name: "to many",
    path: "/directors?select=name,films(title)&order=id",
    text: '[{"name":"Ava","films":[{"title":"Alba"},{"title":"Alba II"}]},{"name":"Ben","films":[{"title":"Blue, Deep"}]},{"name":"Cleo","films":[]},{"name":"Dan","films":[]}]',
  },
  {
    name: "one to one, both ways",
    path: "/films?select=id,posters(url)&order=id",
    text: '[{"id":1,"posters":{"url":"/alba.png"}},{"id":2,"posters":null},{"id":3,"posters":{"url":"/blue.png"}},{"id":4,"posters":null}]',
  },
  {
    name: "one to one, back",
    path: "/posters?select=url,films(title)&order=film_id",
    text: '[{"url":"/alba.png","films":{"title":"Alba"}},{"url":"/blue.png","films":{"title":"Blue, Deep"}}]',
  },
  {
    name: "many to many",
    path: "/films?select=id,actors(name)&order=id",
    text: '[{"id":1,"actors":[{"name":"Ida"},{"name":"Jon"}]},{"id":2,"actors":[{"name":"Ida"}]},{"id":3,"actors":[{"name":"Jon"}]},{"id":4,"actors":[]}]',
  },
  {
    name: "many to many, back",
    path: "/actors?select=name,films(id)&order=id",
    text: '[{"name":"Ida","films":[{"id":1},{"id":2}]},{"name":"Jon","films":[{"id":1},{"id":3}]},{"name":"Kim","films":[]}]',
  },
  {
    name: "the junction itself",
    path: "/films?select=id,roles(part,actors(name))&id=eq.1",
    text: '[{"id":1,"roles":[{"part":"queen","actors":{"name":"Ida"}},{"part":"king","actors":{"name":"Jon"}}]}]',
  },
  {
    name: "renamed",
    path: "/films?select=id,boss:directors(who:name)&id=eq.1",
    text: '[{"id":1,"boss":{"who":"Ava"}}]',
  },
  {
    name: "one table twice, filtered apart",
    path: "/films?select=id,live:actors(name),dead:actors(name)&live.alive=is.true&dead.alive=is.false&order=id",
    text: '[{"id":1,"live":[{"name":"Ida"}],"dead":[{"name":"Jon"}]},{"id":2,"live":[{"name":"Ida"}],"dead":[]},{"id":3,"live":[],"dead":[{"name":"Jon"}]},{"id":4,"live":[],"dead":[]}]',
  },
  {
    name: "all columns",
    path: "/posters?select=*,films(*)&film_id=eq.1",
    text: '[{"film_id":1,"url":"/alba.png","films":{"id":1,"title":"Alba","year":1990,"rating":7.5,"gross":100.25,"released":true,"premiered":"1990-05-01T20:00:00+00:00","genres":["drama","war"],"scores":[1,2,3],"info":{"cut":{"minutes":120,"by":"Eve"},"tags":["old","long"]},"director_id":1,"producer_id":1,"distributor_id":2,"sequel_of":null}}]',
  },
  {
    name: "three levels",
    path: "/directors?select=name,films(title,roles(part,actors(name)))&id=eq.1",
    text: '[{"name":"Ava","films":[{"title":"Alba","roles":[{"part":"queen","actors":{"name":"Ida"}},{"part":"king","actors":{"name":"Jon"}}]},{"title":"Alba II","roles":[{"part":"queen","actors":{"name":"Ida"}}]}]}]',
  },
  {
    name: "by a foreign key's name",
    path: "/films?select=id,produced_by(name),distributed_by(name)&order=id",
    text: '[{"id":1,"produced_by":{"name":"North"},"distributed_by":{"name":"South"}},{"id":2,"produced_by":{"name":"North"},"distributed_by":{"name":"North"}},{"id":3,"produced_by":{"name":"South"},"distributed_by":null},{"id":4,"produced_by":null,"distributed_by":null}]',
  },
  {
    name: "by a column's name",
    path: "/films?select=id,producer_id(name)&order=id",
    text: '[{"id":1,"producer_id":{"name":"North"}},{"id":2,"producer_id":{"name":"North"}},{"id":3,"producer_id":{"name":"South"}},{"id":4,"producer_id":null}]',
  },
  {
    name: "a column and an embed by it",
    path: "/films?select=id,producer_id,producer:producer_id(name)&order=id",
    text: '[{"id":1,"producer_id":1,"producer":{"name":"North"}},{"id":2,"producer_id":1,"producer":{"name":"North"}},{"id":3,"producer_id":2,"producer":{"name":"South"}},{"id":4,"producer_id":null,"producer":null}]',
  },
  {
    name: "by table and foreign key",
    path: "/films?select=id,companies!produced_by(name)&order=id",
    text: '[{"id":1,"companies":{"name":"North"}},{"id":2,"companies":{"name":"North"}},{"id":3,"companies":{"name":"South"}},{"id":4,"companies":null}]',
  },
  {
    name: "by table and column",
    path: "/films?select=id,p:companies!producer_id(name),d:companies!distributor_id(name)&order=id",
    text: '[{"id":1,"p":{"name":"North"},"d":{"name":"South"}},{"id":2,"p":{"name":"North"},"d":{"name":"North"}},{"id":3,"p":{"name":"South"},"d":null},{"id":4,"p":null,"d":null}]',
  },
  {
    name: "to many by a hint",
    path: "/companies?select=name,made:films!produced_by(id),sold:films!distributor_id(id)&order=id",
    text: '[{"name":"North","made":[{"id":1},{"id":2}],"sold":[{"id":2}]},{"name":"South","made":[{"id":3}],"sold":[{"id":1}]}]',
  },
  {
    name: "by the junction",
    path: "/awards?select=name,films!nominations(id),won:films!wins(id)&order=id",
    text: '[{"name":"Palm","films":[{"id":1},{"id":2}],"won":[{"id":2}]},{"name":"Bear","films":[{"id":3}],"won":[]}]',
  },
  {
    name: "by PostgreSQL's name of a foreign key",
    path: "/films?select=id,directors!films_director_id_fkey(name)&id=eq.1",
    text: '[{"id":1,"directors":{"name":"Ava"}}]',
  },
  {
    name: "itself, up",
    path: "/films?select=id,sequel_of(id,sequel_of(id))&order=id",
    text: '[{"id":1,"sequel_of":null},{"id":2,"sequel_of":{"id":1,"sequel_of":null}},{"id":3,"sequel_of":null},{"id":4,"sequel_of":{"id":2,"sequel_of":{"id":1}}}]',
  },
  {
    name: "itself, down",
    path: "/films?select=id,films(id)&order=id",
    text: '[{"id":1,"films":[{"id":2}]},{"id":2,"films":[{"id":4}]},{"id":3,"films":[]},{"id":4,"films":[]}]',
  },
  {
    name: "itself, down by a hint",
    path: "/directors?select=name,pupils:directors!mentor_id(name)&order=id",
    text: '[{"name":"Ava","pupils":[{"name":"Ben"},{"name":"Dan"}]},{"name":"Ben","pupils":[{"name":"Cleo"}]},{"name":"Cleo","pupils":[]},{"name":"Dan","pupils":[]}]',
  },
  {
    name: "itself, both ways",
    path: "/directors?select=name,mentor_id(name,pupils:directors!mentor_id(name))&id=eq.2",
    text: '[{"name":"Ben","mentor_id":{"name":"Ava","pupils":[{"name":"Ben"},{"name":"Dan"}]}}]',
  },
  {
    name: "a key of two columns",
    path: "/shots?select=id,scenes(place)&order=id",
    text: '[{"id":1,"scenes":{"place":"court"}},{"id":2,"scenes":{"place":"court"}},{"id":3,"scenes":{"place":"court"}},{"id":4,"scenes":null}]',
  },
  {
    name: "a key of two columns, by its name",
    path: "/shots?select=id,scene(number,films(title))&order=id",
    text: '[{"id":1,"scene":{"number":1,"films":{"title":"Alba"}}},{"id":2,"scene":{"number":1,"films":{"title":"Alba"}}},{"id":3,"scene":{"number":1,"films":{"title":"Alba II"}}},{"id":4,"scene":null}]',
  },
  {
    name: "a key of two columns, back",
    path: "/scenes?select=film_id,number,shots(seconds)&order=film_id,number",
    text: '[{"film_id":1,"number":1,"shots":[{"seconds":5},{"seconds":7}]},{"film_id":1,"number":2,"shots":[]},{"film_id":2,"number":1,"shots":[{"seconds":11}]}]',
  },
  {
    name: "several ways to one",
    path: "/films?select=id,companies(*)",
    status: 300,
    failure: {
      code: "PGRST201",
      message: "Could not embed because more than one relationship was found for 'films' and 'companies'",
      details: [
        {
          cardinality: "many-to-one",
          embedding: "films with companies",
          relationship: "distributed_by using films(distributor_id) and companies(id)",
        },
        {
          cardinality: "many-to-one",
          embedding: "films with companies",
          relationship: "produced_by using films(producer_id) and companies(id)",
        },
      ],
      hint: "Try changing 'companies' to one of the following: 'companies!distributed_by', 'companies!produced_by'. Find the desired relationship in the 'details' key.",
    },
  },
  {
    name: "several junctions",
    path: "/awards?select=*,films(*)",
    status: 300,
    failure: {
      code: "PGRST201",
      message: "Could not embed because more than one relationship was found for 'awards' and 'films'",
      details: [
        {
          cardinality: "many-to-many",
          embedding: "awards with films",
          relationship: "nominations using nominations_award_id_fkey(award_id) and nominations_film_id_fkey(film_id)",
        },
        {
          cardinality: "many-to-many",
          embedding: "awards with films",
          relationship: "wins using wins_award_id_fkey(award_id) and wins_film_id_fkey(film_id)",
        },
      ],
      hint: "Try changing 'films' to one of the following: 'films!nominations', 'films!wins'. Find the desired relationship in the 'details' key.",
    },
  },
  {
    name: "in a circle",
    path: "/crews?select=*,hands(*)",
    status: 300,
    failure: {
      code: "PGRST201",
      message: "Could not embed because more than one relationship was found for 'crews' and 'hands'",
      details: [
        {
          cardinality: "one-to-many",
          embedding: "crews with hands",
          relationship: "hands_crew_id_fkey using crews(id) and hands(crew_id)",
        },
        {
          cardinality: "many-to-one",
          embedding: "crews with hands",
          relationship: "crews_head_id_fkey using crews(head_id) and hands(id)",
        },
      ],
      hint: "Try changing 'hands' to one of the following: 'hands!hands_crew_id_fkey', 'hands!crews_head_id_fkey'. Find the desired relationship in the 'details' key.",
    },
  },
  {
    name: "in a circle, back",
    path: "/hands?select=*,crews(*)",
    status: 300,
    failure: {
      code: "PGRST201",
      message: "Could not embed because more than one relationship was found for 'hands' and 'crews'",
      details: [
        {
          cardinality: "one-to-many",
          embedding: "hands with crews",
          relationship: "crews_head_id_fkey using hands(id) and crews(head_id)",
        },
        {
          cardinality: "many-to-one",
          embedding: "hands with crews",
          relationship: "hands_crew_id_fkey using hands(crew_id) and crews(id)",
        },
      ],
      hint: "Try changing 'crews' to one of the following: 'crews!crews_head_id_fkey', 'crews!hands_crew_id_fkey'. Find the desired relationship in the 'details' key.",
    },
  },
  {
    name: "in a circle, by a hint",
    path: "/crews?select=name,hands!hands_crew_id_fkey(name),head:head_id(name)&order=id",
    text: '[{"name":"light","hands":[{"name":"Lou"},{"name":"Max"}],"head":null},{"name":"sound","hands":[],"head":null}]',
  },
  {
    name: "no relation",
    path: "/films?select=id,papers(id)",
    failure: {
      code: "PGRST200",
      message: "Could not find a relationship between 'films' and 'papers' in the schema cache",
      details:
        "Searched for a foreign key relationship between 'films' and 'papers' in the schema 'public', but no matches were found.",
      hint: "Perhaps you meant 'posters' instead of 'papers'.",
    },
  },
  {
    name: "no relation, but a name like one",
    path: "/films?select=id,director(id)",
    failure: {
      code: "PGRST200",
      message: "Could not find a relationship between 'films' and 'director' in the schema cache",
      details:
        "Searched for a foreign key relationship between 'films' and 'director' in the schema 'public', but no matches were found.",
      hint: "Perhaps you meant 'directors' instead of 'director'.",
    },
  },
  {
    name: "no relation by the hint",
    path: "/films?select=id,actors!nohint(id)",
    failure: {
      code: "PGRST200",
      message: "Could not find a relationship between 'films' and 'actors' in the schema cache",
      details:
        "Searched for a foreign key relationship between 'films' and 'actors' using the hint 'nohint' in the schema 'public', but no matches were found.",
    },
  },
]);
