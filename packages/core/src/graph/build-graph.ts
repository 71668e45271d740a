import type { Structure } from "../atoms/structure.ts"
import { kernels } from "../kernels/kernels.ts"
import { frameOf } from "./frame.ts"
import type { Graph } from "./graph.ts"
import { referenceEdges } from "./reference-graph.ts"

export function buildGraph(structureList: readonly Structure[], elements: readonly number[], cutoff: number): Graph {
  const { heap } = kernels()
  const lists = structureList.map((structure) => referenceEdges(structure, cutoff))
  const edgeCount = lists.reduce((sum, list) => sum + list.length, 0)
  const atomCount = structureList.reduce((sum, structure) => sum + structure.numbers.length, 0)
  const structures = heap.i32(structureList.length + 1)
  const centres = heap.i32(atomCount + 1)
  const neighbours = heap.i32(edgeCount)
  const origins = heap.i32(edgeCount)
  const reverse = heap.i32(edgeCount)
  const vectors = heap.f64(3 * edgeCount)
  const distances = heap.f64(edgeCount)
  const species = heap.u8(atomCount)
  const volumes = heap.f64(structureList.length)
  let atom = 0
  let edge = 0
  structureList.forEach((structure, s) => {
    structures[s + 1] = atom + structure.numbers.length
    volumes[s] = frameOf(structure, s).volume
    structure.numbers.forEach((number, k) => (species[atom + k] = elements.indexOf(number)))
    const places = new Map<string, number>()
    const start = edge
    lists[s]!.forEach(({ i, j, image, vector }) => {
      places.set([i, j, ...image].join(" "), edge)
      origins[edge] = atom + i
      neighbours[edge] = atom + j
      vectors.set(vector, 3 * edge)
      distances[edge] = Math.sqrt(vector[0] ** 2 + vector[1] ** 2 + vector[2] ** 2)
      centres[atom + i + 1]!++
      edge++
    })
    lists[s]!.forEach(({ i, j, image }, k) => (reverse[start + k] = places.get([j, i, ...image.map((n) => -n || 0)].join(" "))!))
    atom += structure.numbers.length
  })
  for (let k = 1; k <= atomCount; k++) centres[k]! += centres[k - 1]!
  return Object.freeze({ elements, cutoff, structures, centres, neighbours, origins, reverse, vectors, distances, species, volumes })
}
