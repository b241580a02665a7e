// Asks as whoever the headers say; without any, as nobody. They stay in this page: they are kept nowhere.
const { React, ReactDOM, GraphiQL, localStorage } = globalThis;

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

const props = {
  fetcher: GraphiQL.createFetcher({ url: "/graphql/v1" }),
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
