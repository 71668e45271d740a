import type { Graph } from "../../../graph/graph.ts"
import { kernels } from "../../../kernels/kernels.ts"
import type { PotentialFunction } from "../../../potentials/functions/potential-function.ts"
import type { BondPulls, PullBonds } from "./pulls.ts"

type Role = PotentialFunction["role"]

/** Edges from atoms of one element to those of another, and their distances. */
interface Bonds {
  readonly elements: readonly [number, number]
  readonly edges: readonly number[]
  /** In kernel memory. */
  readonly distances: Float64Array
}

/**
 * Energies of functions of one distance and of sums over the neighbours of one atom,
 *
 *     U_i = F(Σ_j ρ(r)) + ½ Σ_j φ(r) + ½ |μ|² + ½ Σ λ² − ⅙ (tr λ)²,  μ = Σ_j u(r) r_ij,  λ = Σ_j w(r) r_ij⊗r_ij,
 *
 * and their derivatives. Densities are those of the neighbour's element, or of both.
 */
export function functionPulls(functions: readonly PotentialFunction[], theta: Float64Array): PullBonds {
  const find = (role: Role, ...elements: readonly number[]): PotentialFunction | undefined =>
    functions.find((one) => one.role === role && one.elements.join() === elements.join())
  const ofPair = (role: Role, [a, b]: Bonds["elements"]) => find(role, a, b) ?? find(role, b, a)
  const own = ({ radial, offset }: PotentialFunction): Float64Array => theta.slice(offset, offset + radial.parameters.length)

  return (graph, out) =>
    kernels().heap.scope(() => {
      const bonds = sortBonds(graph)
      const most = Math.max(1, graph.species.length, ...bonds.map(({ edges }) => edges.length))
      const [value, slope] = [0, 1].map(() => kernels().heap.f64(most))
      /** Values and slopes of a function at the distances, with the edge of each. */
      const along = ({ edges, distances }: Bonds, shown: PotentialFunction | undefined, see: See): void => {
        if (!shown) return
        shown.radial.evaluate(edges.length, distances, own(shown), value, slope)
        edges.forEach((e, k) => {
          if (distances[k] < shown.radial.end) see(e, value[k], slope[k], distances[k])
        })
      }
      for (const one of bonds) {
        along(one, ofPair("pair", one.elements), (e, f, df, r) => {
          out.energies[graph.origins[e]] += f / 2
          pullAlong(graph, out, e, df / 2 / r)
        })
      }
      embed(
        graph,
        out,
        bonds,
        (one, see) => along(one, find("density", ...one.elements) ?? find("density", one.elements[1]), see),
        (a, x, f, df) => {
          const shown = find("embedding", a)
          if (shown) shown.radial.evaluate(x.length, x, own(shown), f, df)
        },
      )
      const moments: Moments = { dipoles: new Float64Array(3 * graph.species.length), tensors: new Float64Array(9 * graph.species.length) }
      const both = (role: "dipole" | "quadrupole") => (see: See) => {
        for (const one of bonds) along(one, ofPair(role, one.elements), see)
      }
      if (functions.some(({ role }) => role === "dipole" || role === "quadrupole")) {
        addMoments(graph, out, moments, both("dipole"), both("quadrupole"))
      }
    })
}

type See = (edge: number, value: number, slope: number, distance: number) => void

function sortBonds({ species, elements, origins, neighbours, distances }: Graph): readonly Bonds[] {
  const count = elements.length
  const lists = Array.from({ length: count * count }, (): number[] => [])
  for (let e = 0; e < origins.length; e++) lists[count * species[origins[e]] + species[neighbours[e]]].push(e)
  return lists.flatMap((edges, k) => {
    if (edges.length === 0) return []
    const own = kernels().heap.f64(edges.length)
    edges.forEach((e, at) => (own[at] = distances[e]))
    return [{ elements: [elements[Math.floor(k / count)], elements[k % count]] as const, edges, distances: own }]
  })
}

/** Subtracts `factor` r_ij from the pull of an edge. */
function pullAlong({ vectors }: Graph, { pulls }: BondPulls, e: number, factor: number): void {
  for (let c = 3 * e; c < 3 * e + 3; c++) pulls[c] -= factor * vectors[c]
}

/** F(Σ ρ) of each atom. */
function embed(
  graph: Graph,
  out: BondPulls,
  bonds: readonly Bonds[],
  density: (bonds: Bonds, see: See) => void,
  embedding: (element: number, sums: Float64Array, value: Float64Array, slope: Float64Array) => void,
): void {
  const { species, elements, origins, distances } = graph
  const sums = new Float64Array(species.length)
  const slopes = new Float64Array(origins.length)
  for (const one of bonds) {
    density(one, (e, rho, slope) => {
      sums[origins[e]] += rho
      slopes[e] = slope
    })
  }
  const embedded = new Float64Array(species.length)
  elements.forEach((element, a) => {
    const atoms = Array.from(sums.keys()).filter((i) => species[i] === a)
    const [x, value, slope] = [0, 1, 2].map(() => kernels().heap.f64(Math.max(1, atoms.length)))
    atoms.forEach((i, k) => (x[k] = sums[i]))
    embedding(element, x.subarray(0, atoms.length), value, slope)
    atoms.forEach((i, k) => {
      out.energies[i] += value[k]
      embedded[i] = slope[k]
    })
  })
  for (let e = 0; e < origins.length; e++) {
    if (slopes[e] !== 0) pullAlong(graph, out, e, (embedded[origins[e]] * slopes[e]) / distances[e])
  }
}

/** Of each atom: μ, `[3N]`, and ∂U/∂λ, `[9N]`. */
interface Moments {
  readonly dipoles: Float64Array
  readonly tensors: Float64Array
}

/** Energies of dipoles and quadrupoles: ∂U/∂r_ij = (u′/r)(μ·r) r + u μ + (w′/r)(r·S·r) r + 2 w S r with S = λ − ⅓ tr λ. */
function addMoments(
  graph: Graph,
  out: BondPulls,
  { dipoles, tensors }: Moments,
  eachDipole: (see: See) => void,
  eachQuadrupole: (see: See) => void,
): void {
  const { vectors, origins } = graph
  eachDipole((e, u) => {
    for (let c = 0; c < 3; c++) dipoles[3 * origins[e] + c] += u * vectors[3 * e + c]
  })
  eachQuadrupole((e, w) => {
    for (let k = 0; k < 9; k++) tensors[9 * origins[e] + k] += w * vectors[3 * e + Math.floor(k / 3)] * vectors[3 * e + (k % 3)]
  })
  for (let i = 0; i < out.energies.length; i++) {
    const trace = tensors[9 * i] + tensors[9 * i + 4] + tensors[9 * i + 8]
    for (let c = 0; c < 3; c++) {
      tensors[9 * i + 4 * c] -= trace / 3
      out.energies[i] += dipoles[3 * i + c] ** 2 / 2
    }
    for (let k = 0; k < 9; k++) out.energies[i] += tensors[9 * i + k] ** 2 / 2
  }
  eachDipole((e, u, slope, r) => {
    const mu = dipoles.subarray(3 * origins[e], 3 * origins[e] + 3)
    pullAlong(graph, out, e, (slope / r) * dot(mu, vectors, 3 * e))
    for (let c = 0; c < 3; c++) out.pulls[3 * e + c] -= u * mu[c]
  })
  eachQuadrupole((e, w, slope, r) => {
    const S = tensors.subarray(9 * origins[e], 9 * origins[e] + 9)
    const turned = [0, 3, 6].map((row) => dot(S.subarray(row, row + 3), vectors, 3 * e))
    pullAlong(graph, out, e, (slope / r) * dot(turned, vectors, 3 * e))
    for (let c = 0; c < 3; c++) out.pulls[3 * e + c] -= 2 * w * turned[c]
  })
}

function dot(a: ArrayLike<number>, b: Float64Array, at: number): number {
  return a[0] * b[at] + a[1] * b[at + 1] + a[2] * b[at + 2]
}
