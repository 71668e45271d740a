import { describe, expect, it } from "vitest"
import { diamond, fcc } from "../../../atoms/prototypes.ts"
import type { Structure } from "../../../atoms/structure.ts"
import { supercell } from "../../../atoms/transform.ts"
import { potentialEngine } from "../../../dynamics/force-engine/potential-engine.ts"
import { velocityVerlet } from "../../../dynamics/integrators/velocity-verlet.ts"
import { type Motion, startMotion } from "../../../dynamics/motion/motion.ts"
import { drawVelocities } from "../../../dynamics/motion/velocities.ts"
import { buildGraph } from "../../../graph/build-graph.ts"
import { releaseGraph } from "../../../graph/release-graph.ts"
import { createPotential, resolveSpec } from "../../../potentials/registry.ts"
import type { Potential } from "../../../potentials/potential.ts"
import { normals, seedRandom } from "../../../random/random.ts"
import { boltzmann } from "../../../units/constants.ts"
import { argon, copper, silicon } from "../../fixtures/potentials.ts"
import { conductivity } from "./conductivity.ts"
import { heatFlux } from "./heat-flux.ts"

const cluster = (structure: Structure): Structure => ({ ...structure, pbc: [false, false, false] })
/** Linear coefficients, which have no values of their own, get small ones. */
const thetaOf = (potential: Potential): Float64Array =>
  Float64Array.from(potential.parameters, ({ key, value }, k) => (/^(?:ace|snap)\./u.test(key) ? 0.01 * Math.sin(1.7 * k) : value))

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
const rocks = (crystal: Structure, other: number): Structure => ({
  ...crystal,
  numbers: crystal.numbers.map((number, i) => (i % 3 === 0 ? other : number)),
})
const copperNickel = { elements: ["Cu", "Ni"], cutoff: 5 }
const statistics = {
  elements: [28, 29],
  minimumDistance: { "Ni-Ni": 2.05, "Ni-Cu": 2.1, "Cu-Cu": 2.12 },
  nearestNeighbour: { "Ni-Ni": 2.4, "Ni-Cu": 2.43, "Cu-Cu": 2.45 },
  volumePerAtom: 11.6,
  energySpread: 0.4,
}
const resolved = (spec: object): Potential => createPotential(resolveSpec(spec, statistics))
const noble = createPotential({
  kind: "pair",
  elements: ["Ar", "Kr"],
  cutoff: 7.5,
  pairs: {
    "Ar-Ar": { form: "lennard-jones", parameters: { epsilon: 0.0103, sigma: 3.4 } },
    "Ar-Kr": { form: "lennard-jones", parameters: { epsilon: 0.0121, sigma: 3.5 } },
    "Kr-Kr": { form: "lennard-jones", parameters: { epsilon: 0.0141, sigma: 3.6 } },
  },
})
const expansion = resolved({ kind: "ace", elements: ["Cu", "Ni"], degree: [5, 4, 3] })
const bispectra = createPotential({
  kind: "snap",
  elements: ["Cu", "Ni"],
  rcutfac: 4.3,
  radelems: [0.5, 0.48],
  welems: [1, 0.9],
  twojmax: 3,
})
const alloy = rocks(fcc("Cu", 3.6), 28)

it.each([
  ["pairs", argon, fcc("Ar", 5.2), 60],
  ["embedded atoms", copper, fcc("Cu", 3.6), 900],
  ["three bodies", silicon, diamond("Si", 5.4), 1200],
  ["a sum", both, fcc("Ar", 5.2), 60],
  ["pairs of two elements", noble, rocks(fcc("Ar", 5.3), 36), 60],
  ["embedded atoms of two elements", resolved({ kind: "eam", ...copperNickel }), alloy, 600],
  ["densities of both ends", resolved({ kind: "eam", style: "fs", ...copperNickel }), alloy, 600],
  ["dipoles and quadrupoles", resolved({ kind: "adp", ...copperNickel }), alloy, 600],
  ["three bodies of two elements", resolved({ kind: "stillinger-weber" }), alloy, 300],
  ["bond orders of two elements", resolved({ kind: "tersoff" }), alloy, 300],
  ["coordination of two elements", resolved({ kind: "edip" }), alloy, 300],
  ["clusters of two elements", expansion, alloy, 300],
  ["bispectra of two elements", bispectra, alloy, 300],
  [
    "a sum of which one element knows a part",
    createPotential({ kind: "sum", terms: [noble.spec, { kind: "zbl", elements: ["Kr"], inner: 2, outer: 5 }] }),
    rocks(fcc("Ar", 5.3), 36),
    60,
  ],
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
  const size = Math.hypot(...flux.subarray(0, 3))
  expect(size).toBeGreaterThan(0)
  for (let c = 0; c < 3; c++) expect(Math.abs((after[c] - before[c]) / (2 * timestep) - flux[c])).toBeLessThan(2e-5 * size)
})

it("says where there is no flux of heat", () => {
  const charged = createPotential({ kind: "sum", terms: [{ kind: "coulomb", charges: { Ar: 0 }, cutoff: 6 }, argon.spec] })
  expect(() => heatFlux(charged, thetaOf(charged), Int32Array.of(18))).toThrow(/flux of heat is that of a cutoff, and charges/)
  const moved = supercell(fcc("Ar", 5.2), [2, 2, 2])
  moved.positions[0] += 0.3
  const engine = potentialEngine(argon, thetaOf(argon))
  const motion = startMotion(moved, engine, 1)
  engine.release()
  motion.forces[0] += 0.01
  expect(() => heatFlux(argon, thetaOf(argon), motion.numbers)(motion)).toThrow(/do not say what forces/)
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

describe("among two elements", () => {
  const [interval, temperature, volume] = [3, 400, 9000]
  const keeps = [5, 2].map((memory) => Math.exp(-1 / memory))
  const spreads = [1.3, 2.5]
  /** Fluxes of matter and of heat, each of which forgets in its own time, and energy that goes with matter. */
  const run = (withMatter: number, flowing: boolean) => {
    const found = conductivity({ interval, lags: 30 })
    let random = seedRandom(4)
    const [own, noise] = [new Float64Array(6), new Float64Array(6)]
    let last = new Float64Array(3)
    for (let k = 0; k < 20_000; k++) {
      random = normals(random, noise)
      for (let c = 0; c < 6; c++) {
        const which = c < 3 ? 0 : 1
        own[c] = keeps[which] * own[c] + Math.sqrt(1 - keeps[which] ** 2) * spreads[which] * noise[c]
      }
      // In a crystal the flux of matter is the change of something that stays small.
      const matter = Float64Array.from({ length: 3 }, (_, c) => (flowing ? own[c] : own[c] - last[c]))
      last = own.slice(0, 3)
      found.add(Float64Array.from({ length: 6 }, (_, c) => (c < 3 ? own[3 + c] + withMatter * matter[c] : matter[c - 3])))
    }
    return found.record(volume, temperature).value
  }
  const exact = (spreads[1] ** 2 * interval * (1 + keeps[1])) / (1 - keeps[1]) / 2 / (volume * boltzmann * temperature ** 2)

  it.each([
    [0, true],
    [7, true],
    [0, false],
    [7, false],
  ])("heat is what energy does not go with matter: %f of it, flowing: %s", (withMatter, flowing) => {
    const { value, error } = run(withMatter, flowing)
    expect(error! / exact).toBeLessThan(0.06)
    expect(Math.abs(value - exact)).toBeLessThan(3.5 * error!)
  })
})
