import {
  artistId,
  type Call,
  firstArtist,
  genreId,
  type Workload,
  type WorkloadName,
  workloads,
} from "../workloads.ts";

interface Documents {
  readonly perigee: string;
  readonly yoga: string;
  readonly variables: (index: number) => Readonly<Record<string, number | string>>;
}

const documents: Readonly<Partial<Record<WorkloadName, Documents>>> = {
  read: {
    perigee: "query ($id: Int!) { found: artistsByPk(id: $id) { id name } }",
    yoga: "query ($id: Int!) { found: artist(id: $id) { id name } }",
    variables: (index) => ({ id: artistId(index) }),
  },
  list: {
    perigee: `query ($genre: Int!) {
        found: tracksCollection(filter: { genreId: { eq: $genre } }, orderBy: [{ name: AscNullsLast }, { id: AscNullsLast }], first: 20) {
          edges { node { id name composer milliseconds unit_price: unitPrice } }
        }
      }`,
    yoga: "query ($genre: Int!) { found: tracks(genreId: $genre, first: 20) { id name composer milliseconds unit_price: unitPrice } }",
    variables: (index) => ({ genre: genreId(index) }),
  },
  nested: {
    perigee: `query ($after: Int!) {
        found: artistsCollection(filter: { id: { gt: $after } }, orderBy: [{ id: AscNullsLast }], first: 20) {
          edges { node { id name albums: albumsCollection { edges { node {
            id title tracks: tracksCollection { edges { node { id name milliseconds } } }
          } } } } }
        }
      }`,
    yoga: "query ($after: Int!) { found: artists(after: $after, first: 20) { id name albums { id title tracks { id name milliseconds } } } }",
    variables: (index) => ({ after: firstArtist(index) }),
  },
  update: {
    perigee: `mutation ($id: Int!, $name: String!) {
        found: updateArtistsCollection(set: { name: $name }, filter: { id: { eq: $id } }) { records { id name } }
      }`,
    yoga: "mutation ($id: Int!, $name: String!) { found: updateArtist(id: $id, name: $name) { id name } }",
    variables: (index) => ({ id: artistId(index), name: `Renamed artist ${index}` }),
  },
};
/** What is asked in GraphQL too, with the same answer. */
export const graphWorkloads: readonly Workload[] = workloads.filter(({ name }) => documents[name] !== undefined);

export function perigeeCall(name: WorkloadName, index: number): Call {
  return callOf("/graphql/v1", name, (each) => ({ query: each.perigee, variables: each.variables(index) }));
}

export function yogaCall(name: WorkloadName, index: number): Call {
  return callOf("/graphql", name, (each) => ({ query: each.yoga, variables: each.variables(index) }));
}

function callOf(path: string, name: WorkloadName, bodyOf: (documents: Documents) => unknown): Call {
  const found = documents[name];
  if (found === undefined) throw new TypeError(`${name} is not asked in GraphQL`);
  return { path, body: JSON.stringify(bodyOf(found)), method: "POST" };
}

/** The rows of an answer: of connections and records what is in them. @throws TypeError for errors */
export function graphRows(answer: unknown): unknown {
  const { data, errors } = answer as { readonly data?: { readonly found: unknown }; readonly errors?: unknown };
  if (data === undefined || errors !== undefined) throw new TypeError(JSON.stringify(answer));
  const found = plain(data.found);
  return Array.isArray(found) ? found : [found];
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  const members = value as Readonly<Record<string, unknown>>;
  if (Array.isArray(members.edges)) return members.edges.map((edge: { readonly node: unknown }) => plain(edge.node));
  if (Array.isArray(members.records)) return members.records.map(plain);
  return Object.fromEntries(Object.entries(members).map(([key, member]) => [key, plain(member)]));
}
