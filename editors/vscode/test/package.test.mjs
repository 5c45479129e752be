// What goes into the package: everything that the manifest names, and nothing that only makes it.
import assert from "node:assert/strict";
import { File } from "node:buffer";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

globalThis.File ??= File; // see package.mjs
const { listFiles, PackageManager } = await import("@vscode/vsce");

const cwd = fileURLToPath(new URL("..", import.meta.url));
const files = await listFiles({ cwd, packageManager: PackageManager.None });
const manifest = readFileSync(new URL("../package.json", import.meta.url), "utf-8");

test("everything that the manifest names is in it", () => {
  const named = [...manifest.matchAll(/"\.\/([^"]+)"/g)].map(([, path]) => path);
  assert.ok(named.length >= 6);
  assert.deepEqual(named.filter((path) => !files.includes(path)), []);
  assert.ok(files.includes("dist/THIRD-PARTY-LICENSES.txt"));
});

test("no source, test or tool is in it", () => {
  assert.deepEqual(files.filter((path) => /\.(ts|py|map)$|^(src|test|node_modules)\//.test(path)), []);
  assert.ok(files.length < 20, files.join(" "));
});
