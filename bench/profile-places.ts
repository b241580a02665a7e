/** What the inspector's `Profiler.stop` gives, as far as it is read. */
export interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

interface ProfileNode {
  readonly id: number;
  readonly callFrame: CallFrame;
  readonly children?: readonly number[];
}

interface CallFrame {
  readonly functionName: string;
  readonly url: string;
  readonly lineNumber: number;
}

export interface Place {
  /** The function and where it stands. */
  readonly function: string;
  /** The module that the time is counted for. */
  readonly module: string;
}

export interface BundleModule {
  readonly line: number;
  readonly file: string;
}

/** esbuild writes `// src/file.ts` above each module of a bundle. */
export function bundleModules(script: string): readonly BundleModule[] {
  return script.split("\n").flatMap((text, line) => {
    const file = /^\/\/ (\S+\.(?:ts|js|mjs))$/.exec(text)?.[1];
    return file === undefined ? [] : [{ line, file }];
  });
}

/** The place of every node; what the runtime does natively is counted for the module that called it. */
export function placesOf(taken: CpuProfile, modules: readonly BundleModule[]): ReadonlyMap<number, Place> {
  const nodes = new Map(taken.nodes.map((node) => [node.id, node]));
  const places = new Map<number, Place>();
  const visit = (node: ProfileNode, callerModule: string | null): void => {
    const frame = node.callFrame;
    const file = fileOf(frame, modules);
    const name = frame.functionName === "" ? "(anonymous)" : frame.functionName;
    const module = file ?? callerModule ?? name;
    const native = callerModule === null ? name : `${name}  called by ${callerModule}`;
    places.set(node.id, { function: file === null ? native : `${name}  ${file}:${frame.lineNumber + 1}`, module });
    const inner = file ?? callerModule;
    for (const id of node.children ?? []) {
      const child = nodes.get(id);
      if (child !== undefined) visit(child, inner);
    }
  };
  const [root] = taken.nodes;
  if (root !== undefined) visit(root, null);
  return places;
}

/** The source file, or the runtime's own script; null for native code. */
function fileOf(frame: CallFrame, modules: readonly BundleModule[]): string | null {
  if (frame.url === "") return null;
  if (/^(cloudflare|node|workerd)(-internal)?:/.test(frame.url)) return frame.url;
  return modules.findLast(({ line }) => line <= frame.lineNumber)?.file ?? frame.url;
}
