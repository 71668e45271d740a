// Compiles both packages afresh, so that nothing of older sources is published with them.
import { execFileSync } from "node:child_process"
import { rmSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const root = join(dirname(fileURLToPath(import.meta.url)), "..")
for (const name of ["core", "cli"]) {
  for (const output of ["dist", "tsconfig.tsbuildinfo"]) rmSync(join(root, "packages", name, output), { recursive: true, force: true })
}
for (const script of ["scripts/setup.mjs", "node_modules/typescript/bin/tsc"]) {
  execFileSync(process.execPath, [script, ...(script.endsWith("tsc") ? ["-b"] : [])], { cwd: root, stdio: ["ignore", 2, 2] })
}
