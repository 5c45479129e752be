/** What closes by itself in the files of a policy. */

import type { AutoClosingPair } from "vscode";

/** Markdown's own pairs, which these replace, and those of Chinese text. */
export const CLOSING_PAIRS: AutoClosingPair[] = [
  ["{", "}"],
  ["[", "]"],
  ["(", ")"],
  ["「", "」"],
  ["（", "）"],
  ["“", "”"],
  ["《", "》"],
  ["〔", "〕"],
].map(([open, close]) => ({ open: open as string, close: close as string }));
