/** Whether a window has to do with policies: only then is the server started. */

import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The folder that holds `policy.yaml`, at or above a file. */
export function policyFolder(file: string): string | undefined {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    if (existsSync(join(folder, "policy.yaml"))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}
