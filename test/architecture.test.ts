import { describe, expect, it } from "vitest";
import { findCycle } from "./architecture/cycle.ts";
import {
  forbiddenNames,
  type Layer,
  layers,
  maxFunctionLines,
  maxLines,
  maxShortLines,
  platformNames,
  pureFolders,
  shortFiles,
} from "./architecture/layers.ts";
import { impurity } from "./architecture/purity.ts";
import { isTest, parseSource, type SourceFile, type SyntaxNode, sourceFiles } from "./architecture/source-file.ts";

const source = sourceFiles("src");
const shipped = source.filter((file) => !isTest(file.path));
const everything = [...source, ...sourceFiles("test"), ...sourceFiles("tools"), ...sourceFiles("bench")];

describe("the layers of DESIGN.md", () => {
  it("know every folder and file directly under src", () => {
    const known = new Set(layers.map((layer) => layer.folder));
    const found = new Set(shipped.map((file) => place(file.path)));
    expect([...found].filter((folder) => !known.has(folder))).toEqual([]);
  });

  it("are imported downwards only: no layer reaches up, none reaches sideways", () => {
    expect(shipped.flatMap((file) => layerViolations(file))).toEqual([]);
  });

  it("let define.ts take types alone from the layers that it describes", () => {
    const define = shipped.filter((file) => file.path === "src/define.ts");
    expect(define.flatMap((file) => file.imports.filter((edge) => !edge.isType).map((edge) => edge.target))).toEqual(
      [],
    );
  });

  it("keep the application out of everything but worker.ts, tools and tests", () => {
    const importers = everything.filter((file) => file.imports.some((edge) => edge.target.startsWith("src/app/")));
    const allowed = (path: string): boolean =>
      path === "src/worker.ts" || path.startsWith("src/app/") || path.startsWith("tools/") || isTest(path);
    expect(importers.map((file) => file.path).filter((path) => !allowed(path))).toEqual([]);
  });

  it("let nothing that is shipped import a test's support", () => {
    const found = shipped.flatMap((file) =>
      file.imports.filter((edge) => edge.isLocal && isTest(edge.target)).map((edge) => `${file.path} → ${edge.target}`),
    );
    expect(found).toEqual([]);
  });

  it("name the platform in platform/ only", () => {
    const found = shipped
      .filter((file) => place(file.path) !== "platform" && !envExceptions.has(file.path))
      .flatMap((file) => identifiers(file, platformNames));
    expect(found).toEqual([]);
  });

  it("hand clock, chance and network to the pure core as arguments", () => {
    const found = shipped
      .filter((file) => pureFolders.includes(place(file.path)))
      .flatMap((file) => at(file, (node) => impurity(node) !== null));
    expect(found).toEqual([]);
  });

  it("have no cycle of files", () => {
    const edges = new Map(
      everything.map((file) => [file.path, file.imports.filter((edge) => edge.isLocal).map((edge) => edge.target)]),
    );
    expect(findCycle(edges)).toBeNull();
  });
});

describe("every file", () => {
  it("has at most 400 lines", () => {
    expect(everything.filter((file) => file.lines > maxLines).map((file) => `${file.path}: ${file.lines}`)).toEqual([]);
  });

  it("of those that compose the worker has at most 80", () => {
    const short = shipped.filter((file) => shortFiles.includes(place(file.path)) && file.lines > maxShortLines);
    expect(short.map((file) => `${file.path}: ${file.lines}`)).toEqual([]);
  });

  it("is under 250 lines in nine of ten", () => {
    const long = shipped.filter((file) => file.lines > 250);
    expect(long.length / shipped.length, long.map((file) => file.path).join()).toBeLessThan(0.1);
  });

  it("has functions under 60 lines", () => {
    const isFunction = (node: SyntaxNode): boolean => /^(?:Function|ArrowFunction)/.test(node.type);
    const tooLong = (node: SyntaxNode): boolean =>
      isFunction(node) && node.endLine - node.line + 1 > maxFunctionLines && node.raw.body !== null;
    expect(shipped.flatMap((file) => at(file, tooLong))).toEqual([]);
  });

  it("bears a name that says what lives there", () => {
    const bad = everything.filter((file) => forbiddenNames.has(baseName(file.path).split(".")[0] ?? ""));
    expect(bad.map((file) => file.path)).toEqual([]);
  });

  it("is named in one word or in kebab-case", () => {
    const bad = everything.filter((file) => !/^\.?[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+)*$/.test(baseName(file.path)));
    expect(bad.map((file) => file.path)).toEqual([]);
  });

  it("defines something of its own: there is no internal barrel", () => {
    expect(everything.filter((file) => file.isBarrel).map((file) => file.path)).toEqual([]);
  });

  it("says no `any`", () => {
    expect(everything.flatMap((file) => at(file, (node) => node.type === "TSAnyKeyword"))).toEqual([]);
  });

  it("says no `!`", () => {
    const isAssertion = (node: SyntaxNode): boolean =>
      node.type === "TSNonNullExpression" || node.raw.definite === true;
    expect(everything.flatMap((file) => at(file, isAssertion))).toEqual([]);
  });

  it("has no enum and no namespace", () => {
    const isRuntimeType = (node: SyntaxNode): boolean =>
      node.type === "TSEnumDeclaration" || node.type === "TSModuleDeclaration";
    expect(everything.flatMap((file) => at(file, isRuntimeType))).toEqual([]);
  });

  it("has named exports only, but for worker.ts and other workers' entries", () => {
    const found = everything.flatMap((file) => at(file, (node) => node.type === "ExportDefaultDeclaration"));
    expect(found.filter((place) => !/(?:^|\/)(?:[a-z-]*worker|[a-z-]+\.config)\.ts:/.test(place))).toEqual([]);
  });

  it("imports other files with their extension", () => {
    const found = everything.flatMap((file) =>
      file.imports
        .filter((edge) => edge.isLocal && !/\.(?:ts|json|mjs|sql)$/.test(edge.target))
        .map((edge) => `${file.path} → ${edge.target}`),
    );
    expect(found).toEqual([]);
  });
});

describe("the reader of source files", () => {
  it("sees every way to import, types included", () => {
    const text = [
      'import { a } from "./a.ts";',
      'import type { B } from "../b/b.ts";',
      'export { c } from "./c.ts";',
      'type D = import("./d.ts").D;',
      'const e = await import("./e.ts");',
      '// import "./not.ts"',
      "const f = \"import x from './neither.ts'\";",
    ].join("\n");
    expect(
      parseSource("src/x/x.ts", text).imports.map((edge) => `${edge.target}${edge.isType ? " type" : ""}`),
    ).toEqual(["src/x/a.ts", "src/b/b.ts type", "src/x/c.ts", "src/x/d.ts type", "src/x/e.ts"]);
  });

  it("tells an import upwards and one sideways from one downwards", () => {
    const text = 'import "../gotrue/routes.ts"; import type { X } from "../http/app.ts"; import "../query/read.ts";';
    expect(layerViolations(parseSource("src/rest/x.ts", text))).toEqual([
      "src/rest/x.ts → src/gotrue/routes.ts",
      "src/rest/x.ts → src/http/app.ts",
    ]);
  });

  it("tells a clock from a date that was given, and a barrel from a file with a definition", () => {
    const file = parseSource("src/sql/x.ts", "const a = new Date(5);\nconst b = new Date();\nconst c = Date.now();");
    expect(at(file, (node) => impurity(node) !== null)).toEqual(["src/sql/x.ts:2", "src/sql/x.ts:3"]);
    expect(parseSource("src/x.ts", 'export * from "./a.ts";').isBarrel).toBe(true);
    expect(parseSource("src/x.ts", 'export * from "./a.ts"; export const b = 1;').isBarrel).toBe(false);
  });

  it("finds a cycle however long it is", () => {
    const edges = new Map([
      ["a", ["b"]],
      ["b", ["c", "d"]],
      ["c", []],
      ["d", ["b"]],
    ]);
    expect(findCycle(edges)).toEqual(["b", "d", "b"]);
  });
});

/** It remembers which database it was started with; `Env["DB"]` would say so without a name. */
const envExceptions: ReadonlySet<string> = new Set(["src/compose.ts"]);

/** The folder under src, or the file's name where it stands in src itself. */
function place(path: string): string {
  return path.split("/")[1] ?? "";
}

function baseName(path: string): string {
  return path.split("/").at(-1) ?? "";
}

function layerViolations(file: SourceFile): string[] {
  const own = layers.find((layer) => layer.folder === place(file.path));
  if (own === undefined) return [];
  return file.imports
    .filter((edge) => edge.isLocal && !mayImport(own, edge.target))
    .map((edge) => `${file.path} → ${edge.target}`);
}

function mayImport(layer: Layer, target: string): boolean {
  if (!target.startsWith("src/")) return false;
  const inside = target.slice("src/".length);
  return (
    place(target) === layer.folder || layer.mayImport.some((name) => name === inside || inside.startsWith(`${name}/`))
  );
}

function identifiers(file: SourceFile, pattern: RegExp): string[] {
  return at(file, (node) => {
    const { name } = node.raw;
    return node.type === "Identifier" && typeof name === "string" && pattern.test(name);
  });
}

function at(file: SourceFile, holds: (node: SyntaxNode) => boolean): string[] {
  return file.nodes.filter(holds).map((node) => `${file.path}:${node.line}`);
}
