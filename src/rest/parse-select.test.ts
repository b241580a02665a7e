import { expect, it } from "vitest";
import { shown } from "./test-show.ts";
import { magazine } from "./test-support.ts";

const author = "(author_id=id)";

it.each([
  ["", "articles{*}"],
  ["select=*", "articles{*}"],
  ["select=", "articles{*}"],
  ["select", "articles{*}"],
  ["select=id", "articles{id=id}"],
  ["select=id,title", "articles{id=id, title=title}"],
  ["select=id , title", "articles{id=id, title=title}"],
  ["select=id%2Ctitle", "articles{id=id, title=title}"],
  ["select=*,id", "articles{*, id=id}"],
  ["select=id&select=title", "articles{id=id}"],
  ["select=name:title", "articles{name=title}"],
  ['select="a b":title', "articles{a b=title}"],
  ['select="title"', "articles{title=title}"],
  ["select=id::text", "articles{id=id::text}"],
  ["select=t:id::text", "articles{t=id::text}"],
  ["select=id::double precision", "articles{id=id::real}"],
  ["select=created_at::date", "articles{created_at=created_at::date}"],
  ["select=data->a", "articles{a=data.a}"],
  ["select=data->>a", "articles{a=data.a text}"],
  ["select=data->a->>b", "articles{b=data.a.b text}"],
  ["select=data->0", "articles{data=data[0]}"],
  ["select=data->-1", "articles{data=data[-1]}"],
  ["select=data->a->0->>1", "articles{a=data.a[0][1] text}"],
  ["select=data->a-b", "articles{a-b=data.a-b}"],
  ['select=data->"a.b"', "articles{a.b=data.a.b}"],
  ["select=data->!@#$^*_a".replace("#", "%23"), "articles{!@#$^*_a=data.!@#$^*_a}"],
  ["select=x:data->a::int", "articles{x=data.a::integer}"],
  ["select=data->0xy", "articles{0xy=data[object]}".replace("[object]", ".0xy")],
  ["select=count()", "articles{count=count()}"],
  ["select=n:count()", "articles{n=count()}"],
  ["select=count", "articles{count=count()}"],
  ["select=n:count::text", "articles{n=count()::text}"],
  ["select=count()::text", "articles{count=count()::text}"],
  ["select=views.sum()", "articles{sum=sum(views)}"],
  ["select=total:views.sum()::text,status", "articles{total=sum(views)::text, status=status}"],
  [
    "select=views.avg(),views.min(),views.max(),views.count()",
    "articles{avg=avg(views), min=min(views), max=max(views), count=count(views)}",
  ],
  ["select=data->n.sum()", "articles{sum=sum(data.n)}"],
])("reads %j", (query, expected) => {
  expect(shown(magazine, "articles", query)).toBe(expected);
});

it.each([
  ["select=comments(*)", "articles{comments:one-to-many(id=article_id) comments{*}}"],
  ["select=c:comments(id)", "articles{c:one-to-many(id=article_id) comments{id=id}}"],
  ["select=comments()", "articles{comments:one-to-many(id=article_id) comments{}}"],
  ["select=comments!inner(id)", "articles{comments:one-to-many inner(id=article_id) comments{id=id}}"],
  ["select=comments!left(id)", "articles{comments:one-to-many(id=article_id) comments{id=id}}"],
  ["select=author_id(id)", `articles{author_id:many-to-one${author} profiles{id=id}}`],
  ["select=author:profiles!author_id(id)", `articles{author:many-to-one${author} profiles{id=id}}`],
  ["select=profiles!articles_author_id_fkey(id)", `articles{profiles:many-to-one${author} profiles{id=id}}`],
  ["select=articles_author_id_fkey(id)", `articles{articles_author_id_fkey:many-to-one${author} profiles{id=id}}`],
  ["select=profiles!articles_author_id_profiles_id_fk(id)", `articles{profiles:many-to-one${author} profiles{id=id}}`],
  ["select=profiles!author_id!inner(id)", `articles{profiles:many-to-one inner${author} profiles{id=id}}`],
  ["select=profiles!inner!author_id(id)", `articles{profiles:many-to-one inner${author} profiles{id=id}}`],
  ["select=...profiles!author_id(username)", `articles{...profiles:many-to-one${author} profiles{username=username}}`],
  ["select=...comments(body)", "articles{...comments:one-to-many(id=article_id) comments{body=body}}"],
  ["select=summaries(body)", "articles{summaries:one-to-one(id=article_id) summaries{body=body}}"],
  ["select=labels(name)", "articles{labels:many-to-many(article_labels) labels{name=name}}"],
  ["select=labels!article_labels(name)", "articles{labels:many-to-many(article_labels) labels{name=name}}"],
  [
    "select=article_labels(weight,labels(name))",
    "articles{article_labels:one-to-many(id=article_id) article_labels{weight=weight, labels:many-to-one(label_id=id) labels{name=name}}}",
  ],
  [
    "select=id,comments(id,author:profiles(username,articles!author_id(title)))",
    `articles{id=id, comments:one-to-many(id=article_id) comments{id=id, author:many-to-one(author_id=id) profiles{username=username, articles:one-to-many(id=author_id) articles{title=title}}}}`,
  ],
  ["select=comments(count)", "articles{comments:one-to-many(id=article_id) comments{count=count()}}"],
  ["select=comments(count())", "articles{comments:one-to-many(id=article_id) comments{count=count()}}"],
])("embeds %j", (query, expected) => {
  expect(shown(magazine, "articles", query)).toBe(expected);
});

it.each([
  ["select=parent_id(name)", "categories{parent_id:many-to-one(parent_id=id) categories{name=name}}"],
  ["select=children:categories(name)", "categories{children:one-to-many(id=parent_id) categories{name=name}}"],
  [
    "select=children:categories!parent_id(name)",
    "categories{children:one-to-many(id=parent_id) categories{name=name}}",
  ],
  [
    "select=categories!categories_parent_id_fkey(name)",
    "PGRST200 Could not find a relationship between 'categories' and 'categories' in the schema cache",
  ],
])("embeds a table in itself: %j", (query, expected) => {
  expect(shown(magazine, "categories", query)).toBe(expected);
});

it.each([
  ["select=id,", 4],
  ["select=id,,title", 4],
  ["select=,id", 1],
  ["select=id::", 5],
  ["select=comments(id", 12],
  ["select=comments(id[])", 12],
  ["select=id)", 3],
  ["select=id!hint", 8],
  ["select=*!hint", 2],
  ["select=:x", 1],
  ["select=data->", 7],
  ["select=views.median()", 7],
  ["select=...comments", 12],
])("refuses %j at column %i", (query, column) => {
  const text = query.slice("select=".length);
  const answer = shown(magazine, "articles", query);
  expect(answer).toBe(`PGRST100 "failed to parse select parameter (${text})" (line 1, column ${column})`);
});

it("refuses what does not exist, without a word about hidden columns", () => {
  expect(shown(magazine, "articles", "select=nope")).toBe("42703 column articles.nope does not exist");
  expect(shown(magazine, "profiles", "select=password_hash")).toBe(
    "42703 column profiles.password_hash does not exist",
  );
  expect(shown(magazine, "articles", "select=comments(nope)")).toBe("42703 column comments_1.nope does not exist");
  expect(shown(magazine, "articles", "select=labels(nope)")).toBe("42703 column labels.nope does not exist");
  expect(shown(magazine, "articles", "select=id::money")).toBe('42704 type "money" does not exist');
  expect(shown(magazine, "articles", "select=data->>a->b")).toBe("42883 operator does not exist: text -> unknown");
  expect(shown(magazine, "articles", "select=data->>a->>1")).toBe("42883 operator does not exist: text ->> integer");
  expect(shown(magazine, "articles", "select=views::money.sum()")).toBe('42704 type "money" does not exist');
});

it("refuses nesting that would only exhaust the stack", () => {
  expect(shown(magazine, "articles", `select=${"comments(".repeat(3000)}`)).toContain("PGRST100");
  expect(shown(magazine, "articles", `or=${"(and".repeat(3000)}`)).toContain("PGRST100");
});
