// Make the extension's .vsix. The licence stands once, at the root of the repository: it is brought along.
import { File } from "node:buffer";
import { copyFileSync, rmSync } from "node:fs";

globalThis.File ??= File; // the packager's libraries want it; Node.js 18, which Debian has, keeps it in a module
const { createVSIX } = await import("@vscode/vsce");

const licence = new URL("LICENSE", import.meta.url);
copyFileSync(new URL("../../LICENSE", import.meta.url), licence);
try {
  const packagePath = process.argv[2] ?? "sgpolicy.vsix";
  await createVSIX({ packagePath, dependencies: false, allowMissingRepository: true });
} finally {
  rmSync(licence);
}
