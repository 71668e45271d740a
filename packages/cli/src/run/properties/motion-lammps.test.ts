import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import {
  createPotential,
  displacements,
  drawVelocities,
  formatLammpsData,
  heatFlux,
  kineticUnit,
  lammpsModel,
  massOf,
  pairCommands,
  parameterValues,
  potentialEngine,
  radialDistribution,
  startMotion,
  type Structure,
  supercell,
  symbolOf,
  transform,
  velocityCorrelation,
  velocityVerlet,
} from "@luthier/core"
import { expect, test } from "vitest"
import { demandLammps } from "../../engines/fixtures/agreement.ts"
import { runScript } from "../../engines/run-lammps.ts"

/** Å/ps and amu to eV as LAMMPS's `units metal` has it (the CODATA values of another year): masses are told so that both agree. */
const THEIR_UNIT = 1.0364269e-4
const [STEPS, EVERY, BINS, CUTOFF] = [200, 10, 50, 8.5]
const timestep = 3

const lennardJones = (epsilon: number, sigma: number) => ({ form: "lennard-jones", parameters: { epsilon, sigma } })

function sheared(numbers: readonly number[]): Structure {
  const a = 5.3
  const cell = Float64Array.of(a, 0, 0, 0, a, 0, 0, 0, a)
  const positions = Float64Array.of(0, 0, 0, 0, a / 2, a / 2, a / 2, 0, a / 2, a / 2, a / 2, 0)
  const cubic: Structure = { numbers: Int32Array.from(numbers), positions, cell, pbc: [true, true, true] }
  return transform(supercell(cubic, [4, 4, 4]), Float64Array.of(1, 0, 0, 0.11, 1.02, 0, -0.06, 0.09, 0.97))
}

/** Rows of numbers of the files that `fix ave/time` writes. */
function rowsOf(text: string): readonly (readonly number[])[] {
  return text
    .split("\n")
    .filter((line) => line.trim() !== "" && !line.startsWith("#"))
    .map((line) => line.trim().split(/\s+/u).map(Number))
}

const pairs = { "Ne-Ne": lennardJones(0.0031, 2.8), "Ne-Ar": lennardJones(0.0056, 3.1), "Ar-Ar": lennardJones(0.0104, 3.4) }

for (const [name, elements, numbers] of [
  ["a mixture", ["Ne", "Ar"], [10, 18, 18, 18]],
  ["one element", ["Ar"], [18, 18, 18, 18]],
] as const) {
  test(`in a skewed cell of ${name} LAMMPS finds the same g(r), displacements, velocities and flux of heat`, async () => {
    const lammps = await demandLammps()
    const own = Object.fromEntries(
      Object.entries(pairs).filter(([key]) => key.split("-").every((symbol) => elements.some((e) => e === symbol))),
    )
    const potential = createPotential({ kind: "pair", elements, cutoff: CUTOFF, switch: "none", pairs: own })
    const theta = parameterValues(potential.parameters)
    const model = lammpsModel(potential, theta)
    const engine = potentialEngine(potential, theta)
    const structure = sheared(numbers)
    const motion = startMotion(structure, engine, 1)
    drawVelocities(motion, 90)
    const folder = mkdtempSync(join(tmpdir(), "motion-"))
    const species = [...potential.elements]
    try {
      const data = formatLammpsData(structure, species).text.trimEnd()
      const rows = Array.from(
        motion.numbers,
        (_, i) =>
          `${i + 1} ${motion.velocities
            .subarray(3 * i, 3 * i + 3)
            .map((v) => 1000 * v)
            .join(" ")}`,
      )
      writeFileSync(join(folder, "atoms.data"), `${data}\n\nVelocities\n\n${rows.join("\n")}\n`)
      const masses = species.map((number, k) => `mass ${k + 1} ${(massOf(number) * kineticUnit) / (1e6 * THEIR_UNIT)}`)
      const couples = species.length === 1 ? "1 1" : "1 1 1 2 2 2"
      const groups = species.flatMap((_, k) => [`group g${k} type ${k + 1}`, `compute msd${k} g${k} msd`, `compute vacf${k} g${k} vacf`])
      const shown = species.map((_, k) => `c_msd${k}[4] c_vacf${k}[4]`).join(" ")
      writeFileSync(
        join(folder, "in.nve"),
        `units metal
atom_style atomic
atom_modify map array
box tilt large
read_data atoms.data
${species.map((_, k) => `mass ${k + 1} 1`).join("\n")}
${pairCommands(model, species.map(symbolOf)).join("\n")}
${masses.join("\n")}
neigh_modify every 1 delay 0 check yes
timestep ${timestep / 1000}
${groups.join("\n")}
compute rdf all rdf ${BINS} ${couples}
compute ke all ke/atom
compute pe all pe/atom
compute stress all stress/atom NULL virial
compute flux all heat/flux ke pe stress
fix a all ave/time ${EVERY} ${STEPS / EVERY} ${STEPS} c_rdf[*] mode vector file rdf.txt format " %.15g"
fix b all ave/time ${EVERY} 1 ${EVERY} ${shown} c_flux[1] c_flux[2] c_flux[3] file series.txt format " %.15g"
fix nve all nve
run ${STEPS}
`,
      )
      await runScript(lammps, folder, "in.nve")

      const lags = STEPS / EVERY
      const measured = radialDistribution({ numbers: motion.numbers, cutoff: CUTOFF, bins: BINS })
      const moved = displacements({ numbers: motion.numbers, interval: EVERY * timestep, lags })
      const velocities = velocityCorrelation({ numbers: motion.numbers, interval: EVERY * timestep, lags })
      const flux = species.length === 1 ? heatFlux(potential, theta, motion.numbers) : undefined
      moved.add(motion.positions)
      velocities.add(motion.velocities)
      const series = rowsOf(readFileSync(join(folder, "series.txt"), "utf8"))
      expect(series.length).toBe(lags + 1)
      const { step } = velocityVerlet(timestep)
      for (let k = 1; k <= STEPS; k++) {
        step(motion, engine)
        if (k % EVERY !== 0) continue
        measured.add(motion)
        moved.add(motion.positions)
        velocities.add(motion.velocities)
        flux?.(motion).forEach((value, c) => expect((1000 * value) / series[k / EVERY][3 + c]).toBeCloseTo(1, 5))
      }
      series.forEach((row, k) => {
        species.forEach((_, e) => {
          expect(moved.record()[e].squared[k]).toBeCloseTo(row[1 + 2 * e], 7)
          expect(1e6 * velocities.record()[e].correlation[k]).toBeCloseTo(row[2 + 2 * e], 5)
        })
      })
      const { pairs: ours, r } = measured.record()
      measured.release()
      const table = rowsOf(readFileSync(join(folder, "rdf.txt"), "utf8")).filter((row) => row.length > 2)
      expect(table.length).toBe(BINS)
      table.forEach((row, bin) => {
        expect(row[1]).toBeCloseTo(r[bin], 10)
        ours.forEach(({ g, coordination }, p) => {
          expect(g[bin]).toBeCloseTo(row[2 + 2 * p], 8)
          expect(coordination[bin]).toBeCloseTo(row[3 + 2 * p], 8)
        })
      })
      expect(Math.max(...ours.flatMap(({ g }) => g))).toBeGreaterThan(2)
    } finally {
      engine.release()
      rmSync(folder, { recursive: true, force: true })
    }
  })
}
