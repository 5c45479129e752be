/** Where `sgpolicy` is, and whether it can serve an editor. */

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, isAbsolute, join } from "node:path";

export type Trial = { works: true } | { works: false; reason: "missing" | "old" | "failed"; why: string };

/** What a window's folders and settings say about where to look. */
export interface Place {
  /** The setting `sgpolicy.path`; empty if it is not set. */
  setting: string;
  /** The folders that are open, the first of them first. */
  folders: string[];
  /** Whether programs that the folders bring may be run. */
  trusted: boolean;
}

/** The program to run: the setting's, a folder's own environment's, or the one on the search path. */
export function programFor(place: Place): string {
  if (place.setting.trim() !== "") return expanded(place.setting.trim(), place.folders);
  for (const folder of place.trusted ? place.folders : []) {
    for (const own of ownPrograms(folder)) if (existsSync(own)) return own;
  }
  return found("sgpolicy") ?? "sgpolicy";
}

function ownPrograms(folder: string): string[] {
  const names = [".venv", "venv"];
  return process.platform === "win32"
    ? names.map((name) => join(folder, name, "Scripts", "sgpolicy.exe"))
    : names.map((name) => join(folder, name, "bin", "sgpolicy"));
}

function expanded(path: string, folders: string[]): string {
  const home = path.replace(/^~(?=$|[\\/])/, homedir());
  const whole = home.replace(/\$\{workspaceFolder\}/g, folders[0] ?? "");
  const named = whole.includes("/") || whole.includes("\\");
  return named && !isAbsolute(whole) && folders[0] !== undefined ? join(folders[0], whole) : whole;
}

/** The first such program on the search path: never one that happens to lie in the current folder. */
function found(name: string): string | undefined {
  const file = process.platform === "win32" ? `${name}.exe` : name;
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => isAbsolute(folder));
  return folders.map((folder) => join(folder, file)).find((path) => existsSync(path));
}

/** Ask the program for its help on `lsp`: that it runs, and that it has a server. */
export function tried(program: string, language: string): Promise<Trial> {
  return new Promise((resolve) => {
    const options = { timeout: 60_000, windowsHide: true };
    execFile(program, ["--lang", language, "lsp", "--help"], options, (error, _, stderr) => {
      if (error === null) return resolve({ works: true });
      const code = (error as NodeJS.ErrnoException).code as string | number | undefined;
      const why = lastLine(stderr) || (typeof code === "string" ? code : "");
      if (code === "ENOENT" || code === "EACCES") return resolve({ works: false, reason: "missing", why });
      resolve({ works: false, reason: code === 2 ? "old" : "failed", why });
    });
  });
}

/** What a program said last: a traceback or a message ends with its point. */
export function lastLine(text: string): string {
  return text.trim().split(/\r?\n/).at(-1)?.trim() ?? "";
}
