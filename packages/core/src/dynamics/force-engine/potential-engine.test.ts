import { describe, expect, it } from "vitest"
import type { Structure } from "../../atoms/structure.ts"
import { supercell } from "../../atoms/transform.ts"
import { normals, seedRandom } from "../../random/random.ts"
import { evaluateStructure } from "../../potentials/evaluate-structure.ts"
import { parameterValues } from "../../potentials/parameters.ts"
import { createPotential } from "../../potentials/registry.ts"
import { velocityVerlet } from "../integrators/velocity-verlet.ts"
import { startMotion } from "../motion/motion.ts"
import { drawVelocities } from "../motion/velocities.ts"
import { forceTerms } from "./force-terms.ts"
import { potentialEngine } from "./potential-engine.ts"

const face = [0, 0, 0, 0, 0.5, 0.5, 0.5, 0, 0.5, 0.5, 0.5, 0]

function cubic(numbers: readonly number[], lattice: number, sites: readonly number[], n: number): Structure {
  return supercell(
    {
      numbers: Int32Array.from({ length: sites.length / 3 }, (_, k) => numbers[k % numbers.length]),
      positions: Float64Array.from(sites, (x) => lattice * x),
      cell: Float64Array.of(lattice, 0, 0, 0.1, lattice, 0, 0, -0.1, lattice),
      pbc: [true, true, true],
    },
    [n, n, n],
  )
}

const fade = (r: number): number => (r < 5 ? (1 - r / 5) ** 3 : 0)
const table = (f: (x: number) => number, step: number): string => Array.from({ length: 1001 }, (_, k) => f(k * step)).join("\n")
const setfl = `made\nfor\nthis\n1 Cu\n1001 0.02 1001 0.005 5\n29 63.546 3.615 fcc
${table((rho) => -1.4 * Math.sqrt(rho + 0.1), 0.02)}\n${table((r) => 4 * fade(r), 0.005)}\n${table((r) => 12 * fade(r) * (4 - r), 0.005)}\n`
const lennardJones = (epsilon: number, sigma: number) => ({ form: "lennard-jones", parameters: { epsilon, sigma } })
const mixture = (end: object) => ({
  kind: "pair",
  elements: ["Ne", "Ar"],
  cutoff: 6.5,
  ...end,
  pairs: { "Ne-Ne": lennardJones(0.0031, 2.75), "Ne-Ar": lennardJones(0.0052, 3.1), "Ar-Ar": lennardJones(0.0104, 3.4) },
})
const noble = cubic([10, 18], 4.9, face, 2)
const silicon = cubic([14], 5.43, [...face, ...face.map((x) => x + 0.25)], 2)

/** Name, description, crystal, temperature [K], step [fs] and whether a half list does. */
const cases: readonly (readonly [string, object, Structure, number, number, boolean])[] = [
  ["pairs that end abruptly", mixture({ switch: "none" }), noble, 30, 3, true],
  ["pairs that fade out", mixture({}), noble, 30, 3, true],
  ["a sum of pairs", { kind: "sum", terms: [mixture({}), mixture({ switch: "none" })] }, noble, 30, 3, true],
  ["tables of embedded atoms", { kind: "setfl", file: "Cu.alloy", text: setfl }, cubic([29], 3.7, face, 2), 600, 1, true],
  [
    "Stillinger and Weber",
    {
      kind: "stillinger-weber",
      file: "Si.sw",
      text: "Si Si Si 2.1683 2.0951 1.80 21.0 1.20 -0.333333333333 7.049556277 0.6022245584 4.0 0.0 0.0\n",
    },
    silicon,
    350,
    1,
    false,
  ],
  [
    "Tersoff",
    {
      kind: "tersoff",
      file: "Si.tersoff",
      text: "Si Si Si 3.0 1.0 1.3258 4.8381 2.0417 0.0 22.956 0.33675 1.3258 95.373 3.0 0.2 3.2394 3264.7\n",
    },
    silicon,
    350,
    1,
    false,
  ],
]

for (const [name, spec, structure, temperature, timestep, half] of cases) {
  describe(name, () => {
    const potential = createPotential(spec)
    const theta = parameterValues(potential.parameters)

    it("has the energy, forces and virial of the potential while atoms and cell move", () => {
      expect(forceTerms(potential, theta) !== undefined).toBe(half)
      const engine = potentialEngine(potential, theta)
      const shake = new Float64Array(structure.positions.length)
      normals(seedRandom(3), shake)
      for (const size of [0.02, 0.06, 0.1, 0.2]) {
        const moved: Structure = {
          ...structure,
          positions: structure.positions.map((x, k) => (1 + size / 20) * x + size * shake[k]),
          cell: structure.cell!.map((x) => (1 + size / 20) * x),
        }
        const expected = evaluateStructure(potential, theta, moved)
        const found = engine.evaluate(moved)
        const scale = Math.max(...expected.forces.map(Math.abs))
        expect(Math.abs(found.energy - expected.energy)).toBeLessThan(1e-12 * scale * moved.numbers.length)
        found.forces.forEach((f, k) => expect(Math.abs(f - expected.forces[k])).toBeLessThan(1e-12 * scale))
        found.virial.forEach((w, k) =>
          expect(Math.abs(w + expected.stress![k] * found.volume)).toBeLessThan(1e-11 * scale * moved.numbers.length),
        )
      }
      engine.release()
    })

    if (name === "pairs that end abruptly" || name === "a sum of pairs") return
    it("keeps the energy of a hot crystal: less than 2e-6 eV/atom/ps is lost", () => {
      const engine = potentialEngine(potential, theta)
      const motion = startMotion(structure, engine, 4)
      drawVelocities(motion, 2 * temperature)
      const nve = velocityVerlet(timestep)
      // While half the heat goes into the potential energy, the error that all steps share changes too.
      for (let k = 0; k < 500; k++) nve.step(motion, engine)
      const energies = Array.from({ length: 4000 }, () => {
        nve.step(motion, engine)
        return nve.conserved(motion) / motion.numbers.length
      })
      const middle = (energies.length - 1) / 2
      const mean = energies.reduce((sum, e) => sum + e, 0) / energies.length
      const along = energies.reduce((sum, e, k) => sum + (e - mean) * (k - middle), 0)
      const slope = along / energies.reduce((sum, _, k) => sum + (k - middle) ** 2, 0)
      expect(Math.abs((1000 * slope) / timestep)).toBeLessThan(2e-6)
      expect(engine.rebuilds()).toBeLessThan(400)
      engine.release()
    })
  })
}
