// Asks as whoever the headers say; without any, as nobody. They stay in this page: they are kept nowhere.
const { React, ReactDOM, GraphiQL } = globalThis;
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
};
ReactDOM.createRoot(document.getElementById("graphiql")).render(React.createElement(GraphiQL, props));
