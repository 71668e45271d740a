import type { Graph } from "../../graph/graph.ts"
import { pairSegments, speciesPair } from "../../graph/pair-segments.ts"
import { kernels } from "../../kernels/kernels.ts"
import type { RadialFunction } from "../functions/radial.ts"
import type { Evaluation } from "../potential.ts"
import { densityNumber, type EamColumns, type EamFunctions } from "./functions.ts"

/** Pairs handled at a time: small enough that their functions' values stay in the first-level cache. */
const CHUNK = 1000

/**
 * Adds energies, forces and virials of a graph. With g_I, g_J the density slopes that a pair sees at its ends, its central force is
 * S = φ′ + F′_i g_I + F′_j g_J.
 *
 * @param species the potential's number of each element of the graph, −1 for one it does not know, whose atoms it does not see
 */
export function evaluateEam(
  functions: EamFunctions,
  columns: EamColumns,
  species: readonly number[],
  graph: Graph,
  theta: Float64Array,
  out: Evaluation,
): void {
  const { heap } = kernels()
  // Kept with the graph, so it must not be made inside the scope.
  const half = pairSegments(graph)
  const count = functions.symbols.length
  const graphCount = graph.elements.length
  const structureCount = graph.structures.length - 1
  heap.scope(() => {
    const own = heap.f64(columns.count)
    own.set(theta.subarray(0, columns.count))
    const slice = (f: RadialFunction, column: number): Float64Array => own.subarray(column, column + f.parameters.length)
    let pairsMost = 0
    let atomsMost = 0
    for (let s = 0; s < structureCount; s++) {
      pairsMost = Math.max(pairsMost, half.offsets[(s + 1) * half.pairs] - half.offsets[s * half.pairs])
      atomsMost = Math.max(atomsMost, graph.structures[s + 1] - graph.structures[s])
    }
    const f = heap.f64(CHUNK)
    const df = heap.f64(CHUNK)
    const slopesI = heap.f64(pairsMost)
    const slopesJ = graphCount > 1 ? heap.f64(pairsMost) : slopesI
    const density = heap.f64(atomsMost)
    const slopes = heap.f64(atomsMost)
    const gathered = { atoms: heap.i32(atomsMost), x: heap.f64(atomsMost), f: heap.f64(atomsMost), df: heap.f64(atomsMost) }

    for (let s = 0; s < structureCount; s++) {
      const firstAtom = graph.structures[s]
      const lastAtom = graph.structures[s + 1]
      const firstPair = half.offsets[s * half.pairs]
      density.fill(0, 0, lastAtom - firstAtom)

      for (let a = 0; a < graphCount; a++) {
        for (let b = a; b < graphCount; b++) {
          if (species[a] < 0 || species[b] < 0) continue
          const segment = s * half.pairs + speciesPair(a, b, graphCount)
          const atI = densityNumber(functions.style, species[a], species[b], count)
          const atJ = densityNumber(functions.style, species[b], species[a], count)
          const densityI = functions.density[atI]
          const densityJ = functions.density[atJ]
          const thetaI = slice(densityI, columns.density[atI])
          const thetaJ = slice(densityJ, columns.density[atJ])
          const end = half.offsets[segment + 1]
          for (let m = half.offsets[segment]; m < end; m += CHUNK) {
            const n = Math.min(CHUNK, end - m)
            const x = half.distances.subarray(m, m + n)
            densityI.evaluate(n, x, thetaI, f, slopesI.subarray(m - firstPair, m - firstPair + n))
            gatherDensity(n, half.i, m, firstAtom, f, density)
            if (atI !== atJ) densityJ.evaluate(n, x, thetaJ, f, slopesJ.subarray(m - firstPair, m - firstPair + n))
            else if (slopesJ !== slopesI) slopesJ.set(slopesI.subarray(m - firstPair, m - firstPair + n), m - firstPair)
            gatherDensity(n, half.j, m, firstAtom, f, density)
          }
        }
      }

      for (let a = 0; a < graphCount; a++) {
        if (species[a] < 0) continue
        const embedding = functions.embedding[species[a]]
        let n = 0
        for (let atom = firstAtom; atom < lastAtom; atom++) {
          if (graph.species[atom] !== a) continue
          gathered.atoms[n] = atom
          gathered.x[n++] = density[atom - firstAtom]
        }
        if (n === 0) continue
        embedding.evaluate(n, gathered.x, slice(embedding, columns.embedding[species[a]]), gathered.f, gathered.df)
        for (let k = 0; k < n; k++) {
          const atom = gathered.atoms[k]
          out.energies[atom] += gathered.f[k]
          slopes[atom - firstAtom] = gathered.df[k]
        }
      }

      for (let a = 0; a < graphCount; a++) {
        for (let b = a; b < graphCount; b++) {
          if (species[a] < 0 || species[b] < 0) continue
          const p = speciesPair(species[a], species[b], count)
          const segment = s * half.pairs + speciesPair(a, b, graphCount)
          const pair = functions.pair[p]
          const thetaPair = slice(pair, columns.pair[p])
          const end = half.offsets[segment + 1]
          for (let m = half.offsets[segment]; m < end; m += CHUNK) {
            const n = Math.min(CHUNK, end - m)
            pair.evaluate(n, half.distances.subarray(m, m + n), thetaPair, f, df)
            scatterForces(n, m, m - firstPair, firstAtom, s, half, f, df, slopes, slopesI, slopesJ, out)
          }
        }
      }
    }
  })
}

/** ρ of the atoms at one end of n pairs. */
function gatherDensity(n: number, ends: Int32Array, m: number, firstAtom: number, f: Float64Array, density: Float64Array): void {
  for (let k = 0; k < n; k++) density[ends[m + k] - firstAtom] += f[k]
}

/** Energies, forces and virial of n pairs from number `m` on; `local` is the number of the first within the structure. */
function scatterForces(
  n: number,
  m: number,
  local: number,
  firstAtom: number,
  s: number,
  half: { readonly i: Int32Array; readonly j: Int32Array; readonly distances: Float64Array; readonly directions: Float64Array },
  f: Float64Array,
  df: Float64Array,
  slopes: Float64Array,
  slopesI: Float64Array,
  slopesJ: Float64Array,
  { energies, forces, virials }: Evaluation,
): void {
  const { i, j, distances, directions } = half
  let xx = 0
  let yy = 0
  let zz = 0
  let yz = 0
  let xz = 0
  let xy = 0
  for (let k = 0; k < n; k++) {
    const atomI = i[m + k]
    const atomJ = j[m + k]
    const u = 3 * (m + k)
    const ux = directions[u]
    const uy = directions[u + 1]
    const uz = directions[u + 2]
    const force = df[k] + slopes[atomI - firstAtom] * slopesI[local + k] + slopes[atomJ - firstAtom] * slopesJ[local + k]
    const halfEnergy = 0.5 * f[k]
    energies[atomI] += halfEnergy
    energies[atomJ] += halfEnergy
    const fx = force * ux
    const fy = force * uy
    const fz = force * uz
    forces[3 * atomI] += fx
    forces[3 * atomI + 1] += fy
    forces[3 * atomI + 2] += fz
    forces[3 * atomJ] -= fx
    forces[3 * atomJ + 1] -= fy
    forces[3 * atomJ + 2] -= fz
    const r = distances[m + k]
    const wx = r * fx
    const wy = r * fy
    xx += wx * ux
    yy += wy * uy
    zz += r * fz * uz
    yz += wy * uz
    xz += wx * uz
    xy += wx * uy
  }
  virials[6 * s] -= xx
  virials[6 * s + 1] -= yy
  virials[6 * s + 2] -= zz
  virials[6 * s + 3] -= yz
  virials[6 * s + 4] -= xz
  virials[6 * s + 5] -= xy
}
