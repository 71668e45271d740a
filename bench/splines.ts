import { buildGraph, createPotential, type Graph, releaseGraph } from "@luthier/core"
import { type ExpansionCost, interleaved } from "./cluster-expansion.ts"
import { shakenBodyCentred } from "./crystal.ts"

const cutoff = 5.5

/** Tungsten in two- and three-body splines, with 14 and 54 neighbours in triplets. */
export function measureSplines(rounds: number): ExpansionCost[] {
  return [4.25, 5.5].map((reach) => splines(reach, rounds))
}

/** Energies, forces and virial of 2,000 atoms. */
function splines(reach: number, rounds: number): ExpansionCost {
  const pair = even(0, cutoff, 0.2)
  const near = even(1, reach, 0.3)
  const opposite = even(1, 2 * reach, 0.4)
  const lengths = {
    spacing: { pair: 0.2, neighbours: 0.3, opposite: 0.4 },
    decay: { pair: 0.5, threeBody: 0.5 },
    energy: 9,
    surfaces: "none",
  }
  const terms = {
    pairs: { "W-W": { knots: pair } },
    triplets: { "W-W-W": { knots: [near, near, opposite] } },
  }
  const potential = createPotential({ kind: "uf3", elements: ["W"], cutoff, threeBodyCutoff: reach, ...lengths, ...terms })
  const theta = Float64Array.from(potential.parameters, (_, k) => Math.cos(k) / (1 + k))
  const graph = buildGraph([shakenBodyCentred({ n: 10, lattice: 3.18, shake: 0.08, number: 74, seed: 17 })], [74], cutoff)
  const atoms = graph.species.length
  const out = { energies: new Float64Array(atoms), forces: new Float64Array(3 * atoms), virials: new Float64Array(6) }
  const plain = plainSplines({ pair, near, opposite }, new Map(potential.parameters.map(({ key }, k) => [key, theta[k]])))
  const costs = interleaved(
    rounds,
    atoms,
    () => potential.evaluate(graph, theta, out),
    () => plain(graph, out),
  )
  releaseGraph(graph)
  return { name: `Splines, triplets to ${reach} Å: energy, forces, virial of ${atoms} atoms`, ...costs, target: null }
}

type Sums = { readonly energies: Float64Array; readonly forces: Float64Array; readonly virials: Float64Array }

/** The same sums as plain loops, for one element and even knots. */
function plainSplines(
  knots: Readonly<Record<"pair" | "near" | "opposite", readonly number[]>>,
  values: ReadonlyMap<string, number>,
): (graph: Graph, out: Sums) => void {
  const [two, near, opposite] = [knots.pair, knots.near, knots.opposite].map(evenAxis)
  const two0 = Float64Array.from({ length: two.size }, (_, k) => values.get(`uf3.W-W.coefficient${k}`) ?? 0)
  const { size } = near
  const three = new Float64Array(size * size * opposite.size)
  for (let a = 0; a < size; a++) {
    for (let b = 0; b < size; b++) {
      for (let c = 0; c < opposite.size; c++) {
        const key = `uf3.W-W-W.coefficient${Math.min(a, b)}-${Math.max(a, b)}-${c}`
        three[(a * size + b) * opposite.size + c] = values.get(key) ?? 0
      }
    }
  }
  const [j, k, o] = [0, 1, 2].map(() => ({ at: 0, value: new Float64Array(4), slope: new Float64Array(4) }))
  /** Adds the force g along d on its end and −g on its start. */
  const push = ({ forces, virials }: Sums, start: number, end: number, [x, y, z]: readonly number[], g: number): void => {
    const [fx, fy, fz] = [-g * x, -g * y, -g * z]
    forces[3 * end] += fx
    forces[3 * end + 1] += fy
    forces[3 * end + 2] += fz
    forces[3 * start] -= fx
    forces[3 * start + 1] -= fy
    forces[3 * start + 2] -= fz
    const shares = [x * fx, y * fy, z * fz, y * fz, x * fz, x * fy]
    for (let v = 0; v < 6; v++) virials[v] += shares[v]
  }
  return (graph, out) => {
    const { centres, neighbours, vectors, distances } = graph
    const vector = (edge: number): readonly number[] => [vectors[3 * edge], vectors[3 * edge + 1], vectors[3 * edge + 2]]
    for (let i = 0; i < graph.species.length; i++) {
      for (let e = centres[i]; e < centres[i + 1]; e++) {
        if (two.splines(distances[e], j)) {
          let [energy, slope] = [0, 0]
          for (let a = 0; a < 4; a++) {
            energy += 0.5 * two0[j.at + a] * j.value[a]
            slope += 0.5 * two0[j.at + a] * j.slope[a]
          }
          out.energies[i] += energy
          push(out, i, neighbours[e], vector(e), slope / distances[e])
        }
        if (!near.splines(distances[e], j)) continue
        for (let f = e + 1; f < centres[i + 1]; f++) {
          if (!near.splines(distances[f], k)) continue
          const [first, second] = [vector(e), vector(f)]
          const third = second.map((x, axis) => x - first[axis])
          const r = Math.hypot(...third)
          if (!opposite.splines(r, o)) continue
          let [energy, gj, gk, go] = [0, 0, 0, 0]
          for (let a = 0; a < 4; a++) {
            for (let b = 0; b < 4; b++) {
              let at = ((j.at + a) * size + k.at + b) * opposite.size + o.at
              for (let c = 0; c < 4; c++) {
                const coefficient = three[at++]
                energy += coefficient * j.value[a] * k.value[b] * o.value[c]
                gj += coefficient * j.slope[a] * k.value[b] * o.value[c]
                gk += coefficient * j.value[a] * k.slope[b] * o.value[c]
                go += coefficient * j.value[a] * k.value[b] * o.slope[c]
              }
            }
          }
          out.energies[i] += energy
          push(out, i, neighbours[e], first, gj / distances[e])
          push(out, i, neighbours[f], second, gk / distances[f])
          push(out, neighbours[e], neighbours[f], third, go / r)
        }
      }
    }
  }
}

/** Even knots, about `spacing` apart. */
function even(start: number, end: number, spacing: number): readonly number[] {
  const pieces = Math.round((end - start) / spacing)
  return Array.from({ length: pieces + 1 }, (_, k) => start + ((end - start) * k) / pieces)
}

interface Four {
  at: number
  readonly value: Float64Array
  readonly slope: Float64Array
}

/** Cubic B-splines on even knots; false outside them. */
function evenAxis(knots: readonly number[]): { readonly size: number; readonly splines: (r: number, into: Four) => boolean } {
  const [start, end] = [knots[0], knots[knots.length - 1]]
  const step = (end - start) / (knots.length - 1)
  const splines = (r: number, into: Four): boolean => {
    if (r < start || r >= end) return false
    const { value, slope } = into
    const x = (r - start) / step
    const at = Math.floor(x)
    const u = x - at
    const v = 1 - u
    into.at = at
    value[0] = v ** 3 / 6
    value[1] = (3 * u ** 3 - 6 * u * u + 4) / 6
    value[2] = (3 * v ** 3 - 6 * v * v + 4) / 6
    value[3] = u ** 3 / 6
    slope[0] = (-v * v) / (2 * step)
    slope[1] = (1.5 * u * u - 2 * u) / step
    slope[2] = (2 * v - 1.5 * v * v) / step
    slope[3] = (u * u) / (2 * step)
    return true
  }
  return { size: knots.length + 2, splines }
}
