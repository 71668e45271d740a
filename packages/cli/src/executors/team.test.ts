import { afterAll, describe, expect, it } from "vitest"
import {
  createPotential,
  drawVelocities,
  Failure,
  type ForceEngine,
  martynaTobiasKlein,
  type Motion,
  normals,
  parameterValues,
  potentialEngine,
  seedRandom,
  startMotion,
  type Structure,
  supercell,
  threadedEngine,
  velocityVerlet,
} from "@luthier/core"
import { createTeam } from "./threads.ts"

const face = [0, 0, 0, 0, 0.5, 0.5, 0.5, 0, 0.5, 0.5, 0.5, 0]

function crystal(
  numbers: readonly number[],
  lattice: number,
  sites: readonly number[],
  copies: readonly [number, number, number],
): Structure {
  const perfect = supercell(
    {
      numbers: Int32Array.from({ length: sites.length / 3 }, (_, k) => numbers[k % numbers.length]),
      positions: Float64Array.from(sites, (x) => lattice * x),
      cell: Float64Array.of(lattice, 0, 0, 0.1, lattice, 0, 0, -0.1, lattice),
      pbc: [true, true, true],
    },
    copies,
  )
  const shake = new Float64Array(perfect.positions.length)
  normals(seedRandom(5), shake)
  return { ...perfect, positions: perfect.positions.map((x, k) => x + 0.05 * shake[k]) }
}

const table = (f: (x: number) => number, step: number): string => Array.from({ length: 1001 }, (_, k) => f(k * step)).join("\n")
const fade = (r: number): number => (r < 5 ? (1 - r / 5) ** 3 : 0)
const tables = (element: string, depth: number): string =>
  `${element}\n${table((rho) => -depth * Math.sqrt(rho + 0.1), 0.02)}\n${table((r) => 4 * fade(r), 0.005)}`
const alloy = `made\nfor\nthis\n2 Cu Ni\n1001 0.02 1001 0.005 5
${tables("29 63.546 3.615 fcc", 1.4)}\n${tables("28 58.693 3.52 fcc", 1.7)}
${[12, 11, 10].map((strength) => table((r) => strength * fade(r) * (4 - r), 0.005)).join("\n")}\n`
const pair = {
  kind: "pair",
  elements: ["Ne", "Ar"],
  cutoff: 6.5,
  pairs: {
    "Ne-Ne": { form: "lennard-jones", parameters: { epsilon: 0.0031, sigma: 2.75 } },
    "Ne-Ar": { form: "lennard-jones", parameters: { epsilon: 0.0052, sigma: 3.1 } },
    "Ar-Ar": { form: "lennard-jones", parameters: { epsilon: 0.0104, sigma: 3.4 } },
  },
}
const tersoff = {
  kind: "tersoff",
  file: "Si.tersoff",
  text: "Si Si Si 3.0 1.0 1.3258 4.8381 2.0417 0.0 22.956 0.33675 1.3258 95.373 3.0 0.2 3.2394 3264.7\n",
}
const core = { kind: "zbl", elements: ["Si"], inner: 1, outer: 2.6 }
const silicon = crystal([14], 5.43, [...face, ...face.map((x) => x + 0.25)], [2, 1, 2])
/** Two elements, one of them in so few places that some threads have none. */
const noble = crystal([10, 18, 18, 18], 4.9, face, [3, 2, 2])

const cases: readonly (readonly [string, object, Structure])[] = [
  ["pairs on a half list", pair, noble],
  ["embedded atoms on a half list", { kind: "setfl", file: "CuNi.alloy", text: alloy }, crystal([29, 28], 3.7, face, [3, 2, 2])],
  ["bonds on a graph, with pairs", { kind: "sum", terms: [tersoff, core] }, silicon],
]

const executors = [2, 3].map((size) => createTeam(size - 1))
afterAll(() => Promise.all(executors.map((executor) => executor.close())))

describe.each(cases)("%s", (_, spec, structure) => {
  const potential = createPotential(spec)
  const theta = parameterValues(potential.parameters)

  it.each(executors)("by $threads more threads is what one thread finds, while atoms and cell move", async (executor) => {
    const alone = potentialEngine(potential, theta)
    const together = await threadedEngine(potential, theta, { executor })
    const shake = new Float64Array(structure.positions.length)
    normals(seedRandom(3), shake)
    for (const size of [0, 0.01, 0.05, 0.3]) {
      const moved: Structure = {
        ...structure,
        positions: structure.positions.map((x, k) => (1 + size / 20) * x + size * shake[k]),
        cell: structure.cell!.map((x) => (1 + size / 20) * x),
      }
      const expected = alone.evaluate(moved)
      const found = together.evaluate(moved)
      const scale = Math.max(...expected.forces.map(Math.abs))
      const atoms = moved.numbers.length
      expect(Math.abs(found.energy - expected.energy)).toBeLessThan(1e-13 * (Math.abs(expected.energy) + scale * atoms))
      found.forces.forEach((f, k) => expect(Math.abs(f - expected.forces[k])).toBeLessThan(1e-13 * scale))
      found.virial.forEach((w, k) => expect(Math.abs(w - expected.virial[k])).toBeLessThan(1e-12 * scale * atoms))
      expect(found.volume).toBe(expected.volume)
    }
    expect(together.rebuilds()).toBe(alone.rebuilds())
    alone.release()
    together.release()
  })
})

it("the same number of threads gives the same motion to the last bit, another the same to rounding", async () => {
  const potential = createPotential(pair)
  const theta = parameterValues(potential.parameters)
  const run = (engine: ForceEngine): Motion => {
    const motion = startMotion(noble, engine, 2)
    drawVelocities(motion, 40)
    const barostat = martynaTobiasKlein({
      timestep: 3,
      temperature: 40,
      damping: 100,
      pressure: 0.001,
      pressureDamping: 500,
      coupling: "triclinic",
    })
    barostat.init(motion)
    const integrators = [velocityVerlet(3), barostat]
    for (const { step } of integrators) for (let k = 0; k < 60; k++) step(motion, engine)
    engine.release()
    return motion
  }
  const expected = run(potentialEngine(potential, theta))
  for (const executor of executors) {
    const [first, second] = [
      run(await threadedEngine(potential, theta, { executor })),
      run(await threadedEngine(potential, theta, { executor })),
    ]
    expect(second.positions).toEqual(first.positions)
    expect(second.energy).toBe(first.energy)
    first.positions.forEach((x, k) => expect(Math.abs(x - expected.positions[k])).toBeLessThan(1e-9))
  }
})

it("what another thread refuses is told as it told it, and the team works on", async () => {
  const potential = createPotential(pair)
  const engine = await threadedEngine(potential, parameterValues(potential.parameters), { executor: executors[1] })
  const { energy } = engine.evaluate(noble)
  const last = noble.numbers.length - 1
  const broken = { ...noble, positions: noble.positions.slice() }
  broken.positions.copyWithin(3 * last, 0, 3)
  expect(() => engine.evaluate(broken)).toThrow(Failure)
  expect(() => engine.evaluate(broken)).toThrow(/lie on each other/)
  expect(() => engine.evaluate({ ...noble, numbers: noble.numbers.map(() => 3) })).toThrow(/atomic number 3/)
  engine.forget()
  expect(engine.evaluate(noble).energy).toBe(energy)
  engine.release()
  engine.release()
})

it("a spec that no thread can make a potential of ends in an error", async () => {
  const potential = { ...createPotential(pair), spec: { kind: "none" } }
  await expect(threadedEngine(potential, parameterValues(potential.parameters), { executor: executors[0] })).rejects.toThrow(
    /called "none"/,
  )
})

it("a thread that dies in the middle of a step, or before the first, is missed", async () => {
  // In the third meeting of a step some way into the run; or as it says that it is ready.
  const dies = (threads: number, when: number) => createTeam(threads, [new URL(`./fixtures/short-lived.ts?${when}`, import.meta.url).href])
  const potential = createPotential(pair)
  const theta = parameterValues(potential.parameters)
  const alone = potentialEngine(potential, theta)
  const executor = dies(2, 44)
  const engine = await threadedEngine(potential, theta, { executor })
  const run = (many: number): void => {
    for (let k = 0; k < many; k++) expect(engine.evaluate(noble).energy).toBeCloseTo(alone.evaluate(noble).energy, 9)
  }
  run(5)
  expect(() => run(100)).toThrow(/a worker thread ended/)
  expect(() => engine.evaluate(noble)).toThrow(/a worker thread ended/)
  engine.release()
  alone.release()
  const stillborn = dies(1, 1)
  await expect(threadedEngine(potential, theta, { executor: stillborn })).rejects.toThrow(/a worker thread ended/)
  await Promise.all([executor.close(), stillborn.close()])
})
