import { drizzle } from "drizzle-orm/d1";
import { createSchema, createYoga } from "graphql-yoga";
import { makeContext, resolvers, typeDefs, type YogaContext } from "./resolvers.ts";

interface Env {
  readonly DB: D1Database;
}

// Documents are parsed and validated once: Yoga remembers them by default.
const yoga = createYoga<Env, YogaContext>({
  schema: createSchema<Env & YogaContext>({ typeDefs, resolvers }),
  context: ({ DB }) => makeContext(drizzle(DB)),
  graphqlEndpoint: "/graphql",
  graphiql: false,
  landingPage: false,
  logging: false,
});

export default { fetch: yoga.fetch };
