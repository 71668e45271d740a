import type { Graph } from "../../graph/graph.ts"
import { hasFunctions, type PotentialFunction, type WithFunctions } from "../functions/potential-function.ts"
import { type Gauge, gaugeOfTerm, gaugesOf, type WithGauges } from "../gauge.ts"
import type { Parameter } from "../parameters.ts"
import type { Evaluation, JacobianBlock, Potential, PotentialSpec } from "../potential.ts"
import { hasRegularisers, isOneSided, type Regulariser, type WithRegularisers } from "../regulariser.ts"
import { addSiteRows, type WithSiteRows } from "../site-rows.ts"

/** One term of a sum; its parameters are θ[offset] to θ[offset + potential.parameters.length − 1]. */
interface SumTerm {
  readonly potential: Potential
  readonly offset: number
}

/** A sum of potentials; its terms, and their functions, are open to exporters and reports. It has the regularisers and gauges of all. */
export interface SumPotential extends Potential, WithFunctions, WithGauges, WithRegularisers, WithSiteRows {
  readonly terms: readonly SumTerm[]
}

/** Whether a potential is a sum of others. */
export function hasTerms(potential: Potential): potential is SumPotential {
  return "terms" in potential
}

/**
 * The sum of potentials: energies, forces, virials and parameters, one after the other. Each term acts among its own elements. Where
 * two terms have functions of one name, or parameters under one path, `term1.`, `term2.`, … stands before them.
 */
export function sumPotential(spec: PotentialSpec, potentials: readonly Potential[]): SumPotential {
  const terms: SumTerm[] = []
  let offset = 0
  for (const potential of potentials) {
    terms.push(Object.freeze({ potential, offset }))
    offset += potential.parameters.length
  }
  const names = termNames(potentials)
  const unbounded = [...new Set(potentials.flatMap((potential) => potential.unbounded ?? []))].join("; ")
  return Object.freeze({
    spec,
    elements: Object.freeze([...new Set(potentials.flatMap((potential) => potential.elements))]),
    cutoff: Math.max(...potentials.map((potential) => potential.cutoff)),
    ...(unbounded && { unbounded }),
    ...(potentials.every((potential) => potential.byCentre) && { byCentre: true }),
    parameters: Object.freeze(terms.flatMap(({ potential }, t) => potential.parameters.map((parameter) => renamed(parameter, names[t])))),
    terms: Object.freeze(terms),
    functions: Object.freeze(
      terms.flatMap(({ potential, offset }, t) =>
        functionsOf(potential).map((one) => Object.freeze({ ...one, name: names[t](one.name), offset: offset + one.offset })),
      ),
    ),
    // A term may find its own only when they are asked for.
    get regularisers(): readonly Regulariser[] {
      return regularisersOf(terms)
    },
    gauges: Object.freeze(terms.flatMap((term, t) => gaugesOfTerm(term, t, terms))),
    evaluate(graph: Graph, theta: Float64Array, out: Evaluation): void {
      for (const { potential, offset } of terms) {
        potential.evaluate(graph, theta.subarray(offset, offset + potential.parameters.length), out)
      }
    },
    jacobian(graph: Graph, s: number, theta: Float64Array, block: JacobianBlock): void {
      for (const { potential, offset } of terms) {
        const own = theta.subarray(offset, offset + potential.parameters.length)
        potential.jacobian(graph, s, own, { ...block, column: block.column + offset })
      }
    },
    siteRows(graph: Graph, out: Float64Array, stride: number, column: number): void {
      for (const { potential, offset } of terms) addSiteRows(potential, graph, out, stride, column + offset)
    },
  })
}

function functionsOf(potential: Potential): readonly PotentialFunction[] {
  return hasFunctions(potential) ? potential.functions : []
}

function gaugesOfTerm({ potential, offset }: SumTerm, t: number, terms: readonly SumTerm[]): readonly Gauge[] {
  return gaugesOf(potential).map((gauge) => {
    const shared = terms.some((other, l) => l !== t && gaugesOf(other.potential).some(({ name }) => name === gauge.name))
    return gaugeOfTerm(gauge, offset, potential.parameters.length, shared ? `${gauge.name} in term ${t + 1}` : gauge.name)
  })
}

/**
 * Those of all terms; where two terms have some of one name, `term1.`, `term2.`, … stands before it. Without those that expect something of
 * whole energies, of which one term is a part.
 */
function regularisersOf(terms: readonly SumTerm[]): readonly Regulariser[] {
  const own = terms.map(({ potential }) => (hasRegularisers(potential) ? potential.regularisers : []).filter((one) => !isOneSided(one)))
  return own.flatMap((list, t) =>
    list.map((one) => ({
      ...one,
      name: own.some((others, other) => other !== t && others.some(({ name }) => name === one.name))
        ? `term${t + 1}.${one.name}`
        : one.name,
      rows: one.rows.map((row) => ({ ...row, parameters: row.parameters.map((k) => terms[t].offset + k) })),
    })),
  )
}

/** For each term, the name in the sum of a function's name or of a parameter's path. */
function termNames(potentials: readonly Potential[]): readonly ((name: string) => string)[] {
  const own = potentials.map(
    (potential) => new Set([...functionsOf(potential).map(({ name }) => name), ...potential.parameters.map(({ key }) => pathOf(key))]),
  )
  return own.map((names, t) => (name) => {
    const shared = names.has(name) && own.some((others, other) => other !== t && others.has(name))
    return shared ? `term${t + 1}.${name}` : name
  })
}

function renamed(parameter: Parameter, nameOf: (name: string) => string): Parameter {
  const rename = (key: string): string => nameOf(pathOf(key)) + key.slice(pathOf(key).length)
  const { key, tie } = parameter
  return Object.freeze({ ...parameter, key: rename(key), ...(tie && { tie: { ...tie, key: rename(tie.key) } }) })
}

/** `pair.Ne-Xe` of `pair.Ne-Xe.epsilon`. */
function pathOf(key: string): string {
  return key.slice(0, Math.max(0, key.lastIndexOf(".")))
}
