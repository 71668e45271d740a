import type { Configuration } from "../../atoms/structure.ts"
import { buildGraph } from "../../graph/build-graph.ts"
import type { Graph } from "../../graph/graph.ts"
import { releaseGraph } from "../../graph/release-graph.ts"
import type { PotentialFunction } from "../../potentials/functions/potential-function.ts"
import type { Potential } from "../../potentials/potential.ts"
import { kernels } from "../../kernels/kernels.ts"

/** How often each interval of an axis occurs. */
export interface Histogram {
  /** Width of a bin. */
  readonly width: number
  readonly counts: Float64Array
}

/**
 * Which arguments each function of a potential meets in the data: distances of its pair of elements (each pair of atoms once), or the
 * densities `ρ_i = Σ_j f(r_ij)` at atoms of its element.
 */
export function argumentHistograms(
  potential: Potential,
  functions: readonly PotentialFunction[],
  theta: Float64Array,
  configurations: Iterable<Configuration>,
): readonly Histogram[] {
  const histograms = functions.map(({ role }) => ({ width: role === "embedding" ? 0.01 : 0.05, counts: new Float64Array(2000) }))
  for (const { structure } of configurations) {
    const graph = buildGraph([structure], potential.elements, potential.cutoff)
    countDistances(graph, functions, histograms)
    countDensities(graph, functions, theta, histograms)
    releaseGraph(graph)
  }
  return histograms
}

function countDistances(graph: Graph, functions: readonly PotentialFunction[], histograms: readonly Histogram[]): void {
  const number = (atom: number): number => graph.elements[graph.species[atom]]
  functions.forEach(({ role, elements }, f) => {
    if (role === "embedding") return
    const [first, second] = elements
    for (let edge = 0; edge < graph.distances.length; edge++) {
      const [site, source] = [number(graph.origins[edge]), number(graph.neighbours[edge])]
      const ordered = site === first && source === second
      // A pair is counted from its lower end; a density from the atom that gives it.
      const counts =
        role === "pair" ? ordered && (first !== second || edge < graph.reverse[edge]) : second === undefined ? source === first : ordered
      if (counts) add(histograms[f], graph.distances[edge])
    }
  })
}

function countDensities(
  graph: Graph,
  functions: readonly PotentialFunction[],
  theta: Float64Array,
  histograms: readonly Histogram[],
): void {
  const embeddings = functions.flatMap(({ role }, f) => (role === "embedding" ? [f] : []))
  if (embeddings.length === 0) return
  const densities = functions
    .filter(({ role }) => role === "density")
    .map((one) => ({ one, values: valuesAt(one, theta, graph.distances) }))
  for (let i = 0; i < graph.species.length; i++) {
    const site = graph.elements[graph.species[i]]
    let density = 0
    for (let edge = graph.centres[i]; edge < graph.centres[i + 1]; edge++) {
      const source = graph.elements[graph.species[graph.neighbours[edge]]]
      const giving = densities.find(({ one: { elements } }) =>
        elements.length === 1 ? elements[0] === source : elements[0] === site && elements[1] === source,
      )
      density += giving?.values[edge] ?? 0
    }
    for (const f of embeddings) if (functions[f].elements[0] === site) add(histograms[f], density)
  }
}

/** f at many arguments. */
function valuesAt({ radial, offset }: PotentialFunction, theta: Float64Array, x: Float64Array): Float64Array {
  const { heap } = kernels()
  return heap.scope(() => {
    const [points, own, f, df] = [heap.f64(x.length), heap.f64(radial.parameters.length), heap.f64(x.length), heap.f64(x.length)]
    points.set(x)
    own.set(theta.subarray(offset, offset + radial.parameters.length))
    radial.evaluate(x.length, points, own, f, df)
    return Float64Array.from(f)
  })
}

function add({ width, counts }: Histogram, value: number): void {
  const bin = Math.floor(value / width)
  if (bin >= 0 && bin < counts.length) counts[bin]++
}
