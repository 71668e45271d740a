import {
  buildGraph,
  createFit,
  createPotential,
  dataStatistics,
  type Configuration,
  type Executor,
  fitStates,
  inlineExecutor,
  objectiveSchema,
  parameterValues,
  type Potential,
  releaseGraph,
  resolveObjective,
  resolveSpec,
  solverSchema,
  type Structure,
} from "@luthier/core"
import { shakenCrystal, shakenDiamond } from "./crystal.ts"
import { secantLeastSquares } from "./secant-least-squares.ts"

/** A fit from the same start by exact derivatives and by secants, on the same residuals and kernels. */
export interface DescentCost {
  readonly name: string
  readonly parameters: number
  /** Predictions of all data, and their derivatives, until the cost is that which secants end with. */
  readonly ours: { readonly costs: number; readonly linearisations: number; readonly ms: number; readonly end: number }
  /** Predictions of all data until the end. */
  readonly secants: { readonly costs: number; readonly ms: number; readonly end: number }
}

const sigma = { energy: 0.005, forces: 0.05 }

/** Fits of functions to data of the same functions, with noise as large as σ. */
export async function measureDescents(): Promise<DescentCost[]> {
  const argon = createPotential({
    kind: "pair",
    elements: ["Ar"],
    cutoff: 8,
    pairs: {
      "Ar-Ar": {
        form: "mie",
        parameters: { epsilon: 0.0131, sigma: 3.27, n: { value: 10.5, fixed: false }, m: { value: 6.7, fixed: false } },
      },
    },
  })
  const many = [...Array(20).keys()]
  const crystals = many.map((k) => shakenCrystal({ n: 3, lattice: 5.1 + 0.02 * k, shake: 0.12, number: 18, seed: 7 + k }))
  const diamonds = many.map((k) => shakenDiamond({ n: 2, lattice: 5.3 + 0.016 * k, shake: 0.12, number: 14, seed: 3 + k }))
  const silicon = createPotential(resolveSpec({ kind: "stillinger-weber", elements: ["Si"] }, dataStatistics(unlabelled(diamonds))))
  const copper = many.slice(0, 6).map((k) => shakenCrystal({ n: 3, lattice: 3.5 + 0.05 * k, shake: 0.12, number: 29, seed: 17 + k }))
  const embedded = createPotential(resolveSpec({ kind: "eam", elements: ["Cu"] }, dataStatistics(unlabelled(copper))))
  return [
    await descend("Mie", argon, crystals),
    await descend("Stillinger–Weber", silicon, diamonds),
    await descend("Embedded atoms, splines", embedded, copper),
  ]
}

async function descend(name: string, potential: Potential, structures: readonly Structure[]): Promise<DescentCost> {
  const start = parameterValues(potential.parameters)
  const free = [...potential.parameters.keys()].filter((k) => !potential.parameters[k].fixed && !potential.parameters[k].tie)
  const truth = start.map((value, k) => (free.includes(k) ? value * (1 + 0.1 * Math.cos(2.3 * k + 1)) : value))
  const exact = prediction(potential, structures)
  const labels = exact
    .at(truth)
    .map((value, i) => value + (exact.isEnergy(i) ? sigma.energy : sigma.forces) * Math.sqrt(2) * Math.sin(1.7 * i * i))
  const residuals = (x: Float64Array): Float64Array => {
    const theta = start.slice()
    free.forEach((k, i) => (theta[k] = x[i]))
    return exact.at(theta).map((value, i) => (value - labels[i]) / (exact.isEnergy(i) ? sigma.energy : sigma.forces))
  }
  const largest = Math.max(...start.map(Math.abs))
  const box = (side: number, bound: "lower" | "upper") =>
    Float64Array.from(free, (k) => {
      const own = potential.parameters[k][bound]
      const near = start[k] + side * (Math.max(Math.abs(start[k]), 1e-3 * largest) || 1)
      return bound === "lower" ? Math.max(own, near) : Math.min(own, near)
    })
  const began = spent()
  const secants = secantLeastSquares(
    residuals,
    Float64Array.from(free, (k) => start[k]),
    box(-0.6, "lower"),
    box(0.6, "upper"),
  )
  const turned = spent()
  const ours = await fitted(potential, configurationsOf(structures, labels), secants.cost)
  exact.release()
  return {
    name,
    parameters: free.length,
    ours,
    secants: { costs: secants.evaluations, ms: turned - began, end: secants.cost },
  }
}

/** Energies per atom and forces of structures, one structure after another, on one graph that is kept. */
function prediction(potential: Potential, structures: readonly Structure[]) {
  const graph = buildGraph(structures, potential.elements, potential.cutoff)
  const atoms = graph.species.length
  const evaluation = {
    energies: new Float64Array(atoms),
    forces: new Float64Array(3 * atoms),
    virials: new Float64Array(6 * structures.length),
  }
  const offsets = [...graph.structures]
  const kinds = Uint8Array.from(structures.flatMap(({ numbers }) => [1, ...Array.from(numbers).flatMap(() => [0, 0, 0])]))
  return {
    isEnergy: (i: number): boolean => kinds[i] === 1,
    at: (theta: Float64Array): Float64Array => {
      // Potentials add to what is there.
      for (const values of Object.values(evaluation)) values.fill(0)
      potential.evaluate(graph, theta, evaluation)
      const out = new Float64Array(kinds.length)
      let at = 0
      structures.forEach((_, s) => {
        const [from, to] = [offsets[s], offsets[s + 1]]
        out[at++] = evaluation.energies.subarray(from, to).reduce((sum, value) => sum + value, 0) / (to - from)
        out.set(evaluation.forces.subarray(3 * from, 3 * to), at)
        at += 3 * (to - from)
      })
      return out
    },
    release: (): void => releaseGraph(graph),
  }
}

/** Structures whose numbers nobody knows yet. */
function unlabelled(structures: readonly Structure[]): Configuration[] {
  return configurationsOf(structures, new Float64Array(structures.reduce((sum, { positions }) => sum + 1 + positions.length, 0)))
}

function configurationsOf(structures: readonly Structure[], labels: Float64Array): Configuration[] {
  let at = 0
  return structures.map((structure, frame) => {
    const count = structure.numbers.length
    const energy = labels[at] * count
    const forces = labels.slice(at + 1, at + 1 + 3 * count)
    at += 1 + 3 * count
    return {
      structure,
      energy,
      forces,
      group: "crystal",
      weights: { energy: 1, forces: 1, stress: 1 },
      origin: { file: "crystals", frame },
    }
  })
}

/** A fit with the defaults of a config: what it asked of the data until its cost was `aim`, and the cost it ends with. */
async function fitted(potential: Potential, configurations: readonly Configuration[], aim: number): Promise<DescentCost["ours"]> {
  const own = inlineExecutor()
  const began = spent()
  const objective = resolveObjective(objectiveSchema.parse({ stress: false, sigma, references: "none" }))
  const fit = createFit({ potential, configurations: [...configurations], objective, solver: solverSchema.parse({}), seed: 1 })
  const chunks = fit.objective.setup.chunks.length - 1
  let [costs, linearisations] = [0, 0]
  const executor: Executor = {
    ...own,
    map: (job, setup, tasks) => {
      if (job === "objective.cost") costs += tasks.length / chunks
      if (job === "objective.linearise") linearisations += tasks.length / chunks
      return own.map(job, setup, tasks)
    },
  }
  let reached: Omit<DescentCost["ours"], "end"> | undefined
  let end = Infinity
  for await (const { cost } of fitStates(fit, executor)) {
    end = cost
    if (cost <= aim) reached ??= { costs, linearisations, ms: spent() - began }
  }
  return { ...(reached ?? { costs, linearisations, ms: Infinity }), end }
}

/** Processor time of this thread [ms]. */
function spent(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}
