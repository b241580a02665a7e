import { type Answers, failed } from "./replay.ts";

const itemsBut = (...left: readonly number[]): string =>
  JSON.stringify(Array.from({ length: 15 }, (_, index) => ({ id: index + 1 })).filter(({ id }) => !left.includes(id)));
const xyyx = '[{"k":"xyyx","extra":"u"}]';
const xYYx = '[{"k":"xYYx","extra":"v"}]';
const both = '[{"k":"xyyx","extra":"u"},{"k":"xYYx","extra":"v"}]';
const [done, undone, unknown] = [
  '{"id":1,"name":"take out the garbage","done":true}',
  '{"id":2,"name":"do the laundry","done":false}',
  '{"id":3,"name":"wash the dishes","done":null}',
];
const numbers = '[{"a":"1","b":"0"},{"a":"2","b":"0"}]';
const notEmbedded = (name: string) =>
  failed(400, "PGRST108", `'${name}' is not an embedded resource in this request`, {
    hint: `Verify that '${name}' is included in the 'select' query parameter.`,
  });

export const comparisons: Answers = {
  "/has_count_column": '[{"count":1}]',
  "/has_count_column?select=count": '[{"count":1}]',
  "/clashing_column?select=t": "[]",
  "/items?id=eq.5": { body: '[{"id":5}]', range: "0-0/*" },
  "/items?id=not.eq.5&order=id": { body: itemsBut(5), range: "0-13/*" },
  "/simple_pk?k=like.*yx&extra=not.eq.u": "[]",
  "/items?id=not.lt.14&order=id.asc": { body: '[{"id":14},{"id":15}]', range: "0-1/*" },
  "/items?id=not.gt.2&order=id.asc": { body: '[{"id":1},{"id":2}]', range: "0-1/*" },
  "/items?id=in.(1,3,5)": { body: '[{"id":1},{"id":3},{"id":5}]', range: "0-2/*" },
  "/items?id=not.in.(2,4,6,7,8,9,10,11,12,13,14,15)": '[{"id":1},{"id":3},{"id":5}]',
  "/no_pk?a=not.is.null": numbers,
  "/no_pk?a=is.not_null": numbers,
  "/no_pk?a=is.null": '[{"a":null,"b":null}]',
  "/no_pk?a=not.is.not_null": '[{"a":null,"b":null}]',
  "/nullable_integer?a=is.null": '[{"a":null}]',
  "/chores?done=is.true": `[${done}]`,
  "/chores?done=is.false": `[${undone}]`,
  "/chores?done=is.unknown": `[${unknown}]`,
  "/chores?done=is.NULL": `[${unknown}]`,
  "/chores?done=is.NoT_NuLl": `[${done},${undone}]`,
  "/chores?done=is.TRUE": `[${done}]`,
  "/chores?done=is.FAlSe": `[${undone}]`,
  "/chores?done=is.UnKnOwN": `[${unknown}]`,
  "/chores?done=is.nil": failed(400, "PGRST100", '"failed to parse filter (is.nil)" (line 1, column 4)', {
    details: 'unexpected "n" expecting isVal: (null, not_null, true, false, unknown)',
  }),
  "/chores?done=is.ok": { status: 400 },
  "/complex_items?select=id&arr_data=cs.{2}": '[{"id":2},{"id":3}]',
  "/complex_items?select=id&arr_data=cd.{1,2,4}": '[{"id":1},{"id":2}]',
  "/complex_items?select=id&arr_data=ov.{3,9}": '[{"id":3}]',
};

export const patterns: Answers = {
  "/simple_pk?k=like.*yx": xyyx,
  "/simple_pk?k=like.xy*": xyyx,
  "/simple_pk?k=like.*YY*": xYYx,
  "/simple_pk?k=not.like.*yx": xYYx,
  "/simple_pk?k=ilike.xy*&order=extra.asc": both,
  "/simple_pk?k=ilike.*YY*&order=extra.asc": both,
  "/simple_pk?k=not.ilike.xy*&order=extra.asc": "[]",
  "/simple_pk?k=match.yx$": xyyx,
  "/simple_pk?k=match.^xy": xyyx,
  "/simple_pk?k=match.YY": xYYx,
  "/simple_pk?k=not.match.yx$": xYYx,
  "/simple_pk?k=imatch.^xy&order=extra.asc": both,
  "/simple_pk?k=imatch..*YY.*&order=extra.asc": both,
  "/simple_pk?k=not.imatch.^xy&order=extra.asc": "[]",
};

const fun = '{"text_search":"It\'s kind of fun to do the impossible"}';
const possible = '{"text_search":"But also fun to do what is possible"}';
const cats = '{"text_search":"Fat cats ate rats"}';
const french = '{"text_search":"C\'est un peu amusant de faire l\'impossible"}';
const german = '{"text_search":"Es ist eine Art Spaß, das Unmögliche zu machen"}';

/** Over an index of text, where there is one configuration alone. */
export const searches: Answers = {
  "/tsearch?text_search=fts.impossible": `[${fun},${french}]`,
  "/tsearch?text_search=fts.fun%26possible": `[${possible}]`,
  "/tsearch?text_search=fts.impossible%7Cpossible": `[${fun},${possible},${french}]`,
  "/tsearch?text_search=fts.fun%26!possible": `[${fun}]`,
  "/tsearch?text_search=plfts.The%20Fat%20Rats": `[${cats}]`,
  "/tsearch?text_search=wfts.The%20Fat%20Rats": `[${cats}]`,
  "/tsearch?text_search=wfts.fun%20and%20possible": `[${possible}]`,
  "/tsearch?text_search=wfts.impossible%20or%20possible": `[${fun},${possible},${french}]`,
  "/tsearch?text_search=wfts.fun%20and%20-possible": `[${fun}]`,
  "/tsearch?text_search=fts(french).amusant": `[${french}]`,
  "/tsearch?text_search=plfts(french).amusant%20impossible": `[${french}]`,
  "/tsearch?text_search=not.fts.impossible%7Cfat%7Cfun": `[${german}]`,
  "/tsearch?text_search=not.plfts.The%20Fat%20Rats": `[${fun},${possible},${french},${german}]`,
  "/tsearch?text_search=not.wfts(english).impossible%20or%20fat%20or%20fun": `[${german}]`,
  "/tsearch?text_search=phfts.The%20Fat%20Cats": `[${cats}]`,
  "/tsearch?text_search=phfts.the": "[]",
  '/tsearch?text_search=wfts."cats ate the"': `[${cats}]`,
  "/tsearch?text_search=fts.the <-> fat": `[${cats}]`,
  "/tsearch?text_search=fts.!the %26 fat": `[${cats}]`,
  "/tsearch?text_search=not.phfts(english).The%20Fat%20Cats": `[${fun},${possible},${french},${german}]`,
  "/tsearch?or=(text_search.phfts(german).Art%20Spass, text_search.phfts(french).amusant, text_search.fts(english).impossible)": `[${fun},${french}]`,
};

const texts = (...names: readonly string[]): string => JSON.stringify(names.map((name) => ({ name })));
const none = "[]";

/** Values with quotes, and without. */
export const lists: Answers = {
  '/w_or_wo_comma_names?name=in.("Hebdon, John")': texts("Hebdon, John"),
  '/w_or_wo_comma_names?name=in.("Hebdon, John","Williams, Mary","Smith, Joseph")': texts(
    "Hebdon, John",
    "Williams, Mary",
    "Smith, Joseph",
  ),
  '/w_or_wo_comma_names?name=not.in.("Hebdon, John","Williams, Mary","Smith, Joseph")&limit=3': texts(
    "David White",
    "Larry Thompson",
    "Double O Seven(007)",
  ),
  '/w_or_wo_comma_names?name=in.(David White,"Hebdon, John")': texts("Hebdon, John", "David White"),
  '/w_or_wo_comma_names?name=in.("Double O Seven(007)")': texts("Double O Seven(007)"),
  '/w_or_wo_comma_names?name=in.("Double\\"Quote\\"McGraw\\"")': texts('Double"Quote"McGraw"'),
  '/w_or_wo_comma_names?name=in.("\\\\")': texts("\\"),
  '/w_or_wo_comma_names?name=in.("/\\\\Slash/\\\\Beast/\\\\")': texts("/\\Slash/\\Beast/\\"),
  '/w_or_wo_comma_names?name=in.("D\\a\\vid W\\h\\ite")': texts("David White"),
  '/w_or_wo_comma_names?name=in.(")': texts('"'),
  '/w_or_wo_comma_names?name=in.(Double"Quote"McGraw")': texts('Double"Quote"McGraw"'),
  "/w_or_wo_comma_names?name=in.(%5C)": texts("\\"),
  "/w_or_wo_comma_names?name=in.(/%5CSlash/%5CBeast/%5C)": texts("/\\Slash/\\Beast/\\"),
  "/items_with_different_col_types?int_data=in.()": none,
  "/items_with_different_col_types?text_data=in.()": none,
  "/items_with_different_col_types?bool_data=in.()": none,
  "/items_with_different_col_types?bin_data=in.()": none,
  "/items_with_different_col_types?date_data=in.()": none,
  "/items_with_different_col_types?real_data=in.()": none,
  "/items_with_different_col_types?time_data=in.()": none,
  "/items_with_different_col_types?int_data=not.in.()&select=int_data": '[{"int_data":1}]',
  "/items_with_different_col_types?int_data=in.(    )": none,
  "/items_with_different_col_types?int_data=in.( ,3,4)": failed(
    400,
    "22P02",
    'invalid input syntax for type integer: ""',
  ),
};

/** Names that need quotes, parameters that are no filters. */
export const names: Answers = {
  "/faketable": { status: 404 },
  "/Escap3e;": '[{"so6meIdColumn":1},{"so6meIdColumn":2},{"so6meIdColumn":3},{"so6meIdColumn":4},{"so6meIdColumn":5}]',
  "/ghostBusters": '[{"escapeId":1},{"escapeId":3},{"escapeId":5}]',
  "/Escap3e;?select=ghostBusters(*)":
    '[{"ghostBusters":[{"escapeId":1}]},{"ghostBusters":[]},{"ghostBusters":[{"escapeId":3}]},{"ghostBusters":[]},{"ghostBusters":[{"escapeId":5}]}]',
  "/ghostBusters?id=0": failed(400, "PGRST100", '"failed to parse filter (0)" (line 1, column 1)', {
    details: 'unexpected "0" expecting "not" or operator (eq, gt, ...)',
  }),
  "/Server%20Today?select=Just%20A%20Server%20Model&Just%20A%20Server%20Model=like.*91*":
    '[{"Just A Server Model":" IBM,9113-550 (P5-550)"},{"Just A Server Model":" IBM,9113-550 (P5-550)"},{"Just A Server Model":" IBM,9131-52A (P5-52A)"},{"Just A Server Model":" IBM,9133-55A (P5-55A)"}]',
  "/pgrst_reserved_chars?select=%22:arr-%3Eow::cast%22,%22(inside,parens)%22,%22a.dotted.column%22,%22%20%20col%20%20w%20%20space%20%20%22&%22*id*%22=eq.1":
    '[{":arr->ow::cast":" arrow-1 ","(inside,parens)":" parens-1 ","a.dotted.column":" dotted-1 ","  col  w  space  ":" space-1"}]',
  "/%D9%85%D9%88%D8%A7%D8%B1%D8%AF": "[]",
  "/%D9%85%D9%88%D8%A7%D8%B1%D8%AF?select=%D9%87%D9%88%DB%8C%D8%AA&%D9%87%D9%88%DB%8C%D8%AA=eq.1": "[]",
  "/clients?select=*&non_existent_projects.name=like.*NonExistent*": notEmbedded("non_existent_projects"),
  "/clients?select=*,amiga_projects:projects(*)&amiga_projectsss.name=ilike.*Amiga*": notEmbedded("amiga_projectsss"),
  "/clients?select=id,projects(id,tasks(id,name))&projects.tasks2.name=like.Design*": notEmbedded("tasks2"),
};
