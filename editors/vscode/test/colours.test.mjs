// Which of the server's colours are shown: those of names, each where it was.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { buildSync } from "esbuild";

const entry = fileURLToPath(new URL("../src/colours.ts", import.meta.url));
const { outputFiles } = buildSync({ entryPoints: [entry], format: "esm", write: false });
const { namesOnly } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);

const TYPES = ["keyword", "variable", "number", "function"];

/** Tokens as line, column, length, type; and back. */
function encoded(tokens) {
  let [lastLine, lastColumn] = [0, 0];
  return Uint32Array.from(
    tokens.flatMap(([line, column, length, type]) => {
      const five = [line - lastLine, line === lastLine ? column - lastColumn : column, length, type, 0];
      [lastLine, lastColumn] = [line, column];
      return five;
    }),
  );
}

const WRITTEN = [
  [0, 0, 2, 0], [0, 3, 4, 3],
  [1, 2, 4, 1], [1, 7, 3, 0], [1, 11, 3, 2], [1, 16, 2, 1],
  [4, 0, 2, 0], [4, 3, 1, 1],
];

test("names stay where they are; words are left to the grammar", () => {
  const names = WRITTEN.filter(([, , , type]) => TYPES[type] === "variable" || TYPES[type] === "function");
  assert.deepEqual(namesOnly(encoded(WRITTEN), TYPES), encoded(names));
});

test("nothing is made of nothing", () => {
  assert.deepEqual(namesOnly(new Uint32Array(), TYPES), new Uint32Array());
  assert.deepEqual(namesOnly(encoded(WRITTEN.filter(([, , , type]) => type === 0)), TYPES), new Uint32Array());
});
