import type { Configuration } from "../atoms/structure.ts"
import { configurationGraph } from "../graph/configuration-graph.ts"
import type { Graph } from "../graph/graph.ts"
import { releaseGraph } from "../graph/release-graph.ts"
import { type DataSet, type Finding, firstOrigins } from "./finding.ts"

/** Radius of the neighbourhoods compared [Å]. */
const CUTOFF = 5
const RADII = 6
/** Relative difference of fingerprints below which two structures are the same. */
const SAME = 1e-6
/** Labels of the same structure should agree to this [eV/atom]. */
const CONSISTENT = 1e-3

/**
 * Structures that are the same up to translation, rotation, reflection, permutation and choice of supercell, within a set and,
 * worse, across train and test. Compared through smooth invariants of their neighbourhoods, per atom and in sorted order of none:
 * `Σ_ij g`, `Σ_i (Σ_j g)²`, `Σ_i |Σ_j g r̂|²` and `Σ_i ‖Σ_j g r̂⊗r̂‖²` for Gaussians g of several radii and each element pair.
 */
export function twins(sets: readonly DataSet[]): readonly Finding[] {
  const frames = sets.flatMap(({ name, configurations }) => configurations.map((configuration) => ({ set: name, configuration })))
  const prints = fingerprints(frames.map(({ configuration }) => configuration))
  const order = prints.map((_, index) => index).sort((a, b) => prints[a][0] - prints[b][0])
  const findings: Finding[] = []
  const pairs: { a: number; b: number }[] = []
  order.forEach((a, at) => {
    for (let next = at + 1; next < order.length; next++) {
      const b = order[next]
      if (prints[b][0] - prints[a][0] > SAME * Math.abs(prints[b][0])) break
      if (same(prints[a], prints[b])) pairs.push({ a, b })
    }
  })
  // Sets come in order, the training set first: of two sets the later one is the one that should be new.
  const place = new Map(sets.map(({ name }, order) => [name, order]))
  const across = pairs
    .filter(({ a, b }) => frames[a].set !== frames[b].set)
    .map(({ a, b }) => (place.get(frames[a].set)! < place.get(frames[b].set)! ? { known: a, held: b } : { known: b, held: a }))
  for (const found of Map.groupBy(across, ({ known, held }) => `${frames[known].set}\n${frames[held].set}`).values()) {
    const [held, known] = [frames[found[0].held].set, frames[found[0].known].set]
    const twinned = [...new Set(found.map((pair) => pair.held))]
    const total = frames.filter(({ set }) => set === held).length
    findings.push({
      severity: "warning",
      code: "twins-across-sets",
      message: `${twinned.length} of ${total} structures of ${held} are symmetry twins of structures of ${known}`,
      advice: "errors on them measure memory, not prediction: leave them out of the test, or look at the groups without them",
      frames: firstOrigins(twinned.map((index) => frames[index].configuration)),
    })
  }
  for (const [set, found] of Map.groupBy(
    pairs.filter(({ a, b }) => frames[a].set === frames[b].set),
    ({ a }) => frames[a].set,
  )) {
    const later = [...new Set(found.map(({ b }) => b))]
    findings.push({
      severity: "note",
      code: "twins-within-set",
      message: `${set}: ${later.length} structures are symmetry twins of another one`,
      advice: "they count again in the fit, like a larger weight",
      frames: firstOrigins(later.map((index) => frames[index].configuration)),
    })
  }
  return [...findings, ...inconsistent(pairs.map(({ a, b }) => [frames[a].configuration, frames[b].configuration]))]
}

function inconsistent(pairs: readonly (readonly [Configuration, Configuration])[]): readonly Finding[] {
  const differing = pairs
    .filter(([a, b]) => a.energy !== undefined && b.energy !== undefined)
    .map(([a, b]) => ({ a, b, gap: Math.abs(a.energy! / a.structure.numbers.length - b.energy! / b.structure.numbers.length) }))
    .filter(({ gap }) => gap > CONSISTENT)
    .sort((x, y) => y.gap - x.gap)
  if (differing.length === 0) return []
  return [
    {
      severity: "warning",
      code: "twins-differ",
      message: `${differing.length} pairs of equivalent structures have different energies (up to ${(1000 * differing[0].gap).toFixed(1)} meV/atom)`,
      advice: "the reference calculations are not converged or not consistent: no fit can be better than that",
      frames: firstOrigins([differing[0].a, differing[0].b]),
    },
  ]
}

function same(p: Float64Array, q: Float64Array): boolean {
  if (p.length !== q.length) return false
  let scale = 0
  for (const value of p) scale = Math.max(scale, Math.abs(value))
  for (let k = 0; k < p.length; k++) if (Math.abs(p[k] - q[k]) > SAME * scale) return false
  return true
}

function fingerprints(configurations: readonly Configuration[]): readonly Float64Array[] {
  return configurations.map((configuration) => {
    const elements = [...new Set(configuration.structure.numbers)].sort((a, b) => a - b)
    const graph = configurationGraph([configuration], elements, CUTOFF)
    const print = fingerprint(graph)
    releaseGraph(graph)
    return print
  })
}

/** Channels: element of the centre × element of the neighbour × radius; four invariants each, then the elements themselves. */
function fingerprint(graph: Graph): Float64Array {
  const count = graph.elements.length
  const channels = count * RADII
  const atoms = graph.species.length
  const out = new Float64Array(4 * count * channels + count)
  const moments = new Float64Array(10 * channels)
  for (let i = 0; i < atoms; i++) {
    moments.fill(0)
    for (let edge = graph.centres[i]; edge < graph.centres[i + 1]; edge++) addMoments(graph, edge, moments)
    const base = 4 * graph.species[i] * channels
    for (let channel = 0; channel < channels; channel++) {
      const m = moments.subarray(10 * channel, 10 * channel + 10)
      const at = base + 4 * channel
      out[at] += m[0] / atoms
      out[at + 1] += (m[0] * m[0]) / atoms
      out[at + 2] += (m[1] * m[1] + m[2] * m[2] + m[3] * m[3]) / atoms
      out[at + 3] += (m[4] * m[4] + m[5] * m[5] + m[6] * m[6] + 2 * (m[7] * m[7] + m[8] * m[8] + m[9] * m[9])) / atoms
    }
  }
  for (const species of graph.species) out[4 * count * channels + species] += graph.elements[species] / atoms
  return out
}

function addMoments(graph: Graph, edge: number, moments: Float64Array): void {
  const distance = graph.distances[edge]
  const fade = (1 - (distance / CUTOFF) ** 2) ** 2
  const [x, y, z] = [0, 1, 2].map((c) => graph.vectors[3 * edge + c] / distance)
  const species = graph.species[graph.neighbours[edge]]
  for (let radius = 0; radius < RADII; radius++) {
    const centre = (CUTOFF * (radius + 1)) / (RADII + 1)
    const g = fade * Math.exp(-((distance - centre) ** 2))
    const at = 10 * (species * RADII + radius)
    moments[at] += g
    moments[at + 1] += g * x
    moments[at + 2] += g * y
    moments[at + 3] += g * z
    moments[at + 4] += g * x * x
    moments[at + 5] += g * y * y
    moments[at + 6] += g * z * z
    moments[at + 7] += g * y * z
    moments[at + 8] += g * x * z
    moments[at + 9] += g * x * y
  }
}
