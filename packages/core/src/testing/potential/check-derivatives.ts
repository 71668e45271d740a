import { ConformanceError } from "../conformance-error.ts"
import { displaced, strained } from "./deform.ts"
import { centralDifference, demandClose, magnitude } from "./differences.ts"
import { parameterDerivatives, predict } from "./prediction.ts"
import { componentName, voigtName, type Subject } from "./subject.ts"

/** Step of positions [Å] and strains: so small that few pairs come near a cutoff. */
const STEP = 5e-5

/** F = −∂E/∂R and Σ F = 0. */
export function checkForces({ potential, theta, structure, name, tolerance }: Subject): void {
  const check = "forces are −∂E/∂R"
  const [{ forces }] = predict(potential, [structure], theta)
  const expected = Float64Array.from(structure.positions, (_, k) => {
    const energy = (shift: number) => [predict(potential, [displaced(structure, k, shift)], theta)[0].energy]
    return -centralDifference(energy, STEP)[0]
  })
  const scale = magnitude(expected, 1e-3)
  demandClose(check, forces, expected, tolerance, scale, (k) => `the ${componentName("force", k)} of ${name}`)
  for (let c = 0; c < 3; c++) {
    const net = forces.reduce((sum, force, k) => (k % 3 === c ? sum + force : sum), 0)
    if (Math.abs(net) > 1e-11 * scale * forces.length) {
      throw new ConformanceError("forces sum to zero", `the net force of ${name} along ${"xyz"[c]} is ${net} eV/Å`)
    }
  }
}

/** W = −∂E/∂ε. */
export function checkVirial({ potential, theta, structure, name, tolerance }: Subject): void {
  const [{ virial }] = predict(potential, [structure], theta)
  const expected = Float64Array.from({ length: 6 }, (_, component) => {
    const energy = (strain: number) => [predict(potential, [strained(structure, component, strain)], theta)[0].energy]
    return -centralDifference(energy, STEP)[0]
  })
  demandClose("the virial is −∂E/∂ε", virial, expected, tolerance, magnitude(expected, 1e-3), (k) => `W_${voigtName(k)} of ${name}`)
}

/** ∂(E, F, W)/∂θ, with another structure before this one in the graph. */
export function checkJacobian({ potential, theta, structure, name, tolerance }: Subject): void {
  const found = parameterDerivatives(potential, [structure, structure], theta)
  const count = theta.length
  for (let k = 0; k < count; k++) {
    const { key } = potential.parameters[k]
    const step = 1e-4 * Math.max(1e-2, Math.abs(theta[k]))
    const at = (shift: number) => predict(potential, [structure], theta.with(k, theta[k] + shift))[0]
    const column = (rows: Float64Array): Float64Array => rows.filter((_, entry) => entry % count === k)
    const rows = [
      ["∂E/∂θ", column(found.energy), (shift: number) => [at(shift).energy], () => "energy"],
      ["∂F/∂θ", column(found.forces), (shift: number) => at(shift).forces, (row: number) => componentName("force", row)],
      ["∂W/∂θ", column(found.virial), (shift: number) => at(shift).virial, (row: number) => `W_${voigtName(row)}`],
    ] as const
    for (const [law, derivative, value, rowName] of rows) {
      const expected = centralDifference(value, step)
      // Where θ has no influence, differences are only the rounding of the value itself.
      const floor = (1e-3 * magnitude(value(0), 1e-6) * 1e-2) / step
      demandClose(law, derivative, expected, tolerance, magnitude(expected, floor), (row) => `for ${key}, the ${rowName(row)} of ${name}`)
    }
  }
}

/** Columns of parameters declared linear do not change with any of them. */
export function checkLinearity({ potential, theta, structure, name, random }: Subject): void {
  const linear = potential.parameters.map((parameter) => parameter.linear)
  if (!linear.includes(true)) return
  const other = theta.map((value, k) => (linear[k] ? value * (0.6 + 0.8 * random()) + 0.01 * random() : value))
  const [here, there] = [theta, other].map((parameters) => parameterDerivatives(potential, [structure], parameters))
  for (const rows of ["energy", "forces", "virial"] as const) {
    for (let k = 0; k < theta.length; k++) {
      if (!linear[k]) continue
      const [a, b] = [here, there].map((set) => set[rows].filter((_, entry) => entry % theta.length === k))
      const { key } = potential.parameters[k]
      const entryName = (row: number): string => `row ${row} of ∂(${rows})/∂(${key}) of ${name}, after other linear parameters changed,`
      demandClose("linear parameters are linear together", b, a, 1e-9, magnitude(a, 1e-12), entryName)
    }
  }
}
