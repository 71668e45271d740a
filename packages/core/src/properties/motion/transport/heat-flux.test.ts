import { expect, it } from "vitest"
import { diamond, fcc } from "../../../atoms/prototypes.ts"
import type { Structure } from "../../../atoms/structure.ts"
import { supercell } from "../../../atoms/transform.ts"
import { potentialEngine } from "../../../dynamics/force-engine/potential-engine.ts"
import { velocityVerlet } from "../../../dynamics/integrators/velocity-verlet.ts"
import { type Motion, startMotion } from "../../../dynamics/motion/motion.ts"
import { drawVelocities } from "../../../dynamics/motion/velocities.ts"
import { buildGraph } from "../../../graph/build-graph.ts"
import { releaseGraph } from "../../../graph/release-graph.ts"
import { createPotential } from "../../../potentials/registry.ts"
import type { Potential } from "../../../potentials/potential.ts"
import { normals, seedRandom } from "../../../random/random.ts"
import { boltzmann } from "../../../units/constants.ts"
import { argon, copper, silicon } from "../../fixtures/potentials.ts"
import { conductivity, heatFlux } from "./heat-flux.ts"

const cluster = (structure: Structure): Structure => ({ ...structure, pbc: [false, false, false] })
const thetaOf = (potential: Potential): Float64Array => Float64Array.from(potential.parameters, ({ value }) => value)

/** Σ r_i e_i [eV Å]. */
function moment({ numbers, positions, velocities, masses, cell, pbc }: Motion, potential: Potential): Float64Array {
  const graph = buildGraph([{ numbers, positions, cell, pbc }], potential.elements, potential.cutoff)
  const energies = new Float64Array(numbers.length)
  potential.evaluate(graph, thetaOf(potential), { energies, forces: new Float64Array(positions.length), virials: new Float64Array(6) })
  releaseGraph(graph)
  const sum = new Float64Array(3)
  energies.forEach((potentialEnergy, i) => {
    const [x, y, z] = velocities.subarray(3 * i, 3 * i + 3)
    const energy = potentialEnergy + (masses[i] * (x * x + y * y + z * z)) / 2
    for (let c = 0; c < 3; c++) sum[c] += energy * positions[3 * i + c]
  })
  return sum
}

const both = createPotential({ kind: "sum", terms: [argon.spec, { ...argon.spec, cutoff: 6 }] })

it.each([
  ["pairs", argon, fcc("Ar", 5.2), 60],
  ["embedded atoms", copper, fcc("Cu", 3.6), 900],
  ["three bodies", silicon, diamond("Si", 5.4), 1200],
  ["a sum", both, fcc("Ar", 5.2), 60],
] as const)("in a cluster the flux of heat is the change of Σ r e: %s", (_, potential, crystal, temperature) => {
  const engine = potentialEngine(potential, thetaOf(potential))
  const motion = startMotion(cluster(supercell(crystal, [2, 2, 2])), engine, 9)
  drawVelocities(motion, temperature)
  const coarse = velocityVerlet(1)
  for (let step = 0; step < 30; step++) coarse.step(motion, engine)
  const timestep = 0.01
  const integrator = velocityVerlet(timestep)
  const before = moment(motion, potential)
  integrator.step(motion, engine)
  const flux = heatFlux(potential, thetaOf(potential), motion.numbers)(motion)
  integrator.step(motion, engine)
  const after = moment(motion, potential)
  engine.release()
  const size = Math.hypot(...flux)
  for (let c = 0; c < 3; c++) expect(Math.abs((after[c] - before[c]) / (2 * timestep) - flux[c])).toBeLessThan(2e-5 * size)
})

it("says where there is no flux of heat", () => {
  const salt = Int32Array.of(11, 17)
  expect(() => heatFlux(argon, thetaOf(argon), salt)).toThrow(/several elements/)
  const moved = supercell(fcc("Ar", 5.2), [2, 2, 2])
  moved.positions[0] += 0.3
  const engine = potentialEngine(argon, thetaOf(argon))
  const motion = startMotion(moved, engine, 1)
  engine.release()
  motion.forces[0] += 0.01
  expect(() => heatFlux(argon, thetaOf(argon), motion.numbers)(motion)).toThrow(/does not say what the energy/)
})

it("integrates fluxes that forget exponentially", () => {
  const [interval, memory, spread, volume, temperature] = [3, 5, 2.5, 9000, 400]
  const found = conductivity({ interval, lags: 40 })
  const keep = Math.exp(-1 / memory)
  let random = seedRandom(4)
  const [flux, noise] = [new Float64Array(3), new Float64Array(3)]
  for (let k = 0; k < 30_000; k++) {
    random = normals(random, noise)
    for (let c = 0; c < 3; c++) flux[c] = keep * flux[c] + Math.sqrt(1 - keep * keep) * spread * noise[c]
    found.add(flux)
  }
  const { value } = found.record(volume, temperature)
  const exact = (spread ** 2 * interval * (1 + keep)) / (1 - keep) / 2 / (volume * boltzmann * temperature ** 2)
  expect(value.error! / exact).toBeLessThan(0.05)
  expect(Math.abs(value.value - exact)).toBeLessThan(3.5 * value.error!)
})
