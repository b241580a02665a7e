import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseAst } from "vite";

/** The repository. */
export const root: string = fileURLToPath(new URL("../..", import.meta.url));

/** A module as the architecture sees it. */
export interface SourceFile {
  /** From the repository, with slashes: `src/plan/read.ts`. */
  readonly path: string;
  readonly lines: number;
  readonly imports: readonly ImportEdge[];
  readonly nodes: readonly SyntaxNode[];
  /** Nothing in it but exports of what other files define. */
  readonly isBarrel: boolean;
}

export interface ImportEdge {
  /** A file of the repository, or a package's name as it stands there. */
  readonly target: string;
  readonly isLocal: boolean;
  readonly isType: boolean;
}

export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly endLine: number;
  readonly parent: SyntaxNode | null;
  readonly raw: Readonly<Record<string, unknown>>;
}

/** Every TypeScript file below a folder, in order of path. */
export function sourceFiles(folder: string): readonly SourceFile[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts") && !entry.name.endsWith(".d.ts"))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .filter((path) => !path.split("/").some((part) => part === "node_modules" || part.startsWith(".")))
    .sort()
    .map(readSource);
}

/** Tests, and what only tests use. */
export function isTest(path: string): boolean {
  return path.startsWith("test/") || path.endsWith(".test.ts") || /(?:^|\/)test-[^/]*\.ts$/.test(path);
}

function readSource(path: string): SourceFile {
  return parseSource(path, readFileSync(join(root, path), "utf8"));
}

export function parseSource(path: string, text: string): SourceFile {
  const program = parseAst(text, { lang: "ts" }, path);
  const lineStarts = [0, ...[...text.matchAll(/\n/g)].map((found) => found.index + 1)];
  const nodes: SyntaxNode[] = [];
  collectNodes(program, null, { nodes, lineAt: (offset) => lineAt(lineStarts, offset) });
  const statements: readonly { readonly type: string; readonly source?: unknown }[] = program.body;
  return {
    path,
    lines: text.split("\n").length - (text.endsWith("\n") ? 1 : 0),
    imports: nodes.flatMap((node) => importEdge(path, node)),
    nodes,
    isBarrel: statements.length > 0 && statements.every(isReexport),
  };
}

interface Walk {
  readonly nodes: SyntaxNode[];
  readonly lineAt: (offset: number) => number;
}

function collectNodes(value: unknown, parent: SyntaxNode | null, walk: Walk): void {
  if (Array.isArray(value)) {
    for (const item of value) collectNodes(item, parent, walk);
    return;
  }
  if (!isRecord(value)) return;
  let here = parent;
  const { type, start, end } = value;
  if (typeof type === "string" && typeof start === "number" && typeof end === "number") {
    here = { type, start, end, line: walk.lineAt(start), endLine: walk.lineAt(end), parent, raw: value };
    walk.nodes.push(here);
  }
  for (const child of Object.values(value)) collectNodes(child, here, walk);
}

function lineAt(lineStarts: readonly number[], offset: number): number {
  let low = 0;
  let high = lineStarts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return low + 1;
}

function isReexport(statement: { readonly type: string; readonly source?: unknown }): boolean {
  if (statement.type === "ExportAllDeclaration") return true;
  return statement.type === "ExportNamedDeclaration" && isRecord(statement.source);
}

/** `import`, `export … from`, `import("…")` and the type `import("…").T`. */
function importEdge(path: string, node: SyntaxNode): ImportEdge[] {
  const { source, importKind, exportKind, specifiers } = node.raw;
  if (!isRecord(source) || typeof source.value !== "string") return [];
  const isType =
    node.type === "TSImportType" ||
    importKind === "type" ||
    exportKind === "type" ||
    (Array.isArray(specifiers) && specifiers.length > 0 && specifiers.every(isTypeSpecifier));
  const isLocal = source.value.startsWith(".");
  const target = isLocal ? join(dirname(path), source.value).replaceAll("\\", "/") : source.value;
  return [{ target, isLocal, isType }];
}

function isTypeSpecifier(specifier: unknown): boolean {
  return isRecord(specifier) && (specifier.importKind === "type" || specifier.exportKind === "type");
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
