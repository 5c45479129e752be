/**
 * Which of the server's colours are shown. The grammar knows every word of the language, and tells more kinds
 * of them apart than the protocol has names for; what only the server knows is what each name stands for.
 */

const WORDS = new Set(["keyword", "operator", "string", "number", "comment", "decorator"]);

/**
 * The tokens of names.
 *
 * @param data Five numbers a token, its place relative to the one before, as the protocol has it.
 * @param types The legend: what the fourth number means.
 */
export function namesOnly(data: Uint32Array, types: readonly string[]): Uint32Array {
  const kept: number[] = [];
  let line = 0;
  let column = 0;
  let [lastLine, lastColumn] = [0, 0];
  for (let at = 0; at + 5 <= data.length; at += 5) {
    const [down, along, length, type, modifiers] = data.subarray(at, at + 5) as unknown as [number, number, number, number, number];
    column = down === 0 ? column + along : along;
    line += down;
    if (WORDS.has(types[type] ?? "")) continue;
    kept.push(line - lastLine, line === lastLine ? column - lastColumn : column, length, type, modifiers);
    [lastLine, lastColumn] = [line, column];
  }
  return Uint32Array.from(kept);
}
