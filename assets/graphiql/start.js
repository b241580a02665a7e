// Asks as whoever the headers say; without any, as nobody. They stay in this page: they are kept nowhere.
const { React, ReactDOM, GraphiQL, graphqlSse, localStorage } = globalThis;

// GraphiQL's history would keep the headers of every question, whatever shouldPersistHeaders says: what is kept beyond the
// page is named here, and the rest ends with it.
const kept = new Set(["graphiql:query", "graphiql:theme"]);
const ofPage = new Map();
const storage = {
  getItem: (key) => (kept.has(key) ? localStorage.getItem(key) : (ofPage.get(key) ?? null)),
  setItem: (key, value) => (kept.has(key) ? localStorage.setItem(key, value) : void ofPage.set(key, value)),
  removeItem: (key) => (kept.has(key) ? localStorage.removeItem(key) : void ofPage.delete(key)),
  clear() {
    for (const key of kept) localStorage.removeItem(key);
    ofPage.clear();
  },
  get length() {
    return kept.size + ofPage.size;
  },
};

const url = "/graphql/v1";
const answer = GraphiQL.createFetcher({ url });

/** Server-Sent Events take the headers as they are, which browsers do not let a socket have. */
function follow(question, headers) {
  return {
    subscribe(sink) {
      const client = graphqlSse.createClient({ url, headers, retryAttempts: 0 });
      client.subscribe(question, sink);
      return { unsubscribe: () => client.dispose() };
    },
  };
}

/** By the text as it is asked: GraphiQL's own reading of it, `documentAST`, is a moment behind the keys. */
function isSubscription({ query, operationName }) {
  try {
    return GraphiQL.GraphQL.getOperationAST(GraphiQL.GraphQL.parse(query), operationName)?.operation === "subscription";
  } catch {
    return false;
  }
}

const props = {
  fetcher: (question, { headers = {} } = {}) =>
    isSubscription(question) ? follow(question, headers) : answer(question, { headers }),
  defaultHeaders: "{}",
  defaultQuery: `# Who asks is said under Headers: { "apikey": "…", "authorization": "Bearer …" }

{
  __typename
}
`,
  defaultEditorToolsVisibility: "headers",
  shouldPersistHeaders: false,
  storage,
};
ReactDOM.createRoot(document.getElementById("graphiql")).render(React.createElement(GraphiQL, props));
