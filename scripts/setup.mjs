// Makes a fresh clone ready: packages, compiled kernels and, with --lammps, Debian's LAMMPS and OpenBLAS. Runs on Node 20 before the pinned one is there.
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
const hasOpenblas = () => {
  try {
    return execFileSync("ldconfig", ["-p"], { encoding: "utf8" }).includes("libopenblas.so.0")
  } catch {
    return false
  }
}
if (process.argv.includes("--lammps")) {
  const missing = []
  if (!found("lmp")) missing.push(["lammps", "No `lmp` on the PATH: exported files will not be checked against LAMMPS."])
  if (process.platform === "linux" && !hasOpenblas()) {
    missing.push(["libopenblas0-pthread", "No OpenBLAS here: matrix products by it will not be tested."])
  }
  if (missing.length > 0 && process.platform === "linux" && found("apt-get") && process.getuid() === 0) {
    run("apt-get", ["update", "-qq"])
    run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...missing.map(([name]) => name)])
  } else {
    for (const [name, lost] of missing) process.stderr.write(`${lost} On Debian: sudo apt-get install ${name}\n`)
  }
}
