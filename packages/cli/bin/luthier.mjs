#!/usr/bin/env node
// Starts the command line: from source in a checkout (Node strips the types), from dist in a published package.
import { spawnSync } from "node:child_process"
import { existsSync } from "node:fs"
import { fileURLToPath } from "node:url"

const major = Number(process.versions.node.split(".")[0])
const pinned = fileURLToPath(new URL("../../../node_modules/.bin/node", import.meta.url))
if (major >= 24) {
  const source = new URL("../src/main.ts", import.meta.url)
  const fromSource = existsSync(source)
  if (fromSource) await import("./from-source.mjs")
  await import(fromSource ? source.href : new URL("../dist/main.js", import.meta.url).href)
} else if (existsSync(pinned)) {
  const child = spawnSync(pinned, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: "inherit" })
  process.exitCode = child.status ?? 1
} else {
  process.stderr.write(`luthier needs Node 24 or newer, this is ${process.versions.node}\n`)
  process.exitCode = 2
}
