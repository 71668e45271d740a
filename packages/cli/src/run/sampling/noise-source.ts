import {
  Failure,
  gibbsSampler,
  mergeTriangles,
  parseGibbsState,
  type GibbsState,
  type LinearComponent,
  type LinearSigma,
  type LinearSystem,
  type Triangle,
} from "@luthier/core"
import type { RunProblem } from "../inference/open-problem.ts"
import type { DrawSource } from "./draw-source.ts"

/** Draws of a linear fit together with its estimated σ. @throws Failure for a fit that has none. */
export async function noiseSource({ run, iterated, x }: RunProblem, seed: number): Promise<DrawSource<GibbsState>> {
  const place = { file: run.artefacts.folder }
  if (iterated)
    throw new Failure("predictions of this fit are not linear: σ cannot be drawn with it", { place, advice: "take --method ensemble" })
  if (run.posterior.classes.some(({ degrees }) => degrees !== null)) {
    throw new Failure("the noise of this fit has heavy tails, and σ is drawn for normal noise", { place, advice: "take --method exact" })
  }
  const system = await systemOf(run)
  const estimated = system.sigmas.filter(({ origin }) => origin === "estimated")
  if (estimated.length === 0) {
    throw new Failure("every σ of this fit was given: there is no noise to draw", { place, advice: "take --method exact" })
  }
  const sampler = gibbsSampler({ seed })
  const { profiled } = run.posterior
  return {
    title: "parameters and σ in turn",
    chains: 1,
    warmUp: 20,
    beside: system.sigmas.map(({ name }) => `sigma.${name}`),
    parse: parseGibbsState,
    init: async () => sampler.init(system),
    step: async (state) => sampler.step(system, state),
    iterationOf: ({ iteration }) => iteration,
    drawsOf: (state) => {
      const own = x.map((value, k) => value + state.x[profiled + k])
      return [{ cost: null, x: Array.from(own), beside: state.sigmas }]
    },
    remarksOf: () => [`σ was drawn with the parameters, ${estimated.length} of ${system.sigmas.length}; penalties kept their strength`],
  }
}

/** The linear system of a run, as steps from its minimum; strengths of penalties are those that were found. */
async function systemOf({ posterior, classTriangles }: RunProblem["run"]): Promise<LinearSystem> {
  const sigmas: LinearSigma[] = []
  const components: LinearComponent[] = []
  for await (const [own, triangle] of classTriangles()) {
    const { property, group, sigma, origin, factor } = own
    const before = components.findIndex((other, c) => other.property === property && sigmas[components[c].pool].start === sigma)
    const pool = before >= 0 ? components[before].pool : sigmas.push({ name: property, origin, start: sigma, floor: 0 }) - 1
    components.push({ name: `${property}/${group}`, property, pool, factor: factor * sigma, folds: [triangle] })
  }
  const names = sigmas.map(({ name }, p) => {
    const same = sigmas.filter((other) => other.name === name).length > 1
    return same ? components.find(({ pool }) => pool === p)!.name : name
  })
  return {
    columns: posterior.columns,
    components,
    sigmas: sigmas.map((sigma, p) => ({ ...sigma, name: names[p] })),
    penalties: [
      { name: "priors", rows: rowsOf(mergeTriangles(posterior.priors, posterior.targets)), alpha: { origin: "given", start: 1 } },
    ],
  }
}

/** The rows of a triangle one by one. */
function rowsOf({ n, data }: Triangle): LinearSystem["penalties"][number]["rows"] {
  const columns = Array.from({ length: n }, (_, k) => k)
  return Array.from({ length: data.length / (n + 1) }, (_, row) => {
    const at = row * (n + 1)
    return { columns, coefficients: Array.from(data.subarray(at, at + n)), offset: data[at + n] }
  }).filter(({ coefficients }) => coefficients.some((value) => value !== 0))
}
