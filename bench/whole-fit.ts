import { execFileSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { z } from "zod"
import { reflectRowsPlainly } from "../packages/core/src/linalg/dense/reflect-rows-plainly.ts"
import { timed } from "./measure.ts"

/** Seconds of a whole fit on one thread, beside one least-squares solution of the same rows in plain TypeScript. */
export interface FitCost {
  readonly name: string
  /** Design rows of all data and their triangles, for each class and fold. */
  readonly assembly: number
  /** Strengths, balance and σ by five-fold cross-validation, coefficients, errors held out, Pareto front and learning curve. */
  readonly solution: number
  /** One pass over the design rows and one triangle of them all, from the cost of an atom and of a row. */
  readonly plain: number
}

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const [atoms, structures] = [10_087, 194]
const metricsSchema = z.object({ timing: z.object({ assemble_s: z.number(), solve_s: z.number() }), parameters: z.number() })

/** The 194 structures of mlearn's molybdenum with about 1000 functions, by `luthier fit`. */
export function measureWholeFit(plainMicrosecondsPerAtom: number): FitCost {
  const folder = mkdtempSync(join(tmpdir(), "luthier-bench-"))
  try {
    const config = {
      data: { train: here("../examples/molybdenum-snap/data/Mo_train.xyz.gz") },
      potential: { kind: "ace", elements: ["Mo"], degree: [20, 17, 14, 11] },
      objective: { stress: false },
    }
    writeFileSync(join(folder, "fit.yaml"), JSON.stringify(config))
    const run = join(folder, "run")
    const main = here("../packages/cli/src/main.ts")
    const words = ["--conditions=source", main, "fit", join(folder, "fit.yaml"), "--out", run, "--threads", "1"]
    execFileSync(process.execPath, words, { stdio: ["ignore", "ignore", "pipe"] })
    const { timing, parameters } = metricsSchema.parse(JSON.parse(readFileSync(join(run, "metrics.json"), "utf8")))
    const columns = parameters + 1
    const rows = structures + 3 * atoms
    const block = Float64Array.from({ length: 512 * columns }, (_, k) => Math.cos(k * k))
    const R = new Float64Array(columns * columns)
    const plainRow = timed(() => reflectRowsPlainly(R, columns, columns, block, 512), 0) / 512
    return {
      name: `mlearn Mo, ACE of ${parameters} coefficients, ${rows} rows`,
      assembly: timing.assemble_s,
      solution: timing.solve_s,
      plain: (plainMicrosecondsPerAtom * atoms) / 1e6 + (plainRow * rows) / 1e3,
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
