import { expect, test } from "vitest"
import { fcc } from "../../atoms/prototypes.ts"
import type { Configuration } from "../../atoms/structure.ts"
import { createFit, fitStates } from "../../fit/fit.ts"
import { concludeFit, type FitResult } from "../../fit/result.ts"
import { solverSchema } from "../../fit/schema.ts"
import type { FitState } from "../../fit/state.ts"
import { inlineExecutor } from "../../kernels/jobs.ts"
import { mergeTriangles, triangleOf } from "../../linalg/triangle/combine-rows.ts"
import { resolveObjective } from "../../objective/resolve-objective.ts"
import { objectiveSchema } from "../../objective/schema.ts"
import { evaluateStructure } from "../../potentials/evaluate-structure.ts"
import { gaugeAlong, gaugesOf } from "../../potentials/gauge.ts"
import { parameterValues, type Parameter } from "../../potentials/parameters.ts"
import type { Potential } from "../../potentials/potential.ts"
import { createPotential } from "../../potentials/registry.ts"
import { randomNumbers } from "../../testing/potential/random-structure.ts"
import { covarianceFactor, standardErrors } from "../covariance.ts"
import { identify } from "./identify.ts"
import { gaugeSentences, openSentences } from "./sentences.ts"

const knots = [2, 2.4, 2.8, 3.3, 3.9, 4.6]

/** Embedded atoms whose φ and f have their knots in common, and F a formula with a slope: all gauges can be followed exactly. */
function copper(gauge: "fix" | "free", off: number): Potential {
  const near = (values: readonly number[]) => values.map((value, k) => value * (1 + off * Math.sin(2 * k + 1)))
  const held = gauge === "fix"
  return createPotential({
    ...{ kind: "eam", style: "alloy", elements: ["Cu"], cutoff: 4.6, gauge },
    pair: { "Cu-Cu": { spline: { knots, order: "cubic", basis: "values", start: 2, values: near([1.9, 0.55, 0.13, 0.02, -0.01]) } } },
    density: { Cu: { spline: { knots, order: "cubic", basis: "values", start: 2, values: near([0.3, 0.14, 0.06, 0.03, 0.008]) } } },
    embedding: {
      Cu: {
        formula: "-E*rho^0.6 + k*rho + g*rho^2",
        parameters: { E: 2.1 * (1 + off), k: { value: -0.3, fixed: held }, g: 0.05 * (1 - off) },
      },
    },
  })
}

/** Hot crystals with the energies and forces of `truth`, and noise on both. */
function crystals(truth: Potential, count: number, seed: number): readonly Configuration[] {
  const random = randomNumbers(seed)
  return Array.from({ length: count }, (_, frame) => {
    const crystal = fcc("Cu", 3.6 * (0.93 + 0.025 * (frame % 7)))
    const structure = { ...crystal, positions: crystal.positions.map((x) => x + 0.5 * (random() - 0.5)) }
    const exact = evaluateStructure(truth, parameterValues(truth.parameters), structure)
    const energy = exact.energy + 0.01 * (random() - 0.5)
    const forces = exact.forces.map((force) => force + 0.05 * (random() - 0.5))
    const weights = { energy: 1, forces: 1, stress: 1 }
    return { structure, energy, forces, group: "hot", weights, origin: { file: "hot", frame } }
  })
}

const truth = copper("fix", 0)
const objective = resolveObjective(objectiveSchema.parse({ references: "none", smoothness: { anchor: 0 } }))

async function fitted(potential: Potential): Promise<FitResult> {
  const fit = createFit({ potential, configurations: crystals(truth, 14, 5), objective, solver: solverSchema.parse({}), seed: 1 })
  let state: FitState | undefined
  for await (state of fitStates(fit, inlineExecutor()));
  expect(state?.outcome?.outcome, state?.outcome?.sentence).toBe("converged")
  return concludeFit(fit, state!, inlineExecutor())
}

test("a fit whose gauge is free ends, says so by name, and predicts what one of a fixed gauge does", async () => {
  const free = copper("free", 0.1)
  const fixed = copper("fix", 0.1)
  const [loose, tight] = [await fitted(free), await fitted(fixed)]
  for (const { structure } of crystals(truth, 5, 77)) {
    const [one, other] = [evaluateStructure(free, loose.theta, structure), evaluateStructure(fixed, tight.theta, structure)]
    expect(Math.abs(one.energy - other.energy)).toBeLessThan(1e-6)
  }
  const found = identify(loose, gaugesOf(free))
  expect(found.parameters - found.rank).toBe(2)
  expect(found.open.map(({ gauge }) => gauge)).toEqual(["scale of the density", "slope of the embedding energy of Cu"])
  for (const { angle } of found.open) expect(angle).toBeLessThan(1e-6)
  expect(openSentences(found)[0]).toContain("not determined: the scale of the density, since f → s f with F(ρ) → F(ρ/s) changes no energy")
  const errors = standardErrors(covarianceFactor(loose.information, found.tolerance))
  expect(errors[loose.names.indexOf("density.Cu.knot1")]).toBe(Infinity)

  const held = identify(tight, gaugesOf(fixed))
  expect(held.rank).toBe(held.parameters)
  expect(held.open).toEqual([])
  expect(held.gauges.map(({ name, state, by }) => [name, state, by.map(({ key }) => key)])).toEqual([
    ["scale of the density", "held", ["density.Cu.knot2"]],
    ["slope of the embedding energy of Cu", "held", ["embedding.Cu.k"]],
  ])
  expect(gaugeSentences(held)[1]).toMatch(/^slope of the embedding energy of Cu: .* it is fixed by holding embedding\.Cu\.k = -0\.3$/)
})

function parameter(key: string, value: number, more: Partial<Parameter> = {}): Parameter {
  const plain = { unit: "eV", lower: -Infinity, upper: Infinity, transform: "identity", fixed: false, linear: true, doc: "" } as const
  return { ...plain, key, value, ...more }
}

/** A fit of these parameters with the derivatives `rows`. */
function fitOf(potential: readonly Parameter[], rows: readonly (readonly number[])[], baseline: readonly Parameter[] = []) {
  const names = [...potential, ...baseline].flatMap(({ key, fixed, tie }) => (fixed || tie ? [] : [key]))
  const flat = Float64Array.from(rows.flatMap((row) => [...row, 0]))
  const information = triangleOf(flat, rows.length, names.length)
  return { potential, baseline, names, columns: names, information, classes: [{ property: "energy" }] }
}

test("directions that are no gauge are called by their parameters, each of its own", () => {
  const potential = ["a", "b", "c", "d", "e"].map((key) => parameter(key, 1.7))
  // a and b enter as a + 3 b, d not at all, c and e each in their own way.
  const rows = [
    [2, 6, 1, 0, 0.1],
    [-1, -3, 0.4, 0, 2],
    [0.5, 1.5, -2, 0, 1],
    [1, 3, 3, 0, -0.7],
    [0.2, 0.6, 0.3, 0, 0.3],
  ]
  const found = identify(fitOf(potential, rows), [])
  expect(found.rank).toBe(3)
  expect(found.open.map(({ direction }) => direction).sort()).toEqual(["0.71 a − 0.71 b", "1.00 d"])
  expect(openSentences(found)).toEqual(["not determined: no datum sees 0.71 a − 0.71 b"])
})

test("a product is named through logarithms and ties", () => {
  const gauge = gaugeAlong({ name: "scale of ζ", doc: "β → β/s with γ → s γ" }, (theta) =>
    Float64Array.of(-theta[0], theta[1], 0, theta[3]),
  )
  const potential = [
    parameter("beta", 2e-6, { transform: "log" }),
    parameter("gamma", 0.7),
    parameter("n", 0.8),
    parameter("gamma2", 1.4, { tie: { key: "gamma", factor: 2 } }),
  ]
  // r depends on β γ: dr/d ln β = βγ, dr/dγ = β.
  const rows = [
    [1.3 * 0.7, 1.3, 0.2],
    [-2.1 * 0.7, -2.1, 1],
    [0.4 * 0.7, 0.4, -3],
    [5 * 0.7, 5, 0.3],
  ]
  const [open, ...others] = identify(fitOf(potential, rows), [gauge]).open
  expect(others).toEqual([])
  expect(open.gauge).toBe("scale of ζ")
  expect(open.angle).toBeLessThan(1e-12)
})

test("a constant energy is free beside a fitted reference energy and held beside a given one", () => {
  const constant = gaugeAlong({ name: "constant energy of W", doc: "", energies: { W: 1 } }, () => Float64Array.of(1, 0))
  const potential = [parameter("constant", 0.3), parameter("slope", 2)]
  const both = fitOf(
    potential,
    [
      [1, 3, 1],
      [1, -2, 1],
      [1, 0.4, 1],
      [1, 0.1, 1],
    ],
    [parameter("reference.W", -9)],
  )
  expect(identify(both, [constant]).open.map(({ gauge }) => gauge)).toEqual(["constant energy of W"])
  const rows = [
    [1, 3],
    [1, -2],
    [1, 0.4],
  ]
  const prior = triangleOf(Float64Array.of(1e-3, 0, 0, 0, 0, 1e-3, 0, 0, 0, 0, 1e-3, 0), 3, 3)
  const anchored = identify({ ...both, data: both.information, information: mergeTriangles(both.information, prior) }, [constant])
  expect(openSentences(anchored)[0]).toContain("nothing but priors and starting values fixes it")
  const given = identify(fitOf(potential, rows, [parameter("reference.W", -9, { fixed: true })]), [constant])
  expect([given.open, given.gauges]).toEqual([[], []])
  const forces = {
    ...fitOf(
      potential,
      rows.map(([, slope]) => [0, slope]),
    ),
    classes: [{ property: "force" }],
  }
  expect(identify(forces, [constant]).open.map(({ gauge }) => gauge)).toEqual(["constant energy of W"])
})
