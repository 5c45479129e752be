// Bundle the extension into dist/, with the licences of the packages that are in the bundle.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { build } from "esbuild";

const { metafile } = await build({
  entryPoints: ["src/extension.ts"],
  outfile: "dist/extension.js",
  bundle: true,
  platform: "node",
  target: "node18",
  external: ["vscode"],
  minify: true,
  metafile: true,
});

const inBundle = /(node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+)\//;
const packages = [...new Set(Object.keys(metafile.inputs).map((file) => inBundle.exec(file)?.[1]))].filter(Boolean);
const notices = packages.sort().map((folder) => {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf-8"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (file === undefined) throw new Error(`${name} brings no licence`);
  return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), "utf-8").trim()}\n`;
});
writeFileSync("dist/THIRD-PARTY-LICENSES.txt", notices.join(`\n${"─".repeat(72)}\n\n`));
