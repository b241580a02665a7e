// Plain JavaScript, so that a Node that cannot run TypeScript still gets as far as this message.
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Perigee's tools need Node 22.18 or newer, this is ${process.versions.node}. ` +
      "On Linux, npm install brings a newer one: start the tools through npm (npm start, npm run db:generate).",
  );
  process.exit(1);
}
const tool = new URL(`./${process.argv[2]}.ts`, import.meta.url);
process.argv.splice(1, 2, tool.pathname);
await import(tool.href);
