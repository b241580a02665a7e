import type { Scenario } from "../scenarios/scenario.ts";
import { readings } from "./reading.ts";

export const select: readonly Scenario[] = readings([
  {
    name: "all columns",
    path: "/films?id=eq.1",
    text: '[{"id":1,"title":"Alba","year":1990,"rating":7.5,"gross":100.25,"released":true,"premiered":"1990-05-01T20:00:00+00:00","genres":["drama","war"],"scores":[1,2,3],"info":{"cut":{"minutes":120,"by":"Eve"},"tags":["old","long"]},"director_id":1,"producer_id":1,"distributor_id":2,"sequel_of":null}]',
  },
  { name: "all columns twice", path: "/posters?select=*,*&film_id=eq.1", text: '[{"film_id":1,"url":"/alba.png"}]' },
  {
    name: "nothing, which is all of them",
    path: "/words?select=&id=eq.1",
    text: '[{"id":1,"count":5,"order":"asc","limit":3,"or":"x"}]',
  },
  { name: "some columns", path: "/films?select=id,title&id=eq.1", text: '[{"id":1,"title":"Alba"}]' },
  {
    name: "blanks between",
    path: "/films?select=id, title , year&id=eq.1",
    text: '[{"id":1,"title":"Alba","year":1990}]',
  },
  { name: "renamed", path: "/films?select=key:id,name:title&id=eq.1", text: '[{"key":1,"name":"Alba"}]' },
  {
    name: "renamed to words with blanks and quotes",
    path: '/films?select="a:b":id,the year:year&id=eq.1',
    text: '[{"a:b":1,"the year":1990}]',
  },
  { name: "one name twice: the last stays", path: "/films?select=x:id,x:title&id=eq.1", text: '[{"x":"Alba"}]' },
  {
    name: "star and a renamed column",
    path: "/posters?select=*,link:url&film_id=eq.1",
    text: '[{"film_id":1,"url":"/alba.png","link":"/alba.png"}]',
  },
  {
    name: "cast to text",
    path: "/films?select=id::text,year::text,released::text,rating::text&id=eq.1",
    text: '[{"id":"1","year":"1990","released":"true","rating":"7.5"}]',
  },
  { name: "cast and renamed", path: "/films?select=key:id::text&id=eq.1", text: '[{"key":"1"}]' },
  {
    name: "every kind",
    path: "/samples?order=id",
    text: '[{"id":1,"whole":-42,"huge":4611686018427388,"ratio":0.1,"amount":12.5,"flag":true,"moment":"2026-03-01T10:00:00+00:00","day":"2026-02-28","hour":"09:30:00","ref":"d0000000-0000-4000-8000-000000000001","mood":"storm","words":["a","b,c","d\\"e"],"numbers":[1,null,3],"raw":"\\\\x00ff48"},{"id":2,"whole":null,"huge":null,"ratio":null,"amount":null,"flag":false,"moment":null,"day":null,"hour":null,"ref":null,"mood":"calm","words":[],"numbers":[],"raw":null},{"id":3,"whole":null,"huge":null,"ratio":null,"amount":null,"flag":null,"moment":null,"day":null,"hour":null,"ref":null,"mood":null,"words":null,"numbers":null,"raw":null}]',
  },
  {
    name: "every kind as text",
    path: "/samples?select=whole::text,huge::text,ratio::text,amount::text,flag::text,moment::text,day::text,hour::text,ref::text,mood::text,raw::text&id=eq.1",
    text: '[{"whole":"-42","huge":"4611686018427388","ratio":"0.1","amount":"12.5","flag":"true","moment":"2026-03-01T10:00:00+00:00","day":"2026-02-28","hour":"09:30:00","ref":"d0000000-0000-4000-8000-000000000001","mood":"storm","raw":"\\\\x00ff48"}]',
  },
  {
    name: "text to numbers",
    path: "/papers?select=a:data->>0::int,b:data->>0::bigint,c:data->>0::numeric,d:data->>0::float8,e:data->>0::smallint&id=eq.1",
    text: '[{"a":1,"b":1,"c":1,"d":1.0,"e":1}]',
  },
  {
    name: "number to boolean and back",
    path: "/samples?select=flag::text,a:flag::bool&id=lte.2",
    text: '[{"flag":"true","a":true},{"flag":"false","a":false}]',
  },
  { name: "moment to date", path: "/samples?select=moment::date&id=eq.1", text: '[{"moment":"2026-03-01"}]' },
  { name: "text to JSON", path: "/papers?select=data->>d::json&id=eq.5", text: '[{"d":{"e":"x","n":null,"t":true}}]' },
  {
    name: "a type that there is not",
    path: "/films?select=id::faketype",
    failure: { code: "42704", message: 'type "faketype" does not exist' },
  },
  {
    name: "a JSON column",
    path: "/films?select=info&id=eq.2",
    text: '[{"info":{"cut":{"minutes":95,"by":null},"tags":[]}}]',
  },
  {
    name: "a path that ends with ->",
    path: "/films?select=info->cut&id=eq.1",
    text: '[{"cut":{"minutes":120,"by":"Eve"}}]',
  },
  { name: "a path that ends with ->>", path: "/films?select=info->cut->>minutes&id=eq.1", text: '[{"minutes":"120"}]' },
  {
    name: "a path, renamed and cast",
    path: "/films?select=m:info->cut->>minutes::int&id=lte.2",
    text: '[{"m":120},{"m":95}]',
  },
  { name: "a path that leads nowhere", path: "/films?select=info->none->>x&id=eq.1", text: '[{"x":null}]' },
  {
    name: "an object as text",
    path: "/papers?select=data->0->>a,b:data->>1&id=eq.4",
    text: '[{"a":"A","b":"{\\"b\\":\\"B\\"}"}]',
  },
  {
    name: "an array's item",
    path: "/papers?select=data->1->2,first:data->0->>0&id=eq.3",
    text: '[{"data":13,"first":"9"}]',
  },
  {
    name: "an array's item from the end",
    path: "/papers?select=data->-1,x:data->-2->>-3&id=eq.3",
    text: '[{"data":[11,12,13],"x":"9"}]',
  },
  {
    name: "an array without a key gives the column's name",
    path: "/papers?select=data->>-1::int&id=in.(1,2)",
    text: '[{"data":3},{"data":6}]',
  },
  {
    name: "JSON's null and booleans",
    path: "/papers?select=n:data->d->n,m:data->d->>n,t:data->d->t,u:data->d->>t&id=eq.5",
    text: '[{"n":null,"m":null,"t":true,"u":"true"}]',
  },
  {
    name: "a key of odd characters",
    path: "/papers?select=data->!@%23$%25^%26*_d->>!@%23$%25^%26*_e::integer&id=eq.6",
    text: '[{"!@#$%^&*_e":3}]',
  },
  { name: "a key in quotes", path: '/papers?select=data->"k.w"&id=eq.6', text: '[{"k.w":"dot"}]' },
  {
    name: "items of lists",
    path: "/samples?select=numbers->0,n:numbers->>0,w:words->1,v:words->>-1&id=eq.1",
    text: '[{"numbers":1,"n":"1","w":"b,c","v":"d\\"e"}]',
  },
  {
    name: "a column that is none",
    path: "/films?select=titel",
    failure: {
      code: "42703",
      message: "column films.titel does not exist",
      hint: 'Perhaps you meant to reference the column "films.title".',
    },
  },
  {
    name: "a column of an embed that is none",
    path: "/films?select=id,directors(nme)",
    failure: {
      code: "42703",
      message: "column directors_1.nme does not exist",
      hint: 'Perhaps you meant to reference the column "directors_1.name".',
    },
  },
  {
    name: "a cast without a type",
    path: "/films?select=id::",
    failure: {
      code: "PGRST100",
      message: '"failed to parse select parameter (id::)" (line 1, column 5)',
      details: "unexpected end of input expecting letter or digit",
    },
  },
  {
    name: "a table that is none",
    path: "/film",
    status: 404,
    failure: {
      code: "PGRST205",
      message: "Could not find the table 'public.film' in the schema cache",
      hint: "Perhaps you meant the table 'public.films'",
    },
  },
  {
    name: "a table that is closed",
    path: "/safe",
    status: 401,
    failure: { code: "42501", message: "permission denied for table safe" },
  },
  {
    name: "columns called like words",
    path: "/words?select=count,order,limit,or&order=order&limit=1",
    text: '[{"count":5,"order":"asc","limit":3,"or":"x"}]',
  },
  { name: "a column called count is no aggregate", path: "/words?select=count&id=eq.1", text: '[{"count":5}]' },
  {
    name: "names with blanks, dots, colons, parentheses, dashes",
    path: '/B%C3%BChne%20%26%20Saal?select="Nr.",Art der Bühne,日本語,field-with-sep,":arr->ow::cast","(inside,parens)","a.dotted.column","  col  w  space  ",select&"Nr."=eq.1',
    text: '[{"Nr.":1,"Art der Bühne":"groß","日本語":"一","field-with-sep":"dash-1",":arr->ow::cast":"arrow-1","(inside,parens)":"parens-1","a.dotted.column":"dotted-1","  col  w  space  ":"space-1","select":"s"}]',
  },
  {
    name: "filters on such names",
    path: '/B%C3%BChne%20%26%20Saal?select="Nr."&"a.dotted.column"=eq.dotted-1&"  col  w  space  "=eq.space-1&日本語=eq.一&Art der Bühne=like.gr*',
    text: '[{"Nr.":1}]',
  },
  {
    name: "orders by such names",
    path: '/B%C3%BChne%20%26%20Saal?select="Nr."&order="a.dotted.column".desc.nullslast,Art der Bühne,":arr->ow::cast".asc',
    text: '[{"Nr.":1},{"Nr.":2}]',
  },
  {
    name: "such names, all",
    path: '/B%C3%BChne%20%26%20Saal?"Nr."=eq.2',
    text: '[{"Nr.":2,"Art der Bühne":"klein","日本語":"二",":arr->ow::cast":null,"(inside,parens)":null,"a.dotted.column":null,"  col  w  space  ":null,"field-with-sep":null,"select":null}]',
  },
]);
