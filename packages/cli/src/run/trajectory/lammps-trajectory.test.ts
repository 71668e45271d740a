import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import {
  createPotential,
  drawVelocities,
  formatLammpsData,
  kineticUnit,
  lammpsModel,
  massOf,
  pairCommands,
  parameterValues,
  potentialEngine,
  startMotion,
  type Structure,
  supercell,
  symbolOf,
  velocityVerlet,
} from "@luthier/core"
import { expect, test } from "vitest"
import { demandLammps } from "../../engines/fixtures/agreement.ts"
import { runScript } from "../../engines/run-lammps.ts"

/** Å/ps and amu to eV as LAMMPS's `units metal` has it (the CODATA values of another year): masses are told so that both agree. */
const THEIR_UNIT = 1.0364269e-4

const face = [0, 0, 0, 0, 0.5, 0.5, 0.5, 0, 0.5, 0.5, 0.5, 0]

function cubic(number: number, lattice: number, sites: readonly number[], n: number): Structure {
  return supercell(
    {
      numbers: new Int32Array(sites.length / 3).fill(number),
      positions: Float64Array.from(sites, (x) => lattice * x),
      cell: Float64Array.of(lattice, 0, 0, 0, lattice, 0, 0, 0, lattice),
      pbc: [true, true, true],
    },
    [n, n, n],
  )
}

const silicon = cubic(14, 5.43, [...face, ...face.map((x) => x + 0.25)], 2)
const fade = (r: number): number => (r < 5 ? (1 - r / 5) ** 3 : 0)
const table = (f: (x: number) => number, step: number): string => Array.from({ length: 1001 }, (_, k) => f(k * step)).join("\n")
const setfl = `made\nfor\nthis\n1 Cu\n1001 0.02 1001 0.005 5\n29 63.546 3.615 fcc
${table((rho) => -1.4 * Math.sqrt(rho + 0.1), 0.02)}\n${table((r) => 4 * fade(r), 0.005)}\n${table((r) => 12 * fade(r) * (4 - r), 0.005)}\n`

// Published: doi:10.1103/PhysRevB.31.5262, doi:10.1103/PhysRevB.38.9902; the table is our own.
const cases: readonly (readonly [string, object, Structure, number, number])[] = [
  [
    "lj/cut",
    {
      kind: "pair",
      elements: ["Ar"],
      cutoff: 8.5,
      switch: "none",
      pairs: { "Ar-Ar": { form: "lennard-jones", parameters: { epsilon: 0.0104, sigma: 3.4 } } },
    },
    cubic(18, 5.4, face, 3),
    60,
    4,
  ],
  ["eam/alloy", { kind: "setfl", file: "Cu.alloy", text: setfl }, cubic(29, 3.62, face, 3), 900, 1],
  [
    "sw",
    {
      kind: "stillinger-weber",
      file: "Si.sw",
      text: "Si Si Si 2.1683 2.0951 1.80 21.0 1.20 -0.333333333333 7.049556277 0.6022245584 4.0 0.0 0.0\n",
    },
    silicon,
    1200,
    1,
  ],
  [
    "tersoff",
    {
      kind: "tersoff",
      file: "Si.tersoff",
      text: "Si Si Si 3.0 1.0 1.3258 4.8381 2.0417 0.0 22.956 0.33675 1.3258 95.373 3.0 0.2 3.2394 3264.7\n",
    },
    silicon,
    1200,
    1,
  ],
]

for (const [style, spec, structure, temperature, timestep] of cases) {
  test(`${style}: 200 steps of LAMMPS with the exported files end within 1e-6 Å of ours`, async () => {
    const lammps = await demandLammps()
    const potential = createPotential(spec)
    const theta = parameterValues(potential.parameters)
    const model = lammpsModel(potential, theta)
    expect(model.terms.map((term) => term.style)).toEqual([style])
    const engine = potentialEngine(potential, theta)
    const motion = startMotion(structure, engine, 1)
    drawVelocities(motion, temperature)
    const folder = mkdtempSync(join(tmpdir(), "trajectory-"))
    try {
      const { numbers, velocities } = motion
      const data = formatLammpsData(structure, [numbers[0]]).text.trimEnd()
      const rows = Array.from(
        numbers,
        (_, i) =>
          `${i + 1} ${velocities
            .subarray(3 * i, 3 * i + 3)
            .map((v) => 1000 * v)
            .join(" ")}`,
      )
      writeFileSync(join(folder, "atoms.data"), `${data}\n\nVelocities\n\n${rows.join("\n")}\n`)
      for (const [name, text] of Object.entries(model.files)) writeFileSync(join(folder, name), text)
      writeFileSync(
        join(folder, "in.nve"),
        `units metal
atom_style atomic
atom_modify map array
read_data atoms.data
mass 1 1
${pairCommands(model, [symbolOf(numbers[0])]).join("\n")}
mass 1 ${(massOf(numbers[0]) * kineticUnit) / (1e6 * THEIR_UNIT)}
neigh_modify every 1 delay 0 check yes
timestep ${timestep / 1000}
fix nve all nve
dump end all custom 200 end.dump id xu yu zu
dump_modify end sort id format float %.17g
run 200
`,
      )
      await runScript(lammps, folder, "in.nve")
      const { step } = velocityVerlet(timestep)
      for (let k = 0; k < 200; k++) step(motion, engine)
      const dump = readFileSync(join(folder, "end.dump"), "utf8")
      const theirs = dump.slice(dump.lastIndexOf("ITEM: ATOMS")).trim().split("\n").slice(1)
      let [apart, moved] = [0, 0]
      theirs.forEach((row, i) =>
        row
          .trim()
          .split(/\s+/u)
          .slice(1)
          .forEach((x, c) => {
            apart = Math.max(apart, Math.abs(Number(x) - motion.positions[3 * i + c]))
            moved = Math.max(moved, Math.abs(Number(x) - structure.positions[3 * i + c]))
          }),
      )
      expect(theirs.length).toBe(numbers.length)
      expect(moved).toBeGreaterThan(0.05)
      expect(apart).toBeLessThan(1e-6)
    } finally {
      engine.release()
      rmSync(folder, { recursive: true, force: true })
    }
  })
}
