// How well error bars hold on data held back from molybdenum: node --conditions=source scripts/error-bars.ts
import { spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { type CalibrationRecord, type Configuration, formatExtxyz, readAny, seedRandom, uniforms } from "@luthier/core"
import { fileSource } from "../packages/cli/src/files/file-source.ts"
import { markdownTable } from "./reference/markdown-table.ts"

const data = fileURLToPath(new URL("../examples/molybdenum-snap/data/Mo_train.xyz.gz", import.meta.url))
const binary = fileURLToPath(new URL("../packages/cli/bin/luthier.mjs", import.meta.url))

const config = `data: { train: train.xyz, test: test.xyz }
potential: { kind: ace, elements: [Mo], size: small }
objective: { stress: false }
export: { lammps: false }
`

/** A fifth of every group, drawn at random: those are tested on. */
function heldBack(configurations: readonly Configuration[], seed: number): ReadonlySet<Configuration> {
  const groups = [...Map.groupBy(configurations, ({ group }) => group).values()]
  return new Set(
    groups.flatMap((own, stream) => {
      const draws = new Float64Array(own.length)
      uniforms(seedRandom(seed, stream), draws)
      const order = [...own.keys()].sort((a, b) => draws[a] - draws[b])
      return order.slice(0, Math.max(1, Math.round(own.length / 5))).map((k) => own[k])
    }),
  )
}

/** Fits to the rest, and gives how error bars compare with the errors. */
function judged(configurations: readonly Configuration[], seed: number): readonly CalibrationRecord[] {
  const folder = mkdtempSync(join(tmpdir(), "luthier-error-bars-"))
  try {
    const held = heldBack(configurations, seed)
    const text = (test: boolean): string =>
      configurations
        .filter((configuration) => held.has(configuration) === test)
        .map((configuration) => formatExtxyz(configuration))
        .join("")
    writeFileSync(join(folder, "train.xyz"), text(false))
    writeFileSync(join(folder, "test.xyz"), text(true))
    writeFileSync(join(folder, "fit.yaml"), config)
    const { status, stderr } = spawnSync(process.execPath, [binary, "fit", "fit.yaml", "--out", "run"], { cwd: folder, encoding: "utf8" })
    if (status !== 0) throw new Error(stderr)
    return JSON.parse(readFileSync(join(folder, "run/calibration.json"), "utf8")).sets.test
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function row(draw: number, records: readonly CalibrationRecord[]): readonly string[] {
  const [force, energy] = (["force", "energy"] as const).map((property) => records.find((own) => own.property === property))
  if (!force || !energy) throw new Error("forces and energies are there")
  const of = ({ methods }: CalibrationRecord, name: string) => methods.find(({ method }) => method === name)
  const worst = (record: CalibrationRecord, name: string): string => `${(100 * (of(record, name)?.worst ?? NaN)).toFixed(0)} %`
  const held = `${(100 * (of(force, "conformal")?.within["0.9"] ?? NaN)).toFixed(1)} %`
  const bounds = [force, energy].flatMap((record) => [worst(record, "POPS"), worst(record, "posterior")])
  return [`draw ${draw}`, force.rmse.toFixed(0), held, ...bounds]
}

const configurations = await Array.fromAsync(readAny(await fileSource(data)))
const head = [
  "",
  "force RMSE [meV/Å]",
  "conformal 90 % hold",
  "largest force errors: POPS",
  "posterior",
  "largest energy errors: POPS",
  "posterior",
]
const rows = [1, 2, 3].map((draw) => row(draw, judged(configurations, draw)))
process.stdout.write(`${markdownTable(head, rows)}\n`)
