// Makes a fresh clone ready: packages, compiled kernels and, with --lammps, Debian's LAMMPS. Runs on Node 20 before the pinned one is there.
import { execFileSync } from "node:child_process"
import { existsSync, statSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const root = join(dirname(fileURLToPath(import.meta.url)), "..")
const run = (command, args) => execFileSync(command, args, { cwd: root, stdio: ["ignore", 2, 2], shell: process.platform === "win32" })

const installed = join(root, "node_modules/.package-lock.json")
const stale = !existsSync(installed) || statSync(installed).mtimeMs < statSync(join(root, "package-lock.json")).mtimeMs
if (stale) run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"])
run(join(root, "node_modules/.bin/node"), ["scripts/build-kernels.mjs"])

const found = (command) =>
  (process.env.PATH ?? "").split(process.platform === "win32" ? ";" : ":").some((folder) => existsSync(join(folder, command)))
if (process.argv.includes("--lammps") && !found("lmp")) {
  if (process.platform === "linux" && found("apt-get") && process.getuid() === 0) {
    run("apt-get", ["update", "-qq"])
    run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "lammps"])
  } else {
    process.stderr.write(
      "No `lmp` on the PATH: exported files will not be checked against LAMMPS. On Debian: sudo apt-get install lammps\n",
    )
  }
}
